//! Number phrases: how many, how much, and within which bounds.

use crate::numbers::{Words, cardinal, digits, ordinal, scale};
use chancery_language::Sentence;
use chancery_record::Unit;
use std::ops::Range;

/// A number phrase with its bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// The tokens of the whole phrase, with the words that bound it ("more than", "about") and its currency.
    pub tokens: Range<usize>,
    /// Lower bound; none where open.
    pub low: Option<f64>,
    /// Upper bound; none where open.
    pub high: Option<f64>,
    /// The token of the number itself: the last that a scale does not follow.
    pub head: usize,
    /// What kind of number it is.
    pub kind: QuantityKind,
}

/// Kinds of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityKind {
    /// A count of something ("50,000", "dozens").
    Count,
    /// An amount of money in a currency that a record knows.
    Money(Unit),
    /// An amount in another currency.
    OtherMoney,
    /// A part of a whole, 0 to 1.
    Share,
    /// None at all ("no casualties").
    None,
}

/// What the words before a number make of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtLeast,
    AtMost,
    About,
}

/// Longer phrases stand before their own beginnings.
const BOUNDS: &[(&[&str], Bound)] = &[
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["not", "less", "than"], Bound::AtLeast),
    (&["no", "more", "than"], Bound::AtMost),
    (&["not", "more", "than"], Bound::AtMost),
    (&["a", "minimum", "of"], Bound::AtLeast),
    (&["a", "maximum", "of"], Bound::AtMost),
    (&["a", "total", "of"], Bound::About),
    (&["in", "excess", "of"], Bound::AtLeast),
    (&["at", "the", "least"], Bound::AtLeast),
    (&["well", "more", "than"], Bound::AtLeast),
    (&["as", "many", "as"], Bound::AtMost),
    (&["as", "much", "as"], Bound::AtMost),
    (&["just", "short", "of"], Bound::AtMost),
    (&["more", "than"], Bound::AtLeast),
    (&["greater", "than"], Bound::AtLeast),
    (&["at", "least"], Bound::AtLeast),
    (&["upwards", "of"], Bound::AtLeast),
    (&["upward", "of"], Bound::AtLeast),
    (&["well", "over"], Bound::AtLeast),
    (&["just", "over"], Bound::AtLeast),
    (&["north", "of"], Bound::AtLeast),
    (&["less", "than"], Bound::AtMost),
    (&["fewer", "than"], Bound::AtMost),
    (&["at", "most"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["close", "to"], Bound::AtMost),
    (&["just", "under"], Bound::AtMost),
    (&["an", "estimated"], Bound::About),
    (&["over"], Bound::AtLeast),
    (&["exceeding"], Bound::AtLeast),
    (&["above"], Bound::AtLeast),
    (&["nearly"], Bound::AtMost),
    (&["almost"], Bound::AtMost),
    (&["under"], Bound::AtMost),
    (&["below"], Bound::AtMost),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["some"], Bound::About),
    (&["roughly"], Bound::About),
    (&["approximately"], Bound::About),
    (&["estimated"], Bound::About),
    (&["circa"], Bound::About),
    (&["~"], Bound::About),
];

/// The number phrases of a sentence, in order, never overlapping. Dates, years and ordinals are not told apart from counts
/// here; what reads figures does that.
pub fn quantities(sentence: &Sentence) -> Vec<Quantity> {
    let words = Words::new(sentence);
    let (mut out, mut i) = (Vec::new(), 0);
    while i < words.len() {
        match phrase(&words, i) {
            Some(q) => {
                i = q.tokens.end;
                out.push(q);
            }
            None => i += 1,
        }
    }
    out
}

/// A number without the words that bound it.
struct Core {
    to: usize,
    low: Option<f64>,
    high: Option<f64>,
    head: usize,
    kind: QuantityKind,
}

