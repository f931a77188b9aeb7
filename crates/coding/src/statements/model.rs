//! The model's own attributions, where the grammar of a cue found nothing.

use super::grammar::{addressed, open_question, stretches};
use super::{Found, marked};
use crate::codebook::Codebook;
use crate::tree::Tree;
use chancery_language::{Attribution, Upos};
use std::ops::Range;

/// Cues whose object is what they say, though it is no clause ("demanded full access").
const TELLING: &[&str] = &["demand", "claim", "call", "ask", "announce", "report"];

/// Words that tell of an act or a state of things, where nothing is quoted, not of words: "refused to leave".
const DOING: &[&str] = &[
    "refuse",
    "agree",
    "decline",
    "plan",
    "continue",
    "begin",
    "appear",
    "seem",
    "seek",
    "try",
    "decide",
    "need",
    "comment",
    "elaborate",
    "allow",
    "deliver",
    "release",
    "recall",
    "fail",
    "want",
    "prepare",
    "swear",
    "move",
    "start",
    "request",
];

/// How sure the model must be to be heard against the tree, or for a word that the codebook does not know.
const SURE: f32 = 0.8;

/// Adds the model's attributions where the grammar found no cue at the same place, and their content where it found none.
pub(super) fn complete(tree: &Tree<'_>, codebook: &Codebook, found: &mut Vec<Found>) {
    for a in &tree.sentence.attributions {
        if a.prob < 0.5 || a.cue >= tree.len() || a.content.is_empty() {
            continue;
        }
        let lemma = tree.lemma(a.cue);
        let near = |f: &Found| f.cue == a.cue || (f.cue.abs_diff(a.cue) <= 2);
        let content = content(tree, a);
        // "condemned the attack": what is condemned is not the speaker's claim.
        let clausal = content
            .iter()
            .any(|r| tree.head_of(r).is_some_and(|h| tree.is_verb(h) || tree.child(h, &["nsubj"]).is_some()));
        let quoted = content.iter().any(|r| r.clone().any(|t| marked(tree, t)));
        // A thing talked of is no statement; a thing demanded or claimed is. "Is expected to …" cites nobody.
        // A call for something asks for it; a call to somebody is a call.
        let rings = lemma == "call" && tree.is_verb(a.cue) && addressed(tree, a.cue).next().is_none();
        let asks = content.first().is_some_and(|r| open_question(tree, a.cue, r.start));
        let wordless = asks
            || rings
            || DOING.contains(&lemma)
            || (tree.is_verb(a.cue) && tree.is_passive(a.cue) && tree.by_agents(a.cue).is_empty());
        if !quoted && (wordless || !(clausal || TELLING.contains(&lemma))) {
            continue;
        }
        if let Some(f) = found.iter_mut().find(|f| near(f)) {
            let words = |c: &[Range<usize>]| c.iter().map(Range::len).sum::<usize>();
            // Of a clause without quotation the model, where it is sure, knows better how far it goes than the tree.
            let unquoted = !f.content.iter().any(|r| r.clone().any(|t| marked(tree, t)));
            let source = tree.subtree(f.source);
            let apart = !content.iter().any(|r| r.contains(&f.cue) || source.iter().any(|t| r.contains(t)));
            if !f.content.is_empty()
                && clausal
                && (f.reports || words(&content) > words(&f.content))
                && a.prob >= SURE
                && unquoted
                && apart
            {
                f.content = content;
            } else if f.content.is_empty() && !f.next {
                f.content = content;
                f.reports = clausal;
            }
            continue;
        }
        // What grammar gave to another cue is not given twice.
        let overlap =
            found.iter().any(|f| f.content.iter().any(|r| content.iter().any(|c| c.start < r.end && r.start < c.end)));
        let verb = matches!(tree.token(a.cue).upos, Upos::VERB | Upos::NOUN);
        let known = codebook.cue_verbs.contains_key(lemma) || codebook.cue_nouns.contains_key(lemma);
        if overlap || !verb || !(known || a.prob >= SURE) || a.source.is_empty() {
            continue;
        }
        if let Some(source) = source_of(tree, a) {
            found.push(Found { reports: clausal, ..Found::new(a.cue, source, content) });
        }
    }
}

/// The content of an attribution as stretches, without the conjunction that leads to it.
fn content(tree: &Tree<'_>, a: &Attribution) -> Vec<Range<usize>> {
    let first = a.content.iter().position(|&t| tree.token(t).upos != Upos::PUNCT).unwrap_or(0);
    let that = tree.lower(a.content[first]) == "that" && tree.rel(a.content[first]) == "mark";
    stretches(tree, &a.content[if that { first + 1 } else { 0 }..], a.cue)
}

/// The head of an attribution's source.
fn source_of(tree: &Tree<'_>, a: &Attribution) -> Option<usize> {
    a.source.iter().copied().find(|&t| tree.is_nominal(t) && tree.head(t).is_none_or(|h| !a.source.contains(&h)))
}
