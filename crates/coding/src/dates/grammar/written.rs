//! Dates that are written out: days, months, years, seasons, and parts of them.

use super::super::calendar::Part;
use super::super::vocabulary::{self, Unit, month, part_of_day, season, unit, weekday};
use super::{Found, Rule, Value, View, YearOf, relative, whole};
use crate::numbers::ordinal;
use chancery_language::Upos;
use jiff::civil::Date;

/// `2023-02-06` in one token or five; `13/2/2023` where only one order is possible.
pub(super) fn written_date(v: &View, i: usize) -> Found {
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
pub(super) fn year_after(v: &View, i: usize) -> (usize, YearOf) {
    let comma = usize::from(v.words.any(i, &[",", "of", "in"]));
    if let Some((len, y)) = v.year(i + comma).filter(|_| !v.words.any(i, &["in"]) || v.words.at(i + comma).len() == 4) {
        return (comma + len, YearOf::Stated(y));
    }
    let comma = usize::from(v.words.any(i, &["of", ","]));
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
            1 + usize::from(v.words.any(i + 1, &[",", "the", "on"])) + usize::from(v.words.starts(i + 1, &[",", "the"]))
        }
        None => 0,
    }
}

/// "Monday, Feb. 6th, 2023", "May 3-5".
pub(super) fn month_first(v: &View, i: usize) -> Found {
    let lead = weekday_before(v, i);
    let month = month(v.words.at(i + lead))
        .filter(|_| v.capital(i + lead) || !vocabulary::doubtful_month(v.words.at(i + lead)))?;
    let the = usize::from(v.words.at(i + lead + 1) == "the");
    let at = i + lead + 1 + the;
    let first = v.day(at)?;
    let mut len = lead + 2 + the;
    if v.words.any(at + 1, &["%", "percent", "per"]) || Date::new(2000, month, first).is_err() {
        return None;
    }
    let mut last = first;
    if v.words.any(at + 1, &["-", "–", "to", "through", "and", "until"])
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
pub(super) fn day_first(v: &View, i: usize) -> Found {
    let lead = weekday_before(v, i);
    let the = usize::from(lead == 0 && v.words.at(i) == "the");
    let at = i + lead + the;
    let first = v.day(at)?;
    let (mut len, mut last) = (lead + the + 1, first);
    if v.words.any(at + 1, &["-", "–", "to", "and", "until"])
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
pub(super) fn month_alone(v: &View, i: usize) -> Found {
    let m = v.month(i)?;
    let (more, year) = year_after(v, i + 1);
    // A month whose name is another word too needs a year or a word that leads up to a date.
    let sure = more > 0
        || !vocabulary::doubtful_month(v.words.at(i))
        || v.words.after(
            i,
            &[
                "in", "since", "of", "until", "till", "by", "from", "during", "through", "and", "between", "early",
                "late", "mid", "before", "-", "to",
            ],
        ) && !v.words.any(i + 1, &["be", "have", "not"])
            && !v.capital(i + 1);
    (sure && v.day(i + 1).is_none_or(|_| more > 0)).then_some((1 + more, Value::Month { month: m, year }, Part::Whole))
}

/// "the third quarter of 2014", "third-quarter".
pub(super) fn quarter(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.any(i, &["the", "its", "a"]));
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
pub(super) fn season_of(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.at(i) == "the");
    let month = season(v.words.at(i + the))?;
    let (more, year) = year_after(v, i + the + 1);
    let bare = the == 1
        && v.words.after(i, &["in", "during", "since", "until", "by", "of", "this", "over", "before", "after"]);
    (more > 0 || bare && !matches!(v.upos(i + 2), Upos::NOUN | Upos::PROPN)).then_some((
        the + 1 + more,
        Value::Season { month, year },
        Part::Whole,
    ))
}

/// "Friday", "Friday night", "early Friday", "9 a.m. Tuesday" from the weekday on. In the plural it is a habit.
pub(super) fn weekday_alone(v: &View, i: usize) -> Found {
    if let Some(singular) = v.words.at(i).strip_suffix('s')
        && weekday(singular).is_some()
    {
        return whole(1, Value::Frequency);
    }
    let day = v.day_of_week(i)?;
    whole(1 + usize::from(part_of_day(v.words.at(i + 1))), Value::Weekday(day))
}

/// Words that lead up to a year.
const BEFORE_YEAR: &[&str] = &[
    "in", "since", "by", "of", "until", "till", "from", "during", "before", "after", "the", "early", "late", "mid",
    "(", "between", "around", "circa", "through", "to", "back", "than", "end", "for", "due", "into", "both", "year",
    "c.", "d.", "b.", "c", "ca", "ca.", "m.", "about",
];

/// "in 2011", "(2011)", "2011-2014", "the 2011 war", "mid-2011".
pub(super) fn year_alone(v: &View, i: usize) -> Found {
    // "146 BC": a time, and none that the calendar here has.
    let number = v.words.at(i).bytes().all(|b| b.is_ascii_digit()) && !v.words.at(i).is_empty();
    if number && v.words.any(i + 1, &["bc", "bce", "b.c."]) {
        return whole(2, Value::Unknown);
    }
    let (len, y) = v.year(i)?;
    if v.words.before(i, 1) == "fiscal" || v.words.before(i, 1) == "year" && v.words.before(i, 2) == "fiscal" {
        return whole(len, Value::Unknown);
    }
    if v.words.any(i + len, &["%", "percent", "per", "-", "–"]) && !(1500..2100).contains(&y)
        || v.words
            .any(i + len, &["%", "percent", "km", "kilometers", "miles", "meters", "people", "troops", "soldiers"])
    {
        return None;
    }
    let noun_follows = match v.upos(i + len) {
        Upos::X => v.words.at(i + len).ends_with('s') && v.words.at(i + len).len() > 3 && !v.capital(i + len),
        pos => matches!(pos, Upos::NOUN | Upos::ADJ),
    };
    let strong = v.words.after(i, BEFORE_YEAR)
        || v.words.after(i, &["-", "–", "and", "or", ","]) && i.checked_sub(2).is_some_and(|k| v.year(k).is_some());
    let deprel = v.sentence.tokens.get(i).map_or("", |t| t.deprel);
    // "His 1996 campaign" has the number of a year, "in 2000 villages" that of the villages.
    let owned = v.words.after(i, &["the", "a", "an", "its", "his", "her", "their", "our", "that", "this", "'s", "’s"]);
    let counts = noun_follows && !owned && (deprel == "nummod" || deprel.is_empty());
    let named = v.words.after(i, &["elections", "election"])
        || v.words.before(i, 1) == "," && month(v.words.before(i, 2)).is_some();
    let sentence_start = i == 0 && (v.words.len() <= len + 1 || v.words.any(len, &[",", "-", "–", "—"]));
    // "(Okoro, 2012; Ruiz, 2014)"
    let opened = (1..=12).map(|back| v.words.before(i, back)).find(|w| matches!(*w, "(" | ")" | "")) == Some("(");
    // "(Okoro 2012)"
    let author = i > 0 && v.capital(i - 1);
    let cited = opened && (author || v.words.after(i, &[",", ";", "("])) && v.words.any(i + len, &[")", ";", ",", ":"]);
    // "2013 – 2016", "2013 – present"
    let dash = v.words.any(i + len, &["-", "–", "—"]);
    let ranged = dash && (v.words.at(i + len + 1) == "present" || v.year(i + len + 1).is_some_and(|(_, to)| to > y));
    // "1914–18"
    let short = v.words.at(i + len + 1);
    if dash
        && short.len() == 2
        && v.words.at(i + len + 2) != v.words.at(i + len)
        && let Ok(end) = short.parse::<i16>()
        && end > y % 100
        && (1500..2100).contains(&y)
    {
        return whole(len + 2, Value::Years { from: y, to: y / 100 * 100 + end });
    }
    let sure = (strong || owned && noun_follows) && !counts || named || sentence_start || len > 1 || cited || ranged;
    (sure && (1500..2100).contains(&y)).then_some((len, Value::Year(y), Part::Whole))
}

/// "the 1990s", "the nineties", "the 19th century".
pub(super) fn years(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.at(i) == "the");
    let word = v.words.at(i + the);
    let apostrophe = usize::from(v.words.any(i + the, &["'", "’", "‘"]));
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
    if let Some(d) = vocabulary::decade(word).filter(|_| the == 1 || v.words.after(i, &["-", "early", "late", "mid"])) {
        return whole(the + 1, Value::Years { from: 1900 + d, to: 1909 + d });
    }
    let n = ordinal(word).filter(|n| (1..=21).contains(n))? as i16;
    let dash = usize::from(v.words.at(i + the + 1) == "-");
    if v.words.at(i + the + 1 + dash) != "century" {
        return None;
    }
    whole(the + 2 + dash, Value::Years { from: (n - 1) * 100, to: n * 100 - 1 })
}

