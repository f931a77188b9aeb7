//! One event for its several mentions.
//!
//! Acts are taken in the order of the text. An act joins an event of its type when nothing speaks against it (another day,
//! another place, other participants, another status) and something speaks for it: shared participants, the same clause, or
//! a noun that points back ("the meeting"). Two visits by two ministers never join, nor do two strikes on two days.

use crate::acts::Act;
use crate::cast::{Cast, EntityId};
use crate::dates;
use chancery_record::{EventType, PartialDate, PlacePrecision, Precision, Sector, Status, When};
use chancery_world::Kind;

/// An event: indexes of its acts, the first first.
#[derive(Clone, Debug)]
pub struct Group {
    /// Indexes of acts.
    pub acts: Vec<usize>,
    /// What the acts together say; its trigger and mention are the first one's.
    pub whole: Act,
}

/// Joins acts into events. Acts that only point back and find nothing to join are left out.
pub fn merge(acts: &[Act], cast: &Cast, modes: &dyn Fn(usize) -> Option<String>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut of_act: Vec<Option<usize>> = vec![None; acts.len()];
    for (i, act) in acts.iter().enumerate() {
        let linked = act
            .with
            .and_then(|w| of_act[w])
            .or_else(|| (0..i).find(|&j| acts[j].with == Some(i)).and_then(|j| of_act[j]));
        let empty = act.actor.is_empty() && act.recipient.is_empty() && act.third.is_empty();
        let found = linked.or_else(|| {
            let mut best: Option<(u32, usize)> = None;
            for (g, group) in groups.iter().enumerate() {
                if let Some(score) = likeness(&group.whole, act, cast, modes)
                    && best.is_none_or(|(b, _)| score >= b)
                {
                    best = Some((score, g));
                }
            }
            best.map(|(_, g)| g)
        });
        match found {
            Some(g) => {
                absorb(&mut groups[g].whole, act, linked.is_some(), cast);
                groups[g].acts.push(i);
                of_act[i] = Some(g);
            }
            None if empty
                && act.nominal
                && !(act.own_place && matches!(act.kind, EventType::ASSAULT | EventType::PROTEST))
                // "A peace summit is planned for Wednesday in Minsk" is one, whoever comes.
                && !(act.own_place && act.own_date && !act.definite && act.kind == EventType::CONSULT) => {}
            None => {
                of_act[i] = Some(groups.len());
                groups.push(Group { acts: vec![i], whole: act.clone() });
            }
        }
    }
    groups
}

