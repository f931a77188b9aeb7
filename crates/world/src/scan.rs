//! Finding table names in a sentence.

use crate::guards::{is_calendar, is_name_word};
use crate::index::Entry;
use crate::text::{Unit, folded, units};
use crate::types::{Hit, HitKind};
use crate::world::World;
use chancery_record::{PartialDate, PlacePrecision, Sector};
use std::ops::Range;

/// A match: tokens, kind and the item of the table.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub range: Range<usize>,
    pub kind: HitKind,
    pub item: u32,
}

/// Whether an acronym of the tables is rather a common word in a line of capitals ("CONTACT US", "WHO IS NEXT").
fn is_word_in_capitals(forms: &[&str], at: usize) -> bool {
    match folded(forms[at]).as_str() {
        "us" => at.checked_sub(1).is_some_and(|b| {
            let before = folded(forms[b]);
            let verbs = [
                "let", "tell", "give", "show", "help", "join", "told", "follow", "contact", "about", "all", "call",
                "email",
            ];
            verbs.contains(&before.as_str())
        }),
        "who" | "is" | "it" | "car" | "aim" | "eta" | "map" | "now" | "act" | "ok" | "or" | "in" | "ice" | "raw"
        | "pan" => true,
        _ => false,
    }
}

/// States whose leaders the world's news names without a first name.
const KNOWN_ABROAD: &[&str] = &[
    "USA", "GBR", "FRA", "DEU", "RUS", "CHN", "ISR", "PSE", "IRN", "IRQ", "SYR", "TUR", "EGY", "LBY", "UKR", "BRA",
    "VEN", "CUB", "PRK", "PHL", "SAU", "ZWE", "ITA", "JPN", "IND", "PAK", "AFG",
];

impl World {
    /// Longest matches of table names in a sequence of token forms, left to right, never overlapping. Proper names need
    /// their capitals ("us" and "turkey" are no states), in a line of capitals too as far as that can be told.
    ///
    /// `date` decides between people of one name, and whom a bare surname means.
    pub fn scan(&self, forms: &[&str], date: Option<PartialDate>) -> Vec<Hit> {
        let units = units(forms);
        self.matches(forms, &units, date).into_iter().map(|m| self.hit(m, date)).collect()
    }

    /// [`World::scan`] in the crate's own terms.
    pub(crate) fn matches(&self, forms: &[&str], units: &[Unit], date: Option<PartialDate>) -> Vec<Match> {
        let all_caps = units.len() >= 4
            && units.iter().all(|u| u.caps || !u.upper)
            && units.iter().filter(|u| u.caps).count() >= 4;
        let mut out: Vec<Match> = Vec::new();
        let mut at = 0;
        while at < units.len() {
            let longest = self.index.longest_at(units, at);
            // "the UN refugee agency": an article that is part of a shorter name is not part of a longer one.
            if let Some((n, _)) = longest
                && n > 1
                && matches!(forms[units[at].token as usize], "the" | "The")
                && self.index.longest_at(units, at + 1).is_some_and(|(m, _)| m >= n)
            {
                at += 1;
                continue;
            }
            let Some((n, entries)) = longest else {
                if let Some(mut m) = self.surname_at(forms, units, at, date, all_caps) {
                    m.range.start = m.range.start.max(out.last().map_or(0, |before| before.range.end));
                    out.push(m);
                }
                at += 1;
                continue;
            };
            let range = units[at].token as usize..units[at + n - 1].token as usize + 1;
            let word = range.len() == 1 && all_caps && is_word_in_capitals(forms, range.start);
            let acronym = (n == 1 && units[at].caps && !all_caps)
                .then(|| entries.iter().find(|e| e.is_acronym() && e.kind == HitKind::Organization))
                .flatten();
            let chosen = acronym.map(|e| (e.kind, e.item)).or_else(|| self.choose(&entries, date));
            match chosen {
                Some((kind, item)) if !(word || self.misleads(forms, &range, kind, item, all_caps, out.last())) => {
                    out.push(Match { range, kind, item });
                    at += n;
                }
                _ => at += 1,
            }
        }
        self.settle_namesakes(forms, &mut out);
        self.settle_towns(forms, &mut out);
        out
    }

