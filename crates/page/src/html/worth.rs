//! How much a block of a page speaks for being text of its article.

use super::blocks::Block;
use super::ld;
use super::meta::Meta;
use crate::paragraph::{Paragraph, ends_sentence, folded, words};
use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What the page's own JSON-LD says is the article's text, as a set of its runs of words.
pub(super) struct Known {
    runs: BTreeSet<u64>,
    pub words: usize,
}

impl Known {
    pub(super) fn new(body: &str) -> Known {
        let words = tokens(body);
        Known { runs: words.windows(4).map(run).collect(), words: words.len() }
    }

    /// The known text as paragraphs.
    pub(super) fn paragraphs(body: &str) -> Vec<Paragraph> {
        let lines = if body.contains("</") || body.contains("&lt;/") {
            super::paragraphs(&ld::unescaped_once(body))
        } else {
            ld::unescaped(body).lines().map(folded).filter(|l| !l.is_empty()).collect()
        };
        lines.into_iter().map(Paragraph::new).collect()
    }

    /// Share of the block's runs of words that are in the known text.
    fn share(&self, text: &str) -> f32 {
        let words = tokens(text);
        if words.len() < 4 {
            return 0.0;
        }
        let hits = words.windows(4).filter(|w| self.runs.contains(&run(w))).count();
        hits as f32 / (words.len() - 3) as f32
    }
}

/// A number for a run of words.
fn run(words: &[String]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// The words of a text in small letters, without signs.
pub(super) fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// Number of words; of scripts that do not part words, what would be about as long.
pub(super) fn measured(text: &str) -> f32 {
    let unparted = text.chars().filter(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}')).count();
    words(text) as f32 + unparted as f32 / 2.0
}

/// What is known of an article's text before its blocks are looked at.
pub(super) struct Evidence {
    /// The whole of it, by JSON-LD.
    pub known: Option<Known>,
    /// The first letters of the summaries that the page gives of itself, which are often the first of the text.
    beginnings: Vec<String>,
}

/// Fewest words of a text by JSON-LD that says something.
const LEAST: usize = 60;

impl Evidence {
    pub(super) fn new(meta: &Meta) -> Evidence {
        let known = meta.body.as_deref().map(Known::new).filter(|k| k.words >= LEAST);
        let beginnings = meta.descriptions.iter().map(|d| letters(d)).filter(|d| d.chars().count() >= 40).collect();
        Evidence { known, beginnings }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).take(60).collect()
}

/// How much a block speaks for (above 0) or against the part that it stands in.
pub(super) fn worth(block: &Block, evidence: &Evidence) -> f32 {
    let count = measured(&block.text);
    let begins = || {
        let text = letters(&block.text);
        evidence.beginnings.iter().any(|beginning| text.starts_with(beginning))
    };
    if count >= 6.0 && begins() || evidence.known.as_ref().is_some_and(|k| k.share(&block.text) > 0.8) {
        return count * 1.5;
    }
    let density = block.link_density();
    if density > 0.5 {
        return -count.min(12.0);
    }
    let count = count * (1.0 - density);
    match () {
        () if block.heading > 0 => -0.5,
        // Excerpts of other articles end where they were cut.
        () if block.text.ends_with(['…', '→']) || block.text.ends_with("...") => -0.5,
        () if ends_sentence(&block.text) && count >= 8.0 => count,
        () if count >= 25.0 => count * 0.6,
        () if block.item => -2.0,
        () => -1.0,
    }
}
