//! From what an expression means to the days that it names, seen from the publication date.

use super::calendar::{Part, Stretch, add_days, add_months, days_between};
use super::grammar::{Value, YearOf};
use super::tense::Tense;
use super::vocabulary::Unit;
use chancery_record::Precision;
use jiff::civil::{Date, Weekday};

/// A date without a year that is so near to the publication is not moved by a year for its clause's tense.
const NEAR_DAYS: i32 = 45;

/// The days that a value names; none where that cannot be told.
pub(super) fn resolve(value: Value, part: Part, today: Option<Date>, tense: Tense) -> Option<Stretch> {
    let stretch = match value {
        Value::Date(day) => Stretch::day(day),
        Value::Year(y) => Stretch::year(y)?,
        Value::Years { from, to } => Stretch::years(from, to)?,
        Value::Month { month, year: YearOf::Stated(y) } => Stretch::month(y, month)?,
        Value::Season { month, year: YearOf::Stated(y) } => Stretch::months(y, i32::from(month), 3)?,
        Value::Quarter { quarter, year: YearOf::Stated(y) } => Stretch::months(y, i32::from(quarter) * 3 - 2, 3)?,
        Value::MonthDays { month, first, last, year: YearOf::Stated(y) } => span(y, month, first, last)?,
        Value::Near(unit, 0) if part == Part::End && tense == Tense::Past => {
            // "It had agreed before the end of the year", said in January, is of the year before.
            let this = Stretch::unit(unit, today?, 0)?;
            let young = days_between(this.first, today?) * 3 < days_between(this.first, this.last);
            Stretch::unit(unit, today?, -i32::from(young))?
        }
        other => from_today(other, today?, tense)?,
    };
    stretch.part(part, today)
}

fn from_today(value: Value, today: Date, tense: Tense) -> Option<Stretch> {
    let in_year = |shift: i32| i16::try_from(i32::from(today.year()) + shift).ok();
    match value {
        Value::Day(n) => Some(Stretch::day(add_days(today, n)?)),
        Value::DaySpan(a, b) => Some(interval(add_days(today, a)?, add_days(today, b)?)),
        Value::Weekday(day) => weekday(day, today, if tense == Tense::Future { 1 } else { 0 }, true),
        Value::NearWeekday(day, 0) => weekday(day, today, if tense == Tense::Past { 0 } else { 1 }, true),
        Value::NearWeekday(day, shift) => weekday(day, today, i32::from(shift > 0), false),
        Value::MonthDays { month, first, last, year: YearOf::Relative(shift) } => {
            span(in_year(shift)?, month, first, last)
        }
        Value::MonthDays { month, first, last, year: YearOf::Unstated } => {
            let candidate = |shift| in_year(shift).and_then(|y| span(y, month, first, last));
            let nearest = nearest(today, candidate)?;
            if days_apart(today, nearest) <= NEAR_DAYS || tense == Tense::Unknown {
                return Some(nearest);
            }
            by_tense(today, tense, candidate).or(Some(nearest))
        }
        Value::Month { month, year: YearOf::Relative(shift) } => Stretch::month(in_year(shift)?, month),
        Value::Month { month, .. } => {
            let candidate = |shift| Stretch::month(in_year(shift)?, month);
            let nearest =
                nearest(today, candidate).filter(|s| tense == Tense::Unknown && days_apart(today, *s) <= NEAR_DAYS);
            nearest.or_else(|| by_tense(today, tense, candidate))
        }
        Value::NearMonth(month, 0) => Stretch::month(today.year(), month),
        Value::NearMonth(month, shift) => beside(today, shift, |s| Stretch::month(in_year(s)?, month)),
        Value::Season { month, year: YearOf::Relative(shift) } => Stretch::months(in_year(shift)?, i32::from(month), 3),
        Value::Season { month, .. } => {
            by_tense(today, tense, |shift| Stretch::months(in_year(shift)?, i32::from(month), 3))
        }
        Value::NearSeason(month, 0) => nearest(today, |shift| Stretch::months(in_year(shift)?, i32::from(month), 3)),
        Value::NearSeason(month, shift) => beside(today, shift, |s| Stretch::months(in_year(s)?, i32::from(month), 3)),
        Value::Quarter { quarter, year: YearOf::Relative(shift) } => {
            Stretch::months(in_year(shift)?, i32::from(quarter) * 3 - 2, 3)
        }
        Value::Quarter { quarter, .. } => {
            nearest(today, |s| Stretch::months(in_year(s)?, i32::from(quarter) * 3 - 2, 3))
        }
        Value::Weekend if tense == Tense::Future => {
            [0, 1].into_iter().filter_map(|k| Stretch::unit(Unit::Weekend, today, k)).find(|s| s.last >= today)
        }
        Value::Weekend => {
            [0, -1].into_iter().filter_map(|k| Stretch::unit(Unit::Weekend, today, k)).find(|s| s.first <= today)
        }
        // A paper of Sunday means by "last week" the days that end with it.
        Value::Near(Unit::Week, -1) if today.weekday() == Weekday::Sunday => Stretch::unit(Unit::Week, today, 0),
        Value::Near(unit, shift) => Stretch::unit(unit, today, shift),
        Value::Window { count, unit, ahead } => window(count, unit, ahead, today),
        Value::Away { count, unit, ahead } => away(count, unit, ahead, today),
        Value::Within { count, unit } if tense == Tense::Future => away(count, unit, true, today),
        _ => None,
    }
}

