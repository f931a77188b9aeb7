//! When and where an act took place: by its own clause first, then by inheritance.

use super::judge::speech;
use super::roles::Parties;
use super::{Act, Scene};
use crate::cast::{EntityId, NO_STATE};
use crate::circumstances::{Narrative, Reach, clause_of, country_place, leading, place_at};
use crate::matcher::Match;
use crate::stances::same_side;
use crate::statements::{Said, innermost};
use crate::tree::Tree;
use chancery_record::{EventType, Place, PlacePrecision, Precision, Sector, Status, When};
use chancery_world::HitKind;

/// When and where an act took place, and whether its own clause says so.
pub(super) struct Setting {
    pub(super) date: Option<When>,
    pub(super) own_date: bool,
    pub(super) place: Option<Place>,
    pub(super) own_place: bool,
}

/// What is known of an act before its time and place are looked for.
pub(super) struct Known<'a> {
    pub(super) kind: EventType,
    pub(super) parties: &'a Parties,
    pub(super) said_by: Option<EntityId>,
}

/// Finds time and place of an act, and marks as planned what is dated after the publication.
pub(super) fn setting(
    scene: &Scene<'_>,
    s: usize,
    m: &Match,
    known: &Known<'_>,
    status: &mut Status,
    narrative: &Narrative,
) -> Setting {
    let Known { kind, parties, said_by } = *known;
    let tree = &scene.trees[s];
    let (actor, recipient) = (&parties.actor, &parties.recipient);
    let (target_place, meeting_place) = (parties.target.clone(), parties.meeting.clone());
    let circumstances = &scene.circumstances[s];
    // What lasts since a year is not tied to the scene that the text tells of.
    let told = circumstances.date(tree, m.trigger, m.light);
    let standing_long = told.as_ref().is_some_and(|w| matches!(w.precision, Precision::Open | Precision::Year));
    let entry = &scene.codebook.entries[m.entry];
    let mode = entry.mode.as_deref();
    let judicial = actor.iter().any(|&a| scene.cast.entity(a).sector == Some(Sector::JUD)) || mode == Some("convict");
    let reach = match kind {
        EventType::CONSULT if mode == Some("visit") => Reach::Journey,
        EventType::CONSULT => Reach::Talks,
        EventType::MOBILIZE => Reach::Dispatch,
        EventType::RETREAT if mode == Some("withdraw") => Reach::Departure,
        EventType::ASSAULT
        | EventType::PROTEST
        | EventType::COERCE
        | EventType::RETREAT
        | EventType::AID
        | EventType::COOPERATE => Reach::Bodies,
        _ if judicial => Reach::Bodies,
        _ => Reach::Words,
    };
    let bodily = !matches!(reach, Reach::Words) && !matches!(kind, EventType::AID | EventType::COOPERATE);
    // A call has no place of its own.
    let remote = mode == Some("phone");
    let own = circumstances.place(tree, m.trigger, m.light, reach).filter(|_| !remote);
    // A place attacked may be named finer than where it lies: "shelled Kobani, in northern Syria".
    // Who is spoken to or asked is not where it is done.
    let spoken = kind == EventType::CONSULT && mode != Some("visit");
    let target_place =
        target_place.filter(|p| bodily && !remote && !(spoken && p.precision == PlacePrecision::Country));
    let own = match (own, &target_place) {
        (Some(o), Some(t)) if t.precision < o.precision && (t.country.is_none() || t.country == o.country) => {
            Some(Place { country: o.country, ..t.clone() })
        }
        (o, _) => o,
    };
    let seat = || {
        let body = |t: usize| {
            scene.cast.at(s, t).iter().any(|&e| matches!(scene.cast.entity(e).sector, Some(Sector::COP | Sector::JUD)))
        };
        let bodily = bodily && reach == Reach::Bodies;
        m.actor.iter().filter(|&&t| bodily && body(t)).find_map(|&t| circumstances.seat(tree, t))
    };
    // Who hosts does so at home ("Moscow hosted talks").
    let hosts = tree.lemma(m.light.unwrap_or(m.trigger)) == "host";
    let host = meeting_place
        .or_else(|| m.third.iter().filter(|_| hosts).find_map(|&t| place_at(tree, t, scene.cast, scene.world)));
    let place = own.or(target_place).or(host.filter(|_| !remote)).or_else(seat);
    let own_place = place.is_some();
    let paragraph = tree.sentence.paragraph;
    let charged = matches!(tree.lemma(m.trigger), "charge" | "indict" | "prosecute") && tree.is_passive(m.trigger);
    let home = at_home(scene, kind, (&entry.rule, mode, charged), actor, recipient);
    let place = place.or_else(|| {
        let told = Some(narrative).filter(|_| !standing_long && (!m.nominal || m.light.is_some()) && !aside(tree, m));
        let agreed = || {
            let words = matches!(kind, EventType::SUPPORT | EventType::REQUEST);
            let (place, met) = narrative.meeting(paragraph, if words { 1 } else { 3 })?;
            let each_other = || {
                let (a, r) = (shared_country(scene, actor)?, shared_country(scene, recipient)?);
                (a != r && met.iter().any(|c| c == a) && met.iter().any(|c| c == r)).then_some(())
            };
            let here = match kind {
                EventType::AGREE | EventType::CONSULT => jointly(scene, s, m, parties, met),
                _ if words => each_other().is_some() && tells(tree, m, *status),
                _ => false,
            };
            (*status == Status::Actual && !remote && here).then_some(place)
        };
        let here = inherited(scene, s, m, (kind, mode), parties, told).or_else(agreed);
        match &home {
            // What those of one country do among themselves is done there, wherever the text has just been.
            Some(h) if h.sure && here.as_ref().is_none_or(|p| p.country != h.place.country) => None,
            _ => here,
        }
    });
    let place = place.or_else(|| home.filter(|h| h.sure || !standing_long).map(|h| h.place));
    let place = place.map(|mut p| {
        // A place that no table knows lies where the article's other places lie, if they lie in one country, or else
        // where those are at home who act there.
        if p.country.is_none() && p.precision != PlacePrecision::Wide {
            let one = |ids: &[EntityId]| shared_country(scene, ids).map(str::to_owned);
            p.country = scene
                .prevailing
                .as_ref()
                .and_then(|w| w.country.clone())
                .or_else(|| leading(scene.circumstances))
                .or_else(|| scene.cast.home.clone())
                .or_else(|| headline_country(scene))
                .or_else(|| one(recipient).filter(|_| bodily))
                .or_else(|| one(actor).filter(|_| bodily));
        }
        p
    });
    let date = told.or_else(|| {
        // Who refuses or agrees by saying so does it when saying it.
        let Said { cue, speaker, .. } = *innermost(scene.said, s, m.trigger)?;
        (speech(kind)
            && said_by.is_none()
            && cue.0 == s
            && actor.iter().any(|&a| a == speaker || same_side(a, speaker, scene.cast)))
        .then(|| circumstances.date(tree, cue.1, None))
        .flatten()
    });
    let own_date = date.is_some();
    if let (Some(d), Some(p)) = (
        date.as_ref().and_then(|w| w.start).and_then(crate::dates::earliest),
        scene.published.filter(|p| p.day.is_some()),
    ) {
        // What is dated after the publication has not happened yet.
        if d > p && *status == Status::Actual && !speech(kind) {
            *status = Status::Planned;
        }
    }
    let today =
        scene.published.filter(|d| d.day.is_some() && speech(kind) && present(tree, m) && *status == Status::Actual);
    let date =
        date.or_else(|| today.map(|d| When { start: Some(d), end: Some(d), precision: Precision::Day, text: None }));
    let date = date.or_else(|| {
        narrative
            .day(paragraph, scene.published)
            .filter(|_| tells(tree, m, *status) && !circumstances.vague(tree, m.trigger, m.light))
    });

    Setting { date, own_date, place, own_place }
}

