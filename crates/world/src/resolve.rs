//! What a noun phrase stands for: names of the tables first, then the grammar of offices.

use crate::agents::{Agent, AgentKind, Found};
use crate::guards::is_name_word;
use crate::scan::Match;
use crate::text::{folded, is_transparent, join, units, without_possessive};
use crate::types::{HitKind, Kind, Resolved};
use crate::world::World;
use chancery_record::{PartialDate, Sector};

/// A noun phrase with what the tables find in it.
pub(crate) struct Phrase<'w> {
    pub world: &'w World,
    pub words: Vec<&'w str>,
    pub low: Vec<String>,
    pub hits: Vec<Match>,
    pub date: Option<PartialDate>,
    pub cut: Vec<crate::text::Unit>,
}

impl World {
    /// Resolves a noun phrase by the tables and the grammar of offices.
    ///
    /// `words` are the phrase's token forms, `head` the index of its head among them. A phrase whose personal name stands
    /// in no table takes country and sector from the office before it; a capitalised name without any office gives no
    /// name, and it is for the caller's name tagger to say what it is.
    pub fn resolve(&self, words: &[&str], head: usize, date: Option<PartialDate>) -> Resolved {
        if words.is_empty() {
            return Resolved::default();
        }
        Phrase::new(self, words, date).resolved(head)
    }
}

impl<'w> Phrase<'w> {
    /// Looks up what the tables have in a phrase.
    pub fn new(world: &'w World, words: &[&'w str], date: Option<PartialDate>) -> Self {
        let mut end = words.len();
        // A possessive at the end belongs to what follows the phrase.
        while end > 1
            && (is_transparent(words[end - 1]) || matches!(words[end - 1], "\"" | "”" | "''" | "," | "." | ")"))
        {
            end -= 1;
        }
        let words: Vec<&str> = words[..end]
            .iter()
            .enumerate()
            .map(|(i, w)| if i + 1 == end { without_possessive(w) } else { w })
            .collect();
        let cut = units(&words);
        let hits = world.matches(&words, &cut, date);
        let low = words.iter().map(|w| folded(w)).collect();
        Phrase { world, words, low, hits, date, cut }
    }

    /// What the phrase with that head stands for. It must hold a word.
    pub fn resolved(&self, head: usize) -> Resolved {
        let head = head.min(self.words.len() - 1);
        self.resolve(self.counted(head), &self.cut)
    }
}

