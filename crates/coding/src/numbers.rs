//! Number words and digits, as dates and figures both read them.

use chancery_language::Sentence;

/// The lower-case forms of a sentence's tokens; an index outside of it reads as the empty word.
pub struct Words {
    lower: Vec<String>,
}

impl Words {
    /// The words of a sentence.
    pub fn new(sentence: &Sentence) -> Self {
        Words { lower: sentence.tokens.iter().map(|t| t.form.to_lowercase()).collect() }
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.lower.is_empty()
    }

    /// The word at a token index, in lower case.
    pub fn at(&self, i: usize) -> &str {
        self.lower.get(i).map_or("", String::as_str)
    }

    /// The word `back` tokens before `i`.
    pub fn before(&self, i: usize, back: usize) -> &str {
        i.checked_sub(back).map_or("", |k| self.at(k))
    }

    /// Whether the word at a token index is one of these.
    pub fn any(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.at(i))
    }

    /// Whether the word before a token index is one of these.
    pub fn after(&self, i: usize, words: &[&str]) -> bool {
        words.contains(&self.before(i, 1))
    }

    /// Whether these words stand from a token index on.
    pub fn starts(&self, i: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(k, w)| self.at(i + k) == *w)
    }
}

/// A number, and how many tokens write it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cardinal {
    /// What it comes to.
    pub value: f64,
    /// How many tokens it takes.
    pub len: usize,
}

/// Digits of one token: `50,000`, `7.5`, `1.5m`, `3bn`. None for anything else, times and dates among it.
pub fn digits(word: &str) -> Option<f64> {
    let end = word.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(word.len());
    let (number, suffix) = word.split_at(end);
    let scale = match suffix {
        "" => 1.0,
        "k" => 1e3,
        "m" | "mn" | "mln" => 1e6,
        "b" | "bn" | "bln" => 1e9,
        "tn" | "trn" => 1e12,
        _ => return None,
    };
    let (whole, decimals) = match number.split_once('.') {
        Some((w, d)) => (w, Some(d)),
        None => (number, None),
    };
    if decimals.is_some_and(|d| d.is_empty() || !d.bytes().all(|b| b.is_ascii_digit())) {
        return None;
    }
    let groups: Vec<&str> = whole.split(',').collect();
    let grouped = groups.len() > 1;
    let well_formed = groups.iter().enumerate().all(|(k, g)| {
        !g.is_empty()
            && g.bytes().all(|b| b.is_ascii_digit())
            && (!grouped || if k == 0 { g.len() <= 3 } else { g.len() == 3 })
    });
    if !well_formed {
        return None;
    }
    let plain: String = groups.concat() + "." + decimals.unwrap_or("0");
    plain.parse::<f64>().ok().map(|v| tidy(v * scale))
}

/// Removes what binary fractions add to a product of a decimal and a power of ten.
fn tidy(value: f64) -> f64 {
    if value.abs() >= 1000.0 { value.round() } else { (value * 1e6).round() / 1e6 }
}

/// A spelled number under a hundred.
fn spelled(word: &str) -> Option<f64> {
    const SMALL: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    if let Some(n) = SMALL.iter().position(|w| *w == word) {
        return Some(n as f64);
    }
    if let Some(t) = tens(word) {
        return Some(t);
    }
    let (ten, one) = word.split_once('-')?;
    let one = SMALL[1..10].iter().position(|w| *w == one)? + 1;
    Some(tens(ten)? + one as f64)
}

/// "twenty" to "ninety".
fn tens(word: &str) -> Option<f64> {
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    TENS.iter().position(|w| *w == word).map(|n| (n as f64 + 2.0) * 10.0)
}

/// What a scale word multiplies by.
pub fn scale(word: &str) -> Option<f64> {
    Some(match word {
        "dozen" => 12.0,
        "score" => 20.0,
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "mln" | "mn" => 1e6,
        "billion" | "bln" | "bn" => 1e9,
        "trillion" | "trn" | "tn" => 1e12,
        _ => return None,
    })
}

