//! Finding table names in a sentence.

use crate::agents::AgentKind;
use crate::index::Entry;
use crate::text::{Unit, folded, is_transparent, units};
use crate::types::Organization;
use crate::types::{Hit, HitKind};
use crate::world::World;
use chancery_record::{PartialDate, Sector};
use std::ops::Range;

/// A match: tokens, kind and the item of the table.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub range: Range<usize>,
    pub kind: HitKind,
    pub item: u32,
}

/// Acronyms that are common words as well, and so say nothing in a line of capitals.
const WORDS_IN_CAPITALS: &[&str] =
    &["who", "is", "it", "us", "car", "aim", "eta", "map", "who", "now", "act", "cia's", "ok", "or", "in"];

impl World {
    /// Longest matches of table names in a sequence of token forms, left to right, never overlapping. Proper names need
    /// their capitals ("us" and "turkey" are no states), in a line of capitals too as far as that can be told.
    ///
    /// `date` decides between people of one name, and whom a bare surname means.
    pub fn scan(&self, forms: &[&str], date: Option<PartialDate>) -> Vec<Hit> {
        let units = units(forms);
        self.matches(forms, &units, date).into_iter().map(|m| self.hit(m)).collect()
    }

    /// [`World::scan`] in the crate's own terms.
    pub(crate) fn matches(&self, forms: &[&str], units: &[Unit], date: Option<PartialDate>) -> Vec<Match> {
        let all_caps = units.len() >= 4
            && units.iter().all(|u| u.caps || !u.upper)
            && units.iter().filter(|u| u.caps).count() >= 4;
        let mut out: Vec<Match> = Vec::new();
        let mut at = 0;
        while at < units.len() {
            let Some((n, entries)) = self.index.longest_at(units, at) else {
                if let Some(m) = self.surname_at(forms, units, at, date, all_caps) {
                    out.push(m);
                }
                at += 1;
                continue;
            };
            let range = units[at].token as usize..units[at + n - 1].token as usize + 1;
            let word = range.len() == 1 && all_caps && WORDS_IN_CAPITALS.contains(&folded(forms[range.start]).as_str());
            match self.choose(&entries, date) {
                Some((kind, item))
                    if !word
                        && !self.is_given_name(forms, &range, kind)
                        && !self.is_product(forms, &range, kind, item)
                        && !is_other_acronym(forms, &range, item, kind, out.last(), &self.organizations) =>
                {
                    out.push(Match { range, kind, item });
                    at += n;
                }
                _ => at += 1,
            }
        }
        out
    }

