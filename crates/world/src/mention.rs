//! A mention as a text has it: where its head is, every country and sector that holds, who held the office then.

use crate::agents::{AgentKind, Found};
use crate::context::{Context, follows_head, is_domestic};
use crate::guards::is_name_word;
use crate::office::is_article;
use crate::persons::{Standing, class_of};
use crate::resolve::Phrase;
use crate::scan::Match;
use crate::text::{folded, is_transparent, units};
use crate::types::{HitKind, Kind, Resolved};
use crate::world::World;
use chancery_record::{PartialDate, Sector};
use std::ops::Range;

/// What a mention stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mention {
    /// What it names, with its first sector and its one country.
    pub resolved: Resolved,
    /// All countries that it names, in the order of the words; one or none for most.
    pub countries: Vec<String>,
    /// All sectors that hold, the first one first.
    pub sectors: Vec<Sector>,
    /// Who held the office at the date, for an office named without its holder: name and Wikidata item.
    pub holder: Option<(String, Option<String>)>,
}

impl World {
    /// Resolves a mention: a noun phrase whose head nobody marked, in a text that may say more about it.
    ///
    /// `words` and `context` are token forms as the language model cuts them; `context` may be empty.
    pub fn mention<'w>(&'w self, words: &[&'w str], context: &[&'w str], date: Option<PartialDate>) -> Mention {
        let words = without_preposition(words);
        // "ex-Soviet": the tokenizer leaves such a word whole.
        let words: Vec<&str> = words.iter().flat_map(|w| split_former(w)).collect();
        let words = words.as_slice();
        let context = Context::new(self, context, date);
        let phrase = Phrase::new(self, words, date);
        if phrase.words.is_empty() {
            return Mention::default();
        }
        let parts = phrase.parts();
        if parts.len() > 1 {
            let all: Vec<Mention> = parts
                .iter()
                .map(|r| self.single(Phrase::new(self, &phrase.words[r.clone()], date), &context))
                .collect();
            if all.iter().all(|m| m.resolved.kind != Kind::Unknown) {
                return joined(all);
            }
        }
        self.single(phrase, &context)
    }

    /// A phrase that names one actor, or several by one head.
    fn single<'w>(&'w self, mut phrase: Phrase<'w>, context: &Context<'w>) -> Mention {
        let date = phrase.date;
        if let Some(m) = phrase.collective(context) {
            return m;
        }
        // What an acronym stands for in this text.
        if let Some(at) = phrase.words.iter().position(|w| is_acronym(w))
            && let Some(long) = context.long_form(phrase.words[at])
        {
            let full = context.with_owner(&long);
            let known = Phrase::new(self, &full, date);
            let head = known.head();
            let r = known.resolved(head);
            let named = r.basis.starts_with("table:") || r.basis == "grammar:nationality";
            if named {
                let mut words = phrase.words.clone();
                words.splice(at..=at, full);
                phrase = Phrase::new(self, &words, date);
            } else if at + 1 == phrase.words.len() {
                let said = context.after_brackets(&long);
                let name = context.with_owner(&long).split_off(full.len() - long.len());
                let r = Resolved {
                    name: Some(crate::text::join(name)),
                    country: r
                        .country
                        .or_else(|| said.as_ref().and_then(|s| s.country.clone()))
                        .or_else(|| phrase.owner(0..at).and_then(|(c, _)| c))
                        .or_else(|| known.owner(0..known.words.len()).and_then(|(c, _)| c)),
                    sector: said.and_then(|s| s.sector).or(r.sector),
                    kind: Kind::Organization,
                    basis: "context:acronym",
                    ..Resolved::default()
                };
                return self.complete(r, Vec::new(), Vec::new(), None, date);
            }
        }
        let head = phrase.head();
        let mut resolved = phrase.resolved(head);
        if resolved.kind == Kind::Unknown && phrase.words.len() == 1 && phrase.words[0].starts_with(char::is_uppercase)
        {
            // A word that is a name too ("Shell"): as a mention it is no opening of a sentence.
            resolved = Phrase::new(self, &["by", phrase.words[0]], date).resolved(1);
        }
        if resolved.kind == Kind::Place && matches!(phrase.low[head].as_str(), "states" | "countries" | "nations") {
            resolved = Resolved { sector: Some(Sector::GOV), kind: Kind::Group, ..resolved };
        }
        let name = phrase.personal_name(head);
        if !context.is_empty() {
            if let Some(name) = &name {
                let words = &phrase.words[name.clone()];
                let known = resolved.basis == "table:person" && (words.len() > 1 || resolved.role.is_some());
                if !known && let Some(r) = context.person(words) {
                    let introduced = resolved.country.is_some() && resolved.basis == "grammar:title";
                    if !introduced || r.country == resolved.country {
                        resolved = Resolved { role: resolved.role.or(r.role.clone()), ..r };
                    }
                }
                let lost =
                    resolved.kind == Kind::Unknown || resolved.basis == "grammar:title" && resolved.country.is_none();
                if lost
                    && words.len() == 1
                    && let Some(r) = context.sounding_like(words[0])
                {
                    resolved = Resolved { role: resolved.role.or(r.role.clone()), basis: "context:sound", ..r };
                }
            }
            if resolved.kind == Kind::Unknown && phrase.words[head].starts_with(char::is_uppercase) {
                let name = name.clone().unwrap_or(phrase.skip_articles()..head + 1);
                resolved = context.thing(&phrase.words[name]).unwrap_or(resolved);
            }
            if resolved.basis == "table:capital" {
                let name = &phrase.words[phrase.skip_articles()..];
                if context.is_town(name) {
                    let capital =
                        resolved.country.as_deref().and_then(|c| self.country(c)).map(|c| c.capital.to_owned());
                    resolved = Resolved {
                        name: capital,
                        sector: None,
                        kind: Kind::Place,
                        id: None,
                        wikidata: None,
                        basis: "context:place",
                        ..resolved
                    };
                } else if resolved.country.as_deref() == Some("BEL") && context.is_of_the_union() {
                    let union = ["European", "Union"];
                    resolved = Resolved { basis: "context:metonym", ..Phrase::new(self, &union, date).resolved(1) };
                }
            }
            // A party whose name many countries have is that of the country that the text is about.
            if resolved.basis == "table:organization"
                && resolved.name.as_deref().is_some_and(|n| GENERAL_PARTIES.contains(&n))
                && let Some(country) = context.country().filter(|c| Some(c) != resolved.country.as_ref())
            {
                resolved =
                    Resolved { country: Some(country), id: None, wikidata: None, basis: "context:country", ..resolved };
            }
            let offices = matches!(resolved.basis, "grammar:office" | "grammar:title" | "context:apposition");
            if offices && resolved.country.is_none() && phrase.is_domestic(head, &resolved) {
                resolved.country = phrase
                    .agent_over(head)
                    .and_then(|f| context.country_of_office(&phrase.low[f.core..f.end]))
                    .or_else(|| context.country());
                if resolved.country.is_some() {
                    resolved.basis = "context:country";
                }
            }
        }
        phrase.settle(&mut resolved);
        let countries = phrase.owners(head, &resolved);
        if countries.len() > 1 {
            resolved.name = Some(crate::text::join(phrase.words[phrase.skip_articles()..].iter().copied()));
        }
        let sectors = phrase.other_sectors(head, &resolved);
        let body = phrase.hits.iter().find(|m| m.kind == HitKind::Organization).map(|m| self.codes(m, date).0);
        let body = if phrase.names_holder(head) { body.or(Some("")) } else { None };
        self.complete(resolved, countries, sectors, body, date)
    }

    /// A mention with what follows from its resolution.
    fn complete(
        &self,
        mut resolved: Resolved,
        mut countries: Vec<String>,
        others: Vec<Sector>,
        body: Option<&str>,
        date: Option<PartialDate>,
    ) -> Mention {
        let mut sectors: Vec<Sector> = resolved.sector.into_iter().collect();
        for s in others {
            if !sectors.contains(&s) {
                sectors.push(s);
            }
        }
        if countries.len() < 2 {
            countries = resolved.country.iter().cloned().collect();
        } else {
            resolved.country = None;
        }
        let mut mention = Mention { resolved, countries, sectors, holder: None };
        self.add_holder(&mut mention, body, date);
        mention
    }

    /// Who holds the office of a mention that names no one, where only one does at the date.
    fn add_holder(&self, mention: &mut Mention, body: Option<&str>, date: Option<PartialDate>) {
        let r = &mut mention.resolved;
        let (Some(date), Some(role), Some(country)) = (date, &r.role, &r.country) else { return };
        if r.person_named || !matches!(r.kind, Kind::Office | Kind::Person) || r.sector == Some(Sector::ELI) {
            return;
        }
        let state = self.country(country).is_some();
        let Some(body) = body.filter(|b| state || !b.is_empty()) else { return };
        let body = Some(body).filter(|_| !state);
        let leads = role.to_lowercase().ends_with("leader") && r.sector == Some(Sector::GOV);
        if let Some((person, tenure)) = self.persons.only_leader(country, date).filter(|_| leads) {
            mention.holder = Some((person.name.to_owned(), person.wikidata.map(str::to_owned)));
            r.office = Some(self.office_name(tenure.office, tenure.country));
            return;
        }
        let Some((person, tenure)) = self.persons.holder(country, body, class_of(role), date) else { return };
        mention.holder = Some((person.name.to_owned(), person.wikidata.map(str::to_owned)));
        r.office = Some(self.office_name(tenure.office, tenure.country));
    }
}

