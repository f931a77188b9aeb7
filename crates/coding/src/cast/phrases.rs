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

    pub(super) fn noun(&mut self, s: usize, tree: &Tree<'_>, head: usize) {
        // "declared a state of emergency" names no state.
        let condition =
            |c: &usize| matches!(tree.lemma(*c), "emergency" | "siege" | "war" | "alert" | "exception" | "affair");
        if tree.lemma(head) == "state" && tree.children_by(head, &["nmod"]).any(|c| condition(&c)) {
            return;
        }
        let range = tree.phrase(head);
        let words = forms(tree.sentence, &range);
        let at = head - range.start;
        let plural = tree.token(head).feats.number == Some("Plur");
        let definite = tree
            .children_by(head, &["det"])
            .any(|d| matches!(tree.lower(d).as_str(), "the" | "this" | "that" | "these" | "those" | "both"));
        if let Some(ids) = self.shared(tree, head, &range, plural) {
            return self.put(s, head, range, ids);
        }
        if let Some(ids) = self.halves(tree, head) {
            return self.put(s, head, range, ids);
        }
        if self.own_short.iter().any(|a| a == words[at]) {
            // The text's own short form is that of the name that it stands for there, whatever the tables make of it.
            let long = self.cast.entities.iter().rposition(|e| !e.person && initials(&e.name) == words[at]);
            return long.into_iter().for_each(|id| self.put(s, head, range.clone(), vec![id]));
        }
        if let Some(ids) = self.pair(s, tree, head, definite) {
            return self.put(s, head, range, ids);
        }
        // "the foreign minister of Egypt": the office's country follows.
        let hit = self.world.agent(&words[..=at]);
        let (agent, thing) = (hit.is_some(), hit.as_ref().is_some_and(|h| h.is_thing));
        let mut long = range.clone();
        if agent
            && let Some(of) = tree.children(head).iter().copied().find(|&c| {
                c > head
                    && tree.rel(c) == "nmod"
                    && matches!(tree.preposition(c).as_deref(), Some("of" | "for" | "in" | "to" | "from"))
                    // "will receive the ministers in Lagos"
                    && (tree.preposition(c).as_deref() != Some("in")
                        || !plural
                        || !matches!(tree.lemma(head), "leader" | "minister" | "negotiator" | "delegate" | "envoy" | "representative"))
                    // "took the university from the rebels"
                    && (tree.preposition(c).as_deref() != Some("from") || is_person_noun(tree.lemma(head)) || plural)
            })
            && !(leaves(tree, head) && tree.preposition(of).as_deref() == Some("from"))
        {
            let named = tree.sentence.names.iter().find(|n| n.tokens.contains(&of)).map_or(0, |n| n.tokens.end);
            let end = tree.phrase(of).end.max(named);
            if self
                .world
                .scan(&forms(tree.sentence, &(tree.phrase(of).start..end)), self.date)
                .iter()
                .any(|h| h.country.is_some())
                && end > range.end
            {
                long = range.start..end;
            }
        }
        // "the Department of Commerce": the name runs on after the noun that the parser makes its head.
        let body = tree
            .sentence
            .names
            .iter()
            .find(|n| n.kind == NameKind::Organization && n.tokens.contains(&head) && n.tokens.end > long.end)
            .map(|n| n.tokens.start.max(range.start)..n.tokens.end)
            .filter(|b| b.clone().any(|t| t > head && tree.token(t).form.starts_with(char::is_uppercase)));
        if let Some(body) = &body {
            long = range.start..body.end;
        }
        let long_words = forms(tree.sentence, &long);
        let mut r = self.world.resolve(&long_words, at, self.date);
        if r.kind == Kind::State
            && words[at] == "Brussels"
            && !self.belgian
            && !matches!(tree.preposition(head).as_deref(), Some("in" | "at" | "from" | "near" | "outside"))
        {
            // "accused Brussels of meddling": the Union's seat, where the text does not speak of Belgium.
            r = self.world.resolve(&["European", "Union"], 1, self.date);
        }
        if let Some(body) = body.filter(|_| !r.person_named && r.wikidata.is_none() && !r.basis.starts_with("table")) {
            r.name = Some(clean(&forms(tree.sentence, &body)));
        }
        if r.sector == Some(Sector::OPP) && words.iter().any(|w| w.eq_ignore_ascii_case("armed")) {
            r.sector = Some(Sector::REB);
        }
        // A militia fights for the government, unless it is called a rebel one or another state backs it.
        if r.sector == Some(Sector::PRM)
            && words.iter().any(|w| {
                let w = w.to_lowercase();
                matches!(w.as_str(), "separatist" | "secessionist" | "rebel" | "insurgent" | "jihadist" | "opposition")
                    || w.ends_with("backed")
                    || w.starts_with("anti-")
            })
        {
            r.sector = Some(Sector::REB);
        }
        if r.sector.is_none() && r.country.is_none() && !r.person_named && SITES.contains(&tree.lemma(head)) {
            // "attacked a police convoy": what only a force has stands for it.
            let armed = |w: &&str| {
                let sector = self.world.agent(&[w]).and_then(|a| a.sector);
                sector.filter(|s| matches!(s, Sector::MIL | Sector::COP | Sector::REB | Sector::GOV | Sector::PRM))
            };
            if let Some(sector) = words[..at].iter().filter(|w| !w.contains(char::is_uppercase)).find_map(armed) {
                use chancery_world::HitKind::{Adjective, Capital, State};
                let whose = self.world.scan(&words[..at], self.date).into_iter();
                r.country = whose.filter(|h| matches!(h.kind, State | Adjective | Capital)).find_map(|h| h.country);
                (r.name, r.sector, r.kind) = (Some(clean(&words)), Some(sector), Kind::Group);
            }
        }
        let person_tag = tree.sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&head));
        let org_tag =
            tree.sentence.names.iter().find(|n| matches!(n.kind, NameKind::Organization) && n.tokens.contains(&head));
        // A surname of someone named before wins over what the tables make of the word.
        if range.len() <= 3
            && tree.token(head).upos == Upos::PROPN
            && !matches!(r.kind, Kind::State)
            && let Some(&id) = self.by_name.get(&key(words[at]))
        {
            let compatible = r.country.is_none()
                || self.cast.entities[id].country.is_none()
                || r.country == self.cast.entities[id].country;
            if compatible
                && (r.kind != Kind::Organization)
                && ends_alike(&self.cast.entities[id].name, &words.join(" "))
            {
                if let Some(role) = r.role.take() {
                    self.cast.entities[id].role.get_or_insert(role);
                }
                return self.put(s, head, range, vec![id]);
            }
        }
        if r.kind == Kind::Unknown && (person_tag || org_tag.is_some()) {
            let stretch = tree
                .sentence
                .names
                .iter()
                .find(|n| n.tokens.contains(&head))
                .map(|n| n.tokens.clone())
                .unwrap_or(range.clone());
            r.name = Some(clean(&forms(tree.sentence, &stretch)));
            r.kind = if person_tag { Kind::Person } else { Kind::Organization };
            r.person_named = person_tag;
            if !person_tag {
                r.sector = r.sector.or_else(|| kind_by_name(r.name.as_deref().unwrap_or_default()));
            }
        }
        // "the coalition" after "the US-led coalition": the same head, last named with more.
        if definite && !r.person_named && r.country.is_none() && at == words.len() - 1 {
            let bare = clean(&words).to_lowercase();
            let tail = format!(" {bare}");
            let same = self.cast.entities.iter().enumerate().filter(|(_, e)| {
                !e.person
                    && e.country.is_some()
                    && e.plural == plural
                    && matches!(e.kind, Kind::Group | Kind::Organization | Kind::Office)
                    && key(&e.name).ends_with(&tail)
            });
            let last = same.filter_map(|(i, e)| e.mentions.last().map(|m| ((m.sentence, m.head), i))).max();
            if let Some((_, id)) = last {
                return self.put(s, head, range, vec![id]);
            }
        }
        let lemma = tree.lemma(head);
        // "his government", "its troops": of whom the pronoun means.
        if r.country.is_none() && !r.person_named && (r.sector.is_some() || agent) {
            let owner = tree
                .children(head)
                .iter()
                .copied()
                .find(|&c| tree.token(c).deprel == "nmod:poss" && tree.token(c).upos == Upos::PRON);
            let country = owner
                .and_then(|c| self.cast.at(s, c).first().copied())
                .and_then(|e| self.cast.entities[e].country.clone());
            if let Some(adjective) =
                country.as_deref().and_then(|c| self.world.country(c)).map(|c| c.adjective.to_string())
            {
                r.country = country;
                r.name = Some(format!("{adjective} {}", clean(&words)));
            }
            // "his wife": whose it is tells more than the country.
            let whose = owner.and_then(|c| self.cast.at(s, c).first().copied()).map(|e| &self.cast.entities[e]);
            if let Some(person) = whose.filter(|e| e.person && is_kin(lemma)) {
                r.name = Some(format!("{}'s {}", person.name, clean(&words)));
            }
        }
        // "the foreign ministers of the bloc": of whom the noun means that follows.
        if r.country.is_none() && agent && !r.person_named {
            let of = tree.children_by(head, &["nmod"]).find(|&c| {
                tree.preposition(c).as_deref() == Some("of")
                    && matches!(tree.lemma(c), "bloc" | "alliance" | "union" | "country")
                    && tree.children_by(c, &["det"]).any(|d| tree.lower(d) == "the")
            });
            r.country = of
                .and_then(|c| self.definite(tree.lemma(c), false))
                .and_then(|e| self.cast.entities[e].country.clone());
        }
        // A bare institution belongs to whoever was spoken of: "the group", "the country", "the ministry".
        if definite
            && !r.person_named
            && r.country.is_none()
            && let Some(id) = self.definite(lemma, plural)
        {
            return self.put(s, head, range, vec![id]);
        }
        if matches!(lemma, "paramilitary" | "paramilitaries")
            && r.country.is_none()
            && let Some(id) = self.force(s, Some(Sector::PRM), lemma, words.len() <= 2)
        {
            return self.put(s, head, range, vec![id]);
        }
        let role = hit.as_ref().map_or(1, |h| h.words);
        self.inherit(&mut r, &words, at, role, lemma);
        if r.country.is_none()
            && !r.person_named
            && !tree
                .children_by(head, &["det", "nummod"])
                .any(|d| matches!(tree.lower(d).as_str(), "other" | "foreign" | "another"))
            && let Some(id) = self.force(s, r.sector, lemma, words.len() <= 2)
        {
            return self.put(s, head, range, vec![id]);
        }
        // "U.S. positions", "a Syrian convoy": what only an army has stands for the army.
        if thing
            && at > 0
            && let Some(hit) = self
                .world
                .scan(&words[..at], self.date)
                .into_iter()
                .find(|h| h.kind == chancery_world::HitKind::Organization)
            && let Some(id) = self.named_in(&words, hit.range.start)
        {
            // "ISIL military targets" are ISIL's.
            return self.put(s, head, range, vec![id]);
        }
        let unmanned = matches!(lemma, "missile" | "rocket" | "drone" | "torpedo" | "shell" | "bomb" | "projectile");
        if unmanned
            && !r.person_named
            && let Some(hit) = self.nation(&words[..at])
            && let Some(state) = self.named_in(&words, hit.range.start)
        {
            // "a Chadian missile" is Chad's.
            return self.put(s, head, range, vec![state]);
        }
        let unowned = thing && r.country.is_none();
        if !r.person_named
            && (unowned || matches!(r.kind, Kind::Unknown) && ARMY_THINGS.contains(&lemma))
            && let Some(country) = self.nation(&words[..at]).and_then(|h| h.country)
        {
            (r.name, r.country, r.sector, r.kind) =
                (Some(clean(&words)), Some(country), Some(Sector::MIL), Kind::Group);
        }
        // "our partners", "observers": people or bodies of whom nothing more is known stay as text.
        let agent = agent || self.world.agent(&words[..=at]).is_some();
        if thing && r.country.is_none() && !super::is_site(&clean(&words)) {
            // A weapon of nobody known does nothing by itself.
            return;
        }
        let known = agent
            || r.country.is_some()
            || r.sector.is_some()
            || r.person_named
            || matches!(r.kind, Kind::Organization | Kind::State);
        if !known {
            return;
        }
        if r.name.is_none() {
            r.name = Some(clean(&words));
        }
        let gender = gender(&long_words);
        let individual = !plural && hit.as_ref().is_some_and(|h| !h.collective && !h.is_thing);
        // "Jane Doe, a 24-year-old student": the apposition is the one before it.
        if tree.rel(head) == "appos"
            && !plural
            && !r.person_named
            && !matches!(r.kind, Kind::State | Kind::Organization)
            && let Some(&[whole]) = tree.head(head).map(|h| self.cast.at(s, h))
            && self.cast.entities[whole].person
        {
            let e = &mut self.cast.entities[whole];
            if e.country.is_none() || r.country.is_none() || e.country == r.country {
                e.country = e.country.take().or(r.country);
                e.sector = e.sector.or(r.sector);
                e.gender = e.gender.or(gender);
                return self.put(s, head, range, vec![whole]);
            }
        }
        if definite
            && words.len() == 2
            && r.basis == "table:people"
            && stands_for_state(tree, head)
            && let Some(state) = self.named_in(&words, at)
        {
            return self.put(s, head, range, vec![state]);
        }
        let Some(id) = self.add(r, plural) else { return };
        self.cast.entities[id].individual |= individual && !self.cast.entities[id].plural;
        if self.cast.entities[id].gender.is_none() {
            self.cast.entities[id].gender = gender;
        }
        let id = self.apposition(s, tree, head, id);
        self.predicated(s, tree, head, id);
        self.put(s, head, range, vec![id]);
    }

    /// Whether a phrase names a country.
    fn states(&self, tree: &Tree<'_>, head: usize) -> bool {
        let phrase = tree.phrase(head);
        self.world.scan(&forms(tree.sentence, &phrase), self.date).iter().any(|h| h.country.is_some())
    }

    /// The first state that words name, or its adjective.
    fn nation(&self, words: &[&str]) -> Option<chancery_world::Hit> {
        use chancery_world::HitKind::{Adjective, State};
        self.world.scan(words, self.date).into_iter().find(|h| matches!(h.kind, Adjective | State))
    }

    /// Short forms that the text gives to names of its own ("National Roll of Residents (NRR)"), where the tables know
    /// another body by them.
    pub(super) fn short_forms(&mut self, trees: &[Tree<'_>]) {
        for tree in trees {
            let form = |i: usize| tree.get(i).map_or("", |t| t.form.as_str());
            for i in 2..tree.len().saturating_sub(2) {
                let short = form(i + 1);
                let capitals = (2..=6).contains(&short.len()) && short.chars().all(|c| c.is_ascii_uppercase());
                if form(i) != "(" || form(i + 2) != ")" || !capitals {
                    continue;
                }
                let before = |k: usize| (k..i).map(form).collect::<Vec<_>>();
                let Some(long) =
                    (i.saturating_sub(9)..i - 1).rev().map(before).find(|w| initials(&w.join(" ")) == short)
                else {
                    continue;
                };
                let Some(known) = self.world.scan(&[short], self.date).into_iter().next() else { continue };
                let alike = |a: &str, b: &str| {
                    let (a, b) = (a.to_lowercase(), b.to_lowercase());
                    a.len() > 3 && a.chars().take(4).eq(b.chars().take(4))
                };
                let same = known.name.split_whitespace().any(|k| long.iter().any(|l| alike(k, l)))
                    || self.world.scan(&long, self.date).iter().any(|h| h.name == known.name);
                if !same {
                    self.own_short.push(short.to_owned());
                }
            }
        }
    }

    /// "North and South Korea": two states whose names share their last word.
    fn halves(&mut self, tree: &Tree<'_>, head: usize) -> Option<Vec<EntityId>> {
        let form = |back: usize| head.checked_sub(back).map(|t| tree.token(t).form.as_str());
        let (first, and, second, last) = (form(3)?, form(2)?, form(1)?, form(0)?);
        if and != "and" || !first.starts_with(char::is_uppercase) || !second.starts_with(char::is_uppercase) {
            return None;
        }
        let code = |half: &str| {
            let hits = self.world.scan(&[half, last], self.date);
            hits.into_iter()
                .find(|h| h.kind == chancery_world::HitKind::State && h.range == (0..2))
                .and_then(|h| h.country)
        };
        code(first).and(code(second))?;
        let ids: Vec<EntityId> = [first, second].iter().filter_map(|half| self.named_in(&[half, last], 0)).collect();
        (ids.len() == 2 && ids[0] != ids[1]).then_some(ids)
    }

    /// One head, several owners: "the Russian and Syrian defense ministers", "the foreign ministers of Egypt and Jordan".
    pub(super) fn shared(
        &mut self,
        tree: &Tree<'_>,
        head: usize,
        range: &Range<usize>,
        plural: bool,
    ) -> Option<Vec<EntityId>> {
        if !plural {
            return None;
        }
        let words = forms(tree.sentence, range);
        let at = head - range.start;
        let agent = self.world.agent(&words[..=at])?;
        let tail = &words[(at + 1).saturating_sub(agent.words)..=at];
        let mut singular = singular_of(tail, true);
        let office = agent.is_office
            || self.world.agent(&singular.iter().map(String::as_str).collect::<Vec<_>>()).is_some_and(|a| a.is_office);
        if !office {
            singular = tail.iter().map(|w| w.to_string()).collect();
        }
        let mut countries: Vec<String> = Vec::new();
        let mut bodies: Vec<usize> = Vec::new();
        for hit in self.world.scan(&words[..at], self.date) {
            let hyphened = words.get(hit.range.end).is_some_and(|w| w.starts_with('-'))
                || words[hit.range.clone()].iter().any(|w| w.contains('-'));
            if matches!(hit.kind, chancery_world::HitKind::Adjective | chancery_world::HitKind::State) && !hyphened {
                countries.extend(hit.country.clone());
            }
            // "British and EU negotiators"
            if hit.kind == chancery_world::HitKind::Organization
                && matches!(hit.country.as_deref(), Some("EUR" | "UNO" | "IGO"))
                && !hyphened
                && words[..at].contains(&"and")
            {
                bodies.push(hit.range.start);
            }
        }
        if countries.len() + bodies.len() < 2 {
            // "the leaders of Niger and Benin", "officials from Egypt, Sudan and Ethiopia"
            let of = tree.children(head).iter().copied().find(|&c| {
                c > head && tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("of" | "from"))
            })?;
            countries.clear();
            // "representatives of the ministers of foreign affairs of Iran and Egypt": the states stand further down.
            let mut of = of;
            while !self.states(tree, of)
                && let Some(deeper) =
                    tree.children_by(of, &["nmod"]).find(|&c| tree.preposition(c).as_deref() == Some("of"))
            {
                of = deeper;
            }
            for c in tree.conjuncts(of) {
                let phrase = tree.phrase(c);
                let hits = self.world.scan(&forms(tree.sentence, &phrase), self.date);
                countries.extend(hits.into_iter().find_map(|h| h.country.clone()));
            }
        }
        countries.dedup();
        if countries.len() + bodies.len() < 2 {
            return None;
        }
        let mut ids = Vec::new();
        for c in countries {
            let adjective = self.world.country(&c).map(|k| k.adjective.to_string())?;
            let mut phrase: Vec<&str> = adjective.split(' ').collect();
            phrase.extend(singular.iter().map(String::as_str));
            let r = self.world.resolve(&phrase, phrase.len() - 1, self.date);
            ids.extend(self.add(r, !office));
        }
        for b in bodies {
            ids.extend(self.named_in(&words, b));
        }
        (ids.len() >= 2).then_some(ids)
    }
}