/// Fills in to whom an event is done where no clause says it, if the article's other events leave one possibility: a force
/// fights, or withdraws before, the one armed opponent that the other fighting gives it; sanctions, aid, threats, coercion,
/// deployments and refusals are for the one to whom all others of that kind by the same actor are; aid from abroad else is for
/// the country that the text is about (`home`). A judgement falls on who did what it is about. `lemma` gives the lemma of a token
/// of a sentence, `modes` the mode of an entry.
pub fn counterparts(
    groups: &mut [Group],
    acts: &[Act],
    cast: &Cast,
    modes: &dyn Fn(usize) -> Option<String>,
    lemma: &dyn Fn(usize, usize) -> String,
    home: Option<EntityId>,
) {
    let armed = |e: EntityId| matches!(cast.entity(e).sector, Some(Sector::REB | Sector::MIL | Sector::PRM));
    let mut open: Vec<(usize, EntityId)> = Vec::new();
    for (i, event) in groups.iter().map(|g| &g.whole).enumerate() {
        if !event.recipient.is_empty() || event.actor.is_empty() {
            continue;
        }
        let fight = match event.kind {
            EventType::ASSAULT => event.actor.iter().all(|&e| armed(e) || cast.entity(e).kind == Kind::State),
            EventType::RETREAT => {
                modes(event.entry).as_deref() == Some("withdraw") && event.actor.iter().all(|&e| armed(e))
            }
            _ => false,
        };
        let alone = event.actor.len() == 1
            && matches!(
                event.kind,
                EventType::SANCTION
                    | EventType::AID
                    | EventType::THREATEN
                    | EventType::COERCE
                    | EventType::MOBILIZE
                    | EventType::REJECT
            );
        if !fight && !alone {
            continue;
        }
        let kind = if fight { EventType::ASSAULT } else { event.kind };
        let mut found: Vec<EntityId> = Vec::new();
        for other in groups.iter().map(|g| &g.whole).filter(|o| o.kind == kind) {
            if !event.actor.iter().any(|&e| other.actor.iter().any(|&x| alike(e, x, cast))) {
                continue;
            }
            for &y in other.recipient.iter().filter(|&&y| !fight || (armed(y) && cast.entity(y).country.is_some())) {
                if !found.iter().any(|&f| alike(f, y, cast)) {
                    found.push(y);
                }
            }
        }
        if let [one] = found[..]
            && !event.actor.contains(&one)
        {
            open.push((i, one));
        }
    }
    for (i, recipient) in judged(groups, acts, lemma, cast) {
        groups[i].whole.recipient.extend(recipient);
        groups[i].whole.confidence *= 0.9;
    }
    for (i, recipient) in open {
        groups[i].whole.recipient.push(recipient);
        groups[i].whole.confidence *= 0.9;
    }
    // "Iran sent a field hospital": aid without a word of whom it is for goes to the country that the text is about.
    if let Some(home) = home {
        let abroad = |a: &Act| {
            !a.actor.is_empty()
                && a.actor
                    .iter()
                    .all(|&x| cast.entity(x).country.is_some() && cast.entity(x).country != cast.entity(home).country)
        };
        for g in groups.iter_mut().map(|g| &mut g.whole) {
            if g.kind == EventType::AID && g.recipient.is_empty() && !g.nominal && abroad(g) {
                g.recipient.push(home);
                g.confidence *= 0.9;
            }
        }
    }
}

/// Whom a judgement without a recipient falls on: who did what it is about. "Condemned that assault" is about the event that the
/// noun joined; "rejected the invitation", "welcomed the move" about the last event before that fits the noun.
fn judged(
    groups: &[Group],
    acts: &[Act],
    lemma: &dyn Fn(usize, usize) -> String,
    cast: &Cast,
) -> Vec<(usize, Vec<EntityId>)> {
    use EventType::*;
    let fits = |noun: &str, kind: EventType| match noun {
        "request" | "demand" | "appeal" | "call" | "invitation" | "proposal" | "ultimatum" | "condition" => {
            kind == REQUEST
        }
        "offer" | "pledge" | "promise" => matches!(kind, AGREE | REQUEST | AID),
        "threat" | "warning" => kind == THREATEN,
        "accusation" | "allegation" | "charge" | "criticism" | "claim" => kind == ACCUSE,
        "move" | "decision" | "step" | "action" | "measure" | "announcement" => {
            !matches!(kind, CONSULT | ACCUSE | SUPPORT | REQUEST)
        }
        _ => false,
    };
    let mut out = Vec::new();
    for (i, g) in groups.iter().enumerate() {
        if !g.whole.recipient.is_empty() || g.whole.actor.is_empty() {
            continue;
        }
        let others = |o: &Act| !o.actor.is_empty() && !o.actor.iter().any(|a| g.whole.actor.contains(a));
        let found = g.acts.iter().find_map(|&a| {
            let act = &acts[a];
            act.about.iter().find_map(|&(t, points_back)| {
                let same = groups
                    .iter()
                    .position(|o| o.acts.iter().any(|&b| acts[b].sentence == act.sentence && acts[b].trigger == t));
                let before = || {
                    let noun = lemma(act.sentence, t);
                    (0..i).rev().find(|&o| {
                        let o = &groups[o].whole;
                        points_back && act.sentence - o.sentence <= 3 && fits(&noun, o.kind) && others(o)
                    })
                };
                same.filter(|&o| o != i).or_else(before)
            })
        });
        if let Some(o) = found.filter(|&o| others(&groups[o].whole)) {
            let to = groups[o]
                .whole
                .actor
                .iter()
                .copied()
                .filter(|&e| cast.entity(e).country.is_some() || cast.entity(e).person);
            out.push((i, to.collect()));
        }
    }
    out
}

