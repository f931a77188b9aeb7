//! Words of English that were run together, put apart again: "the ministersaid", "Monday.The", "earthquakeRussia".
//!
//! Only white space is added, and it is added only where what is gained are known words and what is lost is none. Precision
//! goes before recall: a pair of words that may be one ("overrun") stays.

use crate::words::{frequency, is_known, is_name};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Determiners: what stands before them is no part of their word.
const DETERMINERS: &[&str] = &["the", "this", "that", "their", "his", "its", "these", "those", "an", "our", "which"];

/// Words that stand before a determiner, and with it make no longer word.
const BEFORE_DETERMINERS: &[&str] = &[
    "in", "on", "at", "by", "for", "with", "to", "as", "is", "be", "are", "was", "were", "it", "if", "or", "not",
    "but", "when", "than", "after", "before", "under", "over", "into", "from", "of", "about", "against", "between",
    "during", "and", "that", "had", "has", "have", "will", "would", "he", "she", "they", "we", "said",
];

/// Words that no longer word ends with, where the rest is a word of four letters or more.
const ENDS: &[&str] = &[
    "said", "says", "was", "were", "has", "had", "have", "and", "that", "the", "with", "from", "who", "which", "would",
    "could", "should", "will", "also", "are", "been", "this", "their", "they", "but", "between", "against", "because",
    "when", "while",
];

/// The same, where the rest is a usual word of five letters or more.
const SHORT_ENDS: &[&str] = &["of", "to", "for", "by", "at"];

/// The same, where the rest has an ending that no longer word goes on from.
const PREPOSITIONS: &[&str] = &["in", "on", "at", "as", "is", "it", "by", "of", "over", "about", "into"];

/// Words that no longer word begins with, where the rest is a usual word.
const BEGINS: &[&str] = &[
    "the", "of", "and", "that", "from", "was", "were", "has", "had", "have", "said", "which", "their", "this", "into",
    "they",
];

/// Words that many longer words begin with, so that the rest must be very usual and the whole not stand in the text again.
const WEAK_BEGINS: &[&str] = &[
    "in", "on", "to", "for", "by", "at", "as", "is", "it", "he", "be", "an", "we", "not", "his", "its", "with", "after",
];

/// Words of grammar: two of them are no word, if long enough.
const GRAMMAR: &[&str] = &[
    "he", "she", "they", "we", "it", "you", "who", "was", "were", "is", "are", "be", "been", "has", "had", "have",
    "will", "would", "could", "should", "not", "and", "but", "that", "this", "to", "of", "in", "on", "at", "by", "for",
    "with", "from", "as", "or", "if", "so", "than", "when", "the", "his", "her", "their", "its", "them", "him", "also",
    "did", "can", "may",
];

/// Pronouns and conjunctions that begin sentences.
const OPENERS: &[&str] = &["it", "he", "she", "we", "they", "but", "and", "this", "that", "there", "who"];

/// Endings of words that make no compound with the word after them.
const CLOSED: &[&str] = &[
    "ed", "ly", "tion", "tions", "ment", "ments", "ial", "ical", "ists", "ers", "ies", "ing", "ity", "ous", "ive",
    "ent", "ary",
];

/// Words that make compounds with anything.
const COMPOUNDING: &[&str] = &["counter", "under", "over", "inter", "school", "speech", "business", "states", "sports"];

/// What stands last in addresses, so that "example.Com" is one.
const DOMAINS: &[&str] =
    &["com", "net", "org", "gov", "edu", "mil", "info", "co", "uk", "eu", "tv", "io", "js", "html"];

/// How often each word of a text that is not known stands in it.
pub(crate) struct Unknown(BTreeMap<String, usize>);

impl Unknown {
    /// Counts the unknown words of the paragraphs of a text.
    pub(crate) fn of<'a>(paragraphs: impl Iterator<Item = &'a str>) -> Unknown {
        let mut counts = BTreeMap::new();
        for word in paragraphs.flat_map(|text| text.split(|c: char| !c.is_alphanumeric())).filter(|w| w.len() >= 5) {
            let small = word.to_lowercase();
            if !is_known(&small) {
                *counts.entry(small).or_insert(0) += 1;
            }
        }
        Unknown(counts)
    }

    fn is_repeated(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|count| *count > 1)
    }
}

