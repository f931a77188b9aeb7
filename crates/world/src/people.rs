//! People: a name of the tables at the date, an office with its holder's name, what makes up a name.

use crate::agents::{AgentKind, Found};
use crate::guards::{is_calendar, is_name_word};
use crate::persons::{Standing, YEAR, class_of, only};
use crate::resolve::Phrase;
use crate::scan::Match;
use crate::text::{folded, is_transparent, join};
use crate::types::{HitKind, Kind, Person, Resolved, Tenure};
use chancery_record::{PartialDate, Sector};

impl Phrase<'_> {
    /// The agent phrase that ends right before a name, over a comma at most.
    pub(crate) fn agent_before(&self, start: usize, cut: &[crate::text::Unit]) -> Option<Found> {
        let mut e = start.checked_sub(1)?;
        while e > 0 && (self.words[e] == "," || self.is("title", e) && self.agent_at(e, cut).is_none()) {
            e -= 1;
        }
        // "President Sheikh Sharif": a title that is an occupation too, with the office before it.
        if e > 0
            && self.is("title", e)
            && let Some(office) = self.agent_at(e - 1, cut).filter(|f| f.agent.individual())
        {
            return Some(office);
        }
        let f = self.agent_at(e, cut)?;
        f.agent.individual().then_some(f)
    }

    /// A person of the tables, with what the phrase says of the office.
    pub(crate) fn person(&self, m: &Match, cut: &[crate::text::Unit]) -> Resolved {
        let agent = self.agent_before(m.range.start, cut);
        let item = agent
            .filter(|_| m.range.len() == 1 || self.words[m.range.start].contains(['-', '\'']))
            .and_then(|f| self.title_bearer(&f, m.range.clone()))
            .unwrap_or(m.item);
        if let Some(f) = agent.filter(|_| self.of_another_state(item, m.range.start))
            && let Some(r) = self.unlisted(&f, m.range.start, f.end)
        {
            return r;
        }
        self.person_with(item, agent.as_ref())
    }

    /// Whether the phrase gives the person a nationality that the table's person of that name never served
    /// ("former Somali president Sheikh Sharif").
    fn of_another_state(&self, item: u32, before: usize) -> bool {
        let Some(country) = self.owner(0..before).and_then(|(c, _)| c) else { return false };
        let tenures = &self.world.persons.all[item as usize].tenures;
        self.world.country(&country).is_some()
            && tenures.iter().all(|t| self.world.country(t.country).is_some() && t.country != country)
    }

    /// A person whom no table has, with the codes of the office.
    fn unlisted(&self, f: &Found, start: usize, role_end: usize) -> Option<Resolved> {
        let name = self.name_run(start)?;
        let (country, sector) = self.codes_of(f);
        Some(Resolved {
            name: Some(join(self.words[name].iter().copied())),
            country,
            sector: if f.former { Some(Sector::ELI) } else { sector },
            role: Some(join(self.words[f.start..role_end].iter().copied())),
            kind: Kind::Person,
            person_named: true,
            basis: "grammar:title",
            ..Resolved::default()
        })
    }

    /// A person of the tables at the date of the phrase.
    pub(crate) fn person_with(&self, item: u32, agent: Option<&Found>) -> Resolved {
        let person = &self.world.persons.all[item as usize];
        let standing = self.world.persons.standing(item, self.date);
        let tenure = standing.map(Standing::tenure);
        let former_word = agent.is_some_and(|f| f.former)
            || (agent.is_none() && self.low.iter().take(2).any(|w| self.world.words.is("former", w)));
        let sector = match standing {
            _ if former_word => Some(Sector::ELI),
            // What the article calls the holder now counts more than the table ("Secretary of State" after the CIA).
            // Bodies of no state have presidents and directors too.
            Some(Standing::Holds(t)) if self.world.country(t.country).is_none() => t.sector,
            Some(Standing::Holds(t)) if t.rank > 1 && agent.is_some_and(|f| f.agent.kind == AgentKind::Office) => {
                agent.and_then(|f| f.agent.sector).filter(|_| t.sector.is_some())
            }
            Some(Standing::Holds(t)) => t.sector,
            // The office that the article gives counts more than the tables' end of another one.
            _ if agent.is_some_and(|f| f.agent.sector.is_some()) => agent.and_then(|f| f.agent.sector),
            Some(Standing::Held(t)) => {
                t.sector.map(|s| if matches!(s, Sector::REB | Sector::PTY | Sector::REL) { s } else { Sector::ELI })
            }
            _ => None,
        };
        let office = match standing {
            Some(Standing::Holds(t)) if self.date.is_some() => Some(self.world.office_name(t.office, t.country)),
            _ => None,
        };
        Resolved {
            name: Some(person.name.to_owned()),
            country: tenure
                .map(|t| t.country.to_owned())
                .or_else(|| self.owner(0..self.words.len()).and_then(|(c, _)| c)),
            sector,
            role: agent.map(|f| self.role(f)),
            office,
            id: Some(person.id.to_owned()),
            wikidata: person.wikidata.map(str::to_owned),
            kind: Kind::Person,
            person_named: true,
            basis: "table:person",
        }
    }

    /// The words of an office as written, without what says that it is held no more.
    fn role(&self, f: &Found) -> String {
        join(self.words[f.start..f.end].iter().copied())
    }

    /// The person whom an office with a surname means at the date ("President Bush").
    pub(crate) fn title_bearer(&self, f: &Found, name: std::ops::Range<usize>) -> Option<u32> {
        let after = || {
            let of = self.low.get(name.end).is_some_and(|w| w == "of");
            let m = self.hits.iter().find(|m| of && m.range.start == name.end + 1)?;
            self.world.codes(m, self.date).1.map(str::to_owned)
        };
        let owner = self.owner(0..f.start).and_then(|(c, _)| c).or_else(after);
        let office = self.role(f);
        let surname = self.words[name.end - 1];
        // "Secretary Kerry": the American cabinet's.
        if office.eq_ignore_ascii_case("secretary") && owner.is_none() {
            return self.world.persons.by_surname(surname, self.date, Some("USA"), 2);
        }
        let last = office.rsplit(' ').next().unwrap_or_default().to_lowercase();
        if matches!(last.as_str(), "leader" | "dictator" | "ruler" | "strongman")
            && let (Some(country), Some(date)) = (owner.as_deref(), self.date)
            && let Some(item) = self.world.persons.leader(surname, country, date, f.former)
        {
            return Some(item);
        }
        self.world.persons.titled(surname, class_of(&office), self.date, owner.as_deref(), f.former)
    }

    /// An office with the name of its holder after it: "Syrian Deputy Foreign Minister Ayman Soussan".
    pub(crate) fn titled(&self, f: &Found, from: usize) -> Option<Resolved> {
        let mut start = from;
        let mut role_end = f.end;
        if self.low.get(start).is_some_and(|w| matches!(w.as_str(), "of" | "for")) {
            // "Deputy Minister for Fisheries Abdi Warsame": the portfolio follows.
            let mut portfolio = start + 1;
            while self.low.get(portfolio).is_some_and(|w| matches!(w.as_str(), "the" | "and" | ","))
                || self.is("portfolio", portfolio)
            {
                portfolio += 1;
            }
            if portfolio > start + 1 && self.is("portfolio", portfolio - 1) {
                start = portfolio;
                role_end = portfolio;
            } else {
                // "President of Russia Vladimir Putin"
                let over = self
                    .hits
                    .iter()
                    .find(|m| m.range.start > start && m.range.start <= start + 2 && m.kind != HitKind::Person)?;
                start = over.range.end;
            }
        }
        if self.is("title", start) && self.words.get(start + 1).is_some_and(|w| is_name_word(w)) {
            start += 1;
        }
        let name = self.name_run(start)?;
        // "Chief of Staff of the Iranian Armed Forces": what follows is no name.
        if start > f.end && self.agent_at(name.end - 1, &self.cut).is_some_and(|a| a.core >= name.start) {
            return None;
        }
        if let Some(m) = self
            .hits
            .iter()
            .find(|m| m.kind == HitKind::Person && m.range.start >= name.start && m.range.end <= name.end)
            && m.range.len() > 1
        {
            return Some(self.person_with(m.item, Some(f)));
        }
        if (name.len() == 1 || self.world.with_particles(&self.words, name.end - 1) == name.start)
            && let Some(item) = self.title_bearer(f, name.clone())
        {
            return Some(self.person_with(item, Some(f)));
        }
        self.unlisted(f, start, role_end)
    }

    /// The run of name words from a token: capitals, with particles and initials inside.
    pub(crate) fn name_run(&self, start: usize) -> Option<std::ops::Range<usize>> {
        let word = |i: usize| {
            let w = self.words.get(i)?;
            let taken = self.hits.iter().any(|m| {
                m.range.contains(&i)
                    && !matches!(m.kind, HitKind::Person | HitKind::Place)
                    && !(m.kind == HitKind::Capital && i > start)
            });
            // Theresa May's surname is a month's name as well.
            let month = is_calendar(&self.low[i])
                && !(self.low[i] == "may" && i > 0 && (self.is("title", i - 1) || self.low[i - 1] == "minister"));
            (is_name_word(w) && !taken && !month).then_some(())
        };
        let mut end = start;
        loop {
            if word(end).is_some() {
                end += 1;
                continue;
            }
            // A particle or hyphen with a name word after it.
            let mut i = end;
            while i < self.words.len()
                && i < end + 4
                && (self.is("particle", i) || is_transparent(self.words[i]) && !self.words[i].ends_with('s'))
            {
                i += 1;
            }
            if i > end && word(i).is_some() && (end > start || self.is("particle", start)) {
                end = i + 1;
                continue;
            }
            break;
        }
        (end > start).then_some(start..end)
    }

    /// A warship by the prefix of its navy: "USS Cole".
    pub(crate) fn warship(&self, start: usize, head: usize) -> Option<Resolved> {
        let at = (start.saturating_sub(1)..=head).find(|&i| {
            matches!(self.words[i], "USS" | "HMS" | "HMAS" | "HMCS" | "HMNZS" | "INS" | "PNS" | "ROKS" | "BRP" | "USNS")
        })?;
        let country = match self.words[at] {
            "HMS" => "GBR",
            "HMAS" => "AUS",
            "HMCS" => "CAN",
            "HMNZS" => "NZL",
            "INS" => "IND",
            "PNS" => "PAK",
            "ROKS" => "KOR",
            "BRP" => "PHL",
            _ => "USA",
        };
        let name = self.name_run(at + 1)?;
        Some(Resolved {
            name: Some(join(self.words[at..name.end].iter().copied())),
            country: Some(country.to_owned()),
            sector: Some(Sector::MIL),
            kind: Kind::Organization,
            basis: "grammar:warship",
            ..Resolved::default()
        })
    }
}