/// What the acts of an event leave open and the event as a whole tells. What the headline names and no date is given for is
/// the news of the day of publication. An agreement between those who met is made where they met, if the text gives it no
/// place of its own.
pub fn settle(groups: &mut [Group], published: Option<PartialDate>) {
    for g in groups.iter_mut() {
        let (w, day) = (&mut g.whole, published.filter(|p| p.day.is_some()));
        if w.sentence == 0 && w.date.is_none() && w.status == Status::Actual && g.acts.len() > 1 {
            w.date = day.map(|d| When { start: Some(d), end: Some(d), precision: Precision::Day, text: None });
        }
    }
    for i in 0..groups.len() {
        if groups[i].whole.kind != EventType::AGREE || groups[i].whole.place.is_some() {
            continue;
        }
        let parties = pool(&groups[i].whole);
        let met = groups.iter().find(|g| {
            g.whole.kind == EventType::CONSULT
                && g.whole.place.is_some()
                && parties.len() >= 2
                && parties.iter().filter(|p| pool(&g.whole).contains(p)).count() >= 2
        });
        groups[i].whole.place = met.and_then(|g| g.whole.place.clone());
    }
}

/// How strongly an act is the same event as a group; none where something speaks against it or nothing for it.
fn likeness(g: &Act, a: &Act, cast: &Cast, modes: &dyn Fn(usize) -> Option<String>) -> Option<u32> {
    if g.kind != a.kind || !same_status(g, a) {
        return None;
    }
    if a.own_date && g.own_date && !dates_meet(g.date.as_ref(), a.date.as_ref()) {
        return None;
    }
    if !places_meet(g, a) {
        return None;
    }
    if let (Some(x), Some(y)) = (modes(g.entry), modes(a.entry)) {
        // Two ways of attacking are two attacks; a visit is the frame of a meeting.
        if x != y
            && matches!(
                g.kind,
                EventType::ASSAULT | EventType::COERCE | EventType::PROTEST | EventType::RETREAT | EventType::SANCTION
            )
        {
            return None;
        }
    }
    if g.kind == EventType::CONSULT
        && (modes(g.entry).as_deref() == Some("third-party")) != (modes(a.entry).as_deref() == Some("third-party"))
        && !a.nominal
    {
        // Who mediates between others does not meet them.
        return None;
    }
    let pointing = a.nominal && a.definite;
    let near = a.sentence - g.sentence <= 6;
    let empty = a.actor.is_empty() && a.recipient.is_empty() && a.third.is_empty();
    let title = g.sentence == 0 && a.sentence > 0;
    if empty
        && g.actor.is_empty()
        && near
        && matches!(a.kind, EventType::ASSAULT | EventType::PROTEST)
        && (title || a.sentence - g.sentence <= 2)
    {
        // "a blast hit …", "three people died in the explosion": nobody is named in either.
        return Some(1);
    }
    if empty {
        let force = matches!(
            a.kind,
            EventType::ASSAULT
                | EventType::PROTEST
                | EventType::CONSULT
                | EventType::AGREE
                | EventType::SANCTION
                | EventType::COERCE
        );
        return (force && (pointing || (a.nominal && g.sentence == a.sentence)) && near)
            .then(|| 1 + u32::from(a.sentence - g.sentence <= 2));
    }
    if g.trigger == a.trigger && g.sentence == a.sentence {
        // One word that names several acts ("their visits") was taken apart on purpose.
        return None;
    }
    if g.sentence == a.sentence && !a.nominal && !g.nominal && !g.kind.symmetric() {
        // Two verbs in one sentence are two acts, unless the same words are said twice.
        return None;
    }
    if g.kind.symmetric() {
        let (x, y) = (pool(g), pool(a));
        let n = common(&x, &y, cast);
        let small = x.len().min(y.len());
        // All of the smaller side are among the larger; one shared participant is not enough for two that name more.
        if n < small || (small == 1 && x.len().max(y.len()) >= 2 && !pointing && a.sentence > g.sentence + 1) {
            return None;
        }
        // The very same participants rather than those who can stand for them.
        let same = x.iter().filter(|e| y.contains(e)).count();
        return Some(3 + 2 * n as u32 + 2 * same as u32);
    }
    let actors = common(&g.actor, &a.actor, cast);
    let recipients = common(&g.recipient, &a.recipient, cast);
    let whole = |n: usize, x: &[EntityId], y: &[EntityId]| n >= x.len().min(y.len());
    if !whole(actors, &g.actor, &a.actor) || !whole(recipients, &g.recipient, &a.recipient) {
        return None;
    }
    if actors + recipients == 0 {
        // The first sentence tells the headline's event anew.
        return (title && a.sentence == 1).then_some(2);
    }
    // Half-known acts join only where they point back or stand near.
    let both = actors > 0 && recipients > 0;
    let verbal = matches!(
        a.kind,
        EventType::SUPPORT
            | EventType::ACCUSE
            | EventType::REQUEST
            | EventType::THREATEN
            | EventType::REJECT
            | EventType::CONCEDE
    );
    if title && a.sentence <= 6 && actors + recipients > 0 {
        // A headline says in few words what the text then says in full.
        return Some(3 + 2 * (actors + recipients) as u32);
    }
    let near_noun = a.nominal && a.sentence - g.sentence <= 1;
    if !(both || pointing || near_noun || g.nominal) {
        return None;
    }
    // A speech act said again in other words is most often another one.
    if verbal && !pointing && g.entry != a.entry && g.sentence > 0 && (a.sentence != g.sentence || !a.nominal) {
        return None;
    }
    if verbal && !a.nominal && !g.nominal && g.sentence > 0 && !(g.entry == a.entry && a.sentence - g.sentence <= 1) {
        return None;
    }
    Some(2 + 2 * (actors + recipients) as u32)
}

