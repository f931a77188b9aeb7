//! One event for its several mentions.
//!
//! Acts that are one event by grammar ("the strike killed …") are a unit. Units are taken in the order of the text. A unit
//! joins an event of its type when nothing speaks against it (another day, another place, other participants, another
//! status) and something speaks for it: shared participants, the same clause, or a noun that points back ("the meeting").
//! Two visits by two ministers never join, nor do two strikes on two days.
//!
//! A unit is held against the events of its type that were spoken of lately, and those that the article opens with; so the
//! cost grows with the length of the text, not with its square.

mod elsewhere;
mod identity;
mod open;

pub use elsewhere::elsewhere;
pub use open::{Abroad, counterparts, settle};

use crate::acts::{Act, surer};
use crate::cast::{Cast, EntityId};
use crate::dates;
use chancery_record::{EventType, PartialDate, PlacePrecision, Status, When};
use identity::{common, force_for_state, fuller, pool};
use std::collections::{BTreeMap, BTreeSet};

/// How many events of a type, the last spoken of, a unit is held against.
const RECENT: usize = 48;
/// How many of the events that the article opens with.
const OPENING: usize = 16;

/// An event: indexes of its acts, the first first.
#[derive(Clone, Debug)]
pub struct Group {
    /// Indexes of acts.
    pub acts: Vec<usize>,
    /// What the acts together say; its trigger and mention are the first one's.
    pub whole: Act,
    /// By which rules parties were taken from elsewhere in the text.
    pub inferred: Vec<&'static str>,
}

/// Acts of a sentence that are one event by grammar.
struct Unit {
    acts: Vec<usize>,
    whole: Act,
    /// Whether all of them are nouns.
    nominal: bool,
    /// Whether one of them points back to what was told before ("the attack", "the strike hit …").
    points: bool,
    /// Whether it is a pointing noun of which the clause says more ("the strike *hit a car*").
    told: bool,
}

/// An event in the making.
struct Growing {
    group: Group,
    /// The sentence of its last mention.
    last: usize,
    /// The last sentence where a verb tells it.
    verb: Option<usize>,
    /// Whether it stands in the headline or the sentence after.
    opens: bool,
    /// The first mode that one of its acts has.
    mode: Option<String>,
    /// The codebook's entries of its acts.
    entries: BTreeSet<usize>,
    /// The entries with whose words they share theirs.
    families: BTreeSet<usize>,
}

/// Joins acts into events. Acts that only point back and find nothing to join are left out.
/// `modes` gives the mode of an entry, `family` the entry that it shares its words with.
pub fn merge(
    acts: &[Act],
    cast: &Cast,
    modes: &dyn Fn(usize) -> Option<String>,
    family: &dyn Fn(usize) -> usize,
) -> Vec<Group> {
    // The sentence after the headline that has something to tell: a dateline may stand between.
    let lead = acts.iter().map(|a| a.sentence).find(|&s| s > 0).filter(|&s| s <= 3).unwrap_or(1);
    let judge = Judge {
        acts,
        cast,
        lead,
        modes: acts.iter().map(|a| modes(a.entry)).collect(),
        family: acts.iter().map(|a| family(a.entry)).collect(),
    };
    let mut events: Vec<Growing> = Vec::new();
    let mut opening: BTreeMap<EventType, Vec<usize>> = BTreeMap::new();
    let mut recent: BTreeMap<EventType, Vec<usize>> = BTreeMap::new();
    for unit in judge.units() {
        let kind = unit.whole.kind;
        let (first, later) = (opening.entry(kind).or_default(), recent.entry(kind).or_default());
        let found = first
            .iter()
            .chain(&later[later.len().saturating_sub(RECENT)..])
            .filter_map(|&g| judge.likeness(&events[g], &unit).map(|score| (score, events[g].last, g)))
            .max()
            .map(|(_, _, g)| g);
        match found {
            Some(g) => {
                judge.join(&mut events[g], &unit);
                let within = later.len().saturating_sub(RECENT);
                if let Some(at) = later[within..].iter().position(|&x| x == g) {
                    later[within + at..].rotate_left(1);
                }
            }
            None if judge.empty(&unit.whole)
                && unit.nominal
                && !(unit.whole.own_place && matches!(kind, EventType::ASSAULT | EventType::PROTEST))
                // "A peace summit is planned for Wednesday in Minsk" is one, whoever comes.
                && !(unit.whole.own_place && unit.whole.own_date && !unit.points && kind == EventType::CONSULT) => {}
            None => {
                let opens = unit.whole.sentence <= lead;
                if opens && first.len() < OPENING { &mut *first } else { later }.push(events.len());
                events.push(Growing {
                    last: unit.whole.sentence,
                    verb: Some(unit.whole.sentence).filter(|_| !unit.nominal),
                    opens,
                    mode: judge.mode(&unit.acts).map(str::to_owned),
                    entries: unit.acts.iter().map(|&i| acts[i].entry).collect(),
                    families: unit.acts.iter().map(|&i| judge.family[i]).collect(),
                    group: Group { acts: unit.acts, whole: unit.whole, inferred: Vec::new() },
                });
            }
        }
    }
    events.into_iter().map(|e| e.group).collect()
}

