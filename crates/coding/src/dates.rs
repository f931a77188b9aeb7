//! When: the time expressions of a sentence, resolved against the publication date.
//!
//! A small grammar over the forms of the tokens (`grammar`) says what an expression means, the tense of its clause says
//! on which side of the publication it lies, and the calendar gives the days. No clock is read, and where the days cannot
//! be told the expression is kept unresolved, with its words.

mod calendar;
mod grammar;
mod resolve;
mod running;
mod tense;
mod vocabulary;

#[cfg(test)]
mod tests;

use calendar::{Part, Stretch, add_days, closed, days_between, first_day, last_day, open_side};
use chancery_language::Sentence;
use chancery_record::{PartialDate, Precision, When};
use grammar::{Match, Value, View, YearOf};
pub use running::{Offset, Running, resolve_anchored};
use std::ops::Range;
use tense::Tense;

/// A time expression of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeExpression {
    /// Its tokens, without the preposition that leads up to it.
    pub tokens: Range<usize>,
    /// The days: closed intervals as whole days, the stated side of an open one as exactly as it was stated. Both sides
    /// are none where it is not resolved. The text is verbatim, white space folded.
    pub when: When,
    /// How the time bears on what is said of it.
    pub role: TimeRole,
    /// Whether the days are known.
    pub resolved: bool,
    /// For "the following day" and "three weeks earlier": how far from another date of the text it lies. [`Running`]
    /// resolves it.
    pub anchored: Option<Offset>,
    /// For times without a date ("recently", "now", "soon"): where they lie.
    pub vague: Option<Vague>,
    /// What its year is known by.
    pub year: YearBy,
}

/// What the year of a time is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearBy {
    /// Its own words ("in May 2014").
    Words,
    /// The publication, for a date that has none of its own ("in May"). [`Running`] may know better.
    Default,
    /// The publication, from which it is counted ("last May", "on Friday").
    Publication,
}

/// How a time bears on what is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TimeRole {
    /// At it ("on Friday", "in 2011", "Friday's meeting").
    At,
    /// From it on ("since 2015").
    Since,
    /// Up to it ("until March").
    Until,
    /// Not later than it ("by Friday", "before 2011").
    Before,
    /// Later than it ("after Friday").
    After,
    /// Somewhere or all along in it ("from 3 to 5 May", "over the last two years").
    During,
    /// How long, with no date ("for a decade").
    Duration,
    /// How often ("every Friday").
    Frequency,
    /// A day of remembrance; not the date of what is remembered.
    Anniversary,
}

/// Where a time without a date lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Vague {
    /// Before the publication ("recently").
    Past,
    /// At the time of publication ("now").
    Present,
    /// After it ("soon").
    Future,
}

/// The time expressions of a sentence, in order, never overlapping. `published` is the article's publication date; one
/// that is not known to the day resolves nothing but dates that state their year.
pub fn expressions(sentence: &Sentence, published: Option<PartialDate>) -> Vec<TimeExpression> {
    let today = published.filter(|d| d.day.is_some()).and_then(first_day);
    let view = View::new(sentence);
    let mut matches: Vec<Match> = Vec::new();
    let mut i = 0;
    while i < view.words.len() {
        match grammar::longest(&view, i) {
            Some(m) => {
                i = m.to;
                matches.push(m);
            }
            None => i += 1,
        }
    }
    share_years(&view, &mut matches);
    let tenses: Vec<Tense> = matches.iter().map(|m| tense::tense(sentence, &view.words, &(m.from..m.to))).collect();
    let resolved: Vec<Option<Stretch>> =
        matches.iter().zip(&tenses).map(|(m, t)| resolve::resolve(m.value, m.part, today, *t)).collect();
    let mut out = Vec::with_capacity(matches.len());
    let mut k = 0;
    while k < matches.len() {
        if let Some((stretch, from)) = joined(&view, &matches[k..], &resolved[k..], &tenses[k..]) {
            out.push(during(&view, from..matches[k + 1].to, stretch, year_by(matches[k + 1].value)));
            k += 2;
        } else {
            out.push(expression(&view, &matches[k], resolved[k]));
            k += 1;
        }
    }
    out
}