/// Whether a people named alone with "the" is its state: "the Russians moved tanks", "in talks with the Iranians", but not
/// "the Greeks are protesting" or "killed the Iraqis".
fn stands_for_state(tree: &Tree<'_>, head: usize) -> bool {
    if tree.children_by(head, &["acl", "nmod", "amod", "nummod", "conj"]).next().is_some() {
        return false;
    }
    let Some(verb) = tree.head(head) else { return false };
    let by_people = matches!(
        tree.lemma(verb),
        "protest"
            | "demonstrate"
            | "march"
            | "rally"
            | "riot"
            | "strike"
            | "flee"
            | "vote"
            | "elect"
            | "die"
            | "live"
            | "suffer"
            | "mourn"
            | "celebrate"
            | "starve"
            | "cheer"
            | "feel"
            | "want"
            | "like"
            | "love"
            | "go"
            | "come"
    );
    match tree.rel(head) {
        "nsubj" => tree.is_verb(verb) && !by_people,
        "obl" | "nmod" => matches!(tree.preposition(head).as_deref(), Some("with" | "between")),
        "obj" | "iobj" => {
            matches!(
                tree.lemma(verb),
                "tell" | "ask" | "warn" | "meet" | "urge" | "press" | "accuse" | "inform" | "blame"
            )
        }
        _ => false,
    }
}

/// Whether those named are on their way out of somewhere: "the withdrawal of troops from Iraq" tells of no Iraqi troops.
fn leaves(tree: &Tree<'_>, head: usize) -> bool {
    tree.head(tree.first_conjunct(head)).is_some_and(|h| {
        matches!(
            tree.lemma(h),
            "withdrawal"
                | "withdraw"
                | "pull"
                | "pullout"
                | "remove"
                | "removal"
                | "evacuate"
                | "evacuation"
                | "departure"
                | "exit"
                | "drawdown"
                | "retreat"
                | "pullback"
                | "recall"
                | "expel"
                | "expulsion"
                | "rescue"
        )
    })
}