impl Phrase<'_> {
    /// The head of a phrase that nobody parsed: the last word before what can only follow a head.
    pub(crate) fn head(&self) -> usize {
        let cut = units(&self.words);
        let n = self.words.len();
        let inside = |i: usize| {
            self.hits.iter().any(|m| m.range.start < i && i < m.range.end)
                || (i + 1..n.min(i + 5)).any(|e| self.agent_at(e, &cut).is_some_and(|f| f.start < i))
        };
        let mut i = 1;
        while i < n {
            let preposition =
                matches!(self.low[i].as_str(), "of" | "to" | "in" | "for" | "at" | "from" | "on" | "with" | "by");
            let small = preposition || self.words[i].starts_with(char::is_lowercase);
            let follows = follows_head(&self.low[i]) && small && self.low[i] != "and" && self.low[i] != "or"
                || matches!(self.words[i], "," | "(" | ":" | ";");
            // "Tobruk-based"
            let hyphened = is_transparent(self.words[i - 1]);
            if follows && !hyphened && !inside(i) {
                break;
            }
            i += 1;
        }
        let mut head = i - 1;
        // "Minister of Foreign Affairs and Trade": the rest of a portfolio.
        let mut before = head;
        let known = |i: usize| self.agent_at(i, &cut).is_some() || self.hits.iter().any(|m| m.range.contains(&i));
        while before > 0
            && !known(before)
            && (self.is("portfolio", before) || matches!(self.low[before].as_str(), "and" | "&" | ","))
        {
            before -= 1;
        }
        if before < head && self.agent_at(before, &cut).is_some() {
            head = before;
        }
        while head > 0 && (is_transparent(self.words[head]) || self.words[head].chars().all(|c| !c.is_alphanumeric())) {
            head -= 1;
        }
        head
    }

    /// Sectors beside the first one: those of other offices held, of the noun before and of the body.
    fn other_sectors(&self, head: usize, resolved: &Resolved) -> Vec<Sector> {
        let cut = units(&self.words);
        let mut out = Vec::new();
        if resolved.person_named
            && let Some(item) = self.person_of(resolved)
            && let Some(date) = self.date
            && let Some(Standing::Holds(_)) = self.world.persons.standing(item, self.date)
        {
            out.extend(
                self.world.persons.all[item as usize].tenures.iter().filter(|t| t.at(date)).filter_map(|t| t.sector),
            );
        }
        if resolved.kind == Kind::Organization
            && let Some(o) = self.world.organizations.iter().find(|o| Some(o.id) == resolved.id.as_deref())
        {
            out.extend(o.eras.iter().filter(|e| !e.dated()).map(|e| e.sector));
            out.extend(
                self.date
                    .iter()
                    .flat_map(|d| o.eras.iter().filter(|e| e.dated() && crate::persons::lasts(e.start, e.end, *d)))
                    .map(|e| e.sector),
            );
        }
        if resolved.basis.starts_with("grammar:office")
            && let Some(f) = (head..self.words.len().min(head + 5))
                .filter_map(|e| self.agent_at(e, &cut))
                .find(|f| f.core <= head && head < f.end)
            && resolved.sector != Some(Sector::ELI)
        {
            out.extend(self.agent_inside(&f, &cut).and_then(|inner| inner.agent.sector));
            out.extend(f.agent.also.filter(|_| resolved.sector == f.agent.sector));
            let opposed = self.low[..f.core].iter().any(|w| w == "opposition");
            out.extend(opposed.then_some(Sector::OPP));
            let owner = self.hits.iter().rfind(|m| m.range.end <= f.core && m.kind == HitKind::Organization);
            out.extend(owner.filter(|m| !self.is_stance(m)).and_then(|m| self.world.codes(m, self.date).2));
        }
        out
    }

    /// The agent phrase that a token is part of.
    fn agent_over(&self, head: usize) -> Option<Found> {
        (head..self.words.len().min(head + 5))
            .filter_map(|e| self.agent_at(e, &self.cut))
            .find(|f| f.core <= head && head < f.end)
    }

    /// Whether the phrase means whoever holds an office now, and not of a region: no "acting president", no "premier of
    /// Quebec".
    fn names_holder(&self, head: usize) -> bool {
        let Some(f) = self.agent_over(head) else { return false };
        let others = [
            "a",
            "an",
            "acting",
            "interim",
            "caretaker",
            "incoming",
            "future",
            "elect",
            "designate",
            "official",
            "aide",
            "adviser",
            "advisor",
            "spokesman",
            "spokeswoman",
            "spokesperson",
            "ministry",
            "candidate",
            "office",
            "source",
            "next",
            "shadow",
            "representative",
            "envoy",
        ];
        let plain = !self.low.iter().any(|w| others.contains(&w.as_str()) || w.ends_with("-elect"));
        let alike = |a: &str, b: &str| folded(a).chars().take(4).eq(folded(b).chars().take(4));
        let national = self.hits.iter().filter(|m| !self.is_stance(m)).all(|m| match m.kind {
            HitKind::Adjective | HitKind::PeopleNoun => {
                let state = &self.world.states[m.item as usize];
                let word = self.words[m.range.end - 1];
                alike(word, state.adjective)
                    || alike(self.words[m.range.start], state.name)
                    || alike(self.words[m.range.start], state.adjective)
            }
            HitKind::Place => false,
            _ => true,
        });
        plain && national && f.agent.individual()
    }

    /// The first word that is no article.
    fn skip_articles(&self) -> usize {
        let articles = self.low.iter().take_while(|w| is_article(w)).count();
        articles.min(self.words.len() - 1)
    }

    /// Where the phrase is several actors joined by "and" or commas, each of them.
    fn parts(&self) -> Vec<Range<usize>> {
        let n = self.words.len();
        let joins = |i: usize| {
            matches!(self.low[i].as_str(), "and" | "&" | ",") && !self.hits.iter().any(|m| m.range.contains(&i))
        };
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut start = 0;
        for i in 0..=n {
            if i == n || joins(i) {
                if start < i {
                    out.push(start..i);
                }
                start = i + 1;
            }
        }
        if out.len() < 2 || !self.low.iter().any(|w| w == "and" || w == "&") {
            return Vec::new();
        }
        let owned = |r: &Range<usize>| {
            self.agent_at(r.end - 1, &self.cut).is_some_and(|f| f.core > r.start)
                && self.hits.iter().any(|m| m.range.start == r.start && m.range.end < r.end)
                && !self.low[r.clone()].iter().any(|w| matches!(w.as_str(), "of" | "in" | "from" | "for"))
        };
        // Each is a name of its own, or has an article of its own; no nationality that waits for its noun.
        let whole = |r: &Range<usize>| {
            let last = r.end - 1;
            let determined =
                matches!(self.low[r.start].as_str(), "the" | "a" | "an") && self.agent_at(last, &self.cut).is_some();
            let named = self
                .hits
                .iter()
                .any(|m| m.range.end == r.end && m.kind != HitKind::Adjective && m.range.start >= r.start)
                && self.hits.iter().find(|m| m.range.contains(&r.start)).is_none_or(|m| m.range.end == r.end)
                && !self.low[r.clone()].iter().any(|w| matches!(w.as_str(), "of" | "in" | "from" | "for"));
            let unknown = (r.clone()).all(|i| is_name_word(self.words[i]))
                && self.agent_at(last, &self.cut).is_none()
                && self.hits.iter().all(|m| m.range.end <= r.start || m.range.start >= r.end);
            determined || named || unknown || owned(r)
        };
        // "U.S. and Afghan forces": an acronym is a nationality too, and waits for the noun.
        let waits = out.windows(2).any(|w| {
            let short = self.words[w[0].clone()].iter().all(|word| is_acronym(word));
            short && owned(&w[1])
        });
        if out.iter().all(whole) && !waits { out } else { Vec::new() }
    }

    /// The words of a personal name at the head, where it may be one.
    fn personal_name(&self, head: usize) -> Option<Range<usize>> {
        let part =
            |i: usize| {
                is_name_word(self.words[i])
                    && self.agent_at(i, &self.cut).is_none()
                    && !self.is("title", i)
                    && self.hits.iter().find(|m| m.range.contains(&i)).is_none_or(|m| {
                        matches!(m.kind, HitKind::Person) || m.kind == HitKind::Place && m.range.len() == 1
                    })
            };
        if !part(head) {
            return None;
        }
        let mut start = head;
        while start > 0
            && (part(start - 1)
                || (self.is("particle", start - 1) || matches!(self.words[start - 1], "-" | "–"))
                    && !is_article(&self.low[start - 1])
                    && (start >= 2 && part(start - 2) || self.is("particle", start - 1)))
        {
            start -= 1;
        }
        Some(start..head + 1)
    }

    /// Whether a phrase without a country tells of actors at home.
    fn is_domestic(&self, head: usize, resolved: &Resolved) -> bool {
        if resolved.person_named {
            return resolved.role.is_some() && resolved.sector.is_some();
        }
        let plain = self.hits.iter().all(|m| m.kind == HitKind::Person || self.is_stance(m));
        let found = self.agent_over(head);
        // "Western diplomats", "foreign troops", "Islamist militants" are of no one country.
        let wide = self.low.iter().any(|w| {
            matches!(
                w.as_str(),
                "western"
                    | "foreign"
                    | "international"
                    | "world"
                    | "global"
                    | "regional"
                    | "neighboring"
                    | "neighbouring"
                    | "other"
                    | "both"
                    | "two"
                    | "countries"
                    | "states"
                    | "nations"
                    | "powers"
            )
        });
        plain
            && !wide
            && found.is_some_and(|f| {
                let own = f.agent.kind == AgentKind::Body && resolved.sector == Some(Sector::MIL);
                is_domestic(f.agent.kind, resolved.sector, f.agent.abroad && !own)
            })
    }

    /// What a whole phrase tells and its parts do not: the Pope's state, the two American parties, where a body sits.
    fn settle(&self, resolved: &mut Resolved) {
        if resolved.country.is_some() {
            return;
        }
        let holy = resolved.role.as_deref().is_some_and(|r| matches!(r.to_lowercase().as_str(), "pope" | "pontiff"));
        let party = self.words.iter().any(|w| {
            matches!(
                *w,
                "Republican" | "Republicans" | "Democrat" | "Democrats" | "Democratic" | "GOP" | "House" | "Senate"
            )
        });
        let american = matches!(resolved.sector, Some(Sector::LEG | Sector::PTY))
            && party
            && self.words.iter().any(|w| {
                matches!(
                    folded(w).trim_end_matches('s'),
                    "candidate"
                        | "nominee"
                        | "senator"
                        | "congressman"
                        | "congressmen"
                        | "congresswoman"
                        | "republican"
                        | "democrat"
                        | "lawmaker"
                        | "representative"
                        | "sen."
                        | "rep."
                        | "sen"
                        | "rep"
                )
            });
        let body = matches!(resolved.sector, Some(Sector::GOV | Sector::LEG | Sector::MIL | Sector::JUD));
        let seat = || {
            self.hits.iter().find(|m| {
                matches!(m.kind, HitKind::Capital | HitKind::Place)
                    && self.low.get(m.range.end + 1).is_some_and(|w| w == "based")
                    && is_transparent(self.words[m.range.end])
            })
        };
        if holy {
            resolved.country = Some("VAT".to_owned());
        } else if body && let Some(m) = seat() {
            resolved.country = self.world.codes(m, self.date).1.map(str::to_owned);
        } else if american {
            resolved.country = Some("USA".to_owned());
        }
    }

    /// The countries of an agent that several have: "the foreign ministers of Egypt and Jordan".
    fn owners(&self, head: usize, resolved: &Resolved) -> Vec<String> {
        let found = self.agent_over(head);
        let Some(f) = found.filter(|_| resolved.basis.starts_with("grammar:office")) else { return Vec::new() };
        let state = |m: &&Match| {
            matches!(
                m.kind,
                HitKind::State | HitKind::Adjective | HitKind::Capital | HitKind::Organization | HitKind::Metonym
            ) && !self.is_stance(m)
        };
        let before: Vec<&Match> = self.hits.iter().filter(state).filter(|m| m.range.end <= f.core).collect();
        let after: Vec<&Match> = if self.low.get(f.end).is_some_and(|w| matches!(w.as_str(), "of" | "from")) {
            self.hits.iter().filter(state).filter(|m| m.range.start > f.end).collect()
        } else {
            Vec::new()
        };
        let list = if before.len() > 1 { before } else { after };
        let joined = list.windows(2).all(|w| {
            let between = &self.low[w[0].range.end..w[1].range.start];
            !between.is_empty()
                && between.iter().any(|x| matches!(x.as_str(), "and" | "," | "&"))
                && between.iter().all(|x| matches!(x.as_str(), "and" | "," | "&" | "the") || is_transparent(x))
        });
        if list.len() < 2 || !joined {
            return Vec::new();
        }
        let mut out: Vec<String> = Vec::new();
        for m in list {
            if let Some(code) = self.world.codes(m, self.date).1.filter(|c| !out.iter().any(|o| o == c)) {
                out.push(code.to_owned());
            }
        }
        out
    }

    /// "The two countries", "both sides": those that the text names, where they are as many.
    fn collective(&self, context: &Context<'_>) -> Option<Mention> {
        let word = self.low.last()?.as_str();
        if self.words.len() == 2 && self.low[0] == "the" && matches!(self.words[1], "West" | "Occident") {
            return Some(Mention {
                resolved: Resolved {
                    name: Some(self.words[1].to_owned()),
                    sector: Some(Sector::GOV),
                    kind: Kind::Group,
                    basis: "grammar:collective",
                    ..Resolved::default()
                },
                sectors: vec![Sector::GOV],
                ..Mention::default()
            });
        }
        let many = self.low.iter().rev().skip(1).find_map(|w| {
            Some(match w.as_str() {
                "two" | "both" => 2,
                "three" => 3,
                "four" => 4,
                "five" => 5,
                "warring" | "opposing" | "rival" if matches!(word, "sides" | "parties") => 2,
                _ => return None,
            })
        })?;
        let plain = self.low.iter().all(|w| {
            w == word
                || is_article(w)
                || self.world.words.is("quality", w)
                || self.world.words.is("amount", w)
                || w == "of"
        });
        if !plain {
            return None;
        }
        let found = match word {
            "koreas" => vec![("PRK".to_owned(), Some(Sector::GOV)), ("KOR".to_owned(), Some(Sector::GOV))],
            "countries" | "nations" | "states" | "governments" | "neighbors" | "neighbours" | "powers" | "leaders"
            | "presidents" | "ministers" | "capitals" | "diplomats" | "delegations" | "armies" | "militaries" => {
                context.parties(false)
            }
            "sides" | "parties" | "foes" | "rivals" | "enemies" | "allies" | "belligerents" => context.parties(true),
            _ => return None,
        };
        if found.len() != many {
            return None;
        }
        let mut countries: Vec<String> = Vec::new();
        for (c, _) in &found {
            if !countries.contains(c) {
                countries.push(c.clone());
            }
        }
        let army = matches!(word, "armies" | "militaries");
        let mut sectors: Vec<Sector> = Vec::new();
        for s in found.iter().filter_map(|(_, s)| if army { Some(Sector::MIL) } else { *s }) {
            if !sectors.contains(&s) {
                sectors.push(s);
            }
        }
        let from = self.skip_articles();
        Some(Mention {
            resolved: Resolved {
                name: Some(crate::text::join(self.words[from..].iter().copied())),
                country: countries.first().filter(|_| countries.len() == 1).cloned(),
                sector: sectors.first().copied(),
                kind: Kind::Group,
                basis: if word == "koreas" { "grammar:collective" } else { "context:collective" },
                ..Resolved::default()
            },
            countries,
            sectors,
            holder: None,
        })
    }

    fn person_of(&self, resolved: &Resolved) -> Option<u32> {
        let name = resolved.name.as_deref()?;
        (0u32..)
            .zip(&self.world.persons.all)
            .find(|(_, p)| p.name == name && p.wikidata == resolved.wikidata.as_deref())
            .map(|(i, _)| i)
    }
}

