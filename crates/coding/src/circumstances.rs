//! When and where an act took place: from its own clause, or by a stated rule of inheritance.
//!
//! A time or place belongs to the clause of the verb or event noun that it hangs on. An act without its own takes that of
//! the clause that it is part of (a participle, an infinitive, a conjunct); nothing is taken from elsewhere because it is
//! there. What inheritance over sentences is allowed is said at [`Narrative`].

mod order;

use crate::cast::Cast;
use crate::dates::{self, Running, TimeExpression, TimeRole};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::{PartialDate, Place, PlacePrecision, Precision, When};
use chancery_world::{HitKind, World};
pub use order::in_which;
use order::{
    LONG_AGO, MAKING, Occasions, Order, PERIODS, TERMS, begins, compares, dated_noun, long_ago, of_other_noun, opens,
    order, ordered, undated,
};
use std::collections::BTreeMap;

/// How far from its word an act's place may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What is said or agreed: only at the verb itself. A place within what it is about is that thing's.
    Words,
    /// A meeting: the same, and where those are who are met.
    Talks,
    /// A journey: the same, and where it goes to.
    Journey,
    /// Force and other bodily acts: where their objects and those who act are, too.
    Bodies,
    /// Troops and people that go somewhere: the same, and where they go to.
    Dispatch,
    /// Troops and people that leave: the same, and where they leave from.
    Departure,
}

/// Dates and places of a sentence, each tied to a clause.
pub struct Circumstances {
    times: Vec<Time>,
    /// Words that leave open when.
    vague: Vec<usize>,
    /// Words that say how long or how often.
    lasting: Vec<usize>,
    places: Vec<(usize, Place)>,
    counted: Vec<String>,
}

/// A time, and the head of the words that state it.
struct Time {
    token: usize,
    when: When,
    /// It dates a noun below a preposition of order ("since the *2020* election"), not the clause.
    reference: bool,
    /// It is what such a phrase says of the clause: "since the election" is from 2020 on. The token is the noun then.
    ordered: bool,
}

/// The day that the text is telling of, as far as it was stated: set by a main clause with a day of its own, forgotten
/// with the paragraph after next.
#[derive(Clone, Debug, Default)]
pub struct Narrative {
    time: Option<(When, usize)>,
    place: Option<(Place, usize)>,
    headline: Option<Place>,
    meeting: Option<(Place, Vec<String>, usize)>,
}

/// The verb or noun that a token's clause is about: the nearest above it that is a verb or has a subject.
pub fn clause_of(tree: &Tree<'_>, token: usize) -> usize {
    tree.path_up(token)
        .find(|&t| tree.is_verb(t) && tree.rel(t) != "amod" || tree.child(t, &["nsubj"]).is_some())
        .unwrap_or_else(|| tree.path_up(token).last().unwrap_or(token))
}

