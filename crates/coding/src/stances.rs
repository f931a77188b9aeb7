//! Refusals and demands that no word names but a modal: "Iran would not share the recorders", "the regime must comply".
//!
//! A speaker who says that its own side will not do something refuses (PLOVER: REJECT); one who says that another must or
//! should do something demands it (REQUEST). The entries `REJECT/will-not` and `REQUEST/must` of the codebook carry the
//! codes; without them these rules are off.

use crate::cast::{Cast, EntityId};
use crate::codebook::Codebook;
use crate::matcher::{Match, blank};
use crate::statements::Said;
use crate::tree::Tree;
use chancery_record::Sector;

/// The refusals and demands of a sentence.
pub fn stances(tree: &Tree<'_>, s: usize, cast: &Cast, said: &[Said], codebook: &Codebook) -> Vec<Match> {
    let entry = |rule: &str| codebook.entries.iter().position(|e| e.rule == rule);
    let (refusal, demand) = (entry("REJECT/will-not"), entry("REQUEST/must"));
    let mut out = Vec::new();
    for v in 0..tree.len() {
        if !tree.is_verb(v) {
            continue;
        }
        let Some(speaker) = speaker(s, v, said) else { continue };
        let modal = |words: &[&str]| tree.children_by(v, &["aux"]).any(|a| words.contains(&tree.lower(a).as_str()));
        let negated =
            tree.children_by(v, &["advmod"]).any(|a| matches!(tree.lower(a).as_str(), "not" | "n't" | "n’t" | "never"));
        let agents = tree.agents(v);
        let doers: Vec<EntityId> = agents.iter().flat_map(|&a| cast.fill(tree, s, a, false)).collect();
        if doers.is_empty() {
            continue;
        }
        let own = doers.iter().all(|&d| same_side(d, speaker, cast));
        if let Some(e) = refusal.filter(|_| negated && own && modal(&["will", "would", "wo", "shall"])) {
            let mut m = blank(e, v, false);
            m.actor = agents;
            m.stance = true;
            out.push(m);
        } else if let Some(e) = demand.filter(|_| {
            !own && !negated && (modal(&["must", "should"]) || obliged(tree, v)) && speaks_for_others(speaker, cast)
        }) {
            let other = |d: &EntityId| {
                cast.entity(*d).country.is_some() || cast.entity(*d).sector.is_some_and(|x| x != Sector::CVL)
            };
            if doers.iter().any(other) {
                let mut m = blank(e, v, false);
                m.recipient = agents;
                m.speaker = Some(speaker);
                m.stance = true;
                out.push(m);
            }
        }
    }
    out
}

/// Who says what stands at a token.
fn speaker(s: usize, v: usize, said: &[Said]) -> Option<EntityId> {
    said.iter()
        .filter(|x| x.reports && x.cue != (s, v))
        .filter_map(|x| {
            x.content
                .iter()
                .filter(|p| p.contains(s, v))
                .map(|p| (p.end.0 - p.start.0, p.end.1.abs_diff(p.start.1)))
                .min()
                .map(|size| (size, x.speaker))
        })
        .min_by_key(|(size, _)| *size)
        .map(|(_, e)| e)
}

/// "has to comply", "needs to act".
fn obliged(tree: &Tree<'_>, v: usize) -> bool {
    tree.rel(v) == "xcomp" && tree.head(v).is_some_and(|h| matches!(tree.lemma(h), "have" | "need"))
}

/// Whether one speaks for the other: the same entity, or two of one state's government.
pub fn same_side(a: EntityId, b: EntityId, cast: &Cast) -> bool {
    let (x, y) = (cast.entity(a), cast.entity(b));
    a == b || (x.country.is_some() && x.country == y.country && x.sector == y.sector)
}

/// Journalists and analysts say what should be done; they do not demand it.
fn speaks_for_others(e: EntityId, cast: &Cast) -> bool {
    let e = cast.entity(e);
    e.sector.is_none_or(|s| !matches!(s, Sector::JRN | Sector::EDU | Sector::BUS)) && e.country.is_some()
}
