//! Words as they are compared: lower case, stemmed, numbers by their value, each with how rare it is.

use crate::hash::{self, Hash};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sort {
    /// A word like any other.
    Plain,
    /// Part of a name: it has a capital where grammar does not ask for one.
    Name,
    /// A number, in digits or in words.
    Number,
    /// Stands for nothing by itself: an article, a preposition, a pronoun.
    Function,
}

/// One word of a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word<'a> {
    /// As it is written.
    pub text: &'a str,
    /// The hash of its stem or, for a number, of its value.
    pub stem: Hash,
    /// How rare it is, 0 (in most sentences) to 255 (not in the table of common words).
    pub rarity: u8,
    /// What it is.
    pub sort: Sort,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Whether a sentence begins with it.
    pub opens: bool,
    /// Offset of its first byte.
    pub at: usize,
}

/// The words of a text in their order.
///
/// A quotation is what stands between double quotation marks of one paragraph and has four words or more; fewer are a
/// name or a turn of phrase. A mark that nothing closes opens no quotation, but where the next paragraph opens with
/// one too, as quotations of several paragraphs do.
pub(crate) fn words(text: &str) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::with_capacity(text.len() / 6);
    let mut opens = true;
    let mut quote: Option<usize> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '.' | '!' | '?' => opens = true,
            '\n' => {
                opens = true;
                if text[at..].starts_with("\n\n")
                    && let Some(from) = quote.take()
                    && text[at..].trim_start().starts_with(['“', '"', '„', '«'])
                {
                    close(&mut out, from);
                }
            }
            '“' | '„' | '«' => quote = Some(out.len()),
            '”' | '»' => {
                if let Some(from) = quote.take() {
                    close(&mut out, from);
                }
            }
            '"' => match quote.take() {
                Some(from) => close(&mut out, from),
                None => quote = Some(out.len()),
            },
            c if c.is_alphanumeric() => {
                let mut end = at + c.len_utf8();
                while let Some(&(next, d)) = chars.peek() {
                    let inner = matches!(d, '\'' | '’' | '.' | ',')
                        && text[next + d.len_utf8()..].chars().next().is_some_and(|e| {
                            if matches!(d, '.' | ',') {
                                e.is_ascii_digit() && text[..next].ends_with(|p: char| p.is_ascii_digit())
                            } else {
                                e.is_alphanumeric()
                            }
                        });
                    if !d.is_alphanumeric() && !inner {
                        break;
                    }
                    end = next + d.len_utf8();
                    chars.next();
                }
                let word = &text[at..end];
                // The point of an abbreviation or an initial ends no sentence.
                let abbreviated =
                    text[end..].starts_with('.') && (word.chars().count() == 1 || ABBREVIATIONS.contains(&word));
                if abbreviated {
                    chars.next();
                }
                out.push(weigh(word, at, opens));
                opens = false;
            }
            _ => {}
        }
    }
    numbers(&mut out);
    out
}

const ABBREVIATIONS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Dr", "Gen", "Col", "Lt", "Sgt", "Maj", "Capt", "Sen", "Rep", "Gov", "St", "Jr", "Sr", "No",
    "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec", "vs",
];

fn close(words: &mut [Word<'_>], from: usize) {
    if words.len() >= from + 4 {
        words[from..].iter_mut().for_each(|w| w.quoted = true);
    }
}

fn weigh<'a>(text: &'a str, at: usize, opens: bool) -> Word<'a> {
    let lower = text.to_lowercase().replace('’', "'");
    let plain = lower.strip_suffix("'s").unwrap_or(&lower);
    let stem = stem(plain);
    let rarity = COMMON.stems.get(&stem).copied().unwrap_or(255);
    let capital = text.starts_with(char::is_uppercase);
    // A word that opens a sentence has a capital whatever it is: it is a name where no table knows it.
    let sort = if COMMON.function.contains_key(&stem) {
        Sort::Function
    } else if capital && (!opens || rarity == 255) {
        Sort::Name
    } else {
        Sort::Plain
    };
    Word { text, stem: hash::of(stem.as_bytes()), rarity, sort, quoted: false, opens, at }
}

