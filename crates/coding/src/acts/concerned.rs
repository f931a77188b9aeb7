//! Whom an act concerns where its own frame does not say: whose a thing is that is judged, to whom what is agreed or refused
//! would be done, who fired a weapon, which country gets help or troops.

use super::{Act, Scene};
use crate::cast::{Cast, Entity, EntityId, NO_STATE, content_head};
use crate::matcher::Match;
use crate::tree::Tree;
use chancery_record::{EventType, Place, Sector};
use chancery_world::{Kind, World};

/// The entities of some phrases, or of whoever has them, that are no places.
fn who(cast: &Cast, tree: &Tree<'_>, s: usize, tokens: &[usize], owner: bool) -> Vec<EntityId> {
    let mut out: Vec<EntityId> = Vec::new();
    for &t in tokens {
        for e in cast.fill(tree, s, t, owner) {
            if !out.contains(&e) && cast.entity(e).kind != Kind::Place {
                out.push(e);
            }
        }
    }
    out
}

/// Whether a verb only gives words to an attitude ("expressed his support for the plan"): its owner is who has it.
pub(super) fn voices(tree: &Tree<'_>, m: &Match) -> bool {
    matches!(
        tree.lemma(m.trigger),
        "express"
            | "voice"
            | "reiterate"
            | "reaffirm"
            | "give"
            | "lend"
            | "declare"
            | "pledge"
            | "announce"
            | "offer"
            | "show"
            | "extend"
            | "send"
            | "convey"
            | "state"
            | "affirm"
            | "confirm"
            | "signal"
            | "renew"
            | "provide"
            | "underline"
            | "stress"
            | "restate"
            | "promise"
            | "indicate"
    )
}

/// Whose the thing is that is praised, blamed or rejected, where the frame took somebody from deeper in its phrase: "rejected the
/// council's plan for the region", "welcomed Macron's invitation to Kyiv", "spurned a call by the envoy for talks".
pub(super) fn owner_of_judged(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match, kind: EventType) -> Vec<EntityId> {
    if voices(tree, m)
        || m.nominal
        || m.stance
        || !matches!(kind, EventType::SUPPORT | EventType::ACCUSE | EventType::REJECT)
    {
        return Vec::new();
    }
    let thing = m
        .taken
        .iter()
        .map(|&t| content_head(tree, t))
        .find(|&t| tree.is_nominal(t) && m.recipient.iter().all(|&r| r > t));
    let Some(thing) = thing.filter(|&t| matches!(tree.rel(t), "obj" | "nsubj" | "conj" | "nmod")) else {
        return Vec::new();
    };
    let before: Vec<usize> = tree
        .children(thing)
        .iter()
        .copied()
        .filter(|&c| c < thing && (tree.token(c).deprel == "nmod:poss" || matches!(tree.rel(c), "amod" | "compound")))
        .collect();
    let owner = who(cast, tree, s, &before, false);
    if !owner.is_empty() {
        return owner;
    }
    // "offers for talks by the government"
    let inner: Vec<usize> =
        tree.obliques(thing).into_iter().filter(|o| matches!(o.prep.as_str(), "for" | "of")).map(|o| o.token).collect();
    let by: Vec<usize> = tree
        .obliques(thing)
        .into_iter()
        .chain(inner.into_iter().flat_map(|t| tree.obliques(t)).filter(|o| o.prep == "by"))
        .filter(|o| matches!(o.prep.as_str(), "by" | "from") && tree.is_nominal(o.token))
        .map(|o| o.token)
        .collect();
    who(cast, tree, s, &by, false)
}

