//! What a copy made of its source: what it adds, drops, and states harder.

use crate::Document;
use crate::words::{Sort, Word, words};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a copy made of its source.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// Sentences of the copy of which the source has little.
    pub added: Vec<String>,
    /// Sentences of the source of which the copy has little.
    pub dropped: Vec<String>,
    /// What is told by both and not in the same way.
    pub changes: Vec<Change>,
}

/// One thing told in another way.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What became of it.
    pub what: Changed,
    /// The words of the source that matter; empty where it has none.
    pub was: String,
    /// The words of the copy; empty where it has none.
    pub is: String,
    /// The sentence of the source.
    pub source: String,
    /// The sentence of the copy.
    pub copy: String,
}

/// In which way something is told otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Changed {
    /// The word for saying says more than before: "said" became "admitted".
    SayingHardened,
    /// It says less: "confirmed" became "claimed".
    SayingSoftened,
    /// A hedge is gone: "reportedly", "may".
    HedgeLost,
    /// A hedge was put in.
    HedgeAdded,
    /// What somebody said is told as a fact.
    AttributionLost,
    /// Other numbers.
    Figures,
}

impl Changed {
    /// Its name in output.
    pub fn code(self) -> &'static str {
        match self {
            Changed::SayingHardened => "saying-hardened",
            Changed::SayingSoftened => "saying-softened",
            Changed::HedgeLost => "hedge-lost",
            Changed::HedgeAdded => "hedge-added",
            Changed::AttributionLost => "attribution-lost",
            Changed::Figures => "figures",
        }
    }
}

/// Compares a source with its copy, sentence by sentence. A sentence belongs to the one of the other text that shares most of its words
/// (weighed by how rare they are).
pub fn difference(source: &Document, copy: &Document) -> Difference {
    let (theirs, ours) = (sentences(&source.body), sentences(&copy.body));
    let mut out = Difference::default();
    let whole: HashSet<u32> = theirs.iter().flat_map(|s| s.weights.keys().copied()).collect();
    for sentence in &ours {
        if sentence.told_by(|w| whole.contains(&w)) < 0.4 {
            out.added.push(sentence.text.to_string());
            continue;
        }
        // The best of their sentences; the first of equals.
        let best =
            theirs.iter().map(|s| (s, sentence.like(s))).fold(None, |best: Option<(&Sentence<'_>, f32)>, next| {
                if best.is_some_and(|b| b.1 >= next.1) { best } else { Some(next) }
            });
        if let Some((other, like)) = best
            && like >= 0.5
        {
            out.changes.extend(changes(other, sentence));
        }
    }
    let whole: HashSet<u32> = ours.iter().flat_map(|s| s.weights.keys().copied()).collect();
    out.dropped =
        theirs.iter().filter(|s| s.told_by(|w| whole.contains(&w)) < 0.4).map(|s| s.text.to_string()).collect();
    out
}

struct Sentence<'a> {
    text: &'a str,
    words: Vec<Word<'a>>,
    /// Words that tell sentences apart, with their rarity.
    weights: HashMap<u32, u8>,
}

impl Sentence<'_> {
    /// The share of its weight in words that `has` holds for. Sums of whole numbers: the order of the map does not matter.
    fn told_by(&self, has: impl Fn(u32) -> bool) -> f32 {
        let sum = |all: bool| -> u32 {
            self.weights.iter().filter(|(w, _)| all || has(**w)).map(|(_, r)| u32::from(*r)).sum()
        };
        if self.weights.is_empty() { 1.0 } else { sum(false) as f32 / sum(true).max(1) as f32 }
    }

    fn like(&self, other: &Sentence<'_>) -> f32 {
        let one = self.told_by(|w| other.weights.contains_key(&w));
        let two = other.told_by(|w| self.weights.contains_key(&w));
        one.max(two) * 0.5 + one.min(two) * 0.5
    }
}

fn sentences(text: &str) -> Vec<Sentence<'_>> {
    let words = words(text);
    let starts: Vec<usize> = (0..words.len()).filter(|i| words[*i].opens).collect();
    let begin = |at: usize| {
        let lead = text[..at].trim_end_matches(['“', '"', '‘', '\'', '(', '«', '„']);
        lead.len()
    };
    let mut out = Vec::with_capacity(starts.len());
    for (n, &first) in starts.iter().enumerate() {
        let next = starts.get(n + 1).copied().unwrap_or(words.len());
        let end = words.get(next).map_or(text.len(), |w| begin(w.at));
        let words = words[first..next].to_vec();
        let weights =
            words.iter().filter(|w| w.sort != Sort::Function && w.rarity >= 40).map(|w| (w.stem, w.rarity)).collect();
        out.push(Sentence { text: text[begin(words[0].at)..end].trim(), words, weights });
    }
    out
}

