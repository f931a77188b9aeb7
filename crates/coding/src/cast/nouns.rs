//! Nouns that name somebody: what the tables and the grammar of offices make of the phrase, and which entity of the text that
//! is. [`Builder::noun`] lists the steps in their order.

use super::phrases::Builder;
use super::words::*;
use super::{EntityId, is_site};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::Sector;
use chancery_world::{AgentHit, Hit, HitKind, Kind, Resolved};
use std::ops::Range;

/// A noun and its phrase.
struct Noun<'t> {
    sentence: usize,
    tree: &'t Tree<'t>,
    head: usize,
    lemma: &'t str,
    /// The tokens of its phrase, and their forms.
    range: Range<usize>,
    words: Vec<&'t str>,
    /// Where the noun stands among the words.
    at: usize,
    plural: bool,
    definite: bool,
    /// The agent noun that it ends ("foreign minister"), if it is one.
    agent: Option<AgentHit>,
}

impl<'t> Noun<'t> {
    /// The first noun phrase below the noun that has a relation of `rels` and for which `fits`.
    fn below(&self, rels: &[&str], fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.tree.children_by(self.head, rels).find(|&c| fits(c))
    }

    /// The pronoun that has it ("his government").
    fn owner(&self) -> Option<usize> {
        self.below(&["nmod"], |c| self.tree.token(c).deprel == "nmod:poss" && self.tree.token(c).upos == Upos::PRON)
    }

    /// Whether it is a craft or weapon that stands for its user.
    fn is_thing(&self) -> bool {
        self.agent.as_ref().is_some_and(|h| h.is_thing)
    }

    /// The phrase as a plain name.
    fn plain(&self) -> String {
        clean(&self.words)
    }
}