/// To whom what is agreed, refused or promised would be done: the object of its verb, or who stands beside it ("agreed to lend a
/// billion to Zambia", "will not lift the ban on Egyptian fruit").
pub(super) fn in_content(cast: &Cast, tree: &Tree<'_>, s: usize, verb: usize, actor: &[EntityId]) -> Vec<EntityId> {
    let objects = tree.patients(verb);
    let beside = |t: usize| {
        tree.obliques(t)
            .into_iter()
            .filter(|o| matches!(o.prep.as_str(), "to" | "with" | "against" | "for" | "on" | "from"))
            .map(|o| o.token)
            .collect::<Vec<_>>()
    };
    let imposed = |t: usize| {
        tree.children_by(t, &["acl"])
            .filter(|&c| tree.is_verb(c))
            .flat_map(|c| tree.obliques(c))
            .filter(|o| matches!(o.prep.as_str(), "on" | "against" | "from" | "to"))
            .map(|o| o.token)
            .collect::<Vec<_>>()
    };
    let mut groups = vec![beside(verb)];
    groups.extend(objects.iter().map(|&o| beside(o)));
    groups.extend(objects.iter().map(|&o| imposed(o)));
    // "send troops to help the Sudanese army"
    let helped = |t: usize| {
        let helps = |c: &usize| {
            matches!(tree.lemma(*c), "help" | "assist" | "support" | "aid" | "protect" | "defend" | "train")
        };
        tree.children_by(t, &["advcl", "xcomp", "acl"]).filter(helps).flat_map(|c| tree.patients(c)).collect::<Vec<_>>()
    };
    groups.push(helped(verb));
    groups.extend(objects.iter().map(|&o| helped(o)));
    // What is set up is nobody yet.
    let made =
        matches!(tree.lemma(verb), "set" | "establish" | "create" | "form" | "build" | "launch" | "send" | "deploy");
    if !made {
        groups.push(objects.clone());
    }
    groups
        .iter()
        .map(|g| {
            let mut found = who(cast, tree, s, g, true);
            found.retain(|&e| {
                !actor.contains(&e) && (cast.entity(e).country.is_some() || cast.entity(e).sector.is_some())
            });
            found
        })
        .find(|g| !g.is_empty())
        .unwrap_or_default()
}

/// Who fired the weapon that does violence: "missiles launched by the rebels hit a depot".
pub(super) fn user_of_weapon(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match) -> Vec<EntityId> {
    let by: Vec<usize> = m
        .actor
        .iter()
        .flat_map(|&t| tree.children_by(t, &["acl"]).collect::<Vec<_>>())
        .filter(|&c| tree.is_verb(c) && tree.is_passive(c))
        .flat_map(|c| tree.by_agents(c))
        .collect();
    who(cast, tree, s, &by, false)
}

/// Who holds the place that is attacked: "shelled the ISIS-held quarter".
pub(super) fn holder(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match) -> Vec<EntityId> {
    let held: Vec<usize> = m
        .recipient
        .iter()
        .flat_map(|&t| tree.children_by(t, &["amod"]).collect::<Vec<_>>())
        .filter(|&c| matches!(tree.lemma(c), "hold" | "control" | "run"))
        .flat_map(|c| tree.by_agents(c))
        .collect();
    who(cast, tree, s, &held, false)
}

/// The country that gets foreign help or foreign troops where the text names only the place ("sent rescuers to Turkey",
/// "intervened in Syria"): the code of its state.
pub fn host<'a>(act: &'a Act, cast: &Cast) -> Option<&'a str> {
    let place = act.place.as_ref().filter(|_| act.own_place);
    abroad(act.kind, &act.actor, place, cast)
}

/// The same of an act in the making.
pub(super) fn abroad<'p>(
    kind: EventType,
    actor: &[EntityId],
    place: Option<&'p Place>,
    cast: &Cast,
) -> Option<&'p str> {
    if actor.is_empty() || !matches!(kind, EventType::AID | EventType::MOBILIZE) {
        return None;
    }
    let country = place.and_then(|p| p.country.as_deref()).filter(|c| !NO_STATE.contains(c))?;
    let foreign = |&a: &EntityId| cast.entity(a).country.as_deref().is_some_and(|c| c != country);
    actor.iter().all(foreign).then_some(country)
}