/// A paragraph with its words apart; unchanged where none are run together.
pub(crate) fn parted<'a>(text: &'a str, unknown: &Unknown) -> Cow<'a, str> {
    let mut out = String::new();
    let mut changed = false;
    for word in text.split(' ') {
        // A comma or full stop that was parted from its word: "Sadat ,but".
        let stray = word.starts_with([',', ';']) || word == ".";
        let stray = stray && out.ends_with(|c: char| c.is_alphanumeric() || "”’\")".contains(c));
        if !out.is_empty() && !stray {
            out.push(' ');
        }
        changed |= stray;
        let before = out.len();
        let mut rest = word;
        if stray && word.len() > 1 {
            out.push_str(&word[..1]);
            out.push(' ');
            rest = &word[1..];
        }
        while let Some(at) = seam(rest) {
            push_words(&mut out, &rest[..at], unknown);
            out.push(' ');
            rest = &rest[at..];
        }
        push_words(&mut out, rest, unknown);
        changed |= out.len() > before + word.len();
    }
    if changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// Where signs or capitals show that the first space is missing in a token, as a byte offset.
fn seam(token: &str) -> Option<usize> {
    if token.len() < 4 || token.bytes().all(|b| b.is_ascii_lowercase()) || is_address(token) {
        return None;
    }
    token.char_indices().skip(1).map(|(at, _)| at).find(|at| {
        let (before, after) = token.split_at(*at);
        let ends = before.chars().next_back().zip(after.chars().next());
        ends.is_some_and(|(last, next)| missing(before, last, next, after))
    })
}

fn is_address(token: &str) -> bool {
    token.contains("://") || token.contains("www.") || token.contains(['@', '/', '_', '#', '\\', '='])
}

