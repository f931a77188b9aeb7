//! Whom an act concerns where its own frame does not say: whose a thing is that is judged, to whom what is agreed or refused
//! would be done, who fired a weapon, which country gets help or troops.

use super::{Act, Scene};
use crate::cast::{Cast, EntityId, NO_STATE, content_head};
use crate::matcher::Match;
use crate::tree::Tree;
use chancery_record::{EventType, Place, Sector};
use chancery_world::Kind;

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
    // "lift a ban on imports of Egyptian fruit"
    let inner: Vec<usize> = objects.iter().flat_map(|&o| beside(o)).collect();
    groups.extend(inner.iter().map(|&o| {
        tree.obliques(o).into_iter().filter(|o| matches!(o.prep.as_str(), "of" | "from")).map(|o| o.token).collect()
    }));
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

/// Whom troops are moved against: "massed tanks for an assault on the rebels", "sent a frigate to counter threats from the militia".
pub(super) fn aimed_at(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match) -> Vec<EntityId> {
    let near = |t: usize| tree.obliques(t);
    let against = |t: usize, preps: &[&str]| {
        near(t).into_iter().filter(|o| preps.contains(&o.prep.as_str())).map(|o| o.token).collect::<Vec<_>>()
    };
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let tops: Vec<usize> = std::iter::once(m.trigger).chain(m.taken.iter().copied()).collect();
    for &t in &tops {
        groups.push(against(t, &["against"]));
        // "for a battle against the remnants"
        for o in near(t).into_iter().filter(|o| matches!(o.prep.as_str(), "for" | "ahead of" | "in response to")) {
            groups.push(against(o.token, &["against", "on", "from", "by"]));
        }
        for c in tree.children_by(t, &["advcl", "acl", "xcomp"]).filter(|&c| hostile(tree.lemma(c))) {
            let objects = tree.patients(c);
            groups.push(objects.clone());
            groups.push(against(c, &["against"]));
            groups.extend(objects.iter().map(|&o| against(o, &["from", "by", "of"])));
        }
    }
    groups.iter().map(|g| who(cast, tree, s, g, true)).find(|g| !g.is_empty()).unwrap_or_default()
}

/// Verbs that say against whom troops are meant.
fn hostile(lemma: &str) -> bool {
    matches!(
        lemma,
        "fight"
            | "counter"
            | "deter"
            | "confront"
            | "attack"
            | "combat"
            | "repel"
            | "contain"
            | "battle"
            | "threaten"
            | "face"
            | "move"
            | "invade"
            | "defeat"
            | "intimidate"
            | "push"
            | "crush"
    )
}

/// Of whom something is made to depend: "threatened to close the crossing if Laos went on", "will not lift the ban until the
/// council gives way".
/// `until` tells whether a clause with "until" counts: of a promise it only says how long.
pub(super) fn conditioned(
    cast: &Cast,
    tree: &Tree<'_>,
    s: usize,
    m: &Match,
    actor: &[EntityId],
    until: bool,
) -> Vec<EntityId> {
    let condition = |t: usize| {
        tree.children_by(t, &["advcl"])
            .find(|&c| {
                let marked = tree
                    .children_by(c, &["mark"])
                    .any(|k| matches!(tree.lower(k).as_str(), "if" | "unless") || (tree.lower(k) == "until" && until));
                // "should the region go on"
                let inverted = tree.child(c, &["nsubj"]).is_some_and(|n| {
                    tree.children_by(c, &["aux"]).any(|a| tree.lower(a) == "should" && a < tree.phrase(n).start)
                });
                marked || inverted
            })
            .map(|c| tree.agents(c))
    };
    let said = tree.children_by(m.trigger, &["acl", "ccomp", "xcomp"]).collect::<Vec<_>>();
    let found = std::iter::once(m.trigger).chain(m.light).chain(m.clause).chain(said).find_map(condition);
    let mut found = who(cast, tree, s, &found.unwrap_or_default(), true);
    found.retain(|e| !actor.contains(e));
    found
}