/// Words after a head that [`AFTER_HEAD`] lacks.
pub(crate) const FOLLOWERS: &[&str] = &[
    "near",
    "inside",
    "outside",
    "across",
    "about",
    "loyal",
    "allied",
    "belonging",
    "linked",
    "affiliated",
    "fighting",
    "seeking",
    "living",
    "accused",
    "calling",
    "opposed",
    "backed",
    "based",
    "when",
    "where",
    "while",
    "into",
    "over",
    "within",
    "among",
    "between",
    "without",
    "like",
];

/// Names that parties of several countries have.
const GENERAL_PARTIES: &[&str] = &[
    "Socialist Party",
    "Democratic Party",
    "Labour Party",
    "Conservative Party",
    "Liberal Party",
    "National Party",
    "Social Democratic Party",
    "National Front",
    "Justice and Development Party",
    "Liberal Democratic Party",
    "Republican Party",
    "Democratic Alliance",
    "Patriotic Front",
    "National Democratic Congress",
    "Liberal Democrats",
    "Workers' Party",
    "Green Party",
    "Popular Front",
    "Broad Front",
    "Democratic Action",
    "Free Democratic Party",
    "Christian Democratic Union",
    "National Liberation Army",
    "Movement for Democratic Change",
    "Shura Council",
    "National Liberation Front",
];

