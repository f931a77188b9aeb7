//! How many and how much: counts and amounts that bear on politics, conflict, disaster or aid.
//!
//! [`quantities`] finds the number phrases, [`figures`] finds in the dependency tree what each counts and which predicate
//! governs it, and keeps those that a record should hold.

mod nouns;
mod quantity;
mod reader;
mod wording;

#[cfg(test)]
mod tests;

pub use quantity::{Quantity, QuantityKind, quantities};

use chancery_language::{Sentence, Upos};
use chancery_record::Unit;
use nouns::Measure;
use reader::Reader;
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

/// Whether two figures of one article are one: the same bounds in the same unit, of what has the same name. Small numbers
/// and shares return by chance, so that the whole phrase must be the same; what was killed is never what was wounded.
pub fn same_figure(a: (&FigureMention, &Sentence), b: (&FigureMention, &Sentence)) -> bool {
    const RARE: f64 = 20.0;
    let ((x, _), (y, _)) = (a, b);
    if (x.unit, x.low, x.high) != (y.unit, y.low, y.high) {
        return false;
    }
    let noun =
        |(f, s): (&FigureMention, &Sentence)| f.noun.and_then(|n| s.tokens.get(n)).map(|t| t.lemma.to_lowercase());
    let done = |f: &FigureMention| {
        f.what.rsplit(' ').next().filter(|w| nouns::stems(w).iter().any(|s| nouns::harms(s))).map(str::to_owned)
    };
    let apart = done(x).zip(done(y)).is_some_and(|(m, n)| m != n);
    let rare = x.low.or(x.high).is_some_and(|v| v >= RARE);
    match x.unit {
        Unit::Usd | Unit::Eur | Unit::Gbp => true,
        Unit::Person if rare => !apart,
        Unit::Item if rare => noun(a) == noun(b),
        _ => x.what == y.what,
    }
}