/// The first day that a date may mean, as a date to the day. None for a day that no calendar has.
pub fn earliest(date: PartialDate) -> Option<PartialDate> {
    first_day(date).map(calendar::partial)
}

/// The last day that a date may mean, as a date to the day. None for a day that no calendar has.
pub fn latest(date: PartialDate) -> Option<PartialDate> {
    last_day(date).map(calendar::partial)
}

/// "From March to May 2014": the year of the second is the year of the first too.
fn share_years(v: &View, matches: &mut [Match]) {
    for k in (1..matches.len()).rev() {
        let year = match matches[k].value {
            Value::Date(d) => d.year(),
            Value::Month { year: YearOf::Stated(y), .. } | Value::MonthDays { year: YearOf::Stated(y), .. } => y,
            _ => continue,
        };
        if link(v, &matches[k - 1], &matches[k]).is_none() {
            continue;
        }
        if let Value::Month { year: earlier, .. } | Value::MonthDays { year: earlier, .. } = &mut matches[k - 1].value
            && *earlier == YearOf::Unstated
        {
            *earlier = YearOf::Stated(year);
        }
    }
}

/// What joins two expressions that stand side by side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    /// "from A to B", "A-B".
    Range,
    /// "A and B", "A or B".
    List,
}

fn link(v: &View, a: &Match, b: &Match) -> Option<Link> {
    let gap = b.from.checked_sub(a.to)?;
    let between = v.words.before(a.from, 1) == "between";
    match v.words.at(a.to) {
        "and" if between && gap == 1 => Some(Link::Range),
        "to" | "-" | "–" | "—" | "through" | "until" | "till" if gap == 1 => {
            let stated = v.words.before(a.from, 1) == "from" || v.words.at(a.to) != "until";
            stated.then_some(Link::Range)
        }
        "and" | "or" if gap == 1 || gap == 2 && v.words.any(a.to + 1, &["on", "in"]) => Some(Link::List),
        _ => None,
    }
}

/// Two expressions that name one stretch: its days, and the token where it begins.
fn joined(v: &View, matches: &[Match], resolved: &[Option<Stretch>], tenses: &[Tense]) -> Option<(Stretch, usize)> {
    let ([a, b, ..], [Some(x), Some(y), ..]) = (matches, resolved) else { return None };
    let link = link(v, a, b)?;
    let (mut x, mut y) = (*x, *y);
    // "Friday and Saturday" said on a Friday: the second follows the first.
    if y.first < x.first && matches!((a.value, b.value), (Value::Weekday(_), Value::Weekday(_))) {
        if tenses.get(1) == Some(&Tense::Past) {
            x = Stretch::day(add_days(x.first, -7)?);
        } else {
            y = Stretch::day(add_days(y.first, 7)?);
        }
    }
    if x.last >= y.first || link == Link::List && add_days(x.last, 1)? != y.first {
        return None;
    }
    let preposition = v.words.after(a.from, &["from", "between"]);
    let from = if link == Link::Range && preposition { a.from - 1 } else { a.from };
    Some((Stretch { first: x.first, last: y.last, precision: Precision::Interval }, from))
}

fn during(v: &View, tokens: Range<usize>, stretch: Stretch, year: YearBy) -> TimeExpression {
    let when = closed(stretch, text(v.sentence, tokens.clone()));
    TimeExpression { tokens, when, role: TimeRole::During, resolved: true, anchored: None, vague: None, year }
}

fn expression(v: &View, m: &Match, stretch: Option<Stretch>) -> TimeExpression {
    let (role, lead) = role(v, m, stretch.is_some());
    let stretch = match stretch {
        // "by mid-2014": by the middle itself.
        Some(s) if m.part == Part::Middle && matches!(role, TimeRole::Until | TimeRole::Before) => {
            add_days(s.first, days_between(s.first, s.last) / 2).map(|last| Stretch { last, ..s })
        }
        other => other,
    };
    let words = text(v.sentence, m.from - lead..m.to);
    let when = match stretch {
        Some(s) => sided(s, role, words),
        None => When { start: None, end: None, precision: Precision::Open, text: Some(words) },
    };
    let (anchored, vague) = match m.value {
        Value::Anchored(offset) => (offset, None),
        Value::Past => (None, Some(Vague::Past)),
        Value::Present => (None, Some(Vague::Present)),
        Value::Future => (None, Some(Vague::Future)),
        _ => (None, None),
    };
    let year = year_by(m.value);
    TimeExpression { tokens: m.from..m.to, when, role, resolved: stretch.is_some(), anchored, vague, year }
}

