//! Times that are told from the publication or from another date, and times without one.

use super::super::calendar::Part;
use super::super::running::{Offset, Step};
use super::super::vocabulary::{self, Unit, month, part_of_day, season, unit, weekday};
use super::{Found, Value, View, whole};
use crate::numbers::{cardinal, ordinal};
use chancery_language::Upos;

/// "today", "yesterday morning", "the day after tomorrow", "this morning", "last night", "overnight".
pub(super) fn deictic(v: &View, i: usize) -> Found {
    let night = usize::from(part_of_day(v.words.at(i + 1)));
    match v.words.at(i) {
        "today" => whole(1, Value::Day(0)),
        "tonight" => whole(1, Value::Day(0)),
        "yesterday" => whole(1 + night, Value::Day(-1)),
        "tomorrow" => whole(1 + night, Value::Day(1)),
        "overnight" => whole(1, Value::DaySpan(-1, 0)),
        "this" if night > 0 => whole(2, Value::Day(0)),
        "last" if v.words.at(i + 1) == "night" || v.words.at(i + 1) == "evening" => whole(2, Value::Day(-1)),
        "the" if v.words.starts(i + 1, &["day", "after", "tomorrow"]) => whole(4, Value::Day(2)),
        "the" if v.words.starts(i + 1, &["day", "before", "yesterday"]) => whole(4, Value::Day(-2)),
        _ => None,
    }
}

/// "last week", "this coming Sunday", "the past two years", "next December", "recent weeks".
pub(super) fn near(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.any(i, &["the", "these", "its", "his", "their"]));
    let mut at = i + the;
    let (shift, window) = match v.words.at(at) {
        "last" | "past" => (-1, true),
        "previous" if the == 0 => (-1, false),
        "latest" => (-1, false),
        "this" | "current" if the == 0 || v.words.at(at) == "current" => (0, false),
        "next" | "coming" | "upcoming" => (1, true),
        "recent" => (-1, false),
        _ => return None,
    };
    let first = v.words.at(at);
    at += 1;
    // "This Week" in capitals names a programme.
    if i > 0 && v.capital(i) && v.capital(at) && unit(v.words.at(at)).is_some() {
        return None;
    }
    let mut shift = shift;
    if first == "this" {
        match v.words.at(at) {
            "past" | "last" => (shift, at) = (-1, at + 1),
            "coming" | "upcoming" | "next" => (shift, at) = (1, at + 1),
            _ => {}
        }
    }
    let word = v.words.at(at);
    let len = at + 1 - i;
    if first == "recent" || v.words.starts(i, &["in", "recent"]) {
        return unit(word).filter(|(u, plural)| *plural && *u != Unit::Hour).and_then(|_| whole(len, Value::Past));
    }
    if let Some(day) = weekday(word) {
        return whole(len + usize::from(part_of_day(v.words.at(at + 1))), Value::NearWeekday(day, shift));
    }
    if let Some(m) = v.month(at).or_else(|| month(word).filter(|_| v.capital(at)))
        && v.day(at + 1).is_none()
    {
        return whole(len, Value::NearMonth(m, shift));
    }
    if let Some(m) = season(word) {
        return whole(len, Value::NearSeason(m, shift));
    }
    if let Some((u, plural)) = unit(word) {
        // "these days" is now; "the last weeks" are some weeks.
        if plural {
            return match (first, shift) {
                (_, 0) => None,
                (_, s) if s < 0 => whole(len, Value::Past),
                _ => whole(len, Value::Future),
            };
        }
        if u == Unit::Hour || first == "latest" && u == Unit::Day {
            return None;
        }
        if first == "past"
            || v.words.at(at - 1) == "past"
            || first == "last" && the == 1 && v.words.before(i, 1) != "of"
        {
            return whole(len, Value::Window { count: 1.0, unit: u, ahead: false });
        }
        if u == Unit::Day && first != "this" {
            return None;
        }
        if the == 1 && first == "next" {
            // "over the next year" looks ahead from the publication, "the next year he left" from what is told.
            let ahead = v.words.after(i, &["over", "in", "within", "during", "for"]);
            let window = Value::Window { count: 1.0, unit: u, ahead: true };
            return whole(len, if ahead { window } else { Value::Anchored(Some(Offset(Step::Whole(1, u)))) });
        }
        if u == Unit::Weekend && shift == 0 {
            return whole(len, Value::Weekend);
        }
        return whole(len, Value::Near(u, shift));
    }
    // With a count: the last two years, the next few weeks.
    if window {
        if v.words.any(at, &["few", "several", "couple"]) {
            let of = usize::from(v.words.at(at) == "couple" && v.words.at(at + 1) == "of");
            unit(v.words.at(at + 1 + of))?;
            return whole(at + 2 + of - i, if shift < 0 { Value::Past } else { Value::Future });
        }
        let c = cardinal(&v.words, at)?;
        let (u, _) = unit(v.words.at(at + c.len))?;
        return whole(at + c.len + 1 - i, Value::Window { count: c.value, unit: u, ahead: shift > 0 });
    }
    None
}

