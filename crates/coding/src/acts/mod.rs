//! Acts: each word that reports an event, with its roles, status, source, date and place. One event for several acts is
//! made in `merge`.

mod concerned;
mod evidence;
mod fitness;
mod judge;
mod recipients;
mod roles;
mod setting;
mod shape;
mod spoken;
mod unreal;

use crate::cast::{Cast, EntityId, content_head};
use crate::circumstances::{Circumstances, Narrative};
use crate::codebook::{Codebook, Target};
use crate::matcher::{self, Match};
use crate::realis::{self, Standing};
use crate::stances;
use crate::statements::Said;
use crate::tree::Tree;
use crate::{Considered, Outcome};
use chancery_language::Upos;
use chancery_record::{EventType, PartialDate, Place, Status, When};
use chancery_world::{Kind, World};
pub use concerned::host;
use evidence::evidence;
pub use evidence::{Ground, surer};
use fitness::{Taking, political, unfit};
use judge::{content_of, guarded, source, speech};
use roles::{Parties, can_act, is_of};
use setting::{Known, Setting, setting};
use shape::{link, mention, visits};
use std::ops::Range;
use unreal::{IN_WORDS, contest, idle_denial, unreal};

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
    /// What is condemned, refused or praised: the nouns, each with whether it points back ("the move").
    pub about: Vec<(usize, bool)>,
    /// How sure, 0 to 1.
    pub confidence: f32,
    /// What that rests on.
    pub grounds: Vec<Ground>,
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
    /// Whether the whole article is of a kind that tells of no politics.
    pub unpolitical: bool,
}

