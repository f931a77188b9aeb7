//! What a stretch of tokens says about time, before it is known when the article was published.

use super::calendar::Part;
use super::vocabulary::{self as vocabulary, Unit, month, part_of_day, season, unit, weekday};
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
    /// "the following day": days from another date in the text, where they can be told.
    Anchored(Option<i32>),
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
                return year_after(self, i + 1).0 > 0;
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

    /// Whether the word before a token is one of these.
    fn after(&self, i: usize, words: &[&str]) -> bool {
        self.words.after(i, words)
    }

    fn words_any(&self, i: usize, words: &[&str]) -> bool {
        self.words.any(i, words)
    }
}

/// The longest expression that starts at a token.
pub(super) fn longest(v: &View, i: usize) -> Option<Match> {
    if v.blocked.get(i).copied().unwrap_or(true) {
        return None;
    }
    const RULES: &[Rule] = &[
        written_date,
        month_first,
        day_first,
        month_alone,
        quarter,
        season_of,
        weekday_alone,
        deictic,
        near,
        weekend,
        reported_quarter,
        counted,
        bare_unit,
        anchored,
        year_alone,
        years,
        vague,
        frequency,
        anniversary,
        holiday,
        partly,
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

/// `2023-02-06` in one token or five; `13/2/2023` where only one order is possible.
fn written_date(v: &View, i: usize) -> Found {
    let word = v.words.at(i);
    let fields = |sep: char| -> Option<[i16; 3]> {
        let mut parts =
            word.split(sep).map(|p| p.parse::<i16>().ok().filter(|_| p.bytes().all(|b| b.is_ascii_digit())));
        let all = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(all)
    };
    if word.contains('-')
        && word.len() >= 8
        && let Some([y, m, d]) = fields('-')
        && y >= 1000
    {
        return whole(1, Value::Date(Date::new(y, m.try_into().ok()?, d.try_into().ok()?).ok()?));
    }
    if word.len() == 4 && v.words.at(i + 1) == "-" && v.words.at(i + 3) == "-" && v.words.at(i + 2).len() == 2 {
        let (_, y) = v.year(i)?;
        let m = v.words.at(i + 2).parse().ok()?;
        return whole(5, Value::Date(Date::new(y, m, v.day(i + 4)?).ok()?));
    }
    let [a, b, y] = fields('/').or_else(|| fields('.'))?;
    let y = if (1000..2200).contains(&y) { y } else { return None };
    let (a, b) = (i8::try_from(a).ok()?, i8::try_from(b).ok()?);
    match (Date::new(y, a, b), Date::new(y, b, a)) {
        (Ok(one), Ok(other)) if one != other => whole(1, Value::Unknown),
        (Ok(date), _) | (_, Ok(date)) => whole(1, Value::Date(date)),
        _ => None,
    }
}

/// What may follow a month or a day of a month: a year, or "last year".
fn year_after(v: &View, i: usize) -> (usize, YearOf) {
    let comma = usize::from(v.words_any(i, &[",", "of", "in"]));
    if let Some((len, y)) = v.year(i + comma).filter(|_| !v.words_any(i, &["in"]) || v.words.at(i + comma).len() == 4) {
        return (comma + len, YearOf::Stated(y));
    }
    let comma = usize::from(v.words_any(i, &["of", ","]));
    let the = usize::from(comma == 1 && v.words.at(i + comma) == "the");
    let at = i + comma + the;
    let shift = match v.words.at(at) {
        "last" | "past" => -1,
        "this" => 0,
        "next" => 1,
        _ => return (0, YearOf::Unstated),
    };
    match v.words.at(at + 1) {
        "year" => (comma + the + 2, YearOf::Relative(shift)),
        _ => (0, YearOf::Unstated),
    }
}

fn days(month: i8, first: i8, last: i8, year: YearOf) -> Value {
    match year {
        YearOf::Stated(y) if first == last => Date::new(y, month, first).map_or(Value::Unknown, Value::Date),
        _ => Value::MonthDays { month, first, last, year },
    }
}

/// A weekday, with what may stand between it and the date ("Monday, ").
fn weekday_before(v: &View, i: usize) -> usize {
    match v.day_of_week(i) {
        Some(_) => {
            1 + usize::from(v.words_any(i + 1, &[",", "the", "on"])) + usize::from(v.words.starts(i + 1, &[",", "the"]))
        }
        None => 0,
    }
}

/// "Monday, Feb. 6th, 2023", "May 3-5".
fn month_first(v: &View, i: usize) -> Found {
    let lead = weekday_before(v, i);
    let month = month(v.words.at(i + lead))
        .filter(|_| v.capital(i + lead) || !vocabulary::doubtful_month(v.words.at(i + lead)))?;
    let the = usize::from(v.words.at(i + lead + 1) == "the");
    let at = i + lead + 1 + the;
    let first = v.day(at)?;
    let mut len = lead + 2 + the;
    if v.words_any(at + 1, &["%", "percent", "per"]) || Date::new(2000, month, first).is_err() {
        return None;
    }
    let mut last = first;
    if v.words_any(at + 1, &["-", "–", "to", "through", "and", "until"])
        && let Some(d) = v.day(at + 2).filter(|d| *d > first && !(v.words.at(at + 1) == "and" && *d != first + 1))
        && Date::new(2000, month, d).is_ok()
        && month_of(v, at + 3).is_none()
        && unit(v.words.at(at + 3)).is_none()
    {
        (last, len) = (d, len + 2);
    }
    let (more, year) = year_after(v, i + len);
    whole(len + more, days(month, first, last, year))
}

fn month_of(v: &View, i: usize) -> Option<i8> {
    month(v.words.at(i + usize::from(v.words.at(i) == "of")))
}

/// "Monday 6 February 2023", "the 6th of February", "3 to 5 May".
fn day_first(v: &View, i: usize) -> Found {
    let lead = weekday_before(v, i);
    let the = usize::from(lead == 0 && v.words.at(i) == "the");
    let at = i + lead + the;
    let first = v.day(at)?;
    let (mut len, mut last) = (lead + the + 1, first);
    if v.words_any(at + 1, &["-", "–", "to", "and", "until"])
        && let Some(d) = v.day(at + 2).filter(|d| *d > first && !(v.words.at(at + 1) == "and" && *d != first + 1))
    {
        (last, len) = (d, len + 2);
    }
    let of = usize::from(v.words.at(i + len) == "of");
    let month = month(v.words.at(i + len + of)).filter(|_| v.capital(i + len + of))?;
    if Date::new(2000, month, last).is_err() || the == 1 && of == 0 && !v.words.at(at).ends_with(['t', 'h', 'd']) {
        return None;
    }
    len += of + 1;
    let (more, year) = year_after(v, i + len);
    whole(len + more, days(month, first, last, year))
}

/// "December 2022", "December of last year", "in December".
fn month_alone(v: &View, i: usize) -> Found {
    let m = v.month(i)?;
    let (more, year) = year_after(v, i + 1);
    // A month whose name is another word too needs a year or a word that leads up to a date.
    let sure = more > 0
        || !vocabulary::doubtful_month(v.words.at(i))
        || v.after(
            i,
            &[
                "in", "since", "of", "until", "till", "by", "from", "during", "through", "and", "between", "early",
                "late", "mid", "before", "-", "to",
            ],
        ) && !v.words_any(i + 1, &["be", "have", "not"])
            && !v.capital(i + 1);
    (sure && v.day(i + 1).is_none_or(|_| more > 0)).then_some((1 + more, Value::Month { month: m, year }, Part::Whole))
}

/// "the third quarter of 2014", "third-quarter".
fn quarter(v: &View, i: usize) -> Found {
    let the = usize::from(v.words_any(i, &["the", "its", "a"]));
    let fiscal = usize::from(v.words.at(i + the) == "fiscal");
    let at = i + the + fiscal;
    let q = ordinal(v.words.at(at)).filter(|q| (1..=4).contains(q))? as i8;
    let dash = usize::from(v.words.at(at + 1) == "-");
    if v.words.at(at + 1 + dash) != "quarter" {
        return None;
    }
    let len = the + fiscal + 2 + dash;
    let (more, year) = year_after(v, i + len);
    let value = if fiscal > 0 { Value::Unknown } else { Value::Quarter { quarter: q, year } };
    whole(len + more, value)
}

/// "the summer of 2014", "spring 2015", "in the spring".
fn season_of(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.at(i) == "the");
    let month = season(v.words.at(i + the))?;
    let (more, year) = year_after(v, i + the + 1);
    let bare =
        the == 1 && v.after(i, &["in", "during", "since", "until", "by", "of", "this", "over", "before", "after"]);
    (more > 0 || bare && !matches!(v.upos(i + 2), Upos::NOUN | Upos::PROPN)).then_some((
        the + 1 + more,
        Value::Season { month, year },
        Part::Whole,
    ))
}

/// "Friday", "Friday night", "early Friday", "9 a.m. Tuesday" from the weekday on. In the plural it is a habit.
fn weekday_alone(v: &View, i: usize) -> Found {
    if let Some(singular) = v.words.at(i).strip_suffix('s')
        && weekday(singular).is_some()
    {
        return whole(1, Value::Frequency);
    }
    let day = v.day_of_week(i)?;
    whole(1 + usize::from(part_of_day(v.words.at(i + 1))), Value::Weekday(day))
}

/// "today", "yesterday morning", "the day after tomorrow", "this morning", "last night", "overnight".
fn deictic(v: &View, i: usize) -> Found {
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
fn near(v: &View, i: usize) -> Found {
    let the = usize::from(v.words_any(i, &["the", "these", "its", "his", "their"]));
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
            return whole(len, Value::Anchored(fixed_days(1.0, u)));
        }
        if u == Unit::Weekend && shift == 0 {
            return whole(len, Value::Weekend);
        }
        return whole(len, Value::Near(u, shift));
    }
    // With a count: the last two years, the next few weeks.
    if window {
        if v.words_any(at, &["few", "several", "couple"]) {
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

/// How many days a count of units is, where that is always the same.
pub(super) fn fixed_days(count: f64, unit: Unit) -> Option<i32> {
    let days = match unit {
        Unit::Day => count,
        Unit::Week => count * 7.0,
        _ => return None,
    };
    (days.fract() == 0.0 && days.abs() < 1e6).then_some(days as i32)
}

/// Whether something in years is somebody's age.
fn is_age(v: &View, from: usize, to: usize) -> bool {
    v.words_any(to, &["old"])
        || v.words.at(to) == "-" && v.words_any(to + 1, &["old", "olds"])
        || v.words.starts(to, &["of", "age"])
        || v.after(from, &["aged", "age"])
}

/// A count of units: "two years ago", "three weeks later", "in two days", "for more than a decade", "two-day".
fn counted(v: &View, i: usize) -> Found {
    let mut at = i;
    if v.words_any(i, &["than", "the"]) {
        return None;
    }
    while at < i + 3 && at < v.words.len() && vocabulary::NEARLY.contains(&v.words.at(at)) && v.words.at(at) != "the" {
        at += 1;
    }
    if at > i
        && v.words_any(i, &["to", "at", "up", "over", "than", "close"])
        && !v.after(at, &["least", "than", "to", "over"])
    {
        return None;
    }
    // "several", "a few" and no number at all leave the count open.
    let (count, len) = if v.words_any(at, &["several", "many", "some"]) {
        (None, 1)
    } else if v.words.starts(at, &["a", "few"]) || v.words.starts(at, &["a", "couple"]) {
        (None, 2 + usize::from(v.words.at(at + 2) == "of"))
    } else if let Some(c) = cardinal(&v.words, at) {
        (Some(c.value), c.len)
    } else if v.words_any(at, &["a", "an"]) && unit(v.words.at(at + 1)).is_some() {
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
    } else if v.words_any(end, &["-", "to", "or"])
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
    if len == 0 && value == Value::Duration && !v.after(i, &["for", "over", "within", "in", "after"]) {
        return None;
    }
    Some((end + or_so + tail - i, value, Part::Whole))
}

fn ago_len(v: &View, i: usize) -> usize {
    usize::from(v.words_any(i, &["ago", "earlier", "later", "before", "after"]))
}

/// What follows a span of time tells how it is meant.
fn after_span(v: &View, from: usize, end: usize, count: Option<f64>, u: Unit) -> Option<(usize, Value)> {
    let dash = usize::from(v.words.at(end) == "-");
    if u == Unit::Hour && v.words.at(end + dash) != "ago" {
        return Some((0, Value::Duration));
    }
    let signed = |sign: f64| Value::Anchored(count.and_then(|c| fixed_days(c * sign, u)));
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
fn weekend(v: &View, i: usize) -> Found {
    let the =
        v.words.at(i) == "the" && v.words.at(i + 1) == "weekend" && !v.words_any(i + 2, &["of", "before", "after"]);
    (the && v.after(i, &["over", "on", "at", "during", "of", "for", "by", "since"])).then_some((
        2,
        Value::Weekend,
        Part::Whole,
    ))
}

/// "the quarter", "the year-ago quarter": the last that is over, or its like of the year before.
fn reported_quarter(v: &View, i: usize) -> Found {
    if v.words.at(i) != "the" || v.words.any(i + 1, &["next", "current"]) {
        return None;
    }
    let at = i + 1 + usize::from(v.words_any(i + 1, &["latest", "comparable"]));
    if v.words.at(at) == "year" && v.words.at(at + 1) == "-" && v.words_any(at + 2, &["ago", "earlier"]) {
        let period = v.words_any(at + 3, &["quarter", "period"]);
        return period.then_some((at + 4 - i, Value::Near(Unit::Quarter, -5), Part::Whole));
    }
    (v.words.at(at) == "quarter" && v.after(i, &["in", "for", "during"]) && v.words.at(at + 1) != "of").then_some((at + 1 - i, Value::Near(Unit::Quarter, -1), Part::Whole))
}

/// "earlier in the day", "the end of the year", "year-end": the day, week, month or year of the publication.
fn bare_unit(v: &View, i: usize) -> Found {
    if v.words.at(i) == "year" && v.words.at(i + 1) == "-" && v.words.at(i + 2) == "end" {
        return Some((3, Value::Near(Unit::Year, 0), Part::End));
    }
    if v.words.starts(i, &["year", "end"]) || v.words.starts(i, &["year", "'s", "end"]) {
        return Some((if v.words.at(i + 1) == "end" { 2 } else { 3 }, Value::Near(Unit::Year, 0), Part::End));
    }
    None
}

/// "the following day", "the next day", "that day", "the same week", "the previous month", "then".
fn anchored(v: &View, i: usize) -> Found {
    let word = v.words.at(i);
    if word == "then" && v.after(i, &["since", "until", "by", "before", "from"]) {
        return whole(1, Value::Anchored(None));
    }
    if word == "that" && v.words.at(i + 1) == "time" {
        return whole(2, Value::Anchored(None));
    }
    let (which, at) = match word {
        "the" => (v.words.at(i + 1), i + 2),
        "that" if v.words.at(i + 1) == "same" => ("same", i + 2),
        "that" => (word, i + 1),
        "same" => (word, i + 1),
        _ => return None,
    };
    // "the day before", "the week after".
    if word == "the"
        && let Some((u, false)) = unit(which)
        && v.words_any(at, &["before", "after", "earlier"])
        && u != Unit::Hour
    {
        let sign = if v.words.at(at) == "after" { 1.0 } else { -1.0 };
        return whole(3, Value::Anchored(fixed_days(sign, u)));
    }
    let sign = match which {
        "following" | "next" | "ensuing" => 1.0,
        "previous" | "preceding" => -1.0,
        "same" | "that" => 0.0,
        _ => return None,
    };
    let part = part_of_day(v.words.at(at)) || weekday(v.words.at(at)).is_some();
    let u = match unit(v.words.at(at)) {
        Some((u, false)) if u != Unit::Hour => u,
        _ if part => Unit::Day,
        _ => return None,
    };
    // A name of a day is no fixed way off.
    let days = if weekday(v.words.at(at)).is_some() { None } else { fixed_days(sign, u) };
    if which == "next" && u != Unit::Day && weekday(v.words.at(at)).is_none() {
        return None;
    }
    whole(at + 1 - i, Value::Anchored(days))
}

/// Words that lead up to a year.
const BEFORE_YEAR: &[&str] = &[
    "in", "since", "by", "of", "until", "till", "from", "during", "before", "after", "the", "early", "late", "mid",
    "(", "between", "around", "circa", "through", "to", "back", "than", "end", "for", "due", "into", "both", "year",
    "c.", "d.", "b.",
];

/// "in 2011", "(2011)", "2011-2014", "the 2011 war", "mid-2011".
fn year_alone(v: &View, i: usize) -> Found {
    let (len, y) = v.year(i)?;
    if v.words.before(i, 1) == "fiscal" || v.words.before(i, 1) == "year" && v.words.before(i, 2) == "fiscal" {
        return whole(len, Value::Unknown);
    }
    if v.words_any(i + len, &["%", "percent", "per", "-", "–"]) && !(1500..2100).contains(&y)
        || v.words_any(
            i + len,
            &["%", "percent", "km", "kilometers", "miles", "meters", "people", "troops", "soldiers"],
        )
    {
        return None;
    }
    let noun_follows = match v.upos(i + len) {
        Upos::X => v.words.at(i + len).ends_with('s') && v.words.at(i + len).len() > 3 && !v.capital(i + len),
        pos => matches!(pos, Upos::NOUN | Upos::ADJ),
    };
    let strong = v.after(i, BEFORE_YEAR)
        || v.after(i, &["-", "–", "and", "or", ","]) && i.checked_sub(2).is_some_and(|k| v.year(k).is_some());
    let deprel = v.sentence.tokens.get(i).map_or("", |t| t.deprel);
    // "His 1996 campaign" has the number of a year, "in 2000 villages" that of the villages.
    let owned = v.after(i, &["the", "a", "an", "its", "his", "her", "their", "our", "that", "this", "'s", "’s"]);
    let counts = noun_follows && !owned && (deprel == "nummod" || deprel.is_empty());
    let named = v.after(i, &["summit", "elections", "election", "copyright", "©"])
        || v.words.before(i, 1) == "," && month(v.words.before(i, 2)).is_some();
    let sentence_start = i == 0 && (v.words.any(i + len, &[","]));
    let cited = v.words.before(i, 1) == "," && v.words.at(i + len) == ")";
    let sure = (strong || owned && noun_follows) && !counts || named || sentence_start || len > 1 || cited;
    (sure && (1500..2100).contains(&y)).then_some((len, Value::Year(y), Part::Whole))
}

/// "the 1990s", "the nineties", "the 19th century".
fn years(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.at(i) == "the");
    let word = v.words.at(i + the);
    let apostrophe = usize::from(v.words_any(i + the, &["'", "’", "‘"]));
    let digits = v.words.at(i + the + apostrophe).trim_start_matches(['\'', '’', '‘']);
    if let Some(stem) = digits.strip_suffix('s').map(|d| d.trim_end_matches(['\'', '’']))
        && stem.bytes().all(|b| b.is_ascii_digit())
        && stem.ends_with('0')
        && let Ok(number) = stem.parse::<i16>()
    {
        let from = match stem.len() {
            4 => number,
            2 if apostrophe == 1 || digits.len() < word.len() || the == 1 => 1900 + number,
            _ => return None,
        };
        let span = if from % 100 == 0 && stem.len() == 4 { 99 } else { 9 };
        let span = if from == 2000 { 9 } else { span };
        return whole(the + apostrophe + 1, Value::Years { from, to: from + span });
    }
    if let Some(d) = vocabulary::decade(word).filter(|_| the == 1 || v.after(i, &["-", "early", "late", "mid"])) {
        return whole(the + 1, Value::Years { from: 1900 + d, to: 1909 + d });
    }
    let n = ordinal(word).filter(|n| (1..=21).contains(n))? as i16;
    let dash = usize::from(v.words.at(i + the + 1) == "-");
    if v.words.at(i + the + 1 + dash) != "century" {
        return None;
    }
    whole(the + 2 + dash, Value::Years { from: (n - 1) * 100, to: n * 100 - 1 })
}

/// "now", "recently", "soon", "in the future": a time without a date.
fn vague(v: &View, i: usize) -> Found {
    match v.words.at(i) {
        "now" | "currently" | "nowadays" | "presently" => whole(1, Value::Present),
        "these" if v.words.at(i + 1) == "days" => whole(2, Value::Present),
        "at" if v.words.starts(i + 1, &["the", "moment"]) || v.words.starts(i + 1, &["this", "time"]) => {
            whole(3, Value::Present)
        }
        "at" if v.words.at(i + 1) == "present" => whole(2, Value::Present),
        "current" | "recent" | "future" if i > 0 && v.upos(i) == Upos::ADJ && v.upos(i + 1) == Upos::NOUN => whole(
            1,
            match v.words.at(i) {
                "current" => Value::Present,
                "recent" => Value::Past,
                _ => Value::Future,
            },
        ),
        "recently" | "lately" => whole(1, Value::Past),
        "soon" | "shortly"
            if !v.words_any(i + 1, &["after", "before", "as", "afterward", "afterwards"])
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
fn frequency(v: &View, i: usize) -> Found {
    match v.words.at(i) {
        "daily" | "weekly" | "monthly" | "yearly" | "annually" | "quarterly" | "nightly" if !v.capital(i) || i == 0 => {
            whole(1, Value::Frequency)
        }
        "every" | "each" => {
            let other = usize::from(v.words_any(i + 1, &["other", "single"]));
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
        "once" | "twice" if v.words_any(i + 1, &["a", "every", "per"]) => {
            unit(v.words.at(i + 2)).and_then(|_| whole(3, Value::Frequency))
        }
        _ => None,
    }
}

/// "the 12th anniversary": not the date of the day that it is of.
fn anniversary(v: &View, i: usize) -> Found {
    let lead = usize::from(v.words_any(i, &["the", "its", "their", "an", "a"]));
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

fn holiday(v: &View, i: usize) -> Found {
    if v.words.starts(i, &["new", "year", "'s"]) && v.words_any(i + 3, &["day", "eve"]) {
        return whole(4, Value::Unknown);
    }
    if v.words.starts(i, &["election", "day"]) && v.capital(i) {
        return whole(2, Value::Unknown);
    }
    let day = vocabulary::holiday(v.words.at(i)) && v.capital(i);
    day.then(|| (1 + usize::from(v.words_any(i + 1, &["day", "eve", "sunday", "monday"])), Value::Unknown, Part::Whole))
}

/// "early March", "mid-2014", "the end of last year", "earlier this month", "later in the week", "late Friday".
fn partly(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.at(i) == "the");
    let word = v.words.at(i + the);
    let dash = usize::from(v.words.at(i + the + 1) == "-");
    let (part, skip) = match word {
        "early" => (Part::Early, 1 + dash),
        "late" => (Part::Late, 1 + dash),
        "mid" => (Part::Middle, 1 + dash),
        "earlier" if the == 0 && v.words.before(i, 1) != "-" => (Part::Sooner, 1),
        "later" if the == 0 => (Part::Later, 1),
        "end" | "beginning" | "start" | "middle" | "close" | "start-of" if v.words_any(i + the + 1, &["of"]) => {
            let part = match word {
                "end" | "close" => Part::End,
                "middle" => Part::Middle,
                _ => Part::Beginning,
            };
            (part, 2)
        }
        _ => {
            let stem = word.strip_prefix("mid-")?;
            let m = month(stem);
            let value = match (m, stem.parse::<i16>()) {
                (Some(month), _) => {
                    let (more, year) = year_after(v, i + the + 1);
                    return Some((the + 1 + more, Value::Month { month, year }, Part::Middle));
                }
                (_, Ok(y)) if (1000..2200).contains(&y) => Value::Year(y),
                _ => return None,
            };
            return Some((the + 1, value, Part::Middle));
        }
    };
    let mut at = i + the + skip;
    at += usize::from(v.words_any(at, &["in", "on"]));
    // "later in the week": the week of the publication.
    if v.words.at(at) == "the"
        && let Some((u, false)) = unit(v.words.at(at + 1))
        && u != Unit::Hour
    {
        let value = if u == Unit::Day { Value::Day(0) } else { Value::Near(u, 0) };
        let value = if matches!(part, Part::Early | Part::Late) && u == Unit::Day { return None } else { value };
        return Some((at + 2 - i, value, part));
    }
    let that = v.words.at(at) == "that" && unit(v.words.at(at + 1)).is_some();
    if that {
        return whole(at + 2 - i, Value::Anchored(None));
    }
    const RULES: &[Rule] = &[
        month_first,
        day_first,
        month_lenient,
        season_lenient,
        weekday_alone,
        deictic,
        near,
        year_lenient,
        years,
        quarter,
    ];
    let (len, value, _) = RULES.iter().filter_map(|r| r(v, at)).max_by_key(|f| f.0)?;
    if matches!(value, Value::Window { .. } | Value::Past | Value::Future | Value::Frequency) {
        return None;
    }
    let part =
        if matches!(value, Value::Weekday(_) | Value::Day(_) | Value::NearWeekday(..)) { Part::Whole } else { part };
    Some((at + len - i, value, part))
}

/// A month after "early" or "the end of" needs no more proof.
fn month_lenient(v: &View, i: usize) -> Found {
    let m = month(v.words.at(i)).filter(|_| v.capital(i))?;
    let (more, year) = year_after(v, i + 1);
    whole(1 + more, Value::Month { month: m, year })
}

fn season_lenient(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.at(i) == "the");
    let month = season(v.words.at(i + the))?;
    let (more, year) = year_after(v, i + the + 1);
    whole(the + 1 + more, Value::Season { month, year })
}

fn year_lenient(v: &View, i: usize) -> Found {
    v.year(i).and_then(|(len, y)| whole(len, Value::Year(y)))
}