/// A whole count of units as a distance from a date.
fn distance(count: f64, unit: Unit) -> Option<Offset> {
    (count.fract() == 0.0 && count.abs() < 1e5 && !matches!(unit, Unit::Hour | Unit::Weekend))
        .then_some(Offset(Step::Count(count as i32, unit)))
}

/// Whether something in years is somebody's age.
fn is_age(v: &View, from: usize, to: usize) -> bool {
    v.words.any(to, &["old"])
        || v.words.at(to) == "-" && v.words.any(to + 1, &["old", "olds"])
        || v.words.starts(to, &["of", "age"])
        || v.words.after(from, &["aged", "age"])
}

/// A count of units: "two years ago", "three weeks later", "in two days", "for more than a decade", "two-day".
pub(super) fn counted(v: &View, i: usize) -> Found {
    let mut at = i;
    if v.words.any(i, &["than", "the"]) {
        return None;
    }
    while at < i + 3 && at < v.words.len() && vocabulary::NEARLY.contains(&v.words.at(at)) && v.words.at(at) != "the" {
        at += 1;
    }
    if at > i
        && v.words.any(i, &["to", "at", "up", "over", "than", "close"])
        && !v.words.after(at, &["least", "than", "to", "over"])
    {
        return None;
    }
    // "several", "a few" and no number at all leave the count open.
    let (count, len) = if v.words.any(at, &["several", "many", "some"]) {
        (None, 1)
    } else if v.words.starts(at, &["a", "few"]) || v.words.starts(at, &["a", "couple"]) {
        (None, 2 + usize::from(v.words.at(at + 2) == "of"))
    } else if let Some(c) = cardinal(&v.words, at) {
        (Some(c.value), c.len)
    } else if v.words.any(at, &["a", "an"]) && unit(v.words.at(at + 1)).is_some() {
        (Some(1.0), 1)
    } else if unit(v.words.at(at)).is_some_and(|(_, plural)| plural) {
        (None, 0)
    } else {
        return None;
    };
    let mut end = at + len;
    let mut dash = false;
    if v.words.at(end) == "-" && count.is_some() {
        (end, dash) = (end + 1, true);
    } else if v.words.any(end, &["-", "to", "or"])
        && let Some(c) = cardinal(&v.words, end + 1)
        && unit(v.words.at(end + 1 + c.len)).is_some()
    {
        // "two to three weeks" is no exact count.
        return Some((
            end + 2 + c.len - i,
            after_span(v, i, end + 2 + c.len, None, unit(v.words.at(end + 1 + c.len))?.0)?.1,
            Part::Whole,
        ))
        .map(|(len, value, part)| (len + ago_len(v, i + len), value, part));
    }
    let (u, plural) = unit(v.words.at(end))?;
    if !plural && count.is_some_and(|c| c > 1.0) && !dash && !v.words.at(end - 1).ends_with('-') {
        return None;
    }
    end += 1;
    if is_age(v, i, end) || v.words.before(i, 1) == "$" {
        return None;
    }
    let mut or_so = 0;
    if v.words.starts(end, &["or", "so"]) || v.words.starts(end, &["or", "two"]) || v.words.starts(end, &["or", "more"])
    {
        or_so = 2;
    }
    let exact = count.filter(|_| or_so == 0 || v.words.at(end + 1) == "so");
    let (tail, value) = after_span(v, i, end + or_so, exact, u)?;
    if len == 0 && value == Value::Duration && !v.words.after(i, &["for", "over", "within", "in", "after"]) {
        return None;
    }
    Some((end + or_so + tail - i, value, Part::Whole))
}

fn ago_len(v: &View, i: usize) -> usize {
    usize::from(v.words.any(i, &["ago", "earlier", "later", "before", "after"]))
}

