//! Guards: when a name of the tables stands for something else, and which words make up personal names.

use crate::agents::AgentKind;
use crate::scan::Match;
use crate::text::{folded, is_transparent, units};
use crate::types::{HitKind, Organization};
use crate::world::World;
use chancery_record::Sector;
use std::ops::Range;

impl World {
    /// Whether a name stands for something other than what the table has.
    pub(crate) fn misleads(
        &self,
        forms: &[&str],
        range: &Range<usize>,
        kind: HitKind,
        item: u32,
        all_caps: bool,
        before: Option<&Match>,
    ) -> bool {
        range.len() == 1 && !all_caps && shouts(forms[range.start], kind)
            || self.is_longer_name(forms, range, kind, item)
            || self.opens_with_a_word(forms, range)
            || self.is_given_name(forms, range, kind)
            || self.is_product(forms, range, kind, item)
            || is_other_acronym(forms, range, item, kind, before, &self.organizations)
    }

    /// "The Australian Government" is no newspaper: an outlet's "The X" before another capital is part of something else.
    fn is_longer_name(&self, forms: &[&str], range: &Range<usize>, kind: HitKind, item: u32) -> bool {
        // "the Civic Democratic Party" is another party than the Democratic Party.
        let general = [
            "national",
            "democratic",
            "people's",
            "liberation",
            "social",
            "socialist",
            "conservative",
            "liberal",
            "patriotic",
            "christian",
            "communist",
            "workers",
            "justice",
            "labour",
            "labor",
            "islamic",
            "revolutionary",
            "popular",
            "united",
            "democratic",
            "peoples",
            "people",
            "self",
            "republican",
            "independence",
            "freedom",
        ];
        if kind == HitKind::Organization
            && range.len() >= 2
            && range.start > 0
            && general.contains(&folded(crate::text::without_possessive(forms[range.start])).as_str())
            && is_name_word(forms[range.start - 1])
            && forms[range.start - 1].chars().all(|c| c.is_alphabetic() || c == '\'' || c == '’')
            && !forms[range.start - 1].ends_with("'s")
            && !forms[range.start - 1].ends_with("’s")
            && !self.is_known_word(forms[range.start - 1])
            && !(range.start == 1 && forms.len() > 6)
        {
            return true;
        }
        kind == HitKind::Organization
            && range.len() >= 2
            && forms[range.start] == "The"
            && self.organizations[item as usize].sector == Some(Sector::JRN)
            && forms.get(range.end).is_some_and(|w| is_name_word(w))
    }

    /// Whether a name that is a common word too ("Nice", "Conservatives") stands where any word has a capital.
    fn opens_with_a_word(&self, forms: &[&str], range: &Range<usize>) -> bool {
        if range.len() != 1 || !self.words.is("wordlike", &folded(forms[range.start])) {
            return false;
        }
        let inside = range.start > 0 && forms[range.start - 1].chars().all(|c| c.is_lowercase() || c == '-');
        let speaks = forms.get(range.end).is_some_and(|w| {
            matches!(
                *w,
                "said" | "says" | "called" | "urged" | "reported" | "accused" | "has" | "also" | "MP" | "leader"
            )
        });
        !inside && !speaks
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

    /// Whether a place name that is also a given name or surname ("Jordan", "Paris") stands inside a person's name.
    fn is_given_name(&self, forms: &[&str], range: &Range<usize>, kind: HitKind) -> bool {
        let before = range.start.checked_sub(1).map(|i| forms[i]);
        // "Parviz Fatah": after a given name, the name of a body is a surname.
        if range.len() == 1
            && kind == HitKind::Organization
            && before.is_some_and(|b| b.len() > 3 && self.given_name(b) && !self.is_known_word(b))
            && forms[range.start].chars().any(char::is_lowercase)
        {
            return true;
        }
        if range.len() != 1 || !matches!(kind, HitKind::State | HitKind::Capital | HitKind::Place) {
            return false;
        }
        // "Thierry Henderson": a town's name after a given name is a surname.
        if kind == HitKind::Place
            && before.is_some_and(|b| {
                is_name_word(b)
                    && (self.given_name(b)
                        || self.names_a_person(b)
                        || self.words.is("given", &folded(b))
                        || self.unknown_before(forms, range.start))
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

    /// Whether the capitalised word before a name is no word of the tables or of the grammar, so that the two are one
    /// name ("Orhan Kaya"). A headline in capitals and the first word of a sentence tell nothing.
    fn unknown_before(&self, forms: &[&str], start: usize) -> bool {
        let Some(before) = start.checked_sub(1).map(|i| forms[i]) else { return false };
        let lower = forms.iter().filter(|w| w.len() >= 4 && w.starts_with(char::is_lowercase)).count();
        let tells = if forms.len() <= 6 { start >= 2 || forms.len() <= 3 } else { start >= 2 && lower >= 2 };
        tells
            && is_name_word(before)
            && before.chars().all(char::is_alphabetic)
            && !before.ends_with("ed")
            && !before.ends_with("ing")
            && !self.is_known_word(before)
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

    /// Whether several people of the tables have a word as their given name.
    pub(crate) fn given_name(&self, word: &str) -> bool {
        units(&[word]).first().is_some_and(|u| u.upper && self.persons.is_given_name(u.hash)) && {
            let low = folded(word);
            !["rank", "region", "placenoun", "title", "quality"].iter().any(|c| self.words.is(c, &low))
                && !is_calendar(&low)
        }
    }

    /// Whether a capitalised word is an agent noun, a table name or a word of the grammar, and so no given name.
    pub(crate) fn is_known_word(&self, word: &str) -> bool {
        let u = units(&[word]);
        let low = folded(word);
        self.index.longest_at(&u, 0).is_some()
            || self.agents.at(&[word], &u, 0, &self.words).is_some()
            || ["rank", "portfolio", "quality", "title", "former", "region", "placenoun"]
                .iter()
                .any(|c| self.words.is(c, &low))
            || is_calendar(&low)
    }

    /// First token of the run of name words that ends at a token.
    pub(crate) fn name_start(&self, forms: &[&str], token: usize) -> usize {
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

    /// Whether a name is given name and surname, with initials between them at most.
    pub(crate) fn is_initialled(&self, name: &[&str]) -> bool {
        let initial = |w: &&str| w.trim_end_matches('.').chars().count() == 1;
        matches!(name, [first, middle @ .., last] if first.chars().count() > 2 && is_name_word(last) && middle.iter().all(initial))
    }

    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.words.is("particle", &folded(word))
    }
}

/// Whether a short word in capitals is an acronym of its own, not the town or person of that name ("MENA", "SODO").
fn shouts(word: &str, kind: HitKind) -> bool {
    matches!(kind, HitKind::Place | HitKind::Person | HitKind::Capital)
        && (2..=5).contains(&word.chars().count())
        && word.chars().all(char::is_uppercase)
        && !matches!(word, "NYC" | "DMZ" | "FATA" | "NWFP" | "NSW")
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
