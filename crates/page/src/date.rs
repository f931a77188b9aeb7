//! Dates of publication as pages write them.

use chancery_record::PartialDate;
use regex::{Captures, Regex};
use std::sync::LazyLock;

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const MONTH: &str = r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

/// The forms of a date with a year, as regular expressions, in the order in which they are tried; the letters name what
/// the groups hold.
static FORMS: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
    let form = |pattern: String, groups| (Regex::new(&pattern).expect("a constant pattern compiles"), groups);
    vec![
        form(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:[^\d-]|$)".to_owned(), "ymd"),
        form(r"\b(\d{4})/(\d{1,2})/(\d{1,2})(?:[^\d/]|$)".to_owned(), "ymd"),
        form(format!(r"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)?[ -]+(?:of +)?{MONTH}\b\.?,?[ -]+(\d{{4}})\b"), "dMy"),
        form(
            format!(r"(?i)\b{MONTH}\b\.? +(\d{{1,2}})(?:st|nd|rd|th)?,? +(?:at +\S+ *(?:[ap]\.?m\.?)? *)?(\d{{4}})\b"),
            "Mdy",
        ),
        form(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b".to_owned(), "dmy"),
        form(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b".to_owned(), "??y"),
        form(r"\b(\d{4})(\d{2})(\d{2})(?:T\d|\b)".to_owned(), "ymd"),
    ]
});

fn date_of(captures: &Captures<'_>, groups: &str) -> Option<PartialDate> {
    let number = |at: usize| captures.get(at).and_then(|m| m.as_str().parse::<i16>().ok());
    let (mut year, mut month, mut day) = (None, None, None);
    let mut unclear = Vec::new();
    for (at, what) in groups.chars().enumerate() {
        match what {
            'y' => year = number(at + 1),
            'm' => month = number(at + 1),
            'd' => day = number(at + 1),
            'M' => {
                let name = captures.get(at + 1)?.as_str().get(..3)?.to_lowercase();
                month = MONTHS.iter().position(|m| *m == name).map(|m| m as i16 + 1);
            }
            _ => unclear.push(number(at + 1)?),
        }
    }
    if let [a, b] = unclear[..] {
        // Whether 03/04 is a day of March or of April depends on the country; it is told only where one exceeds 12.
        (month, day) = match (a, b) {
            (a, b) if a > 12 || a == b => (Some(b), Some(a)),
            (a, b) if b > 12 => (Some(a), Some(b)),
            _ => return None,
        };
    }
    valid(year?, month?, day?)
}

/// A day of the calendar in the years that the web's pages come from.
fn valid(year: i16, month: i16, day: i16) -> Option<PartialDate> {
    (1900..2100).contains(&year).then(|| PartialDate::parse(&format!("{year:04}-{month:02}-{day:02}")))?
}

/// The first date with day, month and year in `text`, and where it stands in bytes.
pub(crate) fn find(text: &str) -> Option<(PartialDate, std::ops::Range<usize>)> {
    let found = FORMS.iter().filter_map(|(form, groups)| {
        form.captures_iter(text).take(8).find_map(|c| {
            let start = c.get(1)?.start();
            let end = (1..c.len()).filter_map(|g| c.get(g)).map(|m| m.end()).max()?;
            Some((date_of(&c, groups)?, start..end))
        })
    });
    found.min_by_key(|(_, at)| at.start)
}

static DAY_FIRST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b").expect("a constant pattern compiles"));

/// The first date in numbers of `text`, where it is known that the day stands before the month.
pub(crate) fn find_day_first(text: &str) -> Option<PartialDate> {
    let found = DAY_FIRST.captures(text)?;
    let number = |at: usize| found[at].parse::<i16>().ok();
    valid(number(3)?, number(2)?, number(1)?)
}

/// Reads a text that is meant to be a date, in any of the usual forms.
pub(crate) fn read(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    PartialDate::parse(text).filter(|d| (1000..2200).contains(&d.year)).or_else(|| find(text).map(|(date, _)| date))
}

/// How many days two days are apart; none where one is no whole day.
pub(crate) fn apart(a: PartialDate, b: PartialDate) -> Option<i32> {
    // Days since the first of March of the year 0, by which leap days come last.
    let number = |d: PartialDate| {
        let (month, day) = (i32::from(d.month?), i32::from(d.day?));
        let (year, month) = (i32::from(d.year) - i32::from(month < 3), (month + 9) % 12);
        Some(
            365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + day,
        )
    };
    Some((number(a)? - number(b)?).abs())
}

/// A line that holds nothing but a date of publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub date: PartialDate,
    /// Whether it says what it is ("Published:").
    pub labelled: bool,
    /// Whether it is the date of an update.
    pub update: bool,
}

/// Words that may stand beside the date of a stamp.
const STAMP: &[&str] = &[
    "published",
    "posted",
    "updated",
    "modified",
    "issued",
    "released",
    "first",
    "last",
    "date",
    "publication",
    "publish",
    "on",
    "at",
    "created",
    "added",
    "by",
    "in",
    "the",
    "am",
    "pm",
    "a",
    "p",
    "m",
    "gmt",
    "utc",
    "et",
    "est",
    "edt",
    "bst",
    "cet",
    "cest",
    "ist",
    "pst",
    "pdt",
    "pt",
    "z",
    "t",
    "hrs",
    "h",
    "local",
    "time",
    "release",
    "article",
    "news",
    "press",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "st",
    "nd",
    "rd",
    "th",
    "of",
    "and",
    "dated",
    "eat",
    "wat",
    "sast",
    "aest",
    "aedt",
    "pkt",
    "jst",
    "msk",
    "eet",
    "eest",
];

/// Words that make a stamp a labelled one.
const LABELS: &[&str] =
    &["published", "posted", "updated", "modified", "issued", "released", "created", "publication", "dated"];