impl Phrase<'_> {
    pub(crate) fn is(&self, class: &str, token: usize) -> bool {
        self.low.get(token).is_some_and(|w| self.world.words.is(class, w))
    }

    /// Whether a hit only tells who backs, holds or opposes the actor ("US-backed", "pro-Russian").
    pub fn is_stance(&self, m: &Match) -> bool {
        let mut i = m.range.end;
        let mut hyphen = false;
        while i < self.words.len() && is_transparent(self.words[i]) && !self.words[i].ends_with('s') {
            hyphen = true;
            i += 1;
        }
        if hyphen && self.is("stance", i) {
            return true;
        }
        let Some(mut b) = m.range.start.checked_sub(1) else { return false };
        if is_transparent(self.words[b]) && b > 0 {
            b -= 1;
        }
        self.is("anti", b) || self.low[b].strip_suffix('-').is_some_and(|w| self.world.words.is("anti", w))
    }

    /// The head of what an amount counts: "demonstrators" in "dozens of demonstrators in Yerevan".
    fn counted(&self, mut head: usize) -> usize {
        while self.is("amount", head)
            && self.low.get(head + 1).is_some_and(|w| w == "of")
            && head + 2 < self.words.len()
        {
            let mut last = head + 2;
            while last + 1 < self.words.len()
                && !matches!(self.low[last + 1].as_str(), "of" | "," | "(")
                && !crate::office::AFTER_HEAD.contains(&self.low[last + 1].as_str())
            {
                last += 1;
            }
            head = last;
        }
        head
    }

    pub(crate) fn agent_at(&self, last: usize, cut: &[crate::text::Unit]) -> Option<Found> {
        let mut found = self.world.agents.at(&self.words, cut, last, &self.world.words)?;
        // "Representative Jane Doe" sits in a parliament; "a representative of the group" does not.
        if self.words[last] == "Representative"
            && found.start == last
            && self.words.get(last + 1).is_some_and(|w| is_name_word(w))
            && !self.hits.iter().any(|m| m.kind == HitKind::Organization && m.range.end == last)
        {
            found.agent = Agent { sector: Some(Sector::LEG), kind: AgentKind::Office, inherit: false, ..found.agent };
        }
        Some(Found { former: found.former || self.is_former(found.start), ..found })
    }

    /// Whether a word such as "former" stands before an office, over nationalities and describing words
    /// ("former British prime minister").
    fn is_former(&self, start: usize) -> bool {
        let mut i = start;
        while i > 0 && start - i < 6 {
            i -= 1;
            if self.is("former", i) {
                return true;
            }
            let passed = self.hits.iter().any(|m| m.range.contains(&i))
                || ["quality", "placenoun", "region"].iter().any(|c| self.is(c, i))
                || is_transparent(self.words[i]);
            if !passed {
                return false;
            }
        }
        false
    }

    fn resolve(&self, head: usize, cut: &[crate::text::Unit]) -> Resolved {
        let over = self.hits.iter().find(|m| m.range.contains(&head) && !self.is_stance(m));
        // The agent phrase that the head belongs to; it may run on after the head ("Secretary of State").
        let agent = (head..self.words.len().min(head + 5))
            .filter_map(|e| self.agent_at(e, cut))
            .filter(|f| f.core <= head && head < f.end)
            .max_by_key(|f| f.end - f.core)
            // "Peter T. King" is no king.
            .filter(|f| {
                let initial = |w: &str| w.len() == 2 && w.ends_with('.') && w.starts_with(char::is_uppercase);
                f.end > f.core + 1 || f.core == 0 || !initial(self.words[f.core - 1])
            });
        if let (Some(m), None) = (over, agent) {
            return self.named(m, cut);
        }
        if let (Some(m), Some(f)) = (over, agent)
            && (m.range.len() >= f.end - f.core || m.kind == HitKind::Person)
        {
            return self.named(m, cut);
        }
        // "Prime Minister Major": a rank that is the surname of the office's holder.
        if let Some(f) = agent
            && f.end == f.core + 1
            && f.core > 0
            && is_name_word(self.words[f.core])
            && let Some(office) = self.agent_at(f.core - 1, cut).filter(|o| o.agent.kind == AgentKind::Office)
            && let Some(item) = self.title_bearer(&office, f.core..f.end)
        {
            return self.person_with(item, Some(&office));
        }
        if let Some(f) = agent {
            if f.agent.individual()
                && let Some(r) = self.titled(&f, f.end)
            {
                return r;
            }
            return self.office(&f, cut);
        }
        self.unknown_name(head, cut)
    }

    /// A name of the tables covers the head.
    fn named(&self, m: &Match, cut: &[crate::text::Unit]) -> Resolved {
        let (name, country, sector, wikidata) = self.world.codes(m, self.date);
        let base = Resolved {
            name: Some(name.to_owned()),
            country: country.map(str::to_owned),
            sector,
            id: self.world.id_of(m),
            wikidata: wikidata.map(str::to_owned),
            ..Resolved::default()
        };
        match m.kind {
            HitKind::Person => self.person(m, cut),
            HitKind::State | HitKind::Capital | HitKind::Place => {
                let part = m.range.start > 0 && self.is("region", m.range.start - 1);
                if m.kind != HitKind::Place && !part {
                    let basis = if m.kind == HitKind::State { "table:state" } else { "table:capital" };
                    return Resolved { kind: Kind::State, basis, ..base };
                }
                let written = join(self.words[m.range.clone()].iter().copied());
                let place = match m.kind {
                    HitKind::Capital => self.world.states[m.item as usize].capital.to_owned(),
                    // "Helmand province" is fuller than the table's "Helmand".
                    _ if written.contains(name) => written,
                    _ => name.to_owned(),
                };
                let name = if part { format!("{} {place}", self.words[m.range.start - 1]) } else { place };
                Resolved {
                    name: Some(name),
                    sector: None,
                    id: None,
                    wikidata: None,
                    kind: Kind::Place,
                    basis: if part { "grammar:region" } else { "table:place" },
                    ..base
                }
            }
            // "ethnic Albanians in Macedonia" are people of where they live.
            HitKind::Adjective | HitKind::PeopleNoun
                if m.range.start > 0 && self.low[m.range.start - 1] == "ethnic" =>
            {
                let there = self.hits.iter().find(|o| {
                    o.range.start > m.range.end && matches!(self.low[m.range.end].as_str(), "in" | "of" | "from")
                });
                Resolved {
                    name: Some(format!("ethnic {}", join(self.words[m.range.clone()].iter().copied()))),
                    country: there.and_then(|o| self.world.codes(o, self.date).1).map(str::to_owned),
                    sector: Some(Sector::CVL),
                    kind: Kind::Group,
                    basis: "table:people",
                    ..Resolved::default()
                }
            }
            // "Jane English" is a person of that surname, of whom nothing is known.
            HitKind::Adjective | HitKind::PeopleNoun
                if m.range == (1..2)
                    && self.words.len() == 2
                    && !self.low[1].ends_with('s')
                    && self.world.given_name(self.words[0])
                    && !self.world.is_known_word(self.words[0]) =>
            {
                Resolved::default()
            }
            HitKind::Adjective | HitKind::PeopleNoun => Resolved {
                name: Some(join(self.words[m.range.clone()].iter().copied())),
                sector: Some(Sector::CVL),
                wikidata: None,
                kind: Kind::Group,
                basis: "table:people",
                ..base
            },
            HitKind::Metonym | HitKind::Organization if self.other_state(m).is_some() => {
                // "the Portuguese Socialist Party", "Russia's Security Council": the nationality before it counts more
                // than the row of the table.
                let (owner, state) = self.other_state(m).unwrap_or((m, ""));
                let own = join(self.words[m.range.clone()].iter().copied());
                let adjective = self.world.country(state).map_or("", |c| c.adjective);
                let first = if owner.kind == HitKind::Adjective {
                    join(self.words[owner.range.clone()].iter().copied())
                } else {
                    adjective.to_owned()
                };
                Resolved {
                    name: Some(format!("{first} {own}")),
                    country: Some(state.to_owned()),
                    id: None,
                    wikidata: None,
                    kind: Kind::Organization,
                    basis: "grammar:nationality",
                    ..base
                }
            }
            HitKind::Metonym => {
                let state = country.and_then(|c| self.world.country(c)).is_some_and(|c| c.name == name);
                Resolved { kind: if state { Kind::State } else { Kind::Organization }, basis: "table:metonym", ..base }
            }
            HitKind::Organization => Resolved { kind: Kind::Organization, basis: "table:organization", ..base },
        }
    }

    /// A nationality right before an organisation that is of another state by the table.
    fn other_state(&self, m: &Match) -> Option<(&Match, &'static str)> {
        let (_, country, sector, _) = self.world.codes(m, self.date);
        let generic = matches!(
            sector,
            None | Some(
                Sector::GOV | Sector::LEG | Sector::JUD | Sector::PTY | Sector::MIL | Sector::SPY | Sector::COP
            )
        );
        let owner = self.hits.iter().rev().find(|o| o.range.end <= m.range.start)?;
        let near = (owner.range.end..m.range.start).all(|i| {
            is_transparent(self.words[i])
                || matches!(
                    self.low[i].as_str(),
                    "ruling" | "governing" | "main" | "opposition" | "own" | "largest" | "far-right" | "leftist"
                )
        });
        let national =
            matches!(owner.kind, HitKind::Adjective) || owner.kind == HitKind::State && owner.range.end < m.range.start;
        let (_, state, ..) = self.world.codes(owner, self.date);
        (generic && near && national && !self.is_stance(owner) && state != country).then_some((owner, state?))
    }

    /// The head is a capitalised name that no table has, or a word that names no actor.
    fn unknown_name(&self, head: usize, cut: &[crate::text::Unit]) -> Resolved {
        if self.is("placenoun", head) {
            return self.place_noun(head);
        }
        if !is_name_word(self.words[head]) {
            return Resolved::default();
        }
        let mut start = head;
        while start > 0
            && (self.name_run(start - 1).is_some_and(|r| r.end > head))
            && self.agent_at(start - 1, cut).is_none()
            && !self.is("title", start - 1)
        {
            start -= 1;
        }
        if let Some(ship) = self.warship(start, head) {
            return ship;
        }
        if let Some(f) = self.agent_before(start, cut) {
            let f = Found { end: f.end, ..f };
            if let Some(r) = self.titled(&f, start) {
                return r;
            }
        }
        let titled = start > 0 && self.is("title", start - 1);
        let name = self.name_run(start).unwrap_or(start..head + 1);
        let single = name.len() == 1 || self.world.with_particles(&self.words, name.end - 1) == name.start;
        if !single
            && self.world.is_initialled(&self.words[name.clone()])
            && let Some(item) = self.world.like(self.words[name.start], self.words[name.end - 1], self.date)
        {
            let office = self.agent_before(name.start, cut);
            return self.person_with(item, office.as_ref());
        }
        if single {
            let common = self.world.words.is("common", &self.low[name.end - 1]);
            let most = if titled && !common { 2 } else { 1 };
            let owner = self.owner(0..start).and_then(|(c, _)| c);
            if (self.date.is_some() || !titled)
                && (!common || titled || owner.is_some() && self.date.is_some())
                && let Some(item) =
                    self.world.persons.by_surname(self.words[name.end - 1], self.date, owner.as_deref(), most)
            {
                return self.person_with(item, None);
            }
        }
        // "French oil company Total": a body that says what kind of thing the name is.
        if !titled
            && let Some(last) = name.start.checked_sub(1)
            && let Some(f) = self.agent_at(last, cut)
            && f.agent.names_kind()
        {
            let (country, sector) = self.codes_of(&f);
            return Resolved {
                name: Some(join(self.words[name].iter().copied())),
                country,
                sector,
                kind: Kind::Organization,
                basis: "grammar:kind",
                ..Resolved::default()
            };
        }
        if titled {
            let religious = matches!(
                self.low[start - 1].as_str(),
                "imam"
                    | "ayatollah"
                    | "mullah"
                    | "rabbi"
                    | "rev"
                    | "reverend"
                    | "hojatoleslam"
                    | "maulana"
                    | "maulvi"
                    | "bishop"
            );
            return Resolved {
                name: Some(join(self.words[name].iter().copied())),
                sector: religious.then_some(Sector::REL),
                kind: Kind::Person,
                person_named: true,
                basis: "grammar:civil-title",
                ..Resolved::default()
            };
        }
        Resolved::default()
    }
}