/// Whether those who hold an exercise come from more than one country: then it is a joint one.
pub(super) fn joint(scene: &Scene<'_>, s: usize, m: &Match) -> bool {
    let tree = &scene.trees[s];
    let beside = tree.obliques(m.trigger).into_iter().filter(|o| o.prep == "with").map(|o| o.token);
    let sides: Vec<usize> = m.actor.iter().chain(&m.recipient).copied().chain(beside).collect();
    let mut countries: Vec<&str> = who(scene.cast, tree, s, &sides, true)
        .into_iter()
        .filter_map(|e| scene.cast.entity(e).country.as_deref())
        .collect();
    countries.sort_unstable();
    countries.dedup();
    countries.len() > 1
}

/// Whether those who act do it to each other.
pub(super) fn reciprocal(tree: &Tree<'_>, m: &Match, kind: EventType) -> bool {
    use EventType::{ACCUSE, ASSAULT, COERCE, SANCTION, THREATEN};
    if !matches!(kind, ACCUSE | THREATEN | ASSAULT | SANCTION | COERCE) {
        return false;
    }
    let verb = m.light.unwrap_or(m.trigger);
    let trades = matches!(tree.lemma(verb), "trade" | "exchange" | "swap");
    let other = |t: usize| {
        tree.lemma(t) == "other" && tree.children_by(t, &["det", "amod"]).any(|d| tree.lower(d) == "each")
            || tree.lemma(t) == "another" && t > 0 && tree.lower(t - 1) == "one"
    };
    trades
        || tree.patients(m.trigger).into_iter().chain(tree.obliques(m.trigger).into_iter().map(|o| o.token)).any(other)
}

/// Whether a judgement is of "it" or "this", which with these verbs is what was done.
pub(super) fn judges_it(tree: &Tree<'_>, m: &Match, kind: EventType) -> bool {
    matches!(kind, EventType::ACCUSE | EventType::SUPPORT | EventType::REJECT)
        && !m.nominal
        && matches!(
            tree.lemma(m.trigger),
            "welcome" | "condemn" | "denounce" | "applaud" | "hail" | "deplore" | "decry" | "reject" | "dismiss"
        )
        && m.recipient.iter().chain(&m.taken).any(|&t| matches!(tree.lower(t).as_str(), "it" | "this" | "that"))
}

impl Cast {
    /// The people of a country who protest: those whom the text tells of, or nobody in particular.
    pub fn crowd(&mut self, country: &str, world: &World) -> Option<EntityId> {
        let protests = |e: &Entity| {
            e.plural
                && e.country.as_deref() == Some(country)
                && matches!(e.sector, Some(Sector::CVL | Sector::OPP))
                && ["protest", "demonstrat", "march", "rall"].iter().any(|w| e.name.to_lowercase().contains(w))
        };
        if let Some(known) = self.entities.iter().position(protests) {
            return Some(known);
        }
        let name = format!("{} protesters", world.country(country)?.adjective);
        self.entities.push(Entity {
            name,
            country: Some(country.to_owned()),
            sector: Some(Sector::CVL),
            kind: Kind::Group,
            plural: true,
            ..Entity::default()
        });
        Some(self.entities.len() - 1)
    }

    /// The state of a code as an actor: the one already named, or a new one.
    pub fn state(&mut self, country: &str, world: &World) -> Option<EntityId> {
        if NO_STATE.contains(&country) {
            return None;
        }
        let name = world.country(country)?.name.to_string();
        let known = |e: &Entity| e.kind == Kind::State && e.country.as_deref() == Some(country);
        Some(self.find_or_add(known, || Entity {
            name,
            country: Some(country.to_owned()),
            sector: Some(Sector::GOV),
            kind: Kind::State,
            ..Default::default()
        }))
    }
}
