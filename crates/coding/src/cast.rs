//! Who is who in the article: every noun phrase that can act, resolved to an entity, with the later mentions of the
//! same entity joined to it.
//!
//! [`Cast::of`] goes through the text once, in order. A phrase is resolved by the world's tables and its grammar of
//! offices; what these leave open (pronouns, surnames, "the group", "the two leaders") is joined to what was named
//! before, by rules that each leave a mention alone when they have no clear antecedent.

use crate::statements::Said;
use crate::tree::Tree;
use chancery_language::{NameKind, Sentence, Upos};
use chancery_record::{PartialDate, Sector};
use chancery_world::{Kind, Resolved, World};
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
}

/// Nouns that only count or part what follows "of": "dozens of protesters", "members of the group".
const TRANSPARENT: &[&str] = &[
    "dozen",
    "hundred",
    "thousand",
    "million",
    "ten",
    "score",
    "number",
    "group",
    "member",
    "handful",
    "majority",
    "most",
    "some",
    "many",
    "all",
    "part",
    "series",
    "round",
    "wave",
    "string",
    "spate",
    "couple",
    "lot",
    "crowd",
    "pair",
    "convoy",
    "column",
    "rest",
    "half",
    "several",
    "few",
    "one",
    "two",
    "three",
    "remnant",
    "set",
    "type",
    "kind",
    "sort",
    "barrage",
    "remains",
    "body",
    "bulk",
    "batch",
    "throng",
    "team",
    "contingent",
    "unit",
    "each",
    "both",
    "none",
    "any",
];

/// Nouns that name a body or person of a state without saying which state.
const INSTITUTIONS: &[&str] = &[
    "government",
    "army",
    "military",
    "police",
    "parliament",
    "president",
    "minister",
    "ministry",
    "authority",
    "opposition",
    "troop",
    "soldier",
    "force",
    "official",
    "lawmaker",
    "court",
    "administration",
    "regime",
    "congress",
    "senate",
    "cabinet",
    "protester",
    "demonstrator",
    "activist",
    "rebel",
    "insurgent",
    "militia",
    "airforce",
    "navy",
    "prosecutor",
    "judge",
    "king",
    "premier",
    "chancellor",
    "senator",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "resident",
    "villager",
    "citizen",
    "civilian",
    "candidate",
    "party",
    "state",
    "media",
    "company",
    "importer",
    "prisoner",
    "voter",
];

/// Nouns for what only an army has.
const ARMY_THINGS: &[&str] = &[
    "position",
    "base",
    "outpost",
    "checkpoint",
    "convoy",
    "barracks",
    "airbase",
    "garrison",
    "trench",
    "artillery",
    "tank",
    "warship",
    "destroyer",
    "submarine",
    "battery",
    "headquarters",
    "bunker",
    "drone",
    "jet",
    "warplane",
    "helicopter",
    "plane",
    "aircraft",
    "bomber",
    "carrier",
    "frigate",
    "patrol",
];

const FEMALE: &[&str] = &[
    "mrs",
    "ms",
    "queen",
    "spokeswoman",
    "chairwoman",
    "congresswoman",
    "princess",
    "lady",
    "woman",
    "actress",
    "baroness",
    "mother",
    "wife",
    "daughter",
    "sister",
];
const MALE: &[&str] = &[
    "mr",
    "king",
    "spokesman",
    "chairman",
    "congressman",
    "prince",
    "sir",
    "lord",
    "man",
    "sheikh",
    "emir",
    "father",
    "husband",
    "son",
    "brother",
];

struct Builder<'a> {
    world: &'a World,
    date: Option<PartialDate>,
    cast: Cast,
    /// Surname or last word of a person's name, lower case, to the entity.
    by_name: HashMap<String, EntityId>,
    /// The two whom the last sentence had act together, and that sentence.
    pair: Option<(usize, Vec<EntityId>)>,
}

