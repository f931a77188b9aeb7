//! From noun phrases to entities: what the world's tables and its grammar of offices make of a phrase, and which entity of
//! the article that is.

use super::home::Home;
use super::persons::titled;
use super::words::*;
use super::{Cast, Entity, EntityId, Place};
use crate::quotes::Quote;
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::{PartialDate, Sector};
use chancery_world::{Kind, Resolved, World};
use std::collections::HashMap;
use std::ops::Range;

pub(super) struct Builder<'a> {
    pub(super) world: &'a World,
    pub(super) date: Option<PartialDate>,
    pub(super) cast: Cast,
    pub(super) home: Home,
    /// Surname or last word of a person's name, lower case, to the entity.
    pub(super) by_name: HashMap<String, EntityId>,
    /// The two whom the last sentence had act together, and that sentence.
    pub(super) pair: Option<(usize, Vec<EntityId>)>,
    /// The last two whom a phrase named together ("both countries"): sentence, head and who.
    pub(super) named_pair: Option<(usize, usize, Vec<EntityId>)>,
    /// Whether the text speaks of Belgium.
    pub(super) belgian: bool,
    /// The quoted blocks of the text.
    pub(super) quotes: &'a [Quote],
    /// The last sentence in which somebody said something, and who.
    pub(super) speaker: Option<(usize, EntityId)>,
    /// The first pairs, in order.
    pub(super) pairs: Vec<Vec<EntityId>>,
    /// Short forms that stand for names of the text's own.
    pub(super) own_short: Vec<String>,
}

/// How many pairs of a text are counted for the two whom it has act together most often.
const PAIRS: usize = 64;