/// Reads a line that holds a date and nothing but words of stamps, numbers and signs.
pub(crate) fn stamp(text: &str) -> Option<Stamp> {
    if text.len() > 160 {
        return None;
    }
    let (date, at) = find(text)?;
    let rest = format!("{} {}", &text[..at.start], &text[at.end..]).to_lowercase();
    let words: Vec<&str> = rest.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).collect();
    let month = |w: &str| MONTHS.iter().any(|m| w.starts_with(m));
    if !words.iter().all(|w| STAMP.contains(w) || month(w)) {
        return None;
    }
    let first = words.iter().find(|w| LABELS.contains(w));
    Some(Stamp { date, labelled: first.is_some(), update: first.is_some_and(|w| *w == "updated" || *w == "modified") })
}

static URL: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?i)[/_-](\d{{4}})[/_-](?:(\d{{1,2}})|{MONTH})[/_-](\d{{1,2}})(?:[/_.?-]|$)|[/_-](20\d\d)(\d\d)(\d\d)(?:[/_.?-]|$)"
    );
    Regex::new(&pattern).expect("a constant pattern compiles")
});

/// The day that an address holds, as in `/2023/03/15/`.
pub(crate) fn in_url(url: &str) -> Option<PartialDate> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest);
    URL.captures_iter(path).take(4).find_map(|c| {
        let number = |at: usize| c.get(at).and_then(|m| m.as_str().parse::<i16>().ok());
        if let Some(year) = number(5) {
            return valid(year, number(6)?, number(7)?).filter(|d| d.year >= 1990);
        }
        let month = match c.get(3) {
            Some(name) => {
                let name = name.as_str().get(..3)?.to_lowercase();
                MONTHS.iter().position(|m| *m == name)? as i16 + 1
            }
            None => number(2)?,
        };
        valid(number(1)?, month, number(4)?).filter(|d| d.year >= 1990)
    })
}

#[cfg(test)]
mod tests {
    use chancery_record::PartialDate;

    #[test]
    fn dates_are_read() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(super::read(text).map(|d: PartialDate| d.to_string()).as_deref(), expected, "{text:?}");
        };
        check("2023-03-15", Some("2023-03-15"));
        check("2023-03-15T08:00:00+03:00", Some("2023-03-15"));
        check("2023-03", Some("2023-03"));
        check("2023", Some("2023"));
        check("15 March 2023", Some("2023-03-15"));
        check("March 15, 2023", Some("2023-03-15"));
        check("Mar. 15, 2023 at 5 p.m.", Some("2023-03-15"));
        check("Wed, 15 Mar 2023 10:00:00 GMT", Some("2023-03-15"));
        check("the 1st of May 2021", Some("2021-05-01"));
        check("Sept. 3, 2019", Some("2019-09-03"));
        check("15.03.2023", Some("2023-03-15"));
        check("15/03/2023", Some("2023-03-15"));
        check("03/15/2023", Some("2023-03-15"));
        check("03/04/2023", None);
        check("04/04/2023", Some("2023-04-04"));
        check("20230315", Some("2023-03-15"));
        check("2023/3/5", Some("2023-03-05"));
        check("31 February 2023", None);
        check("yesterday", None);
        check("", None);
        check("march", None);
    }

    #[test]
    fn stamps_hold_nothing_else() {
        let check = |text: &str, expected: Option<(&str, bool, bool)>| {
            let found = super::stamp(text).map(|s| (s.date.to_string(), s.labelled, s.update));
            assert_eq!(found.as_ref().map(|(d, l, u)| (d.as_str(), *l, *u)), expected, "{text:?}");
        };
        check("Published: 15 March 2023", Some(("2023-03-15", true, false)));
        check("Wednesday, March 15, 2023", Some(("2023-03-15", false, false)));
        check("Updated 10:15 AM EDT, Mon March 20, 2023", Some(("2023-03-20", true, true)));
        check("First published on 15 Mar 2023 10.00 GMT", Some(("2023-03-15", true, false)));
        check("The ministers met on 15 March 2023", None);
        check("Published 2023", None);
        check("March 15", None);
    }

    #[test]
    fn days_stand_first() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(super::find_day_first(text).map(|d| d.to_string()).as_deref(), expected, "{text}");
        };
        check("Posted 03/04/2023", Some("2023-04-03"));
        check("3.4.2023", Some("2023-04-03"));
        check("03/14/2023", None);
        check("2023", None);
    }

    #[test]
    fn days_lie_apart() {
        let check = |a: &str, b: &str, expected: Option<i32>| {
            let day = |text: &str| PartialDate::parse(text).expect("a date");
            assert_eq!(super::apart(day(a), day(b)), expected, "{a} {b}");
        };
        check("2023-03-15", "2023-03-15", Some(0));
        check("2024-02-28", "2024-03-01", Some(2));
        check("2023-02-28", "2023-03-01", Some(1));
        check("2022-12-31", "2024-01-01", Some(366));
        check("2023-03", "2023-03-01", None);
    }

    #[test]
    fn addresses_hold_dates() {
        let check = |url: &str, expected: Option<&str>| {
            assert_eq!(super::in_url(url).map(|d| d.to_string()).as_deref(), expected, "{url}");
        };
        check("https://news.example/2023/03/15/talks", Some("2023-03-15"));
        check("https://news.example/world/2023/mar/5/talks", Some("2023-03-05"));
        check("https://news.example/talks-2023-03-15", Some("2023-03-15"));
        check("https://news.example/20230315/talks", Some("2023-03-15"));
        check("https://news.example/2023/03/talks", None);
        check("https://news.example/2023/13/15/", None);
        check("https://news.example/story/120230315999", None);
    }
}
