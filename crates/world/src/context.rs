//! What the text around a mention says about it: fuller names, what an acronym stands for, whose offices it tells of.

use crate::agents::AgentKind;
use crate::guards::is_name_word;
use crate::mention::FOLLOWERS;
use crate::office::{AFTER_HEAD, is_article};
use crate::resolve::Phrase;
use crate::sound::sounds_like;
use crate::text::{folded, is_transparent, join};
use crate::types::{HitKind, Kind, Resolved};
use crate::world::World;
use chancery_record::{PartialDate, Sector};
use std::ops::Range;

/// A text with what the tables find in it.
pub(crate) struct Context<'w> {
    text: Phrase<'w>,
}

/// Words before a capital that make it the town.
const PLACING: &[&str] = &[
    "in",
    "near",
    "at",
    "around",
    "outside",
    "inside",
    "central",
    "downtown",
    "northern",
    "southern",
    "eastern",
    "western",
    "across",
    "through",
    "into",
    "toward",
    "towards",
    "leave",
    "left",
    "reach",
    "reached",
    "visited",
    "visit",
    "visiting",
    "throughout",
    "off",
];

/// Words before "to", "from" and "on" with which a capital after them is the town.
const MOVING: &[&str] = &[
    "flew",
    "fly",
    "went",
    "go",
    "goes",
    "going",
    "came",
    "come",
    "travelled",
    "traveled",
    "travel",
    "travels",
    "returned",
    "return",
    "drove",
    "arrived",
    "moved",
    "sailed",
    "fled",
    "fell",
    "rained",
    "landed",
    "marched",
    "trip",
    "visit",
    "flight",
    "way",
    "road",
    "train",
    "shells",
    "bombs",
    "rockets",
    "missiles",
];

