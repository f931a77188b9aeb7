//! What the clauses of an event leave open and the article as a whole tells.

use super::Group;
use super::identity::{alike, pool};
use crate::acts::Act;
use crate::cast::{Cast, EntityId};
use chancery_record::{EventType, PartialDate, Precision, Sector, Status, When};
use chancery_world::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// For whom aid from abroad and foreign troops are, where the text names nobody.
pub struct Abroad<'a> {
    /// Of each event, the state of the place that it names.
    pub hosts: &'a [Option<EntityId>],
    /// The state that the text is about.
    pub home: Option<EntityId>,
}

/// How many meetings of one participant are looked at for where an agreement was made.
const MEETINGS: usize = 48;

/// Fills in to whom an event is done where no clause says it, if the article's other events leave one possibility: a force
/// fights, or withdraws before, the one armed opponent that the other fighting gives it; sanctions, aid, threats, coercion,
/// deployments and refusals are for the one to whom all others of that kind by the same actor are; aid from abroad else is for
/// the country of the place named or that the text is about (`abroad`). A judgement falls on who did what it is about.
/// `lemma` gives the lemma of a token of a sentence, `modes` the mode of an entry.
pub fn counterparts(
    groups: &mut [Group],
    acts: &[Act],
    cast: &Cast,
    modes: &dyn Fn(usize) -> Option<String>,
    lemma: &dyn Fn(usize, usize) -> String,
    abroad: &Abroad<'_>,
) {
    let armed = |e: EntityId| matches!(cast.entity(e).sector, Some(Sector::REB | Sector::MIL | Sector::PRM));
    // Who does what kind of thing to whom, each pair once: the text may tell of it a thousand times.
    let mut pairs: BTreeMap<EventType, BTreeSet<(EntityId, EntityId)>> = BTreeMap::new();
    for event in groups.iter().map(|g| &g.whole) {
        let of = pairs.entry(event.kind).or_default();
        of.extend(event.actor.iter().flat_map(|&x| event.recipient.iter().map(move |&y| (x, y))));
    }
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
        for &(x, y) in pairs.get(&kind).into_iter().flatten() {
            let fits = !fight || (armed(y) && cast.entity(y).country.is_some());
            if fits && !found.iter().any(|&f| alike(f, y, cast)) && event.actor.iter().any(|&e| alike(e, x, cast)) {
                found.push(y);
            }
            if found.len() > 1 {
                break;
            }
        }
        if let [one] = found[..]
            && !event.actor.contains(&one)
        {
            open.push((i, one));
        }
    }
    let told: Vec<usize> = open.iter().map(|&(i, _)| i).collect();
    for (i, recipient) in judged(groups, acts, lemma, cast) {
        if !recipient.is_empty() {
            groups[i].inferred.push("who did what is judged");
        }
        groups[i].whole.recipient.extend(recipient);
        groups[i].whole.confidence *= 0.9;
    }
    for (i, recipient) in open {
        groups[i].whole.recipient.push(recipient);
        groups[i].whole.confidence *= 0.9;
        groups[i].inferred.push("to whom the same one does such things");
    }
    for (i, other) in dealt_with(groups, cast, modes).into_iter().filter(|(i, _)| !told.contains(i)) {
        groups[i].whole.recipient.push(other);
        groups[i].whole.confidence *= 0.9;
    }
    for (g, host) in groups.iter_mut().map(|g| &mut g.whole).zip(abroad.hosts) {
        if g.recipient.is_empty() {
            g.recipient.extend(host);
        }
    }
    // "Iran sent a field hospital": aid without a word of whom it is for goes to the country that the text is about.
    if let Some(home) = abroad.home {
        // "Some Arab countries sent aid": several states are not the one that the text is about.
        let foreign = |x: EntityId| {
            let e = cast.entity(x);
            let several = e.country.is_none() && e.plural && e.sector == Some(Sector::GOV);
            several || e.country.is_some() && e.country != cast.entity(home).country
        };
        let abroad = |a: &Act| !a.actor.is_empty() && a.actor.iter().all(|&x| foreign(x));
        for g in groups.iter_mut() {
            let w = &mut g.whole;
            if w.kind == EventType::AID && w.recipient.is_empty() && !w.nominal && abroad(w) {
                w.recipient.push(home);
                w.confidence *= 0.9;
                g.inferred.push("the country that the text is about");
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
        "it" | "this" | "that" => !matches!(kind, ACCUSE | SUPPORT | REQUEST),
        "exercise" | "drill" | "maneuver" | "manoeuvre" => matches!(kind, COOPERATE | MOBILIZE),
        "attack" | "assault" | "raid" | "strike" | "bombing" | "bombardment" | "shelling" | "killing" | "violence" => {
            kind == ASSAULT
        }
        "sanction" | "embargo" | "expulsion" | "tariff" => kind == SANCTION,
        "verdict" | "ruling" | "sentence" | "conviction" | "judgment" | "judgement" => {
            matches!(kind, SANCTION | COERCE)
        }
        "arrest" | "detention" | "crackdown" | "ban" => kind == COERCE,
        "deal" | "agreement" | "accord" | "truce" => kind == AGREE,
        "visit" | "meeting" | "talks" | "talk" | "summit" => kind == CONSULT,
        "withdrawal" | "pullout" | "release" => kind == RETREAT,
        "deployment" | "buildup" => kind == MOBILIZE,
        "offer" | "pledge" | "promise" => matches!(kind, AGREE | REQUEST | AID),
        "threat" | "warning" => kind == THREATEN,
        "accusation" | "allegation" | "charge" | "criticism" | "claim" => kind == ACCUSE,
        "move" | "decision" | "step" | "action" | "measure" | "announcement" => {
            !matches!(kind, CONSULT | ACCUSE | SUPPORT | REQUEST)
        }
        _ => false,
    };
    let place = |a: &Act| (a.sentence, a.trigger);
    let named: BTreeMap<(usize, usize), usize> =
        groups.iter().enumerate().rev().flat_map(|(o, g)| g.acts.iter().map(move |&b| (place(&acts[b]), o))).collect();
    let mut out: Vec<(usize, Vec<EntityId>)> = Vec::new();
    for (i, g) in groups.iter().enumerate() {
        if !g.whole.recipient.is_empty() || g.whole.actor.is_empty() {
            continue;
        }
        // "Cuba denounced the move, while Chile welcomed it": both judge the same.
        let pronoun = g.acts.iter().any(|&a| {
            acts[a].about.iter().any(|&(t, _)| matches!(lemma(acts[a].sentence, t).as_str(), "it" | "this" | "that"))
        });
        let alongside = |o: &usize| {
            let w = &groups[*o].whole;
            w.sentence == g.whole.sentence && w.trigger < g.whole.trigger && matches!(w.kind, ACCUSE | SUPPORT | REJECT)
        };
        if pronoun && let Some(o) = (0..i).rev().find(alongside) {
            let known = out.iter().find(|(k, _)| *k == o).map(|(_, to)| to.clone());
            out.push((i, known.unwrap_or_else(|| groups[o].whole.recipient.clone())));
            continue;
        }
        let others = |o: &Act| !o.actor.is_empty() && !o.actor.iter().any(|a| g.whole.actor.contains(a));
        let found = g.acts.iter().find_map(|&a| {
            let act = &acts[a];
            act.about.iter().find_map(|&(t, points_back)| {
                let same = named.get(&(act.sentence, t)).copied();
                let before = || {
                    let noun = lemma(act.sentence, t);
                    let within = |n: usize| move |o: &usize| act.sentence - groups[*o].whole.sentence <= n;
                    let fit = |&o: &usize| {
                        let o = &groups[o].whole;
                        let to_me = || o.recipient.iter().any(|&r| g.whole.actor.iter().any(|&a| alike(r, a, cast)));
                        let speech = matches!(o.kind, ACCUSE | REQUEST | THREATEN);
                        (points_back || (speech && to_me())) && fits(&noun, o.kind) && others(o)
                    };
                    // "The move" is what was told last, or what the text is about.
                    let any = matches!(
                        noun.as_str(),
                        "move" | "decision" | "step" | "action" | "measure" | "announcement" | "it" | "this" | "that"
                    );
                    let opening = (0..i).take_while(|&o| groups[o].whole.sentence <= 2).filter(|_| any);
                    let mut nearest = (0..i).rev().take_while(within(1));
                    nearest
                        .find(fit)
                        .or_else(|| opening.clone().find(fit))
                        .or_else(|| (0..i).rev().take_while(within(3)).find(fit))
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
/// the news of the day of publication; what is planned and has that day by its announcement is to come from it on. An
/// agreement between those who met is made where they met, if the text gives it no place of its own.
pub fn settle(groups: &mut [Group], published: Option<PartialDate>) {
    for g in groups.iter_mut() {
        let (w, day) = (&mut g.whole, published.filter(|p| p.day.is_some()));
        if w.sentence == 0 && w.date.is_none() && w.status == Status::Actual && (g.acts.len() > 1 || w.nominal) {
            w.date = day.map(|d| When { start: Some(d), end: Some(d), precision: Precision::Day, text: None });
        }
        // Of aid to come, and of what else has no day of its own, the day is that of its announcement.
        let announced = w.kind == EventType::AID || !w.own_date && w.kind != EventType::CONSULT;
        if let Some(date) = w.date.as_mut().filter(|_| w.status == Status::Planned && announced)
            && day.is_some()
            && (date.start, date.end) == (day, day)
        {
            (date.end, date.precision) = (None, Precision::Open);
        }
    }
    // Where each meeting was, by who took part; a text that names somebody in hundreds of meetings is cut short.
    let mut met: BTreeMap<EntityId, Vec<usize>> = BTreeMap::new();
    for (i, g) in
        groups.iter().enumerate().filter(|(_, g)| g.whole.kind == EventType::CONSULT && g.whole.place.is_some())
    {
        for p in pool(&g.whole) {
            let meetings = met.entry(p).or_default();
            if meetings.len() < MEETINGS {
                meetings.push(i);
            }
        }
    }
    for i in 0..groups.len() {
        if groups[i].whole.kind != EventType::AGREE || groups[i].whole.place.is_some() {
            continue;
        }
        let parties = pool(&groups[i].whole);
        let of = |p: &EntityId| met.get(p).map_or(&[][..], Vec::as_slice);
        let both = |m: &usize| parties.iter().filter(|p| of(p).contains(m)).count() >= 2;
        let first = parties.iter().flat_map(of).copied().filter(both).min();
        groups[i].whole.place = first.and_then(|m| groups[m].whole.place.clone());
    }
}

/// To whom words are said where nothing else tells: the one of another country with whom the article has the speaker deal most,
/// at least twice as often as with any other.
fn dealt_with(groups: &[Group], cast: &Cast, modes: &dyn Fn(usize) -> Option<String>) -> Vec<(usize, EntityId)> {
    use EventType::*;
    // How often who deals with whom, each pair once for each event.
    let mut dealings: BTreeMap<(EntityId, EntityId), usize> = BTreeMap::new();
    for event in groups.iter().map(|g| &g.whole) {
        let mutual = matches!(event.kind, AGREE | CONSULT | COOPERATE);
        for &x in &event.actor {
            let others = event.recipient.iter().chain(event.actor.iter().filter(|_| mutual));
            for &y in others.filter(|&&y| y != x) {
                *dealings.entry((x, y)).or_default() += 1;
                if !mutual || event.recipient.contains(&y) {
                    *dealings.entry((y, x)).or_default() += 1;
                }
            }
        }
    }
    // Words are for those who can answer them.
    let answers = |y: EntityId| {
        use Sector::{GOV, LEG, MIL, OPP, PRM, PTY, REB};
        let y = cast.entity(y);
        let party = y.sector.is_none_or(|s| matches!(s, GOV | LEG | MIL | OPP | PRM | PTY | REB));
        y.country.is_some() && y.kind != Kind::Place && party
    };
    let most = |actor: EntityId| {
        let country = cast.entity(actor).country.as_ref()?;
        let mut found: Vec<(EntityId, usize)> = Vec::new();
        for (&(_, y), &n) in dealings.iter().filter(|&(&(x, y), _)| answers(y) && alike(x, actor, cast)) {
            match found.iter_mut().find(|(f, _)| alike(*f, y, cast)) {
                Some((_, sum)) => *sum += n,
                None => found.push((y, n)),
            }
        }
        found.sort_by_key(|&(_, n)| std::cmp::Reverse(n));
        let &(first, n) = found.first()?;
        let alone = found.get(1).is_none_or(|second| n >= 2 * second.1);
        (alone && cast.entity(first).country.as_ref() != Some(country)).then_some(first)
    };
    let mut known: BTreeMap<EntityId, Option<EntityId>> = BTreeMap::new();
    let mut out = Vec::new();
    for (i, event) in groups.iter().map(|g| &g.whole).enumerate() {
        let speech = matches!(event.kind, REJECT | THREATEN | ACCUSE | REQUEST | SUPPORT);
        let [actor] = event.actor[..] else { continue };
        if speech && event.recipient.is_empty() && modes(event.entry).as_deref() != Some("investigate") {
            let other = *known.entry(actor).or_insert_with(|| most(actor));
            out.extend(other.map(|y| (i, y)));
        }
    }
    out
}
