//! Where a text names places: by the names that the language model found, by the tables of states and known places, and by
//! grammar where neither has the name.

use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_world::{HitKind, World};
use std::collections::{BTreeMap, BTreeSet};
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

/// All mentions of places, in the order of the text, none overlapping another; and how often the text speaks of the people of
/// each country ("Egyptian").
pub fn mentions(trees: &[Tree<'_>], world: &World) -> (Vec<Found>, BTreeMap<String, usize>) {
    let (mut out, mut peoples) = (Vec::new(), BTreeMap::new());
    for (sentence, tree) in trees.iter().enumerate() {
        let found = of_sentence(tree, world, &mut peoples);
        out.extend(found.into_iter().map(|(tokens, source)| Found { sentence, tokens, source }));
    }
    again(trees, &mut out);
    out.sort_by_key(|f| (f.sentence, f.tokens.start));
    (out, peoples)
}

/// What named a place once names it again where the model took it for a body or for nothing ("Fargo raised its goal").
fn again(trees: &[Tree<'_>], found: &mut Vec<Found>) {
    let sure = found.iter().filter(|f| matches!(f.source, Source::Name(p) if p > 0.6) && f.tokens.len() == 1);
    let names: BTreeSet<String> = sure.map(|f| trees[f.sentence].token(f.tokens.start).form.clone()).collect();
    for (sentence, tree) in trees.iter().enumerate().filter(|_| !names.is_empty()) {
        for t in (0..tree.len()).filter(|&t| is_proper(tree, t) && names.contains(&tree.token(t).form)) {
            let other = tree.sentence.names.iter().find(|n| n.tokens.contains(&t));
            let alone = other.is_none_or(|n| n.kind == NameKind::Organization && n.tokens.len() == 1);
            let capital = |i: Option<usize>| i.is_some_and(|i| i < tree.len() && is_proper(tree, i));
            let part = other.is_none() && (capital(t.checked_sub(1)) || capital(Some(t + 1)));
            if alone && !part && !found.iter().any(|f| f.sentence == sentence && f.tokens.contains(&t)) {
                found.push(Found { sentence, tokens: t..t + 1, source: Source::Grammar });
            }
        }
    }
}

/// With the capitalised word before or after it that belongs to the name by the tables: "St. Paris", "Port Said".
fn extended(tree: &Tree<'_>, range: Range<usize>, world: &World) -> Range<usize> {
    let capital = |t: usize| tree.get(t).is_some_and(|x| x.form.starts_with(char::is_uppercase));
    let near = |a: usize, b: usize| tree.token(b).start <= tree.token(a).end + 1;
    if range.is_empty() || range.len() > 2 {
        return range;
    }
    if range.start > 0 && capital(range.start - 1) && near(range.start - 1, range.start) {
        let longer = range.start - 1..range.end;
        // The first word of a sentence has its capital anyway.
        if (range.start > 1 || tree.token(0).form.ends_with('.')) && is_place(tree, &longer, world) {
            return longer;
        }
    }
    if capital(range.end) && near(range.end - 1, range.end) && is_place(tree, &(range.start..range.end + 1), world) {
        return range.start..range.end + 1;
    }
    range
}

fn of_sentence(tree: &Tree<'_>, world: &World, peoples: &mut BTreeMap<String, usize>) -> Vec<(Range<usize>, Source)> {
    let mut out: Vec<(Range<usize>, Source)> = Vec::new();
    let free = |out: &[(Range<usize>, Source)], r: &Range<usize>| {
        !r.is_empty() && out.iter().all(|(o, _)| o.end <= r.start || r.end <= o.start)
    };
    let names = &tree.sentence.names;
    let forms: Vec<&str> = tree.sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let hits = world.scan(&forms, None);
    for n in names.iter().filter(|n| matches!(n.kind, NameKind::Location | NameKind::Facility)) {
        for piece in pieces(tree, n.tokens.clone()) {
            let piece = extended(tree, piece, world);
            // The tables know "People's Republic of China" where the model saw less.
            let longer = hits.iter().find(|h| {
                matches!(h.kind, HitKind::State | HitKind::Place)
                    && h.range.start <= piece.start
                    && piece.end <= h.range.end
                    && h.range.len() > piece.len()
            });
            let piece = longer.map_or(piece, |h| trimmed(tree, h.range.clone()));
            if free(&out, &piece) {
                out.push((piece, Source::Name(n.prob)));
            }
        }
    }
    for hit in hits {
        if matches!(hit.kind, HitKind::Adjective | HitKind::PeopleNoun | HitKind::Metonym) {
            *peoples.entry(hit.country.clone().unwrap_or_default()).or_default() += 1;
        }
        if !matches!(hit.kind, HitKind::State | HitKind::Capital | HitKind::Place) || !free(&out, &hit.range) {
            continue;
        }
        let over = names.iter().find(|n| n.tokens.start < hit.range.end && hit.range.start < n.tokens.end);
        let source = match over.map(|n| n.kind) {
            None | Some(NameKind::Norp) => Source::Table,
            Some(NameKind::Organization) if over.is_some_and(|n| n.tokens == hit.range) => Source::Table,
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