/// Writes a token, in two where its letters are two words. "war-torn" and "Syria's" are no run of letters.
fn push_words(out: &mut String, token: &str, unknown: &Unknown) {
    let start = token.find(char::is_alphanumeric).unwrap_or(0);
    let end = start + token[start..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(token.len() - start);
    let alone = !token[end..].contains(char::is_alphanumeric) && !is_address(token);
    match two_words(&token[start..end], unknown).filter(|_| alone) {
        Some(at) => {
            out.push_str(&token[..start + at]);
            out.push(' ');
            out.push_str(&token[start + at..]);
        }
        None => out.push_str(token),
    }
}

/// Whether a space is missing inside a token, between `before`, whose last character is `last`, and `after`, which begins
/// with `next`.
fn missing(before: &str, last: char, next: char, after: &str) -> bool {
    let left = |text: &str| -> String {
        let start = text.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric()).last();
        start.map_or(String::new(), |(at, _)| text[at..].to_owned())
    };
    let right: String = after.trim_start_matches(['“', '‘', '(']).chars().take_while(|c| c.is_alphanumeric()).collect();
    let small = right.to_lowercase();
    let letters = |word: &str| word.chars().all(char::is_alphabetic);
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase) && chars.next().is_none_or(char::is_lowercase)
    };
    match (last, next) {
        // "Monday.The", "failed”.Libya", "1967.The"
        ('.' | '!' | '?' | '…', n) if n.is_uppercase() || n == '“' => {
            let head = before.trim_end_matches(['.', '!', '?', '…']).trim_end_matches(['”', '’', '"', '\'', ')']);
            let word = left(head);
            let usual = frequency(&small) >= 100;
            let length = word.chars().count();
            let whole = length >= 2 && word.chars().next_back().is_some_and(char::is_lowercase);
            let shouted = length >= 2 && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
            capital(&right)
                && (right.len() > 1 || ["A", "I"].contains(&right.as_str()))
                && !DOMAINS.contains(&small.as_str())
                && (whole
                    || usual
                        && (shouted
                            || word.is_empty() && head != before
                            || length == 1 && head.contains('.') && right.len() > 1))
        }
        ('”', n) if n.is_alphabetic() && n.is_lowercase() => right.chars().count() >= 2,
        ('”', n) if n.is_uppercase() => true,
        (l, '“') => l.is_alphanumeric() || ",;:)".contains(l),
        // "Saturday,the"
        // "in January,2014", "a year ago,16 of them"
        (',', n) if n.is_ascii_digit() => {
            let word = left(&before[..before.len() - 1]);
            let day = word.len() <= 2 && word.chars().all(|c| c.is_ascii_digit()) && word.len() < before.len();
            let year = right.len() == 4 && (right.starts_with("19") || right.starts_with("20"));
            word.chars().count() >= 3 && letters(&word) || day && year
        }
        // "the U.S.troops"
        ('.', n) if n.is_lowercase() => {
            let dotted = before.len() >= 4 && before.bytes().rev().step_by(2).take(2).all(|b| b == b'.');
            dotted && letters(&right) && right.len() >= 2 && frequency(&small) >= 20
        }
        (',' | ';', n) if n.is_alphabetic() || n == '“' => {
            let head = &before[..before.len() - 1];
            let word = left(head);
            (word.chars().count() >= 2 || head.ends_with(['”', '"', ')', '’']) || ["a", "I"].contains(&word.as_str()))
                && (right.chars().count() >= 2
                    || after.starts_with(|c: char| c.is_uppercase())
                    || ["a", "A", "I"].contains(&right.as_str()))
        }
        (':', n) if n.is_alphabetic() => {
            let word = left(&before[..before.len() - 1]);
            word.len() >= 3 && is_known(&word) && word.chars().all(char::is_lowercase) && frequency(&small) >= 100
        }
        // "group(PKK)"
        (l, '(') if l.is_alphabetic() => {
            let word = left(before);
            word.chars().count() >= 3
                && right.chars().count() >= 2
                && right.chars().next().is_some_and(char::is_uppercase)
        }
        // "(PKK)has"
        (')', n) if n.is_alphabetic() => {
            let inside = before.rsplit_once('(').map(|(_, inside)| inside.trim_end_matches(')'));
            let set_off = inside.is_none_or(|inside| inside.len() >= 2 && inside.starts_with(char::is_uppercase));
            right.chars().count() >= 2 && frequency(&small) >= 20 && set_off
        }
        // "earthquakeRussia", "theUN", "Syria’sGovernment"
        (l, n) if l.is_lowercase() && n.is_uppercase() => {
            let word = left(before);
            let shouted = right.chars().all(char::is_uppercase);
            let owned = word == "s" && is_possessive(before) && before.chars().count() >= 5;
            let usual = match word.chars().count() {
                0 | 1 => false,
                2 => ["of", "in", "to", "by", "at", "on", "is", "as", "an"].contains(&word.as_str()),
                3 => frequency(&word) >= 100,
                _ => frequency(&word) >= 20 || is_known(&word) && right.chars().count() >= 4,
            };
            let names = |word: &str| word.len() >= 4 && is_name(word);
            let both = word.starts_with(char::is_uppercase) && names(&word.to_lowercase()) && names(&small);
            (word.chars().all(char::is_lowercase) && (usual || owned) || both)
                && letters(&right)
                && (shouted && right.chars().count() >= 2 || right.chars().count() >= 3 && capital(&right))
        }
        // "Syria’sgovernment"
        ('s', n) if n.is_lowercase() && is_possessive(before) => {
            let owner = left(before[..before.len() - 1].trim_end_matches(['’', '\'']));
            owner.len() >= 2 && right.chars().count() >= 3 && is_known(&owner.to_lowercase()) && frequency(&small) >= 20
        }
        // "15years"
        (l, n) if l.is_ascii_digit() && n.is_lowercase() => {
            letters(&right) && right.chars().count() >= 4 && frequency(&small) >= 50 && {
                let word = left(before);
                word.chars().all(|c| c.is_ascii_digit())
            }
        }
        // "since1967"
        (l, n) if l.is_lowercase() && n.is_ascii_digit() => {
            let word = left(before);
            let digits = right.chars().take_while(char::is_ascii_digit).count();
            digits == right.chars().count() && digits >= 2 && word.len() >= 2 && frequency(&word) >= 250
        }
        _ => false,
    }
}

fn is_possessive(word: &str) -> bool {
    word.ends_with("’s") || word.ends_with("'s")
}

