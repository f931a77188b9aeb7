//! Who is who in the article: every noun phrase that can act, resolved to an entity, with the later mentions of the
//! same entity joined to it.
//!
//! [`Cast::of`] goes through the text once, in order. A phrase is resolved by the world's tables and its grammar of
//! offices; what these leave open (pronouns, surnames, "the group", "the two leaders") is joined to what was named
//! before, by rules that each leave a mention alone when they have no clear antecedent.

mod coreference;
mod home;
mod nouns;
mod persons;
mod phrases;
mod pronouns;
mod several;
mod words;

use home::Home;
use phrases::Builder;
pub use words::NO_STATE;
use words::{TRANSPARENT, is_person_noun};

use crate::quotes::Quote;
use crate::toponyms::Toponym;
use crate::tree::Tree;
use chancery_language::{Token, Upos};
use chancery_record::{PartialDate, Sector};
use chancery_world::{Candidate, Kind, World};
use std::collections::HashMap;
use std::ops::Range;

/// Index of an [`Entity`] in its [`Cast`].
pub type EntityId = usize;

/// Someone or something that can act.
#[derive(Clone, Debug, Default)]
pub struct Entity {
    /// The fullest plain name.
    pub name: String,
    /// Country or its stand-in code.
    pub country: Option<String>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// The capacity in which it is named.
    pub role: Option<String>,
    /// The office it holds by the tables.
    pub office: Option<String>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Whether a personal name was given.
    pub person: bool,
    /// Whether it is several.
    pub plural: bool,
    /// Whether it is one human being without a name ("a militant", "the editor").
    pub individual: bool,
    /// `m` or `f`, where a word says so.
    pub gender: Option<char>,
    /// Where it is mentioned.
    pub mentions: Vec<Place>,
}

/// Where a phrase stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the sentence.
    pub sentence: usize,
    /// The tokens of the phrase.
    pub tokens: Range<usize>,
    /// Its head.
    pub head: usize,
}

/// The entities of an article and which phrase means which.
#[derive(Debug, Default)]
pub struct Cast {
    /// Entities in order of first mention.
    pub entities: Vec<Entity>,
    at: HashMap<(usize, usize), Vec<EntityId>>,
    /// The country that most mentions of the article's opening belong to, where one prevails.
    pub home: Option<String>,
    /// The places of names that were resolved, by the first character of each of their words.
    named_places: HashMap<usize, NamedPlace>,
}

/// The place that a name was found to mean.
#[derive(Clone, Debug)]
pub struct NamedPlace {
    pub candidate: Candidate,
    /// Its name as a record shows it.
    pub name: String,
    pub confidence: f32,
}

