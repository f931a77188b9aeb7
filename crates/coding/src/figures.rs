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

/// Whether two figures of one article are one: the same number of the same unit, of what has the same name.
pub fn same_figure(a: (&FigureMention, &Sentence), b: (&FigureMention, &Sentence)) -> bool {
    let noun = |(f, s): (&FigureMention, &Sentence)| f.noun.and_then(|n| s.tokens.get(n)).map(|t| t.lemma.to_lowercase());
    let ((x, _), (y, _)) = (a, b);
    let named = match (noun(a), noun(b)) {
        (Some(m), Some(n)) => m == n || x.unit == Unit::Person && x.low.or(x.high).is_some_and(|v| v >= 20.0),
        _ => x.unit == Unit::Person,
    };
    (x.unit, x.low, x.high) == (y.unit, y.low, y.high) && named
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

    fn lemma(&self, i: usize) -> String {
        self.tokens.get(i).map_or(String::new(), |t| t.lemma.to_lowercase())
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
            matches!(n.kind, NameKind::Person | NameKind::Organization | NameKind::Product | NameKind::Facility | NameKind::Misc)
                && n.prob >= 0.5
                && n.tokens.len() > q.tokens.len()
                && n.tokens.contains(&q.head)
        };
        if self.sentence.names.iter().any(named) {
            return true;
        }
        let age = w.any(end, &["old"])
            || w.any(start.wrapping_sub(1), &["aged", "age", "ages"])
            || w.any(end + 1, &["old"]) && w.any(end, &["years", "year", "months", "days", "-"])
            || w.at(end) == "-" && w.any(end + 1, &["year", "month", "years"]) && (w.any(end + 2, &["old", "olds"]) || w.at(end + 2) == "-" && w.any(end + 3, &["old", "olds"]));
        let clock = w.any(end, &["a.m.", "p.m.", "am", "pm", "gmt", "utc", "o'clock", "a.m", "p.m", "°", "degrees"]);
        let year = q.tokens.len() == 1 && q.low == q.high && q.low.is_some_and(|v| (1900.0..2100.0).contains(&v)) && w.at(start).len() == 4;
        let label = w.any(start.wrapping_sub(1), &["no.", "number", "no", "#", "resolution", "article", "section", "chapter", "flight", "route", "highway", "room", "page", "paragraph", "phase", "day", "part", "item", "unit", "area", "point"])
            && !w.any(start, &["some", "about", "over"]);
        let score = w.at(end) == "-" && w.at(end + 1).bytes().all(|b| b.is_ascii_digit()) && !w.at(end + 1).is_empty();
        age || clock || label || score || year && self.counted(q).is_none_or(|n| self.measure(n).is_none())
    }

    /// The token of the phrase by which it hangs in the tree.
    fn top(&self, q: &Quantity) -> usize {
        let leaves = |i: &usize| self.head(*i).is_none_or(|h| !q.tokens.contains(&h));
        if leaves(&q.head) {
            return q.head;
        }
        // The word that bounds a number may hang outside of it ("over" as the case of a noun).
        q.tokens.clone().rev().find(|i| leaves(i) && !matches!(self.deprel(*i), "case" | "advmod" | "mark")).unwrap_or(q.head)
    }

    /// The noun that a quantity counts.
    fn counted(&self, q: &Quantity) -> Option<usize> {
        let top = self.top(q);
        let of = self.children(top).find(|c| *c >= q.tokens.end && self.deprel(*c) == "nmod" && self.children(*c).any(|k| self.words.any(k, &["of", "in"]) && self.deprel(k) == "case"));
        if let Some(n) = of {
            return Some(n);
        }
        let head = self.head(top)?;
        let modifies = matches!(self.deprel(top), "nummod" | "compound" | "amod" | "det" | "nmod" | "dep" | "advmod");
        (modifies && head >= q.tokens.end && matches!(self.tokens[head].upos, Upos::NOUN | Upos::PROPN | Upos::ADJ | Upos::X | Upos::SYM)).then_some(head)
    }

    fn measure(&self, noun: usize) -> Option<Measure> {
        let token = self.tokens.get(noun)?;
        let group = self.sentence.names.iter().any(|n| n.kind == NameKind::Norp && n.tokens.contains(&noun));
        let lemma = token.lemma.to_lowercase();
        nouns::measure(&lemma).or_else(|| {
            let plural = token.feats.number == Some("Plur");
            (plural && (group || token.upos == Upos::PROPN && people_ending(&token.form.to_lowercase()))).then_some(Measure::Person)
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
                let price = self.words.any(end, &["a", "an", "per", "each"]) && !self.words.any(end + 1, &["year", "month", "day", "week"]);
                if price {
                    return None;
                }
                (unit, 1.0)
            }
            QuantityKind::Share => {
                let of = noun.or_else(|| self.head(top)).filter(|n| nouns::shared(&self.lemma(*n)));
                of?;
                (Unit::Share, 1.0)
            }
            QuantityKind::Count => self.count(q, noun, before)?,
        };
        let scaled = |v: Option<f64>| v.map(|v| round(v * factor, unit, factor));
        let (low, high) = (scaled(q.low), scaled(q.high));
        let predicate = self.governor(noun.unwrap_or(top));
        let mention = self.mention(q, noun, predicate);
        let what = self.what(q, noun, predicate);
        Some(FigureMention { quantity: q.tokens.clone(), low, high, unit, what, mention, noun, predicate })
    }

    /// The unit of a count, and what one of it is in that unit.
    fn count(&self, q: &Quantity, noun: Option<usize>, before: Option<&FigureMention>) -> Option<(Unit, f64)> {
        let small = q.low == q.high && q.low.is_some_and(|v| v < 10.0) || q.low == Some(3.0) && q.high.is_none();
        let Some(noun) = noun else { return self.bare(q, before) };
        let one = q.low == Some(1.0) && q.high == Some(1.0);
        let hyphen = self.words.at(q.tokens.end) == "-";
        match self.measure(noun)? {
            Measure::Kilometres(f) => {
                let area = self.words.any(noun.wrapping_sub(1), &["square", "cubic"]) || self.words.any(noun + 1, &["per", "an"]);
                (!area).then_some((Unit::Km, f))
            }
            Measure::Hours(f) => self.lasting(q, noun).then_some((Unit::Hour, f)),
            Measure::Days(f) => self.lasting(q, noun).then_some((Unit::Day, f)),
            Measure::Person if hyphen => Some((Unit::Person, 1.0)),
            Measure::Person => {
                let fits = if small { !self.definite(q, noun) && self.relevant(noun) } else { true };
                fits.then_some((Unit::Person, 1.0))
            }
            Measure::Participant => (self.relevant(noun) && !self.definite(q, noun) || !small).then_some((Unit::Person, 1.0)),
            Measure::Item => {
                let fits = !self.definite(q, noun) && (!one || self.relevant(noun)) || !small;
                fits.then_some((Unit::Item, 1.0))
            }
            Measure::State => (!small && !hyphen).then_some((Unit::Item, 1.0)),
        }
    }

    /// A number without a noun: its predicate, or the number before it, says what it counts.
    fn bare(&self, q: &Quantity, before: Option<&FigureMention>) -> Option<(Unit, f64)> {
        let top = self.top(q);
        let head = self.head(top)?;
        let lemma = self.lemma(head);
        let person = Some((Unit::Person, 1.0));
        let next = self.lemma(q.tokens.end);
        if nouns::harms(&lemma) || nouns::harms(&next) || nouns::harms(&self.words.at(q.tokens.end).to_string()) {
            return person;
        }
        // "The number of deaths has risen to 37."
        if nouns::comes_to(&lemma) {
            let total = |c: &usize| matches!(self.deprel(*c), "nsubj" | "obj") && *c != top;
            if self.children(head).filter(total).any(|c| self.within(c).any(|k| nouns::total_of_people(&self.lemma(k)) || nouns::total_of_people(self.words.at(k)))) {
                return person;
            }
            return None;
        }
        // "killing 50, including 6 in the south"
        if let Some(b) = before
            && b.unit == Unit::Person
            && (self.within(top).any(|k| self.words.at(k) == "including") || self.words.any(q.tokens.start.wrapping_sub(1), &["including"]) || matches!(self.deprel(top), "conj"))
        {
            return person;
        }
        match self.measure(head) {
            Some(Measure::Item) if matches!(self.deprel(top), "appos" | "parataxis" | "dep") => Some((Unit::Item, 1.0)),
            Some(Measure::Person) if matches!(self.deprel(top), "appos" | "parataxis" | "dep") => person,
            _ => None,
        }
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
        let words = &["the", "these", "those", "both", "all", "its", "their", "our", "his", "her", "my", "your"];
        words.contains(&before) || self.children(noun).any(|k| owner(k) && self.words.any(k, words))
    }

    /// Whether a predicate that makes small counts matter governs a noun, or an event of the article does.
    fn relevant(&self, noun: usize) -> bool {
        let mut at = noun;
        for _ in 0..4 {
            let Some(h) = self.head(at) else { break };
            if nouns::matters(&self.lemma(h)) || self.context.triggers.contains(&h) {
                return true;
            }
            if !matches!(self.deprel(at), "nsubj" | "obj" | "nmod" | "conj" | "obl" | "appos" | "acl" | "xcomp" | "compound") {
                break;
            }
            at = h;
        }
        self.children(noun).any(|c| matches!(self.deprel(c), "acl" | "amod") && nouns::matters(&self.lemma(c)))
    }

    /// Whether a time is the length of something that a record should hold.
    fn lasting(&self, q: &Quantity, noun: usize) -> bool {
        if self.words.any(q.tokens.start.wrapping_sub(1), &["within"]) {
            return true;
        }
        let mut at = noun;
        for _ in 0..2 {
            let Some(h) = self.head(at) else { return false };
            if nouns::lasts(&self.lemma(h)) {
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
            if matches!(self.tokens[h].upos, Upos::VERB) || nouns::harms(&self.lemma(h)) || self.context.triggers.contains(&h) {
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

    fn what(&self, q: &Quantity, noun: Option<usize>, predicate: Option<usize>) -> String {
        let done = predicate.map(|p| self.lemma(p)).filter(|l| nouns::matters(l)).map(|l| nouns::participle(&l));
        let generic = |n: usize| matches!(self.lemma(n).as_str(), "people" | "person" | "man" | "individual");
        let thing = noun.filter(|n| !generic(*n) || done.is_none()).map(|n| self.phrase(q, n));
        match (thing, done) {
            (Some(t), Some(d)) => format!("{t} {d}"),
            (Some(t), None) => t,
            (None, Some(d)) => d,
            (None, None) => predicate.map_or_else(|| "people".to_string(), |p| self.tokens[p].form.clone()),
        }
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
