//! The short phrase that says what a figure counts.

use super::nouns::{self, Measure};
use super::{Quantity, Reader};
use chancery_language::Upos;
use chancery_record::Unit;

impl Reader<'_> {
    pub(super) fn what(&self, q: &Quantity, unit: Unit, noun: Option<usize>, predicate: Option<usize>) -> String {
        match unit {
            Unit::Km => return "distance".into(),
            Unit::Hour | Unit::Day => return self.span_of(q, noun),
            _ => {}
        }
        let done = predicate
            .filter(|p| self.is(*p, nouns::matters) && *p >= q.tokens.end || self.tokens[*p].upos == Upos::VERB);
        let done = done
            .filter(|p| self.is(*p, nouns::matters) && !self.does(noun.unwrap_or(q.head), *p))
            .map(|p| self.participle(p));
        let generic = |n: usize| {
            self.is(n, |l| {
                matches!(l, "people" | "person" | "man" | "individual" | "death" | "fatality" | "other" | "more")
            })
        };
        // "11 wounded" says by itself what was done.
        let done = if self.is(q.tokens.end, nouns::harms) { Some(self.participle(q.tokens.end)) } else { done };
        let thing = noun.filter(|n| !generic(*n) || done.is_none()).map(|n| self.phrase(q, n));
        match (thing, done) {
            // "arrests" are not arrested.
            (Some(t), Some(d)) if t == d || t.chars().zip(d.chars()).take_while(|(x, y)| x == y).count() >= 5 => t,
            (Some(t), Some(d)) => format!("{t} {d}"),
            (Some(t), None) if t == "others" || t == "more" => "people".into(),
            (Some(t), None) => t,
            (None, Some(d)) => d,
            (None, None) => match unit {
                Unit::Person => self.total(predicate),
                Unit::Share => "share".into(),
                Unit::Item => predicate.map_or("things".into(), |p| self.words.at(p).into()),
                _ => "amount".into(),
            },
        }
    }

    /// What a total of people is a total of ("the number of refugees has reached 1.4 million").
    fn total(&self, predicate: Option<usize>) -> String {
        let Some(p) = predicate else { return "people".into() };
        if self.within(p).any(|k| self.words.any(k, &["toll", "deaths", "fatalities"])) {
            return "killed".into();
        }
        let named = |c: &usize| matches!(self.deprel(*c), "nsubj" | "obj");
        let person = |c: usize| {
            self.within(c).find(|k| self.tokens[*k].upos == Upos::NOUN && self.measure(*k) == Some(Measure::Person))
        };
        self.children(p).filter(named).find_map(person).map_or("people".into(), |n| self.words.at(n).into())
    }

    /// Whether what is counted does what the predicate says, rather than suffers it.
    fn does(&self, counted: usize, predicate: usize) -> bool {
        let own = |l: &str| {
            matches!(
                l,
                "die"
                    | "flee"
                    | "protest"
                    | "march"
                    | "gather"
                    | "rally"
                    | "perish"
                    | "drown"
                    | "surrender"
                    | "disappear"
            )
        };
        self.tokens[counted].deprel == "nsubj" && self.head(counted) == Some(predicate) && !self.is(predicate, own)
    }

    /// What a time is the length of.
    fn span_of(&self, q: &Quantity, noun: Option<usize>) -> String {
        if self.words.before(q.tokens.start, 1) == "within" {
            return "time limit".into();
        }
        let Some(h) = noun.and_then(|n| self.head(n)) else { return "length".into() };
        let subject = self.children(h).find(|c| self.deprel(*c) == "nsubj");
        match (self.tokens[h].upos, subject) {
            (Upos::NOUN | Upos::PROPN, _) => format!("length of {}", self.words.at(h)),
            (_, Some(s))
                if self.tokens[s].upos == Upos::NOUN
                    && self.is(h, |l| matches!(l, "last" | "continue" | "take" | "go" | "run")) =>
            {
                format!("length of {}", self.words.at(s))
            }
            _ => format!("length of time {}", self.participle(h)),
        }
    }

    /// What was done, as a participle.
    fn participle(&self, predicate: usize) -> String {
        let t = &self.tokens[predicate];
        if t.upos == Upos::ADJ || t.feats.verb_form == Some("Part") && t.feats.tense == Some("Past") {
            return self.words.at(predicate).to_string();
        }
        let stems = nouns::stems(self.words.at(predicate));
        let lemma = stems.iter().skip(1).chain(&stems).find(|s| nouns::matters(s)).cloned();
        nouns::participle(&lemma.unwrap_or_else(|| t.lemma.to_lowercase()))
    }

    /// A noun with the words right before it that describe it.
    fn phrase(&self, q: &Quantity, noun: usize) -> String {
        let describes = |i: usize| self.head(i) == Some(noun) && matches!(self.deprel(i), "amod" | "compound" | "flat");
        let first = (q.tokens.end..noun).rev().take_while(|i| describes(*i)).last().unwrap_or(noun);
        let words: Vec<&str> = self.tokens[first..=noun].iter().map(|t| t.form.as_str()).collect();
        words.join(" ")
    }
}