impl Reader<'_> {
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
                let whole = |n: &usize| self.is(*n, nouns::shared) || self.people_of(*n);
                if noun.or_else(|| self.head(top)).filter(whole).is_none() && !self.partakes(q, top) {
                    return None;
                }
                (Unit::Share, 1.0)
            }
            QuantityKind::Count => self.count(q, noun, before)?,
        };
        let scaled = |v: Option<f64>| v.map(|v| round(v * factor, unit, factor));
        let (low, high) = (scaled(q.low), scaled(q.high));
        let predicate = self.governor(noun.unwrap_or(top));
        let mention = self.mention(q, noun, predicate);
        let what = if self.ballot(q) { "votes".to_owned() } else { self.what(q, unit, noun, predicate) };
        Some(FigureMention { quantity: q.tokens.clone(), low, high, unit, what, mention, noun, predicate })
    }

    /// The unit of a count, and what one of it is in that unit.
    fn count(&self, q: &Quantity, noun: Option<usize>, before: Option<&FigureMention>) -> Option<(Unit, f64)> {
        let small = q.low == q.high && q.low.is_some_and(|v| v < 10.0) || q.low == Some(3.0) && q.high.is_none();
        let one = q.low == Some(1.0) && q.high == Some(1.0);
        // Nothing that is counted comes in parts; distances and times may.
        let whole = q.low.or(q.high).is_some_and(|v| v.fract() == 0.0);
        if self.ballot(q) {
            return Some((Unit::Item, 1.0));
        }
        let Some(noun) = noun else {
            // "children under 18" have an age; "one that said" is anybody.
            let age = self.words.any(q.tokens.start, &["under", "over", "above", "below"])
                && q.tokens.start.checked_sub(1).is_some_and(|k| self.measure(k).is_some());
            return if let Some(unit) = self.picked(q, before) {
                Some((unit, 1.0))
            } else if one || age {
                None
            } else {
                self.bare(q, before)
            };
        };
        let hyphen = self.words.at(q.tokens.end) == "-";
        if self.words.any(noun, &["others", "more"]) {
            return self.bare(q, before);
        }
        // Whoever is killed or arrested is a person, whatever the tables know of the noun.
        let measure = self
            .measure(noun)
            .or_else(|| self.harmed(noun).then_some(Measure::Person))
            .or_else(|| self.handled(noun).then_some(Measure::Item))?;
        // "three of the complaints" are not those named before; "38, among them nine children" goes on with people.
        let some_of = self.words.at(q.tokens.end) == "of";
        let among = some_of && self.words.at(q.tokens.end + 1) == "whose"
            || before.is_some_and(|b| b.unit == Unit::Person)
                && (self.words.before(q.tokens.start, 1) == "including"
                    || self.words.before(q.tokens.start, 1) == "them"
                        && self.words.before(q.tokens.start, 2) == "among");
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
                let fits = !small || among || (some_of || !self.definite(q, noun)) && self.relevant(noun);
                fits.then_some((Unit::Person, 1.0))
            }
            Measure::Participant => {
                let harmed = self.head(noun).is_some_and(|h| self.is(h, nouns::harms) || self.is(h, nouns::punishes));
                let sides = self.deprel(noun) == "nsubj" && self.head(noun).is_some_and(|h| self.is(h, nouns::sides));
                ((harmed || sides) && !self.definite(q, noun) || !small).then_some((Unit::Person, 1.0))
            }
            Measure::Item => {
                let fits = (some_of || !self.definite(q, noun)) && (!one || self.relevant(noun)) || !small;
                // "several Department of Justice officials": a name is no thing that is counted.
                let named = self.upos(noun) == Upos::PROPN && self.tokens[noun].feats.number != Some("Plur");
                let fits = fits && !named;
                (fits && !hyphen).then_some((Unit::Item, 1.0))
            }
            Measure::State => (!small && !hyphen).then_some((Unit::Item, 1.0)),
        }
    }

    /// A number that picks out of what was counted or named before: "eight of them", "the remaining 13", "four in Nairobi
    /// and one in Kisumu".
    fn picked(&self, q: &Quantity, before: Option<&FigureMention>) -> Option<Unit> {
        let Range { start, end } = q.tokens;
        let people = before.is_some_and(|b| b.unit == Unit::Person);
        let done = self.governor(self.top(q)).is_some_and(|p| self.is(p, nouns::matters) || self.is(p, nouns::harms));
        let one = q.low == Some(1.0) && q.high == Some(1.0);
        let of = self.words.at(end) == "of" && self.words.any(end + 1, &["them", "those", "whom", "whose"]);
        if of && !one {
            let whose = self.words.at(end + 1) == "whose" && self.measure(end + 2) == Some(Measure::Person);
            // "those freed", "those killed"
            let those = self.words.at(end + 1) == "those" && self.is(end + 2, nouns::matters);
            return (people || done || whose || those || self.words.at(end + 1) == "whom").then_some(Unit::Person);
        }
        if self.words.any(start.wrapping_sub(1), &["remaining", "other"]) && people && !one {
            return Some(Unit::Person);
        }
        let listed = self.words.any(end, &["in", "at", "near", "from"])
            && matches!(self.words.before(start, 1), "," | "and" | "—" | "--" | "–" | ":")
            && matches!(self.deprel(self.top(q)), "appos" | "conj" | "parataxis" | "dep" | "list" | "nmod");
        (people && listed).then_some(Unit::Person)
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
        // "Nearly 1,000 have served", of those whom the text speaks of
        let many = q.low.or(q.high).is_some_and(|v| v >= 100.0);
        if many && self.deprel(top) == "nsubj" && self.is(head, nouns::of_crowds) {
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
            // "puts the number at 2,400", of those whom the sentence speaks of
            let number = self.children(head).filter(total).any(|c| self.words.any(c, &["number", "total", "figure"]));
            if number && (0..self.words.len()).any(|k| self.is(k, nouns::matters) || self.is(k, nouns::total_of_people))
            {
                return person;
            }
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
}

/// Distances that were converted are rounded as far as they are known; months count in whole days.
fn round(value: f64, unit: Unit, factor: f64) -> f64 {
    match unit {
        Unit::Km if factor != 1.0 && value < 1.0 && value > 0.0 => {
            let scale = 10f64.powi(1 - value.log10().floor() as i32);
            (value * scale).round() / scale
        }
        Unit::Km if factor != 1.0 => (value * 10.0).round() / 10.0,
        // Half a year is 182 days.
        Unit::Day => (value - 0.01).round(),
        _ => value,
    }
}