fn year_by(value: Value) -> YearBy {
    match value {
        Value::Date(_) | Value::Year(_) | Value::Years { .. } => YearBy::Words,
        Value::MonthDays { year, .. } | Value::Month { year, .. } => match year {
            YearOf::Stated(_) => YearBy::Words,
            YearOf::Unstated => YearBy::Default,
            YearOf::Relative(_) => YearBy::Publication,
        },
        Value::Season { year: YearOf::Stated(_), .. } | Value::Quarter { year: YearOf::Stated(_), .. } => YearBy::Words,
        _ => YearBy::Publication,
    }
}

/// A stretch as a date, open on the side that its role leaves open.
fn sided(stretch: Stretch, role: TimeRole, words: String) -> When {
    let open = |start, end| When { start, end, precision: Precision::Open, text: Some(words.clone()) };
    match role {
        TimeRole::Since => open(Some(open_side(stretch, false)), None),
        TimeRole::After => open(Some(open_side(stretch, true)), None),
        TimeRole::Until | TimeRole::Before => open(None, Some(open_side(stretch, true))),
        _ => closed(stretch, words),
    }
}

/// How the words before an expression bear on it, and how many of them say so.
fn role(v: &View, m: &Match, resolved: bool) -> (TimeRole, usize) {
    let at = (TimeRole::At, 0);
    match m.value {
        Value::Duration => return (TimeRole::Duration, 0),
        Value::Within { .. } => return (if resolved { TimeRole::At } else { TimeRole::Duration }, 0),
        Value::MonthDays { first, last, .. } if first < last => {
            return (TimeRole::During, usize::from(matches!(v.words.before(m.from, 1), "from" | "between")));
        }
        Value::Frequency => return (TimeRole::Frequency, 0),
        Value::Anniversary => return (TimeRole::Anniversary, 0),
        Value::Window { .. } => return (TimeRole::During, 0),
        // "1914–18"; a decade or a century is one time.
        Value::Years { from, to } if !matches!(to - from, 9 | 99) => return (TimeRole::During, 0),
        _ => {}
    }
    // "Since Monday's attack" is since the attack, and the attack is at Monday.
    if v.words.any(m.to, &["'s", "’s"]) {
        return at;
    }
    let the = usize::from(v.words.before(m.from, 1) == "the");
    let before = |back: usize| v.words.before(m.from, back + the);
    if the == 1 {
        return at;
    }
    match before(1) {
        "since" => (TimeRole::Since, 1),
        "from" => (TimeRole::Since, 1),
        "in" | "on" if matches!(before(2), "starting" | "beginning" | "effective") => (TimeRole::Since, 2),
        // "take effect on June 1", "as early as Monday"
        "in" | "on"
            if matches!(before(2), "effect" | "force") && matches!(before(3), "take" | "takes" | "took" | "into") =>
        {
            (TimeRole::Since, 0)
        }
        "as" if matches!(before(2), "early" | "soon") && before(3) == "as" => (TimeRole::Since, 3),
        "until" | "till" | "through" => (TimeRole::Until, 1),
        "by" => (TimeRole::Before, 1),
        "before" => (TimeRole::Before, 1),
        "than" if before(2) == "later" => (TimeRole::Before, 3.min(m.from)),
        "to" if before(2) == "prior" => (TimeRole::Before, 2),
        "after" => (TimeRole::After, 1),
        "during" | "throughout" => (TimeRole::During, 0),
        _ => at,
    }
}

/// The words of some tokens as the article has them, with one space for any white space.
fn text(sentence: &Sentence, tokens: Range<usize>) -> String {
    let mut out = String::new();
    let mut end = None;
    for t in sentence.tokens.get(tokens).unwrap_or_default() {
        if end.is_some_and(|e| t.start > e) {
            out.push(' ');
        }
        // Two words that share one stretch of the text ("don't") are written once.
        if end.is_none_or(|e| t.start >= e) {
            out.push_str(&t.form);
        }
        end = Some(t.end);
    }
    out
}
