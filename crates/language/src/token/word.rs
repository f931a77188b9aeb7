//! What the tokeniser knows of words: characters that are marks, abbreviations, prefixes, addresses, contractions, glue.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What may follow an abbreviation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// A name ("Gen."): it does not end a sentence.
    Title,
    /// A number, or it is not an abbreviation at all ("No.").
    Number,
    /// A month or weekday: an abbreviation beside a number or before something small; else a common word may be meant.
    Month,
    /// Anything ("Inc."): it may end a sentence.
    Other,
}

pub(super) static ABBREVIATIONS: LazyLock<HashMap<&str, Abbreviation>> = LazyLock::new(|| {
    let lines = include_str!("../../data/abbreviations.txt").lines().filter(|l| !l.starts_with('#'));
    let kinds = lines.map(|line| {
        let (word, kind) = line.split_once(' ').unwrap_or((line, ""));
        let kind = match kind {
            "title" => Abbreviation::Title,
            "number" => Abbreviation::Number,
            "month" => Abbreviation::Month,
            _ => Abbreviation::Other,
        };
        (word, kind)
    });
    kinds.collect()
});

pub(super) static PREFIXES: LazyLock<HashSet<&str>> =
    LazyLock::new(|| words_of(include_str!("../../data/prefixes.txt")));

/// What a web name may end in.
pub(super) static DOMAINS: LazyLock<HashSet<&str>> = LazyLock::new(|| words_of(include_str!("../../data/domains.txt")));

/// Units that part from the number they are glued to.
pub(super) static UNITS: LazyLock<HashSet<&str>> = LazyLock::new(|| words_of(include_str!("../../data/units.txt")));

/// Starts of names that go on with a capital ("McDonald", "YouTube"), and words that such glue often ends or starts with.
pub(super) static CAMEL: LazyLock<HashSet<&str>> = LazyLock::new(|| words_of(include_str!("../../data/camel.txt")));

pub(super) fn words_of(text: &'static str) -> HashSet<&'static str> {
    text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect()
}

/// The kind of abbreviation that a word before a full stop is.
pub(crate) fn abbreviation(word: &str) -> Option<Abbreviation> {
    ABBREVIATIONS.get(word).copied()
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '‚' | '`' | '´' | '‹' | '›')
}

pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ')
}

pub(super) fn is_opener(c: char) -> bool {
    is_quote(c) || matches!(c, '(' | '[' | '{' | '<' | '¿' | '¡')
}

pub(super) fn is_closer(c: char) -> bool {
    is_quote(c) || matches!(c, ')' | ']' | '}' | '>' | ',' | ';' | ':' | '!' | '?' | '…' | '%' | '|')
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '―' | '−')
}

pub(super) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥' | '₹' | '₽' | '₺' | '₴' | '₪' | '₩' | '₦' | '¢' | '฿')
}

/// Whether a run of the same character is one token ("...", "--", `""`, "!!").
pub(super) fn runs(c: char) -> bool {
    is_dash(c)
        || matches!(
            c,
            '.' | '!' | '?' | '*' | '=' | '_' | '#' | '~' | '+' | '<' | '>' | '"' | '\'' | '`' | '^' | '\\' | '/'
        )
}

pub(super) fn string(chars: &[char]) -> String {
    chars.iter().collect()
}

pub(super) fn lower(chars: &[char]) -> String {
    chars.iter().flat_map(|c| c.to_lowercase()).collect()
}

pub(super) fn all(chars: &[char], test: impl Fn(char) -> bool) -> bool {
    !chars.is_empty() && chars.iter().all(|&c| test(c))
}

