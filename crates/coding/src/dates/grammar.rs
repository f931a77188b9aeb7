//! What a stretch of tokens says about time, before it is known when the article was published.

mod relative;
mod written;

use super::calendar::Part;
use super::running::Offset;
use super::vocabulary::{self, Unit, month, weekday};
use crate::numbers::{Words, cardinal, ordinal};
use chancery_language::{NameKind, Sentence, Upos};
use jiff::civil::Date;

/// Which year a month, season or quarter is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum YearOf {
    Stated(i16),
    /// "last year" is -1.
    Relative(i32),
    Unstated,
}

/// What an expression means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    /// A whole date.
    Date(Date),
    /// Days of one month, the first and the last.
    MonthDays {
        month: i8,
        first: i8,
        last: i8,
        year: YearOf,
    },
    Month {
        month: i8,
        year: YearOf,
    },
    Season {
        month: i8,
        year: YearOf,
    },
    Quarter {
        quarter: i8,
        year: YearOf,
    },
    Year(i16),
    Years {
        from: i16,
        to: i16,
    },
    Weekday(i8),
    /// A day of the week in a week near the publication: "last Friday" is -1.
    NearWeekday(i8, i32),
    NearMonth(i8, i32),
    NearSeason(i8, i32),
    /// Days from the publication.
    Day(i32),
    /// From one day to another, counted from the publication.
    DaySpan(i32, i32),
    /// "last week" is -1, "this week" 0.
    Near(Unit, i32),
    /// "the weekend", of which the tense tells whether it is over.
    Weekend,
    /// "the last two years": a count of units up to the publication, or from it on.
    Window {
        count: f64,
        unit: Unit,
        ahead: bool,
    },
    /// "two weeks ago", "in two weeks".
    Away {
        count: f64,
        unit: Unit,
        ahead: bool,
    },
    /// "the following day": how far from another date of the text, where that can be told.
    Anchored(Option<Offset>),
    /// "in two days", which is either a span or a date to come.
    Within {
        count: f64,
        unit: Unit,
    },
    Past,
    Present,
    Future,
    /// A date that cannot be told: a holiday, a fiscal year, "March 3" written so that it is not clear.
    Unknown,
    Duration,
    Frequency,
    Anniversary,
}

/// A stretch of tokens and what it means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Match {
    pub from: usize,
    pub to: usize,
    pub value: Value,
    pub part: Part,
}

/// A sentence as the grammar sees it.
pub(super) struct View<'a> {
    pub words: Words,
    pub sentence: &'a Sentence,
    blocked: Vec<bool>,
}

impl<'a> View<'a> {
    pub fn new(sentence: &'a Sentence) -> Self {
        let mut blocked = vec![false; sentence.tokens.len()];
        for name in &sentence.names {
            let other =
                matches!(name.kind, NameKind::Person | NameKind::Organization | NameKind::Product | NameKind::Facility);
            if other && name.prob >= 0.5 {
                blocked.iter_mut().take(name.tokens.end).skip(name.tokens.start).for_each(|b| *b = true);
            }
        }
        View { words: Words::new(sentence), sentence, blocked }
    }

    fn capital(&self, i: usize) -> bool {
        self.sentence.tokens.get(i).is_some_and(|t| t.form.starts_with(|c: char| c.is_uppercase()))
    }

    fn upos(&self, i: usize) -> Upos {
        self.sentence.tokens.get(i).map_or(Upos::X, |t| t.upos)
    }

    fn day_of_week(&self, i: usize) -> Option<i8> {
        weekday(self.words.at(i))
    }

    /// The month at a token. One that may be another word ("may", "march") must be written like a name.
    fn month(&self, i: usize) -> Option<i8> {
        month(self.words.at(i)).filter(|_| {
            let doubtful = vocabulary::doubtful_month(self.words.at(i));
            // "Jan" without its stop may be a name.
            if matches!(self.words.at(i), "jan" | "feb" | "apr" | "aug" | "sept" | "oct" | "nov" | "dec") {
                return written::year_after(self, i + 1).0 > 0;
            }
            !doubtful || self.capital(i) && !matches!(self.upos(i), Upos::AUX | Upos::VERB | Upos::ADJ)
        })
    }

    /// A day of the month: `6`, `6th`, `sixth`.
    fn day(&self, i: usize) -> Option<i8> {
        let word = self.words.at(i);
        let number = if word.bytes().all(|b| b.is_ascii_digit()) { word.parse().ok() } else { ordinal(word) }?;
        (1..=31).contains(&number).then_some(number as i8)
    }

    /// A year in four digits, or in two words ("nineteen ninety-six").
    fn year(&self, i: usize) -> Option<(usize, i16)> {
        let word = self.words.at(i);
        if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            return word.parse().ok().filter(|y| (1000..=2199).contains(y)).map(|y| (1, y));
        }
        if !matches!(word, "seventeen" | "eighteen" | "nineteen" | "twenty") {
            return None;
        }
        let century = cardinal(&self.words, i).filter(|c| c.len == 1)?.value as i16;
        let rest = cardinal(&self.words, i + 1).filter(|c| (10.0..100.0).contains(&c.value))?;
        Some((1 + rest.len, century * 100 + rest.value as i16))
    }
}

/// The longest expression that starts at a token.
pub(super) fn longest(v: &View, i: usize) -> Option<Match> {
    if v.blocked.get(i).copied().unwrap_or(true) {
        return None;
    }
    const RULES: &[Rule] = &[
        written::written_date,
        written::month_first,
        written::day_first,
        written::month_alone,
        written::quarter,
        written::season_of,
        written::weekday_alone,
        written::year_alone,
        written::years,
        written::partly,
        relative::deictic,
        relative::near,
        relative::weekend,
        relative::reported_quarter,
        relative::counted,
        relative::bare_unit,
        relative::anchored,
        relative::vague,
        relative::frequency,
        relative::anniversary,
        relative::holiday,
    ];
    let mut best: Option<Match> = None;
    for rule in RULES {
        if let Some((len, value, part)) = rule(v, i)
            && best.is_none_or(|b| i + len > b.to)
        {
            best = Some(Match { from: i, to: i + len, value, part });
        }
    }
    best.filter(|b| b.to <= v.words.len())
}

type Found = Option<(usize, Value, Part)>;

type Rule = fn(&View, usize) -> Found;

fn whole(len: usize, value: Value) -> Found {
    Some((len, value, Part::Whole))
}