/// "early March", "mid-2014", "the end of last year", "earlier this month", "later in the week", "late Friday".
pub(super) fn partly(v: &View, i: usize) -> Found {
    let the = usize::from(v.words.at(i) == "the");
    let word = v.words.at(i + the);
    let dash = usize::from(v.words.at(i + the + 1) == "-");
    let (part, skip) = match word {
        "early" => (Part::Early, 1 + dash),
        "late" => (Part::Late, 1 + dash),
        "mid" => (Part::Middle, 1 + dash),
        "earlier" if the == 0 && v.words.before(i, 1) != "-" => (Part::Sooner, 1),
        "later" if the == 0 => (Part::Later, 1),
        "end" | "beginning" | "start" | "middle" | "close" | "start-of" if v.words.any(i + the + 1, &["of"]) => {
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
    at += usize::from(v.words.any(at, &["in", "on"]));
    // "later in the week": the week of the publication.
    if v.words.at(at) == "the"
        && let Some((u, false)) = unit(v.words.at(at + 1))
        && u != Unit::Hour
    {
        let value = if u == Unit::Day { Value::Day(0) } else { Value::Near(u, 0) };
        let value = if matches!(part, Part::Early | Part::Late) && u == Unit::Day { return None } else { value };
        return Some((at + 2 - i, value, part));
    }
    if let Some((len, value, _)) = relative::anchored(v, at).filter(|f| matches!(f.1, Value::Anchored(Some(_)))) {
        return whole(at + len - i, value);
    }
    const RULES: &[Rule] = &[
        month_first,
        day_first,
        month_lenient,
        season_lenient,
        weekday_alone,
        relative::deictic,
        relative::near,
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
