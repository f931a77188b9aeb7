//! How many and how much: counts and amounts that bear on politics, conflict, disaster or aid.
//!
//! [`quantities`] finds the number phrases, [`figures`] finds in the dependency tree what each counts and which predicate
//! governs it, and keeps those that a record should hold.

mod nouns;
mod quantity;

#[cfg(test)]
mod tests;

pub use quantity::{Quantity, QuantityKind, quantities};

use crate::dates::{TimeRole, expressions};
use crate::numbers::Words;
use chancery_language::{NameKind, Sentence, Token, Upos};
use chancery_record::Unit;
use nouns::Measure;
use std::ops::Range;

/// What is known of a sentence beside its grammar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureContext {
    /// The tokens that name the events coded in the sentence. A small count that one of them governs is a figure.
    pub triggers: Vec<usize>,
}

/// A figure in its sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct FigureMention {
    /// The tokens of the number phrase.
    pub quantity: Range<usize>,
    /// Lower bound in the unit; none where open.
    pub low: Option<f64>,
    /// Upper bound in the unit; none where open.
    pub high: Option<f64>,
    /// What is counted. Weeks and years are in days, miles and feet in kilometres.
    pub unit: Unit,
    /// A short phrase ("militants killed").
    pub what: String,
    /// The tokens that support it: the number, what it counts and the predicate, where that stands near.
    pub mention: Range<usize>,
    /// The head of what is counted; none where the number stands alone ("11 wounded").
    pub noun: Option<usize>,
    /// The verb or noun that governs the number or what it counts.
    pub predicate: Option<usize>,
}

/// The figures of a sentence, in order of the text.
pub fn figures(sentence: &Sentence, context: &FigureContext) -> Vec<FigureMention> {
    let reader = Reader::new(sentence, context);
    let mut found: Vec<FigureMention> = Vec::new();
    for q in quantities(sentence) {
        if reader.excluded(&q) {
            continue;
        }
        if let Some(f) = reader.figure(&q, found.last()) {
            found.push(f);
        }
    }
    found
}

/// Whether two figures of one article are one: the same bounds in the same unit, of what has the same name. A share is
/// told apart by all of its phrase.
pub fn same_figure(a: (&FigureMention, &Sentence), b: (&FigureMention, &Sentence)) -> bool {
    let noun =
        |(f, s): (&FigureMention, &Sentence)| f.noun.and_then(|n| s.tokens.get(n)).map(|t| t.lemma.to_lowercase());
    let ((x, _), (y, _)) = (a, b);
    if (x.unit, x.low, x.high) != (y.unit, y.low, y.high) {
        return false;
    }
    match (x.unit, noun(a), noun(b)) {
        (Unit::Share, ..) => x.what == y.what,
        (_, Some(m), Some(n)) if m == n => true,
        // "176 people died … the 176 passengers": few numbers of that size return by chance.
        (Unit::Person, m, n) => m.is_none() || n.is_none() || x.low.or(x.high).is_some_and(|v| v >= 20.0),
        (Unit::Usd | Unit::Eur | Unit::Gbp, ..) => true,
        _ => false,
    }
}

struct Reader<'a> {
    sentence: &'a Sentence,
    tokens: &'a [Token],
    words: Words,
    context: &'a FigureContext,
    /// Tokens of dates, which are no figures.
    dated: Vec<bool>,
}

impl<'a> Reader<'a> {
    fn new(sentence: &'a Sentence, context: &'a FigureContext) -> Self {
        let mut dated = vec![false; sentence.tokens.len()];
        for e in expressions(sentence, None).iter().filter(|e| e.role != TimeRole::Duration) {
            dated[e.tokens.clone()].iter_mut().for_each(|d| *d = true);
        }
        Reader { sentence, tokens: &sentence.tokens, words: Words::new(sentence), context, dated }
    }

    fn head(&self, i: usize) -> Option<usize> {
        self.tokens.get(i)?.head
    }