/// Where the second word begins in a run of letters that is two; none where it is one, or may be.
fn two_words(run: &str, unknown: &Unknown) -> Option<usize> {
    let small = run.to_lowercase();
    if run.len() < 5 || is_known(&small) || run[1..].contains(char::is_uppercase) {
        return None;
    }
    let capital = run.starts_with(char::is_uppercase);
    let repeated = unknown.is_repeated(&small);
    let fits = |at: usize| -> Option<u64> {
        let (first, second) = small.split_at(at);
        let (often, seldom) = (frequency(first), frequency(second));
        let is = |list: &[&str], word: &str| list.contains(&word);
        if capital {
            // A name and its verb, or the article at a sentence's start; other pairs may be names.
            let name = first.len() >= 4 && is_known(first) && is(ENDS, second) && (second != "and" || first.len() >= 6);
            let name = name || is(OPENERS, first) && is(ENDS, second) && run.len() >= 6;
            let article = first == "the" && second.len() >= 6 && seldom >= 50 && !repeated;
            return (name || article).then_some(1 + u64::from(often) * u64::from(seldom));
        }
        let fit = is(BEFORE_DETERMINERS, first) && is(DETERMINERS, second)
            || first.len() >= 4 && often >= 20 && is(ENDS, second)
            || first.len() >= 5 && is_known(first) && second.len() >= 3 && is(ENDS, second)
            || first.len() >= 5 && often >= 50 && is(SHORT_ENDS, second)
            || first.len() >= 6 && is_known(first) && is(&SHORT_ENDS[..4], second)
            || first.len() >= 4 && often >= 250 && second == "of"
            || small.len() >= 6 && is(GRAMMAR, first) && is(GRAMMAR, second)
            || first == "to" && second.len() >= 4 && seldom >= 20
            || first.len() >= 5
                && is_known(first)
                && is(PREPOSITIONS, second)
                && CLOSED.iter().any(|e| first.ends_with(e))
            || first == "the" && second.len() >= 5 && is_known(second)
            || is(&["of", "its", "that", "by", "is"], first) && second.len() >= 7 && is_known(second)
            || first == "an" && second.len() >= 6 && seldom >= 20 && second.starts_with(['a', 'e', 'i', 'o', 'u'])
            || is(BEGINS, first) && second.len() >= 4 && seldom >= 20
            || is(WEAK_BEGINS, first) && second.len() >= 4 && seldom >= 250 && !repeated
            || first.len() >= 5
                && second.len() >= 5
                && often >= 50
                && seldom >= 50
                && !repeated
                && !is(COMPOUNDING, first)
                && (CLOSED.iter().any(|ending| first.ends_with(ending)) || first.len() >= 6 && second.len() >= 6);
        fit.then_some(1 + u64::from(often.max(1)) * u64::from(seldom.max(1)))
    };
    (2..small.len() - 1).filter_map(|at| Some((fits(at)?, at))).max().map(|(_, at)| at)
}

#[cfg(test)]
mod tests {
    use super::{Unknown, parted};

    fn read(text: &str) -> String {
        parted(text, &Unknown::of([text].into_iter())).into_owned()
    }

    #[test]
    fn words_are_put_apart() {
        let check = |text: &str, expected: &str| assert_eq!(read(text), expected);
        check("the ministersaid on Monday.The army", "the minister said on Monday. The army");
        check("before the earthquakeRussia was mediating", "before the earthquake Russia was mediating");
        check("on Saturday,the first visit", "on Saturday, the first visit");
        check("dissuade Sadat ,but \"failed\".Libya and Iraq", "dissuade Sadat, but \"failed\". Libya and Iraq");
        check("His deputy,Mohamed Riad,stepped down", "His deputy, Mohamed Riad, stepped down");
        check("aid since 1974,and President Carter", "aid since 1974, and President Carter");
        check("He said“no”and left", "He said “no” and left");
        check("the party(PKK)has fought theUN ofthe north", "the party (PKK) has fought the UN of the north");
        check("since1967 about 15years of it", "since 1967 about 15 years of it");
        check("Syria’sgovernment and Syria’sArmy", "Syria’s government and Syria’s Army");
        check(
            "Moscowsaid that presidentialpower grew inthis year",
            "Moscow said that presidential power grew in this year",
        );
        check("Themilitary said.It was", "The military said. It was");
        check("in the U.S.The vote by U.S.troops", "in the U.S. The vote by U.S. troops");
        check("shewas tosupport thepart ofthem", "she was to support the part of them");
        check("Hesaid on May 24,2014, a year ago,16 died", "He said on May 24, 2014, a year ago, 16 died");
    }

    #[test]
    fn words_stay() {
        let check = |text: &str| assert_eq!(read(text), text);
        check("The armed wing overran the outpost; therein, insofar as lawmakers understood it, lies the rub.");
        check(
            "iPhone, eBay, YouTube, WhatsApp, McDonald, deSouza, macOS, TransAsia, BuzzFeed, MacLean, BlackRock, LinkedIn, JPMorgan, FedEx",
        );
        check("example.com, Example.Com, https://news.example/a.B, www.example.net, jo@example.org, @JoPark");
        check("U.S. and U.N. envoys, J.R. Smith, Ph.D., a.m., e.g., No.5, 3.5 million, 1,000, 10:30, F-16, 5th, 20mph");
        check("person(s), (re)open, Workers' Party (PKK), “No,” he said… “Yes.”");
        check("apolitical, asymmetric, todayish, antecedent, anonymous, heir, memento, Esperanto; 24,201");
        check(
            "islander, bystanders, forbearing, therapeutic, cousin, comedian, theocrats, offshoots, isometric, toolkits",
        );
        check("the therapist’s android stood on the headland; toman, washer, werewolf, carton");
        check("Zealand, Marchand, Goodwill, Andover, Netherlands, Sutherland");
        check("");
    }
}
