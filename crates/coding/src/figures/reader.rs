//! The grammar around a number: what it counts, what governs it, and what tells that it is no count at all.

use super::nouns::{self, Measure};
use super::{FigureContext, Quantity, QuantityKind};
use crate::dates::{TimeRole, expressions};
use crate::numbers::Words;
use chancery_language::{NameKind, Sentence, Token, Upos};
use std::ops::Range;

/// A sentence, as figures are read from it.
pub(super) struct Reader<'a> {
    pub(super) sentence: &'a Sentence,
    pub(super) tokens: &'a [Token],
    pub(super) words: Words,
    pub(super) context: &'a FigureContext,
    /// Tokens of dates, which are no figures.
    dated: Vec<bool>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sentence: &'a Sentence, context: &'a FigureContext) -> Self {
        let mut dated = vec![false; sentence.tokens.len()];
        for e in expressions(sentence, None).iter().filter(|e| e.role != TimeRole::Duration) {
            dated[e.tokens.clone()].iter_mut().for_each(|d| *d = true);
        }
        Reader { sentence, tokens: &sentence.tokens, words: Words::new(sentence), context, dated }
    }

    pub(super) fn head(&self, i: usize) -> Option<usize> {
        self.tokens.get(i)?.head
    }

    pub(super) fn deprel(&self, i: usize) -> &'static str {
        self.tokens.get(i).map_or("", |t| t.deprel.split(':').next().unwrap_or(""))
    }

    pub(super) fn upos(&self, i: usize) -> Upos {
        self.tokens.get(i).map_or(Upos::X, |t| t.upos)
    }

    /// Whether the lemma of a token, or what its form may be a form of, is in a table.
    pub(super) fn is(&self, i: usize, table: fn(&str) -> bool) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|t| table(&t.lemma.to_lowercase()) || nouns::stems(self.words.at(i)).iter().any(|s| table(s)))
    }

    pub(super) fn children(&self, i: usize) -> impl Iterator<Item = usize> {
        self.tokens.iter().enumerate().filter(move |(_, t)| t.head == Some(i)).map(|(k, _)| k)
    }

    /// The tokens under a token, itself among them.
    pub(super) fn within(&self, top: usize) -> impl Iterator<Item = usize> {
        let under = move |mut i: usize| {
            for _ in 0..self.tokens.len() {
                if i == top {
                    return true;
                }
                match self.head(i) {
                    Some(h) => i = h,
                    None => return false,
                }
            }
            false
        };
        (0..self.tokens.len()).filter(move |i| under(*i))
    }

    /// Dates, ages, times of day, labels, scores and names are no figures.
    pub(super) fn excluded(&self, q: &Quantity) -> bool {
        let Range { start, end } = q.tokens;
        let w = &self.words;
        if q.tokens.clone().any(|i| self.dated[i]) {
            return true;
        }
        let named = |n: &chancery_language::Name| {
            matches!(
                n.kind,
                NameKind::Person | NameKind::Organization | NameKind::Product | NameKind::Facility | NameKind::Misc
            ) && n.prob >= 0.5
                && n.tokens.len() > q.tokens.len()
                && n.tokens.contains(&q.head)
        };
        if self.sentence.names.iter().any(named) {
            return true;
        }
        let age = w.any(end, &["old"])
            || w.after(start, &["aged", "age", "ages"])
            || w.any(end, &["and", "or"]) && w.any(end + 2, &["years"]) && w.any(end + 3, &["old"])
            || w.any(end + 1, &["old"]) && w.any(end, &["years", "year", "months", "days", "-"])
            || w.at(end) == "-"
                && w.any(end + 1, &["year", "month", "years"])
                && (w.any(end + 2, &["old", "olds"]) || w.at(end + 2) == "-" && w.any(end + 3, &["old", "olds"]));
        const OTHER_UNITS: &[&str] = &[
            "a.m.",
            "p.m.",
            "am",
            "pm",
            "gmt",
            "utc",
            "o'clock",
            "a.m",
            "p.m",
            "°",
            "degrees",
            "degree",
            "mph",
            "kph",
            "knots",
            "mm",
            "cm",
            "inches",
            "inch",
            "kg",
            "lbs",
            "mw",
            "magnitude",
            "times",
        ];
        // "John Smith, 49, has been tried"
        let named_before = |k: usize| self.upos(k) == Upos::PROPN;
        let age = age
            || w.before(start, 1) == ","
                && (w.at(end).is_empty() || matches!(w.at(end), "," | "." | ";" | ")" | "—" | "–" | "--"))
                && start.checked_sub(2).is_some_and(named_before)
                && q.tokens.len() == 1
                && q.low == q.high
                && q.low.is_some_and(|v| (1.0..110.0).contains(&v))
                && w.at(start).bytes().all(|b| b.is_ascii_digit());
        let clock = w.any(end, OTHER_UNITS);
        let year = q.tokens.len() == 1
            && q.low == q.high
            && q.low.is_some_and(|v| (1900.0..2100.0).contains(&v))
            && w.at(start).len() == 4;
        let label = w.after(
            start,
            &[
                "no.",
                "number",
                "no",
                "#",
                "resolution",
                "article",
                "section",
                "chapter",
                "flight",
                "route",
                "highway",
                "room",
                "page",
                "paragraph",
                "phase",
                "day",
                "part",
                "item",
                "unit",
                "area",
                "point",
            ],
        ) && !w.any(start, &["some", "about", "over"]);
        // "S-400", "F-16": a name, written without spaces.
        let glued = |k: usize| self.tokens[k].end == self.tokens[k + 1].start;
        let model = start >= 2
            && w.before(start, 1) == "-"
            && glued(start - 1)
            && glued(start - 2)
            && w.before(start, 2).chars().all(char::is_alphabetic)
            && self.tokens[start - 2].form.starts_with(char::is_uppercase);
        // "the IAR 330 helicopter"
        let lettered = start.checked_sub(1).is_some_and(|k| {
            let form = &self.tokens[k].form;
            (2..=4).contains(&form.len())
                && form.chars().all(|c| c.is_ascii_uppercase())
                && self.deprel(k) == "compound"
                && q.low == q.high
        });
        let score = w.at(end) == "-" && w.at(end + 1).bytes().all(|b| b.is_ascii_digit()) && !w.at(end + 1).is_empty();
        let score = score && !self.ballot(q);
        age || clock
            || label
            || model
            || lettered
            || score
            // "2020 Democrats" are of a year.
            || year && self.counted(q).is_none_or(|n| self.measure(n).is_none() || self.upos(n) == Upos::PROPN)
    }

    /// Whether a number is one side of a vote ("a 53-47 vote", "voted 53 to 47").
    pub(super) fn ballot(&self, q: &Quantity) -> bool {
        let Range { start, end } = q.tokens;
        let number = |k: usize| !self.words.at(k).is_empty() && self.words.at(k).bytes().all(|b| b.is_ascii_digit());
        let joint = |k: usize| self.words.any(k, &["-", "–", "to"]);
        let first = joint(end) && number(end + 1);
        let second = start >= 2 && joint(start - 1) && number(start - 2);
        let whole = if first { start..end + 2 } else { start.saturating_sub(2)..end };
        let near = (whole.start.saturating_sub(4)..whole.start).chain(whole.end..whole.end + 2);
        (first || second) && near.into_iter().any(|k| self.words.any(k, &["vote", "votes", "voted", "voting"]))
    }

    /// The token of the phrase by which it hangs in the tree.
    pub(super) fn top(&self, q: &Quantity) -> usize {
        let mut at = q.head;
        for _ in q.tokens.clone() {
            match self.head(at) {
                Some(h) if q.tokens.contains(&h) => at = h,
                _ => break,
            }
        }
        at
    }

    /// The noun that a quantity counts.
    pub(super) fn counted(&self, q: &Quantity) -> Option<usize> {
        let top = self.top(q);
        // "hundreds of troops", "$100 million in aid"
        let money = matches!(q.kind, QuantityKind::Money(_));
        let links = |k: usize| {
            self.deprel(k) == "case" && (self.words.at(k) == "of" || money && self.words.any(k, &["in", "for"]))
        };
        let of = |c: &usize| *c >= q.tokens.end && self.deprel(*c) == "nmod" && self.children(*c).any(links);
        // "five of them" counts what has been named before.
        if let Some(n) = self.children(top).find(of) {
            return Some(n).filter(|n| self.upos(*n) != Upos::PRON);
        }
        if q.kind == QuantityKind::Share && self.words.at(q.tokens.end) == "of" {
            let people = q.tokens.end + 1;
            return self.noun_from(people).or(Some(people).filter(|n| self.people_of(*n)));
        }
        let after = self.words.any(q.tokens.end, &["in", "of", "for"]);
        if money && after {
            return self.noun_from(q.tokens.end + 1);
        }
        // The noun right after a number is what it counts, whatever the tree says of a long phrase.
        if let Some(n) = self.next_noun(q).filter(|n| self.measure(*n).is_some()) {
            return Some(n);
        }
        let noun = |i: usize| matches!(self.tokens[i].upos, Upos::NOUN | Upos::PROPN | Upos::ADJ | Upos::X | Upos::SYM);
        let modifies = matches!(self.deprel(top), "nummod" | "compound" | "amod" | "det" | "nmod" | "dep" | "advmod");
        self.head(top)
            .filter(|h| modifies && *h >= q.tokens.end && noun(*h))
            .or_else(|| self.next_noun(q).filter(|_| money))
    }

    /// The noun at the end of the words right after a number ("35,000 U.S. military family members").
    pub(super) fn next_noun(&self, q: &Quantity) -> Option<usize> {
        let hyphen = self.words.at(q.tokens.end) == "-";
        let from = q.tokens.end + usize::from(hyphen || self.words.at(q.tokens.end) == "of");
        if hyphen {
            Some(from).filter(|n| self.tokens.get(*n).is_some_and(|t| t.upos == Upos::NOUN))
        } else {
            self.noun_from(from)
        }
    }

    /// The head of the noun phrase that starts at a token, as its parts of speech show it.
    pub(super) fn noun_from(&self, from: usize) -> Option<usize> {
        let mut at = from;
        let mut last: Option<usize> = None;
        while let Some(t) = self.tokens.get(at) {
            match t.upos {
                Upos::NOUN | Upos::PROPN if t.form.chars().count() > 1 || last.is_some() => last = Some(at),
                Upos::NOUN | Upos::PROPN | Upos::DET => {}
                Upos::ADJ if last.is_none_or(|l| self.tokens[l].upos == Upos::PROPN) => {}
                Upos::VERB if last.is_none() && self.deprel(at) == "amod" => {}
                Upos::PRON if last.is_none() && self.deprel(at) == "nmod" => {}
                // "the country's population": the owner is not what is counted.
                Upos::PART if last.is_some() && self.words.any(at, &["'s", "’s", "'", "’"]) => last = None,
                // "MiG-29 jets"
                Upos::PUNCT
                    if t.form == "-"
                        && self.upos(at + 1) == Upos::NUM
                        && matches!(self.upos(at + 2), Upos::NOUN | Upos::PROPN) =>
                {
                    at += 1
                }
                _ => break,
            }
            at += 1;
        }
        last
    }

    pub(super) fn measure(&self, noun: usize) -> Option<Measure> {
        let token = self.tokens.get(noun)?;
        let lemma = token.lemma.to_lowercase();
        let known =
            nouns::measure(&lemma).or_else(|| nouns::stems(self.words.at(noun)).iter().find_map(|s| nouns::measure(s)));
        known.or_else(|| {
            let plural = token.feats.number == Some("Plur");
            let people =
                plural && (self.people_of(noun) || token.upos == Upos::PROPN && people_ending(self.words.at(noun)));
            people.then_some(Measure::Person)
        })
    }

    /// Whether a token names a nation or group.
    pub(super) fn people_of(&self, noun: usize) -> bool {
        self.sentence.names.iter().any(|n| n.kind == NameKind::Norp && n.tokens.contains(&noun))
    }

    pub(super) fn led_by_preposition(&self, i: usize) -> bool {
        self.children(i).any(|k| {
            self.deprel(k) == "case" && !self.words.any(k, &["than", "over", "about", "around", "to", "under"])
        })
    }

    /// Whether the count only names those already known ("the two leaders", "our two countries").
    pub(super) fn definite(&self, q: &Quantity, noun: usize) -> bool {
        let before = self.words.before(q.tokens.start, 1);
        let owner = |k: usize| matches!(self.deprel(k), "det" | "nmod") && k < q.tokens.start;
        let words = &["the", "these", "those", "both", "its", "their", "our", "his", "her", "my", "your"];
        words.contains(&before) || self.children(noun).any(|k| owner(k) && self.words.any(k, words))
    }

    /// Whether a predicate that makes small counts matter governs a noun, or an event of the article does.
    pub(super) fn relevant(&self, noun: usize) -> bool {
        // "five dead", "six deaths": the noun itself says it.
        if self.is(noun, nouns::harms) || self.words.any(noun, &["deaths", "fatalities", "casualties", "arrests"]) {
            return true;
        }
        let mut at = noun;
        for _ in 0..4 {
            let Some(h) = self.head(at) else { break };
            // "left seven fighters dead"
            let left = |c: usize| matches!(self.deprel(c), "xcomp" | "advcl" | "amod") && self.is(c, nouns::harms);
            if self.is(h, nouns::matters) || self.context.triggers.contains(&h) || self.children(h).any(left) {
                return true;
            }
            if !matches!(
                self.deprel(at),
                "nsubj" | "obj" | "nmod" | "conj" | "obl" | "appos" | "acl" | "xcomp" | "compound"
            ) {
                break;
            }
            at = h;
        }
        self.children(noun).any(|c| matches!(self.deprel(c), "acl" | "amod") && self.is(c, nouns::matters))
    }

    /// Whether a noun names things that something is done with which is worth their count ("signed three accords").
    pub(super) fn handled(&self, noun: usize) -> bool {
        const NO_THINGS: &[&str] =
            &["times", "points", "steps", "things", "reasons", "ways", "goals", "words", "hands", "shots"];
        let token = &self.tokens[noun];
        let done_to = matches!(token.deprel, "nsubj:pass" | "obj");
        let plural = token.upos == Upos::NOUN && token.feats.number == Some("Plur");
        let verb = self.head(noun).filter(|&h| self.tokens[h].upos == Upos::VERB);
        done_to && plural && !self.words.any(noun, NO_THINGS) && verb.is_some_and(|h| self.is(h, nouns::handles))
    }

    /// Whether a share is one of something that bears on politics: what it is of, what it hangs on, or what else its
    /// predicate is about ("won the vote with 55 percent").
    pub(super) fn partakes(&self, q: &Quantity, top: usize) -> bool {
        let end = q.tokens.end;
        // "half of the $460 million"
        if self.words.at(end) == "of"
            && (end + 1..end + 4).any(|k| matches!(self.words.at(k).chars().next(), Some('$' | '€' | '£')))
        {
            return true;
        }
        let Some(head) = self.head(top) else { return false };
        let verb = self.tokens[head].upos == Upos::VERB;
        // "cut the budget by 16 percent", "a 12 percent increase in spending"
        let of_what = |c: usize| c != top && matches!(self.deprel(c), "nsubj" | "obj" | "nmod");
        let governed = |c: usize| of_what(c) && self.is(c, nouns::shared);
        if self.is(head, nouns::changes) && self.children(head).any(governed) {
            return true;
        }
        let beside = |c: usize| c != top && matches!(self.deprel(c), "nsubj" | "obj") && self.is(c, nouns::shared);
        verb && (self.is(head, nouns::parts) || self.children(head).any(beside))
    }

    /// Whether a noun is what a predicate of killing or arresting is done to.
    pub(super) fn harmed(&self, noun: usize) -> bool {
        let done_to = matches!(self.tokens[noun].deprel, "nsubj:pass" | "obj");
        let plural = self.tokens[noun].feats.number != Some("Sing");
        done_to
            && plural
            && self.head(noun).is_some_and(|h| self.tokens[h].upos == Upos::VERB && self.is(h, nouns::harms))
    }

    /// Whether a time is the length of something that a record should hold.
    pub(super) fn lasting(&self, q: &Quantity, noun: usize) -> bool {
        let most =
            [["a", "maximum", "of"], ["no", "more", "than"]].iter().any(|w| self.words.starts(q.tokens.start, w));
        if self.words.after(q.tokens.start, &["within"]) || most {
            return true;
        }
        // "72 hours to leave", given or had
        let to_do = self.words.any(noun + 1, &["to"]) && self.upos(noun + 2) == Upos::VERB;
        let given = |h: &usize| {
            nouns::stems(self.words.at(*h))
                .iter()
                .any(|s| matches!(s.as_str(), "give" | "gave" | "given" | "grant" | "allow" | "have" | "had" | "has"))
        };
        let above = std::iter::successors(self.head(noun), |&h| self.head(h)).take(4);
        if to_do && above.into_iter().any(|h| given(&h)) {
            return true;
        }
        let span = self.words.after(q.tokens.start, &["for"]);
        let jail = &["prison", "jail", "custody", "detention", "imprisonment"];
        if self.words.any(noun + 1, jail) || self.words.any(noun + 1, &["in", "of"]) && self.words.any(noun + 2, jail) {
            return true;
        }
        let mut at = noun;
        for _ in 0..2 {
            let Some(h) = self.head(at) else { return false };
            // What an event of the article lasted, or a thing that lasts.
            if self.is(h, nouns::lasts) || span && self.context.triggers.contains(&h) {
                return span || !self.words.any(noun + 1, &["ago", "earlier", "later", "before", "after"]);
            }
            at = h;
        }
        false
    }

    /// The verb or noun that a noun depends on.
    pub(super) fn governor(&self, noun: usize) -> Option<usize> {
        let mut at = noun;
        for _ in 0..4 {
            let h = self.head(at)?;
            if matches!(self.tokens[h].upos, Upos::VERB)
                || self.is(h, nouns::harms)
                || self.context.triggers.contains(&h)
            {
                return Some(h);
            }
            if !matches!(self.deprel(at), "conj" | "nmod" | "appos" | "compound" | "nummod") {
                return Some(h);
            }
            at = h;
        }
        Some(at)
    }

    /// The number, what it counts and, where it stands near, the predicate.
    pub(super) fn mention(&self, q: &Quantity, noun: Option<usize>, predicate: Option<usize>) -> Range<usize> {
        const NEAR: usize = 8;
        let mut range = q.tokens.clone();
        if let Some(n) = noun {
            range = range.start.min(n)..range.end.max(n + 1);
        }
        if let Some(p) = predicate
            && p + NEAR >= range.start
            && p < range.end + NEAR
        {
            range = range.start.min(p)..range.end.max(p + 1);
        }
        range
    }
}

/// Whether a plural name is that of a people ("Palestinians", "Iraqis").
fn people_ending(word: &str) -> bool {
    ["ans", "is", "ese", "ers", "ish", "nes", "eks", "rks", "bs", "ds"].iter().any(|e| word.ends_with(e))
}
