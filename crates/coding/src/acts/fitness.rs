//! Whether those who take part in an act can do it, or have it done to them, as acts of politics.

use super::roles::armed;
use super::{Scene, about, concerned};
use crate::cast::{Cast, EntityId, NO_STATE, content_head};
use crate::matcher::Match;
use chancery_language::Upos;
use chancery_record::{EventType, Place, Sector};
use chancery_world::Kind;

/// Whether an entity plainly takes part in politics or conflict, though nothing tells of which country it is: by its sector
/// ("the rebels", "a judge"), or by its name and what it is introduced as.
pub(super) fn political(cast: &Cast, e: EntityId) -> bool {
    use Sector::*;
    let e = cast.entity(e);
    match e.sector {
        Some(GOV | MIL | COP | JUD | LEG | SPY | PRM | REB | PTY | OPP | REF | UAF) => true,
        Some(ELI) => e.person,
        _ => false,
    }
}

/// Whether somebody travels or receives for a state, a body or a party, as far as is known.
fn represents(cast: &Cast, e: EntityId) -> bool {
    use Sector::*;
    let e = cast.entity(e);
    match e.sector {
        Some(CVL | BUS | EDU | JRN | MED | LAB | AGR | CRM | REF) => false,
        Some(REL) => e.office.is_some(),
        // "the agency's inspectors arrived"
        None => {
            e.kind == Kind::Organization
                || e.office.is_some()
                || e.country.as_deref().is_some_and(|c| NO_STATE.contains(&c))
        }
        // Troops that come or go pay no visit.
        Some(MIL | REB | PRM) => e.person || !e.plural,
        _ => e.kind != Kind::State,
    }
}

/// Whether somebody can hold a public office, as far as is known.
fn holds_power(cast: &Cast, e: EntityId) -> bool {
    use Sector::*;
    !matches!(cast.entity(e).sector, Some(CVL | BUS | EDU | JRN | MED | LAB | AGR | CRM))
}

/// Who takes part in an act, and where.
pub(super) struct Taking<'a> {
    /// Who acts.
    pub(super) actor: &'a [EntityId],
    /// Who is acted on.
    pub(super) recipient: &'a [EntityId],
    /// Who else takes part.
    pub(super) third: &'a [EntityId],
    /// Where its own clause puts it.
    pub(super) place: Option<&'a Place>,
}

/// What nature does is no force.
const NATURE: &[&str] = &[
    "storm",
    "cyclone",
    "hurricane",
    "typhoon",
    "tornado",
    "flood",
    "flooding",
    "earthquake",
    "quake",
    "tsunami",
    "wildfire",
    "landslide",
    "avalanche",
    "wind",
    "drought",
    "lightning",
    "eruption",
    "virus",
    "pandemic",
    "epidemic",
    "disease",
    "crash",
    "accident",
];

/// What somebody supports whose author the text told before.
const TOLD: &[&str] = &[
    "appeal",
    "call",
    "proposal",
    "request",
    "offer",
    "initiative",
    "move",
    "decision",
    "step",
    "announcement",
    "ruling",
    "verdict",
];

