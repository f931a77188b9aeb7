//! The shape of acts in the text: the clause that reports one, acts that are one event by grammar, and one word for several.

use super::{Act, Scene};
use crate::cast::{Cast, EntityId, content_head};
use crate::circumstances::{Reach, country_place, place_at};
use crate::matcher::Match;
use crate::tree::Tree;
use chancery_record::{EventType, Place, PlacePrecision, Precision, Status};
use chancery_world::Kind;
use std::collections::HashMap;
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

/// Verbs that say what an attack did to those it hit.
const EFFECTS: &[&str] =
    &["kill", "wound", "injure", "hurt", "maim", "destroy", "damage", "level", "flatten", "die", "demolish", "wreck"];

/// Verbs of violence that are acts of their own, not the effect of another ("seized the town, capturing 60 soldiers").
const OWN_ACTS: &[&str] =
    &["capture", "seize", "overrun", "take", "occupy", "abduct", "kidnap", "detain", "conquer", "retake", "recapture"];

/// Prepositions between two events, not of one event and its noun ("attacked after the killing").
const BETWEEN: &[&str] = &[
    "after",
    "before",
    "following",
    "since",
    "until",
    "despite",
    "over",
    "against",
    "amid",
    "ahead of",
    "because of",
    "from",
];

/// Ties acts of one sentence that are one event: "airstrikes killed", "died in the attack", "the visit … for talks".
pub(super) fn link(tree: &Tree<'_>, acts: &mut [Act], first: usize) {
    let mut at: HashMap<usize, Vec<usize>> = HashMap::new();
    for (i, a) in acts.iter().enumerate() {
        at.entry(a.trigger).or_default().push(i);
    }
    for j in 0..acts.len() {
        let b = &acts[j];
        let Some(head) = tree.head(b.trigger) else { continue };
        // Where the noun is counted ("a series of attacks"), the count hangs on the verb.
        let outer = Some(head).filter(|&h| content_head(tree, h) == b.trigger).and_then(|h| tree.head(h));
        // "killed and wounded when jets bombed a market", "killed and wounded in the blast": the rest hangs on the second verb.
        let first_verb =
            Some(tree.first_conjunct(head)).filter(|&h| h != head && matches!(tree.rel(b.trigger), "advcl" | "obl"));
        // "announced 6 million euros in emergency aid": the noun says what the sum is.
        let deeper = matches!(b.kind, EventType::AID | EventType::SANCTION | EventType::CONSULT | EventType::AGREE)
            && b.nominal
            && tree.rel(b.trigger) == "nmod"
            && tree.preposition(b.trigger).as_deref() == Some("in");
        let carrier = tree.head(head).filter(|_| deeper && tree.rel(head) == "obj");
        let whole = [Some(head), outer, first_verb, carrier]
            .into_iter()
            .flatten()
            .flat_map(|h| at.get(&h).map_or(&[][..], Vec::as_slice))
            .copied()
            .find(|&i| {
                i != j && acts[i].kind == b.kind && (part(tree, &acts[i], b) || Some(acts[i].trigger) == carrier)
            });
        if let Some(i) = whole
            && acts[i].with != Some(first + j)
        {
            acts[j].with = Some(first + i);
        }
    }
}

/// Whether an act is by grammar the same event as the act of the same type on which it hangs.
fn part(tree: &Tree<'_>, a: &Act, b: &Act) -> bool {
    let rel = tree.rel(b.trigger);
    if b.nominal {
        let prep = tree.preposition(b.trigger).unwrap_or_default();
        // "died after an attack" is what the attack did; "marched after an attack" is not.
        let effect = EFFECTS.contains(&tree.lemma(a.trigger))
            && matches!(prep.as_str(), "after" | "following" | "amid" | "from");
        return !a.nominal && matches!(rel, "nsubj" | "obl" | "obj") && (effect || !BETWEEN.contains(&prep.as_str()));
    }
    if a.nominal {
        // "an attack that killed nine", "sanctions imposed on Iran"
        let noun = |t: &usize| *t == a.trigger;
        return rel == "acl" && (tree.agents(b.trigger).iter().any(noun) || tree.patients(b.trigger).iter().any(noun));
    }
    let own_subject = tree.child(b.trigger, &["nsubj"]).is_some();
    let effect = |t: usize| EFFECTS.contains(&tree.lemma(t));
    let apart = |t: usize| OWN_ACTS.contains(&tree.lemma(t));
    let ing = |t: usize| tree.token(t).form.ends_with("ing");
    match (a.kind, rel) {
        // "missiles struck the town, killing four": the participle says what the attack did.
        (EventType::ASSAULT, "advcl") if ing(b.trigger) && !own_subject => !apart(a.trigger) && !apart(b.trigger),
        // "ten people were killed when jets bombed a market"
        (EventType::ASSAULT, "advcl") => {
            let when = tree
                .children_by(b.trigger, &["mark", "advmod"])
                .any(|m| matches!(tree.lower(m).as_str(), "when" | "as" | "after"));
            when && own_subject && a.actor.is_empty() && effect(a.trigger) && !effect(b.trigger)
        }
        // "shelled the town and killed five"
        // "…, killing twelve and wounding thirty"
        (EventType::ASSAULT, "conj") if ing(a.trigger) && ing(b.trigger) => {
            !own_subject && effect(a.trigger) && effect(b.trigger) && tree.rel(a.trigger) == "advcl"
        }
        // "they deceive and break promises", "condemned and denounced it": one judgement in two words.
        (EventType::ACCUSE | EventType::SUPPORT | EventType::REJECT, "conj") => {
            let target = a.recipient == b.recipient || a.recipient.is_empty() || b.recipient.is_empty();
            a.entry == b.entry && !own_subject && target && tree.lemma(a.trigger) != tree.lemma(b.trigger)
        }
        // "marched through the capital, blocking roads and burning tyres"
        (EventType::PROTEST, "advcl") => ing(b.trigger) && !own_subject,
        (EventType::PROTEST, "conj") => ing(a.trigger) && ing(b.trigger) && !own_subject,
        (EventType::ASSAULT, "conj") => !own_subject && effect(b.trigger) && !apart(a.trigger) && !effect(a.trigger),
        _ => false,
    }
}

