//! When and where an act took place: by its own clause first, then by inheritance.

use super::judge::speech;
use super::roles::Parties;
use super::spoken::spoken_at;
use super::{Act, Scene};
use crate::cast::{EntityId, NO_STATE};
use crate::circumstances::{Narrative, Reach, clause_of, country_place, in_which, leading, place_at};
use crate::matcher::Match;
use crate::stances::same_side;
use crate::statements::innermost;
use crate::tree::Tree;
use chancery_record::{EventType, PartialDate, Place, PlacePrecision, Precision, Sector, Status, When};
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
    let landmark = || circumstances.landmark(tree, m.trigger, m.light, reach).filter(|_| !remote);
    let place = own.or(target_place).or(host.filter(|_| !remote)).or_else(seat).or_else(landmark);
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
                _ if words => each_other().is_some() && matches!(told_as(tree, m, kind, false), Told::Then { .. }),
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
    let place = place.or_else(|| {
        let words = speech(kind) && *status == Status::Actual && !remote && !m.nominal;
        spoken_at(scene, s, m, actor, narrative).filter(|_| words)
    });
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
    let own_day = |w: &When| w.start.and_then(crate::dates::earliest);
    let published = scene.published.filter(|p| p.day.is_some());
    let ahead = |w: &When| own_day(w).zip(published).is_some_and(|(d, p)| d > p);
    // "has called for a strike next week": the call is made, and the time is that of what it asks for.
    let told = told.filter(|w| !(ahead(w) && speech(kind) && *status == Status::Actual));
    let saying = innermost(scene.said, s, m.trigger);
    let said_when =
        || saying.and_then(|said| scene.circumstances[said.cue.0].date(&scene.trees[said.cue.0], said.cue.1, None));
    // Who refuses or agrees by saying so does it when saying it.
    let own_word = saying.is_some_and(|said| {
        let speaker = said.speaker;
        speech(kind) && said_by.is_none() && actor.iter().any(|&a| a == speaker || same_side(a, speaker, scene.cast))
    });
    let date = told.or_else(|| said_when().filter(|_| own_word));
    let own_date = date.is_some();
    // What is dated after the publication has not happened yet.
    // "met on 23 July" is told of one that is past, whatever the year.
    let verb = m.light.unwrap_or(m.trigger);
    let feats = &tree.token(verb).feats;
    let past = tree.is_verb(verb) && feats.tense == Some("Past") && feats.verb_form == Some("Fin");
    if date.as_ref().is_some_and(ahead) && *status == Status::Actual && !speech(kind) && !past {
        *status = Status::Planned;
    }
    let day = |d| When { start: Some(d), end: Some(d), precision: Precision::Day, text: None };
    let now = || said_when().or_else(|| narrative.told(paragraph, scene.published, false, speech(kind)));
    let date = date
        .or_else(|| published.filter(|_| speech(kind) && present(tree, m) && *status == Status::Actual).map(day))
        .or_else(|| match told_as(tree, m, kind, own_word) {
            // "will donate": from the day that says so on.
            Told::Ahead if *status == Status::Planned && kind != EventType::CONSULT => {
                now().and_then(|w| w.end).map(|d| open(Some(d), None))
            }
            // "are being held": since when is left open.
            Told::Then { past: false } if *status == Status::Actual && being_held(tree, m) => {
                now().and_then(|w| w.end).map(|d| open(None, Some(d)))
            }
            // "had seized the town": not later than the time told of.
            Told::Before if *status == Status::Actual => now().and_then(|w| w.end).map(|d| open(None, Some(d))),
            Told::Then { past } if *status == Status::Actual && !circumstances.vague(tree, m.trigger, m.light) => {
                narrative.told(paragraph, scene.published, past, speech(kind))
            }
            // "will not change its strategy": the refusal is made now.
            Told::Ahead if *status == Status::Actual && speech(kind) => now(),
            _ => None,
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
            let foreign = || parties.recipient.is_empty() && shared_country(scene, &parties.actor).is_some();
            let needy = || {
                leading(scene.circumstances)
                    .or_else(|| scene.cast.home.clone().filter(|_| people || foreign()))
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
        SANCTION if mode == Some("expel") => by.filter(|_| to != by),
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

fn open(start: Option<PartialDate>, end: Option<PartialDate>) -> When {
    When { start, end, precision: Precision::Open, text: None }
}

/// How an act without a time of its own stands to the time that the text is telling of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// It is of that time: told in the simple past or present, in a main clause or one that shares its time.
    Then { past: bool },
    /// In the past perfect: it was before.
    Before,
    /// With "will": it comes after.
    Ahead,
    /// In passing, as lasting or as long known.
    Aside,
}

fn told_as(tree: &Tree<'_>, m: &Match, kind: EventType, own_word: bool) -> Told {
    let Some(clause) =
        m.light.or_else(|| if m.nominal { announcing(tree, m.trigger) } else { Some(clause_of(tree, m.trigger)) })
    else {
        return Told::Aside;
    };
    // The verb that has the tense: "were ordered *to leave*", "began *shelling*".
    let finite = tree.path_up(clause).take_while(|&t| t == clause || tree.is_verb(t)).find(|&t| has_tense(tree, t));
    let aux = |t: usize, lemma: &str| tree.children_by(t, &["aux"]).any(|a| tree.lemma(a) == lemma);
    let verb = finite.unwrap_or(clause);
    let had = tree
        .children_by(verb, &["aux"])
        .any(|a| matches!(tree.lower(a).as_str(), "had" | "'d") && tree.lemma(a) == "have");
    if had {
        // "said it had pardoned them, rejecting the charge": the participle may as well be the saying's.
        let of_saying = verb != clause && tree.rel(clause) == "advcl" && speech(kind);
        return if of_saying { Told::Then { past: false } } else { Told::Before };
    }
    let perfect = aux(clause, "have");
    if perfect && tree.token(clause).feats.verb_form == Some("Inf") {
        // "claimed to have seized it"
        return Told::Before;
    }
    // "said that it would donate": ahead of what it says.
    let reported =
        |t: usize| tree.rel(t) == "ccomp" || tree.rel(t) == "conj" && tree.rel(tree.first_conjunct(t)) == "ccomp";
    let modal = tree.children_by(verb, &["aux"]).any(|a| {
        matches!(tree.lemma(a), "will" | "shall") || tree.lower(a) == "would" && reported(verb) && !aux(verb, "have")
    });
    if modal {
        return Told::Ahead;
    }
    // "accused them of stealing", "thanked it for freeing them": what for was before.
    let for_what = |t: usize| {
        matches!(tree.preposition(t).as_deref(), Some("of" | "for" | "over")) && tree.token(t).form.ends_with("ing")
    };
    if tree.path_up(clause).take_while(|&t| tree.is_verb(t)).any(for_what) {
        return Told::Aside;
    }
    // A present perfect early in the text is the day's news; later it is background, and so is what has been going on.
    let lasting = perfect && tree.token(clause).form.ends_with("ing")
        || tree.rel(clause) == "xcomp"
            && tree.head(clause).is_some_and(|h| matches!(tree.lemma(h), "continue" | "keep" | "remain"));
    let relative = tree.path_up(clause).any(|t| tree.token(t).deprel == "acl:relcl" && !in_which(tree, t));
    let news = own_word || kind == EventType::PROTEST || tree.sentence.paragraph <= 2;
    if lasting || relative || perfect && !news {
        return Told::Aside;
    }
    Told::Then { past: past(tree, verb) }
}

/// Whether somebody is kept where they are, as a state that lasts.
fn being_held(tree: &Tree<'_>, m: &Match) -> bool {
    const KEEPING: &[&str] = &["hold", "detain", "imprison", "jail", "besiege", "surround", "encircle", "occupy"];
    let being = tree.children_by(m.trigger, &["aux"]).any(|a| tree.lower(a) == "being");
    being && tree.is_passive(m.trigger) && KEEPING.contains(&tree.lemma(m.trigger))
}

fn has_tense(tree: &Tree<'_>, t: usize) -> bool {
    tree.token(t).feats.verb_form == Some("Fin") || tree.children_by(t, &["aux", "cop"]).next().is_some()
}

/// Whether a verb is in the simple past.
fn past(tree: &Tree<'_>, verb: usize) -> bool {
    let mut helpers = tree.children_by(verb, &["aux", "cop"]).filter_map(|a| tree.token(a).feats.tense).peekable();
    if helpers.peek().is_some() { helpers.any(|t| t == "Past") } else { tree.token(verb).feats.tense == Some("Past") }
}

/// The verb that makes news of an indefinite noun: "announced *a ban*", "ordered *an inquiry*".
fn announcing(tree: &Tree<'_>, noun: usize) -> Option<usize> {
    let verb = tree.head(noun).filter(|_| tree.rel(noun) == "obj")?;
    let definite = tree.children(noun).iter().any(|&c| {
        matches!(tree.lower(c).as_str(), "the" | "this" | "that" | "these" | "those")
            || tree.token(c).deprel == "nmod:poss"
    });
    const VERBS: &[&str] = &[
        "announce", "order", "impose", "declare", "launch", "start", "begin", "stage", "mount", "unveil", "approve",
        "issue", "open", "trigger", "spark",
    ];
    (!definite && VERBS.contains(&tree.lemma(verb))).then_some(verb)
}

/// Whether the clause of an act is told in the present tense.
fn present(tree: &Tree<'_>, m: &Match) -> bool {
    let clause = m.light.unwrap_or_else(|| clause_of(tree, m.trigger));
    let finite = tree
        .path_up(clause)
        .find(|&t| tree.token(t).feats.verb_form == Some("Fin") || tree.children_by(t, &["aux"]).next().is_some());
    // What holds of somebody in passing ("a group that threatens …") is no act of the day.
    let relative = tree.path_up(clause).any(|t| tree.token(t).deprel == "acl:relcl");
    finite.filter(|_| !relative).is_some_and(|t| {
        let aux = |found: &dyn Fn(usize) -> bool| tree.children_by(t, &["aux"]).any(found);
        let past = aux(&|a| tree.token(a).feats.tense == Some("Past") || tree.lemma(a) == "have");
        let asks = aux(&|a| matches!(tree.lemma(a), "must" | "should" | "ought" | "need"));
        !past
            && (tree.token(t).feats.tense == Some("Pres")
                || asks
                || aux(&|a| tree.token(a).feats.tense == Some("Pres")))
    })
}
