//! Acts: each word that reports an event, with its roles, status, source, date and place. One event for several acts is
//! made in `merge`.

use crate::cast::{Cast, EntityId, NO_STATE, content_head};
use crate::circumstances::{Circumstances, Narrative, clause_of};
use crate::codebook::{Barred, Codebook, Target};
use crate::matcher::{self, Match};
use crate::realis::{self, Standing};
use crate::stances::{self, same_side};
use crate::statements::Said;
use crate::tree::Tree;
use crate::{Considered, Outcome};
use chancery_language::{NameKind, Upos};
use chancery_record::{EventType, PartialDate, Place, PlacePrecision, Precision, Sector, Status, When};
use chancery_world::{Kind, World};
use std::ops::Range;

/// A mention of an event.
#[derive(Clone, Debug)]
pub struct Act {
    /// Index of the sentence.
    pub sentence: usize,
    /// The word that names it.
    pub trigger: usize,
    /// The tokens of the clause.
    pub mention: Range<usize>,
    /// PLOVER type.
    pub kind: EventType,
    /// Index of the codebook's entry.
    pub entry: usize,
    /// Those who act.
    pub actor: Vec<EntityId>,
    /// Those acted on.
    pub recipient: Vec<EntityId>,
    /// Hosts and mediators.
    pub third: Vec<EntityId>,
    /// When.
    pub date: Option<When>,
    /// Whether the date is its own clause's.
    pub own_date: bool,
    /// Where.
    pub place: Option<Place>,
    /// Whether the place is its own clause's.
    pub own_place: bool,
    /// Whether it happened.
    pub status: Status,
    /// Who is cited for it.
    pub said_by: Option<EntityId>,
    /// The head of a clause that states a condition.
    pub condition: Option<usize>,
    /// Whether the trigger is a noun.
    pub nominal: bool,
    /// Whether it is a definite noun ("the meeting").
    pub definite: bool,
    /// Another act of the sentence that this one is part of ("airstrikes *killed*").
    pub with: Option<usize>,
    /// How sure, 0 to 1.
    pub confidence: f32,
}

/// A relation found by the codebook.
pub struct Bond {
    /// Index of the sentence.
    pub sentence: usize,
    /// The pattern that fits.
    pub found: Match,
    /// Whether it is denied, planned or possible.
    pub standing: Standing,
}

/// What the acts are read from.
pub struct Scene<'a> {
    /// The sentences.
    pub trees: &'a [Tree<'a>],
    /// Who is who.
    pub cast: &'a mut Cast,
    /// Who says what.
    pub said: &'a [Said],
    /// The codebook.
    pub codebook: &'a Codebook,
    /// The tables.
    pub world: &'a World,
    /// The country where the article's places lie, if it is one.
    pub prevailing: Option<Place>,
    /// The day of publication.
    pub published: Option<PartialDate>,
    /// Times and places, a sentence each.
    pub circumstances: &'a [Circumstances],
}

/// All acts and relations of an article, in order of the text.
pub fn acts(scene: &mut Scene<'_>, considered: &mut Vec<Considered>) -> (Vec<Act>, Vec<Bond>) {
    let (mut acts, mut bonds): (Vec<Act>, Vec<Bond>) = (Vec::new(), Vec::new());
    let mut narrative = Narrative::default();
    for s in 0..scene.trees.len() {
        let tree = &scene.trees[s];
        narrative.enter(tree, &scene.circumstances[s]);
        let first = acts.len();
        let mut found: Vec<Match> = (0..tree.len())
            .flat_map(|i| matcher::matches(tree, i, scene.codebook, &|t| can_act(scene.cast, tree, s, t)))
            .collect();
        found.extend(stances::stances(tree, s, scene.cast, scene.said, scene.codebook));
        for m in &found {
            let entry = &scene.codebook.entries[m.entry];
            match entry.target {
                Target::Relation(_) => {
                    let standing = realis::standing(tree, m.trigger, None, None, &m.taken, scene.codebook);
                    bonds.push(Bond { sentence: s, found: m.clone(), standing });
                }
                Target::Event(kind) => {
                    let result = act(scene, s, m, kind, &found, &narrative);
                    let outcome = match result {
                        Ok(act) => {
                            if let Some(place) = act.place.as_ref().filter(|_| act.own_place) {
                                narrative.at(place, tree.sentence.paragraph);
                            }
                            let first = acts.len();
                            acts.extend(visits(act, m, scene));
                            Outcome::Act(first)
                        }
                        Err(reason) => Outcome::Refused(reason),
                    };
                    considered.push(Considered {
                        sentence: s,
                        trigger: m.trigger,
                        rule: scene.codebook.entries[m.entry].rule.clone(),
                        outcome,
                    });
                }
            }
        }
        link(tree, &mut acts[first..], first);
    }
    (acts, bonds)
}