/// Nouns that name violence, as the subject of what it did ("the strike hit a car").
const VIOLENCE: &[&str] = &[
    "strike",
    "airstrike",
    "raid",
    "attack",
    "assault",
    "bombing",
    "bombardment",
    "shelling",
    "blast",
    "explosion",
    "ambush",
    "shooting",
    "offensive",
    "barrage",
    "massacre",
    "incursion",
    "violence",
    "fighting",
    "clash",
];

/// Words before a noun by which it means another event than the one told of.
const OTHERS: &[&str] = &[
    "another",
    "other",
    "second",
    "third",
    "next",
    "new",
    "earlier",
    "previous",
    "past",
    "further",
    "separate",
    "similar",
    "last",
    "former",
    "latest",
    "future",
    "upcoming",
    "fresh",
    "additional",
    "first",
];

/// Whether an act points back to one told before: a definite noun ("the meeting", "his visit"), or a verb that tells more
/// of such a noun ("the strike hit a car").
fn points_back(tree: &Tree<'_>, act: &Act) -> bool {
    let definite = |noun: usize| {
        let mut given = false;
        for &c in tree.children(noun) {
            let word = tree.lower(c);
            if OTHERS.contains(&word.as_str()) {
                return false;
            }
            // "his visit", "her resignation"; but "his support" is the act of supporting.
            let own = matches!(act.kind, EventType::CONSULT | EventType::RETREAT)
                && matches!(word.as_str(), "his" | "her" | "their" | "its");
            given |= matches!(tree.rel(c), "det" | "nmod")
                && (own || matches!(word.as_str(), "the" | "this" | "that" | "these" | "those"));
        }
        given
    };
    if act.nominal {
        return definite(act.trigger);
    }
    act.actor.is_empty()
        && act.kind == EventType::ASSAULT
        && tree.agents(act.trigger).iter().any(|&t| VIOLENCE.contains(&tree.lemma(t)) && definite(t))
}

/// What the shape of the clause says of an act: whether it points back, and whether it is several. "His visit ends on
/// Thursday" tells no other visit, and not when it is; "arrested a judge in Sfax and a lawyer in Sousse" are two arrests.
pub(super) fn visits(mut act: Act, m: &Match, scene: &mut Scene<'_>) -> Vec<Act> {
    let tree = &scene.trees[act.sentence];
    act.definite = points_back(tree, &act);
    let ends = |h: usize| {
        tree.rel(act.trigger) == "nsubj" && matches!(tree.lemma(h), "end" | "conclude" | "last" | "continue")
    };
    if act.nominal && act.definite && tree.head(act.trigger).is_some_and(ends) {
        (act.date, act.own_date) = (None, false);
        if act.status == Status::Planned {
            act.status = Status::Actual;
        }
    }
    // "The visit is his first since 2017" does not say when it is.
    let since = act.date.as_ref().is_some_and(|d| d.precision == Precision::Open);
    if act.nominal && act.definite && since {
        (act.date, act.own_date) = (None, false);
    }
    // "condemned the attack on Monday": the day is the condemning's.
    let judged = act.nominal
        && m.light.is_none()
        && matches!(tree.rel(act.trigger), "obj" | "nsubj" | "obl")
        && tree.head(act.trigger).is_some_and(|h| JUDGING.contains(&tree.lemma(h)));
    if judged && act.own_date && !holds(tree, act.trigger, act.date.as_ref().and_then(|d| d.text.as_deref())) {
        (act.date, act.own_date) = (None, false);
    }
    let parted = parted(&act, m, scene);
    if parted.is_empty() { each_visit(act, m, scene) } else { parted }
}