/// The rule that a match falls under by those who take part, where it is another than its own.
pub(super) fn another_rule(scene: &Scene<'_>, s: usize, m: &Match) -> Option<&'static str> {
    let (tree, cast) = (&scene.trees[s], &*scene.cast);
    match scene.codebook.entries[m.entry].rule.as_str() {
        // "the two armies held a drill": what several states exercise together is cooperation.
        "MOBILIZE/military-exercise-noun" => joint(scene, s, m).then_some("COOPERATE/joint-exercise"),
        "MOBILIZE/deploy" | "MOBILIZE/deploy-noun" => keeps_peace(tree, m).then_some("AID/peacekeeping"),
        "COOPERATE/trade" | "RETREAT/allow-aid" => takes_in(cast, tree, s, m).then_some("AID/asylum"),
        // "gunmen attacked the embassy": who is armed does not riot.
        "PROTEST/riot" if matches!(tree.lemma(m.trigger), "attack" | "storm") => {
            let who = who(cast, tree, s, &m.actor, false);
            let fights = |&e: &EntityId| super::roles::armed(cast, e) && !cast.entity(e).person;
            (!who.is_empty() && who.iter().all(fights)).then_some("ASSAULT/attack")
        }
        "CONSULT/visit" => match tree.lemma(m.trigger) {
            "leave" | "depart" => Some("RETREAT/troops-leave"),
            "arrive" | "land" | "enter" => Some("MOBILIZE/troops-arrive"),
            _ => None,
        }
        .filter(|_| troops(cast, tree, s, m)),
        _ => None,
    }
}

/// Whether the words of a deployment say that it is one of peacekeepers ("sent 200 soldiers on a peacekeeping mission").
fn keeps_peace(tree: &Tree<'_>, m: &Match) -> bool {
    let word =
        |t: usize| matches!(tree.lemma(t), "peacekeeping" | "peacekeeper") || tree.lower(t).starts_with("peacekeep");
    let near = |t: usize| {
        tree.path_up(t).take_while(|&x| x != m.trigger).all(|x| {
            !tree.is_verb(x) && matches!(tree.rel(x), "nmod" | "obl" | "compound" | "amod" | "obj" | "nsubj" | "conj")
        })
    };
    let own = tree.subtree(m.trigger).into_iter().any(|t| word(t) && near(t));
    own || m.actor.iter().chain(&m.taken).any(|&t| word(content_head(tree, t)))
}

/// Whether those who come or go are troops, who pay no visit.
fn troops(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match) -> bool {
    let who = who(cast, tree, s, &m.actor, false);
    !who.is_empty()
        && who.iter().all(|&e| super::roles::armed(cast, e) && !cast.entity(e).person && cast.entity(e).plural)
}

/// Against whom people protest, where another word of the clause says it: "went on hunger strike to protest against the
/// prosecutor", "staged a sit-in demanding that the council resign", "marched in protest at the ministry's plan".
pub(super) fn protested(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match, actor: &[EntityId]) -> Vec<EntityId> {
    const PREPS: &[&str] = &["against", "at", "on", "from", "over", "upon"];
    let after = |t: usize| tree.obliques(t).into_iter().filter(|o| PREPS.contains(&o.prep.as_str())).map(|o| o.token);
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for t in std::iter::once(m.trigger).chain(m.light).chain(m.taken.iter().copied()) {
        for c in tree.children_by(t, &["advcl", "acl", "xcomp"]) {
            match tree.lemma(c) {
                "protest" | "denounce" | "condemn" | "oppose" | "pressure" | "press" | "force" | "urge" => {
                    groups.push(tree.patients(c));
                    groups.push(after(c).collect());
                }
                "demand" => {
                    groups.push(tree.children_by(c, &["ccomp"]).flat_map(|x| tree.agents(x)).collect());
                    groups.push(after(c).filter(|&o| tree.preposition(o).as_deref() == Some("from")).collect());
                }
                "call" => groups.push(after(c).collect()),
                _ => {}
            }
        }
        // "in protest against the ministry"
        for o in tree.obliques(t).into_iter().filter(|o| tree.lemma(o.token) == "protest" && o.prep == "in") {
            groups.push(after(o.token).collect());
        }
    }
    let known =
        |&e: &EntityId| !actor.contains(&e) && (cast.entity(e).country.is_some() || cast.entity(e).sector.is_some());
    groups
        .iter()
        .map(|g| who(cast, tree, s, g, true).into_iter().filter(known).collect::<Vec<_>>())
        .find(|g| !g.is_empty())
        .unwrap_or_default()
}

/// For whom something is granted: "gave approval for the agency to work", "will open the crossing for the sick to leave".
pub(super) fn enabled(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match, actor: &[EntityId]) -> Vec<EntityId> {
    let tops: Vec<usize> = std::iter::once(m.trigger).chain(m.clause).chain(m.taken.iter().copied()).collect();
    let subject = tops.into_iter().find_map(|t| {
        tree.children_by(t, &["acl", "advcl", "xcomp", "ccomp"])
            .find(|&c| {
                let marks: Vec<String> = tree.children_by(c, &["mark", "case"]).map(|k| tree.lower(k)).collect();
                marks.iter().any(|k| k == "for") && marks.iter().any(|k| k == "to")
            })
            .and_then(|c| tree.child(c, &["nsubj"]))
    });
    let mut found = who(cast, tree, s, &Vec::from_iter(subject), true);
    found.retain(|e| !actor.contains(e));
    found
}

/// Whether borders are opened to people, not to a state: "opened its borders to thousands of Afghans".
fn takes_in(cast: &Cast, tree: &Tree<'_>, s: usize, m: &Match) -> bool {
    let people = who(cast, tree, s, &m.recipient, false);
    matches!(tree.lemma(m.trigger), "open" | "reopen")
        && m.collocates.iter().any(|&t| matches!(tree.lemma(t), "border" | "door"))
        && !people.is_empty()
        && people.iter().all(|&e| matches!(cast.entity(e).sector, Some(Sector::CVL | Sector::REF)))
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
fn joint(scene: &Scene<'_>, s: usize, m: &Match) -> bool {
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
