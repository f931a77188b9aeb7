//! Times that count from another date of the text: "the next day", "that same year", "two weeks later".

use super::calendar::{Stretch, add_days, closed, days_between, first_day, last_day};
use super::vocabulary::Unit;
use super::{TimeExpression, TimeRole, YearBy};
use chancery_record::{PartialDate, Precision, When};
use jiff::civil::Date;

/// How far from another date of the text a time lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offset(pub(super) Step);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// "two weeks later", "a year earlier": a count of units.
    Count(i32, Unit),
    /// "that year", "the following month": a whole stretch of the calendar, so many after the one that holds the date.
    Whole(i32, Unit),
    /// "the following Monday", "that Friday": a day of the week after the date, before it, or in its week.
    Weekday(i32, i8),
}

/// How many paragraphs a date is remembered for.
const MEMORY: usize = 2;

/// The dates that a text has named last.
#[derive(Clone, Debug, Default)]
pub struct Running {
    named: Vec<(Stretch, usize)>,
    /// The year that the text is telling of, where it stated one and has not come back to the publication since.
    year: Option<(i16, usize)>,
}

impl Running {
    /// Resolves those of a sentence's expressions that count from a date named before them, and remembers the others.
    /// Sentences are given in the order of the text, `paragraph` is that of the sentence.
    pub fn follow(&mut self, paragraph: usize, expressions: &mut [TimeExpression]) {
        self.named.retain(|(_, p)| paragraph.saturating_sub(*p) <= MEMORY);
        for e in expressions {
            if let Some(offset) = e.anchored.filter(|_| !e.resolved)
                && let Some(stretch) = self.from(offset.0)
            {
                let text = e.when.text.take().unwrap_or_default();
                e.when = super::sided(stretch, e.role, text);
                e.resolved = true;
            }
            let told = self.year.filter(|(_, p)| paragraph.saturating_sub(*p) <= 1);
            if let Some((year, _)) = told.filter(|_| e.year == YearBy::Default && e.resolved) {
                in_year(&mut e.when, year);
            }
            match (e.year, e.when.start) {
                (YearBy::Words, Some(start)) if e.role != TimeRole::Since => self.year = Some((start.year, paragraph)),
                (YearBy::Default, _) => {}
                _ if e.resolved && e.anchored.is_none() => self.year = None,
                _ => {}
            }
            let lasting = matches!(e.role, TimeRole::Frequency | TimeRole::Duration | TimeRole::Anniversary);
            if let Some(s) = named(&e.when).filter(|_| e.resolved && !lasting) {
                self.named.push((s, paragraph));
            }
        }
    }
}

impl Running {
    /// The stretch so far from the date named last; where that is not exact enough, from the one before that lies in it.
    fn from(&self, offset: Step) -> Option<Stretch> {
        let (last, _) = *self.named.last()?;
        let within = |s: &Stretch| last.first <= s.first && s.last <= last.last;
        self.named.iter().rev().map(|(s, _)| *s).take_while(within).find_map(|s| step(offset, s))
    }
}

/// How many years back a text must tell of to be history, where a date without a year is of the year told of. News that
/// names an earlier year is back in its own with the next date.
const HISTORY: i16 = 30;

/// Moves a date to a year before it: in a text that tells of 1835, "on October 2" is of that year.
fn in_year(when: &mut When, year: i16) {
    let Some(known) = when.end.or(when.start).map(|d| d.year).filter(|known| known - year > HISTORY) else { return };
    let moved = |side: Option<PartialDate>| side.map(|d| PartialDate { year: d.year - known + year, ..d });
    let (start, end) = (moved(when.start), moved(when.end));
    // The last of February of a year that has no such day is left as it was.
    if start.is_none_or(|d| first_day(d).is_some()) && end.is_none_or(|d| last_day(d).is_some()) {
        (when.start, when.end) = (start, end);
    }
}

/// The stretch that a date names; of an open one the side that is stated.
fn named(when: &When) -> Option<Stretch> {
    let (first, last) = (when.start.or(when.end)?, when.end.or(when.start)?);
    let (first, last) = (first_day(first)?, last_day(last)?);
    let precision = match when.precision {
        Precision::Open if first == last => Precision::Day,
        Precision::Open if days_between(first, last) <= 31 => Precision::Month,
        Precision::Open => Precision::Year,
        other => other,
    };
    Some(Stretch { first, last, precision })
}

/// Resolves an expression such as "the following day" by the date that it counts from. None where the expression does not
/// count from another, or the date is not known exactly enough.
pub fn resolve_anchored(expression: &TimeExpression, anchor: &When) -> Option<When> {
    let stretch = step(expression.anchored?.0, named(anchor)?)?;
    Some(closed(stretch, expression.when.text.clone().unwrap_or_default()))
}

fn step(step: Step, from: Stretch) -> Option<Stretch> {
    let day = from.precision == Precision::Day;
    match step {
        Step::Weekday(side, weekday) => {
            let ahead = i32::from(weekday) - i32::from(from.first.weekday().to_monday_zero_offset());
            let days = match side {
                0 => ahead,
                1 => (ahead - 1).rem_euclid(7) + 1,
                _ => -((-ahead - 1).rem_euclid(7) + 1),
            };
            day.then(|| add_days(from.first, days).map(Stretch::day)).flatten()
        }
        Step::Count(n, Unit::Day) | Step::Whole(n, Unit::Day) => {
            day.then(|| add_days(from.first, n).map(Stretch::day)).flatten()
        }
        // Three weeks after a day is that day of the week; after a week, a week.
        Step::Count(n, Unit::Week) if day => add_days(from.first, n.checked_mul(7)?).map(Stretch::day),
        // A year after March or after a quarter is March or that quarter.
        Step::Count(n, Unit::Year) if from.precision == Precision::Month || is_quarter(from) => {
            let year = i16::try_from(i32::from(from.first.year()) + n).ok()?;
            let count = i32::from(from.last.month()) - i32::from(from.first.month()) + 1;
            Stretch::months(year, i32::from(from.first.month()), count)
        }
        Step::Count(n, unit) | Step::Whole(n, unit) => {
            // A year cannot tell which month is meant.
            let one = Stretch::unit(unit, from.first, 0)?;
            (one.first <= from.first && from.last <= one.last).then(|| Stretch::unit(unit, from.first, n)).flatten()
        }
    }
}

fn is_quarter(s: Stretch) -> bool {
    let months = i32::from(s.last.month()) - i32::from(s.first.month());
    let whole = s.first.day() == 1 && s.last == Date::last_of_month(s.last);
    s.first.year() == s.last.year() && months == 2 && whole && s.first.month() % 3 == 1
}