/// Verbs of judging and telling: when they are done says nothing of what they are about.
const JUDGING: &[&str] = &[
    "condemn",
    "denounce",
    "welcome",
    "praise",
    "hail",
    "criticize",
    "criticise",
    "defend",
    "deplore",
    "decry",
    "discuss",
    "claim",
    "confirm",
    "deny",
    "reject",
    "slam",
    "blast",
    "call",
    "describe",
    "mourn",
    "applaud",
    "investigate",
    "protest",
    "respond",
    "react",
    "report",
    "mention",
    "comment",
];

/// Whether the words of a time stand within the phrase of a noun.
fn holds(tree: &Tree<'_>, noun: usize, words: Option<&str>) -> bool {
    let Some(word) = words.and_then(|w| w.split_whitespace().last()) else { return true };
    tree.subtree(noun).into_iter().any(|t| tree.token(t).form == word)
}

/// One act for each object that has a place or time of its own, where the verb stands but once.
fn parted(act: &Act, m: &Match, scene: &mut Scene<'_>) -> Vec<Act> {
    let tree = &scene.trees[act.sentence];
    let parts = matches!(
        act.kind,
        EventType::ASSAULT | EventType::COERCE | EventType::CONSULT | EventType::PROTEST | EventType::SANCTION
    );
    if act.nominal || !parts || m.light.is_some() {
        return Vec::new();
    }
    let Some(&object) = tree.patients(act.trigger).first() else { return Vec::new() };
    // "his Japanese counterpart on Monday, his Australian counterpart on Tuesday": parsers let the second hang on the verb.
    let gapped = tree
        .children_by(act.trigger, &["parataxis"])
        .filter(|&t| tree.is_nominal(t) && tree.child(t, &["nsubj"]).is_none() && tree.preposition(t).is_none());
    let mut objects: Vec<usize> = tree.conjuncts(object);
    objects.extend(gapped.flat_map(|t| tree.conjuncts(t)));
    let around = &scene.circumstances[act.sentence];
    // A phrase of its own: the place or time within it, not the clause's.
    let below = |object: usize, t: usize| {
        t > object
            && tree.path_up(t).take_while(|&x| x != object).all(|x| tree.rel(x) != "conj" && !tree.is_verb(x))
            && tree.within(t, object)
    };
    // "visited Rabat on Monday and Tunis on Tuesday": the object is the place.
    let visit = act.kind == EventType::CONSULT && scene.codebook.entries[act.entry].mode.as_deref() == Some("visit");
    let setting = |o: usize, cast: &Cast| {
        let has = |t: usize| below(o, t) && matches!(tree.rel(t), "nmod" | "obl") && tree.preposition(t).is_some();
        let own = (o..tree.len()).any(has);
        let place = if visit {
            place_at(tree, o, cast, scene.world)
        } else {
            around.place(tree, o, None, Reach::Words).filter(|_| own)
        };
        let date = around.date(tree, o, None).filter(|_| own);
        (place, date)
    };
    let town = |p: &Option<Place>| p.as_ref().filter(|p| p.precision == PlacePrecision::Town).map(|p| p.name.clone());
    let mut out = vec![act.clone()];
    if visit && let Some(first) = place_at(tree, object, scene.cast, scene.world) {
        out[0].place = Some(first);
    }
    for &o in objects.iter().filter(|&&o| o != object) {
        let (place, date) = setting(o, scene.cast);
        let before = out.last().unwrap_or(act);
        let elsewhere = matches!((town(&place), town(&before.place)), (Some(x), Some(y)) if x != y);
        let other_day = matches!((&date, &before.date), (Some(x), Some(y)) if x.start != y.start) && before.own_date;
        let end = tree.subtree_without(o, &|c| matches!(tree.rel(c), "conj" | "punct" | "cc")).last().copied();
        if !(elsewhere || other_day) {
            return Vec::new();
        }
        let mut recipient = scene.cast.at(act.sentence, o).to_vec();
        if visit {
            recipient = place
                .as_ref()
                .and_then(|p| p.country.as_deref())
                .and_then(|c| scene.cast.state(c, scene.world))
                .into_iter()
                .collect();
        }
        if act.kind == EventType::CONSULT && recipient.is_empty() {
            return Vec::new();
        }
        out.push(Act {
            recipient,
            place: if elsewhere { place } else { act.place.clone().filter(|_| !act.own_place) },
            own_place: elsewhere,
            own_date: other_day || act.own_date,
            date: if other_day { date } else { act.date.clone() },
            mention: act.trigger..end.unwrap_or(o).max(act.trigger) + 1,
            ..act.clone()
        });
    }
    if out.len() < 2 {
        return Vec::new();
    }
    // Each object is its own act's.
    let others: Vec<EntityId> = out[1..].iter().flat_map(|a| a.recipient.clone()).collect();
    let mine = scene.cast.at(act.sentence, object);
    out[0].recipient.retain(|r| mine.contains(r) || !others.contains(r));
    out
}

/// One visit for each visitor who pays one of several ("the ministers of Egypt and Jordan made their first visits"), and
/// one for each country visited ("visits to Iraq and Germany").
fn each_visit(act: Act, m: &Match, scene: &Scene<'_>) -> Vec<Act> {
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