/// Reads the times and places of all sentences of an article.
pub fn all(trees: &[Tree<'_>], cast: &Cast, world: &World, published: Option<PartialDate>) -> Vec<Circumstances> {
    let mut running = Running::default();
    let times: Vec<Vec<TimeExpression>> = trees
        .iter()
        .map(|t| {
            let mut found = dates::expressions(t.sentence, published);
            running.follow(t.sentence.paragraph, &mut found);
            found
        })
        .collect();
    let occasions = Occasions::of(trees, &times);
    trees.iter().zip(times).map(|(t, times)| Circumstances::of(t, times, &occasions, cast, world, published)).collect()
}

impl Circumstances {
    fn of(
        tree: &Tree<'_>,
        expressions: Vec<TimeExpression>,
        occasions: &Occasions,
        cast: &Cast,
        world: &World,
        published: Option<PartialDate>,
    ) -> Circumstances {
        let heads = |wanted: &dyn Fn(&&TimeExpression) -> bool| -> Vec<usize> {
            expressions.iter().filter(wanted).filter_map(|e| tree.head_of(&e.tokens)).collect()
        };
        let lasting = heads(&|e| matches!(e.role, TimeRole::Duration | TimeRole::Frequency) && !brief(e));
        let mut vague = heads(&|e| undated(e));
        let mut times: Vec<Time> = Vec::new();
        for e in expressions {
            let Some(token) = tree.head_of(&e.tokens) else { continue };
            let Some(when) = when(&e).or_else(|| up_to_now(tree, &e, token, published)) else { continue };
            // "the first visit since 2011": it compares, and tells nothing of when the visit was.
            if e.role == TimeRole::Since && compares(tree, token) {
                continue;
            }
            let noun = dated_noun(tree, token);
            let order = noun.and_then(|n| order(tree, n));
            let mut reference = false;
            if let (Some(noun), Some(order)) = (noun, order) {
                reference = order != Order::After || long_ago(&when, published);
                match ordered(&when, order) {
                    Some(when) if order != Order::Since || !compares(tree, noun) => {
                        times.push(Time { token: noun, when, reference: false, ordered: true });
                    }
                    _ if reference => vague.push(noun),
                    _ => {}
                }
            }
            times.push(Time { token, when, reference, ordered: false });
        }
        // "before the earthquake", of which the text says elsewhere when it was.
        for noun in (0..tree.len()).filter(|&t| tree.token(t).upos == Upos::NOUN) {
            let Some(order) = order(tree, noun) else { continue };
            if times.iter().any(|t| t.token == noun || dated_noun(tree, t.token) == Some(noun)) {
                continue;
            }
            match occasions.when(tree, noun) {
                Some(when) => match ordered(when, order) {
                    Some(when) if order != Order::Since || !compares(tree, noun) => {
                        times.push(Time { token: noun, when, reference: false, ordered: true });
                    }
                    _ if long_ago(when, published) => vague.push(noun),
                    _ => {}
                },
                None if order != Order::After && PERIODS.contains(&tree.lemma(noun)) => vague.push(noun),
                None => {}
            }
        }
        let (mut places, mut counted) = (Vec::new(), Vec::new());
        for t in 0..tree.len() {
            if !matches!(tree.token(t).upos, Upos::PROPN | Upos::NOUN) {
                continue;
            }
            if let Some(place) = place_at(tree, t, cast, world) {
                // A country in the name of a body says little of where the text is, and a name of two words is one.
                let name = tree.sentence.names.iter().find(|n| n.tokens.contains(&t));
                let body = name.is_some_and(|n| n.kind == NameKind::Organization && n.tokens.len() > 1);
                let again = name.is_some_and(|n| places.last().is_some_and(|(l, _)| n.tokens.contains(l)));
                counted.extend(place.country.clone().filter(|_| !body && !again));
                places.push((t, place));
            }
        }
        Circumstances { times, vague, lasting, places, counted }
    }

    /// When an act took place. `carrier` is the verb that carries an event noun.
    pub fn date(&self, tree: &Tree<'_>, trigger: usize, carrier: Option<usize>) -> Option<When> {
        let found = self.stated(tree, trigger, carrier)?;
        let closed = found.start.is_some() && found.end.is_some();
        // "began its campaign in 2014": it has gone on since.
        if closed && found.precision != Precision::Open && begins(tree, trigger, carrier) {
            return Some(When { end: None, precision: Precision::Open, ..found });
        }
        Some(found)
    }

    fn stated(&self, tree: &Tree<'_>, trigger: usize, carrier: Option<usize>) -> Option<When> {
        if tree.is_nominal(trigger) {
            // Within the noun's own phrase ("Friday's attack", "talks on Wednesday").
            let own = |t: &&Time| {
                tree.within(t.token, trigger)
                    && t.token != trigger
                    && clause_of_below(tree, t.token, trigger)
                    && !of_other_noun(tree, t.token, trigger)
                    && (!t.reference || dated_noun(tree, t.token) == Some(trigger))
            };
            if let Some(t) = self.times.iter().find(own) {
                return Some(t.when.clone());
            }
            // "an agreement signed in September": what is done with it is what it is.
            let made = tree.children(trigger).iter().copied().find(|&c| {
                tree.rel(c) == "acl" && MAKING.contains(&tree.lemma(c)) && tree.token(c).feats.verb_form != Some("Inf")
            });
            if let Some(t) =
                made.and_then(|c| self.times.iter().find(|t| clause_of(tree, t.token) == c && !t.reference))
            {
                return Some(t.when.clone());
            }
        }
        let mut clause = carrier.unwrap_or_else(|| clause_of(tree, trigger));
        for _ in 0..5 {
            let own: Vec<&Time> = self
                .times
                .iter()
                .filter(|t| {
                    !t.reference
                        && t.token != trigger
                        && clause_of(tree, t.token) == clause
                        && (t.ordered || !in_other_event(tree, t.token, clause))
                })
                .collect();
            // Next to the verb first: a clause may name a day and a year.
            if let Some(t) =
                own.iter().min_by_key(|t| (t.ordered, depth(tree, t.token, clause), t.token.abs_diff(clause)))
            {
                return Some(t.when.clone());
            }
            // "The summit is scheduled to open on Friday."
            if let Some(t) =
                self.times.iter().find(|t| !t.reference && opens(tree, clause_of(tree, t.token), clause, trigger))
            {
                return Some(t.when.clone());
            }
            // "was released five years later": what the clause says of its time cannot be told, and no other's is its own.
            if self.vague.iter().any(|&t| clause_of(tree, t) == clause && !in_other_event(tree, t, clause)) {
                return None;
            }
            clause = part_of(tree, clause)?;
        }
        None
    }

    /// Whether the clause of an act, or one that it shares the time of, says only vaguely when ("recently"), so that no day
    /// may be inherited.
    pub fn vague(&self, tree: &Tree<'_>, trigger: usize, carrier: Option<usize>) -> bool {
        let mut clause = carrier.unwrap_or_else(|| clause_of(tree, trigger));
        for _ in 0..5 {
            if self.vague_clause(tree, clause, trigger) {
                return true;
            }
            match part_of(tree, clause) {
                Some(up) => clause = up,
                None => break,
            }
        }
        false
    }

    fn vague_clause(&self, tree: &Tree<'_>, clause: usize, trigger: usize) -> bool {
        let once = tree.children_by(clause, &["advmod"]).any(|a| LONG_AGO.contains(&tree.lower(a).as_str()));
        let of = |t: usize| clause_of(tree, t) == clause;
        // "jailed for six years": the years are to come.
        let term = TERMS.contains(&tree.lemma(clause)) || TERMS.contains(&tree.lemma(trigger));
        once || self.vague.iter().any(|&t| of(t)) || !term && self.lasting.iter().any(|&t| of(t))
    }

    /// Where an act took place, by the words of its own clause or of one that it is part of.
    pub fn place(&self, tree: &Tree<'_>, trigger: usize, carrier: Option<usize>, reach: Reach) -> Option<Place> {
        let bodily = matches!(reach, Reach::Bodies | Reach::Dispatch | Reach::Departure);
        let fits = |t: usize, p: &Place| {
            let prep = tree.preposition(tree.first_conjunct(t)).unwrap_or_default();
            // "on the border", but "sanctions on Iran".
            let whole = p.precision == PlacePrecision::Country;
            (LOCATIVE.contains(&prep.as_str()) && !(whole && prep == "on"))
                || (bodily && prep == "through")
                || (prep == "of" && part_of_town(tree, t))
                || (matches!(reach, Reach::Journey | Reach::Dispatch) && matches!(prep.as_str(), "to" | "into"))
                || (reach == Reach::Departure && matches!(prep.as_str(), "from" | "out of"))
                || before_subject(tree, t)
        };
        let mut best: Option<(usize, &Place)> = None;
        // The event noun's own phrase, a modifier included ("the Mosul offensive").
        if tree.is_nominal(trigger) {
            for (t, p) in
                self.places.iter().filter(|(t, _)| tree.within(*t, trigger) && clause_of_below(tree, *t, trigger))
            {
                // "the Mosul offensive", "Trump's Syria withdrawal"; but "the Syria attack" may be Syria's.
                let owned = tree.children(trigger).iter().any(|&c| tree.token(c).deprel == "nmod:poss");
                if fits(*t, p)
                    || (tree.rel(*t) == "compound"
                        && tree.head(*t) == Some(trigger)
                        && (owned || p.precision != PlacePrecision::Country))
                {
                    let d = t.abs_diff(trigger);
                    if best.is_none_or(|(b, _)| d < b) {
                        best = Some((d, p));
                    }
                }
            }
        }
        let mut clause = carrier.unwrap_or_else(|| clause_of(tree, trigger));
        for _ in 0..5 {
            if best.is_some() {
                break;
            }
            let here = |t: usize, p: &Place| {
                fits(t, p)
                    && clause_of(tree, t) == clause
                    && (bodily || tree.within(t, trigger) && trigger != clause || stands_at(tree, t, clause, reach))
            };
            for (t, p) in self.places.iter().filter(|(t, p)| here(*t, p)) {
                // "in Aleppo, in northern Syria": the closer place, the finer where both are as close.
                let d = 4 * depth(tree, *t, clause)
                    + usize::from(p.precision == PlacePrecision::Country)
                    + 2 * usize::from(p.country.is_none())
                    + t.abs_diff(clause) / 8;
                if best.is_none_or(|(b, _)| d < b) {
                    best = Some((d, p));
                }
            }
            match part_of(tree, clause) {
                Some(up) => clause = up,
                None => break,
            }
        }
        if best.is_none() && bodily {
            // In a clause of its own object or participle: "planes intercepted aircraft flying off the coast of Alaska".
            best = self
                .places
                .iter()
                .filter(|(t, p)| {
                    fits(*t, p)
                        && *t > trigger
                        && tree.within(*t, trigger)
                        && !tree.path_up(*t).take_while(|&x| x != trigger).any(|x| {
                            tree.rel(x) == "ccomp" || tree.rel(x) == "conj" && tree.is_verb(x) && self.apart(tree, x)
                        })
                })
                .map(|(t, p)| (*t, p))
                .min_by_key(|(t, _)| *t);
        }
        best.map(|(_, p)| p.clone())
    }

    /// Whether a conjunct is told of another time than the verb before it: "was ousted in 1999 and settled in Dakar".
    fn apart(&self, tree: &Tree<'_>, conjunct: usize) -> bool {
        let first = tree.first_conjunct(conjunct);
        self.times.iter().any(|t| clause_of(tree, t.token) == first)
    }

    /// The country of the last place of the sentence that has one.
    pub fn country(&self) -> Option<&str> {
        self.places.iter().rev().find_map(|(_, p)| p.country.as_deref())
    }

    /// The town that a body is named by: "a Moscow court", "Nairobi police".
    pub fn seat(&self, tree: &Tree<'_>, body: usize) -> Option<Place> {
        self.places
            .iter()
            .find(|(t, p)| {
                tree.head(*t) == Some(body)
                    && matches!(tree.rel(*t), "compound" | "amod" | "nmod")
                    && tree.preposition(*t).is_none_or(|prep| prep == "in" || prep == "of")
                    && p.precision != PlacePrecision::Country
            })
            .map(|(_, p)| p.clone())
    }

    /// The first closed time stated in the main clause of the sentence (what holds "since 2015" is no time told of).
    fn main_time(&self, tree: &Tree<'_>) -> Option<When> {
        let at_root = |t: usize| tree.head(t).is_some_and(|h| tree.head(h).is_none() && clause_of(tree, t) == h);
        let plain = |t: &&Time| t.when.precision != Precision::Open && !t.reference && at_root(t.token);
        self.times.iter().find(plain).map(|t| t.when.clone())
    }
}

/// The country that nearly all places of an article lie in, where it names some. An act of force without a place of its
/// own is taken to have happened there.
pub fn prevailing(circumstances: &[Circumstances], world: &World) -> Option<Place> {
    let (country, n, total) = most(circumstances)?;
    let name = world.country(&country)?.name.to_string();
    (n >= 2 && 4 * n >= 3 * total).then(|| country_place(name, &country))
}

/// The country that more than half of an article's places lie in. It is the guess for a town that no table knows, which
/// needs less than an act without any place.
pub fn leading(circumstances: &[Circumstances]) -> Option<String> {
    most(circumstances).filter(|(_, n, total)| 2 * n > *total).map(|(country, ..)| country)
}

/// The country that most places of an article lie in, how many do, and how many there are.
fn most(circumstances: &[Circumstances]) -> Option<(String, usize, usize)> {
    let mut counts: BTreeMap<&str, usize> = Default::default();
    for country in circumstances.iter().flat_map(|c| &c.counted) {
        *counts.entry(country).or_default() += 1;
    }
    let total = counts.values().sum();
    let (country, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    Some((country.to_owned(), n, total))
}

/// A whole country as a place, without words of its own.
pub fn country_place(name: String, country: &str) -> Place {
    Place {
        name,
        country: Some(country.to_owned()),
        lat: None,
        lon: None,
        geonames: None,
        precision: PlacePrecision::Country,
        text: None,
    }
}

impl Narrative {
    /// Goes on to a sentence.
    pub fn enter(&mut self, tree: &Tree<'_>, c: &Circumstances) {
        let paragraph = tree.sentence.paragraph;
        if let Some(time) = c.main_time(tree) {
            self.time = Some((time, paragraph));
        }
        // "In Lomé, thousands marched. Police fired tear gas": a place put first is the scene.
        let scene = c.places.iter().find(|(t, _)| {
            tree.preposition(*t).is_some_and(|p| p == "in" || p == "at")
                && tree.head(*t).is_some_and(|h| {
                    tree.head(h).is_none() && tree.child(h, &["nsubj"]).is_some_and(|subject| *t < subject)
                })
        });
        if let Some((_, place)) = scene {
            self.place = Some((place.clone(), paragraph));
        }
        if tree.sentence.paragraph == 0 && self.headline.is_none() {
            // A headline that says where tells of what the first paragraphs tell.
            let located = |t: usize| tree.preposition(t).is_some_and(|p| matches!(p.as_str(), "in" | "at" | "near"));
            self.headline = c.places.iter().find(|(t, _)| located(*t)).map(|(_, p)| p.clone());
        }
    }

    /// The time told of in a paragraph: the day that it or one of the two before states in a main clause; where they
    /// state no time at all, the day of publication, which news tells of unless it says otherwise. A longer time (a year,
    /// a month) is told of to the end of the paragraph that states it, by what is told in the past tense. After it, words
    /// said are the news again (`verbal`), while what was done may as well be of that time.
    pub fn told(&self, paragraph: usize, published: Option<PartialDate>, past: bool, verbal: bool) -> Option<When> {
        let day = |w: &When| w.precision == Precision::Day && w.start == w.end;
        let near = |(w, p): &&(When, usize)| paragraph - p <= if verbal && !day(w) { 0 } else { 2 };
        match self.time.as_ref().filter(near) {
            Some((w, p)) => (day(w) || past && *p == paragraph).then(|| When { text: None, ..w.clone() }),
            None => published.filter(|d| d.day.is_some()).map(|d| When {
                start: Some(d),
                end: Some(d),
                precision: Precision::Day,
                text: None,
            }),
        }
    }

    /// Takes the place of an act of force as the one told of.
    pub fn at(&mut self, place: &Place, paragraph: usize) {
        self.place = Some((place.clone(), paragraph));
    }

    /// Takes the place of a meeting as the one where its parties, of these countries, are.
    pub fn meet(&mut self, place: &Place, parties: Vec<String>, paragraph: usize) {
        self.meeting = Some((place.clone(), parties, paragraph));
    }

    /// The place told of, in the paragraph that states it or one of so many after it.
    pub fn place(&self, paragraph: usize, after: usize) -> Option<Place> {
        self.place.as_ref().filter(|(_, p)| paragraph - p <= after).map(|(w, _)| Place { text: None, ..w.clone() })
    }

    /// The place that the headline names, for the first paragraphs.
    pub fn headline(&self, paragraph: usize) -> Option<Place> {
        self.headline.as_ref().filter(|_| paragraph <= 4).map(|p| Place { text: None, ..p.clone() })
    }

    /// The place of the meeting told of last, in or just after the paragraph that states it, and the countries that met.
    pub fn meeting(&self, paragraph: usize) -> Option<(Place, &[String])> {
        let (place, parties, at) = self.meeting.as_ref()?;
        (paragraph - at <= 3).then(|| (Place { text: None, ..place.clone() }, parties.as_slice()))
    }
}

/// The clause that a clause is part of: a participle, an infinitive or a conjunct shares time and place with it; what
/// someone says does not.
fn part_of(tree: &Tree<'_>, clause: usize) -> Option<usize> {
    let head = tree.head(clause)?;
    let participle = tree.token(clause).feats.verb_form != Some("Fin");
    let shared = match tree.rel(clause) {
        // "accused them of stealing the vote": what for was before.
        "xcomp" => !matches!(tree.preposition(clause).as_deref(), Some("of" | "for" | "over")),
        "acl" if in_which(tree, clause) => true,
        "advcl"
            if tree
                .children_by(clause, &["mark", "advmod"])
                .any(|m| matches!(tree.lower(m).as_str(), "when" | "while")) =>
        {
            true
        }
        "advcl" => {
            participle
                && !tree
                    .children_by(clause, &["mark"])
                    .any(|m| matches!(tree.lower(m).as_str(), "after" | "before" | "since" | "if"))
                && tree.preposition(clause).is_none()
        }
        "conj" => true,
        "acl" => participle && tree.token(clause).deprel != "acl:relcl",
        "obj" | "obl" | "nsubj" | "nmod" | "compound" | "appos" => true,
        _ => false,
    };
    shared.then(|| clause_of(tree, head))
}

/// Whether the path from a token up to an event noun meets no verb in between.
fn clause_of_below(tree: &Tree<'_>, t: usize, noun: usize) -> bool {
    tree.path_up(t).take_while(|&x| x != noun).all(|x| !tree.is_verb(x) || tree.rel(x) == "amod")
}

/// Whether a time belongs to a noun of its own below the clause ("discussed *last week's* attack").
fn in_other_event(tree: &Tree<'_>, t: usize, clause: usize) -> bool {
    tree.path_up(t).take_while(|&x| x != clause).any(|x| {
        tree.token(x).deprel == "nmod:poss"
            || (x != t && tree.rel(x) == "nmod" && tree.is_nominal(x) && depth(tree, t, clause) > 2)
    })
}

/// Whether a place is the verb's and not that of what it is about ("over the attack in Basra"): each noun between them stands
/// in a place itself ("at a conference in Geneva"), or is what is signed or attended there ("signed a deal in Doha", "for a
/// summit in Lomé"), or who is met.
fn stands_at(tree: &Tree<'_>, t: usize, clause: usize, reach: Reach) -> bool {
    tree.path_up(t).skip(1).take_while(|&x| x != clause).all(|x| {
        let prep = tree.preposition(x);
        let located = tree.rel(x) == "obl"
            && prep.as_deref().is_some_and(|p| {
                LOCATIVE.contains(&p) && !matches!(p, "on" | "over")
                    || matches!(p, "during" | "after" | "before" | "to" | "into")
            });
        let met = matches!(reach, Reach::Talks | Reach::Journey)
            && (tree.rel(x) == "obj" || prep.as_deref() == Some("with"))
            && !matches!(tree.lemma(clause), "discuss" | "debate" | "review" | "address" | "negotiate" | "assess");
        located || met || OCCASIONS.contains(&tree.lemma(x)) || part_of_town(tree, t) && tree.head(t) == Some(x)
    })
}

/// "in Hebron settlers beat a farmer": a subject has no preposition, so a place between one and it stands alone.
fn before_subject(tree: &Tree<'_>, t: usize) -> bool {
    tree.rel(t) == "compound"
        && tree.head(t).is_some_and(|h| {
            tree.rel(h) == "nsubj"
                && tree.children_by(h, &["case"]).any(|c| c + 1 == t && matches!(tree.lower(c).as_str(), "in" | "at"))
        })
}

/// "the streets of Lima", "the outskirts of Kabul": whether a place hangs on a word for a part of it.
fn part_of_town(tree: &Tree<'_>, t: usize) -> bool {
    tree.head(t).is_some_and(|h| {
        matches!(
            tree.lemma(h),
            "street"
                | "outskirt"
                | "outskirts"
                | "center"
                | "centre"
                | "edge"
                | "heart"
                | "south"
                | "north"
                | "east"
                | "west"
        )
    })
}

fn depth(tree: &Tree<'_>, t: usize, up: usize) -> usize {
    tree.path_up(t).take_while(|&x| x != up).count()
}

/// Whether a duration is one of hours, which fit into the day told of.
fn brief(e: &TimeExpression) -> bool {
    let text = e.when.text.as_deref().unwrap_or_default();
    ["hour", "hours", "minute", "minutes"].iter().any(|u| text.ends_with(u))
}

/// The days of an expression as an event's date: none for durations, frequencies and remembrance.
fn when(e: &TimeExpression) -> Option<When> {
    if !e.resolved {
        return None;
    }
    match e.role {
        TimeRole::At | TimeRole::During | TimeRole::Since | TimeRole::Until | TimeRole::Before | TimeRole::After => {
            Some(e.when.clone())
        }
        TimeRole::Duration | TimeRole::Frequency | TimeRole::Anniversary => None,
    }
}

/// "has been surrounded for days": what has gone on for a while has gone on up to the day of publication; since when is
/// left open.
fn up_to_now(tree: &Tree<'_>, e: &TimeExpression, at: usize, published: Option<PartialDate>) -> Option<When> {
    let verb = clause_of(tree, at);
    let perfect =
        tree.children_by(verb, &["aux"]).any(|a| tree.lemma(a) == "have" && tree.token(a).feats.tense == Some("Pres"));
    let end = published.filter(|p| p.day.is_some())?;
    (e.role == TimeRole::Duration && perfect && tree.preposition(at).as_deref() == Some("for")).then(|| When {
        start: None,
        end: Some(end),
        precision: Precision::Open,
        text: e.when.text.clone(),
    })
}

/// The place that a phrase names, by its head.
pub fn place_at(tree: &Tree<'_>, token: usize, cast: &Cast, world: &World) -> Option<Place> {
    if matches!(tree.rel(token), "flat") {
        return None;
    }
    if SITES.contains(&tree.lemma(token)) {
        // "the Syrian town of Afrin", "the Yemeni capital, Sanaa": the name tells, the country may stand before the noun.
        let named = tree.children(token).iter().copied().find(|&c| {
            c > token
                && (tree.rel(c) == "appos"
                    || tree.rel(c) == "flat"
                    || (tree.rel(c) == "nmod" && tree.preposition(c).as_deref() == Some("of")))
        });
        if let Some(mut p) = named
            .filter(|&c| tree.token(c).form.starts_with(char::is_uppercase))
            .and_then(|c| place_at(tree, c, cast, world))
        {
            if p.country.is_none() {
                let before: Vec<&str> = tree.phrase(token).map(|t| tree.token(t).form.as_str()).collect();
                p.country = world
                    .scan(&before, None)
                    .into_iter()
                    .find(|h| matches!(h.kind, HitKind::Adjective | HitKind::State))
                    .and_then(|h| h.country);
            }
            return Some(p);
        }
    }
    let name = tree.sentence.names.iter().find(|n| n.tokens.contains(&token));
    let range = match name {
        Some(n) if matches!(n.kind, NameKind::Location | NameKind::Facility) => n.tokens.clone(),
        Some(n) if matches!(n.kind, NameKind::Person | NameKind::Norp | NameKind::Date | NameKind::Money) => {
            return None;
        }
        _ => tree.phrase(token),
    };
    let words: Vec<&str> = tree.sentence.tokens[range.clone()].iter().map(|t| t.form.trim_start_matches('#')).collect();
    let at = token.checked_sub(range.start)?;
    let hits = world.scan(&words, None);
    let text = Some(words.join(" "));
    // "northwestern Syria", "eastern Aleppo": a part of what is named.
    let part = words.iter().any(|w| {
        let w = w.to_lowercase();
        ["north", "south", "east", "west", "central", "coast", "border"].iter().any(|p| w.starts_with(p))
    });
    if let Some(hit) = hits.iter().find(|h| h.range.contains(&at)) {
        let info = known(tree, range.start + hit.range.end, &hit_text(&words, &hit.range), hit.kind, cast, world);
        match hit.kind {
            HitKind::State => {
                let country = hit.country.clone()?;
                if NOT_STATES.contains(&country.as_str()) {
                    return None;
                }
                let c = world.country(&country)?;
                let precision = if part { PlacePrecision::Region } else { PlacePrecision::Country };
                let name = if part {
                    words.iter().filter(|w| !is_det(w)).copied().collect::<Vec<_>>().join(" ")
                } else {
                    c.name.to_string()
                };
                let at = c.coordinates.filter(|_| !part);
                return Some(Place {
                    name,
                    country: Some(country),
                    lat: at.map(|x| f64::from(x.0)),
                    lon: at.map(|x| f64::from(x.1)),
                    geonames: None,
                    precision,
                    text,
                });
            }
            HitKind::Capital | HitKind::Place => {
                let p = info?;
                let precision = if part { PlacePrecision::Region } else { p.kind };
                let name = if part {
                    words.iter().filter(|w| !is_det(w)).copied().collect::<Vec<_>>().join(" ")
                } else {
                    p.name.to_string()
                };
                return Some(Place {
                    name,
                    country: p.country.map(str::to_owned),
                    lat: p.lat,
                    lon: p.lon,
                    geonames: p.geonames,
                    precision,
                    text,
                });
            }
            HitKind::Metonym => {
                let country = hit.country.clone().filter(|c| !NOT_STATES.contains(&c.as_str()))?;
                return Some(Place {
                    name: hit_text(&words, &hit.range),
                    country: Some(country),
                    lat: None,
                    lon: None,
                    geonames: None,
                    precision: PlacePrecision::Site,
                    text,
                });
            }
            // "the Islamic State" is no state.
            HitKind::Organization | HitKind::Person if !SITES.contains(&tree.lemma(token)) || hit.range.len() > 1 => {
                return None;
            }
            _ => {}
        }
    }
    // A site or town that no table knows: its country is the one named inside or beside its phrase.
    let located = name.is_some_and(|n| matches!(n.kind, NameKind::Location | NameKind::Facility));
    let site =
        located || (SITES.contains(&tree.lemma(token)) && words.iter().any(|w| w.starts_with(char::is_uppercase)));
    if !site {
        return None;
    }
    // An embassy or base named by whose it is stands in another country.
    let foreign = matches!(tree.lemma(token), "embassy" | "consulate" | "base" | "mission" | "ambassador");
    // "the Calais region": a known name right before the noun, with nothing else to the name.
    let before = hits.iter().find(|h| {
        matches!(h.kind, HitKind::Place | HitKind::Capital)
            && h.range.end == at
            && !words[..h.range.start].iter().any(|w| w.starts_with(char::is_uppercase))
    });
    if let Some(p) = before.and_then(|h| world.place(&hit_text(&words, &h.range), cast.home.as_deref())) {
        let name = words.iter().filter(|w| !is_det(w)).copied().collect::<Vec<_>>().join(" ");
        return Some(Place {
            name,
            country: p.country.map(str::to_owned),
            lat: p.lat,
            lon: p.lon,
            geonames: p.geonames,
            precision: PlacePrecision::Region,
            text,
        });
    }
    let inside = hits
        .iter()
        .filter(|h| !foreign && matches!(h.kind, HitKind::State | HitKind::Adjective | HitKind::Capital))
        .find_map(|h| h.country.clone());
    let beside = || {
        let leads = |c: usize| {
            tree.rel(c) == "appos"
                || (tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("in" | "of" | "at") | None))
        };
        tree.subtree_without(token, &|c| c < token || !leads(c)).into_iter().filter(|&c| c != token).find_map(|c| {
            let range = tree.phrase(c);
            let words: Vec<&str> = tree.sentence.tokens[range].iter().map(|t| t.form.as_str()).collect();
            world.scan(&words, None).into_iter().find_map(|h| h.country)
        })
    };
    // "in Argyle, Saint Vincent, on Friday": a country right after it.
    let comma = words.iter().position(|w| *w == ",").map_or(range.end, |c| range.start + c);
    let after = || following(tree, comma, world);
    let country = inside.or_else(after).or_else(beside).filter(|c| !NOT_STATES.contains(&c.as_str()));
    let precision = match name.map(|n| n.kind) {
        Some(NameKind::Facility) => PlacePrecision::Site,
        _ if part => PlacePrecision::Region,
        _ if SITES.contains(&tree.lemma(token)) => PlacePrecision::Region,
        _ => PlacePrecision::Town,
    };
    let name = words.iter().take_while(|w| **w != ",").filter(|w| !is_det(w)).copied().collect::<Vec<_>>().join(" ");
    Some(Place { name, country, lat: None, lon: None, geonames: None, precision, text })
}

/// The place of a known name, which several may bear: the one in the country that follows the name ("Cordoba, Argentina");
/// else in the country that the text is about; else in one that the sentence names, if only one of them has such a place;
/// else the best known. A capital is the capital unless another country follows it.
fn known(
    tree: &Tree<'_>,
    end: usize,
    name: &str,
    kind: HitKind,
    cast: &Cast,
    world: &World,
) -> Option<chancery_world::PlaceInfo> {
    let in_country = |c: &str| world.place(name, Some(c)).filter(|p| p.country == Some(c));
    if let Some(p) = following(tree, end, world).and_then(|c| in_country(&c)) {
        return Some(p);
    }
    if kind != HitKind::Place {
        return world.place(name, None);
    }
    if let Some(p) = cast.home.as_deref().and_then(in_country) {
        return Some(p);
    }
    let forms: Vec<&str> = tree.sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let mut named: Vec<String> = world
        .scan(&forms, None)
        .into_iter()
        .filter(|h| matches!(h.kind, HitKind::State | HitKind::Adjective | HitKind::PeopleNoun))
        .filter_map(|h| h.country)
        .collect();
    named.sort();
    named.dedup();
    let mut found = named.iter().filter_map(|c| in_country(c));
    match (found.next(), found.next()) {
        (Some(p), None) => Some(p),
        _ => world.place(name, None),
    }
}

/// The country whose name stands right after a comma ("Cordoba, Argentina").
fn following(tree: &Tree<'_>, end: usize, world: &World) -> Option<String> {
    let tokens = &tree.sentence.tokens;
    tokens.get(end).filter(|t| t.form == ",")?;
    let next: Vec<&str> = tokens[end + 1..tokens.len().min(end + 6)].iter().map(|t| t.form.as_str()).collect();
    let first = world.scan(&next, None).into_iter().find(|h| h.range.start == 0 && h.kind == HitKind::State)?;
    // "in Homs, Syria said": a subject is no apposition.
    let subject = tree.head_of(&(end + 1..end + 1 + first.range.end)).is_some_and(|h| tree.rel(h) == "nsubj");
    first.country.filter(|_| !subject)
}

/// Prepositions that say where.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "across",
    "around",
    "throughout",
    "within",
    "off",
    "along",
    "over",
    "on",
];