/// Whether the full stop at the end of a word belongs to it; `next` is the character that follows, spaces aside.
pub(super) fn keeps_stop(word: &[char], next: Option<char>) -> bool {
    let stem = &word[..word.len() - 1];
    // What follows the last hyphen, slash or bracket decides ("Lt.-Gen.", "(Sen.").
    let from = stem.iter().rposition(|&c| is_dash(c) || c == '/' || is_opener(c)).map_or(0, |i| i + 1);
    let stem = &stem[from..];
    if stem.len() > 1 && is_acronym(stem) {
        return true;
    }
    let follows = |test: fn(char) -> bool| next.is_some_and(test);
    if let [letter] = stem
        && letter.is_uppercase()
    {
        // An initial; a sentence that ends in one letter is rare before another capital, and "I" no initial.
        return *letter != 'I' && follows(|c| c.is_uppercase() || c == ',');
    }
    match abbreviation(&string(stem)) {
        Some(Abbreviation::Number) => follows(char::is_numeric),
        Some(Abbreviation::Month) => follows(|c| !c.is_uppercase()),
        Some(_) => true,
        None => false,
    }
}

pub(super) fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Letters one by one with full stops between ("U.S", "a.m"), or one letter.
pub(super) fn is_acronym(word: &[char]) -> bool {
    word.len() % 2 == 1 && word.iter().enumerate().all(|(i, &c)| if i % 2 == 0 { c.is_alphabetic() } else { c == '.' })
        || {
            // "Ph.D", "M.Sc".
            let text = string(word);
            matches!(text.as_str(), "Ph.D" | "M.Sc" | "B.Sc" | "M.Phil" | "LL.B" | "LL.M" | "Lt.Gen" | "Maj.Gen")
        }
}

pub(super) fn is_smiley(c: &[char]) -> bool {
    matches!(
        string(c).as_str(),
        ":)" | ":("
            | ":-)"
            | ":-("
            | ";)"
            | ";-)"
            | ":D"
            | ":-D"
            | ":P"
            | ":-P"
            | ":p"
            | "=)"
            | "=("
            | "(:"
            | "<3"
            | "^_^"
            | ":/"
            | ":'("
            | "xD"
            | "=D"
            | ":))"
    )
}

/// An address of the web or of mail.
pub(super) fn is_web(word: &[char]) -> bool {
    let start: String = lower(&word[..word.len().min(8)]);
    if ["http://", "https://", "ftp://", "mailto:", "www."].iter().any(|p| start.starts_with(p)) && word.len() > 8 {
        return true;
    }
    let Some(at) = word.iter().position(|&c| c == '@') else { return false };
    let host = &word[at + 1..];
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    at > 0
        && all(&word[..at], plain)
        && all(host, plain)
        && (host.contains(&'.') || all(host, |c| c.is_alphanumeric() || c == '_'))
}

/// A name of the web ("example.org/path") or of a file.
pub(super) fn is_file_or_domain(word: &[char]) -> bool {
    let host = word.iter().position(|&c| c == '/').unwrap_or(word.len());
    let host = &word[..host];
    let Some(dot) = host.iter().rposition(|&c| c == '.') else { return false };
    let end = &host[dot + 1..];
    dot > 0
        && DOMAINS.contains(lower(end).as_str())
        && (all(end, char::is_lowercase) || all(&host[..dot], |c| !c.is_lowercase()) || !end[0].is_uppercase())
        && all(host, |c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))
        && host[0].is_alphanumeric()
        && !host.windows(2).any(|w| w == ['.', '.'])
}

/// "'s" and its like alone: a word of its own, not a quoted letter.
pub(super) fn is_clitic(word: &[char]) -> bool {
    word.len() > 1
        && is_apostrophe(word[0])
        && matches!(
            lower(&word[1..]).as_str(),
            "s" | "re" | "ve" | "ll" | "d" | "m" | "em" | "n" | "til" | "cause" | "tis" | "twas"
        )
}

/// Whether the last mark is part of a word such as "o'" in the middle of nothing; kept out on purpose but for "n'".
pub(super) fn is_clitic_end(word: &[char]) -> bool {
    matches!(word, ['n', a] if is_apostrophe(*a))
}

/// "person(s)".
pub(super) fn keeps_bracket(word: &[char]) -> bool {
    let Some(open) = word.iter().rposition(|&c| c == '(') else { return false };
    open > 1
        && open + 5 > word.len()
        && all(&word[..open], char::is_alphabetic)
        && all(&word[open + 1..word.len() - 1], char::is_lowercase)
}

