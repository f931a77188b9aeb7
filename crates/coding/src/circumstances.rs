//! When and where an act took place: from its own clause, or by a stated rule of inheritance.
//!
//! A time or place belongs to the clause of the verb or event noun that it hangs on. An act without its own takes that of
//! the clause that it is part of (a participle, an infinitive, a conjunct); nothing is taken from elsewhere because it is
//! there. What inheritance over sentences is allowed is said at [`Narrative`].

mod order;
mod places;
mod whereabouts;

pub use places::{country_place, leading, place_at, prevailing};
pub use whereabouts::Reach;

use crate::cast::{Cast, EntityId};
use crate::dates::{self, Running, TimeExpression, TimeRole};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::{PartialDate, Place, Precision, When};
use chancery_world::World;
pub use order::in_which;
use order::{
    LONG_AGO, MAKING, OCCASIONS, Occasions, Order, PERIODS, TERMS, antecedent, begins, compares, dated_noun,
    dealt_with, enclosing, long_ago, of_other_noun, opens, order, ordered, undated,
};

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
    /// The day that a main clause stated last.
    day: Option<When>,
    place: Option<(Place, usize)>,
    headline: Option<Place>,
    meeting: Option<(Place, Vec<String>, usize)>,
    podium: Option<(Place, EntityId, usize)>,
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
            let mut reference = noun.or_else(|| enclosing(tree, &e.tokens)).is_some_and(|n| dealt_with(tree, n));
            if let (Some(noun), Some(order)) = (noun, order) {
                reference |= order != Order::After || long_ago(&when, published);
                let since = (order == Order::Aftermath).then(|| aftermath(&when, published)).flatten();
                match since.or_else(|| ordered(&when, order)) {
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
            if let Some(when) = self.of_antecedent(tree, clause).or_else(|| self.followed(tree, clause)) {
                return Some(when);
            }
            clause = part_of(tree, clause)?;
        }
        None
    }

    /// "Friday's raid, in which two died", "the raid of 3 May, which killed two": the day of what the clause tells more of.
    fn of_antecedent(&self, tree: &Tree<'_>, clause: usize) -> Option<When> {
        let (noun, inside) = antecedent(tree, clause)?;
        let nouns = tree.path_up(noun).take_while(|&n| tree.is_nominal(n));
        let day = |n: usize| {
            let of = |t: &&Time| tree.head(t.token) == Some(n) && t.when.precision == Precision::Day && !t.ordered;
            self.times.iter().find(of).filter(|_| inside || OCCASIONS.contains(&tree.lemma(n)))
        };
        nouns.take(if inside { 3 } else { 1 }).find_map(day).map(|t| t.when.clone())
    }

    /// "fled in May after a court ordered his arrest": what came before a time longer than a day was no later than it.
    fn followed(&self, tree: &Tree<'_>, clause: usize) -> Option<When> {
        let after = tree.rel(clause) == "advcl"
            && tree.children_by(clause, &["mark"]).any(|m| tree.lower(m) == "after")
            && tree.child(clause, &["nsubj"]).is_some();
        let main = clause_of(tree, tree.head(clause).filter(|_| after)?);
        let of = |t: &&Time| !t.reference && tree.head(t.token) == Some(main) && t.when.precision != Precision::Open;
        let when = &self.times.iter().find(of)?.when;
        (when.start != when.end).then(|| ordered(when, Order::Until)).flatten()
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

    /// The first closed time stated in the main clause of the sentence (what holds "since 2015" is no time told of).
    fn main_time(&self, tree: &Tree<'_>) -> Option<When> {
        let at_root = |t: usize| tree.head(t).is_some_and(|h| tree.head(h).is_none() && clause_of(tree, t) == h);
        let plain = |t: &&Time| t.when.precision != Precision::Open && !t.reference && at_root(t.token);
        self.times.iter().find(plain).map(|t| t.when.clone())
    }
}

impl Narrative {
    /// Goes on to a sentence.
    pub fn enter(&mut self, tree: &Tree<'_>, c: &Circumstances) {
        let paragraph = tree.sentence.paragraph;
        if let Some(time) = c.main_time(tree) {
            if one_day(&time) {
                self.day = Some(time.clone());
            }
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
    /// said are the news again (`verbal`), while what was done may as well be of that time; it is of the
    /// day stated last, if the text stated one before it went back.
    pub fn told(&self, paragraph: usize, published: Option<PartialDate>, past: bool, verbal: bool) -> Option<When> {
        let near = |(w, p): &&(When, usize)| paragraph - p <= if verbal && !one_day(w) { 0 } else { 2 };
        match self.time.as_ref().filter(near) {
            Some((w, p)) if one_day(w) || *p == paragraph => {
                (one_day(w) || past).then(|| When { text: None, ..w.clone() })
            }
            Some(_) => self.day.as_ref().filter(|_| past).map(|w| When { text: None, ..w.clone() }),
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

    /// Takes the place where somebody speaks.
    pub fn stand(&mut self, place: Place, speaker: EntityId, paragraph: usize) {
        self.podium = Some((Place { text: None, ..place }, speaker, paragraph));
    }

    /// Where somebody speaks, in the paragraph that says so or one of the three after it.
    pub fn podium(&self, speaker: EntityId, paragraph: usize) -> Option<Place> {
        self.podium.as_ref().filter(|(_, s, p)| *s == speaker && paragraph - p <= 3).map(|(p, ..)| p.clone())
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

    /// The place of the meeting told of last, in the paragraph that states it or one of so many after it, and the countries
    /// that met.
    pub fn meeting(&self, paragraph: usize, after: usize) -> Option<(Place, &[String])> {
        let (place, parties, at) = self.meeting.as_ref()?;
        (paragraph - at <= after).then(|| (Place { text: None, ..place.clone() }, parties.as_slice()))
    }
}

/// "in the aftermath of the quake of 6 February": from it on up to the publication, if that is a quarter later at most.
fn aftermath(when: &When, published: Option<PartialDate>) -> Option<When> {
    let (start, end) = (when.start.and_then(dates::earliest)?, published.filter(|p| p.day.is_some())?);
    let days =
        |d: PartialDate| 372 * i32::from(d.year) + 31 * i32::from(d.month.unwrap_or(1)) + i32::from(d.day.unwrap_or(1));
    (0..=93).contains(&(days(end) - days(start))).then_some(When {
        start: Some(start),
        end: Some(end),
        precision: Precision::Interval,
        text: None,
    })
}

fn one_day(w: &When) -> bool {
    w.precision == Precision::Day && w.start == w.end
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
        // "barred the police from it, as they had threatened": that was before.
        "advcl" if tree.children_by(clause, &["aux"]).any(|a| tree.lower(a) == "had") => false,
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

/// Whether a time belongs to a noun of its own below the clause ("discussed *last week's* attack").
fn in_other_event(tree: &Tree<'_>, t: usize, clause: usize) -> bool {
    tree.path_up(t).take_while(|&x| x != clause).any(|x| {
        tree.token(x).deprel == "nmod:poss"
            || (x != t && tree.rel(x) == "nmod" && tree.is_nominal(x) && depth(tree, t, clause) > 2)
    })
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

/// Whether the path from a token up to an event noun meets no verb in between.
fn clause_of_below(tree: &Tree<'_>, t: usize, noun: usize) -> bool {
    tree.path_up(t).take_while(|&x| x != noun).all(|x| !tree.is_verb(x) || tree.rel(x) == "amod")
}

fn depth(tree: &Tree<'_>, t: usize, up: usize) -> usize {
    tree.path_up(t).take_while(|&x| x != up).count()
}