/// Why an act is none by the words that stand in its roles, where it is none.
fn worded(scene: &Scene<'_>, s: usize, m: &Match, kind: EventType) -> Option<&'static str> {
    let tree = &scene.trees[s];
    let rule = scene.codebook.entries[m.entry].rule.as_str();
    let subject = |words: &[&str]| m.actor.iter().any(|&t| words.contains(&tree.lemma(content_head(tree, t))));
    if matches!(kind, EventType::ASSAULT | EventType::COERCE) && !m.nominal && subject(NATURE) {
        return Some("nature does it");
    }
    if matches!(kind, EventType::SUPPORT | EventType::REJECT | EventType::ACCUSE | EventType::REQUEST)
        && subject(&["voter", "electorate", "respondent", "reader", "viewer"])
    {
        return Some("what people at large think");
    }
    // "our hearts go out to them"
    if kind == EventType::CONSULT && subject(&["heart", "thought", "prayer"]) {
        return Some("nobody travels");
    }
    // "was encouraged by the talks"
    if rule == "SUPPORT/back" && matches!(tree.lemma(m.trigger), "encourage" | "reassure") && tree.is_passive(m.trigger)
    {
        return Some("what pleases somebody");
    }
    // "was favoured in the polls", "is favoured to win"
    if rule == "SUPPORT/back"
        && matches!(tree.lemma(m.trigger), "favor" | "favour")
        && tree.is_passive(m.trigger)
        && m.actor.is_empty()
    {
        return Some("who is likely to win");
    }
    let building = |&t: &usize| {
        matches!(
            tree.lemma(t),
            "building"
                | "hall"
                | "airport"
                | "station"
                | "terminal"
                | "office"
                | "headquarters"
                | "capitol"
                | "mall"
                | "plant"
        )
    };
    if kind == EventType::AID && tree.lemma(m.trigger) == "evacuate" && m.recipient.iter().any(building) {
        return Some("a building is emptied");
    }
    // "the threat posed by the group"
    let posed = |t: usize| matches!(tree.lemma(t), "pose" | "represent" | "face" | "constitute");
    if kind == EventType::THREATEN
        && m.nominal
        && (tree.children_by(m.trigger, &["acl"]).any(posed)
            || tree.head(m.trigger).is_some_and(posed)
            || tree.child(m.trigger, &["cop"]).is_some())
    {
        return Some("a danger, not what somebody threatens");
    }
    None
}

/// Why an act is none by who takes part in it, where it is none.
pub(super) fn unfit(
    scene: &Scene<'_>,
    s: usize,
    m: &Match,
    kind: EventType,
    taking: &Taking<'_>,
) -> Option<&'static str> {
    use EventType::*;
    let tree = &scene.trees[s];
    let &Taking { actor, recipient, third, place } = taking;
    if let Some(reason) = worded(scene, s, m, kind) {
        return Some(reason);
    }
    let by_type = match kind {
        ASSAULT => fight(scene, s, m, taking),
        CONSULT => talk(scene, s, m, taking),
        REQUEST => request(scene, s, m, taking),
        PROTEST => protest(scene, s, m, taking),
        COERCE => force(scene, s, m, taking),
        COOPERATE => together(scene, taking),
        MOBILIZE | RETREAT => movement(scene, s, m, kind, taking),
        AID => help(scene, s, m, taking),
        THREATEN => threat(scene, s, m),
        SANCTION => dismissal(scene, m, taking),
        _ => None,
    };
    if by_type.is_some() {
        return by_type;
    }
    // What only firms or private people do among themselves is no politics, unless it is force.
    let firm = |e: &EntityId| scene.cast.entity(*e).sector == Some(Sector::BUS);
    if !matches!(kind, ASSAULT | PROTEST | COERCE)
        && actor.iter().chain(recipient).chain(third).all(firm)
        && !(actor.is_empty() && recipient.is_empty() && third.is_empty())
    {
        return Some("it stays among firms");
    }
    // Who supports a deal need not be told whose it is.
    let agreed = kind == SUPPORT
        && m.collocates.iter().any(|&t| {
            matches!(
                tree.lemma(t),
                "deal" | "agreement" | "accord" | "treaty" | "plan" | "resolution" | "ceasefire" | "truce"
            )
        });
    // "endorsed that appeal", "welcomed the decision": whose it is the text told before.
    let told = kind == SUPPORT
        && about(tree, m, kind).iter().any(|&(t, points_back)| points_back && TOLD.contains(&tree.lemma(t)));
    let helped = concerned::abroad(kind, actor, place, scene.cast).is_some();
    let needed = scene.codebook.entries[m.entry].needs_recipient && !m.nominal && recipient.is_empty();
    (needed && !(agreed || told || helped || concerned::judges_it(tree, m, kind)))
        .then_some("nobody is named to whom it is done")
}

fn fight(scene: &Scene<'_>, s: usize, m: &Match, taking: &Taking<'_>) -> Option<&'static str> {
    let tree = &scene.trees[s];
    // "fighting criminal activity"
    let repelled = tree.particles(m.trigger).iter().any(|p| matches!(p.as_str(), "off" | "back"));
    let object = tree.child(m.trigger, &["obj"]).is_some();
    let rule = scene.codebook.entries[m.entry].rule == "ASSAULT/fight";
    (rule && !m.nominal && object && m.taken.is_empty() && taking.recipient.is_empty() && !repelled)
        .then_some("what is fought is nobody")
}

