//! When and where an act took place: by its own clause first, then by inheritance.

use super::Scene;
use super::judge::speech;
use super::roles::Parties;
use crate::cast::{EntityId, NO_STATE};
use crate::circumstances::{Narrative, clause_of, country_place, place_at};
use crate::matcher::Match;
use crate::stances::same_side;
use crate::statements::{Said, innermost};
use crate::tree::Tree;
use chancery_record::{EventType, Place, PlacePrecision, Precision, Status, When};

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
    let own = circumstances.place(tree, m.trigger, m.light, kind == EventType::CONSULT);
    // Who hosts does so at home ("Moscow hosted talks").
    let host = meeting_place.or_else(|| m.third.iter().find_map(|&t| place_at(tree, t, scene.cast, scene.world)));
    let own_place = own.is_some() || target_place.is_some() || host.is_some();
    let bodily = matches!(
        kind,
        EventType::ASSAULT
            | EventType::PROTEST
            | EventType::COERCE
            | EventType::MOBILIZE
            | EventType::RETREAT
            | EventType::CONSULT
    );
    let paragraph = tree.sentence.paragraph;
    let place = own.or(target_place.filter(|_| bodily)).or(host).or_else(|| {
        inherited(
            scene,
            kind,
            recipient,
            Some(narrative).filter(|_| !standing_long && (!m.nominal || m.light.is_some())),
            paragraph,
        )
    });
    let place = place.or_else(|| at_home(scene, kind, actor, recipient).filter(|_| !standing_long));
    let place = place.map(|mut p| {
        // A place that no table knows lies where the article's other places lie, if they lie in one country.
        if p.country.is_none() && p.precision != PlacePrecision::Wide {
            p.country = scene.prevailing.as_ref().and_then(|w| w.country.clone());
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
/// last told of such, or, as arrests and withdrawals, in the one country where the article's places lie.
fn inherited(
    scene: &Scene<'_>,
    kind: EventType,
    recipient: &[EntityId],
    narrative: Option<&Narrative>,
    paragraph: usize,
) -> Option<Place> {
    match kind {
        EventType::AID => {
            let country = recipient
                .iter()
                .find_map(|&r| scene.cast.entity(r).country.as_deref())
                .filter(|c| !NO_STATE.contains(c))?;
            Some(country_place(scene.world.country(country)?.name.to_string(), country))
        }
        EventType::ASSAULT | EventType::PROTEST => {
            narrative.and_then(|n| n.place(paragraph)).or_else(|| scene.prevailing.clone())
        }
        EventType::COERCE | EventType::RETREAT => scene.prevailing.clone(),
        _ => None,
    }
}

/// Force and arrests among those of one country took place there: "Turkish police detained a Turkish journalist".
fn at_home(scene: &Scene<'_>, kind: EventType, actor: &[EntityId], recipient: &[EntityId]) -> Option<Place> {
    let among = match kind {
        EventType::ASSAULT | EventType::COERCE => !actor.is_empty() && !recipient.is_empty(),
        EventType::PROTEST => !actor.is_empty(),
        _ => false,
    };
    let country = |e: &EntityId| scene.cast.entity(*e).country.as_deref();
    let first = actor.iter().chain(recipient).next().and_then(country)?;
    let one = actor.iter().chain(recipient).all(|e| country(e) == Some(first));
    (among && one && !NO_STATE.contains(&first))
        .then(|| Some(country_place(scene.world.country(first)?.name.to_string(), first)))
        .flatten()
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