    /// "Atlanta, Georgia": a state whose name a region of another state bears too is that region where the sentence
    /// names other places there, or a town right before it.
    fn settle_namesakes(&self, forms: &[&str], matches: &mut [Match]) {
        for i in 0..matches.len() {
            if matches[i].kind != HitKind::State || matches[i].range.len() != 1 {
                continue;
            }
            let at = matches[i].range.start;
            let region = self
                .index
                .named(forms[at])
                .find(|e| e.kind == HitKind::Place && self.places.at(e.item as usize).kind == PlacePrecision::Region);
            let Some(region) = region else { continue };
            let country = self.places.at(region.item as usize).country;
            let places_there =
                |m: &Match| m.kind == HitKind::Place && self.places.at(m.item as usize).country == country;
            let beside = matches.iter().any(places_there);
            let town = at >= 2
                && forms[at - 1] == ","
                && is_name_word(forms[at - 2])
                && !matches.iter().any(|m| m.range.contains(&(at - 2)));
            if beside || town {
                matches[i].kind = HitKind::Place;
                matches[i].item = region.item;
            }
        }
    }

    /// "Tuzla, Romania": a town before the name of its state or region is the one there, or one that no table has.
    fn settle_towns(&self, forms: &[&str], matches: &mut Vec<Match>) {
        let mut i = 0;
        while i + 1 < matches.len() {
            let (town, next) = (&matches[i], &matches[i + 1]);
            let closed = forms.get(next.range.end).is_none_or(|w| {
                matches!(
                    *w,
                    "." | ","
                        | ")"
                        | ";"
                        | ":"
                        | "-"
                        | "on"
                        | "in"
                        | "after"
                        | "when"
                        | "where"
                        | "who"
                        | "which"
                        | "by"
                )
            });
            let is_town = match town.kind {
                HitKind::Place => self.places.at(town.item as usize).kind == PlacePrecision::Town,
                kind => kind == HitKind::Capital,
            };
            let apposed = is_town
                && next.range.start == town.range.end + 1
                && forms[town.range.end] == ","
                && matches!(next.kind, HitKind::State | HitKind::Place)
                && closed;
            let country = self.codes(next, None).1;
            if !apposed || country.is_none() || self.codes(town, None).1 == country {
                i += 1;
                continue;
            }
            let name = crate::text::join(forms[town.range.clone()].iter().copied());
            let there = self
                .index
                .named(&name)
                .find(|e| e.kind == HitKind::Place && self.places.at(e.item as usize).country == country)
                .map(|e| e.item);
            match there {
                Some(item) => {
                    matches[i].kind = HitKind::Place;
                    matches[i].item = item;
                    i += 1;
                }
                None => {
                    matches.remove(i);
                }
            }
        }
    }

    /// Which of several things of one name is meant. Earlier tables come first; among people, the date tells.
    fn choose(&self, entries: &[Entry], date: Option<PartialDate>) -> Option<(HitKind, u32)> {
        let first = entries.first()?;
        if first.kind != HitKind::Person {
            return Some((first.kind, first.item));
        }
        let people: Vec<u32> = entries.iter().filter(|e| e.kind == HitKind::Person).map(|e| e.item).collect();
        match self.persons.nearest(&people, date) {
            Some(item) => Some((HitKind::Person, item)),
            // Two people of one name and nothing that tells: better none.
            None => entries.iter().find(|e| e.kind == HitKind::Place).map(|e| (e.kind, e.item)),
        }
    }

