//! The shape of acts in the text: the clause that reports one, acts that are one event by grammar, and one word for several.

use super::{Act, Scene};
use crate::cast::{EntityId, content_head};
use crate::circumstances::country_place;
use crate::matcher::Match;
use crate::tree::Tree;
use chancery_record::EventType;
use chancery_world::Kind;
use std::ops::Range;

/// The clause that reports the act: from its outermost role to the end of what belongs to it, without the clauses below,
/// some twenty words at most.
pub(super) fn mention(tree: &Tree<'_>, m: &Match) -> Range<usize> {
    const BEFORE: usize = 14;
    const AFTER: usize = 16;
    let anchor = m.light.unwrap_or(m.trigger);
    let top = if m.nominal && m.light.is_none() { m.trigger } else { anchor };
    let own = tree.subtree_without(top, &|c| {
        (tree.head(c) == Some(top) && matches!(tree.rel(c), "case" | "mark" | "discourse"))
            || matches!(tree.rel(c), "parataxis" | "conj" | "appos" | "cc" | "punct")
            || tree.token(c).deprel == "acl:relcl"
            || (tree.rel(c) == "advcl" && c < top)
            || (tree.rel(c) == "ccomp" && c < top)
    });
    // What the pattern took belongs to it, but not a subject that only another verb shares with it.
    let roles =
        m.actor.iter().filter(|&&t| tree.within(t, top)).chain(&m.recipient).chain(&m.third).chain(&m.taken).copied();
    let words: Vec<usize> = own.into_iter().chain(roles).chain([m.trigger, anchor]).collect();
    let lo = words.iter().copied().filter(|&t| t + BEFORE >= m.trigger).min().unwrap_or(m.trigger);
    let hi = words.iter().copied().filter(|&t| t <= m.trigger + AFTER).max().unwrap_or(m.trigger);
    lo.min(m.trigger)..hi.max(m.trigger) + 1
}

/// Ties acts of one sentence that are one event: "airstrikes killed", "died in the attack", "the visit … for talks".
pub(super) fn link(tree: &Tree<'_>, acts: &mut [Act], first: usize) {
    for i in 0..acts.len() {
        for j in 0..acts.len() {
            let (a, b) = (&acts[i], &acts[j]);
            // "missiles struck the town, killing four": the participle says what the attack did.
            let result = !b.nominal
                && tree.rel(b.trigger) == "advcl"
                && tree.token(b.trigger).form.ends_with("ing")
                && tree.head(b.trigger) == Some(a.trigger)
                && tree.child(b.trigger, &["nsubj"]).is_none();
            if i != j
                && a.kind == EventType::ASSAULT
                && b.kind == EventType::ASSAULT
                && result
                && b.with.is_none()
                && a.with.is_none()
            {
                acts[j].with = Some(first + i);
                continue;
            }
            if i == j || a.kind != b.kind || !b.nominal || b.with.is_some() || a.with == Some(first + j) {
                continue;
            }
            let head = tree.head(b.trigger);
            let direct = head == Some(a.trigger)
                || head.is_some_and(|h| content_head(tree, h) == b.trigger && tree.head(h) == Some(a.trigger));
            if direct && !a.nominal && matches!(tree.rel(b.trigger), "nsubj" | "obl" | "obj") {
                acts[j].with = Some(first + i);
            }
        }
    }
}

/// One visit for each visitor who pays one of several ("the ministers of Egypt and Jordan made their first visits"), and
/// one for each country visited ("visits to Iraq and Germany").
pub(super) fn visits(act: Act, m: &Match, scene: &Scene<'_>) -> Vec<Act> {
    let tree = &scene.trees[act.sentence];
    let visit = scene.codebook.entries[act.entry].mode.as_deref() == Some("visit") && act.kind == EventType::CONSULT;
    let plural = m
        .collocates
        .iter()
        .chain(Some(&m.trigger).filter(|_| m.nominal))
        .any(|&t| tree.token(t).feats.number == Some("Plur"));
    if !visit || !plural {
        return vec![act];
    }
    let hosts: Vec<EntityId> =
        act.recipient.iter().copied().filter(|&r| scene.cast.entity(r).kind == Kind::State).collect();
    let mut out = Vec::new();
    let visitors: Vec<Vec<EntityId>> = if act.actor.len() > 1 && hosts.len() < 2 {
        act.actor.iter().map(|&a| vec![a]).collect()
    } else {
        vec![act.actor.clone()]
    };
    for actor in visitors {
        if hosts.len() > 1 {
            for &host in &hosts {
                let e = scene.cast.entity(host);
                let place = e.country.as_deref().map(|c| country_place(e.name.clone(), c));
                out.push(Act { actor: actor.clone(), recipient: vec![host], place, ..act.clone() });
            }
        } else {
            out.push(Act { actor, ..act.clone() });
        }
    }
    out
}