/// Where an act without a place of its own took place: aid where those are who get it; violence and protest where the text
/// last told of such, arrests and releases where its own paragraph did; else these and withdrawals where the headline is or
/// in the one country where the article's places lie.
fn inherited(
    scene: &Scene<'_>,
    s: usize,
    m: &Match,
    (kind, mode): (EventType, Option<&str>),
    parties: &Parties,
    narrative: Option<&Narrative>,
) -> Option<Place> {
    let paragraph = scene.trees[s].sentence.paragraph;
    let within = match kind {
        EventType::AID => {
            // Aid for nobody named is for the country where most of the text's places lie, and aid for people of no named
            // country for the one that the text is about, if it comes from another.
            use Sector::*;
            let of = |ids: &[EntityId]| {
                ids.iter()
                    .find_map(|&r| scene.cast.entity(r).country.clone())
                    .filter(|c| !NO_STATE.contains(&c.as_str()))
            };
            let people = parties
                .recipient
                .iter()
                .any(|&r| matches!(scene.cast.entity(r).sector, Some(CVL | JRN | MED | EDU | REF | AGR | LAB | REL)));
            let needy = || {
                leading(scene.circumstances)
                    .or_else(|| scene.cast.home.clone().filter(|_| people))
                    .filter(|c| !parties.actor.iter().any(|&a| scene.cast.entity(a).country.as_ref() == Some(c)))
            };
            let country = of(&parties.recipient).or_else(|| of(&thankers(scene, s, m))).or_else(needy)?;
            let country = country.as_str();
            return Some(country_place(scene.world.country(country)?.name.to_string(), country));
        }
        EventType::ASSAULT | EventType::PROTEST => 2,
        EventType::COERCE | EventType::RETREAT => 0,
        _ => return None,
    };
    narrative
        .and_then(|n| n.place(paragraph, within).or_else(|| n.headline(paragraph)))
        .or_else(|| scene.prevailing.clone())
        .or_else(|| {
            around(scene, kind, parties).filter(|_| {
                let armed = |&a: &EntityId| {
                    matches!(scene.cast.entity(a).sector, Some(Sector::MIL | Sector::REB | Sector::PRM | Sector::COP))
                };
                kind != EventType::RETREAT || mode == Some("release") || parties.actor.iter().any(armed)
            })
        })
}