/// Whether a phrase can fill an actor's role: it names an actor, or it is a person, or somebody has it.
fn can_act(cast: &Cast, tree: &Tree<'_>, s: usize, t: usize) -> bool {
    if !cast.at(s, t).is_empty() || !cast.fill(tree, s, t, true).is_empty() {
        return true;
    }
    let token = tree.token(t);
    match token.upos {
        Upos::NOUN | Upos::NUM
            if matches!(tree.lower(t).as_str(), "thousands" | "hundreds" | "dozens" | "scores" | "tens" | "crowds") =>
        {
            true
        }
        Upos::PRON => matches!(
            tree.lower(t).as_str(),
            "he" | "she"
                | "they"
                | "him"
                | "her"
                | "them"
                | "we"
                | "us"
                | "i"
                | "who"
                | "it"
                | "some"
                | "many"
                | "others"
                | "one"
        ),
        _ => tree.sentence.names.iter().any(|n| {
            n.tokens.contains(&t) && matches!(n.kind, NameKind::Person | NameKind::Organization | NameKind::Norp)
        }),
    }
}

fn act(
    scene: &mut Scene<'_>,
    s: usize,
    m: &Match,
    kind: EventType,
    all: &[Match],
    narrative: &Narrative,
) -> Result<Act, &'static str> {
    let tree = &scene.trees[s];
    if let Some(word) = guarded(tree, m, kind, scene.codebook) {
        return Err(word);
    }
    // What is asked, threatened, agreed or refused is the content of that act, not an act of its own.
    if let Some(reason) = content_of(tree, m, all, scene.codebook) {
        return Err(reason);
    }
    let mut standing = realis::standing(tree, m.trigger, m.light, m.light_status, &m.taken, scene.codebook);
    if kind == EventType::THREATEN && matches!(standing.status, Status::Planned | Status::Possible) {
        // What is threatened is open; the threat is made.
        standing.status = Status::Actual;
    }
    if m.stance {
        // The refusal or demand is made, whatever becomes of its content.
        standing.status = Status::Actual;
        standing.purpose = false;
    }
    if kind == EventType::SUPPORT
        && standing.status == Status::Planned
        && standing.because.is_some_and(|b| !tree.is_verb(b) && tree.token(b).upos != Upos::AUX)
    {
        // A commitment to support is support.
        standing.status = Status::Actual;
    }
    if standing.purpose {
        return Err("the purpose of another act");
    }
    let fill = |tokens: &[usize], cast: &Cast| -> Vec<EntityId> {
        let mut out = Vec::new();
        for &t in tokens {
            for e in cast.fill(tree, s, t, true) {
                if !out.contains(&e) {
                    out.push(e);
                }
            }
        }
        out
    };
    let mut actor = fill(&m.actor, scene.cast);
    actor.extend(m.speaker);
    if kind == EventType::ASSAULT && !m.nominal && actor.is_empty() {
        // "the hurricane hit", "the crash killed": a thing does violence only if it is a weapon or an attack.
        let violent = |t: usize| {
            let t = content_head(tree, t);
            WEAPONS.contains(&tree.lemma(t)) || all.iter().any(|o| o.nominal && o.trigger == t && scene.codebook.entries[o.entry].target == Target::Event(kind))
        };
        let person = |t: usize| can_act(scene.cast, tree, s, t) || tree.token(t).upos == Upos::PRON;
        if !m.actor.is_empty() && !m.actor.iter().any(|&t| violent(t) || person(t)) {
            return Err("its subject is neither an actor nor a weapon");
        }
    }
    if actor.is_empty()
        && m.actor.is_empty()
        && matches!(kind, EventType::RETREAT | EventType::MOBILIZE)
        && !m.nominal
        && tree.is_passive(m.trigger)
    {
        // "troops were withdrawn": they, or whose they are, did it.
        actor = fill(&tree.patients(m.trigger), scene.cast);
        actor.retain(|&a| {
            matches!(scene.cast.entity(a).sector, Some(Sector::MIL | Sector::REB | Sector::PRM | Sector::COP))
        });
    }
    let mut meeting_place = None;
    if kind == EventType::CONSULT && m.nominal {
        // "the Geneva talks", "the Manama Dialogue": a town before the noun is where they are.
        for &t in m.actor.iter().filter(|&&t| tree.rel(t) == "compound") {
            if let Some(p) = crate::circumstances::place_at(tree, t, scene.cast, scene.world)
                .filter(|p| p.precision == PlacePrecision::Town)
            {
                let here = scene.cast.fill(tree, s, t, false);
                actor.retain(|a| !here.contains(a));
                meeting_place = Some(p);
            }
        }
    }
    let mut recipient = fill(&m.recipient, scene.cast);
    let mut third: Vec<EntityId> = fill(&m.third, scene.cast);
    // A place visited stands for its state; a place attacked is where it happened.
    let mut target_place = None;
    for &t in &m.recipient {
        if let Some(p) = crate::circumstances::place_at(tree, t, scene.cast, scene.world) {
            if kind == EventType::CONSULT && scene.codebook.entries[m.entry].mode.as_deref() == Some("visit") {
                if let Some(id) = p.country.as_deref().and_then(|c| scene.cast.state(c, scene.world)) {
                    recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place && r != id);
                    recipient.push(id);
                }
            } else {
                // "bombing in Syria": where it was, not whom it hit.
                let located = matches!(
                    tree.preposition(tree.first_conjunct(t)).as_deref(),
                    Some(
                        "in" | "at"
                            | "near"
                            | "outside"
                            | "inside"
                            | "across"
                            | "around"
                            | "within"
                            | "through"
                            | "off"
                    )
                );
                let here = if located { scene.cast.fill(tree, s, t, true) } else { Vec::new() };
                recipient.retain(|r| scene.cast.entity(*r).kind != Kind::Place && !here.contains(r));
            }
            target_place = Some(p);
        }
    }
    let verbal = matches!(
        kind,
        EventType::SUPPORT
            | EventType::ACCUSE
            | EventType::REJECT
            | EventType::REQUEST
            | EventType::THREATEN
            | EventType::CONCEDE
    );
    if recipient.is_empty() && m.recipient.is_empty() && verbal && !m.nominal {
        // To whom it is said: "proposed the initiative to EU leaders", "expressed regret to Turkey".
        let to = tree
            .obliques(m.trigger)
            .into_iter()
            .chain(m.taken.iter().flat_map(|&t| tree.obliques(t)))
            .find(|o| o.prep == "to" && !scene.cast.fill(tree, s, o.token, false).is_empty());
        if let Some(o) = to {
            recipient = fill(&[o.token], scene.cast);
            recipient.retain(|&r| !matches!(scene.cast.entity(r).kind, Kind::Place));
        }
    }
    if matches!(kind, EventType::ACCUSE) && !m.nominal {
        // Blame for an act falls on whoever did it, not on its victim.
        let blamed = m
            .taken
            .iter()
            .chain(&m.recipient)
            .find_map(|&t| all.iter().find(|o| o.nominal && o.trigger == content_head(tree, t)));
        if let Some(o) = blamed {
            recipient = fill(&o.actor, scene.cast);
        }
    }
    if let Some(c) = m.clause.filter(|_| recipient.is_empty() && m.recipient.is_empty() && verbal) {
        // "refused to hold talks with Kosovo": who is concerned stands in what is refused.
        let inner = all.iter().find(|o| o.trigger == c || o.light == Some(c)).map(|o| o.recipient.clone());
        let inner = inner.filter(|r| !r.is_empty()).unwrap_or_else(|| {
            let objects = tree.patients(c);
            let beside = |t: usize| {
                tree.obliques(t)
                    .into_iter()
                    .filter(|o| matches!(o.prep.as_str(), "to" | "with" | "against" | "for" | "on"))
                    .map(|o| o.token)
            };
            beside(c).chain(objects.iter().flat_map(|&t| beside(t))).chain(objects.clone()).take(1).collect()
        });
        recipient = fill(&inner, scene.cast);
        recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place);
    }
    if recipient.is_empty()
        && m.recipient.is_empty()
        && matches!(
            kind,
            EventType::SUPPORT
                | EventType::ACCUSE
                | EventType::REJECT
                | EventType::REQUEST
                | EventType::SANCTION
                | EventType::COERCE
                | EventType::CONCEDE
        )
    {
        // What is praised, blamed, asked for or cut off is somebody's: "welcomed Trump's withdrawal", "called for
        // Assad's ouster".
        recipient = fill(&m.taken, scene.cast);
        recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place);
    }
    if recipient.is_empty() && m.recipient.is_empty() && !m.nominal && matches!(kind, EventType::MOBILIZE | EventType::COERCE) {
        // "intercepted Russian aircraft": another's, named as the object.
        let mut other: Vec<EntityId> = m.taken.iter().flat_map(|&t| scene.cast.fill(tree, s, t, false)).collect();
        other.retain(|&o| scene.cast.entity(o).kind != Kind::Place && scene.cast.entity(o).country.is_some() && !actor.iter().any(|&a| scene.cast.entity(a).country == scene.cast.entity(o).country));
        recipient = other;
    }
    actor.retain(|&a| scene.cast.entity(a).kind != Kind::Place);
    recipient.retain(|r| !actor.contains(r));
    home_of(scene.cast, &actor, &recipient);
    home_of(scene.cast, &recipient, &actor);
    third.retain(|t| !actor.contains(t) && !recipient.contains(t));
    let circumstances = &scene.circumstances[s];
    let own = circumstances.place(tree, m.trigger, m.light, kind == EventType::CONSULT);
    // Who hosts does so at home ("Moscow hosted talks").
    let host = meeting_place
        .or_else(|| m.third.iter().find_map(|&t| crate::circumstances::place_at(tree, t, scene.cast, scene.world)));
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
        inherited(scene, kind, &recipient, Some(narrative).filter(|_| !m.nominal || m.light.is_some()), paragraph)
    });
    let place = place.map(|mut p| {
        // A place that no table knows lies where the article's other places lie, if they lie in one country.
        if p.country.is_none() && p.precision != PlacePrecision::Wide {
            p.country = scene.prevailing.as_ref().and_then(|w| w.country.clone());
        }
        p
    });
    let said_by = source(scene, s, m, kind, &actor);
    let date = circumstances.date(tree, m.trigger, m.light).or_else(|| {
        // Who refuses or agrees by saying so does it when saying it.
        let (cue, speaker) = innermost(scene, s, m.trigger)?;
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
        if d > p && standing.status == Status::Actual && !speech(kind) {
            standing.status = Status::Planned;
        }
    }
    let today = scene
        .published
        .filter(|d| d.day.is_some() && speech(kind) && present(tree, m) && standing.status == Status::Actual);
    let date =
        date.or_else(|| today.map(|d| When { start: Some(d), end: Some(d), precision: Precision::Day, text: None }));
    let date = date.or_else(|| {
        narrative
            .day(paragraph, scene.published)
            .filter(|_| tells(tree, m, standing.status) && !circumstances.vague(tree, m.trigger, m.light))
    });

    let known = |ids: &[EntityId]| ids.iter().any(|&e| scene.cast.entity(e).country.is_some());
    let definite = m.nominal
        && tree
            .children_by(m.trigger, &["det"])
            .any(|d| matches!(tree.lower(d).as_str(), "the" | "this" | "that" | "these" | "those"));
    let participants = actor.len() + recipient.len() + third.len();
    if participants == 0 || !(known(&actor) || known(&recipient) || known(&third)) {
        // Force counts where it is known to have been: by its own place, or early in the text by that of the text.
        let force = matches!(kind, EventType::ASSAULT | EventType::PROTEST | EventType::COERCE);
        let placed = place.as_ref().is_some_and(|p| p.country.is_some())
            && (own_place
                || (paragraph <= 2 && (participants > 0 || (kind == EventType::ASSAULT && !m.nominal && m.score > 1))));
        // A noun that points back ("the attack") can still join the event that it means.
        let points_back = m.nominal && participants == 0;
        let forced = force && placed;
        if !(forced || points_back) {
            return Err("no participant whose country or body is known");
        }
    }
    if kind == EventType::SUPPORT && recipient.is_empty() && !m.nominal {
        return Err("nobody is named who is supported");
    }
    let mut confidence = 0.55 + 0.05 * m.score.min(5) as f32;
    if m.nominal {
        confidence -= 0.1;
    }
    if known(&actor) {
        confidence += 0.08;
    }
    if known(&recipient) {
        confidence += 0.06;
    }
    if actor.is_empty() {
        confidence -= 0.08;
    }
    confidence *= 0.6 + 0.4 * tree.token(m.trigger).head_prob.clamp(0.0, 1.0);
    Ok(Act {
        sentence: s,
        trigger: m.trigger,
        mention: mention(tree, m),
        kind,
        entry: m.entry,
        actor,
        recipient,
        third,
        date,
        own_date,
        place,
        own_place,
        status: standing.status,
        said_by,
        condition: standing.condition,
        nominal: m.nominal,
        definite,
        with: None,
        confidence: confidence.clamp(0.05, 0.95),
    })
}