fn talk(scene: &Scene<'_>, s: usize, m: &Match, taking: &Taking<'_>) -> Option<&'static str> {
    let (tree, cast, verb) = (&scene.trees[s], &*scene.cast, m.trigger);
    let &Taking { actor, recipient, third, .. } = taking;
    let press = |e: &EntityId| cast.entity(*e).sector == Some(Sector::JRN);
    if recipient.len() + third.len() > 0 && recipient.iter().chain(third).all(press) && !actor.iter().all(press) {
        return Some("talk to the press");
    }
    if m.nominal {
        return None;
    }
    // "she wrote to her university"
    let public_life = |&e: &EntityId| {
        let x = cast.entity(e);
        political(cast, e)
            || x.kind == Kind::State
            || matches!(x.sector, None | Some(Sector::REL | Sector::ELI | Sector::SOC))
    };
    if !actor.iter().chain(recipient).chain(third).any(public_life) {
        return Some("private people talk");
    }
    // "The crowd was met by riot police"
    let crowd = |e: &EntityId| matches!(cast.entity(*e).sector, Some(Sector::COP | Sector::CVL | Sector::UAF));
    if tree.lemma(verb) == "meet" && tree.is_passive(verb) && actor.iter().any(crowd) {
        return Some("those who are met by police or a crowd hold no talks");
    }
    // "calls the camps a disgrace", "called it urgent": it is called something, nobody is called.
    let objects: Vec<usize> = tree.children_by(verb, &["obj"]).collect();
    let nobody = |o: usize| {
        matches!(tree.lower(o).as_str(), "it" | "this" | "that") || cast.at(s, content_head(tree, o)).is_empty()
    };
    let named = tree.child(verb, &["xcomp"]).is_some() || objects.len() > 1 || objects.iter().any(|&o| nobody(o));
    if tree.lemma(verb) == "call" && m.collocates.is_empty() && named {
        return Some("what something is called");
    }
    let travels = if actor.is_empty() { recipient } else { actor };
    if scene.codebook.entries[m.entry].mode.as_deref() == Some("visit")
        && !travels.iter().any(|&e| represents(cast, e) || cast.entity(e).kind == Kind::State)
    {
        return Some("nobody travels who acts for others");
    }
    let alone = recipient.is_empty() && third.is_empty() && actor.len() < 2 && m.actor.len() < 2;
    let several = tree.lemma(verb) == "discuss" && actor.iter().any(|&a| cast.entity(a).plural);
    (matches!(tree.lemma(verb), "discuss" | "debate" | "talk" | "speak") && alone && !several)
        .then_some("nobody is named with whom it was talked over")
}

fn request(scene: &Scene<'_>, s: usize, m: &Match, taking: &Taking<'_>) -> Option<&'static str> {
    let (tree, cast) = (&scene.trees[s], &*scene.cast);
    let &Taking { actor, recipient, .. } = taking;
    let wants = tree.lemma(m.trigger) == "want";
    // "wants the market to rise", "the law wants a new judge"
    if wants && !m.recipient.is_empty() && recipient.is_empty() {
        return Some("nobody is asked");
    }
    // "Most voters think that he should go"
    let public = |&e: &EntityId| cast.entity(e).sector == Some(Sector::CVL) && cast.entity(e).plural;
    if scene.codebook.entries[m.entry].rule == "REQUEST/must" && !actor.is_empty() && actor.iter().all(public) {
        return Some("what people at large think");
    }
    if wants && !actor.iter().any(|&e| political(cast, e) || cast.entity(e).kind == Kind::State) {
        return Some("what private people want");
    }
    // "told the newspaper that …" asks for nothing.
    let press = |e: &EntityId| cast.entity(*e).sector == Some(Sector::JRN);
    (matches!(tree.lemma(m.trigger), "tell" | "advise") && !recipient.is_empty() && recipient.iter().all(press))
        .then_some("said to the press")
}

fn protest(scene: &Scene<'_>, s: usize, m: &Match, taking: &Taking<'_>) -> Option<&'static str> {
    let (tree, cast) = (&scene.trees[s], &*scene.cast);
    let actor = taking.actor;
    // "his speech demonstrated it"
    let thing = |&t: &usize| {
        tree.token(t).upos == Upos::NOUN && cast.at(s, t).is_empty() && cast.at(s, content_head(tree, t)).is_empty()
    };
    if tree.lemma(m.trigger) == "demonstrate"
        && !m.nominal
        && !m.actor.is_empty()
        && m.actor.iter().all(thing)
        && !actor.is_empty()
    {
        return Some("a thing shows it");
    }
    let campaigns = |&e: &EntityId| {
        let x = cast.entity(e);
        (x.person || x.kind == Kind::Office)
            && matches!(x.sector, Some(Sector::GOV | Sector::PTY | Sector::ELI | Sector::LEG))
    };
    let held = |&t: &usize| matches!(tree.lemma(t), "rally" | "march" | "sign" | "banner" | "flag" | "parade");
    (!actor.is_empty() && actor.iter().all(campaigns) && m.collocates.iter().any(held))
        .then_some("a rally of those in politics is no protest")
}

