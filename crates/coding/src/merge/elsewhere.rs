//! Parties that the clauses of an event leave open and that another sentence names: who holds, tries or fights the same one,
//! whose people protest, who lets others in.

use super::Group;
use super::identity::alike;
use crate::acts::Act;
use crate::cast::{Cast, Entity, EntityId};
use chancery_record::{EventType, Sector};
use chancery_world::{Kind, World};
use std::collections::{BTreeMap, BTreeSet};

/// What the rules ask about.
struct Article<'a> {
    cast: &'a Cast,
    /// The mode of an entry of the codebook.
    modes: &'a dyn Fn(usize) -> Option<String>,
    /// The lemma of a token of a sentence.
    lemma: &'a dyn Fn(usize, usize) -> String,
    /// The states of the article's countries, as actors.
    states: BTreeMap<String, EntityId>,
}

/// How many events of a text are looked at for the one who is meant: in a text of thousands of events nobody is plain.
const REACH: usize = 500;

/// Fills in open parties by the rules below, each with its name for `--explain`. `modes` gives the mode of an entry of the
/// codebook, `lemma` the lemma of a token of a sentence.
pub fn elsewhere(
    groups: &mut [Group],
    cast: &mut Cast,
    world: &World,
    modes: &dyn Fn(usize) -> Option<String>,
    lemma: &dyn Fn(usize, usize) -> String,
) {
    let countries: BTreeSet<String> = groups
        .iter()
        .map(|g| &g.whole)
        .flat_map(|w| {
            let of = w.actor.first().and_then(|&e| cast.entity(e).country.clone());
            of.into_iter().chain(w.place.as_ref().and_then(|p| p.country.clone()))
        })
        .collect();
    for w in groups.iter_mut().map(|g| &mut g.whole) {
        // "Protests erupted in Lagos": those who protest are of the place.
        let here = w.place.as_ref().filter(|_| w.own_place).and_then(|p| p.country.clone());
        if w.kind == EventType::PROTEST
            && w.actor.is_empty()
            && let Some(crowd) = here.and_then(|c| cast.crowd(&c, world))
        {
            w.actor.push(crowd);
            w.confidence *= 0.9;
        }
    }
    let states = countries.into_iter().filter_map(|c| cast.state(&c, world).map(|e| (c, e))).collect();
    let article = Article { cast, modes, lemma, states };
    let found: Vec<(usize, bool, EntityId, &'static str)> = (0..groups.len())
        .flat_map(|i| {
            let w = &groups[i].whole;
            let actor = Some(()).filter(|()| w.actor.is_empty() && !w.recipient.is_empty()).and_then(|()| {
                article
                    .same_hands(groups, i)
                    .map(|e| (e, "who did the same to the same one"))
                    .or_else(|| article.court(groups, i).map(|e| (e, "the court that the text has judge")))
                    .or_else(|| article.gatekeeper(w).map(|e| (e, "the state that lets others in")))
                    .or_else(|| article.prosecution(w).map(|e| (e, "the prosecutors of the text")))
            });
            let recipient = Some(()).filter(|()| w.recipient.is_empty() && !w.actor.is_empty()).and_then(|()| {
                article
                    .crowd(groups, i)
                    .map(|e| (e, "those whose protest the text tells of"))
                    .or_else(|| article.insurgents(w).map(|e| (e, "the one armed opponent in its country")))
                    .or_else(|| article.own_state(w).map(|e| (e, "the state whose people protest")))
                    .or_else(|| article.stricken(w).map(|e| (e, "the country where it takes place")))
            });
            let actor = actor.map(|(e, rule)| (i, true, e, rule));
            let recipient = recipient.map(|(e, rule)| (i, false, e, rule));
            [actor, recipient].into_iter().flatten().collect::<Vec<_>>()
        })
        .collect();
    for (i, acts, e, rule) in found {
        let g = &mut groups[i];
        if acts {
            g.whole.actor.push(e)
        } else {
            g.whole.recipient.push(e)
        }
        g.whole.confidence *= 0.9;
        g.inferred.push(rule);
    }
}

impl Article<'_> {
    fn mode(&self, a: &Act) -> Option<String> {
        (self.modes)(a.entry)
    }

    fn word(&self, a: &Act) -> String {
        (self.lemma)(a.sentence, a.trigger)
    }

    /// Whoever else in the text takes, holds or tries the same one, if it is one only. A state does many things to one person,
    /// so only who is no state counts, or a body that does the very same.
    fn same_hands(&self, groups: &[Group], i: usize) -> Option<EntityId> {
        use EventType::{ASSAULT, COERCE, RETREAT, SANCTION};
        let w = &groups[i].whole;
        // Taking, holding and letting go are one affair.
        let holds = |a: &Act| a.kind == COERCE || (a.kind == ASSAULT && self.mode(a).as_deref() == Some("abduct"));
        let frees = w.kind == RETREAT && self.mode(w).as_deref() == Some("release");
        let fits = |a: &Act| {
            let state = a.actor.iter().any(|&x| self.cast.entity(x).kind == Kind::State);
            let same = a.entry == w.entry;
            if a.actor.iter().any(|&x| self.cast.entity(x).sector == Some(Sector::JUD)) {
                return false;
            }
            ((holds(w) || frees) && holds(a) || (w.kind == SANCTION && a.kind == SANCTION)) && (!state || same)
        };
        let mut found: Option<EntityId> = None;
        for o in groups.iter().take(REACH).map(|g| &g.whole).filter(|o| fits(o) && o.actor.len() == 1) {
            let same = w.recipient.iter().all(|r| o.recipient.iter().any(|x| self.same_one(*x, *r)));
            if !same || w.recipient.contains(&o.actor[0]) {
                continue;
            }
            match found {
                Some(f) if !alike(f, o.actor[0], self.cast) => return None,
                Some(_) => {}
                None => found = Some(o.actor[0]),
            }
        }
        found
    }

    /// The same person, or the same people by a name of their own.
    fn same_one(&self, x: EntityId, y: EntityId) -> bool {
        let e = self.cast.entity(x);
        x == y && (e.person || e.kind == Kind::Organization || e.plural) && e.kind != Kind::State
    }

    /// The court that judges elsewhere in the text, for a verdict told in the passive.
    fn court(&self, groups: &[Group], i: usize) -> Option<EntityId> {
        use EventType::{COERCE, SANCTION};
        let w = &groups[i].whole;
        let verdict = matches!(
            self.word(w).as_str(),
            "sentence"
                | "convict"
                | "jail"
                | "imprison"
                | "fine"
                | "acquit"
                | "ban"
                | "bar"
                | "disqualify"
                | "conviction"
        );
        if !verdict || !matches!(w.kind, COERCE | SANCTION) {
            return None;
        }
        let mut found: Option<EntityId> = None;
        for g in groups.iter().take(REACH) {
            for &a in g.whole.actor.iter().filter(|&&a| self.cast.entity(a).sector == Some(Sector::JUD)) {
                let tries = matches!(g.whole.kind, COERCE | SANCTION);
                if !tries || self.cast.entity(a).person {
                    continue;
                }
                match found {
                    Some(f) if !alike(f, a, self.cast) => return None,
                    Some(_) => {}
                    None => found = Some(a),
                }
            }
        }
        found
    }

    /// Those who protest, for force and arrests by police of their country to nobody named.
    fn crowd(&self, groups: &[Group], i: usize) -> Option<EntityId> {
        let w = &groups[i].whole;
        let of = |e: EntityId| self.cast.entity(e).country.clone();
        let police = w.actor.iter().all(|&a| self.cast.entity(a).sector == Some(Sector::COP));
        let force =
            w.kind == EventType::ASSAULT || (w.kind == EventType::COERCE && self.mode(w).as_deref() == Some("arrest"));
        if !police || !force {
            return None;
        }
        let near = |g: &&Group| g.whole.kind == EventType::PROTEST && g.whole.actor.len() == 1;
        let all: Vec<&Act> = groups.iter().take(REACH).filter(near).map(|g| &g.whole).collect();
        let before = all.iter().rev().find(|p| p.sentence <= w.sentence).or(all.first())?;
        let crowd = before.actor[0];
        (of(crowd).is_some() && of(crowd) == of(w.actor[0])).then_some(crowd)
    }

    /// The state that gives or denies others access to a place of its own.
    fn gatekeeper(&self, w: &Act) -> Option<EntityId> {
        if w.kind != EventType::RETREAT || self.mode(w).as_deref() != Some("access") {
            return None;
        }
        let country = w.place.as_ref()?.country.clone()?;
        let foreign = w.recipient.iter().all(|&r| self.cast.entity(r).country.as_ref() != Some(&country));
        foreign.then(|| self.states.get(&country).copied()).flatten()
    }

    /// The prosecutors that the text has, for a charge brought by nobody named against one of their country.
    fn prosecution(&self, w: &Act) -> Option<EntityId> {
        let charges = matches!(self.word(w).as_str(), "charge" | "indict" | "indictment" | "prosecute" | "arraign");
        if w.kind != EventType::ACCUSE || !charges {
            return None;
        }
        let of = |e: EntityId| self.cast.entity(e).country.clone();
        let country = w.recipient.iter().find_map(|&r| of(r))?;
        self.only(&|e| {
            let name = e.name.to_lowercase();
            !e.person
                && e.country.as_ref().is_none_or(|c| *c == country)
                && ["prosecut", "attorney general", "grand jury"].iter().any(|p| name.contains(p))
        })
    }

    /// The one armed group of a country, for its army's moves within it and withdrawals.
    fn insurgents(&self, w: &Act) -> Option<EntityId> {
        let withdraws = w.kind == EventType::RETREAT && self.mode(w).as_deref() == Some("withdraw");
        if !(withdraws || w.kind == EventType::MOBILIZE) {
            return None;
        }
        let country = self.cast.entity(*w.actor.first()?).country.clone()?;
        let army = |e: EntityId| self.cast.entity(e).sector == Some(Sector::MIL);
        let home = w.place.as_ref().is_none_or(|p| p.country.as_ref() == Some(&country));
        if !home || !w.actor.iter().all(|&a| army(a) && self.cast.entity(a).country.as_ref() == Some(&country)) {
            return None;
        }
        let fights = |e: &Entity| {
            e.sector == Some(Sector::REB) && !e.person && e.country.as_ref() == Some(&country) && e.mentions.len() >= 2
        };
        // One that has a name of its own, else one that is only called rebels.
        let named = self.only(&|e| fights(e) && e.kind == Kind::Organization);
        named.or_else(|| self.only(&fights))
    }

    /// The one entity of the text that fits, under whatever names.
    fn only(&self, fits: &dyn Fn(&Entity) -> bool) -> Option<EntityId> {
        let mut found: Option<EntityId> = None;
        for (id, _) in self.cast.entities.iter().enumerate().filter(|(_, e)| fits(e)) {
            match found {
                Some(f) if !alike(f, id, self.cast) => return None,
                Some(_) => {}
                None => found = Some(id),
            }
        }
        found
    }

    /// The state whose own people protest.
    fn own_state(&self, w: &Act) -> Option<EntityId> {
        use Sector::{AGR, CVL, EDU, LAB, MED, OPP, PTY};
        let against = w.kind == EventType::PROTEST || matches!(w.kind, EventType::THREATEN | EventType::REJECT);
        if !against {
            return None;
        }
        let people = |e: EntityId| matches!(self.cast.entity(e).sector, Some(CVL | LAB | EDU | MED | OPP | PTY | AGR));
        let country = self.cast.entity(w.actor[0]).country.clone()?;
        let here = w.actor.iter().all(|&a| people(a) && self.cast.entity(a).country.as_ref() == Some(&country));
        let abroad = w.place.as_ref().and_then(|p| p.country.as_ref()).is_some_and(|c| *c != country);
        (here && !abroad).then(|| self.states.get(&country).copied()).flatten()
    }

    /// The country where aid is given by others.
    fn stricken(&self, w: &Act) -> Option<EntityId> {
        if w.kind != EventType::AID {
            return None;
        }
        let country = w.place.as_ref()?.country.clone()?;
        let foreign = w.actor.iter().all(|&a| self.cast.entity(a).country.as_ref().is_some_and(|c| *c != country));
        foreign.then(|| self.states.get(&country).copied()).flatten()
    }
}