/// Where an act without a place of its own took place: aid where those are who get it; force where the text last told of,
/// or in the one country where the article's places lie.
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
            Some(crate::circumstances::country_place(scene.world.country(country)?.name.to_string(), country))
        }
        EventType::ASSAULT | EventType::PROTEST | EventType::COERCE | EventType::RETREAT => {
            narrative.and_then(|n| n.place(paragraph)).or_else(|| scene.prevailing.clone())
        }
        _ => None,
    }
}

/// One visit for each visitor who pays one of several ("the ministers of Egypt and Jordan made their first visits"), and
/// one for each country visited ("visits to Iraq and Germany").
fn visits(act: Act, m: &Match, scene: &Scene<'_>) -> Vec<Act> {
    let tree = &scene.trees[act.sentence];
    let visit = scene.codebook.entries[act.entry].mode.as_deref() == Some("visit") && act.kind == EventType::CONSULT;
    let plural = m
        .collocates
        .iter()
        .chain(Some(&m.trigger).filter(|_| m.nominal))
        .any(|&t| tree.token(t).feats.number == Some("Plur"));
    if !visit || !plural {
        return vec![act];
    }
    let hosts: Vec<EntityId> =
        act.recipient.iter().copied().filter(|&r| scene.cast.entity(r).kind == Kind::State).collect();
    let mut out = Vec::new();
    let visitors: Vec<Vec<EntityId>> = if act.actor.len() > 1 && hosts.len() < 2 {
        act.actor.iter().map(|&a| vec![a]).collect()
    } else {
        vec![act.actor.clone()]
    };
    for actor in visitors {
        if hosts.len() > 1 {
            for &host in &hosts {
                let e = scene.cast.entity(host);
                let place = e.country.as_deref().map(|c| crate::circumstances::country_place(e.name.clone(), c));
                out.push(Act { actor: actor.clone(), recipient: vec![host], place, ..act.clone() });
            }
        } else {
            out.push(Act { actor, ..act.clone() });
        }
    }
    out
}