fn force(scene: &Scene<'_>, s: usize, m: &Match, taking: &Taking<'_>) -> Option<&'static str> {
    let (tree, cast) = (&scene.trees[s], &*scene.cast);
    // "The president was forced to veto it": circumstances force those in power, unless somebody is named who does.
    let forced = matches!(tree.lemma(m.trigger), "force" | "compel") && tree.is_passive(m.trigger);
    let in_power = |&e: &EntityId| cast.entity(e).kind == Kind::State || political(cast, e);
    (forced && taking.actor.is_empty() && taking.recipient.iter().any(in_power))
        .then_some("nobody is named who forces them")
}

fn together(scene: &Scene<'_>, taking: &Taking<'_>) -> Option<&'static str> {
    let cast = &*scene.cast;
    let all = || taking.actor.iter().chain(taking.recipient);
    if all().filter(|&&e| cast.entity(e).country.is_some() || political(cast, e)).count() < 2 {
        return Some("nobody is known with whom it is done");
    }
    let home = cast.entity(*taking.actor.first()?).country.as_deref();
    let at_home = |&e: &EntityId| {
        let x = cast.entity(e);
        x.country.as_deref() == home && matches!(x.sector, Some(Sector::GOV | Sector::LEG | Sector::PTY | Sector::ELI))
    };
    all().all(at_home).then_some("politicians of one country who work together")
}

fn movement(scene: &Scene<'_>, s: usize, m: &Match, kind: EventType, taking: &Taking<'_>) -> Option<&'static str> {
    let (tree, cast) = (&scene.trees[s], &*scene.cast);
    let &Taking { actor, recipient, place, .. } = taking;
    let rule = scene.codebook.entries[m.entry].rule.as_str();
    let lawmaker = |&e: &EntityId| cast.entity(e).sector == Some(Sector::LEG);
    if kind == EventType::RETREAT && tree.lemma(m.trigger) == "leave" && actor.iter().any(lawmaker) {
        return Some("a parliament that rises");
    }
    let civil = |e: &EntityId| {
        let x = cast.entity(*e);
        // "The Russians" are their forces here.
        let people = !x.name.contains(' ') && x.name.starts_with(char::is_uppercase);
        matches!(x.sector, Some(Sector::CVL | Sector::REF | Sector::JRN | Sector::BUS)) && !people
    };
    if kind == EventType::MOBILIZE && !actor.is_empty() && actor.iter().all(civil) {
        return Some("those who move are no force");
    }
    if matches!(rule, "RETREAT/troops-leave" | "MOBILIZE/troops-arrive") {
        let home = |c: &str| actor.iter().any(|&a| cast.entity(a).country.as_deref() == Some(c));
        let state = |&r: &EntityId| cast.entity(r).kind == Kind::State;
        if !recipient.iter().any(state) && place.and_then(|p| p.country.as_deref()).is_none_or(home) {
            return Some("they do not come to another country or leave one");
        }
        if !actor.iter().any(|&a| armed(cast, a) && !cast.entity(a).person) {
            return Some("those who come or go are no troops");
        }
    }
    (rule == "RETREAT/resign" && !actor.iter().any(|&e| holds_power(cast, e)))
        .then_some("nobody who holds an office steps down")
}

fn help(scene: &Scene<'_>, s: usize, m: &Match, taking: &Taking<'_>) -> Option<&'static str> {
    let tree = &scene.trees[s];
    // "helped the rebels to win", "helped create a website"
    let helped = matches!(tree.lemma(m.trigger), "help" | "assist" | "aid")
        && tree.child(m.trigger, &["xcomp", "ccomp"]).is_some();
    (helped && !taking.recipient.iter().any(|&e| scene.cast.entity(e).kind == Kind::State))
        .then_some("what was helped to happen is told by its own word")
}

fn threat(scene: &Scene<'_>, s: usize, m: &Match) -> Option<&'static str> {
    let tree = &scene.trees[s];
    // "the crisis threatens to spread"
    let bare = |&t: &usize| tree.token(t).upos == Upos::NOUN && scene.cast.at(s, t).is_empty();
    (!m.nominal && tree.lemma(m.trigger) == "threaten" && !m.actor.is_empty() && m.actor.iter().all(bare))
        .then_some("a thing threatens nobody")
}

fn dismissal(scene: &Scene<'_>, m: &Match, taking: &Taking<'_>) -> Option<&'static str> {
    let fired = scene.codebook.entries[m.entry].rule == "SANCTION/fire-official";
    (fired && !m.nominal && taking.recipient.is_empty() && m.collocates.is_empty()).then_some("nobody is dismissed")
}