/// Several actors as one mention.
fn joined(all: Vec<Mention>) -> Mention {
    let (mut countries, mut sectors): (Vec<String>, Vec<Sector>) = (Vec::new(), Vec::new());
    for m in &all {
        countries.extend(m.countries.iter().filter(|c| !countries.contains(c)).cloned().collect::<Vec<_>>());
        for s in &m.sectors {
            if !sectors.contains(s) {
                sectors.push(*s);
            }
        }
    }
    let names: Vec<&str> = all.iter().filter_map(|m| m.resolved.name.as_deref()).collect();
    let name = match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => Some(format!("{} and {last}", rest.join(", "))),
        _ => None,
    };
    let every = all.iter().all(|m| m.countries.len() == 1);
    let country = if every && countries.len() == 1 { countries.first().cloned() } else { None };
    Mention {
        resolved: Resolved {
            name,
            country,
            sector: sectors.first().copied(),
            kind: Kind::Group,
            basis: "grammar:and",
            ..Resolved::default()
        },
        countries,
        sectors,
        holder: None,
    }
}

/// "In Moscow": the phrase without a preposition before it.
fn without_preposition<'a, 'w>(words: &'a [&'w str]) -> &'a [&'w str] {
    match words {
        [first, rest @ ..]
            if !rest.is_empty() && matches!(*first, "by" | "with" | "for" | "from" | "of" | "to" | "against") =>
        {
            rest
        }
        _ => words,
    }
}

fn split_former(word: &str) -> impl Iterator<Item = &str> {
    let rest =
        word.strip_prefix("ex-").or(word.strip_prefix("Ex-")).filter(|rest| rest.starts_with(char::is_uppercase));
    let parts = match rest {
        Some(rest) => [Some("ex"), Some("-"), Some(rest)],
        None => [Some(word), None, None],
    };
    parts.into_iter().flatten()
}

fn is_acronym(word: &str) -> bool {
    (2..=8).contains(&word.len())
        && word.chars().filter(|c| c.is_ascii_uppercase()).count() >= 2
        && word.chars().all(|c| c.is_ascii_uppercase() || c == '-' || c == '.')
}