/// Makes numbers of the words that are some: "1,200", "twelve hundred", "2.5 million". The words after the first of
/// one number are taken out.
fn numbers(words: &mut Vec<Word<'_>>) {
    let mut kept = 0;
    let mut at = 0;
    while at < words.len() {
        let mut word = words[at].clone();
        at += 1;
        let one = matches!(word.text, "one" | "One" | "a" | "A")
            && words.get(at).is_some_and(|w| scale(&w.text.to_lowercase()).is_some());
        if let Some(mut value) = if one { Some(1.0) } else { value(word.text) } {
            let mut last = scale(word.text).unwrap_or(1.0);
            while let Some(next) = words.get(at) {
                let lower = next.text.to_lowercase();
                if let Some(by) = scale(&lower) {
                    value *= by;
                    last = by;
                } else if word.text.starts_with(char::is_alphabetic)
                    && let Some(more) = self::value(&lower).filter(|_| lower.starts_with(char::is_alphabetic))
                    && (more < last || (more < 10.0 && value % 10.0 == 0.0 && (20.0..100.0).contains(&value)))
                {
                    value += more;
                } else {
                    break;
                }
                at += 1;
            }
            word.sort = Sort::Number;
            word.stem = hash::of(&value.to_bits().to_le_bytes());
            // One, two and three are everywhere; so are the years around now.
            word.rarity = match value {
                v if v < 4.0 => 40,
                v if v < 10.0 => 110,
                v if (1900.0..2100.0).contains(&v) => 110,
                _ => 230,
            };
        }
        words[kept] = word;
        kept += 1;
    }
    words.truncate(kept);
}

fn value(text: &str) -> Option<f64> {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let digits: String = text.chars().filter(|c| *c != ',').collect();
        return digits.trim_end_matches(char::is_alphabetic).parse().ok();
    }
    let lower = text.to_lowercase();
    NUMERALS.iter().find(|(name, _)| *name == lower).map(|&(_, value)| value)
}

fn scale(text: &str) -> Option<f64> {
    Some(match text {
        "hundred" => 100.0,
        "thousand" => 1e3,
        "million" | "mn" => 1e6,
        "billion" | "bn" => 1e9,
        "trillion" => 1e12,
        _ => return None,
    })
}

#[rustfmt::skip]
const NUMERALS: &[(&str, f64)] = &[
    ("two", 2.0), ("three", 3.0), ("four", 4.0), ("five", 5.0), ("six", 6.0), ("seven", 7.0), ("eight", 8.0), ("nine", 9.0),
    ("ten", 10.0), ("eleven", 11.0), ("twelve", 12.0), ("thirteen", 13.0), ("fourteen", 14.0), ("fifteen", 15.0),
    ("sixteen", 16.0), ("seventeen", 17.0), ("eighteen", 18.0), ("nineteen", 19.0), ("twenty", 20.0), ("thirty", 30.0),
    ("forty", 40.0), ("fifty", 50.0), ("sixty", 60.0), ("seventy", 70.0), ("eighty", 80.0), ("ninety", 90.0),
    ("dozen", 12.0),
];

struct Common {
    /// Rarity by stem.
    stems: HashMap<String, u8>,
    /// Stems of the words that stand for nothing.
    function: HashMap<String, ()>,
}