impl Cast {
    /// Resolves every phrase of the sentences that can act. `date` is the day of publication, against which offices
    /// are looked up.
    pub fn of(trees: &[Tree<'_>], world: &World, date: Option<PartialDate>) -> Cast {
        let mut b = Builder {
            world,
            date,
            cast: Cast { home: home_country(trees, world, date), ..Cast::default() },
            by_name: HashMap::new(),
            pair: None,
        };
        for (s, tree) in trees.iter().enumerate() {
            b.sentence(s, tree);
        }
        b.cast.join_offices(trees);
        b.cast
    }

    /// The entities that a phrase means, by the head token of the phrase: none, one, or several ("the two leaders",
    /// "the Russian and Syrian ministers"). Conjuncts are not expanded.
    pub fn at(&self, sentence: usize, head: usize) -> &[EntityId] {
        self.at.get(&(sentence, head)).map_or(&[], Vec::as_slice)
    }

    /// Lets pronouns of the first person mean who speaks: in a statement its speaker, elsewhere the issuer of the text
    /// (the first state or official that the text names), as in a press release.
    pub fn first_person(&mut self, trees: &[Tree<'_>], said: &[Said]) {
        let issuer = (0..trees.len().min(3)).find_map(|s| {
            (0..trees[s].len()).filter(|&t| trees[s].rel(t) == "nsubj").find_map(|t| {
                self.at(s, t).first().copied().filter(|&e| {
                    matches!(self.entities[e].sector, Some(Sector::GOV | Sector::MIL))
                        || NO_STATE.iter().any(|c| self.entities[e].country.as_deref() == Some(c))
                })
            })
        });
        for (s, tree) in trees.iter().enumerate() {
            for t in 0..tree.len() {
                if tree.token(t).upos != Upos::PRON
                    || !matches!(tree.lower(t).as_str(), "we" | "us" | "our" | "i" | "me" | "my" | "ours")
                {
                    continue;
                }
                let speaker = said.iter().find(|x| x.content.iter().any(|p| p.contains(s, t))).map(|x| x.speaker);
                let plural = matches!(tree.lower(t).as_str(), "we" | "us" | "our" | "ours");
                if let Some(id) = speaker.or(issuer.filter(|_| plural)) {
                    self.entities[id].mentions.push(Place { sentence: s, tokens: t..t + 1, head: t });
                    self.at.insert((s, t), vec![id]);
                }
            }
        }
    }

    /// An office named without its holder and its country ("Foreign Secretary" in a headline) is the one person whom the
    /// article calls by it.
    fn join_offices(&mut self, trees: &[Tree<'_>]) {
        for id in 0..self.entities.len() {
            let e = &self.entities[id];
            if e.person || !matches!(e.kind, Kind::Office | Kind::Group | Kind::Person | Kind::Unknown) {
                continue;
            }
            // With a country, the office must be called by the same words ("the Iraqi Foreign Minister").
            let name = e.role.as_deref().filter(|_| e.country.is_some()).unwrap_or(&e.name).to_lowercase();
            let several = |m: &Place| {
                let head = trees[m.sentence].token(m.head);
                head.upos != Upos::PRON && head.feats.number == Some("Plur")
            };
            if (e.country.is_some() && e.role.is_none()) || e.mentions.iter().any(several) {
                continue;
            }
            let country = e.country.clone();
            let mut holders = self.entities.iter().enumerate().filter(|(_, p)| {
                let held = p.office.as_deref().is_some_and(|o| {
                    let o = o.to_lowercase();
                    name.split_whitespace().count() > 1
                        && name.split_whitespace().all(|w| o.split_whitespace().any(|x| x == w))
                });
                p.person
                    && (country.is_none() || p.country == country)
                    && (held
                        || p.role.as_deref().is_some_and(|r| {
                            r.to_lowercase() == name || r.to_lowercase().ends_with(&format!(" {name}"))
                        }))
            });
            let (Some((holder, _)), None) = (holders.next(), holders.next()) else { continue };
            let mentions = std::mem::take(&mut self.entities[id].mentions);
            self.entities[holder].mentions.extend(mentions);
            for ids in self.at.values_mut() {
                for x in ids.iter_mut().filter(|x| **x == id) {
                    *x = holder;
                }
            }
        }
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
        let inner = content_head(tree, head);
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
            by(&|c| matches!(tree.rel(c), "amod" | "compound")),
            by(&|c| tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("of" | "from"))),
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

    /// The entity with this id.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id]
    }
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

/// The country that at least two thirds of the names of countries in the opening of the text belong to.
fn home_country(trees: &[Tree<'_>], world: &World, date: Option<PartialDate>) -> Option<String> {
    let mut counts: std::collections::BTreeMap<String, usize> = Default::default();
    for tree in trees.iter().take(12) {
        let forms: Vec<&str> = tree.sentence.tokens.iter().map(|t| t.form.as_str()).collect();
        for hit in world.scan(&forms, date) {
            if let Some(c) = hit.country.as_deref().filter(|c| !NO_STATE.contains(c)) {
                *counts.entry(c.to_owned()).or_default() += 1;
            }
        }
    }
    let total: usize = counts.values().sum();
    let (country, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    (n >= 2 && 3 * n >= 2 * total).then_some(country)
}

/// Codes that stand in for a country.
pub const NO_STATE: &[&str] = &["IGO", "UNO", "EUR", "NGO", "IMG", "MNC"];

/// A personal name with the title before it, whatever the parser made the head of it.
struct Titled {
    tokens: Range<usize>,
    name: Range<usize>,
}

/// The personal names of a sentence, each with the words before it that say who it is: "Syrian Deputy Foreign Minister
/// Ayman Soussan", "Ukraine's acting prime minister Arseniy Yatsenyuk".
fn titled(tree: &Tree<'_>, world: &World, known: &dyn Fn(&str) -> bool) -> Vec<Titled> {
    let mut out: Vec<Titled> = Vec::new();
    for n in tree.sentence.names.iter().filter(|n| n.kind == NameKind::Person) {
        // A country or a known body that the model took for a person ("Jordan", "Boko Haram").
        let name = forms(tree.sentence, &n.tokens);
        let whole = world.scan(&name, None).into_iter().find(|h| h.range == (0..name.len()));
        if whole.is_some_and(|h| {
            matches!(
                h.kind,
                chancery_world::HitKind::State
                    | chancery_world::HitKind::Organization
                    | chancery_world::HitKind::Metonym
            ) || (h.kind == chancery_world::HitKind::Capital && name.len() == 1)
        }) && !known(name[0])
        {
            continue;
        }
        let floor = out.last().map_or(0, |t: &Titled| t.tokens.end);
        let mut start = n.tokens.start;
        while start > floor {
            let t = tree.token(start - 1);
            let joins = match t.upos {
                Upos::NOUN | Upos::PROPN | Upos::ADJ => true,
                Upos::PART => t.form.ends_with('s') && t.form.len() <= 3 && start >= 2,
                Upos::PUNCT => t.form == "-" || (t.form == "." && t.end == t.start + 1),
                // "Minister of State Jane Doe"
                Upos::ADP => {
                    t.form == "of"
                        && start >= 2
                        && tree.token(start).form.starts_with(char::is_uppercase)
                        && tree.token(start - 2).form.starts_with(char::is_uppercase)
                }
                _ => false,
            };
            if !joins {
                break;
            }
            start -= 1;
        }
        while start < n.tokens.start && matches!(tree.token(start).upos, Upos::PUNCT | Upos::PART | Upos::ADP) {
            start += 1;
        }
        let title: Vec<&str> = forms(tree.sentence, &(start..n.tokens.start));
        let tells = !title.is_empty()
            && (world.agent(&title).is_some()
                || world.resolve(&title, title.len() - 1, None).sector.is_some()
                || title.len() == 1 && title[0].ends_with('.'));
        out.push(Titled { tokens: if tells { start..n.tokens.end } else { n.tokens.clone() }, name: n.tokens.clone() });
    }
    out
}

impl Builder<'_> {
    fn sentence(&mut self, s: usize, tree: &Tree<'_>) {
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
        if let Some(pair) = self.acted_together(s, tree) {
            self.pair = Some((s, pair));
        }
    }

    /// Who the main clause of a sentence has act together: two subjects ("Putin and Assad"), or a subject and the one
    /// whom it meets ("Johnson met Jaafari", "Russia held talks with Turkey").
    fn acted_together(&self, s: usize, tree: &Tree<'_>) -> Option<Vec<EntityId>> {
        let root = (0..tree.len()).find(|&t| tree.head(t).is_none())?;
        let subject = tree.child(root, &["nsubj"])?;
        let mut all: Vec<EntityId> =
            tree.conjuncts(subject).into_iter().flat_map(|t| self.cast.at(s, t).to_vec()).collect();
        if all.len() == 1 {
            let with = tree.obliques(root).into_iter().find(|o| o.prep == "with").map(|o| o.token);
            let other = tree.child(root, &["obj"]).filter(|&o| !self.cast.at(s, o).is_empty()).or(with)?;
            all.extend(self.cast.at(s, other));
        }
        let persons = all.iter().all(|&e| self.cast.entities[e].person || self.cast.entities[e].kind == Kind::Office);
        let states = all.iter().all(|&e| self.cast.entities[e].kind == Kind::State);
        (all.len() == 2 && all[0] != all[1] && (persons || states)).then_some(all)
    }

    /// A named person with the title before the name.
    fn person(&mut self, s: usize, tree: &Tree<'_>, head: usize, unit: &Titled) {
        if !self.cast.at(s, head).is_empty() {
            return;
        }
        let words = forms(tree.sentence, &unit.tokens);
        let name = clean(&forms(tree.sentence, &unit.name));
        let mut r = self.world.resolve(&words, words.len() - 1, self.date);
        if !r.person_named {
            // The tables do not know the name; the title still tells.
            r.name = Some(name.clone());
            r.person_named = true;
            r.kind = Kind::Person;
            let title = forms(tree.sentence, &(unit.tokens.start..unit.name.start));
            let t = if title.is_empty() {
                Resolved::default()
            } else {
                self.world.resolve(&title, title.len() - 1, self.date)
            };
            (r.country, r.sector, r.role) =
                (t.country, t.sector, t.role.or_else(|| r.role.filter(|_| !title.is_empty())));
        }
        let gender = gender(&words);
        let Some(id) = self.add(r, false) else { return };
        let e = &mut self.cast.entities[id];
        e.gender = e.gender.or(gender);
        self.put(s, head, unit.tokens.clone(), vec![id]);
        let id = self.apposition(s, tree, head, id);
        self.cast.at.insert((s, head), vec![id]);
    }

    /// A nationality or name that modifies a noun: it can stand for the owner of a thing ("Israeli airstrikes", "a
    /// Taliban attack"), so it is kept under its own token.
    fn modifier(&mut self, s: usize, tree: &Tree<'_>, head: usize) {
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
            if nation && self.world.agent(&words).is_some() {
                let r = self.world.resolve(&words, words.len() - 1, self.date);
                if r.country.is_some() && r.sector.is_some()
                    && let Some(id) = self.add(r, true) {
                        return self.put(s, head, whole, vec![id]);
                    }
            }
        }
        if !tree.sentence.tokens[range.clone()].iter().any(|w| w.form.starts_with(char::is_uppercase)) {
            return;
        }
        let words = forms(tree.sentence, &range);
        let named = self.named_in(&words, head - range.start);
        if let Some(e) = named {
            self.put(s, head, range, vec![e]);
        }
    }

    /// The state, organisation or person that a name stands for, without the grammar of offices.
    fn named_in(&mut self, words: &[&str], at: usize) -> Option<EntityId> {
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

    fn add(&mut self, r: Resolved, plural: bool) -> Option<EntityId> {
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
    fn enter(&mut self, new: Entity) -> EntityId {
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

    fn put(&mut self, sentence: usize, head: usize, tokens: Range<usize>, ids: Vec<EntityId>) {
        for &id in &ids {
            self.cast.entities[id].mentions.push(Place { sentence, tokens: tokens.clone(), head });
        }
        self.cast.at.insert((sentence, head), ids);
    }

    fn noun(&mut self, s: usize, tree: &Tree<'_>, head: usize) {
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
        if let Some(ids) = self.pair(tree, head, definite) {
            return self.put(s, head, range, ids);
        }
        // "the foreign minister of Egypt": the office's country follows.
        let agent = self.world.agent(&words[..=at]).is_some();
        let mut long = range.clone();
        if agent
            && let Some(of) = tree.children(head).iter().copied().find(|&c| {
                c > head
                    && tree.rel(c) == "nmod"
                    && matches!(tree.preposition(c).as_deref(), Some("of" | "for" | "in" | "to" | "from"))
            }) {
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
        let long_words = forms(tree.sentence, &long);
        let mut r = self.world.resolve(&long_words, at, self.date);
        if r.sector == Some(Sector::OPP) && words.iter().any(|w| w.eq_ignore_ascii_case("armed")) {
            r.sector = Some(Sector::REB);
        }
        let person_tag = tree.sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&head));
        let org_tag =
            tree.sentence.names.iter().find(|n| matches!(n.kind, NameKind::Organization) && n.tokens.contains(&head));
        // A surname of someone named before wins over what the tables make of the word.
        if range.len() <= 3 && tree.token(head).upos == Upos::PROPN && !matches!(r.kind, Kind::State)
            && let Some(&id) = self.by_name.get(&key(words[at])) {
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
        }
        // A bare institution belongs to whoever was spoken of: "the group", "the country", "the ministry".
        let lemma = tree.lemma(head);
        if definite && !r.person_named && r.country.is_none()
            && let Some(id) = self.definite(lemma, plural) {
                return self.put(s, head, range, vec![id]);
            }
        if r.country.is_none() && INSTITUTIONS.contains(&lemma) && r.sector.is_some() && !r.person_named
            && let Some(home) = self.cast.home.clone()
                && r.kind != Kind::Organization {
                    r.country = Some(home.clone());
                    if let Some(adjective) = self.world.country(&home).map(|c| c.adjective.to_string()) {
                        let bare = r.name.clone().unwrap_or_else(|| clean(&words));
                        let mut chars = bare.chars();
                        let rest = chars
                            .next()
                            .map(|c| c.to_lowercase().collect::<String>() + chars.as_str())
                            .unwrap_or_default();
                        r.name = Some(format!("{adjective} {rest}"));
                    }
                }
        // "U.S. positions", "a Syrian convoy": what only an army has stands for the army.
        if !r.person_named && matches!(r.kind, Kind::Unknown) && ARMY_THINGS.contains(&lemma) {
            let owner = self
                .world
                .scan(&words[..at], self.date)
                .into_iter()
                .find(|h| matches!(h.kind, chancery_world::HitKind::State | chancery_world::HitKind::Adjective))
                .and_then(|h| h.country);
            if let Some(country) = owner {
                (r.name, r.country, r.sector, r.kind) =
                    (Some(clean(&words)), Some(country), Some(Sector::MIL), Kind::Group);
            }
        }
        // "our partners", "observers": people or bodies of whom nothing more is known stay as text.
        let agent = agent || self.world.agent(&words[..=at]).is_some();
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
        let Some(id) = self.add(r, plural) else { return };
        if self.cast.entities[id].gender.is_none() {
            self.cast.entities[id].gender = gender;
        }
        let id = self.apposition(s, tree, head, id);
        self.predicated(s, tree, head, id);
        self.put(s, head, range, vec![id]);
    }

    /// "Ayman Soussan, Syria's deputy foreign minister": the apposition says who the named one is; "(SDF)" after a
    /// name is another name for it.
    /// Gives the entity that the whole phrase means.
    fn apposition(&mut self, s: usize, tree: &Tree<'_>, head: usize, mut id: EntityId) -> EntityId {
        let appositions: Vec<usize> = tree.children_by(head, &["appos"]).collect();
        for a in appositions {
            let range = tree.phrase(a);
            let words = forms(tree.sentence, &range);
            if words.len() == 1
                && words[0].len() >= 2
                && words[0].chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-')
            {
                self.by_name.insert(key(words[0]), id);
                continue;
            }
            let r = self.world.resolve(&words, a - range.start, self.date);
            let e = &mut self.cast.entities[id];
            let role_tells = r.role.is_some() || r.sector.is_some();
            if e.person && !r.person_named && role_tells {
                e.country = e.country.take().or(r.country);
                e.sector = e.sector.or(r.sector);
                e.role = e.role.take().or(r.role).or(Some(clean(&words)));
                self.cast.at.insert((s, a), vec![id]);
            } else if !e.person && e.country.is_none() && r.kind == Kind::Organization {
                // "the Islamist group Boko Haram"
                if let Some(body) = self.add(r, false) {
                    self.cast.at.insert((s, a), vec![body]);
                    id = body;
                }
            } else if !e.person && r.person_named {
                // "the deputy foreign minister, Ayman Soussan": the office's holder is named after it.
                let (country, sector, role) = (e.country.clone(), e.sector, e.role.clone());
                let name = r.name.unwrap_or_else(|| clean(&words));
                let person = self.enter(Entity {
                    name,
                    country: r.country.or(country),
                    sector: r.sector.or(sector),
                    role: r.role.or(role),
                    office: r.office,
                    wikidata: r.wikidata,
                    kind: Kind::Person,
                    person: true,
                    ..Entity::default()
                });
                self.cast.at.insert((s, a), vec![person]);
                id = person;
            }
        }
        id
    }

    /// "Jane Doe is the Czech defence minister": the predicate says who the subject is.
    fn predicated(&mut self, s: usize, tree: &Tree<'_>, head: usize, office: EntityId) {
        if tree.child(head, &["cop"]).is_none() || self.cast.entities[office].kind != Kind::Office {
            return;
        }
        let Some(&person) = tree.child(head, &["nsubj"]).and_then(|n| self.cast.at(s, n).first()) else { return };
        let known = self.cast.entities[office].clone();
        let e = &mut self.cast.entities[person];
        if e.person && e.country.is_none() {
            e.country = known.country;
            e.sector = e.sector.or(known.sector);
            e.role = e.role.take().or(known.role);
        }
    }

    /// One head, several owners: "the Russian and Syrian defense ministers", "the foreign ministers of Egypt and Jordan".
    fn shared(&mut self, tree: &Tree<'_>, head: usize, range: &Range<usize>, plural: bool) -> Option<Vec<EntityId>> {
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
        for hit in self.world.scan(&words[..at], self.date) {
            let hyphened = words.get(hit.range.end).is_some_and(|w| w.starts_with('-'))
                || words[hit.range.clone()].iter().any(|w| w.contains('-'));
            if matches!(hit.kind, chancery_world::HitKind::Adjective | chancery_world::HitKind::State) && !hyphened {
                countries.extend(hit.country.clone());
            }
        }
        if countries.len() < 2
            && (office
                || singular
                    .last()
                    .is_some_and(|w| w.eq_ignore_ascii_case("leader") || w.eq_ignore_ascii_case("leaders")))
        {
            let of = tree
                .children(head)
                .iter()
                .copied()
                .find(|&c| c > head && tree.rel(c) == "nmod" && tree.preposition(c).as_deref() == Some("of"))?;
            countries.clear();
            for c in tree.conjuncts(of) {
                let phrase = tree.phrase(c);
                countries.extend(
                    self.world
                        .scan(&forms(tree.sentence, &phrase), self.date)
                        .into_iter()
                        .find_map(|h| h.country.clone()),
                );
            }
        }
        countries.dedup();
        if countries.len() < 2 {
            return None;
        }
        let mut ids = Vec::new();
        for c in countries {
            let adjective = self.world.country(&c).map(|k| k.adjective.to_string())?;
            let mut phrase: Vec<&str> = vec![&adjective];
            phrase.extend(singular.iter().map(String::as_str));
            let r = self.world.resolve(&phrase, phrase.len() - 1, self.date);
            ids.extend(self.add(r, !office));
        }
        (ids.len() >= 2).then_some(ids)
    }

    /// "the two leaders", "both countries": the last that many of their kind.
    fn pair(&mut self, tree: &Tree<'_>, head: usize, definite: bool) -> Option<Vec<EntityId>> {
        let lemma = tree.lemma(head);
        let wanted: fn(&Entity) -> bool = match lemma {
            "leader" | "president" | "minister" | "man" | "official" | "premier" | "diplomat" => {
                |e| e.person || e.kind == Kind::Office
            }
            "country" | "nation" | "state" | "government" => |e| e.kind == Kind::State,
            "side" | "party" => {
                |e| e.kind == Kind::State || e.person || e.kind == Kind::Group || e.kind == Kind::Organization
            }
            _ => return None,
        };
        let two = tree.children_by(head, &["nummod"]).any(|n| tree.lower(n) == "two")
            || tree.children_by(head, &["det"]).any(|d| tree.lower(d) == "both");
        let both = two
            && (definite || tree.children(head).iter().any(|&c| matches!(tree.lower(c).as_str(), "both" | "these")));
        if let Some((_, pair)) =
            self.pair.clone().filter(|(_, p)| both && p.iter().all(|&e| wanted(&self.cast.entities[e])))
        {
            return Some(pair);
        }
        if !two
            || !(definite || tree.children(head).iter().any(|&c| matches!(tree.lower(c).as_str(), "both" | "these")))
        {
            return None;
        }
        let mut recent: Vec<(usize, usize, EntityId)> = self
            .cast
            .entities
            .iter()
            .enumerate()
            .filter(|(_, e)| wanted(e) && e.country.is_some())
            .filter_map(|(i, e)| e.mentions.last().map(|m| (m.sentence, m.head, i)))
            .collect();
        // The most often named come first: the two whom the text is about, not two that were touched in passing.
        recent.sort_by_key(|&(s, h, i)| {
            (std::cmp::Reverse(self.cast.entities[i].mentions.len().min(3)), std::cmp::Reverse((s, h)))
        });
        recent.truncate(2);
        (recent.len() == 2).then(|| {
            let mut ids: Vec<EntityId> = recent.into_iter().map(|(_, _, i)| i).collect();
            ids.sort_unstable();
            ids
        })
    }

    /// The last entity that a definite noun can mean.
    fn definite(&self, lemma: &str, plural: bool) -> Option<EntityId> {
        if plural {
            return None;
        }
        if matches!(lemma, "country" | "nation") {
            // The state that the text speaks of most, the last of those.
            let states = self.cast.entities.iter().enumerate().filter(|(_, e)| e.kind == Kind::State);
            return states
                .filter_map(|(i, e)| e.mentions.last().map(|m| (e.mentions.len(), (m.sentence, m.head), i)))
                .max()
                .map(|(_, _, i)| i);
        }
        let wanted: fn(&Entity) -> bool = match lemma {
            "group" | "organization" | "organisation" | "movement" => |e| {
                let armed_or_civic = matches!(e.sector, Some(Sector::REB | Sector::PTY | Sector::OPP | Sector::SOC));
                !e.person && (armed_or_civic || matches!(e.country.as_deref(), Some("IMG" | "NGO")))
            },
            "militia" => |e| !e.person && matches!(e.sector, Some(Sector::REB | Sector::PRM)),
            "ministry" => |e| e.name.to_lowercase().contains("ministry"),
            "bloc" | "alliance" | "union" => |e| matches!(e.country.as_deref(), Some("IGO" | "EUR")),
            "president" => |e| has_role(e, "president"),
            "minister" => |e| has_role(e, "minister") || has_role(e, "secretary"),
            "chancellor" => |e| has_role(e, "chancellor"),
            "premier" => |e| has_role(e, "premier") || has_role(e, "prime minister"),
            "spokesman" | "spokeswoman" | "spokesperson" => |e| e.person && has_role(e, "spokes"),
            "ambassador" | "envoy" => |e| e.person && (has_role(e, "ambassador") || has_role(e, "envoy")),
            "general" => |e| e.person && has_role(e, "general"),
            "company" | "firm" => |e| e.sector == Some(Sector::BUS) && e.kind == Kind::Organization,
            "agency" => |e| e.sector == Some(Sector::JRN) && e.kind == Kind::Organization,
            "leader" => |e| e.person && (e.role.is_some() || e.office.is_some()),
            _ => return None,
        };
        self.cast
            .entities
            .iter()
            .enumerate()
            .filter(|(_, e)| wanted(e))
            .filter_map(|(i, e)| e.mentions.last().map(|m| ((m.sentence, m.head), i)))
            .max()
            .map(|(_, i)| i)
    }

    fn pronoun(&mut self, s: usize, tree: &Tree<'_>, head: usize) {
        let form = tree.lower(head);
        let range = head..head + 1;
        if matches!(form.as_str(), "they" | "them" | "their")
            && let Some((_, pair)) = self.pair.clone().filter(|(at, _)| s > *at && s - at <= 2) {
                return self.put(s, head, range, pair);
            }
        let antecedent = match form.as_str() {
            "he" | "him" | "his" | "himself" => self.antecedent(s, tree, head, |e| {
                (e.person || (e.kind == Kind::Office && !e.plural)) && e.gender != Some('f')
            }),
            "she" | "her" | "hers" | "herself" => self.antecedent(s, tree, head, |e| {
                (e.person || (e.kind == Kind::Office && !e.plural)) && e.gender != Some('m')
            }),
            "it" | "its" | "itself" => self.antecedent(s, tree, head, |e| {
                !e.person
                    && !e.plural
                    && matches!(e.kind, Kind::State | Kind::Organization | Kind::Group | Kind::Office)
            }),
            "they" | "them" | "their" | "themselves" => {
                self.antecedent(s, tree, head, |e| e.plural || matches!(e.kind, Kind::Group | Kind::Organization))
            }
            _ => None,
        };
        if let Some(id) = antecedent {
            self.put(s, head, range, vec![id]);
        }
    }

    /// The entity that a pronoun means: before it, of the right kind; subjects before others, near before far, and no
    /// further back than two sentences. A pronoun never means a conjunct or object of its own clause's subject.
    fn antecedent(&self, s: usize, tree: &Tree<'_>, head: usize, wanted: impl Fn(&Entity) -> bool) -> Option<EntityId> {
        let own_clause = tree.path_up(head).find(|&t| tree.is_verb(t));
        let possessive = tree.token(head).deprel == "nmod:poss";
        if possessive || tree.lower(head).ends_with("self") {
            // "Russia's right to defend its security": the one who acts in the clause has it.
            let doers = own_clause.map(|v| tree.agents(v)).unwrap_or_default();
            if let Some(&id) = doers
                .iter()
                .filter(|&&d| d < head)
                .flat_map(|&d| self.cast.at(s, d))
                .find(|&&e| wanted(&self.cast.entities[e]))
            {
                return Some(id);
            }
        }
        let mut best: Option<((i64, i64), EntityId)> = None;
        for (id, e) in self.cast.entities.iter().enumerate().filter(|(_, e)| wanted(e)) {
            for m in &e.mentions {
                if m.sentence > s || s - m.sentence > 3 || (m.sentence == s && m.head >= head) {
                    continue;
                }
                let mut score = -8 * (s - m.sentence) as i64;
                if m.sentence == s {
                    let rel = tree.rel(m.head);
                    // "Assad thanked him": not the subject of the same verb.
                    if !possessive && own_clause.is_some() && tree.head(m.head) == own_clause && matches!(rel, "nsubj")
                    {
                        continue;
                    }
                    score += if rel == "nsubj" {
                        4
                    } else if matches!(rel, "compound" | "amod") || tree.get(m.head + 1).is_some_and(|t| t.form == "-")
                    {
                        -6
                    } else {
                        0
                    };
                } else {
                    score += self.role_of(m);
                }
                score += e.mentions.len().min(4) as i64 / 2;
                let key = (score, m.sentence as i64 * 10_000 + m.head as i64);
                if best.is_none_or(|(k, _)| key > k) {
                    best = Some((key, id));
                }
            }
        }
        best.map(|(_, id)| id)
    }

    /// Without the other sentence's tree: an early phrase of its sentence is most often its subject.
    fn role_of(&self, m: &Place) -> i64 {
        if m.tokens.start <= 3 { 4 } else { 0 }
    }
}

fn has_role(e: &Entity, word: &str) -> bool {
    e.role.as_deref().is_some_and(|r| r.to_lowercase().contains(word))
        || (e.kind == Kind::Office && e.name.to_lowercase().contains(word))
}

fn forms<'a>(sentence: &'a Sentence, range: &Range<usize>) -> Vec<&'a str> {
    sentence.tokens[range.clone()].iter().map(|t| t.form.as_str()).collect()
}

/// A name as a key: lower case, without the Arabic article, apostrophes alike.
fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace(['’', '‘', '`'], "'");
    let lower = lower.trim_end_matches("'s");
    let lower = lower.strip_prefix("the ").unwrap_or(lower);
    ["al-", "el-"].iter().find_map(|a| lower.strip_prefix(a)).unwrap_or(lower).trim().to_owned()
}

/// The initials of a name of several words ("Syrian Democratic Forces": "SDF").
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter(|w| !matches!(*w, "of" | "the" | "and" | "for" | "in"))
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

/// Whether one name's last word is the other's.
fn ends_alike(a: &str, b: &str) -> bool {
    let last = |n: &str| n.split_whitespace().last().map(key);
    last(a) == last(b)
}

/// Words as a plain name: no determiner before, no possessive after.
fn clean(words: &[&str]) -> String {
    let mut from = 0;
    while from + 1 < words.len()
        && matches!(
            words[from].to_lowercase().as_str(),
            "the"
                | "a"
                | "an"
                | "some"
                | "several"
                | "many"
                | "these"
                | "those"
                | "this"
                | "that"
                | "his"
                | "her"
                | "their"
                | "its"
        )
    {
        from += 1;
    }
    let mut to = words.len();
    while to > from + 1 && matches!(words[to - 1], "'s" | "’s" | "'" | "’") {
        to -= 1;
    }
    let mut out = String::new();
    for w in &words[from..to] {
        let glue = out.is_empty() || matches!(*w, "'s" | "’s" | "'" | "’" | "-" | "," | ".") || out.ends_with('-');
        if !glue {
            out.push(' ');
        }
        out.push_str(w);
    }
    out
}

fn gender(words: &[&str]) -> Option<char> {
    words.iter().find_map(|w| {
        let w = w.trim_end_matches('.').to_lowercase();
        if FEMALE.contains(&w.as_str()) {
            Some('f')
        } else if MALE.contains(&w.as_str()) {
            Some('m')
        } else {
            None
        }
    })
}

/// "defense ministers" as "defense minister", for an office of one person.
fn singular_of(words: &[&str], office: bool) -> Vec<String> {
    let mut out: Vec<String> = words.iter().map(|w| w.to_string()).collect();
    if office
        && let Some(last) = out.last_mut() {
            if let Some(stem) = last.strip_suffix("ies") {
                *last = format!("{stem}y");
            } else if let Some(stem) = last.strip_suffix("men") {
                *last = format!("{stem}man");
            } else if let Some(stem) = last.strip_suffix('s').filter(|s| !s.ends_with('s')) {
                *last = stem.to_owned();
            }
        }
    out
}