    fn deprel(&self, i: usize) -> &'static str {
        self.tokens.get(i).map_or("", |t| t.deprel.split(':').next().unwrap_or(""))
    }

    /// Whether the lemma of a token, or what its form may be a form of, is in a table.
    fn is(&self, i: usize, table: fn(&str) -> bool) -> bool {
        self.tokens
            .get(i)
            .is_some_and(|t| table(&t.lemma.to_lowercase()) || nouns::stems(self.words.at(i)).iter().any(|s| table(s)))
    }

    fn children(&self, i: usize) -> impl Iterator<Item = usize> {
        self.tokens.iter().enumerate().filter(move |(_, t)| t.head == Some(i)).map(|(k, _)| k)
    }

    /// Dates, ages, times of day, labels, scores and names are no figures.
    fn excluded(&self, q: &Quantity) -> bool {
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
        age || clock
            || label
            || model
            || lettered
            || score
            || year && self.counted(q).is_none_or(|n| self.measure(n).is_none())
    }

    /// The token of the phrase by which it hangs in the tree.
    fn top(&self, q: &Quantity) -> usize {
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
    fn counted(&self, q: &Quantity) -> Option<usize> {
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
    fn next_noun(&self, q: &Quantity) -> Option<usize> {
        let hyphen = self.words.at(q.tokens.end) == "-";
        let from = q.tokens.end + usize::from(hyphen || self.words.at(q.tokens.end) == "of");
        if hyphen {
            Some(from).filter(|n| self.tokens.get(*n).is_some_and(|t| t.upos == Upos::NOUN))
        } else {
            self.noun_from(from)
        }
    }

    /// The head of the noun phrase that starts at a token, as its parts of speech show it.
    fn noun_from(&self, from: usize) -> Option<usize> {
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
                Upos::PUNCT if t.form == "-" && self.upos(at + 1) == Upos::NUM && self.upos(at + 2) == Upos::NOUN => {
                    at += 1
                }
                _ => break,
            }
            at += 1;
        }
        last
    }

    fn upos(&self, i: usize) -> Upos {
        self.tokens.get(i).map_or(Upos::X, |t| t.upos)
    }

    fn measure(&self, noun: usize) -> Option<Measure> {
        let token = self.tokens.get(noun)?;
        let lemma = token.lemma.to_lowercase();
        let known =
            nouns::measure(&lemma).or_else(|| nouns::stems(self.words.at(noun)).iter().find_map(|s| nouns::measure(s)));
        known.or_else(|| {
            let group = self.sentence.names.iter().any(|n| n.kind == NameKind::Norp && n.tokens.contains(&noun));
            let plural = token.feats.number == Some("Plur");
            let people = plural && (group || token.upos == Upos::PROPN && people_ending(self.words.at(noun)));
            people.then_some(Measure::Person)
        })
    }

    fn figure(&self, q: &Quantity, before: Option<&FigureMention>) -> Option<FigureMention> {
        let noun = self.counted(q);
        let top = self.top(q);
        let (unit, factor) = match q.kind {
            QuantityKind::OtherMoney => return None,
            QuantityKind::None => (Unit::Person, 1.0),
            QuantityKind::Money(unit) => {
                let end = q.tokens.end;
                let price = self.words.any(end, &["a", "an", "per", "each"])
                    && !self.words.any(end + 1, &["year", "month", "day", "week"]);
                if price {
                    return None;
                }
                (unit, 1.0)
            }
            QuantityKind::Share => {
                noun.or_else(|| self.head(top)).filter(|n| self.is(*n, nouns::shared))?;
                (Unit::Share, 1.0)
            }
            QuantityKind::Count => self.count(q, noun, before)?,
        };
        let scaled = |v: Option<f64>| v.map(|v| round(v * factor, unit, factor));
        let (low, high) = (scaled(q.low), scaled(q.high));
        let predicate = self.governor(noun.unwrap_or(top));
        let mention = self.mention(q, noun, predicate);
        let what = self.what(q, unit, noun, predicate);
        Some(FigureMention { quantity: q.tokens.clone(), low, high, unit, what, mention, noun, predicate })
    }

    /// The unit of a count, and what one of it is in that unit.
    fn count(&self, q: &Quantity, noun: Option<usize>, before: Option<&FigureMention>) -> Option<(Unit, f64)> {
        let small = q.low == q.high && q.low.is_some_and(|v| v < 10.0) || q.low == Some(3.0) && q.high.is_none();
        let one = q.low == Some(1.0) && q.high == Some(1.0);
        // Nothing that is counted comes in parts; distances and times may.
        let whole = q.low.or(q.high).is_some_and(|v| v.fract() == 0.0);
        let Some(noun) = noun else {
            // "children under 18" have an age; "one that said" is anybody.
            let age = self.words.any(q.tokens.start, &["under", "over", "above", "below"])
                && q.tokens.start.checked_sub(1).is_some_and(|k| self.measure(k).is_some());
            return if one || age { None } else { self.bare(q, before) };
        };
        let hyphen = self.words.at(q.tokens.end) == "-";
        if self.words.any(noun, &["others", "more"]) {
            return self.bare(q, before);
        }
        // Whoever is killed or arrested is a person, whatever the tables know of the noun.
        let measure = self.measure(noun).or_else(|| self.harmed(noun).then_some(Measure::Person))?;
        match measure {
            Measure::Kilometres(f) => {
                let area = self.words.after(noun, &["square", "cubic"]) || self.words.any(noun + 1, &["per", "an"]);
                (!area).then_some((Unit::Km, f))
            }
            // "A few months" is no length that a record could hold.
            Measure::Hours(_) | Measure::Days(_)
                if q.low == Some(3.0)
                    && q.high.is_none()
                    && q.head + 1 == noun
                    && !self.words.any(q.head, &["three", "3"]) =>
            {
                None
            }
            Measure::Hours(f) => self.lasting(q, noun).then_some((Unit::Hour, f)),
            Measure::Days(f) => self.lasting(q, noun).then_some((Unit::Day, f)),
            _ if !whole => None,
            Measure::Person if hyphen => Some((Unit::Person, 1.0)),
            Measure::Person => {
                let fits = if small { !self.definite(q, noun) && self.relevant(noun) } else { true };
                fits.then_some((Unit::Person, 1.0))
            }
            Measure::Participant => {
                let harmed = self.head(noun).is_some_and(|h| self.is(h, nouns::harms) || self.is(h, nouns::punishes));
                (harmed && !self.definite(q, noun) || !small).then_some((Unit::Person, 1.0))
            }
            Measure::Item => {
                let fits = !self.definite(q, noun) && (!one || self.relevant(noun)) || !small;
                (fits && !hyphen).then_some((Unit::Item, 1.0))
            }
            Measure::State => (!small && !hyphen).then_some((Unit::Item, 1.0)),
        }
    }

    /// A number without a noun: its predicate, or the number before it, says what it counts.
    fn bare(&self, q: &Quantity, before: Option<&FigureMention>) -> Option<(Unit, f64)> {
        let top = self.top(q);
        let mut head = self.head(top)?;
        let person = Some((Unit::Person, 1.0));
        // "213 more were hurt", "with 30 others wounded"
        let rest = self.words.any(q.tokens.end, &["others", "more"]);
        if rest && head == q.tokens.end {
            head = self.head(head)?;
        }
        // "killing 50", "11 wounded", "50 dead"
        if self.is(head, nouns::harms)
            && matches!(self.deprel(top), "obj" | "nsubj" | "dep" | "nummod" | "advmod" | "obl")
            && !self.led_by_preposition(top)
            || self.is(q.tokens.end, nouns::harms)
        {
            return person;
        }
        // "Dozens were hurt", "four others"
        let vague = q.low != q.high
            && self.words.any(q.head, &["dozens", "hundreds", "thousands", "millions", "scores", "tens"]);
        if vague && self.deprel(top) == "nsubj" && self.tokens[head].upos == Upos::VERB {
            return person;
        }
        if rest
            && (before.is_some_and(|b| b.unit == Unit::Person)
                || self.is(head, nouns::harms)
                || self.is(q.tokens.end + 1, nouns::harms))
        {
            return person;
        }
        // "The number of deaths has risen to 37."
        if self.is(head, nouns::comes_to) {
            let total = |c: &usize| matches!(self.deprel(*c), "nsubj" | "obj") && *c != top;
            let people = |c: usize| self.within(c).any(|k| self.is(k, nouns::total_of_people));
            return self.children(head).filter(total).any(people).then_some((Unit::Person, 1.0));
        }
        // "killing 50, including 6 in the south"
        if before.is_some_and(|b| b.unit == Unit::Person) && self.words.before(q.tokens.start, 1) == "including" {
            return person;
        }
        // "with air strikes -- eight in a day --", "protesters, 12 of them women"
        let set_off = self.words.after(q.tokens.start, &["--", "-", "–", "—", ",", "("]);
        let plural = |k: &usize| self.tokens[*k].feats.number == Some("Plur");
        if set_off
            && let Some(listed) = q.tokens.start.checked_sub(2).filter(plural)
            && !matches!(self.deprel(top), "conj")
        {
            match self.measure(listed) {
                Some(Measure::Item) => return Some((Unit::Item, 1.0)),
                Some(Measure::Person) => return person,
                _ => {}
            }
        }
        let beside = matches!(self.deprel(top), "appos" | "parataxis" | "dep" | "conj" | "nmod");
        match self.measure(head) {
            Some(Measure::Item) if beside && !self.led_by_preposition(top) => Some((Unit::Item, 1.0)),
            Some(Measure::Person) if beside && !self.led_by_preposition(top) => person,
            _ => None,
        }
    }

    fn led_by_preposition(&self, i: usize) -> bool {
        self.children(i).any(|k| {
            self.deprel(k) == "case" && !self.words.any(k, &["than", "over", "about", "around", "to", "under"])
        })
    }

    /// The tokens under a token, itself among them.
    fn within(&self, top: usize) -> impl Iterator<Item = usize> {
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

    /// Whether the count only names those already known ("the two leaders", "our two countries").
    fn definite(&self, q: &Quantity, noun: usize) -> bool {
        let before = self.words.before(q.tokens.start, 1);
        let owner = |k: usize| matches!(self.deprel(k), "det" | "nmod") && k < q.tokens.start;
        let words = &["the", "these", "those", "both", "its", "their", "our", "his", "her", "my", "your"];
        words.contains(&before) || self.children(noun).any(|k| owner(k) && self.words.any(k, words))
    }

    /// Whether a predicate that makes small counts matter governs a noun, or an event of the article does.
    fn relevant(&self, noun: usize) -> bool {
        let mut at = noun;
        for _ in 0..4 {
            let Some(h) = self.head(at) else { break };
            if self.is(h, nouns::matters) || self.context.triggers.contains(&h) {
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

    /// Whether a noun is what a predicate of killing or arresting is done to.
    fn harmed(&self, noun: usize) -> bool {
        let done_to = matches!(self.tokens[noun].deprel, "nsubj:pass" | "obj");
        let plural = self.tokens[noun].feats.number != Some("Sing");
        done_to
            && plural
            && self.head(noun).is_some_and(|h| self.tokens[h].upos == Upos::VERB && self.is(h, nouns::harms))
    }

    /// Whether a time is the length of something that a record should hold.
    fn lasting(&self, q: &Quantity, noun: usize) -> bool {
        if self.words.after(q.tokens.start, &["within"]) {
            return true;
        }
        let jail = &["prison", "jail", "custody", "detention", "imprisonment"];
        if self.words.any(noun + 1, jail) || self.words.any(noun + 1, &["in", "of"]) && self.words.any(noun + 2, jail) {
            return true;
        }
        let mut at = noun;
        for _ in 0..2 {
            let Some(h) = self.head(at) else { return false };
            if self.is(h, nouns::lasts) {
                return !self.words.any(noun + 1, &["ago", "earlier", "later", "before", "after"]);
            }
            at = h;
        }
        false
    }

    /// The verb or noun that a noun depends on.
    fn governor(&self, noun: usize) -> Option<usize> {
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
    fn mention(&self, q: &Quantity, noun: Option<usize>, predicate: Option<usize>) -> Range<usize> {
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

    fn what(&self, q: &Quantity, unit: Unit, noun: Option<usize>, predicate: Option<usize>) -> String {
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

/// Whether a plural name is that of a people ("Palestinians", "Iraqis").
fn people_ending(word: &str) -> bool {
    ["ans", "is", "ese", "ers", "ish", "nes", "eks", "rks", "bs", "ds"].iter().any(|e| word.ends_with(e))
}

/// Distances that were converted are rounded as far as they are known; months count in whole days.
fn round(value: f64, unit: Unit, factor: f64) -> f64 {
    match unit {
        Unit::Km if factor != 1.0 && value < 1.0 && value > 0.0 => {
            let scale = 10f64.powi(1 - value.log10().floor() as i32);
            (value * scale).round() / scale
        }
        Unit::Km if factor != 1.0 => (value * 10.0).round() / 10.0,
        Unit::Day => value.round(),
        _ => value,
    }
}