/// The one country that the headline names, if it names one.
fn headline_country(scene: &Scene<'_>) -> Option<String> {
    let tree = scene.trees.first()?;
    let words: Vec<&str> = tree.sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let mut named = scene.world.scan(&words, None).into_iter().filter_map(|h| {
        let place = matches!(h.kind, HitKind::State | HitKind::Adjective | HitKind::Capital | HitKind::Place);
        h.country.filter(|c| place && !NO_STATE.contains(&c.as_str()))
    });
    let first = named.next()?;
    named.all(|c| c == first).then_some(first)
}

/// Who thanks or asks for an act: "Nepal thanked India for sending doctors".
fn thankers(scene: &Scene<'_>, s: usize, m: &Match) -> Vec<EntityId> {
    let tree = &scene.trees[s];
    let verb = tree.path_up(m.trigger).skip(1).find(|&t| {
        matches!(tree.lemma(t), "thank" | "ask" | "appeal" | "request") && tree.child(t, &["nsubj"]).is_some()
    });
    let subject = verb.and_then(|v| tree.child(v, &["nsubj"]));
    subject.map_or_else(Vec::new, |t| scene.cast.fill(tree, s, t, false))
}

/// The country that most of an article's places lie in, for an act of force of which no party is known to be of another.
fn around(scene: &Scene<'_>, kind: EventType, parties: &Parties) -> Option<Place> {
    let country = leading(scene.circumstances).or_else(|| scene.cast.home.clone())?;
    // An army whose foe is not known may be abroad.
    let away = !parties.actor.is_empty()
        && parties.actor.iter().all(|&a| matches!(scene.cast.entity(a).sector, Some(Sector::GOV | Sector::MIL)))
        && !parties.recipient.iter().any(|&r| scene.cast.entity(r).country.is_some());
    if away && kind == EventType::ASSAULT {
        return None;
    }
    parties
        .actor
        .iter()
        .chain(&parties.recipient)
        .all(|&e| scene.cast.entity(e).country.as_ref().is_none_or(|c| *c == country))
        .then(|| Some(country_place(scene.world.country(&country)?.name.to_string(), &country)))
        .flatten()
}