fn phrase(words: &Words, i: usize) -> Option<Quantity> {
    if words.at(i) == "between"
        && let Some(c) = core(words, i + 1, true)
        && c.low != c.high
    {
        return Some(Quantity { tokens: i..c.to, low: c.low, high: c.high, head: c.head, kind: c.kind });
    }
    let (mut at, mut bound) = (i, None);
    // "hand over eight prisoners": a particle of the verb bounds nothing.
    let particle = words.at(i) == "over"
        && ["hand", "turn", "take", "took", "sign", "give", "gave"].iter().any(|v| words.before(i, 1).starts_with(v));
    if let Some((lead, b)) = BOUNDS.iter().find(|(lead, _)| words.starts(i, lead)).filter(|_| !particle) {
        (at, bound) = (i + lead.len(), Some(*b));
    }
    // "about" and its like stand before a number; "only" and "just" may stand between.
    let mut number = at;
    if bound.is_some() {
        while words.any(number, &["only", "about", "roughly", "some", "an", "estimated", "around"])
            && core(words, number, false).is_none()
        {
            number += 1;
        }
    }
    let tilde = words.at(number).starts_with('~') && words.at(number).len() > 1;
    let mut c = core(words, number, false)?;
    if tilde {
        bound = Some(Bound::About);
    }
    let mut to = c.to;
    match bound {
        Some(Bound::AtLeast) => c.high = None,
        Some(Bound::AtMost) if c.low == c.high => c.low = None,
        _ => {}
    }
    if words.starts(to, &["or", "more"]) || words.starts(to, &["or", "so"]) {
        if words.at(to + 1) == "more" {
            c.high = None;
        }
        to += 2;
    }
    Some(Quantity { tokens: i..to, low: c.low, high: c.high, head: c.head, kind: c.kind })
}

fn core(words: &Words, i: usize, between: bool) -> Option<Core> {
    fraction(words, i).or_else(|| vague(words, i)).or_else(|| amount(words, i, between)).or_else(|| none(words, i))
}

/// "dozens", "hundreds of thousands", "several hundred", "a few".
fn vague(words: &Words, i: usize) -> Option<Core> {
    let plural = |word: &str| -> Option<f64> {
        Some(match word {
            "dozens" => 24.0,
            "scores" => 40.0,
            "tens" => 20.0,
            "hundreds" => 200.0,
            "thousands" => 2000.0,
            "millions" => 2e6,
            "billions" => 2e9,
            _ => return None,
        })
    };
    let open = |to: usize, low: f64, head: usize| {
        Some(Core { to, low: Some(low), high: None, head, kind: QuantityKind::Count })
    };
    if let Some(low) = plural(words.at(i)) {
        let nested = plural(words.at(i + 2)).filter(|_| words.at(i + 1) == "of");
        return match nested {
            Some(unit) => open(i + 3, low * unit / 2.0, i),
            // Tens of anything but thousands are no phrase of English news.
            None if words.at(i) == "tens" => None,
            None => open(i + 1, low, i),
        };
    }
    let (few, len) = match words.at(i) {
        "several" => (3.0, 1),
        "a" if words.at(i + 1) == "few" => (3.0, 2),
        "a" if words.at(i + 1) == "couple" => (2.0, 2 + usize::from(words.at(i + 2) == "of")),
        "a" if words.at(i + 1) == "handful" => (3.0, 2 + usize::from(words.at(i + 2) == "of")),
        _ => return None,
    };
    match scale(words.at(i + len)) {
        Some(s) if s != 20.0 => open(i + len + 1, few * s, i + len),
        _ => open(i + len, few, i + len - 1),
    }
}

/// "no casualties", "none".
fn none(words: &Words, i: usize) -> Option<Core> {
    const NOBODY: &[&str] =
        &["casualties", "injuries", "deaths", "fatalities", "victims", "casualty", "wounded", "arrests"];
    let reported = usize::from(
        words.any(i + 1, &["reported", "civilian", "immediate", "known", "serious", "more", "other", "human"]),
    );
    (words.at(i) == "no" && words.any(i + 1 + reported, NOBODY)).then_some(Core {
        to: i + 1,
        low: Some(0.0),
        high: Some(0.0),
        head: i,
        kind: QuantityKind::None,
    })
}

/// A fraction, to four places.
fn fraction_of(count: f64, of: f64) -> f64 {
    (count / of * 1e4).round() / 1e4
}

/// What "one in five" may be of.
const PEOPLE: &[&str] =
    &["people", "children", "adults", "women", "men", "households", "families", "residents", "voters", "civilians"];