fn pool(a: &Act) -> Vec<EntityId> {
    let mut out = a.actor.clone();
    out.extend(a.recipient.iter().copied().filter(|r| !a.actor.contains(r)));
    out
}

/// How many of the smaller list have a like in the larger.
fn common(x: &[EntityId], y: &[EntityId], cast: &Cast) -> usize {
    let (small, large) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let mut used = vec![false; large.len()];
    let mut n = 0;
    for &s in small {
        if let Some(k) = (0..large.len()).find(|&k| !used[k] && alike(s, large[k], cast)) {
            used[k] = true;
            n += 1;
        }
    }
    n
}

/// Last words of names that mean a state's government as a whole.
const GOVERNMENTS: &[&str] = &["government", "administration", "regime", "authorities"];

/// Puts a state's named force in the place of the state.
fn force_for_state(of: &mut [EntityId], named: &[EntityId], cast: &Cast) {
    for id in of.iter_mut().filter(|id| cast.entity(**id).kind == Kind::State) {
        let force = named.iter().find(|&&f| {
            let (f, state) = (cast.entity(f), cast.entity(*id));
            f.sector == Some(Sector::MIL) && f.country == state.country && !f.person
        });
        if let Some(&force) = force {
            *id = force;
        }
    }
}

/// Whether two entities can stand for each other: the same one; a state, its government and a person who acts for it; a
/// force and its state.
fn alike(a: EntityId, b: EntityId, cast: &Cast) -> bool {
    if a == b {
        return true;
    }
    let (x, y) = (cast.entity(a), cast.entity(b));
    let bare = |e: &crate::cast::Entity| e.country.is_none() && e.kind == Kind::Group && !e.name.contains(' ');
    if (bare(x) || bare(y))
        && x.sector == y.sector
        && matches!(x.sector, Some(Sector::REB | Sector::MIL | Sector::COP))
        && !x.person
        && !y.person
    {
        // "Rebels" in the headline, the group by name below.
        return true;
    }
    if x.country.is_none() || x.country != y.country {
        return false;
    }
    let state = |e: &crate::cast::Entity| {
        e.kind == Kind::State
            || (e.sector == Some(Sector::GOV) && GOVERNMENTS.iter().any(|g| e.name.to_lowercase().ends_with(g)))
    };
    let official = |e: &crate::cast::Entity| matches!(e.sector, Some(Sector::GOV | Sector::MIL) | None);
    if (state(x) && official(y)) || (state(y) && official(x)) {
        return true;
    }
    // "Ethiopia's premier" and the prime minister by name.
    let holder = |office: &crate::cast::Entity, person: &crate::cast::Entity| {
        office.kind == Kind::Office
            && person.person
            && same_office(&office.name, person.role.as_deref().or(person.office.as_deref()))
    };
    if holder(x, y) || holder(y, x) {
        return true;
    }
    // Two ways of naming the same people: "protesters" and "demonstrators".
    x.sector.is_some() && x.sector == y.sector && x.kind == Kind::Group && y.kind == Kind::Group
}