fn changes(source: &Sentence<'_>, copy: &Sentence<'_>) -> Vec<Change> {
    let mut out = Vec::new();
    let mut push = |what, was: &str, is: &str| {
        out.push(Change { what, was: was.into(), is: is.into(), source: source.text.into(), copy: copy.text.into() });
    };
    let (was, is) = (Tone::of(source), Tone::of(copy));
    match (was.saying, is.saying) {
        (Some((a, from)), Some((b, to))) if b > a => push(Changed::SayingHardened, from, to),
        (Some((a, from)), Some((b, to))) if b < a => push(Changed::SayingSoftened, from, to),
        (Some((_, from)), None) => push(Changed::AttributionLost, from, ""),
        _ => {}
    }
    match (was.hedge, is.hedge) {
        (Some(hedge), None) => push(Changed::HedgeLost, hedge, ""),
        (None, Some(hedge)) => push(Changed::HedgeAdded, "", hedge),
        _ => {}
    }
    let numbers = |a: &Sentence<'_>, b: &Sentence<'_>| -> Vec<String> {
        let other: HashSet<u32> = b.words.iter().filter(|w| w.sort == Sort::Number).map(|w| w.stem).collect();
        let own = a.words.iter().filter(|w| w.sort == Sort::Number && !other.contains(&w.stem));
        own.map(|w| w.text.to_string()).collect()
    };
    let (gone, new) = (numbers(source, copy), numbers(copy, source));
    if !gone.is_empty() && !new.is_empty() {
        push(Changed::Figures, &gone.join(", "), &new.join(", "));
    }
    out
}

/// How a sentence puts what it tells, by the words outside its quotations.
#[derive(Default)]
struct Tone<'a> {
    /// The strongest word for saying, and how much it says.
    saying: Option<(u8, &'a str)>,
    /// The first hedge.
    hedge: Option<&'a str>,
}

impl<'a> Tone<'a> {
    fn of(sentence: &Sentence<'a>) -> Self {
        let mut tone = Tone::default();
        for word in sentence.words.iter().filter(|w| !w.quoted) {
            let lower = word.text.to_lowercase();
            // "May" with a capital is the month.
            match TONES.get(lower.as_str()) {
                Some(0)
                    if tone.hedge.is_none() && !(lower == "may" && word.sort == Sort::Name) && word.text != "May" =>
                {
                    tone.hedge = Some(word.text);
                }
                Some(level) if *level > 0 && tone.saying.is_none_or(|(l, _)| *level > l) => {
                    tone.saying = Some((*level, word.text));
                }
                _ => {}
            }
        }
        tone
    }
}

/// Words by how much they say; 0 is a hedge.
static TONES: LazyLock<HashMap<&'static str, u8>> = LazyLock::new(|| {
    let rows = include_str!("../data/tones.tsv").lines().filter(|l| !l.starts_with('#'));
    rows.filter_map(|l| l.split_once('\t'))
        .filter_map(|(level, words)| Some((level.parse().ok()?, words)))
        .flat_map(|(level, words)| words.split_whitespace().map(move |w| (w, level)))
        .collect()
});

#[cfg(test)]
mod tests {
    use super::{Document, difference};

    fn document(body: &str) -> Document {
        Document { body: body.into(), ..Document::default() }
    }

    #[test]
    fn changes_of_tone_are_found() {
        let check = |source: &str, copy: &str, expected: &[&str]| {
            let found = difference(&document(source), &document(copy));
            let found: Vec<String> =
                found.changes.iter().map(|c| format!("{}: {} > {}", c.what.code(), c.was, c.is)).collect();
            assert_eq!(found, expected, "{source:?} to {copy:?}");
        };
        let source = "The minister said that the army shelled the village of Karum.";
        check(source, source, &[]);
        check(
            source,
            "The minister admitted that the army shelled the village of Karum.",
            &["saying-hardened: said > admitted"],
        );
        check(source, "The army shelled the village of Karum.", &["attribution-lost: said > "]);
        check(
            "Rebels reportedly shelled the village of Karum on Friday.",
            "Rebels shelled the village of Karum on Friday.",
            &["hedge-lost: reportedly > "],
        );
        check("In May rebels shelled Karum.", "Rebels shelled Karum in spring.", &[]);
        check(
            "The blast at Karum killed 14 miners and wounded 20.",
            "The blast at Karum killed 19 miners and wounded 20.",
            &["figures: 14 > 19"],
        );
        check("He said: “They may have left Karum village.”", "He said: “They may have left Karum village.”", &[]);
    }

    #[test]
    fn added_and_dropped_sentences_are_found() {
        let a = "The army shelled the village of Karum. Two farmers died in hospital. Karum has a famous bridge.";
        let b =
            "The army shelled the village of Karum. Karum has a famous bridge. Opposition leaders demanded an inquiry.";
        let found = difference(&document(a), &document(b));
        assert_eq!(found.added, ["Opposition leaders demanded an inquiry."]);
        assert_eq!(found.dropped, ["Two farmers died in hospital."]);
    }
}
