//! How sure an act is: the weights of the codebook's `calibration.toml` for what is known of it, as a probability.

use super::Scene;
use crate::cast::EntityId;
use crate::matcher::Match;
use chancery_record::{EventType, Sector, Status};

/// What is known of an act beside its words.
pub(super) struct Known<'a> {
    /// Its type.
    pub(super) kind: EventType,
    /// Who acts.
    pub(super) actor: &'a [EntityId],
    /// Who is acted on.
    pub(super) recipient: &'a [EntityId],
    /// Whether it happened.
    pub(super) status: Status,
    /// Whether its own clause says when.
    pub(super) own_date: bool,
    /// Whether somebody is cited for it.
    pub(super) said: bool,
}

/// What speaks for or against an act: its name in the codebook's table, and how far it holds, 0 to 1.
pub type Ground = (&'static str, f32);

/// The probability that an act is told of, by the weights of what is known of it, and that knowledge.
pub(super) fn evidence(scene: &Scene<'_>, s: usize, m: &Match, known: &Known<'_>) -> (f32, Vec<Ground>) {
    /// More words of a pattern than these say no more.
    const WORDS: u32 = 6;
    let (tree, cast, w) = (&scene.trees[s], &*scene.cast, &scene.codebook.evidence);
    let lands =
        |ids: &[EntityId]| -> Vec<&str> { ids.iter().filter_map(|&e| cast.entity(e).country.as_deref()).collect() };
    let (from, to) = (lands(known.actor), lands(known.recipient));
    let abroad = !from.is_empty() && !to.is_empty() && !from.iter().all(|c| to.contains(c));
    let partisan = |e: &EntityId| matches!(cast.entity(*e).sector, Some(Sector::LEG | Sector::PTY));
    let top = m.light.unwrap_or(m.trigger);
    let bare = m.nominal && m.light.is_none();
    let dependent = !m.nominal && matches!(tree.rel(top), "advcl" | "acl" | "xcomp");
    let parse = tree.token(m.trigger).head_prob.clamp(0.0, 1.0);
    let whole = |holds: bool| if holds { 1.0 } else { 0.0 };
    let mut sum = w.base;
    let mut grounds = Vec::new();
    for (name, value, weight) in [
        ("words", m.score.min(WORDS) as f32 / WORDS as f32, w.words),
        ("parse", parse, w.parse),
        ("noun", whole(bare), w.noun),
        ("carried", whole(m.light.is_some()), w.carried),
        ("actor", whole(!from.is_empty()), w.actor),
        ("agentless", whole(known.actor.is_empty()), w.agentless),
        ("both", whole(!from.is_empty() && !known.recipient.is_empty()), w.both),
        ("abroad", whole(abroad), w.abroad),
        ("partisan", whole(known.actor.iter().any(partisan)), w.partisan),
        ("dated", whole(known.own_date), w.dated),
        ("said", whole(known.said), w.said),
        ("possible", whole(known.status == Status::Possible), w.possible),
        ("planned", whole(known.status == Status::Planned), w.planned),
        ("dependent", whole(dependent), w.dependent),
        ("infinitive", whole(tree.token(top).feats.verb_form == Some("Inf")), w.infinitive),
    ] {
        sum += value * weight;
        if value > 0.0 {
            grounds.push((name, value));
        }
    }
    sum += w.types.get(&known.kind).copied().unwrap_or(0.0);
    (1.0 / (1.0 + (-sum).exp()), grounds)
}

/// A probability with so much more evidence, in log-odds.
pub fn surer(probability: f32, more: f32) -> f32 {
    let p = probability.clamp(0.01, 0.99);
    let odds = p / (1.0 - p) * more.exp();
    odds / (1.0 + odds)
}