    /// Whether a company's name only names a product: "Boeing 737", "Sukhoi Su-30".
    fn is_product(&self, forms: &[&str], range: &Range<usize>, kind: HitKind, item: u32) -> bool {
        kind == HitKind::Organization
            && matches!(self.organizations[item as usize].sector, Some(Sector::BUS | Sector::JRN))
            && forms.get(range.end).is_some_and(|w| {
                let designation =
                    w.contains(|c: char| c.is_ascii_digit()) && !(w.len() == 4 && w.starts_with(['1', '2']));
                designation || *w == "V"
            })
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

    /// Whether a place name that is also a given name or surname ("Jordan", "Paris") stands inside a person's name.
    fn is_given_name(&self, forms: &[&str], range: &Range<usize>, kind: HitKind) -> bool {
        if range.len() != 1 || !matches!(kind, HitKind::State | HitKind::Capital | HitKind::Place) {
            return false;
        }
        let before = range.start.checked_sub(1).map(|i| forms[i]);
        // "Thierry Henderson": a town's name after a given name is a surname.
        if kind == HitKind::Place
            && before.is_some_and(|b| {
                is_name_word(b) && (self.given_name(b) || self.names_a_person(b) || self.words.is("given", &folded(b)))
            })
        {
            return true;
        }
        if !self.words.is("given", &folded(forms[range.start])) {
            return false;
        }
        if let Some(next) = forms.get(range.end) {
            let after_in = before.is_some_and(|b| {
                matches!(folded(b).as_str(), "in" | "to" | "from" | "of" | "near" | "with" | "and" | ",")
            });
            if !after_in && is_name_word(next) && !self.is_known_word(next) {
                return true;
            }
        }
        // "Valeska Paris": a capitalised word before it that is neither the first of the sentence nor known.
        before.is_some_and(|b| {
            is_name_word(b) && !self.is_known_word(b) && !(range.start == 1 && opens_sentence(&folded(b)))
        })
    }

    /// Whether a word before a name is an office or title of one person ("Admiral", "Mr"), other than of a town.
    fn names_a_person(&self, word: &str) -> bool {
        let low = folded(word);
        self.words.is("title", &low)
            && low.len() > 1
            && !matches!(low.as_str(), "saint" | "st" | "san" | "don" | "right" | "u" | "tan")
            || !matches!(
                low.as_str(),
                "mayor" | "governor" | "state" | "rep" | "sen" | "captain" | "king" | "prince" | "queen"
            ) && self.agents.at(&[word], &units(&[word]), 0, &self.words).is_some_and(|f| {
                f.agent.individual() && f.agent.kind != AgentKind::Person
                    || f.agent.individual() && f.agent.sector == Some(Sector::MIL)
            })
    }

    fn given_name(&self, word: &str) -> bool {
        units(&[word]).first().is_some_and(|u| u.upper && self.persons.is_given_name(u.hash)) && {
            let low = folded(word);
            !["rank", "region", "placenoun", "title", "quality"].iter().any(|c| self.words.is(c, &low))
                && !is_calendar(&low)
        }
    }

    /// Whether a capitalised word is an agent noun, a table name or a word of the grammar, and so no given name.
    fn is_known_word(&self, word: &str) -> bool {
        let u = units(&[word]);
        let low = folded(word);
        self.index.longest_at(&u, 0).is_some()
            || self.agents.at(&[word], &u, 0, &self.words).is_some()
            || ["rank", "portfolio", "quality", "title", "former", "region", "placenoun"]
                .iter()
                .any(|c| self.words.is(c, &low))
            || is_calendar(&low)
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
        // "al-Assad" is one name: the article belongs to it.
        Some(Match { range: self.with_particles(forms, token)..token + 1, kind: HitKind::Person, item })
    }

    /// First token of the run of name words that ends at a token.
    fn name_start(&self, forms: &[&str], token: usize) -> usize {
        let mut start = token;
        while start > 0
            && (is_name_word(forms[start - 1])
                || is_transparent(forms[start - 1]) && !forms[start - 1].ends_with('s')
                || self.is_particle(forms[start - 1]) && start > 1)
        {
            start -= 1;
        }
        start
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
                && !matches!(folded(before).as_str(), "a" | "an" | "as" | "at" | "mother" | "father")
            {
                start -= 1;
            } else {
                break;
            }
        }
        start
    }

    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.words.is("particle", &folded(word))
    }

    /// A match in the terms of the interface.
    fn hit(&self, m: Match) -> Hit {
        let (name, country, sector, wikidata) = self.codes(&m);
        Hit { range: m.range, kind: m.kind, name, country: country.map(str::to_owned), sector, wikidata }
    }

    /// Name, country, sector and Wikidata item of a match. A person's country and sector are those of the last office.
    #[allow(clippy::type_complexity)]
    pub(crate) fn codes(
        &self,
        m: &Match,
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
                (o.name, o.country, o.sector, o.wikidata)
            }
            HitKind::Person => {
                let p = &self.persons.all[i];
                let t = self.persons.standing(m.item, None).map(|s| s.tenure());
                (p.name, t.map(|t| t.country), t.and_then(|t| t.sector), p.wikidata)
            }
            HitKind::Place => {
                let p = &self.places[i];
                (p.name, p.country, None, None)
            }
        }
    }
}

