//! Whether what a time belongs to has happened or is to come, which decides between last Friday and next.

use super::vocabulary::EXPECTING;
use crate::numbers::Words;
use chancery_language::{Sentence, Upos};
use std::ops::Range;

/// The side of the publication date that a clause speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    Unknown,
}

const WILL: &[&str] = &["will", "shall", "'ll", "’ll", "wo"];
const MODAL: &[&str] = &["would", "may", "might", "could", "should", "must", "can", "'d"];
const PAST: &[&str] = &["was", "were", "had", "has", "have", "did", "'ve", "been"];
/// Participles and adjectives that need no infinitive to point ahead ("scheduled for Friday", "due on Monday").
const AHEAD: &[&str] =
    &["scheduled", "due", "slated", "planned", "expected", "set", "upcoming", "forthcoming", "payable", "effective"];
/// Verbs whose simple present with a date is a timetable ("the summit opens on Friday").
const TIMETABLE: &[&str] = &[
    "begin", "start", "open", "close", "end", "expire", "take", "go", "come", "arrive", "resume", "vote", "become",
    "kick", "enter", "meet", "travel", "head", "run", "last", "set", "be",
];
const REPORTING: &[&str] = &["say", "tell", "report", "announce", "claim", "warn", "add", "state"];

/// What is called for a day, and may be still to come.
const CALLED: &[&str] = &[
    "meeting",
    "summit",
    "talks",
    "vote",
    "election",
    "elections",
    "ceremony",
    "conference",
    "session",
    "hearing",
    "deadline",
    "visit",
    "debate",
    "rally",
    "referendum",
    "trial",
    "funeral",
    "inauguration",
    "negotiations",
];

/// The tense of the clause that a stretch of tokens belongs to.
pub(super) fn tense(sentence: &Sentence, words: &Words, range: &Range<usize>) -> Tense {
    // "They will discuss Monday's attack": what a day owns has its own time, unless it is of a kind that is called.
    if words.any(range.end, &["'s", "’s"]) && !(range.end + 1..range.end + 4).any(|i| words.any(i, CALLED)) {
        return Tense::Past;
    }
    // "postponed until Tuesday", "a truce from Friday"; but "Until Friday, all was calm".
    let ranged = words.any(range.end, &["until", "till", "to", "through"]) || words.before(range.start, 3) == "from";
    let led = range.start > 1 && !ranged && words.after(range.start, &["until", "till", "from"]);
    if led && super::vocabulary::weekday(words.at(range.start)).is_some() {
        return Tense::Future;
    }
    if sentence.tokens.iter().any(|t| t.head.is_some()) {
        by_tree(sentence, words, range)
    } else {
        by_words(words, range)
    }
}

/// Climbs from the expression to the first verb that has a tense.
fn by_tree(sentence: &Sentence, words: &Words, range: &Range<usize>) -> Tense {
    let tokens = &sentence.tokens;
    let outside = |i: &usize| tokens.get(*i).is_some_and(|t| t.head.is_none_or(|h| !range.contains(&h)));
    let Some(mut at) = range.clone().find(outside).and_then(|i| tokens[i].head) else {
        return by_words(words, range);
    };
    // A damaged tree may have a circle; no path is longer than the sentence.
    for _ in 0..tokens.len() {
        let token = &tokens[at];
        if words.any(at, AHEAD) && !completed(sentence, words, at) {
            return Tense::Future;
        }
        let predicate = matches!(token.upos, Upos::VERB | Upos::AUX) || auxiliaries(sentence, at).next().is_some();
        if predicate {
            let found = of_verb(sentence, words, at);
            if found != Tense::Unknown || token.feats.verb_form == Some("Fin") {
                return found;
            }
        }
        match token.head {
            Some(h) => at = h,
            None => break,
        }
    }
    Tense::Unknown
}