/// "Tunisian police arrested an opposition leader": a domestic body's counterpart without a country is its own country's.
fn home_of(cast: &mut Cast, known: &[EntityId], open: &[EntityId]) {
    let domestic =
        |s: Option<Sector>| matches!(s, Some(Sector::COP | Sector::JUD | Sector::LEG | Sector::OPP | Sector::PTY));
    let civil = |s: Option<Sector>| domestic(s) || matches!(s, Some(Sector::GOV | Sector::CVL));
    let Some(country) = known
        .iter()
        .map(|&e| cast.entity(e))
        .find(|e| domestic(e.sector) && e.country.is_some())
        .and_then(|e| e.country.clone())
    else {
        return;
    };
    if NO_STATE.contains(&country.as_str()) {
        return;
    }
    for &e in open {
        let e = &mut cast.entities[e];
        if e.country.is_none() && civil(e.sector) && e.kind != Kind::Organization {
            e.country = Some(country.clone());
        }
    }
}

/// Things that do violence for somebody.
const WEAPONS: &[&str] = &[
    "missile", "rocket", "bomb", "shell", "drone", "blast", "explosion", "gunfire", "fire", "bullet", "mine", "landmine", "grenade", "mortar", "artillery", "airstrike",
    "strike", "raid", "attack", "shelling", "bombing", "bombardment", "clash", "fighting", "violence", "ambush", "shooting", "device", "explosive", "ied", "assault",
    "gas", "jet", "warplane", "helicopter", "tank", "warship", "bomber", "gunman", "attacker", "assailant", "war", "offensive", "battle", "crackdown",
];

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

