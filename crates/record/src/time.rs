//! Dates that say how much of them is known.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A date of which the day, or the day and the month, may be unknown. Written `2015`, `2015-09` or `2015-09-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    /// Year of the Gregorian calendar.
    pub year: i16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31. Never given without a month.
    pub day: Option<u8>,
}

impl PartialDate {
    /// A whole day.
    pub fn day(year: i16, month: u8, day: u8) -> Self {
        PartialDate { year, month: Some(month), day: Some(day) }
    }

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; anything after a day (a time of day) is left aside. None for other
    /// text, and for a day that no calendar has.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits =
            |s: &str| (!s.is_empty() && s.bytes().all(|b| b.is_ascii_digit())).then(|| s.parse::<i16>().ok())?;
        let year = digits(text.get(..4)?)?;
        let mut date = PartialDate { year, month: None, day: None };
        let Some(rest) = text[4..].strip_prefix('-') else { return text[4..].is_empty().then_some(date) };
        let month = digits(rest.get(..2)?)? as u8;
        if !(1..=12).contains(&month) {
            return None;
        }
        date.month = Some(month);
        let Some(rest) = rest[2..].strip_prefix('-') else { return rest[2..].is_empty().then_some(date) };
        let day = digits(rest.get(..2)?)? as u8;
        if day < 1
            || day > days_in_month(year, month)
            || rest[2..].starts_with(|c: char| c.is_alphanumeric() && c != 'T')
        {
            return None;
        }
        date.day = Some(day);
        Some(date)
    }
}

/// How many days a month of the Gregorian calendar has. `month` is 1 to 12.
pub fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        PartialDate::parse(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("{text:?} is not a date: expected YYYY, YYYY-MM or YYYY-MM-DD"))
        })
    }
}

/// When something happened: an interval of days, either side of which may be open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// First day; none where the start is open or unknown.
    pub start: Option<PartialDate>,
    /// Last day; none where the end is open or unknown.
    pub end: Option<PartialDate>,
    /// How exactly it is known.
    pub precision: Precision,
    /// The words that say when, verbatim; none where the date is inherited.
    #[serde(default)]
    pub text: Option<String>,
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the week.
    Week,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// Between two stated days.
    Interval,
    /// Since or until a day, the other side open.
    Open,
}

#[cfg(test)]
mod tests {
    use super::PartialDate;

    #[test]
    fn dates_read_and_write() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(PartialDate::parse(text).map(|d| d.to_string()).as_deref(), expected, "{text:?}");
        };
        check("2015", Some("2015"));
        check("2015-09", Some("2015-09"));
        check("2015-09-30", Some("2015-09-30"));
        check("2015-09-30T10:00:00Z", Some("2015-09-30"));
        check("2024-02-29", Some("2024-02-29"));
        check("2023-02-29", None);
        check("2015-13", None);
        check("2015-09-31", None);
        check("15", None);
        check("", None);
        check("2015/09", None);
        check("é015", None);
    }
}