impl Cast {
    /// Takes over which places the names of the article mean.
    pub fn locate(&mut self, trees: &[Tree<'_>], toponyms: &[Toponym]) {
        for t in toponyms {
            let Some(candidate) = t.place() else { continue };
            let place =
                NamedPlace { candidate: candidate.clone(), name: t.shown().to_owned(), confidence: t.confidence };
            for token in t.mentions.iter().flat_map(|(s, r)| r.clone().map(|i| trees[*s].token(i))) {
                self.named_places.insert(token.start, place.clone());
            }
        }
    }

    /// The place that a word of a name means, where it was found.
    pub fn place_of(&self, token: &Token) -> Option<&NamedPlace> {
        self.named_places.get(&token.start)
    }

    /// Resolves every phrase of the sentences that can act. `date` is the day of publication, against which offices
    /// are looked up.
    pub fn of(trees: &[Tree<'_>], quotes: &[Quote], world: &World, date: Option<PartialDate>) -> Cast {
        let home = Home::of(trees, world, date);
        let mut b = Builder {
            world,
            date,
            cast: Cast { home: home.country.clone(), ..Cast::default() },
            home,
            by_name: HashMap::new(),
            pair: None,
            belgian: trees.iter().any(|t| t.sentence.tokens.iter().any(|w| w.form.starts_with("Belgi"))),
            quotes,
            speaker: None,
            pairs: Vec::new(),
            named_pair: None,
            own_short: Vec::new(),
        };
        b.short_forms(trees);
        for (s, tree) in trees.iter().enumerate() {
            b.sentence(s, tree);
        }
        b.cast.join_offices(trees);
        b.settle_persons();
        b.cast
    }

    /// The entities that a phrase means, by the head token of the phrase: none, one, or several ("the two leaders",
    /// "the Russian and Syrian ministers"). Conjuncts are not expanded.
    pub fn at(&self, sentence: usize, head: usize) -> &[EntityId] {
        self.at.get(&(sentence, head)).map_or(&[], Vec::as_slice)
    }

    /// The entities that fill a role, by the head of the phrase that fills it: conjuncts expanded, counting nouns seen
    /// through ("dozens of protesters"). Where the phrase is a thing, `owner` says whether who has it stands for it
    /// ("thanked Putin's government for its support", "called for Assad's ouster").
    pub fn fill(&self, tree: &Tree<'_>, sentence: usize, head: usize, owner: bool) -> Vec<EntityId> {
        let mut out = Vec::new();
        for t in tree.conjuncts(head) {
            let mut found = self.single(tree, sentence, t, owner, 0);
            found.retain(|e| !out.contains(e));
            out.append(&mut found);
        }
        out
    }

    fn single(&self, tree: &Tree<'_>, sentence: usize, head: usize, owner: bool, depth: usize) -> Vec<EntityId> {
        let direct = self.at(sentence, head);
        // "the international community, including Russia and Iran"
        let named: Vec<EntityId> = tree
            .children(head)
            .iter()
            .copied()
            .filter(|&c| tree.rel(c) == "nmod" && tree.preposition(c).as_deref() == Some("including"))
            .flat_map(|c| self.fill(tree, sentence, c, false))
            .collect();
        // "37 prisoners, including a former detainee": nobody who is named, but a part of them.
        let tells = direct.is_empty() || named.iter().any(|&e| self.entities[e].country.is_some());
        if !named.is_empty() && tells && direct.iter().all(|&e| self.entities[e].country.is_none()) {
            return named;
        }
        let inner = content_head(tree, head);
        if inner != head {
            // "one of them, the firm Acme": the apposition names it.
            let named: Vec<EntityId> =
                tree.children_by(head, &["appos"]).flat_map(|a| self.at(sentence, a).to_vec()).collect();
            if tree.lemma(head) == "one" && !named.is_empty() {
                return named;
            }
        }
        let counts = inner != head && direct.iter().all(|&e| self.entities[e].country.is_none());
        if depth > 4 || (!direct.is_empty() && !counts) {
            return direct.to_vec();
        }
        if counts {
            let of: Vec<EntityId> = tree
                .conjuncts(inner)
                .into_iter()
                .flat_map(|t| self.single(tree, sentence, t, owner, depth + 1))
                .collect();
            return if of.is_empty() { direct.to_vec() } else { of };
        }
        if !owner {
            return Vec::new();
        }
        // Who has the thing: possessor, nationality or name before the noun, then "of".
        let children = tree.children(head);
        let by = |rels: &dyn Fn(usize) -> bool| -> Vec<EntityId> {
            children
                .iter()
                .copied()
                .filter(|&c| rels(c))
                .flat_map(|c| self.fill(tree, sentence, c, false))
                .collect::<Vec<_>>()
        };
        for found in [
            by(&|c| tree.token(c).deprel == "nmod:poss"),
            // "Israeli airstrikes" are Israel's; "the Ukrainian boxer" is not Ukraine.
            if is_person_noun(tree.lemma(head)) {
                Vec::new()
            } else {
                by(&|c| matches!(tree.rel(c), "amod" | "compound"))
            },
            by(&|c| tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("of" | "from"))),
            // "a ban on imports of Egyptian fruit"
            children
                .iter()
                .copied()
                .filter(|&c| tree.rel(c) == "nmod" && tree.preposition(c).as_deref() == Some("of"))
                .flat_map(|c| self.single(tree, sentence, c, true, depth + 1))
                .collect(),
        ] {
            if !found.is_empty() {
                // "Israeli army fire": the army, not the state as well.
                let narrow: Vec<EntityId> =
                    found.iter().copied().filter(|&e| self.entities[e].kind != Kind::State).collect();
                let covered = |e: &EntityId| {
                    self.entities[*e].kind == Kind::State
                        && narrow.iter().any(|&n| self.entities[n].country == self.entities[*e].country)
                };
                return found.iter().copied().filter(|e| !covered(e)).collect();
            }
        }
        Vec::new()
    }

    /// People of whom nothing but their kind is said ("three civilians were killed in Khost") are of the country where
    /// the act took place: such ones take the place of those in the list.
    pub fn locals(&mut self, ids: &mut [EntityId], country: &str, sentence: usize) {
        // Where a group has a name, "the militants" are likely to be its own.
        let named = self.entities.iter().any(|e| e.kind == Kind::Organization && e.sector == Some(Sector::REB));
        // No part of the name is a proper name; a sentence may begin with it.
        let plain = |e: &Entity| {
            let first = e.mentions.first().is_some_and(|m| m.tokens.start == 0);
            !e.name.chars().skip(usize::from(first)).any(char::is_uppercase)
        };
        for id in ids {
            let e = &self.entities[*id];
            let generic = e.country.is_none()
                && !e.person
                && e.kind != Kind::Organization
                && !(named && e.sector == Some(Sector::REB))
                && matches!(
                    e.sector,
                    Some(
                        Sector::CVL
                            | Sector::COP
                            | Sector::EDU
                            | Sector::MED
                            | Sector::LAB
                            | Sector::REL
                            | Sector::AGR
                            | Sector::MIL
                            | Sector::REB
                            | Sector::OPP
                            | Sector::CRM
                            | Sector::UAF
                    )
                )
                && plain(e)
                || e.sector == Some(Sector::MIL) && e.country.is_none() && is_site(&e.name);
            if !generic {
                continue;
            }
            let same = |x: &Entity| x.name == e.name && x.country.as_deref() == Some(country);
            let here = e.mentions.iter().filter(|m| m.sentence == sentence).cloned().collect::<Vec<_>>();
            *id = match self.entities.iter().position(same) {
                Some(known) => {
                    self.entities[known].mentions.extend(here);
                    known
                }
                None => {
                    let local = Entity { country: Some(country.to_owned()), mentions: here, ..e.clone() };
                    self.entities.push(local);
                    self.entities.len() - 1
                }
            };
        }
    }

    /// "The Saudis rejected the plan": where states deal with each other, a people with its article stands for its state.
    pub fn governments(&mut self, ids: &mut [EntityId], tree: &Tree<'_>, sentence: usize, world: &World) {
        for id in ids {
            let e = &self.entities[*id];
            let bare = e.plural && e.sector == Some(Sector::CVL) && e.name.starts_with(char::is_uppercase);
            let alone = |m: &Place| {
                m.sentence == sentence && m.tokens.len() == 2 && tree.lower(m.tokens.start) == "the" && {
                    let word = tree.token(m.head).form.as_str();
                    world.scan(&[word], None).iter().any(|h| h.kind == chancery_world::HitKind::PeopleNoun)
                }
            };
            if !bare || !e.mentions.iter().any(alone) {
                continue;
            }
            if let Some(state) = e.country.clone().and_then(|c| self.state(&c, world)) {
                *id = state;
            }
        }
    }

    /// The people of a country who protest: those whom the text tells of, or nobody in particular.
    pub fn crowd(&mut self, country: &str, world: &World) -> Option<EntityId> {
        let name = format!("{} protesters", world.country(country)?.adjective);
        let protests = |e: &Entity| {
            e.plural
                && e.country.as_deref() == Some(country)
                && matches!(e.sector, Some(Sector::CVL | Sector::OPP))
                && ["protest", "demonstrat", "march", "rall"].iter().any(|w| e.name.to_lowercase().contains(w))
        };
        Some(self.find_or_add(protests, || Entity {
            name,
            country: Some(country.to_owned()),
            sector: Some(Sector::CVL),
            kind: Kind::Group,
            plural: true,
            ..Entity::default()
        }))
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
            ..Entity::default()
        }))
    }

    /// The first entity that is known as such, or a new one.
    pub fn find_or_add(&mut self, known: impl Fn(&Entity) -> bool, new: impl FnOnce() -> Entity) -> EntityId {
        self.entities.iter().position(known).unwrap_or_else(|| {
            self.entities.push(new());
            self.entities.len() - 1
        })
    }

    /// The entity with this id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id]
    }
}

/// Whether a name is that of a soldiers' place ("an army base").
fn is_site(name: &str) -> bool {
    ["base", "camp", "checkpoint", "post", "outpost", "barracks", "position", "headquarters", "garrison", "airbase"]
        .iter()
        .any(|w| name.ends_with(w) || name.strip_suffix('s').is_some_and(|n| n.ends_with(w)))
}

/// The noun that a counting or parting noun is about: "dozens of *protesters*"; the noun itself where it is none such.
pub fn content_head(tree: &Tree<'_>, head: usize) -> usize {
    if (TRANSPARENT.contains(&tree.lemma(head)) || matches!(tree.token(head).upos, Upos::NUM | Upos::SYM))
        && let Some(of) = tree
            .children(head)
            .iter()
            .copied()
            .find(|&c| tree.rel(c) == "nmod" && tree.preposition(c).as_deref() == Some("of"))
    {
        return of;
    }
    head
}