/// A word of another domain in the clause that bars the type.
fn guarded(tree: &Tree<'_>, m: &Match, kind: EventType, codebook: &Codebook) -> Option<&'static str> {
    let clause = clause_of(tree, m.trigger);
    let barred = tree.subtree(clause).into_iter().any(|t| {
        codebook.guards.get(tree.lemma(t)).is_some_and(|list| {
            list.iter().any(|b| match b {
                Barred::Type(k) => *k == kind,
                Barred::Rule(r) => *r == codebook.entries[m.entry].rule,
            })
        })
    });
    barred.then_some("a word of another domain stands in its clause")
}

/// Why an act is only the content of another, where it is.
fn content_of(tree: &Tree<'_>, m: &Match, all: &[Match], codebook: &Codebook) -> Option<&'static str> {
    use EventType::*;
    let top = m.light.unwrap_or(m.trigger);
    for other in all {
        if other.stance && !m.stance && other.trigger == top {
            return Some("what is refused or demanded");
        }
        if other.trigger == m.trigger || other.light == Some(m.trigger) {
            continue;
        }
        let Target::Event(kind) = codebook.entries[other.entry].target else { continue };
        if !other.nominal
            && m.nominal
            && !matches!(kind, ACCUSE | SUPPORT)
            && other.collocates.contains(&m.trigger)
            && Target::Event(kind) != codebook.entries[m.entry].target
        {
            return Some("a word of another act (\"lift sanctions\")");
        }
        let reason = match kind {
            REQUEST => "what is asked for",
            THREATEN => "what is threatened",
            AGREE => "what is agreed or promised",
            REJECT => "what is refused",
            CONCEDE => "what is conceded",
            CONSULT if m.nominal && (m.light.is_none() || m.light == Some(other.trigger)) => {
                let top = m.trigger;
                // "discussed the reconstruction", "talks about a ceasefire"
                let about = tree.patients(other.trigger).contains(&top) && !other.nominal
                    || tree
                        .obliques(other.trigger)
                        .iter()
                        .any(|o| o.token == top && matches!(o.prep.as_str(), "on" | "about" | "over"));
                if about
                    && !other.recipient.contains(&top)
                    && !matches!(codebook.entries[m.entry].target, Target::Event(CONSULT))
                {
                    return Some("the topic of talks");
                }
                continue;
            }
            _ => continue,
        };
        let in_clause = other.clause.is_some_and(|c| tree.within(top, c));
        let in_words = other
            .taken
            .iter()
            .any(|&t| tree.within(top, t) && (m.nominal || !tree.token(top).deprel.starts_with("acl:relcl")));
        if in_clause || in_words {
            return Some(reason);
        }
    }
    None
}

/// Whether a type is done in words.
fn speech(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, SUPPORT | ACCUSE | REQUEST | REJECT | THREATEN | AGREE | CONCEDE)
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

/// The cue and speaker of the innermost statement that holds a token, unless the token is its cue.
fn innermost(scene: &Scene<'_>, s: usize, t: usize) -> Option<((usize, usize), EntityId)> {
    scene
        .said
        .iter()
        .filter(|x| x.reports && x.cue != (s, t))
        .filter_map(|x| {
            x.content
                .iter()
                .filter(|p| p.contains(s, t))
                .map(|p| (p.end.0 - p.start.0, p.end.1.abs_diff(p.start.1)))
                .min()
                .map(|size| (size, x))
        })
        .min_by_key(|(size, _)| *size)
        .map(|(_, x)| (x.cue, x.speaker))
}

/// Who is cited for an act: the speaker of the innermost statement that holds it. Nobody, where the speaker does the act
/// by saying so, or announces it as a fact of its own.
fn source(scene: &Scene<'_>, s: usize, m: &Match, kind: EventType, actor: &[EntityId]) -> Option<EntityId> {
    let (cue, speaker) = innermost(scene, s, m.trigger)?;
    let own = |a: &EntityId| *a == speaker || same_side(*a, speaker, scene.cast);
    if m.speaker.is_some() || (speech(kind) && actor.iter().any(own)) {
        return None;
    }
    let announces = matches!(
        scene.trees[cue.0].lemma(cue.1),
        "announce" | "declare" | "vow" | "pledge" | "promise" | "confirm" | "agree"
    );
    (!(announces && actor.contains(&speaker))).then_some(speaker)
}

/// The clause that reports the act: from its outermost role to the end of what belongs to it, without the clauses below,
/// some twenty words at most.
fn mention(tree: &Tree<'_>, m: &Match) -> Range<usize> {
    const BEFORE: usize = 14;
    const AFTER: usize = 16;
    let anchor = m.light.unwrap_or(m.trigger);
    let top = if m.nominal && m.light.is_none() { m.trigger } else { anchor };
    let own = tree.subtree_without(top, &|c| {
        (tree.head(c) == Some(top) && matches!(tree.rel(c), "case" | "mark" | "discourse"))
            || matches!(tree.rel(c), "parataxis" | "conj" | "appos" | "cc" | "punct")
            || tree.token(c).deprel == "acl:relcl"
            || (tree.rel(c) == "advcl" && c < top)
            || (tree.rel(c) == "ccomp" && c < top)
    });
    // What the pattern took belongs to it, but not a subject that only another verb shares with it.
    let roles =
        m.actor.iter().filter(|&&t| tree.within(t, top)).chain(&m.recipient).chain(&m.third).chain(&m.taken).copied();
    let words: Vec<usize> = own.into_iter().chain(roles).chain([m.trigger, anchor]).collect();
    let lo = words.iter().copied().filter(|&t| t + BEFORE >= m.trigger).min().unwrap_or(m.trigger);
    let hi = words.iter().copied().filter(|&t| t <= m.trigger + AFTER).max().unwrap_or(m.trigger);
    lo.min(m.trigger)..hi.max(m.trigger) + 1
}

/// Ties acts of one sentence that are one event: "airstrikes killed", "died in the attack", "the visit … for talks".
fn link(tree: &Tree<'_>, acts: &mut [Act], first: usize) {
    for i in 0..acts.len() {
        for j in 0..acts.len() {
            let (a, b) = (&acts[i], &acts[j]);
            // "missiles struck the town, killing four": the participle says what the attack did.
            let result = !b.nominal
                && tree.rel(b.trigger) == "advcl"
                && tree.token(b.trigger).form.ends_with("ing")
                && tree.head(b.trigger) == Some(a.trigger)
                && tree.child(b.trigger, &["nsubj"]).is_none();
            if i != j
                && a.kind == EventType::ASSAULT
                && b.kind == EventType::ASSAULT
                && result
                && b.with.is_none()
                && a.with.is_none()
            {
                acts[j].with = Some(first + i);
                continue;
            }
            if i == j || a.kind != b.kind || !b.nominal || b.with.is_some() || a.with == Some(first + j) {
                continue;
            }
            let head = tree.head(b.trigger);
            let direct = head == Some(a.trigger)
                || head.is_some_and(|h| content_head(tree, h) == b.trigger && tree.head(h) == Some(a.trigger));
            if direct && !a.nominal && matches!(tree.rel(b.trigger), "nsubj" | "obl" | "obj") {
                acts[j].with = Some(first + i);
            }
        }
    }
}

impl Cast {
    /// The state of a code as an actor: the one already named, or a new one.
    pub fn state(&mut self, country: &str, world: &World) -> Option<EntityId> {
        if NO_STATE.contains(&country) {
            return None;
        }
        if let Some(id) =
            self.entities.iter().position(|e| e.kind == Kind::State && e.country.as_deref() == Some(country))
        {
            return Some(id);
        }
        let name = world.country(country)?.name.to_string();
        self.entities.push(crate::cast::Entity {
            name,
            country: Some(country.to_owned()),
            sector: Some(Sector::GOV),
            kind: Kind::State,
            ..Default::default()
        });
        Some(self.entities.len() - 1)
    }
}
