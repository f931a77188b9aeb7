//! The grammar of offices: whose minister, troops or court it is, and what a record calls them.

use crate::agents::{AgentKind, Found};
use crate::resolve::Phrase;
use crate::scan::Match;
use crate::text::{Unit, is_transparent, join};
use crate::types::{HitKind, Kind, Resolved};
use crate::unofficial::LEADERS;
use chancery_record::Sector;
use std::ops::Range;

/// Bodies that the guide leaves without a sector: only a plain one of these is stated for their people.
const PLAIN: &[Sector] = &[Sector::MIL, Sector::COP, Sector::JRN, Sector::JUD, Sector::REF, Sector::CVL];

/// Relations to an owner that do not make one belong to it.
const OTHERS: &[&str] = &[
    "ally",
    "allies",
    "rival",
    "rivals",
    "foe",
    "foes",
    "enemy",
    "enemies",
    "neighbor",
    "neighbors",
    "neighbour",
    "neighbours",
    "partner",
    "partners",
    "counterpart",
    "counterparts",
    "backer",
    "backers",
    "creditor",
    "creditors",
    "donors",
    "donor",
    "invaders",
    "occupiers",
    "opponents of",
];

/// Offices that serve whoever stands after "to".
const ASSISTANTS: &[&str] =
    &["aide", "aides", "adviser", "advisers", "advisor", "advisors", "assistant", "assistants", "deputy", "counsellor"];

/// Words that can follow the head of a noun phrase.
pub(crate) const AFTER_HEAD: &[&str] = &[
    "who", "which", "that", "and", "or", "in", "on", "at", "to", "for", "from", "of", "by", "with", "against", "under",
    "after", "before", "during", "said", "says", "is", "are", "was", "were", "has", "have", "had", "will", "would",
    "as",
];

/// Nouns that say what kind of thing the name before them is.
const KINDS: &[&str] = &[
    "group",
    "movement",
    "organization",
    "organisation",
    "network",
    "party",
    "faction",
    "bloc",
    "alliance",
    "coalition",
    "agency",
    "newspaper",
    "magazine",
    "channel",
    "broadcaster",
    "company",
    "airline",
    "app",
    "website",
    "cartel",
    "gang",
    "militia",
    "charity",
    "firm",
    "union",
    "sect",
    "corporation",
    "bank",
];

/// Whose an actor is.
struct Owner<'m> {
    hit: &'m Match,
    /// It stands after the agent ("of Egypt"), with the token of its preposition.
    after: Option<usize>,
    /// It is a possessive ("Syria's").
    possessive: bool,
}