impl Builder<'_> {
    pub(super) fn sentence(&mut self, s: usize, tree: &Tree<'_>) {
        // A surname already met stays a person's, were it a capital's too.
        let titled = titled(tree, self.world, &|w| self.by_name.contains_key(&key(w)));
        for head in 0..tree.len() {
            if let Some(unit) = titled.iter().find(|u| u.tokens.contains(&head)) {
                let outside = tree.head(head).is_none_or(|h| !unit.tokens.contains(&h));
                if outside || head == unit.name.start {
                    self.person(s, tree, head, unit);
                }
                // The title's own nationality stands for nobody else.
                continue;
            }
            let t = tree.token(head);
            let nominal = matches!(t.upos, Upos::NOUN | Upos::PROPN | Upos::PRON);
            let adjective = t.upos == Upos::ADJ && matches!(tree.rel(head), "amod" | "conj" | "compound");
            if adjective || (nominal && matches!(tree.rel(head), "compound" | "amod")) {
                self.modifier(s, tree, head);
                continue;
            }
            let stands_alone = t.upos == Upos::ADJ && matches!(tree.rel(head), "nsubj" | "obj" | "obl" | "nmod");
            if !(nominal || stands_alone) {
                continue;
            }
            if matches!(tree.rel(head), "flat" | "fixed" | "goeswith") {
                continue;
            }
            if t.upos == Upos::PRON || (t.upos == Upos::DET && tree.rel(head) != "det") {
                self.pronoun(s, tree, head);
            } else {
                self.noun(s, tree, head);
            }
        }
        self.speaks(s, tree);
        if let Some(pair) = self.acted_together(s, tree) {
            if self.pairs.len() < PAIRS {
                self.pairs.push(pair.clone());
            }
            self.pair = Some((s, pair));
        }
    }

    /// A nationality or name that modifies a noun: it can stand for the owner of a thing ("Israeli airstrikes", "a
    /// Taliban attack"), so it is kept under its own token.
    pub(super) fn modifier(&mut self, s: usize, tree: &Tree<'_>, head: usize) {
        if tree.rel(head) == "flat" {
            return;
        }
        let range = tree.phrase(head);
        // "Israeli army fire": the words before the noun name a force together.
        let top = tree.head(head).filter(|&h| h > head);
        if let Some(whole) = top.map(|h| tree.phrase(h).start..head + 1).filter(|w| w.len() > 1 && w.len() < 6) {
            let words = forms(tree.sentence, &whole);
            let nation = self
                .world
                .scan(&words, self.date)
                .iter()
                .any(|h| matches!(h.kind, chancery_world::HitKind::State | chancery_world::HitKind::Adjective));
            let weapon = matches!(
                tree.lemma(head),
                "missile"
                    | "drone"
                    | "rocket"
                    | "bomb"
                    | "shell"
                    | "jet"
                    | "warplane"
                    | "helicopter"
                    | "tank"
                    | "artillery"
            );
            if nation && !weapon && self.world.agent(&words).is_some() {
                let r = self.world.resolve(&words, words.len() - 1, self.date);
                if r.country.is_some()
                    && r.sector.is_some()
                    && let Some(id) = self.add(r, true)
                {
                    return self.put(s, head, whole, vec![id]);
                }
            }
        }
        // "rebel-held areas": the force that holds them.
        let holds = tree.token(head).form.chars().all(char::is_lowercase)
            && tree.get(head + 1).is_some_and(|t| t.form == "-")
            && tree.get(head + 2).is_some_and(|t| matches!(t.form.as_str(), "held" | "controlled" | "run"));
        if holds {
            let word = [tree.token(head).form.as_str()];
            let r = self.world.resolve(&word, 0, self.date);
            let known = self.force(s, r.sector, tree.lemma(head), true);
            let sector = r.sector.filter(|x| matches!(x, Sector::REB | Sector::GOV | Sector::MIL | Sector::OPP));
            if let Some(id) = known.or_else(|| sector.and_then(|_| self.add(r, true))) {
                self.put(s, head, head..head + 1, vec![id]);
            }
            return;
        }
        // "the Minsk agreement": where it was made, not whose it is.
        let pact = tree.head(head).is_some_and(|h| {
            matches!(
                tree.lemma(h),
                "agreement"
                    | "accord"
                    | "deal"
                    | "treaty"
                    | "convention"
                    | "protocol"
                    | "pact"
                    | "declaration"
                    | "process"
            )
        });
        if pact && tree.rel(head) == "compound" {
            let hits = self.world.scan(&forms(tree.sentence, &range), self.date);
            if hits.iter().any(|h| h.kind == chancery_world::HitKind::Capital) {
                return;
            }
        }
        // "intra-Afghan" begins with a small letter.
        if !tree.sentence.tokens[range.clone()].iter().any(|w| w.form.contains(char::is_uppercase)) {
            return;
        }
        // "the Philippine Sea" is no mention of the Philippines.
        let within_place = tree.sentence.names.iter().any(|n| {
            n.kind == NameKind::Location
                && n.tokens.contains(&head)
                && tree.head(head).is_some_and(|h| n.tokens.contains(&h))
        });
        if within_place {
            return;
        }
        // "an intra-Afghan dialogue" is one of Afghans.
        let mut words = forms(tree.sentence, &range);
        let at = head - range.start;
        words[at] = ["intra-", "Intra-", "inter-", "Inter-"]
            .iter()
            .find_map(|p| words[at].strip_prefix(p))
            .unwrap_or(words[at]);
        let named = self.named_in(&words, at);
        if let Some(e) = named {
            self.put(s, head, range, vec![e]);
        }
    }

    /// The state, organisation or person that a name stands for, without the grammar of offices.
    pub(super) fn named_in(&mut self, words: &[&str], at: usize) -> Option<EntityId> {
        let hit = self.world.scan(words, self.date).into_iter().find(|h| h.range.contains(&at));
        match hit {
            Some(h) => {
                let country = h.country.clone();
                let state = matches!(
                    h.kind,
                    chancery_world::HitKind::State
                        | chancery_world::HitKind::Adjective
                        | chancery_world::HitKind::PeopleNoun
                        | chancery_world::HitKind::Capital
                );
                if state {
                    let country = country?;
                    let name = self.world.country(&country).map(|c| c.name.to_string())?;
                    return Some(self.enter(Entity {
                        name,
                        country: Some(country),
                        sector: Some(Sector::GOV),
                        kind: Kind::State,
                        ..Entity::default()
                    }));
                }
                let r = self.world.resolve(&words[h.range.clone()], h.range.len() - 1, self.date);
                self.add(r, false)
            }
            None => self.by_name.get(&key(words[at])).copied(),
        }
    }

    pub(super) fn add(&mut self, r: Resolved, plural: bool) -> Option<EntityId> {
        let mut name = r.name?;
        // "Turkey-backed opposition fighters": the backing is a relation, not part of the name.
        if let Some((first, rest)) = name.split_once(' ') {
            let participle = matches!(
                first,
                "backed"
                    | "led"
                    | "supported"
                    | "controlled"
                    | "aligned"
                    | "allied"
                    | "funded"
                    | "sponsored"
                    | "trained"
                    | "armed"
                    | "held"
                    | "occupied"
            );
            if participle {
                name = rest.to_owned();
            }
        }
        Some(self.enter(Entity {
            name,
            country: r.country,
            sector: r.sector,
            role: r.role,
            office: r.office,
            wikidata: r.wikidata,
            kind: r.kind,
            person: r.person_named,
            plural,
            ..Entity::default()
        }))
    }

    /// Adds an entity, or finds the one that it is: the same state, the same name, the same person.
    pub(super) fn enter(&mut self, new: Entity) -> EntityId {
        let key = key(&new.name);
        let last = new.name.split_whitespace().last().map(self::key).unwrap_or_default();
        let single = !new.name.trim().contains(' ');
        let found = self.cast.entities.iter().position(|e| {
            if new.kind == Kind::State || e.kind == Kind::State {
                return new.kind == e.kind && new.country == e.country;
            }
            if e.wikidata.is_some() && e.wikidata == new.wikidata {
                return true;
            }
            self::key(&e.name) == key && (e.country == new.country || e.country.is_none() || new.country.is_none())
        });
        // "ISF" after "Iraqi Security Forces".
        let found = found.or_else(|| {
            let short =
                new.country.is_none() && (2..=6).contains(&new.name.len()) && new.name.chars().all(char::is_uppercase);
            short.then(|| self.cast.entities.iter().rposition(|e| !e.person && initials(&e.name) == new.name)).flatten()
        });
        // "opposition fighters" after "Syrian opposition fighters" are the same ones.
        let found = found.or_else(|| {
            let bare = new.country.is_none() && new.kind == Kind::Group && new.name.contains(' ');
            bare.then(|| {
                self.cast.entities.iter().rposition(|e| {
                    e.kind == Kind::Group
                        && e.country.is_some()
                        && e.sector == new.sector
                        && self::key(&e.name).ends_with(&format!(" {key}"))
                })
            })
            .flatten()
        });
        // A surname alone, or with a title, is the person of that surname.
        let found = found.or_else(|| {
            (new.person || (single && new.kind == Kind::Unknown))
                .then(|| self.by_name.get(&last).copied())
                .flatten()
                .filter(|&e| {
                    self.cast.entities[e].person && (single || ends_alike(&self.cast.entities[e].name, &new.name))
                })
        });
        if let Some(id) = found {
            let old = &mut self.cast.entities[id];
            old.country = old.country.take().or(new.country);
            old.sector = old.sector.or(new.sector);
            old.role = old.role.take().or(new.role);
            old.office = old.office.take().or(new.office);
            old.wikidata = old.wikidata.take().or(new.wikidata);
            old.gender = old.gender.or(new.gender);
            old.person |= new.person;
            if old.person && new.person && new.name.split_whitespace().count() > old.name.split_whitespace().count() {
                old.name = new.name;
            }
            return id;
        }
        let id = self.cast.entities.len();
        if new.person {
            self.by_name.insert(last, id);
        }
        self.cast.entities.push(new);
        id
    }

    pub(super) fn put(&mut self, sentence: usize, head: usize, tokens: Range<usize>, ids: Vec<EntityId>) {
        for &id in &ids {
            self.cast.entities[id].mentions.push(Place { sentence, tokens: tokens.clone(), head });
        }
        self.cast.at.insert((sentence, head), ids);
    }
}
