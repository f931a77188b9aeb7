//! Whether a whole article is of a kind that tells of no politics: a match report, a takeover, an obituary of an actor.
//!
//! Words say it by their number, not one by one: an article is of a genre when the genre's words come to at least half of
//! its sentences, with a dozen different ones among them, and outnumber those of politics by three to one. The words stand
//! in the codebook's `genres.toml`.

use crate::codebook::Codebook;
use crate::tree::Tree;
use std::collections::HashSet;

/// The genre of an article that gives no events, where it is of one.
pub fn genre<'c>(trees: &[Tree<'_>], codebook: &'c Codebook) -> Option<&'c str> {
    /// Fewer sentences than these do not show what kind of text it is.
    const SENTENCES: usize = 6;
    const DIFFERENT: usize = 12;
    if trees.len() < SENTENCES {
        return None;
    }
    let lemmas = || trees.iter().flat_map(|t| (0..t.len()).map(move |i| t.lemma(i)));
    let politics = lemmas().filter(|l| codebook.genres.politics.contains(*l)).count();
    codebook.genres.genres.iter().find_map(|(name, words)| {
        let hits: Vec<&str> = lemmas().filter(|l| words.contains(*l)).collect();
        let different: HashSet<&str> = hits.iter().copied().collect();
        (2 * hits.len() >= trees.len() && different.len() >= DIFFERENT && hits.len() >= 3 * politics)
            .then_some(name.as_str())
    })
}