/// Whether an acronym in brackets abbreviates other words that stand before it: "Reporters Without Borders (RSF)".
fn is_other_acronym(
    forms: &[&str],
    range: &Range<usize>,
    item: u32,
    kind: HitKind,
    before: Option<&Match>,
    organizations: &[Organization],
) -> bool {
    let bracketed = range.len() == 1
        && range.start >= 3
        && forms[range.start - 1] == "("
        && forms.get(range.end).is_some_and(|w| *w == ")")
        && forms[range.start].chars().all(|c| c.is_uppercase() || c == '.' || c == '-');
    if !bracketed || kind != HitKind::Organization || organizations[item as usize].sector == Some(Sector::JRN) {
        return false;
    }
    let same = before.is_some_and(|m| m.range.end + 1 == range.start && m.kind == kind && m.item == item);
    // The words before must be a name of several words for the acronym to abbreviate it.
    let name = is_name_word(forms[range.start - 2])
        && (is_name_word(forms[range.start - 3]) || forms[range.start - 3].len() <= 3);
    let initial = forms[range.start].chars().next();
    let begins = (2..=range.start.min(9)).any(|k| forms[range.start - k].chars().next() == initial);
    name && begins && !same
}

/// Whether a token may be part of a personal name: it starts with a capital and holds letters.
pub(crate) fn is_name_word(token: &str) -> bool {
    token.chars().next().is_some_and(char::is_uppercase)
        && !matches!(token, "I" | "The" | "A" | "An" | "He" | "She" | "It" | "They" | "We")
}

/// Month and weekday names, and words that open sentences.
pub(crate) fn is_calendar(folded: &str) -> bool {
    matches!(
        folded,
        "january"
            | "february"
            | "march"
            | "april"
            | "may"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "aug"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "yesterday"
            | "today"
            | "tomorrow"
            | "but"
            | "in"
            | "on"
            | "at"
            | "as"
            | "if"
            | "when"
            | "while"
            | "after"
            | "before"
            | "since"
            | "although"
            | "though"
            | "and"
            | "or"
            | "so"
            | "this"
            | "that"
            | "these"
            | "those"
            | "there"
            | "his"
            | "her"
            | "its"
            | "their"
            | "for"
            | "to"
            | "from"
            | "by"
            | "with"
            | "of"
            | "not"
            | "no"
            | "yes"
            | "what"
            | "who"
            | "why"
            | "how"
    )
}

/// Adverbs and prepositions that often open a sentence and are no given names.
fn opens_sentence(folded: &str) -> bool {
    is_calendar(folded)
        || matches!(
            folded,
            "meanwhile"
                | "earlier"
                | "later"
                | "however"
                | "both"
                | "nearby"
                | "outside"
                | "inside"
                | "around"
                | "despite"
                | "like"
                | "unlike"
                | "even"
                | "until"
                | "under"
                | "over"
                | "through"
                | "toward"
                | "towards"
                | "across"
                | "behind"
                | "beyond"
                | "within"
                | "without"
                | "near"
                | "because"
                | "where"
                | "whether"
                | "then"
                | "now"
                | "once"
                | "still"
                | "also"
                | "only"
                | "here"
                | "yet"
                | "last"
                | "next"
                | "against"
                | "about"
                | "between"
                | "during"
                | "per"
                | "via"
                | "recently"
                | "today's"
                | "leaving"
                | "unless"
                | "did"
                | "does"
                | "is"
                | "was"
                | "will"
                | "has"
                | "have"
                | "are"
                | "were"
                | "can"
                | "could"
                | "should"
                | "would"
                | "let"
                | "all"
                | "many"
                | "some"
                | "most"
                | "perhaps"
                | "instead"
                | "indeed"
                | "thus"
                | "again"
                | "yesterday's"
                | "visiting"
        )
}