/// "half of", "two-thirds", "a quarter of", "one in five", "a majority of".
fn fraction(words: &Words, i: usize) -> Option<Core> {
    let share = |to: usize, low: f64, high: Option<f64>, head: usize| {
        Some(Core { to, low: Some(low), high, head, kind: QuantityKind::Share })
    };
    let exact = |to: usize, v: f64, head: usize| share(to, v, Some(v), head);
    let of = |at: usize| words.at(at) == "of";
    if words.at(i) == "half" {
        let whole = words.any(i + 1, &["of", "the", "its", "their", "his", "our", "that", "all"]);
        return if whole { exact(i + 1, 0.5, i) } else { None };
    }
    let adjective = usize::from(
        words.any(i + 1, &["large", "vast", "slim", "small", "big", "overwhelming", "clear", "great", "sizable"]),
    );
    if words.any(i, &["a", "the"]) && words.at(i + 1 + adjective) == "majority" && of(i + 2 + adjective) {
        return share(i + 2 + adjective, 0.5, None, i + 1 + adjective);
    }
    let count = match words.at(i) {
        "a" | "one" => 1.0,
        _ => cardinal(words, i).filter(|c| c.len == 1 && c.value < 10.0)?.value,
    };
    if words.at(i + 1) == "in"
        && words.at(i) != "a"
        && let Some(c) = cardinal(words, i + 2)
        && (3.0..=100.0).contains(&c.value)
        && c.value > count
        && c.value.fract() == 0.0
        && matches!(words.at(i + 2 + c.len), "" | "," | "." | "of") | words.any(i + 2 + c.len, PEOPLE)
    {
        return exact(i + 2 + c.len, fraction_of(count, c.value), i);
    }
    let dash = usize::from(words.at(i + 1) == "-");
    let part = words.at(i + 1 + dash);
    let single = part.strip_suffix('s').unwrap_or(part);
    let n = match single {
        "half" | "halve" => 2.0,
        "quarter" => 4.0,
        _ => f64::from(ordinal(single).filter(|n| (3..=10).contains(n))?),
    };
    let plural = part.ends_with('s');
    (if plural { count > 1.0 } else { count == 1.0 && of(i + 2 + dash) })
        .then(|| exact(i + 2 + dash, fraction_of(count, n), i + 1 + dash))
        .flatten()
        .filter(|c| c.low.is_some_and(|v| v < 1.0))
}