impl Phrase<'_> {
    /// Country and sector of the nearest hit in a range that is no mere stance.
    pub(crate) fn owner(&self, range: Range<usize>) -> Option<(Option<String>, Option<Sector>)> {
        let hit = self.hits.iter().rev().find(|m| {
            m.range.end <= range.end && m.range.start >= range.start && m.kind != HitKind::Person && !self.is_stance(m)
        })?;
        let (_, country, sector, _) = self.world.codes(hit, self.date);
        Some((country.map(str::to_owned), sector))
    }

    fn is_possessive(&self, m: &Match) -> bool {
        let last = self.words[m.range.end - 1];
        let glued = last.len() > 2
            && (last.ends_with("'s") || last.ends_with("’s") || last.ends_with("s'") || last.ends_with("s’"));
        glued || self.words.get(m.range.end).is_some_and(|w| matches!(*w, "'s" | "’s" | "'" | "’"))
    }

    /// The owner of an agent: before it, else after "of", "in", "from" or "for".
    fn owner_of(&self, f: &Found) -> Option<Owner<'_>> {
        let before: Vec<&Match> = self.hits.iter().filter(|m| m.range.end <= f.core && !self.is_stance(m)).collect();
        let chosen = match before[..] {
            [] => None,
            // "the US Syria envoy": the sender comes first, the theme next to the office.
            [first, .., _] if f.agent.abroad && f.agent.sector == Some(Sector::GOV) => Some(first),
            [.., last] => Some(last),
        };
        if let Some(hit) = chosen {
            return Some(Owner { hit, after: None, possessive: self.is_possessive(hit) });
        }
        // "forces loyal to Khalifa Haftar"
        let loyal = self.low.get(f.end).is_some_and(|w| matches!(w.as_str(), "loyal" | "allied" | "belonging"))
            && self.low.get(f.end + 1).is_some_and(|w| matches!(w.as_str(), "to" | "with"));
        let mut at = f.end + usize::from(loyal);
        // "Minister of Foreign Affairs and Trade of Hungary"
        while !loyal
            && at + 1 < self.words.len()
            && f.agent.portfolio
            && (self.is("portfolio", at)
                || matches!(self.low[at].as_str(), "and" | "&" | ",") && self.is("portfolio", at + 1))
        {
            at += 1;
        }
        let preposition = self.low.get(at)?.as_str();
        let allowed = match preposition {
            _ if loyal => self.low[f.end] != "allied",
            "of" | "from" => true,
            // "an aide to the Afghan president"
            "to" => ASSISTANTS.contains(&self.low[f.end - 1].as_str()),
            "for" => matches!(f.agent.kind, AgentKind::Office | AgentKind::Person) && !f.agent.abroad,
            "in" | "at" => !f.agent.abroad && !matches!(f.agent.sector, Some(Sector::JRN | Sector::SOC | Sector::REF)),
            _ => false,
        };
        if !allowed {
            return None;
        }
        // The next name inside the prepositional phrase, before another preposition or clause begins.
        let hit = self.hits.iter().find(|m| m.range.start > at && !self.is_stance(m))?;
        let between = &self.low[at + 1..hit.range.start];
        let broken = between.iter().any(|w| {
            matches!(
                w.as_str(),
                "who"
                    | "which"
                    | "that"
                    | ","
                    | "to"
                    | "with"
                    | "by"
                    | "against"
                    | "and"
                    | "on"
                    | "for"
                    | "from"
                    | "were"
                    | "was"
                    | "is"
                    | "are"
            )
        });
        (!broken && between.len() <= 5).then_some(Owner { hit, after: Some(at), possessive: false })
    }

    /// Whether nationalities that are joined before an agent differ ("U.S. and European officials").
    fn several_owners(&self, f: &Found) -> bool {
        let before: Vec<&Match> = self.hits.iter().filter(|m| m.range.end <= f.core && !self.is_stance(m)).collect();
        // "U.S. and European officials": the second is no state.
        let other = before.last().is_some_and(|last| {
            let after = last.range.end;
            self.low.get(after).is_some_and(|w| matches!(w.as_str(), "and" | "or" | "&"))
                && after + 1 < f.core
                && self.words[after + 1].starts_with(char::is_uppercase)
                && !self.hits.iter().any(|m| m.range.contains(&(after + 1)))
        });
        other
            || before.windows(2).any(|w| {
                let between = &self.low[w[0].range.end..w[1].range.start];
                let joined = between.iter().any(|x| matches!(x.as_str(), "and" | "," | "&" | "or"))
                    || !between.is_empty() && between.iter().all(|x| is_transparent(x) && !x.ends_with('s'));
                // "an Iranian-American journalist" is American.
                let hyphened = !between.is_empty() && between.iter().all(|x| is_transparent(x));
                let (one, two) = (self.world.codes(w[0], self.date).1, self.world.codes(w[1], self.date).1);
                joined && one != two && !(hyphened && two == Some("USA"))
            })
    }

    /// The agent noun right before an inheriting one ("rebel" in "rebel spokesman").
    pub(crate) fn agent_inside(&self, f: &Found, cut: &[Unit]) -> Option<Found> {
        let last = f.start.checked_sub(1)?;
        // "Arab leaders" lead states.
        if self.hits.iter().any(|m| m.range.contains(&last)) || matches!(self.low[last].as_str(), "arab" | "muslim") {
            return None;
        }
        self.world.agents.at(&self.words, cut, last, &self.world.words)
    }

    /// Country and sector that an agent phrase has in this phrase.
    pub(crate) fn codes_of(&self, f: &Found) -> (Option<String>, Option<Sector>) {
        let cut = crate::text::units(&self.words);
        let own = self.own_sector(f, &cut);
        let Some(owner) = self.owner_of(f).filter(|_| !self.several_owners(f)) else {
            let private = own == f.agent.sector && self.private(f, &cut);
            return (None, own.filter(|_| !private));
        };
        let (_, country, sector, _) = self.world.codes(owner.hit, self.date);
        let country = country.map(str::to_owned);
        let sector = match owner.hit.kind {
            HitKind::Organization | HitKind::Metonym => match sector {
                // Bodies of states have no sector, and neither have their officials.
                None => own.filter(|s| PLAIN.contains(s) && !f.agent.inherit),
                Some(s) if f.agent.inherit && own == f.agent.sector => Some(s),
                // "the president of the European Parliament" presides over a parliament.
                Some(s) if own == Some(Sector::GOV) && self.low[f.end - 1].trim_end_matches('s') == "president" => {
                    Some(s)
                }
                // "a Taliban commander" is no soldier of a state.
                Some(s @ (Sector::REB | Sector::PRM | Sector::CRM | Sector::UAF)) if own == Some(Sector::MIL) => {
                    Some(s)
                }
                Some(_) => own,
            },
            // "Hong Kong's chief executive": a state has no such officer of a company.
            HitKind::State if owner.possessive && self.low[f.core..f.end].join(" ") == "chief executive" => {
                Some(Sector::GOV)
            }
            _ => own,
        };
        (country, sector)
    }

    /// The sector of the agent phrase itself, that of the noun before or after it included.
    fn own_sector(&self, f: &Found, cut: &[Unit]) -> Option<Sector> {
        if f.agent.inherit
            && let Some(inner) = self.agent_inside(f, cut).or_else(|| self.agent_of(f, cut))
        {
            // "The group leader" leads the group, whatever it is.
            let leads =
                inner.agent.kind != AgentKind::Person && LEADERS.contains(&self.low[f.end - 1].trim_end_matches('s'));
            return inner.agent.sector.or(f.agent.sector.filter(|_| !leads));
        }
        // "the chief of staff of the armed forces" is a soldier, a president's is not.
        if self.low[f.core..f.end].ends_with(&["chief".to_owned(), "of".to_owned(), "staff".to_owned()])
            && self.agent_of(f, cut).is_some_and(|of| of.agent.sector == Some(Sector::MIL))
        {
            return Some(Sector::MIL);
        }
        f.agent.sector
    }

    /// The agent noun of an "of" or "for" after an agent: "central bank" in "the head of Syria's central bank".
    pub(crate) fn agent_of(&self, f: &Found, cut: &[Unit]) -> Option<Found> {
        if !self.low.get(f.end).is_some_and(|w| matches!(w.as_str(), "of" | "for")) {
            return None;
        }
        let mut i = f.end + 1;
        let until = self.words.len().min(f.end + 8);
        while i < until
            && !matches!(
                self.low[i].as_str(),
                "who"
                    | "which"
                    | "that"
                    | ","
                    | "and"
                    | "in"
                    | "on"
                    | "with"
                    | "to"
                    | "for"
                    | "from"
                    | "of"
                    | "by"
                    | "at"
            )
        {
            // A noun with another noun after it is no head ("residents of separatist areas").
            let last = self
                .low
                .get(i + 1)
                .is_none_or(|w| !w.starts_with(char::is_alphabetic) || AFTER_HEAD.contains(&w.as_str()));
            let named = self.hits.iter().any(|m| m.range.len() > 1 && m.range.contains(&i));
            if last
                && !named
                && let Some(found) = self.world.agents.at(&self.words, cut, i, &self.world.words)
            {
                return Some(found);
            }
            i += 1;
        }
        None
    }

    /// An agent phrase without a personal name.
    pub(crate) fn office(&self, f: &Found, cut: &[Unit]) -> Resolved {
        let several = self.several_owners(f);
        let owner = self.owner_of(f).filter(|_| !several);
        let word = self.world_word(f);
        let foreign =
            owner.as_ref().is_some_and(|o| o.possessive || o.after.is_some()) && OTHERS.contains(&word.as_str());
        let (mut country, mut sector) = self.codes_of(f);
        if foreign {
            country = None;
        }
        if f.former && f.agent.individual() {
            sector = Some(Sector::ELI);
        }
        if let Some(o) = owner.as_ref().filter(|o| o.hit.kind == HitKind::Person) {
            // "Assad's office", "the Trump administration": the leader's country.
            let held = self.world.persons.standing(o.hit.item, self.date).map(|s| s.tenure().country);
            country = if foreign { None } else { held.map(str::to_owned) };
        }
        if let Some(r) = owner.as_ref().and_then(|o| self.member(f, o, cut)) {
            return r;
        }
        let kind = match f.agent.kind {
            _ if f.agent.plural => Kind::Group,
            AgentKind::Office => Kind::Office,
            AgentKind::Person if matches!(sector, Some(Sector::GOV | Sector::LEG | Sector::JUD | Sector::ELI)) => {
                Kind::Office
            }
            AgentKind::Person => Kind::Person,
            AgentKind::Body if country.is_some() => Kind::Organization,
            _ => Kind::Group,
        };
        let role = f.agent.individual().then(|| join(self.words[f.start..f.end].iter().copied()));
        Resolved {
            name: Some(self.name_of(f, owner.as_ref().filter(|_| !foreign), cut)),
            country,
            sector,
            role,
            kind,
            basis: "grammar:office",
            ..Resolved::default()
        }
    }

    fn world_word(&self, f: &Found) -> String {
        self.low[f.end - 1].clone()
    }

    /// "Islamic State fighters", "Houthi rebels": the members are the group.
    fn member(&self, f: &Found, owner: &Owner<'_>, cut: &[Unit]) -> Option<Resolved> {
        let noun = self.low[f.end - 1].as_str();
        // "the Hezbollah group", "the New York Times newspaper": the noun says what the name is.
        let kind_of = f.core + 1 == f.end && owner.hit.range.end == f.start && KINDS.contains(&noun);
        let members = f.agent.member || kind_of || matches!(noun, "members" | "operatives");
        if owner.hit.kind != HitKind::Organization || f.agent.individual() || !members {
            return None;
        }
        // "fighters of the Islamic State", "members of Hamas": of and from alone say so.
        if let Some(at) = owner.after
            && !matches!(self.low[at].as_str(), "of" | "from")
        {
            return None;
        }
        // Only where nothing but describing words lies between ("Taliban suicide bombers").
        if owner.after.is_none()
            && owner.hit.range.end < f.start
            && self.agent_inside(f, cut).is_none()
            && f.start - owner.hit.range.end > 2
        {
            return None;
        }
        let (name, country, sector, wikidata) = self.world.codes(owner.hit, self.date);
        let armed =
            kind_of || matches!(sector, Some(Sector::REB | Sector::PRM | Sector::MIL | Sector::CRM | Sector::UAF));
        armed.then(|| Resolved {
            name: Some(name.to_owned()),
            country: country.map(str::to_owned),
            sector,
            id: self.world.id_of(owner.hit),
            wikidata: wikidata.map(str::to_owned),
            kind: Kind::Organization,
            basis: "grammar:member",
            ..Resolved::default()
        })
    }

    /// What a record calls an agent: the phrase without articles and describing words, the owner as an adjective.
    fn name_of(&self, f: &Found, owner: Option<&Owner<'_>>, cut: &[Unit]) -> String {
        let state = owner
            .filter(|o| {
                // "Tehran's mayor" is the town's.
                let local =
                    matches!(self.low[f.end - 1].trim_end_matches('s'), "mayor" | "resident" | "police" | "suburb");
                o.hit.kind == HitKind::State || o.hit.kind == HitKind::Capital && o.after.is_none() && !local
            })
            .map(|o| &self.world.states[o.hit.item as usize]);
        let inner = if owner.is_none_or(|o| o.after.is_some()) { self.agent_of(f, cut) } else { None };
        let owned_before = owner.filter(|o| o.after.is_none());
        let mut from = owned_before.map_or(0, |o| o.hit.range.start);
        if owner.is_none() || owner.is_some_and(|o| o.after.is_some()) {
            from = self.skip_describing(0, f.start);
        }
        let mut out: Vec<&str> = Vec::new();
        let said = self.low.iter().any(|w| matches!(w.as_str(), "former" | "ex" | "onetime" | "one-time"));
        if f.former && (f.agent.individual() || said) {
            out.push("former");
        }
        match (owned_before, state) {
            (Some(o), Some(s)) if o.possessive => {
                out.push(s.adjective);
                from = o.hit.range.end;
                while self.words.get(from).is_some_and(|w| is_transparent(w)) {
                    from += 1;
                }
            }
            (Some(o), _) => {
                let named = &self.words[o.hit.range.clone()];
                out.extend(
                    named
                        .iter()
                        .copied()
                        .skip(usize::from(named.len() > 1 && is_article(&self.low[o.hit.range.start]))),
                );
                from = o.hit.range.end;
                while from < f.start && is_transparent(self.words[from]) {
                    out.push(self.words[from]);
                    from += 1;
                }
            }
            (None, Some(s)) if inner.is_none() => out.push(s.adjective),
            (None, _) => {}
        }
        from = self.skip_describing(from, f.start);
        let begin = if from > f.start { from.min(f.core) } else { from };
        let core = self.words[begin..f.end].iter().copied().filter(|w| !is_former(w));
        out.extend(core);
        let mut end = f.end;
        let stop = |i: &usize| AFTER_HEAD.contains(&self.low[*i].as_str()) || self.low[*i] == ",";
        let phrase_end = |o: &Owner<'_>| {
            let rest = o.hit.range.end..self.words.len();
            rest.clone().find(stop).unwrap_or(rest.end)
        };
        let after = owner.filter(|o| o.after.is_some());
        let loyal = self.low.get(f.end).is_some_and(|w| matches!(w.as_str(), "loyal" | "allied" | "belonging"));
        if let Some(o) = after.filter(|o| o.after.is_some_and(|at| at > f.end) && !loyal) {
            end = o.after.unwrap_or(f.end);
        } else if let Some(o) = after.filter(|_| loyal) {
            // "loyal to Libyan commander Khalifa Haftar": to the end of the phrase.
            end = phrase_end(o);
        } else if let Some(inner) = inner {
            end = inner.end;
        } else if let Some(o) = after.filter(|_| state.is_none()) {
            // "officials in the Syrian capital": an adjective is no end.
            end = if o.hit.kind == HitKind::Adjective { phrase_end(o) } else { o.hit.range.end };
        } else if f.agent.abroad
            && f.agent.kind != AgentKind::People
            && self.low.get(f.end).is_some_and(|w| matches!(w.as_str(), "to" | "for"))
            && let Some(m) = self.hits.iter().find(|m| m.range.start > f.end && m.range.start <= f.end + 2)
        {
            end = m.range.end;
        }
        out.extend(self.words[f.end..end].iter().copied());
        join(out)
    }

    /// The first token from `from` that is neither an article nor a describing word nor a backer.
    fn skip_describing(&self, mut from: usize, until: usize) -> usize {
        while from < until {
            let w = self.low[from].as_str();
            let next_hyphen = self.words.get(from + 1).is_some_and(|w| matches!(*w, "-" | "–"));
            if next_hyphen && self.world.words.is("stance", self.low.get(from + 2).map_or("", String::as_str)) {
                from += 3;
            } else if w.split('-').nth(1).is_some_and(|tail| self.world.words.is("stance", tail))
                || is_article(w)
                || self.world.words.is("quality", w)
                || w.chars().all(|c| !c.is_alphabetic())
                || is_former(w)
            {
                from += 1;
            } else {
                break;
            }
        }
        from
    }
}

pub(crate) fn is_article(w: &str) -> bool {
    matches!(
        w,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "his"
            | "her"
            | "its"
            | "their"
            | "our"
            | "my"
            | "your"
            | "of"
    )
}

fn is_former(w: &str) -> bool {
    matches!(w.to_lowercase().as_str(), "former" | "ex" | "late" | "then" | "retired" | "deposed" | "ousted")
}