    /// A bare surname that can only be one head of state or government ("Putin", "Assad").
    fn surname_at(
        &self,
        forms: &[&str],
        units: &[Unit],
        at: usize,
        date: Option<PartialDate>,
        all_caps: bool,
    ) -> Option<Match> {
        let u = units[at];
        let token = u.token as usize;
        if !u.last || !u.upper || all_caps || u.caps && forms[token].chars().count() < 5 {
            return None;
        }
        let word = forms[token];
        let whole = folded(crate::text::without_possessive(word));
        let low = whole.rsplit('-').next().unwrap_or_default().to_owned();
        if low.chars().count() < 2
            || !u.first && !self.is_particle(whole.split('-').next().unwrap_or_default())
            || !self.persons.is_surname(u.hash)
            || self.words.is("common", &low)
            || is_calendar(&low)
        {
            return None;
        }
        // Part of a longer name that the tables do not have ("Asma Assad", "Trump Tower"): not the leader.
        let start = self.name_start(forms, token);
        let next = forms.get(token + 1).copied().unwrap_or("");
        if start < token
            && forms[start..token].iter().any(|w| is_name_word(w) && !self.is_known_word(w) && !self.is_particle(w))
        {
            return None;
        }
        if is_name_word(next) && !self.is_known_word(next) {
            return None;
        }
        let item = self.persons.by_surname(word, date, None, 1)?;
        // Without a date, only leaders whose surname needs none.
        let known = |t: &crate::types::Tenure| t.rank == 1 && KNOWN_ABROAD.contains(&t.country);
        if date.is_none() && !self.persons.all[item as usize].tenures.iter().any(known) {
            return None;
        }
        // "al-Assad" is one name: the article belongs to it.
        Some(Match { range: self.with_particles(forms, token)..token + 1, kind: HitKind::Person, item })
    }

    /// First token of a surname with its particles ("al", "-", "Assad").
    pub(crate) fn with_particles(&self, forms: &[&str], token: usize) -> usize {
        let mut start = token;
        while start > 0 {
            let before = forms[start - 1];
            let hyphen = matches!(before, "-" | "–") && start >= 2 && self.is_particle(forms[start - 2]);
            if hyphen {
                start -= 2;
            } else if self.is_particle(before)
                && !matches!(folded(before).as_str(), "a" | "an" | "as" | "at" | "us" | "e" | "y" | "u" | "o")
            {
                start -= 1;
            } else {
                break;
            }
        }
        start
    }

    /// A match in the terms of the interface.
    fn hit(&self, m: Match, date: Option<PartialDate>) -> Hit {
        let (name, country, sector, wikidata) = self.codes(&m, date);
        Hit { range: m.range, kind: m.kind, name, country: country.map(str::to_owned), sector, wikidata }
    }

    /// Our own identifier of a match; none for places, whose identifier is that of GeoNames.
    pub(crate) fn id_of(&self, m: &Match) -> Option<String> {
        let i = m.item as usize;
        match m.kind {
            HitKind::State | HitKind::Capital => Some(crate::compile::slug(self.states[i].name)),
            HitKind::Metonym => Some(self.metonyms[i].id.to_owned()),
            HitKind::Organization => Some(self.organizations[i].id.to_owned()),
            HitKind::Person => Some(self.persons.all[i].id.to_owned()),
            _ => None,
        }
    }

    /// Name, country, sector and Wikidata item of a match. A person's country and sector are those
    /// of the office at the date.
    #[allow(clippy::type_complexity)]
    pub(crate) fn codes(
        &self,
        m: &Match,
        date: Option<PartialDate>,
    ) -> (&'static str, Option<&'static str>, Option<Sector>, Option<&'static str>) {
        let i = m.item as usize;
        match m.kind {
            HitKind::State | HitKind::Adjective | HitKind::PeopleNoun | HitKind::Capital => {
                let s = &self.states[i];
                (s.name, Some(s.iso3), Some(Sector::GOV), s.wikidata)
            }
            HitKind::Metonym => {
                let o = &self.metonyms[i];
                (o.name, o.country, o.sector, o.wikidata)
            }
            HitKind::Organization => {
                let o = &self.organizations[i];
                let era =
                    date.and_then(|d| o.eras.iter().find(|e| e.dated() && crate::persons::lasts(e.start, e.end, d)));
                (o.name, o.country, era.map(|e| e.sector).or(o.sector), o.wikidata)
            }
            HitKind::Person => {
                let p = &self.persons.all[i];
                let t = self.persons.standing(m.item, date).map(|s| s.tenure());
                (p.name, t.map(|t| t.country), t.and_then(|t| t.sector), p.wikidata)
            }
            HitKind::Place => {
                let p = self.places.at(i);
                (p.name, p.country, None, None)
            }
        }
    }
}