impl<'w> Context<'w> {
    /// Looks up what the tables have in a text.
    pub fn new(world: &'w World, words: &[&'w str], date: Option<PartialDate>) -> Self {
        Context { text: Phrase::new(world, words, date) }
    }

    pub fn is_empty(&self) -> bool {
        self.text.words.is_empty()
    }

    fn world(&self) -> &'w World {
        self.text.world
    }

    fn part(&self, range: Range<usize>) -> Phrase<'w> {
        Phrase::new(self.world(), &self.text.words[range], self.text.date)
    }

    fn hit_at(&self, i: usize) -> Option<&crate::scan::Match> {
        self.text.hits.iter().find(|m| m.range.contains(&i))
    }

    /// Where the noun phrase begins that ends before a token: titles, offices, nationalities and describing words.
    fn phrase_start(&self, end: usize) -> usize {
        let t = &self.text;
        let mut i = end;
        while i > 0 && end - i < 14 {
            let b = i - 1;
            if let Some(m) = self.hit_at(b).filter(|m| m.kind != HitKind::Person) {
                i = m.range.start;
                continue;
            }
            if let Some(f) = t.agent_at(b, &t.cut) {
                i = f.start;
                continue;
            }
            let low = t.low[b].as_str();
            let known = ["rank", "portfolio", "former", "quality", "title", "region", "placenoun"];
            let joins = matches!(low, "of" | "for" | "and" | "the") || low == ",";
            let before = b > 0 && (t.agent_at(b - 1, &t.cut).is_some() || self.hit_at(b - 1).is_some() && low != ",");
            let fits = known.iter().any(|class| t.is(class, b))
                || is_transparent(t.words[b])
                || joins && before
                || is_article(low) && low != "of";
            if !fits {
                break;
            }
            i = b;
        }
        i
    }

    /// The run of name words around a token.
    fn name_around(&self, at: usize) -> Range<usize> {
        let t = &self.text;
        let part = |i: usize| {
            is_name_word(t.words[i])
                && t.agent_at(i, &t.cut).is_none_or(|f| f.core < i && f.core < at)
                && !t.is("title", i)
                && self.hit_at(i).is_none_or(|m| matches!(m.kind, HitKind::Person | HitKind::Place))
        };
        let joint = |i: usize| t.is("particle", i) || matches!(t.words[i], "-" | "–");
        let (mut start, mut end) = (at, at + 1);
        while start > 0 && (part(start - 1) || joint(start - 1) && start >= 2 && part(start - 2)) {
            start -= 1;
        }
        while end < t.words.len() && (part(end) || joint(end) && end + 1 < t.words.len() && part(end + 1)) {
            end += 1;
        }
        while start > 0
            && t.is("particle", start - 1)
            && t.words[start - 1].starts_with(char::is_lowercase)
            && !matches!(t.low[start - 1].as_str(), "a" | "an" | "as" | "at" | "us" | "e" | "y" | "o" | "his" | "her")
        {
            start -= 1;
        }
        start..end
    }

    /// The only person whom a name or surname means in the text, with what the text says of the office.
    pub fn person(&self, name: &[&str]) -> Option<Resolved> {
        let low: Vec<String> = name.iter().map(|w| folded(w)).collect();
        let fits = |run: &Range<usize>| {
            let run = &self.text.low[run.clone()];
            run.ends_with(&low) || run.starts_with(&low)
        };
        self.people(fits, name.len())
    }

    /// The only person of the text whose name sounds like a word that is no name of the tables.
    pub fn sounding_like(&self, word: &str) -> Option<Resolved> {
        let fits = |run: &Range<usize>| {
            run.len() > 1
                && (sounds_like(&self.text.low[run.end - 1], &folded(word))
                    || sounds_like(&self.text.low[run.start], &folded(word)))
        };
        let r = self.people(fits, 0)?;
        (r.country.is_some() || r.sector.is_some()).then_some(r)
    }

    /// The only person among the names of the text that fit; a name of `own` words must be longer there, or introduced.
    fn people(&self, fits: impl Fn(&Range<usize>) -> bool, own: usize) -> Option<Resolved> {
        let t = &self.text;
        let mut found: Option<Resolved> = None;
        let mut at = 0;
        while at < t.words.len() {
            let starts = is_name_word(t.words[at]) && t.agent_at(at, &t.cut).is_none() && !t.is("title", at);
            let taken = self.hit_at(at).is_some_and(|m| !matches!(m.kind, HitKind::Person | HitKind::Place));
            if !starts || taken {
                at += 1;
                continue;
            }
            let run = self.name_around(at);
            at = run.end.max(at + 1);
            if !fits(&run) {
                continue;
            }
            let Some(r) = self.introduced(&run).filter(|r| r.person_named) else { continue };
            let known = r.country.is_some() || r.sector.is_some();
            if !known && run.len() <= own {
                continue;
            }
            match &found {
                Some(f) if f.name == r.name => {
                    if f.country.is_none() && r.country.is_some() {
                        found = Some(r);
                    }
                }
                // A bare surname beside the whole name is the same person.
                Some(f) if f.name.as_deref().is_some_and(|n| n.ends_with(r.name.as_deref().unwrap_or(" "))) => {}
                Some(_) => return None,
                None => found = Some(r),
            }
        }
        found
    }

    /// A name of the text with what introduces it: an office before it, or an apposition.
    fn introduced(&self, run: &Range<usize>) -> Option<Resolved> {
        let t = &self.text;
        let start = self.phrase_start(run.start);
        let r = self.part(start..run.end).resolved(run.end - 1 - start);
        if r.person_named && (r.country.is_some() || r.basis.starts_with("table")) {
            return Some(r);
        }
        let (country, sector, role) = self.apposed(run).map_or((None, None, None), |a| (a.country, a.sector, a.name));
        if r.person_named {
            return Some(Resolved { country, sector: r.sector.or(sector), ..r });
        }
        (run.len() > 1 && self.hit_at(run.start).is_none_or(|m| m.kind != HitKind::Place)).then(|| Resolved {
            name: Some(join(t.words[run.clone()].iter().copied())),
            country,
            sector,
            role,
            kind: Kind::Person,
            person_named: true,
            basis: "context:apposition",
            ..Resolved::default()
        })
    }

    /// What stands in apposition to a name: ", the Kyrgyz health minister,".
    fn apposed(&self, run: &Range<usize>) -> Option<Resolved> {
        let t = &self.text;
        if t.words.get(run.end) == Some(&",") {
            let from = run.end + 1;
            let rest = &t.words[from..];
            let end = rest
                .iter()
                .take(16)
                .position(|w| matches!(*w, "," | "." | ";" | ":" | "(" | "—" | "who" | "which" | "that"))
                .unwrap_or(rest.len().min(16));
            if end > 0 {
                let part = self.part(from..from + end);
                let head = part.head();
                if part.agent_at(head, &part.cut).is_some() {
                    let r = part.resolved(head);
                    if r.basis.starts_with("grammar:office") || r.basis == "grammar:member" {
                        return Some(r);
                    }
                }
            }
        }
        // "Turkey's intelligence agency, MIT", "the French oil company Total"
        let end = if run.start > 0 && t.words[run.start - 1] == "," { run.start - 1 } else { run.start };
        let last = end.checked_sub(1)?;
        let f = t.agent_at(last, &t.cut)?;
        let start = self.phrase_start(end).min(f.start);
        let part = self.part(start..end);
        Some(part.resolved(last - start)).filter(|r| r.basis.starts_with("grammar:office"))
    }

    /// What the text says that a name is which no table has: "the Polish trade union Solidarity".
    pub fn thing(&self, name: &[&str]) -> Option<Resolved> {
        let t = &self.text;
        let n = name.len();
        let at = (0..(t.words.len() + 1).saturating_sub(n)).filter(|&i| t.words[i..i + n] == *name);
        let r = at.filter_map(|i| self.apposed(&(i..i + n))).find(|r| r.country.is_some() || r.sector.is_some())?;
        let person = matches!(r.kind, Kind::Office | Kind::Person);
        Some(Resolved {
            name: Some(join(name.iter().copied())),
            role: r.name.filter(|_| person),
            kind: if person { Kind::Person } else { Kind::Organization },
            person_named: person,
            basis: "context:apposition",
            country: r.country,
            sector: r.sector,
            ..Resolved::default()
        })
    }

    /// The words for which the text introduces an acronym ("Democratic Unionist Party (DUP)"), with whose it is.
    pub fn long_form(&self, short: &str) -> Option<Range<usize>> {
        let t = &self.text;
        let open = (1..t.words.len())
            .find(|&i| t.words[i] == short && t.words[i - 1] == "(" && t.words.get(i + 1).is_none_or(|w| *w == ")"))?
            - 1;
        let small =
            |w: &str| matches!(w, "of" | "the" | "for" | "and" | "in" | "to" | "on" | "de" | "'s" | "’s" | "-" | "'");
        let letters: Vec<char> = short.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
        let spelled = |from: usize| spells(&t.low[from..open], &letters, &small);
        let nearest = open.saturating_sub(10);
        let by_letters = (nearest..open).rev().find(|&s| is_name_word(t.words[s]) && spelled(s));
        let mut start = open;
        while start > nearest && (is_name_word(t.words[start - 1]) || small(t.words[start - 1]) && start >= 2) {
            start -= 1;
        }
        while start < open && !is_name_word(t.words[start]) {
            start += 1;
        }
        let begins = |s: usize| t.low[s].chars().next() == letters.first().copied();
        while start + 2 < open && self.hit_at(start).is_some_and(|m| m.kind == HitKind::State) {
            start += 1;
        }
        while start + 2 < open && is_transparent(t.words[start]) {
            start += 1;
        }
        let by_capitals = (start..open).find(|&s| is_name_word(t.words[s]) && begins(s) && open - s >= 2);
        by_letters.or(by_capitals).map(|s| s..open)
    }

    /// The words of a range with the nationality before them ("Japan's Self-Defense Forces").
    pub fn with_owner(&self, long: &Range<usize>) -> Vec<&'w str> {
        let mut start = long.start;
        while start > 0 && is_transparent(self.text.words[start - 1]) {
            start -= 1;
        }
        let owner = start.checked_sub(1).and_then(|b| self.hit_at(b)).filter(|m| {
            matches!(m.kind, HitKind::Adjective)
                || m.kind == HitKind::State && self.text.words[m.range.end - 1].ends_with('s')
                || start < long.start
        });
        let from = owner.map_or(long.start, |m| m.range.start);
        self.text.words[from..long.end].to_vec()
    }

    /// What the text says after an acronym's brackets: "(CNDP), a rebel group in Congo".
    pub fn after_brackets(&self, long: &Range<usize>) -> Option<Resolved> {
        self.apposed(&(long.start..long.end + 3)).or_else(|| self.apposed(long))
    }

    /// Whether a capital is the town at every place where the text has it, and no government.
    pub fn is_town(&self, name: &[&str]) -> bool {
        let t = &self.text;
        let n = name.len();
        let mut at = (0..(t.words.len() + 1).saturating_sub(n)).filter(|&i| t.words[i..i + n] == *name).peekable();
        let placed = |i: usize| {
            let Some(before) = i.checked_sub(1).map(|b| t.low[b].as_str()) else { return false };
            PLACING.contains(&before)
                || matches!(before, "to" | "for" | "from" | "on" | "of")
                    && i >= 2
                    && (MOVING.contains(&t.low[i - 2].as_str())
                        || before == "of"
                            && (t.is("placenoun", i - 2)
                                || matches!(t.low[i - 2].as_str(), "residents" | "streets" | "people" | "parts")))
        };
        at.peek().is_some() && at.all(placed)
    }

    /// Whether the text tells of the European Union and not of Belgium.
    pub fn is_of_the_union(&self) -> bool {
        let has = |code: &str| {
            self.text.hits.iter().any(|m| self.world().codes(m, None).1 == Some(code) && m.kind != HitKind::Capital)
        };
        let members = self.text.low.windows(2).any(|w| w[0] == "member" && w[1].starts_with("state"));
        (has("EUR") || members) && !has("BEL")
    }

    /// The one country of an office in the text: "the minister" where "Japan's foreign minister" was named.
    pub fn country_of_office(&self, core: &[String]) -> Option<String> {
        let t = &self.text;
        let mut found: Option<String> = None;
        for last in 0..t.words.len() {
            let Some(f) = t.agent_at(last, &t.cut).filter(|f| t.low[f.core..f.end] == *core) else { continue };
            let start = self.phrase_start(f.start).min(f.start);
            let rest = t.words[f.end..].iter().take(6);
            let end = f.end + rest.take_while(|w| !matches!(**w, "," | "." | ";" | ":" | "who" | "said")).count();
            let Some(country) = self.part(start..end).resolved(last - start).country else { continue };
            match &found {
                Some(c) if *c != country => return None,
                _ => found = Some(country),
            }
        }
        found
    }

    /// The one state that the text is about: the only one named, or named three times as often as all others.
    pub fn country(&self) -> Option<String> {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for m in &self.text.hits {
            let organization = matches!(m.kind, HitKind::Organization | HitKind::Person);
            let Some(code) = self.world().codes(m, self.text.date).1 else { continue };
            if self.world().country(code).is_none()
                || organization && self.text.hits.len() > 1 && m.kind == HitKind::Person
            {
                continue;
            }
            match counts.iter_mut().find(|(c, _)| *c == code) {
                Some((_, n)) => *n += 1,
                None => counts.push((code, 1)),
            }
        }
        counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        let others: usize = counts.iter().skip(1).map(|(_, n)| n).sum();
        counts.first().filter(|(_, n)| *n > others * 3 || others == 0).map(|(c, _)| (*c).to_owned())
    }

    /// The states that the text names, in order; with `bodies`, its armed groups and organisations too, by country.
    pub fn parties(&self, bodies: bool) -> Vec<(String, Option<Sector>)> {
        let mut out: Vec<(String, Option<Sector>)> = Vec::new();
        for m in &self.text.hits {
            let fits = matches!(
                m.kind,
                HitKind::State | HitKind::Adjective | HitKind::PeopleNoun | HitKind::Metonym | HitKind::Person
            ) || m.kind == HitKind::Capital && !self.is_town(&self.text.words[m.range.clone()])
                || bodies && m.kind == HitKind::Organization;
            let (_, country, sector, _) = self.world().codes(m, self.text.date);
            let Some(code) = country.filter(|_| fits && !self.text.is_stance(m)) else { continue };
            let state = m.kind != HitKind::Organization;
            let party = (code.to_owned(), if state { Some(Sector::GOV) } else { sector });
            if state && self.world().country(code).is_none() || out.contains(&party) {
                continue;
            }
            out.push(party);
        }
        out
    }
}

/// Whether words spell an acronym by their first letters; small words need not count.
fn spells(words: &[String], letters: &[char], small: &impl Fn(&str) -> bool) -> bool {
    let Some((word, rest)) = words.split_first() else { return letters.is_empty() };
    let counts = letters.first().is_some_and(|l| word.starts_with(*l));
    counts && spells(rest, &letters[1..], small) || small(word) && spells(rest, letters, small)
}

/// Whether an agent without an owner is of the country that its text is about.
pub(crate) fn is_domestic(kind: AgentKind, sector: Option<Sector>, abroad: bool) -> bool {
    kind != AgentKind::Thing
        && !abroad
        && sector.is_some_and(|s| !matches!(s, Sector::JRN | Sector::SOC | Sector::REF | Sector::BUS | Sector::CRM))
}

/// Whether a word can only follow the head of a phrase.
pub(crate) fn follows_head(low: &str) -> bool {
    AFTER_HEAD.contains(&low) || FOLLOWERS.contains(&low)
}