/// The meeting of the headline is where the text below says that its parties meet, if it says so of one place only.
pub(super) fn headline_meeting(acts: &mut [Act], scene: &Scene<'_>) {
    let countries = |a: &Act| -> Vec<String> {
        a.actor.iter().chain(&a.recipient).filter_map(|&e| scene.cast.entity(e).country.clone()).collect()
    };
    let mut met: Vec<(Place, Vec<String>)> = Vec::new();
    for a in acts.iter().filter(|a| a.kind == EventType::CONSULT && a.own_place) {
        met.extend(a.place.clone().map(|p| (p, countries(a))));
    }
    let Some((place, parties)) = met.first() else { return };
    if met.iter().any(|(p, _)| p.name != place.name) {
        return;
    }
    for a in acts.iter_mut() {
        let headline = scene.trees[a.sentence].sentence.paragraph == 0;
        let phone = scene.codebook.entries[a.entry].mode.as_deref() == Some("phone");
        if a.kind == EventType::CONSULT
            && headline
            && !phone
            && a.place.is_none()
            && countries(a).iter().any(|c| parties.contains(c))
        {
            a.place = Some(Place { text: None, ..place.clone() });
        }
    }
}

/// Whether an act is told in passing, in a relative clause or the past perfect, so that it need not be where the text is.
fn aside(tree: &Tree<'_>, m: &Match) -> bool {
    let clause = m.light.unwrap_or_else(|| clause_of(tree, m.trigger));
    tree.path_up(clause).any(|t| tree.token(t).deprel == "acl:relcl")
        || tree.children_by(clause, &["aux"]).any(|a| tree.lower(a) == "had")
}

/// Whether several who met agree or talk: parties of two countries, one of them at the meeting, or a plural that stands for
/// those who met ("they", "the sides").
fn jointly(scene: &Scene<'_>, s: usize, m: &Match, parties: &Parties, met: &[String]) -> bool {
    let tree = &scene.trees[s];
    let plural = |&t: &usize| {
        matches!(tree.lower(t).as_str(), "they" | "both" | "parties" | "sides" | "leaders" | "ministers" | "presidents")
    };
    let countries: std::collections::BTreeSet<&str> = parties
        .actor
        .iter()
        .chain(&parties.recipient)
        .filter_map(|&e| scene.cast.entity(e).country.as_deref())
        .collect();
    (countries.len() > 1 || m.actor.iter().any(plural))
        && (countries.is_empty() || countries.iter().any(|c| met.iter().any(|m| m == c)))
}

/// The country where an act is done by who does it to whom.
struct Home {
    place: Place,
    /// Whether all who take part are of that country.
    sure: bool,
}

/// The country that all of several actors belong to; none where one of them belongs to no state.
fn shared_country<'a>(scene: &'a Scene<'_>, ids: &[EntityId]) -> Option<&'a str> {
    let country = |e: &EntityId| scene.cast.entity(*e).country.as_deref();
    let first = country(ids.first()?)?;
    (!NO_STATE.contains(&first) && ids.iter().all(|e| country(e) == Some(first))).then_some(first)
}