/// Whether a hyphen keeps its sides in one token: prefixes and telephone numbers.
pub(super) fn hyphen_joins(before: &[char], after: &[char]) -> bool {
    if all(before, char::is_alphabetic) {
        return PREFIXES.contains(lower(before).as_str()) && after.first().is_some_and(|c| c.is_alphanumeric());
    }
    let digits = |side: &[char]| side.iter().take_while(|c| c.is_numeric()).count();
    let right = digits(after);
    let whole = |side: &[char], n: usize| n > 0 && side.get(n).is_none_or(|c| is_dash(*c));
    if all(before, char::is_numeric) && whole(after, right) {
        let left = before.len();
        let more = after.get(right).is_some();
        // 555-1234, 212-555-1234, 1-800-…, 2014-05-06, 90210-1234.
        return match (left, right) {
            (3, 4) | (5, 4) => true,
            (3, 3) | (1, 3) | (4, 2) => more,
            _ => false,
        };
    }
    // The later parts of such a number.
    before.iter().any(|&c| is_dash(c)) && all(before, |c| c.is_numeric() || is_dash(c)) && right > 0
}

/// Where a contracted form is cut, in order; empty if it is none.
pub(super) fn contraction(word: &[char]) -> Vec<usize> {
    let n = word.len();
    let text = lower(word);
    let text = text.replace(['’', '‘', '`', '´', 'ʼ'], "'");
    if text.chars().count() != n {
        return Vec::new();
    }
    match text.as_str() {
        "cannot" => return vec![3],
        "gonna" | "wanna" | "gotta" | "gimme" | "lemme" => return vec![3],
        "dunno" => return vec![2, 3],
        "dont" | "wont" => return vec![2],
        "didnt" | "doesnt" | "isnt" | "wasnt" | "arent" | "havent" | "hasnt" | "wouldnt" | "couldnt" | "shouldnt"
        | "werent" | "hadnt" => {
            return vec![n - 2];
        }
        "cant" => return vec![2],
        "y'all" => return vec![2],
        "'tis" | "'twas" => return vec![2],
        "im" if word[0] == 'I' && word[1] == 'm' => return vec![1],
        "o'clock" => return Vec::new(),
        _ => {}
    }
    if n > 3 && text.ends_with("n't") {
        return vec![n - 3];
    }
    for clitic in ["'s", "'re", "'ve", "'ll", "'d", "'m"] {
        if text.ends_with(clitic) && n > clitic.len() {
            let cut = n - clitic.len();
            // "the 1990's" is one word; "wouldn't've" is three.
            if all(&word[..cut], char::is_numeric) && cut <= 4 && clitic == "'s" && word[cut - 1] == '0' {
                return Vec::new();
            }
            let mut cuts = contraction(&word[..cut]);
            cuts.push(cut);
            return cuts;
        }
    }
    Vec::new()
}

/// Where a word falls apart that scraping glued together ("earthquakeRussia"), if it does.
pub(super) fn glue(word: &[char]) -> Option<usize> {
    let cut = (1..word.len()).find(|&i| word[i].is_uppercase() && word[i - 1].is_lowercase())?;
    let (left, right) = (&word[..cut], &word[cut..]);
    let tail = right.iter().skip(1).take_while(|c| c.is_lowercase()).count();
    let known = |w: &[char]| CAMEL.contains(lower(w).as_str());
    if !all(left, char::is_alphabetic) || known(left) || left.len() < 3 || tail < 1 {
        return None;
    }
    let start: String = string(&right[..=tail]);
    // A capital at the start may be a trade name ("SmallVille"): only a word that starts sentences tells glue.
    let splits = if left[0].is_uppercase() {
        left.len() >= 4 && CAMEL.contains(format!("+{start}").as_str())
    } else {
        tail >= 2 || CAMEL.contains(format!("+{start}").as_str())
    };
    splits.then_some(cut)
}