impl Builder<'_> {
    /// Lets a noun mean whom it names: somebody whom the text told of before, or somebody new.
    pub(super) fn noun(&mut self, s: usize, tree: &Tree<'_>, head: usize) {
        if names_nobody(tree, head) {
            return;
        }
        let range = tree.phrase(head);
        let words = forms(tree.sentence, &range);
        let at = head - range.start;
        let n = Noun {
            sentence: s,
            tree,
            head,
            lemma: tree.lemma(head),
            at,
            plural: tree.token(head).feats.number == Some("Plur"),
            definite: tree
                .children_by(head, &["det"])
                .any(|d| matches!(tree.lower(d).as_str(), "the" | "this" | "that" | "these" | "those" | "both")),
            agent: self.world.agent(&words[..=at]),
            range,
            words,
        };
        if let Some(ids) = self.several(&n) {
            return self.put(s, head, n.range, ids);
        }
        let (long, body) = self.long_phrase(&n);
        let mut r = self.resolved(&n, &long, body);
        let known = self
            .surname(&n, &mut r)
            .or_else(|| {
                self.tagged(&n, &mut r);
                self.same_head(&n, &r)
            })
            .or_else(|| {
                self.of_whom(&n, &mut r);
                self.bare(&n, &r)
            })
            .or_else(|| {
                let role = n.agent.as_ref().map_or(1, |h| h.words);
                self.inherit(&mut r, &n.words, n.at, role, n.lemma);
                self.owner_of_thing(&n, &r)
            });
        if let Some(id) = known {
            return self.put(s, head, n.range, vec![id]);
        }
        if !self.known(&n, &mut r) {
            return;
        }
        let gender = gender(&forms(tree.sentence, &long));
        if let Some(id) = self.apposed(&n, &r, gender).or_else(|| self.people_as_state(&n, &r)) {
            return self.put(s, head, n.range, vec![id]);
        }
        let individual = !n.plural && n.agent.as_ref().is_some_and(|h| !h.collective && !h.is_thing);
        let Some(id) = self.add(r, n.plural) else { return };
        let e = &mut self.cast.entities[id];
        e.individual |= individual && !e.plural;
        e.gender = e.gender.or(gender);
        let id = self.apposition(s, tree, head, id);
        self.predicated(s, tree, head, id);
        self.put(s, head, n.range, vec![id]);
    }

    /// Several whom the noun names together, or the body whose short form of the text's own it is.
    fn several(&mut self, n: &Noun<'_>) -> Option<Vec<EntityId>> {
        let ids = self.shared(n.tree, n.head, &n.range, n.plural).or_else(|| self.halves(n.tree, n.head));
        if ids.is_some() {
            return ids;
        }
        if self.own_short.iter().any(|a| a == n.words[n.at]) {
            // The text's own short form is that of the name that it stands for there, whatever the tables make of it.
            let long = self.cast.entities.iter().rposition(|e| !e.person && initials(&e.name) == n.words[n.at]);
            return Some(Vec::from_iter(long));
        }
        self.pair(n.sentence, n.tree, n.head, n.definite)
    }

    /// The tokens that tell who it is: the phrase, and the country that follows ("the foreign minister of Egypt"). Where the
    /// name of a body runs on after the noun that the parser makes its head ("the Department of Commerce"), that name too.
    fn long_phrase(&self, n: &Noun<'_>) -> (Range<usize>, Option<Range<usize>>) {
        let (tree, head) = (n.tree, n.head);
        let mut long = n.range.clone();
        let of = n.below(&["nmod"], |c| {
            let preposition = tree.preposition(c);
            match preposition.as_deref().filter(|_| c > head) {
                Some("of" | "for" | "to") => true,
                // "will receive the ministers in Lagos"
                Some("in") => !n.plural || !ENVOYS.contains(&n.lemma),
                // "took the university from the rebels"
                Some("from") => is_person_noun(n.lemma) || n.plural,
                _ => false,
            }
        });
        let of = of.filter(|&c| !(leaves(tree, head) && tree.preposition(c).as_deref() == Some("from")));
        if let Some(of) = of.filter(|_| n.agent.is_some()) {
            let named = tree.sentence.names.iter().find(|m| m.tokens.contains(&of)).map_or(0, |m| m.tokens.end);
            let end = tree.phrase(of).end.max(named);
            let words = forms(tree.sentence, &(tree.phrase(of).start..end));
            if end > n.range.end && self.world.scan(&words, self.date).iter().any(|h| h.country.is_some()) {
                long = n.range.start..end;
            }
        }
        let body = tree
            .sentence
            .names
            .iter()
            .find(|m| m.kind == NameKind::Organization && m.tokens.contains(&head) && m.tokens.end > long.end)
            .map(|m| m.tokens.start.max(n.range.start)..m.tokens.end)
            .filter(|b| b.clone().any(|t| t > head && tree.token(t).form.starts_with(char::is_uppercase)));
        (body.as_ref().map_or(long, |b| n.range.start..b.end), body)
    }

    /// What tables and grammar make of the phrase.
    fn resolved(&self, n: &Noun<'_>, long: &Range<usize>, body: Option<Range<usize>>) -> Resolved {
        let (tree, head, words, at) = (n.tree, n.head, &n.words, n.at);
        let mut r = self.world.resolve(&forms(tree.sentence, long), at, self.date);
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
                use HitKind::{Adjective, Capital, State};
                let whose = self.world.scan(&words[..at], self.date).into_iter();
                r.country = whose.filter(|h| matches!(h.kind, State | Adjective | Capital)).find_map(|h| h.country);
                (r.name, r.sector, r.kind) = (Some(clean(words)), Some(sector), Kind::Group);
            }
        }
        r
    }

    /// A surname of someone named before wins over what the tables make of the word.
    fn surname(&mut self, n: &Noun<'_>, r: &mut Resolved) -> Option<EntityId> {
        let word = n.words[n.at];
        if n.range.len() > 3 || n.tree.token(n.head).upos != Upos::PROPN || matches!(r.kind, Kind::State) {
            return None;
        }
        let &id = self.by_name.get(&key(word))?;
        let e = &mut self.cast.entities[id];
        let compatible = r.country.is_none() || e.country.is_none() || r.country == e.country;
        if !compatible || r.kind == Kind::Organization || !ends_alike(&e.name, &n.words.join(" ")) {
            return None;
        }
        if let Some(role) = r.role.take() {
            e.role.get_or_insert(role);
        }
        Some(id)
    }

    /// What only the language model holds for a name stays one.
    fn tagged(&self, n: &Noun<'_>, r: &mut Resolved) {
        let names = || n.tree.sentence.names.iter().filter(|m| m.tokens.contains(&n.head));
        let person = names().any(|m| m.kind == NameKind::Person);
        if r.kind != Kind::Unknown || !(person || names().any(|m| m.kind == NameKind::Organization)) {
            return;
        }
        let stretch = names().next().map_or(n.range.clone(), |m| m.tokens.clone());
        r.name = Some(clean(&forms(n.tree.sentence, &stretch)));
        r.kind = if person { Kind::Person } else { Kind::Organization };
        r.person_named = person;
        if !person {
            r.sector = r.sector.or_else(|| kind_by_name(r.name.as_deref().unwrap_or_default()));
        }
    }

    /// "the coalition" after "the US-led coalition": the same head, last named with more.
    fn same_head(&self, n: &Noun<'_>, r: &Resolved) -> Option<EntityId> {
        if !n.definite || r.person_named || r.country.is_some() || n.at != n.words.len() - 1 {
            return None;
        }
        let tail = format!(" {}", n.plain().to_lowercase());
        let same = self.cast.entities.iter().enumerate().filter(|(_, e)| {
            !e.person
                && e.country.is_some()
                && e.plural == n.plural
                && matches!(e.kind, Kind::Group | Kind::Organization | Kind::Office)
                && key(&e.name).ends_with(&tail)
        });
        same.filter_map(|(i, e)| e.mentions.last().map(|m| ((m.sentence, m.head), i))).max().map(|(_, id)| id)
    }

    /// "his government", "its troops", "the foreign ministers of the bloc": of whom the pronoun or the noun means.
    fn of_whom(&self, n: &Noun<'_>, r: &mut Resolved) {
        if r.country.is_some() || r.person_named {
            return;
        }
        if r.sector.is_some() || n.agent.is_some() {
            let whose = n.owner().and_then(|c| self.cast.at(n.sentence, c).first()).map(|&e| &self.cast.entities[e]);
            let country = whose.and_then(|e| e.country.clone());
            if let Some(state) = country.as_deref().and_then(|c| self.world.country(c)) {
                r.name = Some(format!("{} {}", state.adjective, n.plain()));
                r.country = country;
            }
            // "his wife": whose it is tells more than the country.
            if let Some(person) = whose.filter(|e| e.person && is_kin(n.lemma)) {
                r.name = Some(format!("{}'s {}", person.name, n.plain()));
            }
        }
        if r.country.is_none() && n.agent.is_some() {
            let of = n.below(&["nmod"], |c| {
                n.tree.preposition(c).as_deref() == Some("of")
                    && matches!(n.tree.lemma(c), "bloc" | "alliance" | "union" | "country")
                    && n.tree.children_by(c, &["det"]).any(|d| n.tree.lower(d) == "the")
            });
            r.country = of
                .and_then(|c| self.definite(n.tree.lemma(c), false))
                .and_then(|e| self.cast.entities[e].country.clone());
        }
    }

    /// A bare institution belongs to whoever was spoken of: "the group", "the country", "the ministry".
    fn bare(&self, n: &Noun<'_>, r: &Resolved) -> Option<EntityId> {
        if r.country.is_some() {
            return None;
        }
        let told = if n.definite && !r.person_named { self.definite(n.lemma, n.plural) } else { None };
        let militia = matches!(n.lemma, "paramilitary" | "paramilitaries");
        told.or_else(|| self.force(n.sentence, Some(Sector::PRM), n.lemma, n.words.len() <= 2).filter(|_| militia))
    }

    /// The force that the text has named, or whoever has a thing: "ISIL military targets" are ISIL's, "a Chadian missile" is
    /// Chad's.
    fn owner_of_thing(&mut self, n: &Noun<'_>, r: &Resolved) -> Option<EntityId> {
        let other = |d: usize| matches!(n.tree.lower(d).as_str(), "other" | "foreign" | "another");
        if r.country.is_none()
            && !r.person_named
            && n.below(&["det", "nummod"], other).is_none()
            && let Some(id) = self.force(n.sentence, r.sector, n.lemma, n.words.len() <= 2)
        {
            return Some(id);
        }
        let before = &n.words[..n.at];
        if n.is_thing() && n.at > 0 {
            let body = self.world.scan(before, self.date).into_iter().find(|h| h.kind == HitKind::Organization);
            if let Some(id) = body.and_then(|hit| self.named_in(&n.words, hit.range.start)) {
                return Some(id);
            }
        }
        let unmanned = matches!(n.lemma, "missile" | "rocket" | "drone" | "torpedo" | "shell" | "bomb" | "projectile");
        let state = self.nation(before).filter(|_| unmanned && !r.person_named)?;
        self.named_in(&n.words, state.range.start)
    }

    /// Whether it is known what kind of actor it is. Things of an army stand for the army; "our partners", "observers", people
    /// or bodies of whom nothing more is known, stay as text.
    fn known(&self, n: &Noun<'_>, r: &mut Resolved) -> bool {
        let unowned = n.is_thing() && r.country.is_none();
        if !r.person_named
            && (unowned || matches!(r.kind, Kind::Unknown) && ARMY_THINGS.contains(&n.lemma))
            && let Some(country) = self.nation(&n.words[..n.at]).and_then(|h| h.country)
        {
            (r.name, r.country, r.sector, r.kind) = (Some(n.plain()), Some(country), Some(Sector::MIL), Kind::Group);
        }
        if n.is_thing() && r.country.is_none() && !is_site(&n.plain()) {
            // A weapon of nobody known does nothing by itself.
            return false;
        }
        r.name.get_or_insert_with(|| n.plain());
        n.agent.is_some()
            || r.country.is_some()
            || r.sector.is_some()
            || r.person_named
            || matches!(r.kind, Kind::Organization | Kind::State)
    }

    /// "Jane Doe, a 24-year-old student": the apposition is the one before it.
    fn apposed(&mut self, n: &Noun<'_>, r: &Resolved, gender: Option<char>) -> Option<EntityId> {
        let apart = n.plural || r.person_named || matches!(r.kind, Kind::State | Kind::Organization);
        if n.tree.rel(n.head) != "appos" || apart {
            return None;
        }
        let &[whole] = self.cast.at(n.sentence, n.tree.head(n.head)?) else { return None };
        let e = &mut self.cast.entities[whole];
        if !e.person || e.country.is_some() && r.country.is_some() && e.country != r.country {
            return None;
        }
        e.country = e.country.take().or(r.country.clone());
        e.sector = e.sector.or(r.sector);
        e.gender = e.gender.or(gender);
        Some(whole)
    }

    /// A people that stands for its state.
    fn people_as_state(&mut self, n: &Noun<'_>, r: &Resolved) -> Option<EntityId> {
        let people = n.definite && n.words.len() == 2 && r.basis == "table:people";
        if people && stands_for_state(n.tree, n.head) { self.named_in(&n.words, n.at) } else { None }
    }

    /// The first state that words name, or its adjective.
    fn nation(&self, words: &[&str]) -> Option<Hit> {
        self.world.scan(words, self.date).into_iter().find(|h| matches!(h.kind, HitKind::Adjective | HitKind::State))
    }
}

/// Whether a noun names nobody whatever stands beside it: "declared a state of emergency", "his body was found".
fn names_nobody(tree: &Tree<'_>, head: usize) -> bool {
    let condition =
        |c: usize| matches!(tree.lemma(c), "emergency" | "siege" | "war" | "alert" | "exception" | "affair");
    let corpse = tree.lemma(head) == "body" && tree.children(head).iter().any(|&c| tree.token(c).deprel == "nmod:poss");
    corpse || tree.lemma(head) == "state" && tree.children_by(head, &["nmod"]).any(condition)
}

/// Who goes somewhere for a state.
const ENVOYS: &[&str] = &["leader", "minister", "negotiator", "delegate", "envoy", "representative"];

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
