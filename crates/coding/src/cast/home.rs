//! The country that an article is about, and who belongs to it without the text saying so each time: a stated rule of
//! inheritance. Domestic bodies and offices without a country ("the senate", "Interior Minister Jane Doe") are those of
//! that country; diplomats, observers, foreign forces and private bodies are not.

use super::Entity;
use super::phrases::Builder;
use super::words::*;
use crate::tree::Tree;
use chancery_record::{PartialDate, Sector};
use chancery_world::{HitKind, Kind, Resolved, World};
use std::collections::BTreeMap;

/// What the names of countries in a text say of where it is.
#[derive(Debug, Default)]
pub(super) struct Home {
    /// The country that most names of the opening belong to, where one prevails.
    pub(super) country: Option<String>,
    /// Whether the whole text bears that out.
    pub(super) certain: bool,
    /// Whether the text speaks of the American government: "Congress" without a country is the American one.
    pub(super) american: bool,
    /// Whether it names the United States.
    pub(super) states: bool,
    /// Whether it speaks of the American Congress or its parties, so that lawmakers without a country are theirs.
    pub(super) washington: bool,
    /// Whether it speaks of a secretary-general.
    pub(super) secretariat: bool,
}

/// States whose parliament, or a house of it, is called a congress or a senate.
const CONGRESSES: &[&str] = &[
    "ARG", "AUS", "BOL", "BRA", "CAN", "CHL", "COL", "DOM", "ECU", "ESP", "FRA", "GTM", "HND", "HTI", "IND", "IRL",
    "ITA", "KEN", "MEX", "NGA", "PAK", "PER", "PHL", "POL", "PRY", "ROU", "THA", "URY", "VEN", "ZAF", "LBR", "NPL",
];

/// Words before a noun that put it outside the country of the text.
const ABROAD: &[&str] = &[
    "foreign",
    "international",
    "other",
    "another",
    "western",
    "european",
    "african",
    "arab",
    "asian",
    "global",
    "world",
    "regional",
    "multinational",
    "allied",
    "neighbouring",
    "neighboring",
    "transnational",
];

/// Nouns for what a country has one of.
const STATELY: &[&str] =
    &["government", "state", "president", "administration", "regime", "parliament", "king", "premier"];

/// Offices that the United States does not have.
const MINISTERIAL: &[&str] = &[
    "president",
    "minister",
    "premier",
    "king",
    "queen",
    "prince",
    "emir",
    "sheikh",
    "chancellor",
    "supreme",
    "ayatollah",
];