/// All acts and relations of an article, in order of the text.
pub fn acts(scene: &mut Scene<'_>, considered: &mut Vec<Considered>) -> (Vec<Act>, Vec<Bond>) {
    let (mut acts, mut bonds): (Vec<Act>, Vec<Bond>) = (Vec::new(), Vec::new());
    let mut narrative = Narrative::default();
    for s in 0..scene.trees.len() {
        let tree = &scene.trees[s];
        narrative.enter(tree, &scene.circumstances[s]);
        spoken::podium(scene, s, &mut narrative);
        let polled = polled(tree);
        let first = acts.len();
        let mut found: Vec<Match> = (0..tree.len())
            .flat_map(|i| {
                let acts = |t: usize| can_act(scene.cast, tree, s, t);
                matcher::matches(tree, i, scene.codebook, &acts, &|phrases, sectors| {
                    is_of(scene.cast, tree, s, phrases, sectors)
                })
            })
            .collect();
        let context =
            stances::Context { tree, sentence: s, cast: scene.cast, said: scene.said, codebook: scene.codebook };
        let taken = stances::stances(&context, &found);
        found.extend(taken);
        let alike = matcher::like(tree, &found, scene.codebook, &|t| can_act(scene.cast, tree, s, t));
        found.extend(alike);
        for m in &mut found {
            let other = concerned::another_rule(scene, s, m).and_then(|rule| scene.codebook.entry(rule));
            m.entry = other.unwrap_or(m.entry);
        }
        for m in &found {
            let entry = &scene.codebook.entries[m.entry];
            match entry.target {
                Target::Relation(_) => {
                    let standing = realis::standing(tree, m.trigger, None, None, &m.taken, scene.codebook);
                    bonds.push(Bond { sentence: s, found: m.clone(), standing });
                }
                Target::Event(kind) => {
                    let mut result = act(scene, s, m, kind, &found, &narrative, polled);
                    let mut kind = kind;
                    if matches!(result, Err(IN_WORDS))
                        && let Some(entry) = scene.codebook.stances.attack
                    {
                        // "The senator attacked the president": it disapproves.
                        kind = EventType::ACCUSE;
                        result = act(scene, s, &Match { entry, ..m.clone() }, kind, &found, &narrative, polled);
                    }
                    let outcome = match result {
                        Ok(act) => {
                            let force = matches!(
                                kind,
                                EventType::ASSAULT | EventType::PROTEST | EventType::COERCE | EventType::MOBILIZE
                            );
                            if let Some(place) = act.place.as_ref().filter(|_| act.own_place && force) {
                                narrative.at(place, tree.sentence.paragraph);
                            }
                            if kind == EventType::CONSULT {
                                meet(&mut narrative, &act, scene.cast, tree.sentence.paragraph);
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
    setting::headline_meeting(&mut acts, scene);
    (acts, bonds)
}

/// Whether a sentence gives the answers of a poll: nobody in it acts.
fn polled(tree: &Tree<'_>) -> bool {
    let any = |words: &[&str]| (0..tree.len()).any(|t| words.contains(&tree.lemma(t)));
    // "Most voters believe that …"
    let opine = |t: usize| {
        matches!(tree.lemma(t), "voter" | "respondent")
            && tree.rel(t) == "nsubj"
            && tree.head(t).is_some_and(|h| {
                matches!(tree.lemma(h), "think" | "believe" | "feel" | "say" | "want" | "agree" | "see" | "continue")
            })
    };
    any(&["poll", "survey", "pollster", "gallup", "voter"])
        && any(&["percent", "%", "majority", "respondent", "third", "half"])
        || (0..tree.len()).any(opine)
}

/// Takes a meeting's place and parties as those told of; one told of again is where it was told of first.
fn meet(narrative: &mut Narrative, act: &Act, cast: &Cast, paragraph: usize) {
    let mut met: Vec<String> =
        act.actor.iter().chain(&act.recipient).filter_map(|&e| cast.entity(e).country.clone()).collect();
    if let Some(place) = act.place.as_ref().filter(|_| act.own_place) {
        narrative.meet(place, met, paragraph);
    } else if let Some((place, parties)) = narrative.meeting(paragraph, 3)
        && (met.is_empty() || met.iter().any(|c| parties.contains(c)))
    {
        met.extend(parties.iter().cloned());
        narrative.meet(&place, met, paragraph);
    }
}

/// What an act of judging is about.
fn about(tree: &Tree<'_>, m: &Match, kind: EventType) -> Vec<(usize, bool)> {
    if m.nominal || !matches!(kind, EventType::ACCUSE | EventType::REJECT | EventType::SUPPORT) {
        return Vec::new();
    }
    let points_back = |t: usize| {
        if matches!(tree.lower(t).as_str(), "it" | "this" | "that") {
            return true;
        }
        tree.children_by(t, &["det"])
            .any(|d| matches!(tree.lower(d).as_str(), "the" | "this" | "that" | "these" | "those"))
    };
    m.taken.iter().chain(&m.recipient).map(|&t| content_head(tree, t)).map(|t| (t, points_back(t))).collect()
}

/// Lets peoples stand for their states in what states do to each other.
fn for_states(scene: &mut Scene<'_>, s: usize, kind: EventType, mut found: Parties) -> Parties {
    use EventType::*;
    if matches!(kind, PROTEST | ASSAULT | COERCE) {
        return found;
    }
    let country = |e: &EntityId| scene.cast.entity(*e).country.clone();
    let by: Vec<_> = found.actor.iter().filter_map(country).collect();
    let at_home = found.recipient.iter().filter_map(country).any(|c| by.contains(&c));
    if !at_home {
        let tree = &scene.trees[s];
        scene.cast.governments(&mut found.actor, tree, s, scene.world);
        if !matches!(kind, AID | RETREAT | MOBILIZE | CONCEDE) {
            scene.cast.governments(&mut found.recipient, tree, s, scene.world);
        }
    }
    found
}

/// Makes an act of a match, or says why it is none. `polled` tells whether the sentence gives the answers of a poll.
fn act(
    scene: &mut Scene<'_>,
    s: usize,
    m: &Match,
    kind: EventType,
    all: &[Match],
    narrative: &Narrative,
    polled: bool,
) -> Result<Act, &'static str> {
    let tree = &scene.trees[s];
    if m.recipient.iter().any(|&t| tree.lower(t).ends_with("self") || tree.lower(t).ends_with("selves")) {
        return Err("it is done to oneself");
    }
    if polled && (speech(kind) || !m.nominal) {
        return Err("what people tell a poll");
    }
    if scene.unpolitical {
        return Err("the article is a report of sport, business or leisure");
    }
    if !m.stance
        && let Some(reason) = unreal(tree, m)
    {
        return Err(reason);
    }
    if let Some(word) = guarded(tree, m, kind, all, scene.codebook) {
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
    if scene.codebook.entries[m.entry].planned && standing.status == Status::Actual {
        standing.status = Status::Planned;
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
    let pursued = standing.campaign && matches!(kind, EventType::ASSAULT | EventType::AID | EventType::COERCE);
    if scene.codebook.entries[m.entry].rule == "CONSULT/call-somebody"
        && (tree.child(m.trigger, &["xcomp"]).is_some_and(|x| !tree.is_verb(x)) || judge::named_next(tree, m))
    {
        return Err("what somebody is called");
    }
    if kind == EventType::AID && judge::sent_otherwise(tree, m) {
        return Err("they are sent for something else than help");
    }
    if standing.purpose && !pursued && !judge::done_in_it(tree, m, kind) {
        return Err("the purpose of another act");
    }
    if standing.status == Status::Denied
        && let Some(reason) = idle_denial(tree, m, standing.because)
    {
        return Err(reason);
    }
    let found = roles::parties(scene, s, m, kind, all)?;
    if let Some(reason) = contest(scene, s, m, &found) {
        return Err(reason);
    }
    let mut found = for_states(scene, s, kind, found);
    let mode = scene.codebook.entries[m.entry].mode.as_deref();
    if kind == EventType::PROTEST && m.nominal && matches!(mode, Some("demo" | "riot")) {
        // "the Ukrainian protests": its people, not the state.
        for a in &mut found.actor {
            let state = Some(scene.cast.entity(*a)).filter(|e| e.kind == Kind::State).and_then(|e| e.country.clone());
            *a = state.and_then(|c| scene.cast.crowd(&c, scene.world)).unwrap_or(*a);
        }
    }
    let said_by = source(scene, s, m, kind, &found.actor);
    let alleged = |b: usize| matches!(tree.lower(b).as_str(), "allegedly" | "alleged");
    if said_by.is_some() && standing.because.is_some_and(alleged) {
        // What somebody named alleges is that one's claim, not the article's doubt.
        standing.status = Status::Actual;
    }
    let Setting { date, own_date, place, own_place } =
        setting(scene, s, m, &Known { kind, parties: &found, said_by }, &mut standing.status, narrative);
    let Parties { mut actor, mut recipient, third, .. } = found;
    if let Some(country) = place.as_ref().and_then(|p| p.country.as_deref())
        && matches!(kind, EventType::ASSAULT | EventType::PROTEST | EventType::COERCE | EventType::AID)
    {
        scene.cast.locals(&mut actor, country, s);
        scene.cast.locals(&mut recipient, country, s);
    }
    let paragraph = tree.sentence.paragraph;
    let known = |ids: &[EntityId]| ids.iter().any(|&e| scene.cast.entity(e).country.is_some());
    let definite = m.nominal
        && tree
            .children_by(m.trigger, &["det"])
            .any(|d| matches!(tree.lower(d).as_str(), "the" | "this" | "that" | "these" | "those"));
    let participants = actor.len() + recipient.len() + third.len();
    let recognised =
        (!m.nominal || m.light.is_some()) && actor.iter().chain(&recipient).any(|&e| political(scene.cast, e));
    if participants == 0 || !(known(&actor) || known(&recipient) || known(&third) || recognised) {
        // Force counts where it is known to have been: by its own place, or early in the text by that of the text.
        let force = matches!(kind, EventType::ASSAULT | EventType::PROTEST | EventType::COERCE);
        let placed = place.as_ref().is_some_and(|p| p.country.is_some())
            && (own_place
                || (paragraph <= 2 && (participants > 0 || (kind == EventType::ASSAULT && !m.nominal && m.score > 1))));
        // A meeting with a day and a place of its own is told of, whoever meets.
        let dated = kind == EventType::CONSULT && m.nominal && own_date && own_place;
        // A noun that points back ("the attack") can still join the event that it means.
        let points_back = m.nominal && participants == 0;
        let forced = force && placed;
        if !(forced || points_back || dated) {
            return Err("no participant whose country or body is known");
        }
    }
    if let Some(reason) = unfit(
        scene,
        s,
        m,
        kind,
        &Taking { actor: &actor, recipient: &recipient, third: &third, place: place.as_ref().filter(|_| own_place) },
    ) {
        return Err(reason);
    }
    let judged = evidence::Known {
        kind,
        actor: &actor,
        recipient: &recipient,
        status: standing.status,
        own_date,
        said: said_by.is_some(),
    };
    let (mut confidence, grounds) = evidence(scene, s, m, &judged);
    if let Some(prob) = m.likeness {
        // The head for types says what it is; who takes part must be known on both sides, or it is too little.
        let (by, to) = (known(&actor), known(&recipient) || matches!(kind, EventType::PROTEST | EventType::CONSULT));
        if !by || !to {
            return Err("like an act, but a party to it is not known");
        }
        confidence *= prob;
    }
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
        about: about(tree, m, kind),
        confidence: confidence.clamp(0.05, 0.95),
        grounds,
    })
}
