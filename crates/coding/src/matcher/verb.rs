//! Verb patterns on the tree: the subject, the objects, the prepositional dependents and the clauses that a pattern asks for.

use super::{CanAct, Match, blank, is_word, preposition};
use crate::cast::content_head;
use crate::codebook::pattern::{Element, Fill, Pattern, Role, Slot};
use crate::codebook::{Entry, SubjectKind, Target};
use crate::tree::{Oblique, Tree};
use chancery_language::Upos;
use chancery_record::EventType;

/// What a pattern makes of a verb; none where something that it requires is missing.
pub(super) fn verb(
    tree: &Tree<'_>,
    i: usize,
    e: usize,
    entry: &Entry,
    pattern: &Pattern,
    can_act: CanAct<'_>,
) -> Option<Match> {
    let mut m = blank(e, i, false);
    let agents = tree.agents(i);
    if tree.rel(i) == "amod" && agents.is_empty() {
        // "the outlawed party": a participle that only describes.
        return None;
    }
    let mut patients = tree.patients(i);
    let mut indirect: Vec<usize> = tree.children_by(i, &["iobj"]).collect();
    let object: Vec<usize> = tree.children_by(i, &["obj"]).filter(|&o| tree.preposition(o).is_none()).collect();
    if tree.is_passive(i) && !object.is_empty() {
        // "the UN was given access": the subject is the one to whom.
        indirect = patients.into_iter().filter(|p| !object.contains(p)).collect();
        patients = object;
    }
    if !entry.unless.is_empty() {
        let barred = |t: usize| is_word(tree, t, &entry.unless);
        // "agreed to share data" is not about a share; "declined to comment" is about a comment.
        let refusal = matches!(entry.target, Target::Event(EventType::REJECT));
        let clause_barred =
            tree.children_by(i, &["xcomp", "ccomp"]).any(|c| (refusal || !tree.is_verb(c)) && barred(c));
        // "met for the first time" is not about time.
        let adverbial = |t: usize| tree.lemma(t) == "time" && tree.child(t, &["amod", "nummod", "det"]).is_some();
        if clause_barred
            || patients.iter().any(|&p| barred(p))
            || tree
                .obliques(i)
                .iter()
                .any(|o| barred(o.token) && (patients.is_empty() || o.prep == "with") && !adverbial(o.token))
        {
            return None;
        }
    }
    let acts = |t: usize| can_act(t) || can_act(content_head(tree, t));
    match entry.subject {
        SubjectKind::Actor => {
            // A thing that is named as the subject does not act, unless somebody has it ("Israeli airstrikes").
            if !agents.is_empty() && !agents.iter().any(|&a| acts(a)) {
                return None;
            }
        }
        SubjectKind::Any => {
            // "that hit Turkey": what a bare pronoun means is not known.
            if agents.iter().any(|&a| tree.token(a).upos == Upos::PRON && !acts(a)) {
                return None;
            }
        }
        SubjectKind::Thing => {
            if agents.iter().any(|&a| acts(a)) {
                return None;
            }
        }
    }
    // "kick off", "call off": a verb with a particle is another verb.
    let particle = tree.children(i).iter().any(|&c| tree.token(c).deprel == "compound:prt");
    if particle && !pattern.elements.iter().any(|x| matches!(x.slot, Slot::Particle(_))) {
        return None;
    }
    m.role(pattern.subject).extend(&agents);
    let with_object = pattern.elements.iter().any(|x| matches!(x.slot, Slot::Object(_)));
    let has_word_object = pattern
        .elements
        .iter()
        .any(|x| matches!(&x.slot, Slot::Object(Fill::Words(_) | Fill::RoleWords(..) | Fill::Any)));
    let has_role_object = pattern.elements.iter().any(|x| matches!(&x.slot, Slot::Object(Fill::Role(_))));
    for element in &pattern.elements {
        let found = match &element.slot {
            Slot::Object(Fill::Role(role)) => {
                // "labels Iran a foe": the parser's complement is what the one is called.
                let word_elsewhere = tree.child(i, &["xcomp", "advmod"]).is_some_and(|x| {
                    pattern.elements.iter().any(|y| match &y.slot {
                        Slot::Object(Fill::Words(w)) => is_word(tree, x, w),
                        Slot::Object(Fill::Any) => tree.rel(x) == "xcomp" && !tree.is_verb(x),
                        _ => false,
                    })
                });
                let has_word_object = has_word_object && !word_elsewhere;
                let from = if !indirect.is_empty() && (has_word_object || patients.len() <= 1) {
                    &indirect
                } else if has_word_object {
                    &Vec::new()
                } else {
                    &patients
                };
                let fitting: Vec<usize> = from
                    .iter()
                    .copied()
                    .filter(|&t| !matches!(tree.lower(t).as_str(), "it" | "which" | "that") || can_act(t))
                    .collect();
                if fitting.is_empty() {
                    false
                } else {
                    m.role(*role).extend(&fitting);
                    m.score += 2;
                    true
                }
            }
            Slot::Object(Fill::Any) => {
                let called = tree.child(i, &["xcomp"]).filter(|&x| !tree.is_verb(x) && has_role_object);
                m.taken.extend(called);
                if called.is_none() {
                    m.taken.extend(&patients);
                }
                m.score += u32::from(!patients.is_empty());
                !patients.is_empty()
            }
            Slot::Object(Fill::RoleWords(role, words)) => {
                let hits: Vec<usize> = patients.iter().copied().filter(|&p| is_word(tree, p, words)).collect();
                m.role(*role).extend(&hits);
                m.score += 3 * u32::from(!hits.is_empty());
                !hits.is_empty()
            }
            Slot::Object(Fill::Words(words)) => {
                let hit = patients
                    .iter()
                    .copied()
                    .flat_map(|p| tree.conjuncts(p))
                    .find(|&p| is_word(tree, p, words))
                    .or_else(|| {
                        tree.child(i, &["xcomp", "advmod"]).filter(|&x| !tree.is_verb(x) && is_word(tree, x, words))
                    });
                // "launched a scathing attack": the adjective tells another act.
                let assault = matches!(entry.target, Target::Event(EventType::ASSAULT));
                if assault
                    && hit.is_some_and(|h| {
                        tree.children_by(h, &["amod", "compound"]).any(|c| is_word(tree, c, &entry.unless))
                    })
                {
                    return None;
                }
                if let Some(h) = hit {
                    m.taken.push(h);
                    m.collocates.push(h);
                    m.score += 3;
                }
                hit.is_some()
            }
            Slot::Preposition(preps, fill) => {
                let reach = |taken: &[usize]| -> Vec<Oblique> {
                    let mut all = tree.obliques(i);
                    if !with_object {
                        return all;
                    }
                    for &t in taken.iter().chain(&patients) {
                        all.extend(tree.obliques(t));
                        all.extend(tree.obliques(content_head(tree, t)));
                    }
                    for x in tree.children_by(i, &["xcomp"]) {
                        all.extend(tree.obliques(x));
                    }
                    // "lifted the sanctions imposed on Iran"
                    for &t in taken.iter().chain(&patients) {
                        for c in tree.children_by(t, &["acl"]).filter(|&c| tree.patients(c).contains(&t)) {
                            all.extend(
                                tree.obliques(c).into_iter().filter(|o| matches!(o.prep.as_str(), "on" | "against")),
                            );
                        }
                    }
                    // "provide $100 million in new assistance to the opposition"
                    let inner: Vec<usize> =
                        all.iter().filter(|o| matches!(o.prep.as_str(), "in" | "of")).map(|o| o.token).collect();
                    for t in inner {
                        all.extend(tree.obliques(t));
                    }
                    all
                };
                preposition(tree, &mut m, reach, preps, fill, tree.is_passive(i), can_act)
            }
            Slot::Particle(particle) => {
                let hit = tree.particles(i).contains(particle);
                m.score += 2 * u32::from(hit);
                hit
            }
            Slot::Intransitive => patients.is_empty() && indirect.is_empty(),
            Slot::Passive => {
                let hit = tree.is_passive(i);
                m.score += u32::from(hit);
                hit
            }
            Slot::Clause { recipient, infinitive } => {
                let to = |c: usize| tree.children_by(c, &["mark"]).any(|k| tree.lower(k) == "to");
                let clause = tree.children(i).iter().copied().find(|&c| match tree.rel(c) {
                    "ccomp" | "xcomp" => !infinitive || to(c),
                    "advcl" => to(c),
                    _ => false,
                });
                if let Some(c) = clause {
                    m.clause = Some(c);
                    m.score += 2;
                    if *recipient && m.recipient.is_empty() {
                        if patients.is_empty() {
                            m.recipient.extend(tree.child(c, &["nsubj"]));
                        } else {
                            m.recipient.extend(&patients);
                        }
                    }
                }
                clause.is_some()
            }
        };
        if element.required && !found {
            return None;
        }
    }
    // "gave Malawi a million in aid": whom "to" may name stands as the indirect object.
    let named = |x: &Element| matches!(x.slot, Slot::Preposition(_, Fill::Role(Role::Recipient)));
    if has_word_object && !has_role_object && m.recipient.is_empty() && pattern.elements.iter().any(named) {
        m.recipient.extend(&indirect);
    }
    Some(m)
}