/// A currency sign at the start of a word, and what stands after it.
fn sign(word: &str) -> Option<(QuantityKind, &str)> {
    const SIGNS: &[(&str, QuantityKind)] = &[
        ("us$", QuantityKind::Money(Unit::Usd)),
        ("c$", QuantityKind::OtherMoney),
        ("a$", QuantityKind::OtherMoney),
        ("$", QuantityKind::Money(Unit::Usd)),
        ("£", QuantityKind::Money(Unit::Gbp)),
        ("€", QuantityKind::Money(Unit::Eur)),
        ("¥", QuantityKind::OtherMoney),
        ("usd", QuantityKind::Money(Unit::Usd)),
        ("eur", QuantityKind::Money(Unit::Eur)),
        ("gbp", QuantityKind::Money(Unit::Gbp)),
    ];
    SIGNS
        .iter()
        .find_map(|(s, kind)| word.strip_prefix(s).map(|rest| (*kind, rest)))
        .filter(|(_, rest)| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// A currency named after a number, and how many tokens name it.
fn currency(words: &Words, i: usize) -> Option<(QuantityKind, usize)> {
    let us = usize::from(words.any(i, &["us", "u.s.", "american"]));
    let other = usize::from(words.any(i, &["australian", "canadian", "hong", "singapore", "new"]));
    match words.at(i + us) {
        "dollars" | "dollar" | "usd" => Some((QuantityKind::Money(Unit::Usd), us + 1)),
        "euros" | "euro" | "eur" => Some((QuantityKind::Money(Unit::Eur), 1)),
        "pounds" if words.any(i + 1, &["sterling"]) || words.before(i, 1).ends_with("illion") => {
            Some((QuantityKind::Money(Unit::Gbp), 1))
        }
        "yen" | "yuan" | "rubles" | "roubles" | "rupees" | "shekels" | "lira" | "liras" | "francs" | "won"
        | "pesos" | "rials" | "riyals" | "dirhams" | "dinars" | "naira" | "rand" | "shillings" | "renminbi"
        | "hryvnia" | "kronor" | "kroner" => Some((QuantityKind::OtherMoney, 1)),
        _ if other == 1 && words.any(i + 1, &["dollars", "dollar"]) => Some((QuantityKind::OtherMoney, 2)),
        _ => None,
    }
}

/// One number of a phrase: its value, where it ends, its last token, and whether a scale word belongs to it.
struct Number {
    value: f64,
    to: usize,
    head: usize,
    scale: f64,
    money: Option<QuantityKind>,
}

fn number(words: &Words, i: usize) -> Option<Number> {
    let word = words.at(i).trim_start_matches('~').trim_end_matches('+');
    if let Some((kind, rest)) = sign(word) {
        if rest.is_empty() {
            // "m" is a million only behind a currency.
            let mut n = number(words, i + 1)?;
            if words.at(n.to) == "m" && n.scale == 1.0 {
                n = Number { value: n.value * 1e6, to: n.to + 1, head: n.to, scale: 1e6, money: None };
            }
            n.money = Some(kind);
            return Some(n);
        }
        let mut n = scaled(words, i, digits(rest)?);
        n.money = Some(kind);
        return Some(n);
    }
    if word.len() < words.at(i).len() {
        return Some(scaled(words, i, digits(word)?));
    }
    // "one" before "of" picks out; "one another" is no number.
    if word == "one"
        && words.any(i + 1, &["of", "another", "-", "day", "thing", "side", "hand", "way", "or"])
        && scale(words.at(i + 1)).is_none()
    {
        return None;
    }
    let c = cardinal(words, i)?;
    let last = i + c.len - 1;
    let s = if c.len > 1 { scale(words.at(last)).unwrap_or(1.0) } else { 1.0 };
    Some(Number { value: c.value, to: i + c.len, head: last, scale: s, money: None })
}

/// Takes in the scale words after digits that carry a sign of their own.
fn scaled(words: &Words, i: usize, value: f64) -> Number {
    match scale(words.at(i + 1)) {
        Some(s) => Number { value: value * s, to: i + 2, head: i + 1, scale: s, money: None },
        None => Number { value, to: i + 1, head: i, scale: 1.0, money: None },
    }
}

/// "50,000", "$3bn", "25%", "5 to 10 million", "50-100", "100 or 200".
fn amount(words: &Words, i: usize, between: bool) -> Option<Core> {
    let plain = words.at(i).trim_start_matches('~');
    // Two numbers in one token.
    let pair = plain.split_once(['-', '–']).and_then(|(a, b)| Some((digits(a)?, digits(b)?))).filter(|(a, b)| a < b);
    let (mut low, mut n) = match pair {
        Some((a, b)) => (a, scaled(words, i, b)),
        None => {
            let n = number(words, i)?;
            (n.value, n)
        }
    };
    if pair.is_some() {
        low *= n.scale;
    } else {
        let joint = if between { &["and"][..] } else { &["to", "-", "–", "or"][..] };
        if words.any(n.to, joint)
            && let Some(other) = number(words, n.to + 1)
                .filter(|o| o.value > n.value && (n.money.is_none() || o.money.is_none() || o.money == n.money))
            && !(words.at(n.to) == "or" && other.value > 10.0 * n.value)
        {
            // "5 to 10 million": the scale is the first number's too.
            low = if other.scale > n.scale && n.value < other.value / other.scale {
                n.value * other.scale
            } else {
                n.value
            };
            n = Number { money: n.money.or(other.money), ..other };
        }
    }
    let (mut to, mut kind, mut high) = (n.to, n.money.unwrap_or(QuantityKind::Count), n.value);
    let per_cent = usize::from(words.any(to, &["%", "percent", "percentage"]))
        + 2 * usize::from(words.starts(to, &["per", "cent"]));
    let points = words.any(to + 1, &["point", "points"]);
    if n.money.is_none() && per_cent > 0 && !points {
        // A hundredth of a decimal number is rounded, so that 7.3 percent is 0.073 and nothing beside it.
        let hundredth = |v: f64| (v * 1e4).round() / 1e6;
        (low, high, to, kind) = (hundredth(low), hundredth(high), to + per_cent, QuantityKind::Share);
    } else if n.money.is_none()
        && let Some((named, len)) = currency(words, to)
    {
        (to, kind) = (to + len, named);
    }
    let plus = words.at(i).ends_with('+');
    Some(Core { to, low: Some(low), high: (!plus).then_some(high), head: n.head, kind })
}