/// Whether two offices are called alike, "premier" being a prime minister.
fn same_office(a: &str, b: Option<&str>) -> bool {
    let class = |o: &str| {
        let o = o.to_lowercase().replace("premier", "prime minister");
        [
            "prime minister",
            "foreign minister",
            "defense minister",
            "defence minister",
            "president",
            "chancellor",
            "king",
        ]
        .iter()
        .position(|c| o.contains(c))
        .map(|i| if i == 3 { 2 } else { i })
    };
    b.is_some_and(|b| class(a).is_some() && class(a) == class(b))
}

fn same_status(g: &Act, a: &Act) -> bool {
    g.status == a.status
        || (g.kind == EventType::CONSULT
            && matches!((g.status, a.status), (Status::Actual, Status::Planned) | (Status::Planned, Status::Actual))
            && dates_meet(g.date.as_ref(), a.date.as_ref())
            && g.date.is_some())
        // "in response to a question before Putin's talks with Assad": a noun that names a meeting takes it as given,
        // whatever the words around it leave open.
        || (g.kind == EventType::CONSULT && a.nominal && a.date.is_none() && g.status == Status::Actual && a.status == Status::Possible)
        || (a.nominal
            && a.actor.is_empty()
            && a.recipient.is_empty()
            && a.status == Status::Actual
            && g.status != Status::Denied)
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

/// Takes over what an act adds to its event.
fn absorb(g: &mut Act, a: &Act, linked: bool, cast: &Cast) {
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
    if g.actor.is_empty() {
        g.actor = a.actor.iter().copied().filter(|x| !g.recipient.contains(x)).collect();
    }
    if g.recipient.is_empty() && !(g.kind.symmetric() && g.actor.len() >= 2) {
        g.recipient = a.recipient.iter().copied().filter(|x| !g.actor.contains(x)).collect();
    }
    if g.third.is_empty() {
        g.third.clone_from(&a.third);
    }
    if (!g.own_date && a.own_date) || g.date.is_none() {
        g.date.clone_from(&a.date);
        g.own_date = a.own_date;
    }
    let finer = |a: &Act, g: &Act| match (&a.place, &g.place) {
        (Some(_), None) => true,
        (Some(x), Some(y)) => {
            (a.own_place && !g.own_place) || (a.own_place && x.precision < y.precision && x.country == y.country)
        }
        _ => false,
    };
    if finer(a, g) {
        g.place.clone_from(&a.place);
        g.own_place = a.own_place;
    }
    // What the article also asserts in its own voice is not somebody's claim.
    if a.said_by.is_none() && !a.nominal {
        g.said_by = None;
    }
    if a.status == Status::Actual && g.status == Status::Planned && !a.nominal {
        g.status = a.status;
    }
    g.condition = g.condition.or(a.condition.filter(|_| a.sentence == g.sentence));
    let more = if linked { 0.02 } else { 0.04 };
    g.confidence = (g.confidence.max(a.confidence) + more).min(0.97);
}