/// What follows a span of time tells how it is meant.
fn after_span(v: &View, from: usize, end: usize, count: Option<f64>, u: Unit) -> Option<(usize, Value)> {
    let dash = usize::from(v.words.at(end) == "-");
    if u == Unit::Hour && v.words.at(end + dash) != "ago" {
        return Some((0, Value::Duration));
    }
    let signed = |sign: f64| Value::Anchored(count.and_then(|c| distance(c * sign, u)));
    Some(match v.words.at(end + dash) {
        "ago" => (1 + dash, count.map_or(Value::Past, |count| Value::Away { count, unit: u, ahead: false })),
        "earlier" | "prior" | "previously" | "before" => {
            // "a year earlier" in an article's own time is a year before the time that it speaks of.
            let clause = v.words.at(end + dash) == "before";
            (usize::from(!clause) * (1 + dash), signed(-1.0))
        }
        "later" | "afterward" | "afterwards" | "on" if v.words.at(end + dash) != "on" => (1 + dash, signed(1.0)),
        "after" | "following" | "since" if dash == 0 => (0, signed(1.0)),
        "from" if v.words.at(end + 1) == "now" => {
            (2, count.map_or(Value::Future, |count| Value::Away { count, unit: u, ahead: true }))
        }
        _ => match (v.words.before(from, 1), count) {
            ("in", Some(count)) if from > 0 => (0, Value::Within { count, unit: u }),
            _ => (0, Value::Duration),
        },
    })
}

/// "over the weekend".
pub(super) fn weekend(v: &View, i: usize) -> Found {
    let the =
        v.words.at(i) == "the" && v.words.at(i + 1) == "weekend" && !v.words.any(i + 2, &["of", "before", "after"]);
    (the && v.words.after(i, &["over", "on", "at", "during", "of", "for", "by", "since"])).then_some((
        2,
        Value::Weekend,
        Part::Whole,
    ))
}

/// "the quarter", "the year-ago quarter": the last that is over, or its like of the year before.
pub(super) fn reported_quarter(v: &View, i: usize) -> Found {
    if v.words.at(i) != "the" || v.words.any(i + 1, &["next", "current"]) {
        return None;
    }
    let at = i + 1 + usize::from(v.words.any(i + 1, &["latest", "comparable"]));
    if v.words.at(at) == "year" && v.words.at(at + 1) == "-" && v.words.any(at + 2, &["ago", "earlier"]) {
        let period = v.words.any(at + 3, &["quarter", "period"]);
        return period.then_some((at + 4 - i, Value::Near(Unit::Quarter, -5), Part::Whole));
    }
    (v.words.at(at) == "quarter" && v.words.after(i, &["in", "for", "during"]) && v.words.at(at + 1) != "of")
        .then_some((at + 1 - i, Value::Near(Unit::Quarter, -1), Part::Whole))
}

/// "earlier in the day", "the end of the year", "year-end": the day, week, month or year of the publication.
pub(super) fn bare_unit(v: &View, i: usize) -> Found {
    if v.words.at(i) == "year" && v.words.at(i + 1) == "-" && v.words.at(i + 2) == "end" {
        return Some((3, Value::Near(Unit::Year, 0), Part::End));
    }
    if v.words.starts(i, &["year", "end"]) || v.words.starts(i, &["year", "'s", "end"]) {
        return Some((if v.words.at(i + 1) == "end" { 2 } else { 3 }, Value::Near(Unit::Year, 0), Part::End));
    }
    None
}

/// "the following day", "the next day", "that day", "the same week", "the previous month", "then".
pub(super) fn anchored(v: &View, i: usize) -> Found {
    let word = v.words.at(i);
    if word == "then" && v.words.after(i, &["since", "until", "by", "before", "from"]) {
        return whole(1, Value::Anchored(None));
    }
    if word == "that" && v.words.at(i + 1) == "time" {
        return whole(2, Value::Anchored(None));
    }
    let (which, at) = match word {
        "the" => (v.words.at(i + 1), i + 2),
        "that" if v.words.at(i + 1) == "same" => ("same", i + 2),
        // "said that Friday's attack": no day, but what is said.
        "that" if weekday(v.words.at(i + 1)).is_some() && v.upos(i) != Upos::DET => return None,
        "that" => (word, i + 1),
        "same" => (word, i + 1),
        _ => return None,
    };
    // "the day before", "the week after".
    if word == "the"
        && let Some((u, false)) = unit(which)
        && v.words.any(at, &["before", "after", "earlier"])
        && u != Unit::Hour
    {
        let sign = if v.words.at(at) == "after" { 1.0 } else { -1.0 };
        return whole(3, Value::Anchored(distance(sign, u)));
    }
    let side = match which {
        "following" | "next" | "ensuing" => 1,
        "previous" | "preceding" => -1,
        "same" | "that" => 0,
        _ => return None,
    };
    let step = match (unit(v.words.at(at)), weekday(v.words.at(at))) {
        (Some((u, false)), _) if u != Unit::Hour => Step::Whole(side, u),
        (_, Some(day)) => Step::Weekday(side, day),
        _ if part_of_day(v.words.at(at)) => Step::Whole(side, Unit::Day),
        _ => return None,
    };
    whole(at + 1 - i, Value::Anchored(Some(Offset(step))))
}