/// What events are judged by.
struct Judge<'a> {
    acts: &'a [Act],
    cast: &'a Cast,
    /// The sentence after the headline.
    lead: usize,
    /// Each act's mode.
    modes: Vec<Option<String>>,
    /// Each act's family of entries.
    family: Vec<usize>,
}

impl Judge<'_> {
    /// The acts of each event that grammar alone makes one, in order of the text.
    fn units(&self) -> Vec<Unit> {
        let root = |i: usize| {
            std::iter::successors(Some(i), |&j| self.acts[j].with.filter(|&k| k != j)).take(8).last().unwrap_or(i)
        };
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for i in 0..self.acts.len() {
            members.entry(root(i)).or_default().push(i);
        }
        let mut units: Vec<Unit> = members
            .into_values()
            .map(|acts| {
                let mut whole = self.acts[acts[0]].clone();
                for &i in &acts[1..] {
                    self.absorb(&mut whole, acts[0], i, true);
                }
                let nominal = acts.iter().all(|&i| self.acts[i].nominal);
                let nobody = pool(&whole).is_empty();
                let points = acts.iter().any(|&i| {
                    let a = &self.acts[i];
                    a.definite && (acts.len() == 1 || !a.nominal || nobody || pool(a).is_empty())
                });
                Unit { acts, whole, nominal, points, told: points && !nominal }
            })
            .collect();
        units.sort_by_key(|u| u.acts[0]);
        units
    }

    fn empty(&self, a: &Act) -> bool {
        a.actor.is_empty() && a.recipient.is_empty() && a.third.is_empty()
    }

    fn mode(&self, acts: &[usize]) -> Option<&str> {
        acts.iter().find_map(|&i| self.modes[i].as_deref())
    }

    /// How strongly a unit is the same event as one told before; none where something speaks against it or nothing for it.
    fn likeness(&self, e: &Growing, u: &Unit) -> Option<u32> {
        let (g, a) = (&e.group.whole, &u.whole);
        let back = u.points && (u.told || self.empty(a));
        if !same_status(g, a, u.nominal, back) || days_apart(g, a, back) {
            return None;
        }
        // "The talks were mediated by Oman": where the mediator is at home, they need not be.
        if !(back && !a.third.is_empty() || places_meet(g, a)) {
            return None;
        }
        if !u.told
            && let (Some(x), Some(y)) = (e.mode.as_deref(), self.mode(&u.acts))
        {
            use EventType::{ASSAULT, COERCE, PROTEST, RETREAT, SANCTION};
            // Two ways of attacking are two attacks, but "the bombing" may have been any of them; a visit is the frame of a
            // meeting.
            let bodily = |m: &str| matches!(m, "abduct" | "beat" | "torture" | "sexual" | "crowd-control");
            let blurred = u.points && g.kind == ASSAULT && !bodily(x) && !bodily(y);
            if x != y && !blurred && matches!(g.kind, ASSAULT | COERCE | PROTEST | RETREAT | SANCTION) {
                return None;
            }
        }
        let third = |acts: &[usize]| self.modes[acts[0]].as_deref() == Some("third-party");
        if g.kind == EventType::CONSULT && third(&e.group.acts) != third(&u.acts) && !u.nominal {
            // Who mediates between others does not meet them.
            return None;
        }
        let gap = a.sentence.saturating_sub(e.last);
        let close = match gap {
            0..=1 => 3,
            2..=3 => 2,
            4..=6 => 1,
            _ => 0,
        };
        let title = g.sentence == 0 && a.sentence > 0;
        let same_word = u.acts.iter().any(|&i| e.entries.contains(&self.acts[i].entry));
        // "indicted", "the indictment"
        let charged = g.kind == EventType::ACCUSE && u.acts.iter().any(|&i| e.families.contains(&self.family[i]));
        if back {
            // What is told of it may name others hit: only who did it must agree.
            let (x, y) = if g.kind.symmetric() { (pool(g), pool(a)) } else { (g.actor.clone(), a.actor.clone()) };
            let same = common(&x, &y, self.cast);
            // "The probe", "the demand": what is said has many nouns, and only its own points back to it.
            let spoken = verbal(g.kind) || g.kind == EventType::MOBILIZE;
            let agree = same >= x.len().min(y.len()) && (gap <= 6 || e.opens) && (same_word || charged || !spoken);
            return agree.then(|| 1 + close + 3 * u32::from(same_word) + 2 * same as u32);
        }
        if self.empty(a) {
            if !u.nominal {
                // "a blast hit …", "three people died": nobody is named in either.
                let force = matches!(a.kind, EventType::ASSAULT | EventType::PROTEST);
                return (g.actor.is_empty() && force && (gap <= 2 || (title && gap <= 6))).then_some(1);
            }
            return (gap == 0 && g.kind.symmetric()).then(|| 1 + 3 * u32::from(same_word));
        }
        if g.trigger == a.trigger && g.sentence == a.sentence {
            // One word that names several acts ("their visits") was taken apart on purpose.
            return None;
        }
        if e.verb == Some(a.sentence) && !u.nominal && !g.kind.symmetric() {
            // Two verbs in one sentence are two acts, unless the same words are said twice.
            return None;
        }
        if g.kind.symmetric() {
            let (x, y) = (pool(g), pool(a));
            let n = common(&x, &y, self.cast);
            let small = x.len().min(y.len());
            // All of the smaller side are among the larger; one shared participant is not enough for two that name more.
            if n < small || (small == 1 && x.len().max(y.len()) >= 2 && !u.points && gap > 1) {
                return None;
            }
            // A promise by one of them, told beside it, is not their agreement.
            let lesser = small == 1 && x.len().max(y.len()) >= 2 && g.kind != EventType::CONSULT;
            if lesser && gap == 0 && u.nominal && !u.points && !same_word {
                return None;
            }
            // The very same participants rather than those who can stand for them.
            let same = x.iter().filter(|e| y.contains(e)).count();
            return Some(3 + 2 * n as u32 + 2 * same as u32);
        }
        if gap == 0 && u.nominal && !u.points && e.verb == Some(a.sentence) {
            // "After a week of strikes, jets bombed …": what the verb does not take in is told beside it.
            return None;
        }
        self.directed(e, u, gap, title, same_word || charged)
    }

    /// Likeness of acts that one does to another.
    fn directed(&self, e: &Growing, u: &Unit, gap: usize, title: bool, same_word: bool) -> Option<u32> {
        let (g, a) = (&e.group.whole, &u.whole);
        let actors = common(&g.actor, &a.actor, self.cast);
        let recipients = common(&g.recipient, &a.recipient, self.cast);
        let whole = |n: usize, x: &[EntityId], y: &[EntityId]| n >= x.len().min(y.len());
        if !whole(actors, &g.actor, &a.actor) {
            return None;
        }
        // A headline may name the place hit, the first sentence the people; or "envoys" of whom it names the embassy.
        let countries = |ids: &[EntityId]| -> BTreeSet<String> {
            ids.iter().filter_map(|&e| self.cast.entity(e).country.clone()).collect()
        };
        let (to, from) = (countries(&g.recipient), countries(&a.recipient));
        let one_side = to.is_empty() || from.is_empty() || to == from;
        let open = g.kind == EventType::ASSAULT && (g.actor.is_empty() || a.actor.is_empty());
        let retold = title
            && a.sentence <= self.lead
            && one_side
            && (open || (actors > 0 && (g.kind == EventType::ASSAULT || !(to.is_empty() || from.is_empty()))));
        if !retold && !whole(recipients, &g.recipient, &a.recipient) {
            return None;
        }
        let shared = (actors + recipients) as u32;
        if shared == 0 {
            // The first sentence tells the headline's event anew.
            return (title && a.sentence <= self.lead).then_some(2);
        }
        let both = actors > 0 && recipients > 0;
        let by_the_way = u.nominal && !u.points && !both && a.sentence > self.lead;
        if title && a.sentence <= 6 && !by_the_way {
            // A headline says in few words what the text then says in full.
            return Some(3 + 2 * shared);
        }
        // Half-known acts join only where they point back or stand near.
        let near_noun = u.nominal && gap <= 1;
        // "He was detained" told twice: nobody else is named, and the one who is has a name.
        let person = |x: &[EntityId], y: &[EntityId]| x == y && x.iter().all(|&e| self.cast.entity(e).person);
        let same_person = same_word && person(&g.actor, &a.actor) && person(&g.recipient, &a.recipient);
        // "The monitors have not been let in", said twice: to the same ones, by nobody who is named either time.
        let again = same_word
            && a.kind != EventType::ASSAULT
            && g.actor.is_empty()
            && a.actor.is_empty()
            && g.recipient == a.recipient
            && gap <= 6
            && !(g.own_date && a.own_date);
        if !(both || u.points || near_noun || e.verb.is_none() || same_person || again) {
            return None;
        }
        if verbal(a.kind) && !u.points && g.sentence > 0 {
            // A speech act said again in other words is most often another one.
            if !(same_word || u.nominal && gap == 0) {
                return None;
            }
            if !u.nominal && !g.nominal && gap > 1 {
                return None;
            }
        }
        Some(2 + 2 * shared)
    }

    /// Adds a unit to an event.
    fn join(&self, e: &mut Growing, u: &Unit) {
        let first = e.group.acts[0];
        self.absorb_whole(&mut e.group.whole, &u.whole, (first, u.acts[0]), false, u.nominal);
        e.group.acts.extend(&u.acts);
        e.entries.extend(u.acts.iter().map(|&i| self.acts[i].entry));
        e.families.extend(u.acts.iter().map(|&i| self.family[i]));
        e.mode = e.mode.take().or_else(|| self.mode(&u.acts).map(str::to_owned));
        e.last = u.whole.sentence;
        if !u.nominal {
            e.verb = Some(u.whole.sentence);
        }
    }

    fn absorb(&self, g: &mut Act, first: usize, act: usize, linked: bool) {
        let a = &self.acts[act];
        self.absorb_whole(g, a, (first, act), linked, a.nominal);
    }

    /// Takes over what an act adds to its event. `of` are the acts whose modes are meant.
    fn absorb_whole(&self, g: &mut Act, a: &Act, of: (usize, usize), linked: bool, nominal: bool) {
        let third = |i: usize| self.modes[i].as_deref() == Some("third-party");
        if third(of.1) && !third(of.0) {
            // "the talks were mediated by Oman": the mediator is neither of those who met.
            let hosts = if a.third.is_empty() { &a.actor } else { &a.third };
            let met = if a.third.is_empty() { a.recipient.clone() } else { pool(a) };
            g.third.extend(hosts.iter().copied().filter(|x| !g.third.contains(x)).collect::<Vec<_>>());
            g.actor.retain(|x| !hosts.contains(x));
            g.recipient.retain(|x| !hosts.contains(x));
            if g.actor.is_empty() {
                g.actor = met.into_iter().filter(|x| !g.third.contains(x) && !g.recipient.contains(x)).collect();
            }
        } else {
            self.roles(g, a, linked);
        }
        if g.third.is_empty() {
            g.third = a.third.iter().copied().filter(|x| !pool(g).contains(x)).collect();
        }
        if (!g.own_date && a.own_date) || g.date.is_none() {
            g.date.clone_from(&a.date);
            g.own_date = a.own_date;
        }
        let finer = match (&a.place, &g.place) {
            (Some(_), None) => true,
            (Some(x), Some(y)) => {
                (a.own_place && !g.own_place) || (a.own_place && x.precision < y.precision && x.country == y.country)
            }
            _ => false,
        };
        if finer {
            g.place.clone_from(&a.place);
            g.own_place = a.own_place;
        }
        // What the article also asserts in its own voice is not somebody's claim.
        if a.said_by.is_none() && !nominal {
            g.said_by = None;
        }
        let heading = g.sentence == 0 && a.sentence > 0 && (g.nominal || g.kind == EventType::AID);
        if heading && g.status == Status::Actual && a.status == Status::Planned {
            g.status = a.status;
        }
        if a.status == Status::Actual && g.status == Status::Planned && !nominal && g.kind != EventType::AID {
            g.status = a.status;
        }
        g.condition = g.condition.or(a.condition.filter(|_| a.sentence == g.sentence));
        g.third.retain(|x| !g.actor.contains(x) && !g.recipient.contains(x));
        // What is told again is so, in log-odds.
        let more = if linked { 0.2 } else { 0.5 };
        g.confidence = surer(g.confidence.max(a.confidence), more).min(0.97);
    }

    /// The fuller of the names on both sides.
    fn roles(&self, g: &mut Act, a: &Act, linked: bool) {
        let cast = self.cast;
        // The named group rather than "militants".
        let named = |ids: &[EntityId]| ids.iter().any(|&e| cast.entity(e).country.is_some());
        if linked && named(&a.recipient) && !named(&g.recipient) {
            g.recipient.clear();
        }
        if matches!(g.kind, EventType::ASSAULT | EventType::RETREAT | EventType::MOBILIZE) {
            // "Ukraine withdraws" in the headline, "its armed forces" below: the force did it.
            force_for_state(&mut g.actor, &a.actor, cast);
            force_for_state(&mut g.recipient, &a.recipient, cast);
        }
        if g.kind.symmetric() {
            let others: Vec<EntityId> = pool(a).into_iter().filter(|x| !pool(g).contains(x)).collect();
            fuller(&mut g.actor, &others, g.kind, cast);
            let others: Vec<EntityId> = others.into_iter().filter(|x| !g.actor.contains(x)).collect();
            fuller(&mut g.recipient, &others, g.kind, cast);
        } else {
            fuller(&mut g.actor, &a.actor, g.kind, cast);
            fuller(&mut g.recipient, &a.recipient, g.kind, cast);
        }
        if g.kind.symmetric() && pool(g).len() == 1 {
            // "ELN rebels resume talks" in the headline, the government and the rebels below.
            let known = pool(g);
            g.actor.extend(
                pool(a)
                    .into_iter()
                    .filter(|&x| !g.third.contains(&x) && !known.iter().any(|&k| identity::alike(k, x, cast))),
            );
        }
        if g.actor.is_empty() {
            g.actor = a.actor.iter().copied().filter(|x| !g.recipient.contains(x) && !g.third.contains(x)).collect();
        }
        if g.recipient.is_empty() && !(g.kind.symmetric() && g.actor.len() >= 2) {
            g.recipient = a.recipient.iter().copied().filter(|x| !g.actor.contains(x)).collect();
        }
    }
}