fn auxiliaries(sentence: &Sentence, verb: usize) -> impl Iterator<Item = usize> {
    let helps =
        move |t: &chancery_language::Token| t.head == Some(verb) && (t.deprel.starts_with("aux") || t.deprel == "cop");
    sentence.tokens.iter().enumerate().filter(move |(_, t)| helps(t)).map(|(i, _)| i)
}

/// Whether a perfect tells that what was ahead is over ("had been scheduled").
fn completed(sentence: &Sentence, words: &Words, verb: usize) -> bool {
    auxiliaries(sentence, verb).any(|a| words.any(a, &["had"]))
}

fn of_verb(sentence: &Sentence, words: &Words, verb: usize) -> Tense {
    let has = |list: &[&str]| auxiliaries(sentence, verb).any(|a| words.any(a, list));
    let perfect = has(&["have", "has", "had", "'ve"]);
    let token = &sentence.tokens[verb];
    let to = |t: &chancery_language::Token| {
        t.head == Some(verb) && t.upos == Upos::PART && t.form.eq_ignore_ascii_case("to")
    };
    let infinitive = sentence.tokens.iter().any(to);
    if has(WILL) {
        return Tense::Future;
    }
    let be = &["is", "are", "was", "were"];
    if infinitive && has(be) && !perfect {
        // "are to meet on Monday"
        return Tense::Future;
    }
    if perfect || has(&["was", "were", "did"]) {
        return Tense::Past;
    }
    if has(MODAL) {
        return Tense::Future;
    }
    if infinitive {
        return match token.head {
            Some(h) if words.any(h, EXPECTING) || EXPECTING.contains(&sentence.tokens[h].lemma.as_str()) => {
                Tense::Future
            }
            // "were to meet on Friday"
            Some(h) if sentence.tokens[h].upos == Upos::AUX => Tense::Future,
            _ => Tense::Unknown,
        };
    }
    if has(&["is", "are", "am", "'s", "'re", "'m"]) {
        return Tense::Future;
    }
    match token.feats.tense {
        Some("Past") => Tense::Past,
        Some("Pres") if token.feats.verb_form == Some("Fin") => match token.lemma.as_str() {
            lemma if REPORTING.contains(&lemma) => Tense::Past,
            lemma if TIMETABLE.contains(&lemma) => Tense::Future,
            _ => Tense::Unknown,
        },
        _ => Tense::Unknown,
    }
}

/// Without a tree: the nearest word with a tense to the left in the clause, else to the right.
fn by_words(words: &Words, range: &Range<usize>) -> Tense {
    let boundary = |i: usize| words.any(i, &[".", ";", "``", "''", "\"", "“", "”"]);
    let cue = |i: usize| {
        let word = words.at(i);
        if WILL.contains(&word)
            || AHEAD.contains(&word) && words.before(i, 1) != "had" && !words.any(i + 1, &["by", "up", "off"])
        {
            return Some(Tense::Future);
        }
        if MODAL.contains(&word) && !words.any(i + 1, &["have"]) {
            return Some(Tense::Future);
        }
        // "is to resume", "expected to end".
        if (EXPECTING.contains(&word) || matches!(word, "is" | "are" | "was" | "were")) && words.any(i + 1, &["to"]) {
            return Some(Tense::Future);
        }
        (PAST.contains(&word) || past_form(word)).then_some(Tense::Past)
    };
    let left = (0..range.start).rev().take_while(|i| !boundary(*i)).find_map(cue);
    left.or_else(|| (range.end..words.len()).take_while(|i| !boundary(*i)).find_map(cue)).unwrap_or(Tense::Unknown)
}

fn past_form(word: &str) -> bool {
    const IRREGULAR: &[&str] = &[
        "said", "told", "met", "held", "began", "went", "came", "took", "gave", "made", "fell", "rose", "got", "saw",
        "left", "sent", "won", "lost", "spoke", "found", "led", "broke", "struck", "fought", "brought", "became",
        "ran", "grew",
    ];
    word.len() > 3 && word.ends_with("ed") || IRREGULAR.contains(&word)
}