impl crate::world::World {
    /// "President of Russia".
    pub(crate) fn office_name(&self, office: &str, country: &str) -> String {
        if office == "Pope" {
            return office.to_owned();
        }
        let plain = !office.contains(" of ") || office.starts_with("Minister") || office.starts_with("Deputy");
        match self.country(country) {
            Some(c)
                if plain && !office.contains("spokes") && !office.contains(c.name) && !office.contains(c.adjective) =>
            {
                let the = [
                    "United",
                    "Netherlands",
                    "Philippines",
                    "Democratic",
                    "Republic",
                    "Central",
                    "Czech Republic",
                    "Dominican Republic",
                    "Bahamas",
                    "Gambia",
                    "Maldives",
                    "Comoros",
                    "Solomon",
                    "Marshall",
                ];
                let article = if the.iter().any(|w| c.name.starts_with(w)) { "the " } else { "" };
                format!("{office} of {article}{}", c.name)
            }
            _ => office.to_owned(),
        }
    }

    /// The only one of a surname, in office within a lifetime of the date, whose given name is `given`, or sounds like it:
    /// "Wladimir Putin", "Vladimir V. Putin".
    pub(crate) fn like(&self, given: &str, surname: &str, date: Option<PartialDate>) -> Option<u32> {
        let given = folded(given);
        let near = |t: &Tenure| {
            date.is_none_or(|d| {
                t.at(d)
                    || t.ended_before(d).is_some_and(|n| n <= 20 * YEAR)
                    || t.starts_after(d).is_some_and(|n| n <= 10 * YEAR)
            })
        };
        let named = |p: &Person| {
            let first = folded(p.name.split_whitespace().next().unwrap_or(""));
            first == given
                || crate::sound::sounds_like(&first, &given) && crate::sound::letters_apart(&first, &given) <= 2
        };
        only(self.persons.bearers(surname).filter(|(_, p)| named(p) && p.tenures.iter().any(near)).map(|(i, _)| i))
    }
}