/// Whether a type is done in words, and may be done again in others.
fn verbal(kind: EventType) -> bool {
    use EventType::{ACCUSE, CONCEDE, REJECT, REQUEST, SUPPORT, THREATEN};
    matches!(kind, SUPPORT | ACCUSE | REQUEST | THREATEN | REJECT | CONCEDE)
}

/// Whether what is told may be one event by its status. `back` is a mention that points back without naming anybody.
fn same_status(g: &Act, a: &Act, nominal: bool, back: bool) -> bool {
    g.status == a.status
        || (g.kind == EventType::CONSULT
            && matches!((g.status, a.status), (Status::Actual, Status::Planned) | (Status::Planned, Status::Actual))
            && dates_meet(g.date.as_ref(), a.date.as_ref())
            && g.date.is_some())
        // "in response to a question before Putin's talks with Assad": a noun that names a meeting takes it as given,
        // whatever the words around it leave open.
        || (g.kind == EventType::CONSULT && nominal && a.date.is_none() && g.status == Status::Actual && a.status == Status::Possible)
        // "Fresh aid for Chad" as a headline leaves open what the text says is to come.
        || (g.sentence == 0
            && a.sentence > 0
            && (g.nominal || g.kind == EventType::AID)
            && matches!((g.status, a.status), (Status::Actual, Status::Planned)))
        || (back && nominal && a.status != Status::Denied && g.status != Status::Denied)
}

