//! A mention as a text has it: where its head is, every country and sector that holds, who held the office then.

use crate::office::AFTER_HEAD;
use crate::persons::{Standing, class_of};
use crate::resolve::Phrase;
use crate::text::{folded, is_transparent, units};
use crate::types::{HitKind, Kind, Resolved};
use crate::world::World;
use chancery_record::{PartialDate, Sector};

/// What a mention stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mention {
    /// What it names, with its first sector and its one country.
    pub resolved: Resolved,
    /// All countries that it names, in the order of the words; one or none for most.
    pub countries: Vec<String>,
    /// All sectors that hold, the first one first.
    pub sectors: Vec<Sector>,
    /// Identifier of our own for what stands in the tables: the slug of its name.
    pub id: Option<String>,
    /// Who held the office at the date, for an office named without its holder: name and Wikidata item.
    pub holder: Option<(String, Option<String>)>,
}

impl World {
    /// Resolves a mention: a noun phrase whose head nobody marked, in a text that may say more about it.
    ///
    /// `words` and `context` are token forms as the language model cuts them; `context` may be empty.
    pub fn mention(&self, words: &[&str], context: &[&str], date: Option<PartialDate>) -> Mention {
        let _ = context;
        let phrase = Phrase::new(self, words, date);
        if phrase.words.is_empty() {
            return Mention::default();
        }
        let head = phrase.head();
        let resolved = phrase.resolved(head);
        let mut sectors: Vec<Sector> = resolved.sector.into_iter().collect();
        for s in phrase.other_sectors(head, &resolved) {
            if !sectors.contains(&s) {
                sectors.push(s);
            }
        }
        let countries = resolved.country.iter().cloned().collect();
        let id = known(&resolved).then(|| slug(resolved.name.as_deref().unwrap_or_default())).filter(|s| !s.is_empty());
        let mut mention = Mention { resolved, countries, sectors, id, holder: None };
        self.add_holder(&mut mention, date);
        mention
    }

    /// Who holds the office of a mention that names no one, where only one does at the date.
    fn add_holder(&self, mention: &mut Mention, date: Option<PartialDate>) {
        let r = &mut mention.resolved;
        let (Some(date), Kind::Office, Some(role), Some(country)) = (date, r.kind, &r.role, &r.country) else { return };
        if r.sector == Some(Sector::ELI) {
            return;
        }
        let Some((person, tenure)) = self.persons.holder(country, class_of(role), date) else { return };
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
            let follows = AFTER_HEAD.contains(&self.low[i].as_str()) && self.low[i] != "and" && self.low[i] != "or"
                || FOLLOWERS.contains(&self.low[i].as_str())
                || matches!(self.words[i], "," | "(" | ":" | ";");
            if follows && !inside(i) {
                break;
            }
            i += 1;
        }
        let mut head = i - 1;
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
        if resolved.basis.starts_with("grammar:office")
            && let Some(f) = (head..self.words.len().min(head + 5))
                .filter_map(|e| self.agent_at(e, &cut))
                .find(|f| f.core <= head && head < f.end)
            && resolved.sector != Some(Sector::ELI)
        {
            out.extend(self.agent_inside(&f, &cut).and_then(|inner| inner.agent.sector));
            let owner = self.hits.iter().rfind(|m| m.range.end <= f.core && m.kind == HitKind::Organization);
            out.extend(owner.filter(|m| !self.is_stance(m)).and_then(|m| self.world.codes(m, self.date).2));
        }
        out
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
const FOLLOWERS: &[&str] = &[
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

fn known(resolved: &Resolved) -> bool {
    resolved.basis.starts_with("table:") || resolved.basis == "grammar:member"
}

/// A name as an identifier: lower case, without diacritics, hyphens between the words.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in folded(name).chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else if matches!(c, ' ' | '-' | '/' | '–') && !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
