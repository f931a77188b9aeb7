//! Acts by likeness: what the model's head for types makes of a verb that no pattern fits, with the roles that grammar gives.

use super::{CanAct, Match, blank};
use crate::codebook::{Codebook, Target};
use crate::tree::Tree;
use chancery_language::Upos;

/// The verbs of a sentence that no pattern or stance took and that the model finds like those that report an act. A clause that
/// already tells of an act of that type has none; nor has one without somebody who can act.
pub fn like(tree: &Tree<'_>, found: &[Match], codebook: &Codebook, can_act: CanAct<'_>) -> Vec<Match> {
    let taken = |t: usize| {
        found.iter().any(|m| {
            m.trigger == t
                || m.light == Some(t)
                || m.clause == Some(t)
                || m.taken.contains(&t)
                || tree.head(m.trigger) == Some(t)
        })
    };
    let mut out = Vec::new();
    for predicate in &tree.sentence.predicates {
        let v = predicate.token;
        let Some(&(kind, prob)) = predicate.types.first() else { continue };
        if prob < codebook.likeness.least || tree.token(v).upos != Upos::VERB || taken(v) {
            continue;
        }
        let Some(entry) =
            codebook.likeness.entries.iter().copied().find(|&e| codebook.entries[e].target == Target::Event(kind))
        else {
            continue;
        };
        let same = found.iter().any(|m| {
            codebook.entries[m.entry].target == Target::Event(kind)
                && (tree.within(m.trigger, v) || tree.within(v, m.trigger))
        });
        let agents = tree.agents(v);
        if same || !agents.iter().any(|&a| can_act(a)) {
            continue;
        }
        let mut m = blank(entry, v, false);
        m.actor = agents;
        m.recipient = tree.patients(v).into_iter().filter(|&p| can_act(p)).collect();
        if m.recipient.is_empty() {
            let toward = tree.obliques(v).into_iter().find(|o| {
                matches!(o.prep.as_str(), "against" | "with" | "to" | "on" | "at" | "from") && can_act(o.token)
            });
            m.recipient.extend(toward.map(|o| o.token));
        }
        m.likeness = Some(prob);
        out.push(m);
    }
    out
}
