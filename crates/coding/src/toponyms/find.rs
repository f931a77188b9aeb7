//! Where a text names places: by the names that the language model found, by the tables of states and known places, and by
//! grammar where neither has the name.

use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_world::{HitKind, World};
use std::ops::Range;

/// A stretch of a sentence that names a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub sentence: usize,
    pub tokens: Range<usize>,
    pub source: Source,
}

/// What says that a place is meant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// The language model, this sure.
    Name(f32),
    /// The tables of states and known places.
    Table,
    /// The name of a body that is called after it ("Kentucky State Police", "the University of Kentucky").
    Body,
    /// A preposition of place before it, or a place in which it lies after it.
    Grammar,
}

/// All mentions of places, in the order of the text; none overlaps another.
pub fn mentions(trees: &[Tree<'_>], world: &World) -> Vec<Found> {
    let mut out = Vec::new();
    for (sentence, tree) in trees.iter().enumerate() {
        let mut found = of_sentence(tree, world);
        found.sort_by_key(|(r, _)| r.start);
        out.extend(found.into_iter().map(|(tokens, source)| Found { sentence, tokens, source }));
    }
    out
}

fn of_sentence(tree: &Tree<'_>, world: &World) -> Vec<(Range<usize>, Source)> {
    let mut out: Vec<(Range<usize>, Source)> = Vec::new();
    let free = |out: &[(Range<usize>, Source)], r: &Range<usize>| {
        !r.is_empty() && out.iter().all(|(o, _)| o.end <= r.start || r.end <= o.start)
    };
    let names = &tree.sentence.names;
    for n in names.iter().filter(|n| matches!(n.kind, NameKind::Location | NameKind::Facility)) {
        for piece in pieces(tree, n.tokens.clone()) {
            if free(&out, &piece) {
                out.push((piece, Source::Name(n.prob)));
            }
        }
    }
    let forms: Vec<&str> = tree.sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    for hit in world.scan(&forms, None) {
        if !matches!(hit.kind, HitKind::State | HitKind::Capital | HitKind::Place) || !free(&out, &hit.range) {
            continue;
        }
        let over = names.iter().find(|n| n.tokens.start < hit.range.end && hit.range.start < n.tokens.end);
        let source = match over.map(|n| n.kind) {
            None | Some(NameKind::Norp) => Source::Table,
            Some(NameKind::Organization) if over.is_some_and(|n| called_after(tree, &n.tokens, &hit.range)) => {
                Source::Body
            }
            _ => continue,
        };
        out.push((trimmed(tree, hit.range), source));
    }
    for n in names.iter().filter(|n| n.kind == NameKind::Organization && n.tokens.len() > 1) {
        // "Rapides Parish Sheriff's Office": the longest beginning that is a place and leaves a body over.
        for end in (n.tokens.start + 1..n.tokens.end).rev() {
            let piece = trimmed(tree, n.tokens.start..end);
            let noun = (end..n.tokens.end).all(|t| tree.token(t).upos != Upos::ADP);
            if noun && free(&out, &piece) && is_capital(tree, &piece) && is_place(tree, &piece, world) {
                out.push((piece, Source::Body));
                break;
            }
        }
    }
    let mut t = 0;
    while t < tree.len() {
        let start = t;
        while t < tree.len() && is_proper(tree, t) && !names.iter().any(|n| n.tokens.contains(&t)) {
            t += 1;
        }
        if start == t {
            t += 1;
            continue;
        }
        let run = start..t;
        let led = start.checked_sub(1).is_some_and(|b| {
            matches!(tree.lower(b).as_str(), "in" | "near" | "from" | "outside" | "around" | "at" | "to")
        });
        if led && free(&out, &run) && is_place(tree, &run, world) {
            out.push((run, Source::Grammar));
        }
    }
    // "Charleston, W.Va.": the short name of a division right after a place in it.
    let ends: Vec<usize> = out.iter().map(|(r, _)| r.end).collect();
    for end in ends {
        let at = end + 1..end + 2;
        if tree.get(end).is_some_and(|t| t.form == ",")
            && tree
                .get(end + 1)
                .is_some_and(|t| !world.short_divisions(&t.form).is_empty() && t.form.starts_with(char::is_uppercase))
            && free(&out, &at)
        {
            out.push((at, Source::Grammar));
        }
    }
    out
}

/// The places of a name that the model took for one: cut at commas, and trimmed.
fn pieces(tree: &Tree<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = range.start;
    for t in range.start..=range.end {
        if t == range.end || matches!(tree.token(t).form.as_str(), "," | ";" | "(" | ")" | "/") {
            out.push(trimmed(tree, start..t));
            start = t + 1;
        }
    }
    out.retain(|r| !r.is_empty());
    out
}

/// Without an article before it and a possessive after it.
fn trimmed(tree: &Tree<'_>, mut range: Range<usize>) -> Range<usize> {
    while !range.is_empty()
        && (matches!(tree.lower(range.start).as_str(), "the" | "in" | "of")
            || tree.token(range.start).upos == Upos::PUNCT)
    {
        range.start += 1;
    }
    while !range.is_empty()
        && (matches!(tree.token(range.end - 1).form.as_str(), "'s" | "’s" | "'" | "’" | ",")
            || tree.token(range.end - 1).form == "-")
    {
        range.end -= 1;
    }
    range
}

/// Whether a body is called after the place: the place comes first, or after "of".
fn called_after(tree: &Tree<'_>, body: &Range<usize>, place: &Range<usize>) -> bool {
    body.start <= place.start
        && place.end <= body.end
        && body.len() > place.len()
        && (trimmed(tree, body.clone()).start == place.start
            || place.start.checked_sub(1).is_some_and(|b| matches!(tree.lower(b).as_str(), "of" | "in" | "the" | "at")))
}

fn is_proper(tree: &Tree<'_>, t: usize) -> bool {
    tree.token(t).upos == Upos::PROPN && tree.token(t).form.starts_with(char::is_uppercase)
}

fn is_capital(tree: &Tree<'_>, range: &Range<usize>) -> bool {
    range.clone().any(|t| is_proper(tree, t))
}

fn is_place(tree: &Tree<'_>, range: &Range<usize>, world: &World) -> bool {
    world.is_place_name(&tree.words(range.clone()))
}