fn interval(first: Date, last: Date) -> Stretch {
    Stretch { first, last, precision: if first == last { Precision::Day } else { Precision::Interval } }
}

fn span(year: i16, month: i8, first: i8, last: i8) -> Option<Stretch> {
    let (first, last) = (Date::new(year, month, first).ok()?, Date::new(year, month, last).ok()?);
    (first <= last).then(|| interval(first, last))
}

/// The nearest such day of the week, back (0) or ahead (1), today itself allowed or not.
fn weekday(day: i8, today: Date, ahead: i32, allow_today: bool) -> Option<Stretch> {
    let now = i32::from(today.weekday().to_monday_zero_offset());
    let mut back = (now - i32::from(day)).rem_euclid(7);
    let mut forth = (i32::from(day) - now).rem_euclid(7);
    if !allow_today && back == 0 {
        (back, forth) = (7, 7);
    }
    add_days(today, if ahead == 1 { forth } else { -back }).map(Stretch::day)
}

fn days_apart(today: Date, s: Stretch) -> i32 {
    if s.first > today {
        days_between(today, s.first)
    } else if s.last < today {
        days_between(s.last, today)
    } else {
        0
    }
}

fn nearest(today: Date, candidate: impl Fn(i32) -> Option<Stretch>) -> Option<Stretch> {
    [0, -1, 1].into_iter().filter_map(candidate).min_by_key(|s| days_apart(today, *s))
}

/// Of the yearly returns of a stretch, the last that has begun, or the first that is not over.
fn by_tense(today: Date, tense: Tense, candidate: impl Fn(i32) -> Option<Stretch>) -> Option<Stretch> {
    match tense {
        Tense::Future => [-1, 0, 1].into_iter().filter_map(candidate).find(|s| s.last >= today),
        _ => [1, 0, -1].into_iter().filter_map(candidate).find(|s| s.first <= today),
    }
}

/// The return of a stretch that is wholly before today, or wholly after.
fn beside(today: Date, shift: i32, candidate: impl Fn(i32) -> Option<Stretch>) -> Option<Stretch> {
    if shift < 0 {
        [1, 0, -1, -2].into_iter().filter_map(candidate).find(|s| s.last < today)
    } else {
        [-1, 0, 1, 2].into_iter().filter_map(candidate).find(|s| s.first > today)
    }
}

fn window(count: f64, unit: Unit, ahead: bool, today: Date) -> Option<Stretch> {
    let sign = if ahead { 1 } else { -1 };
    let whole = |per: f64| -> Option<i32> { (count * per < 1e5).then(|| (count * per).ceil() as i32 * sign) };
    let other = match unit {
        Unit::Hour => add_days(today, whole(1.0 / 24.0)?)?,
        Unit::Day => add_days(today, whole(1.0)?)?,
        Unit::Week => add_days(today, whole(7.0)?)?,
        Unit::Weekend => return Stretch::unit(Unit::Weekend, today, sign),
        Unit::Month => add_months(today, whole(1.0)?)?,
        Unit::Quarter => add_months(today, whole(3.0)?)?,
        // A window of years is not exact to the day.
        Unit::Year | Unit::Decade | Unit::Century => {
            let months = match unit {
                Unit::Year => 12.0,
                Unit::Decade => 120.0,
                _ => 1200.0,
            };
            let day = add_months(today, whole(months)?)?;
            if ahead { day.last_of_month() } else { day.first_of_month() }
        }
    };
    Some(interval(today.min(other), today.max(other)))
}

fn away(count: f64, unit: Unit, ahead: bool, today: Date) -> Option<Stretch> {
    if count > 3000.0 {
        return None;
    }
    let sign = if ahead { 1.0 } else { -1.0 };
    if unit == Unit::Hour {
        return (count <= 12.0).then(|| Stretch::day(today));
    }
    if count.fract() != 0.0 {
        let months = match unit {
            Unit::Year => count * 12.0,
            Unit::Decade => count * 120.0,
            _ => return None,
        };
        return Stretch::unit(Unit::Month, today, (months * sign).round() as i32);
    }
    let shift = (count * sign) as i32;
    match unit {
        Unit::Decade => Stretch::unit(Unit::Year, today, shift * 10),
        Unit::Century => Stretch::unit(Unit::Year, today, shift * 100),
        _ => Stretch::unit(unit, today, shift),
    }
}