impl Home {
    /// The country that the opening of the text is about: the one that at least two thirds of the names of countries in
    /// the headline and the first sentences belong to, or else those of the first dozen sentences.
    pub(super) fn of(trees: &[Tree<'_>], world: &World, date: Option<PartialDate>) -> Home {
        let (mut american, mut washington, mut secretariat) = (false, false, false);
        let named: Vec<Vec<String>> = trees
            .iter()
            .map(|tree| {
                let forms: Vec<&str> = tree.sentence.tokens.iter().map(|t| t.form.as_str()).collect();
                washington |= forms.iter().any(|w| matches!(*w, "Congress" | "Sen." | "Rep." | "Sens." | "Reps."));
                secretariat |= forms.iter().any(|w| w.eq_ignore_ascii_case("secretary-general"))
                    || forms
                        .windows(3)
                        .any(|w| w[0] == "Secretary" && w[1] == "-" && w[2].eq_ignore_ascii_case("general"));
                let mut countries = Vec::new();
                for hit in world.scan(&forms, date) {
                    let usa = hit.country.as_deref() == Some("USA");
                    let parliament = matches!(hit.sector, Some(Sector::LEG | Sector::PTY));
                    washington |= usa && parliament && hit.kind != HitKind::Person;
                    american |= usa
                        && (parliament
                            || hit.kind == HitKind::Metonym
                            || hit.sector == Some(Sector::GOV) && hit.kind == HitKind::Person);
                    // A person met in passing says little of where the text is.
                    let place = !matches!(hit.kind, HitKind::Person | HitKind::Organization);
                    if let Some(c) = hit.country.filter(|c| place && !NO_STATE.contains(&c.as_str())) {
                        countries.push(c);
                    }
                }
                countries
            })
            .collect();
        let count = |part: &[Vec<String>]| {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for c in part.iter().flatten() {
                *counts.entry(c.clone()).or_default() += 1;
            }
            counts
        };
        let prevailing = |part: &[Vec<String>]| {
            let counts = count(part);
            let total: usize = counts.values().sum();
            let (country, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
            (n >= 2 && 3 * n >= 2 * total).then_some(country)
        };
        let opening = prevailing(&named[..named.len().min(3)]).or_else(|| prevailing(&named[..named.len().min(12)]));
        // One country stands out of the whole text. Where Washington speaks of another one, whose "the senators" are is open.
        let all = count(&named);
        let total: usize = all.values().sum();
        let mut ranked: Vec<(usize, &String)> = all.iter().map(|(c, n)| (*n, c)).collect();
        ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let second = ranked.get(1).map_or(0, |r| r.0);
        let outstanding = ranked
            .first()
            .filter(|(n, c)| *n >= 3 && *n > 2 * second && 3 * n >= total && (c.as_str() == "USA" || !american));
        let country = opening.or_else(|| outstanding.map(|(_, c)| (*c).clone()));
        let certain = outstanding.is_some_and(|(n, c)| 2 * n >= total && country.as_ref() == Some(*c));
        Home {
            country,
            certain,
            american,
            states: all.contains_key("USA"),
            washington: american && washington,
            secretariat,
        }
    }

    /// Whose a congress or a senator without a country is.
    fn congress(&self) -> Option<&str> {
        match self.country.as_deref() {
            Some(c) if CONGRESSES.contains(&c) => Some(c),
            Some("USA") => Some("USA"),
            _ if self.american || self.states && !self.certain => Some("USA"),
            _ => None,
        }
    }
}

impl Builder<'_> {
    /// Gives a phrase without a country the one that it inherits from the text. `at` is the head among the words,
    /// `role` how many words up to it its office has.
    pub(super) fn inherit(&self, r: &mut Resolved, words: &[&str], at: usize, role: usize, lemma: &str) {
        if r.country.is_some() || r.sector.is_none() || r.person_named || r.kind == Kind::Organization {
            return;
        }
        // "the mission" in a text that names one of the United Nations.
        if lemma == "mission" && words.len() <= 2 {
            let un = self.cast.entities.iter().rev().find(|e| {
                let name = e.name.to_lowercase();
                e.country.as_deref() == Some("UNO")
                    && !e.person
                    && (e.sector == Some(Sector::MIL) && e.kind == Kind::Organization || name.contains("mission"))
            });
            if let Some(un) = un {
                r.name = Some(un.name.clone());
                (r.country, r.sector, r.kind) = (un.country.clone(), un.sector, un.kind);
                return;
            }
        }
        // Several governments are of several countries, and what is "theirs" is theirs.
        let many = words[at].to_lowercase() != lemma && STATELY.contains(&lemma);
        let theirs = words.iter().any(|w| matches!(w.to_lowercase().as_str(), "their" | "its" | "your"));
        if many || theirs {
            return;
        }
        // "Officers" are police where nobody else is a soldier.
        let soldiers = self.cast.entities.iter().any(|e| e.sector == Some(Sector::MIL));
        if lemma == "officer" && role == 1 && r.sector == Some(Sector::MIL) && self.home.certain && !soldiers {
            r.sector = Some(Sector::COP);
        }
        let before = &words[..(at + 1).saturating_sub(role.max(1))];
        if before.iter().any(|w| ABROAD.contains(&w.to_lowercase().as_str())) {
            return;
        }
        let chamber = matches!(lemma, "congress" | "senate" | "senator" | "congressman" | "congresswoman");
        let proper = words[..=at].iter().skip(1).any(|w| w.starts_with(char::is_uppercase));
        let american =
            self.home.american && !proper && (lemma == "administration" || words.contains(&"administration"))
                || self.home.washington && (r.sector == Some(Sector::LEG) && lemma != "parliament");
        if (chamber || american)
            && let Some(country) = self.home.congress()
        {
            if country == "USA" && matches!(words, ["House", "of", "Representatives"] | ["the" | "The", "House", ..]) {
                *r = self.world.resolve(&["U.S.", "House", "of", "Representatives"], 1, self.date);
                return;
            }
            if country == "USA" && words.len() <= 2 && matches!(words[at], "Congress" | "Senate") {
                *r = self.world.resolve(&["U.S.", words[at]], 1, self.date);
                return;
            }
            return self.domestic(r, country.to_owned(), words);
        }
        let Some(home) = self.home.country.clone() else { return };
        // "president of the Jewish Institute": of a private body.
        let rest = &words[at + 1..];
        if lemma == "president"
            && rest.first().is_some_and(|w| matches!(*w, "of" | "at"))
            && rest.iter().any(|w| w.starts_with(char::is_uppercase))
            && self.world.agent(rest).is_none_or(|a| a.sector == Some(Sector::GOV))
        {
            r.sector = None;
            return;
        }
        let leads = lemma == "leader" && matches!(r.sector, Some(Sector::CVL | Sector::REL));
        let sector = matches!(
            r.sector,
            Some(
                Sector::COP
                    | Sector::JUD
                    | Sector::LEG
                    | Sector::LAB
                    | Sector::MED
                    | Sector::EDU
                    | Sector::OPP
                    | Sector::PTY
                    | Sector::UAF
                    | Sector::CRM
            )
        );
        if INSTITUTIONS.contains(&lemma) || self.home.certain && (sector || leads || DOMESTIC.contains(&lemma)) {
            self.domestic(r, home, words);
        }
    }

    fn domestic(&self, r: &mut Resolved, country: String, words: &[&str]) {
        if let Some(adjective) = self.world.country(&country).map(|c| c.adjective.to_string()) {
            let bare = r.name.clone().unwrap_or_else(|| clean(words));
            // A proper name stays as it is ("Ministry of Works").
            if !bare.split(' ').skip(1).any(|w| w.starts_with(char::is_uppercase)) {
                let mut chars = bare.chars();
                let rest =
                    chars.next().map(|c| c.to_lowercase().collect::<String>() + chars.as_str()).unwrap_or_default();
                r.name = Some(format!("{adjective} {rest}"));
            }
        }
        r.country = Some(country);
    }

    /// Named persons of whom the text says a domestic office and no country are of the country of the text, where that is
    /// certain.
    pub(super) fn settle_persons(&mut self) {
        let home = self.home.country.clone().filter(|_| self.home.certain);
        let congress = self.home.congress().map(str::to_owned);
        let secretariat = self.home.secretariat;
        for e in self.cast.entities.iter_mut().filter(|e| e.country.is_none()) {
            // The envoys of a secretary-general are the United Nations'.
            let said = e.role.as_deref().unwrap_or(&e.name).to_lowercase();
            if secretariat && said.contains("special representative") && e.sector != Some(Sector::MIL) {
                (e.country, e.sector) = (Some("UNO".to_owned()), None);
            }
            if !e.person {
                continue;
            }
            let Some(role) = e.role.as_deref().map(str::to_lowercase) else { continue };
            let says = |words: &[&str]| words.iter().any(|w| role.contains(w));
            let american = role.split([' ', '-']).any(|w| {
                matches!(w.trim_end_matches('.'), "sen" | "rep" | "senator" | "congressman" | "congresswoman")
            });
            if american {
                e.country = congress.clone();
            } else if home.as_deref() == Some("USA") && (e.sector == Some(Sector::MIL) || says(MINISTERIAL)) {
                // A president or general whom no table has is not an American one.
            } else if domestic_sector(e) && !says(ELSEWHERE) {
                e.country = home.clone();
            }
        }
    }
}

/// Roles of people who are as often of another country, or of none.
const ELSEWHERE: &[&str] = &[
    "ambassador",
    "envoy",
    "diplomat",
    "consul",
    "representative of",
    "special representative",
    "secretary-general",
    "secretary general",
    "mediator",
    "negotiator",
    "observer",
    "monitor",
    "expert",
    "analyst",
    "counterpart",
    "delegate",
    "high commissioner",
    "attaché",
    "attache",
    "leader",
    "director",
    "coordinator",
    "spokes",
    "advis",
    "aide",
];

fn domestic_sector(e: &Entity) -> bool {
    matches!(
        e.sector,
        Some(
            Sector::GOV
                | Sector::LEG
                | Sector::JUD
                | Sector::COP
                | Sector::MIL
                | Sector::PTY
                | Sector::OPP
                | Sector::ELI
                | Sector::EDU
                | Sector::REL
                | Sector::LAB
                | Sector::MED
        )
    )
}