/// An exact number from a token index on: `50,000`, `1.5 million`, `two hundred and fifty`, `a dozen`, `half a million`,
/// `twenty-five` in one token or three.
pub fn cardinal(words: &Words, i: usize) -> Option<Cardinal> {
    let first = words.at(i);
    if first == "half" {
        let skip = if words.any(i + 1, &["a", "-"]) { 2 } else { 1 };
        let s = scale(words.at(i + skip)).filter(|s| *s >= 1000.0 || *s == 12.0)?;
        return Some(Cardinal { value: s / 2.0, len: skip + 1 });
    }
    if matches!(first, "a" | "an") {
        let s = scale(words.at(i + 1)).filter(|_| words.at(i + 1) != "score")?;
        return Some(Cardinal { value: s, len: 2 }).map(|c| more_scales(words, i, c));
    }
    if let Some(value) = digits(first) {
        return Some(more_scales(words, i, Cardinal { value, len: 1 }));
    }
    let mut c = Cardinal { value: spelled(first)?, len: 1 };
    if tens(first).is_some() {
        let dash = usize::from(words.any(i + 1, &["-", "‑"]));
        if let Some(one) = spelled(words.at(i + 1 + dash)).filter(|n| (1.0..10.0).contains(n)) {
            c = Cardinal { value: c.value + one, len: 2 + dash };
        }
    }
    Some(more_scales(words, i, c))
}

/// Takes in the scale words after a number, and what is added to it ("two hundred and fifty").
fn more_scales(words: &Words, i: usize, mut c: Cardinal) -> Cardinal {
    while let Some(s) = scale(words.at(i + c.len)).filter(|s| *s != 20.0) {
        c = Cardinal { value: tidy(c.value * s), len: c.len + 1 };
        let and = usize::from(s >= 100.0 && words.at(i + c.len) == "and");
        let at = i + c.len + and;
        if s >= 100.0
            && digits(words.at(at)).is_none()
            && spelled(words.at(at)).is_some()
            && let Some(rest) = cardinal(words, at).filter(|r| r.value < s)
        {
            c = Cardinal { value: c.value + rest.value, len: c.len + and + rest.len };
        }
    }
    c
}

/// The number of an ordinal: `12th`, `third`, `twenty-first`.
pub fn ordinal(word: &str) -> Option<u32> {
    const SMALL: [&str; 20] = [
        "zeroth",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    for suffix in ["st", "nd", "rd", "th"] {
        if let Some(n) = word.strip_suffix(suffix).filter(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit())) {
            return n.parse().ok();
        }
    }
    if let Some(n) = SMALL[1..].iter().position(|w| *w == word) {
        return Some(n as u32 + 1);
    }
    if let Some((ten, one)) = word.split_once('-') {
        return Some(tens(ten)? as u32 + ordinal(one).filter(|n| *n < 10)?);
    }
    word.strip_suffix("ieth").and_then(|stem| tens(&format!("{stem}y"))).map(|t| t as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_language::Token;

    fn words(text: &str) -> Words {
        let tokens = text.split(' ').map(|w| Token { form: w.into(), ..Token::default() }).collect();
        Words::new(&Sentence { tokens, ..Sentence::default() })
    }

    #[test]
    fn cardinals() {
        let check = |text: &str, expected: Option<(f64, usize)>| {
            assert_eq!(cardinal(&words(text), 0).map(|c| (c.value, c.len)), expected, "{text:?}");
        };
        check("50,000 people", Some((50_000.0, 1)));
        check("7.5 kilometres", Some((7.5, 1)));
        check("1.5 million people", Some((1_500_000.0, 2)));
        check("3bn euros", Some((3e9, 1)));
        check("2.3m", Some((2_300_000.0, 1)));
        check("two hundred and fifty men", Some((250.0, 4)));
        check("two hundred and the rest", Some((200.0, 2)));
        check("twenty - five men", Some((25.0, 3)));
        check("twenty-five men", Some((25.0, 1)));
        check("a dozen men", Some((12.0, 2)));
        check("two dozen", Some((24.0, 2)));
        check("a hundred thousand", Some((100_000.0, 3)));
        check("half a million", Some((500_000.0, 3)));
        check("half of them", None);
        check("three thousand four hundred", Some((3_400.0, 4)));
        check("10:30", None);
        check("1,50", None);
        check("3.", None);
        check("6/2/2023", None);
        check("people", None);
        check("a man", None);
    }

    #[test]
    fn ordinals() {
        let check = |word: &str, expected: Option<u32>| assert_eq!(ordinal(word), expected, "{word:?}");
        check("12th", Some(12));
        check("1st", Some(1));
        check("third", Some(3));
        check("twenty-first", Some(21));
        check("thirtieth", Some(30));
        check("month", None);
        check("th", None);
    }
}