/// "now", "recently", "soon", "in the future": a time without a date.
pub(super) fn vague(v: &View, i: usize) -> Found {
    match v.words.at(i) {
        "now" | "currently" | "nowadays" | "presently" => whole(1, Value::Present),
        "these" if v.words.at(i + 1) == "days" => whole(2, Value::Present),
        "at" if v.words.starts(i + 1, &["the", "moment"]) || v.words.starts(i + 1, &["this", "time"]) => {
            whole(3, Value::Present)
        }
        "at" if v.words.at(i + 1) == "present" => whole(2, Value::Present),
        "current" | "recent" if i > 0 && v.upos(i) == Upos::ADJ && v.upos(i + 1) == Upos::NOUN => {
            whole(1, if v.words.at(i) == "current" { Value::Present } else { Value::Past })
        }
        "recently" | "lately" => whole(1, Value::Past),
        "soon" | "shortly"
            if !v.words.any(i + 1, &["after", "before", "as", "afterward", "afterwards"])
                && v.words.before(i, 1) != "as" =>
        {
            whole(1, Value::Future)
        }
        "the" => match (v.words.at(i + 1), v.words.at(i + 2)) {
            ("future", w) if !matches!(v.upos(i + 2), Upos::NOUN) && w != "of" => whole(2, Value::Future),
            ("near" | "foreseeable" | "immediate", "future") => whole(3, Value::Future),
            ("past", w)
                if unit(w).is_none()
                    && matches!(v.upos(i + 2), Upos::X | Upos::PUNCT)
                    && cardinal(&v.words, i + 2).is_none() =>
            {
                (v.words.before(i, 1) == "in").then_some((2, Value::Past, Part::Whole))
            }
            _ => None,
        },
        _ => None,
    }
}

/// "daily", "every Friday", "each week", "twice a year".
pub(super) fn frequency(v: &View, i: usize) -> Found {
    match v.words.at(i) {
        "daily" | "weekly" | "monthly" | "yearly" | "annually" | "quarterly" | "nightly" if !v.capital(i) || i == 0 => {
            whole(1, Value::Frequency)
        }
        "every" | "each" => {
            let other = usize::from(v.words.any(i + 1, &["other", "single"]));
            let at = i + 1 + other;
            let len = cardinal(&v.words, at).map_or(0, |c| c.len);
            let named = weekday(v.words.at(at + len)).is_some()
                || season(v.words.at(at + len)).is_some()
                || v.month(at + len).is_some();
            (named || unit(v.words.at(at + len)).is_some() || part_of_day(v.words.at(at + len))).then_some((
                other + len + 2,
                Value::Frequency,
                Part::Whole,
            ))
        }
        "once" | "twice" if v.words.any(i + 1, &["a", "every", "per"]) => {
            unit(v.words.at(i + 2)).and_then(|_| whole(3, Value::Frequency))
        }
        _ => None,
    }
}

/// "the 12th anniversary": not the date of the day that it is of.
pub(super) fn anniversary(v: &View, i: usize) -> Found {
    let lead = usize::from(v.words.any(i, &["the", "its", "their", "an", "a"]));
    if v.words.at(i + lead) == "anniversary" {
        return whole(lead + 1, Value::Anniversary);
    }
    let n = ordinal(v.words.at(i + lead))?;
    let dash = usize::from(v.words.at(i + lead + 1) == "-");
    let year = usize::from(v.words.at(i + lead + 1 + dash) == "year");
    (n > 0 && v.words.at(i + lead + 1 + dash + year) == "anniversary").then_some((
        lead + 2 + dash + year,
        Value::Anniversary,
        Part::Whole,
    ))
}

pub(super) fn holiday(v: &View, i: usize) -> Found {
    if v.words.starts(i, &["new", "year", "'s"]) && v.words.any(i + 3, &["day", "eve"]) {
        return whole(4, Value::Unknown);
    }
    // "on the eve of the summit": a day that the summit's would tell.
    if v.words.starts(i, &["the", "eve"]) && v.words.after(i, &["on"]) {
        return whole(2, Value::Unknown);
    }
    if v.words.starts(i, &["election", "day"]) && v.capital(i) {
        return whole(2, Value::Unknown);
    }
    let day = vocabulary::holiday(v.words.at(i)) && v.capital(i);
    day.then(|| (1 + usize::from(v.words.any(i + 1, &["day", "eve", "sunday", "monday"])), Value::Unknown, Part::Whole))
}