/// What those of one country do among themselves takes place there ("Turkish police detained a Turkish journalist"), if it
/// is more than words. Crowds march, courts judge, police arrest and jailers release at home, whoever it falls on; who is
/// attacked by somebody unnamed or by a band of no state is attacked at home.
fn at_home(
    scene: &Scene<'_>,
    kind: EventType,
    (rule, mode, charged): (&str, Option<&str>, bool),
    actor: &[EntityId],
    recipient: &[EntityId],
) -> Option<Home> {
    use EventType::*;
    let (by, to) = (shared_country(scene, actor), shared_country(scene, recipient));
    let sector = |ids: &[EntityId], which: &[Sector]| {
        ids.iter().any(|&e| scene.cast.entity(e).sector.is_some_and(|s| which.contains(&s)))
    };
    let judicial = sector(actor, &[Sector::JUD]);
    let domestic = by.filter(|_| by == to);
    let unknown = actor.iter().all(|&a| scene.cast.entity(a).country.as_deref().is_none_or(|c| NO_STATE.contains(&c)));
    let country = match kind {
        PROTEST => by,
        ASSAULT => domestic
            .or(to.filter(|_| unknown))
            .or(by.filter(|_| recipient.is_empty() && !sector(actor, &[Sector::GOV, Sector::MIL]))),
        COERCE if matches!(mode, Some("arrest" | "deport")) => by.or(to.filter(|_| actor.is_empty())),
        COERCE => domestic.or(by.filter(|_| judicial || recipient.is_empty())).or(to.filter(|_| actor.is_empty())),
        RETREAT if matches!(mode, Some("release" | "disarm" | "access")) => by,
        RETREAT if mode == Some("ceasefire") => {
            let rebels: Vec<EntityId> = actor
                .iter()
                .chain(recipient)
                .copied()
                .filter(|&e| matches!(scene.cast.entity(e).sector, Some(Sector::REB | Sector::PRM)))
                .collect();
            domestic.or_else(|| shared_country(scene, &rebels))
        }
        RETREAT => domestic,
        MOBILIZE if matches!(mode, Some("police" | "weapons")) => by,
        // Who is expelled is sent home from there.
        SANCTION if mode == Some("expel") => by.filter(|_| to.is_some() && to != by),
        CONSULT if mode == Some("visit") && rule != "CONSULT/host-visit" => to.filter(|_| to != by),
        SANCTION if mode == Some("convict") => by.or(to.filter(|_| actor.is_empty())),
        SANCTION | ACCUSE if judicial => by,
        // Who is charged by nobody named is charged at home.
        ACCUSE if charged => to.filter(|_| actor.is_empty()),
        _ => None,
    }?;
    let place = country_place(scene.world.country(country)?.name.to_string(), country);
    Some(Home { place, sure: domestic.is_some() || kind == PROTEST })
}

/// Whether an act belongs to the day that the text is telling of: it is told in the simple past or present, in a main
/// clause or one that shares its time, and it did take place.
fn tells(tree: &Tree<'_>, m: &Match, status: Status) -> bool {
    if status != Status::Actual {
        return false;
    }
    let clause = m.light.unwrap_or_else(|| clause_of(tree, m.trigger));
    // A present perfect early in the text is the day's news; later it is background.
    let perfect = tree.sentence.paragraph > 2 && tree.children_by(clause, &["aux"]).any(|a| tree.lemma(a) == "have");
    let relative = tree.path_up(clause).any(|t| tree.token(t).deprel == "acl:relcl");
    let nominal_aside = m.nominal && m.light.is_none();
    !perfect && !relative && !nominal_aside
}

/// Whether the clause of an act is told in the present tense.
fn present(tree: &Tree<'_>, m: &Match) -> bool {
    let clause = m.light.unwrap_or_else(|| clause_of(tree, m.trigger));
    let finite = tree
        .path_up(clause)
        .find(|&t| tree.token(t).feats.verb_form == Some("Fin") || tree.children_by(t, &["aux"]).next().is_some());
    finite.is_some_and(|t| {
        let past =
            tree.children_by(t, &["aux"]).any(|a| tree.token(a).feats.tense == Some("Past") || tree.lemma(a) == "have");
        !past
            && (tree.token(t).feats.tense == Some("Pres")
                || tree.children_by(t, &["aux"]).any(|a| tree.token(a).feats.tense == Some("Pres")))
    })
}
