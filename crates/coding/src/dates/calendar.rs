//! Stretches of the calendar as intervals of days.

use super::vocabulary::Unit;
use chancery_record::{PartialDate, Precision, When};
use jiff::Span;
use jiff::civil::Date;

/// Days from the first to the last, both inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub first: Date,
    pub last: Date,
    pub precision: Precision,
}

/// A part of a stretch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Part {
    #[default]
    Whole,
    /// "early March": its first third.
    Early,
    /// "mid-March": its middle third.
    Middle,
    /// "late March": its last third.
    Late,
    /// "the beginning of March".
    Beginning,
    /// "the end of March".
    End,
    /// "earlier this month": until the publication.
    Sooner,
    /// "later this month": from the publication on.
    Later,
}

impl Stretch {
    pub fn day(day: Date) -> Self {
        Stretch { first: day, last: day, precision: Precision::Day }
    }

    /// The week from Monday to Sunday that holds a day.
    pub fn week(day: Date) -> Option<Self> {
        let first = add_days(day, -i32::from(day.weekday().to_monday_zero_offset()))?;
        Some(Stretch { first, last: add_days(first, 6)?, precision: Precision::Week })
    }

    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Stretch { first, last: first.last_of_month(), precision: Precision::Month })
    }

    pub fn year(year: i16) -> Option<Self> {
        Self::years(year, year).map(|s| Stretch { precision: Precision::Year, ..s })
    }

    pub fn years(from: i16, to: i16) -> Option<Self> {
        let (first, last) = (Date::new(from, 1, 1).ok()?, Date::new(to, 12, 31).ok()?);
        Some(Stretch { first, last, precision: Precision::Interval })
    }

    /// `count` whole months from a month on; the month may lie outside of 1 to 12.
    pub fn months(year: i16, month: i32, count: i32) -> Option<Self> {
        let (y, m) = shift_month(year, month)?;
        let (y2, m2) = shift_month(year, month + count - 1)?;
        let (first, last) = (Date::new(y, m, 1).ok()?, Date::new(y2, m2, 1).ok()?.last_of_month());
        Some(Stretch { first, last, precision: if count == 1 { Precision::Month } else { Precision::Interval } })
    }

    /// The stretch of a unit that holds a day, moved by a number of such units.
    pub fn unit(unit: Unit, day: Date, shift: i32) -> Option<Self> {
        match unit {
            Unit::Hour => None,
            Unit::Day => Some(Stretch::day(add_days(day, shift)?)),
            Unit::Week => Stretch::week(add_days(day, shift.checked_mul(7)?)?),
            Unit::Weekend => {
                let week = Stretch::week(add_days(day, shift.checked_mul(7)?)?)?;
                Some(Stretch { first: add_days(week.first, 5)?, last: week.last, precision: Precision::Interval })
            }
            Unit::Month => Stretch::months(day.year(), i32::from(day.month()) + shift, 1),
            Unit::Quarter => {
                let quarter = i32::from(day.month() - 1) / 3 + shift;
                Stretch::months(day.year(), 1 + quarter.checked_mul(3)?, 3)
            }
            Unit::Year => Stretch::year(i16::try_from(i32::from(day.year()) + shift).ok()?),
            Unit::Decade => {
                let first = i16::try_from(i32::from(day.year()) / 10 * 10 + shift.checked_mul(10)?).ok()?;
                Stretch::years(first, first.checked_add(9)?)
            }
            Unit::Century => {
                let first = i16::try_from(i32::from(day.year()) / 100 * 100 + shift.checked_mul(100)?).ok()?;
                Stretch::years(first, first.checked_add(99)?)
            }
        }
    }

    /// A part of it. `today` is the publication date, where one is known.
    pub fn part(self, part: Part, today: Option<Date>) -> Option<Self> {
        let days = days_between(self.first, self.last) + 1;
        let cut = |from: i32, to: i32| {
            let (first, last) = (add_days(self.first, from)?, add_days(self.first, to)?);
            let precision = if first == last { Precision::Day } else { Precision::Interval };
            Some(Stretch { first, last, precision })
        };
        // Years are cut at the ends of months.
        let years = i32::from(self.last.year()) - i32::from(self.first.year()) + 1;
        let third = years * 4;
        if days >= 365 && self.first.day_of_year() == 1 {
            match part {
                Part::Early => return Stretch::months(self.first.year(), 1, third),
                Part::Middle => return Stretch::months(self.first.year(), 1 + third, third),
                Part::Late => return Stretch::months(self.first.year(), 1 + 2 * third, third),
                _ => {}
            }
        }
        let edge = match days {
            0..=3 => 1,
            4..=14 => 2,
            15..=62 => 10,
            63..=400 => 31,
            _ => 366,
        };
        match part {
            _ if days < 3 => Some(self),
            Part::Whole => Some(self),
            Part::Early => cut(0, days / 3 - 1),
            Part::Middle => cut(days / 3, days - days / 3 - 1),
            Part::Late => cut(days - days / 3, days - 1),
            Part::Beginning => cut(0, edge - 1),
            Part::End => cut(days - edge, days - 1),
            Part::Sooner => {
                let last = today.filter(|t| (self.first..=self.last).contains(t)).unwrap_or(self.last);
                cut(0, days_between(self.first, last))
            }
            Part::Later => {
                let first = today.filter(|t| (self.first..=self.last).contains(t)).unwrap_or(self.first);
                cut(days_between(self.first, first), days - 1)
            }
        }
    }
}

pub(super) fn add_days(day: Date, days: i32) -> Option<Date> {
    day.checked_add(Span::new().try_days(days).ok()?).ok()
}

pub(super) fn add_months(day: Date, months: i32) -> Option<Date> {
    day.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// Days from one day to another, negative where the other is earlier.
pub(super) fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |s| s.get_days())
}

fn shift_month(year: i16, month: i32) -> Option<(i16, i8)> {
    let zero = i32::from(year) * 12 + month - 1;
    Some((i16::try_from(zero.div_euclid(12)).ok()?, (zero.rem_euclid(12) + 1) as i8))
}

pub(super) fn partial(day: Date) -> PartialDate {
    PartialDate::day(day.year(), day.month() as u8, day.day() as u8)
}

/// The first day that a date may mean.
pub(super) fn first_day(date: PartialDate) -> Option<Date> {
    Date::new(date.year, date.month.unwrap_or(1) as i8, date.day.unwrap_or(1) as i8).ok()
}

/// The last day that a date may mean.
pub(super) fn last_day(date: PartialDate) -> Option<Date> {
    let month = date.month.unwrap_or(12) as i8;
    match date.day {
        Some(day) => Date::new(date.year, month, day as i8).ok(),
        None => Date::new(date.year, month, 1).ok().map(Date::last_of_month),
    }
}

/// A side of an open interval, no more exact than it was stated.
pub(super) fn open_side(stretch: Stretch, last: bool) -> PartialDate {
    let mut date = partial(if last { stretch.last } else { stretch.first });
    if matches!(stretch.precision, Precision::Month | Precision::Year) {
        date.day = None;
    }
    if stretch.precision == Precision::Year {
        date.month = None;
    }
    date
}

pub(super) fn closed(stretch: Stretch, text: String) -> When {
    When {
        start: Some(partial(stretch.first)),
        end: Some(partial(stretch.last)),
        precision: stretch.precision,
        text: Some(text),
    }
}