/// Whether two acts are of two days: both say so, or what one says lies more than a month from the day that the other is
/// told with. `back` is a mention that points back: "the blast was the third this month" is no summary.
fn days_apart(g: &Act, a: &Act, back: bool) -> bool {
    if a.own_date && g.own_date {
        // A summary ("a week of strikes") and one of the strikes are two.
        let span =
            |w: &Option<When>| w.as_ref().is_some_and(|w| w.start.is_some() && w.end.is_some() && w.start != w.end);
        let summed = !back && a.kind == EventType::ASSAULT && span(&g.date) != span(&a.date);
        return summed || !dates_meet(g.date.as_ref(), a.date.as_ref());
    }
    let (Some(x), Some(y)) = (&g.date, &a.date) else { return false };
    if !(a.own_date || g.own_date) {
        return false;
    }
    let days = |d: Option<PartialDate>, last: bool| {
        let d = if last { d.and_then(dates::latest) } else { d.and_then(dates::earliest) }?;
        Some(i64::from(d.year) * 372 + i64::from(d.month?) * 31 + i64::from(d.day?))
    };
    let after =
        |p: &When, q: &When| matches!((days(p.end, true), days(q.start, false)), (Some(e), Some(s)) if s - e > 31);
    after(x, y) || after(y, x)
}

/// Whether two dates can be the same: they overlap, or one is unknown.
fn dates_meet(a: Option<&When>, b: Option<&When>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return true };
    let lo = |w: &When| w.start.and_then(dates::earliest);
    let hi = |w: &When| w.end.and_then(dates::latest);
    let before = |x: &When, y: &When| matches!((hi(x), lo(y)), (Some(h), Some(l)) if h < l);
    !before(a, b) && !before(b, a)
}

fn places_meet(g: &Act, a: &Act) -> bool {
    let (Some(x), Some(y)) = (&g.place, &a.place) else { return true };
    if !a.own_place {
        return true;
    }
    if x.country.is_some() && y.country.is_some() && x.country != y.country {
        return false;
    }
    let fine = |p: PlacePrecision| matches!(p, PlacePrecision::Town);
    !(fine(x.precision) && fine(y.precision) && x.name != y.name)
}