static COMMON: LazyLock<Common> = LazyLock::new(|| {
    let rows = || {
        include_str!("../data/words.tsv").lines().filter(|l| !l.starts_with('#')).filter_map(|line| {
            let (word, count) = line.split_once('\t')?;
            Some((stem(word), count.parse::<f64>().ok()?))
        })
    };
    let mut counts: HashMap<String, f64> = HashMap::new();
    rows().for_each(|(stem, count)| *counts.entry(stem).or_default() += count);
    // From a word of every sentence (0) to one that is not listed (255), by the logarithm of its share.
    let rarest = 10_000f64.ln();
    let stems = counts.into_iter().map(|(s, n)| (s, ((10_000.0 / n).ln().max(0.0) / rarest * 255.0) as u8)).collect();
    let function = include_str!("../data/function-words.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .flat_map(str::split_whitespace)
        .map(|w| (stem(w), ()))
        .collect();
    Common { stems, function }
});

/// The stem of a word in lower case: endings of number, tense and manner are cut, so that "agreed", "agrees" and
/// "agreement" are one. It is a key, not a word.
fn stem(word: &str) -> String {
    let mut s = word.to_string();
    if !s.is_ascii() || s.len() < 4 {
        return s;
    }
    let cut = |s: &mut String, n: usize| s.truncate(s.len() - n);
    if s.len() > 4 && s.ends_with("ies") {
        cut(&mut s, 3);
        s.push('y');
    } else if s.ends_with('s') && !s.ends_with("ss") && !s.ends_with("us") && !s.ends_with("is") {
        cut(&mut s, 1);
    }
    if s.len() > 5 && s.ends_with("ly") {
        cut(&mut s, 2);
    }
    if s.len() > 7 && s.ends_with("ment") {
        cut(&mut s, 4);
    }
    for ending in ["ing", "ed"] {
        if let Some(rest) = s.strip_suffix(ending)
            && rest.len() >= 3
            && rest.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        {
            let mut rest = rest.to_string();
            let end = rest.as_bytes()[rest.len() - 1];
            if rest.len() > 3 && rest.as_bytes()[rest.len() - 2] == end && !b"lsz".contains(&end) {
                rest.pop();
            }
            s = rest;
            break;
        }
    }
    if s.ends_with('i') {
        cut(&mut s, 1);
        s.push('y');
    }
    while s.len() > 3 && s.ends_with('e') {
        s.pop();
    }
    s
}

#[cfg(test)]
mod tests {
    use super::{Sort, stem, words};

    #[test]
    fn forms_of_a_word_have_one_stem() {
        let check = |forms: &[&str]| {
            let stems: Vec<String> = forms.iter().map(|f| stem(f)).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{forms:?}: {stems:?}");
        };
        check(&["agree", "agrees", "agreed", "agreement", "agreements"]);
        check(&["country", "countries"]);
        check(&["stop", "stopped", "stopping"]);
        check(&["make", "making", "makes"]);
        check(&["strike", "strikes", "striking"]);
        check(&["clear", "clearly"]);
    }

    #[test]
    fn numbers_are_compared_by_value() {
        let stems =
            |text: &str| words(text).iter().filter(|w| w.sort == Sort::Number).map(|w| w.stem).collect::<Vec<_>>();
        let check = |a: &str, b: &str| assert_eq!(stems(a), stems(b), "{a:?} and {b:?}");
        check("1,200 people", "1200 people");
        check("twelve hundred", "1,200");
        check("two million", "2,000,000");
        check("2.5 million", "2500000");
        check("twenty five", "25");
        check("twenty-five", "25");
        check("one hundred and", "1 hundred and");
        check("three dozen", "3, 12");
    }

    #[test]
    fn quotations_are_marked() {
        let check = |text: &str, expected: &str| {
            let quoted: Vec<&str> = words(text).into_iter().filter(|w| w.quoted).map(|w| w.text).collect();
            assert_eq!(quoted.join(" "), expected, "{text:?}");
        };
        check("He said: \"We will not go back.\" Then he left.", "We will not go back");
        check("“We will not go back,” he said.", "We will not go back");
        check("The \"Iron\" group left.", "");
        check("An inch (\") here and nothing else in this line", "");
        check("“We will not go back.\n\n“Never again will we.”", "We will not go back Never again will we");
    }
}