/// What is signed or attended at a place, so that who signs or attends it is there.
const OCCASIONS: &[&str] = &[
    "sideline",
    "sidelines",
    "margin",
    "summit",
    "conference",
    "meeting",
    "talk",
    "session",
    "ceremony",
    "forum",
    "negotiation",
    "agreement",
    "deal",
    "treaty",
    "accord",
    "pact",
    "declaration",
    "statement",
    "memorandum",
    "protocol",
    "document",
    "measure",
    "truce",
    "ceasefire",
];

const NOT_STATES: &[&str] = crate::cast::NO_STATE;

/// Common nouns that make a place of the name before them ("Idlib province").
const SITES: &[&str] = &[
    "province",
    "city",
    "town",
    "village",
    "region",
    "district",
    "border",
    "valley",
    "governorate",
    "county",
    "state",
    "airport",
    "base",
    "camp",
    "hospital",
    "university",
    "prison",
    "square",
    "street",
    "embassy",
    "coast",
    "strip",
    "peninsula",
    "area",
    "territory",
    "enclave",
    "capital",
    "suburb",
    "port",
    "island",
    "neighborhood",
    "neighbourhood",
    "crossing",
];

fn is_det(w: &str) -> bool {
    matches!(w.to_lowercase().as_str(), "the" | "a" | "an" | "this" | "that")
}

fn hit_text(words: &[&str], range: &std::ops::Range<usize>) -> String {
    words[range.clone()].join(" ")
}
