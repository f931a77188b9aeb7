//! Whether those who take part in an act can do it, or have it done to them, as acts of politics.

use super::roles::armed;
use super::{Scene, about, concerned};
use crate::cast::{Cast, EntityId, content_head};
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
        None => e.kind == Kind::Organization || e.office.is_some(),
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
    let tree = &scene.trees[s];
    let &Taking { actor, recipient, third, place } = taking;
    if let Some(reason) = worded(scene, s, m, kind) {
        return Some(reason);
    }
    let rule = scene.codebook.entries[m.entry].rule.as_str();
    // "fighting criminal activity": what is fought is nobody.
    let repelled = tree.particles(m.trigger).iter().any(|p| matches!(p.as_str(), "off" | "back"));
    let object = tree.child(m.trigger, &["obj"]).is_some();
    if rule == "ASSAULT/fight" && !m.nominal && object && m.taken.is_empty() && recipient.is_empty() && !repelled {
        return Some("what is fought is nobody");
    }
    // "his speech demonstrated it": a thing does it.
    let thing = |&t: &usize| {
        tree.token(t).upos == Upos::NOUN
            && scene.cast.at(s, t).is_empty()
            && scene.cast.at(s, content_head(tree, t)).is_empty()
    };
    if kind == EventType::PROTEST
        && tree.lemma(m.trigger) == "demonstrate"
        && !m.nominal
        && !m.actor.is_empty()
        && m.actor.iter().all(thing)
        && !actor.is_empty()
    {
        return Some("a thing shows it");
    }
    // "she wrote to her university": what private people say to each other.
    let public_life = |&e: &EntityId| {
        let x = scene.cast.entity(e);
        political(scene.cast, e)
            || x.kind == Kind::State
            || matches!(x.sector, None | Some(Sector::REL | Sector::ELI | Sector::SOC))
    };
    if kind == EventType::CONSULT && !m.nominal && !actor.iter().chain(recipient).chain(third).any(public_life) {
        return Some("private people talk");
    }
    // "wants the market to rise", "the law wants a new judge": nobody is asked.
    if kind == EventType::REQUEST && tree.lemma(m.trigger) == "want" && !m.recipient.is_empty() && recipient.is_empty()
    {
        return Some("nobody is asked");
    }
    // "Most voters think that he should go": what people at large think demands nothing.
    let public = |&e: &EntityId| scene.cast.entity(e).sector == Some(Sector::CVL) && scene.cast.entity(e).plural;
    if rule == "REQUEST/must" && !actor.is_empty() && actor.iter().all(public) {
        return Some("what people at large think");
    }
    let lawmakers = |&e: &EntityId| scene.cast.entity(e).sector == Some(Sector::LEG);
    if kind == EventType::RETREAT && tree.lemma(m.trigger) == "leave" && actor.iter().any(lawmakers) {
        return Some("a parliament that rises");
    }
    // What only firms or private people do among themselves is no politics, unless it is force.
    let private = |e: &EntityId| matches!(scene.cast.entity(*e).sector, Some(Sector::BUS));
    if !matches!(kind, EventType::ASSAULT | EventType::PROTEST | EventType::COERCE)
        && actor.iter().chain(recipient).chain(third).all(private)
        && !(actor.is_empty() && recipient.is_empty() && third.is_empty())
    {
        return Some("it stays among firms");
    }
    // "The president was forced to veto it": circumstances force those in power, unless somebody is named who does.
    let forced = matches!(tree.lemma(m.trigger), "force" | "compel") && tree.is_passive(m.trigger) && actor.is_empty();
    if kind == EventType::COERCE
        && forced
        && recipient.iter().any(|&e| scene.cast.entity(e).kind == Kind::State || political(scene.cast, e))
    {
        return Some("nobody is named who forces them");
    }
    let official = |e: &EntityId| scene.cast.entity(*e).country.is_some() || political(scene.cast, *e);
    if kind == EventType::COOPERATE && actor.iter().chain(recipient).filter(|e| official(e)).count() < 2 {
        return Some("nobody is known with whom it is done");
    }
    let at_home = |e: &EntityId| {
        let (x, home) = (scene.cast.entity(*e), scene.cast.entity(actor[0]).country.as_deref());
        x.country.as_deref() == home && matches!(x.sector, Some(Sector::GOV | Sector::LEG | Sector::PTY | Sector::ELI))
    };
    if kind == EventType::COOPERATE && !actor.is_empty() && actor.iter().chain(recipient).all(at_home) {
        return Some("politicians of one country who work together");
    }
    // "The crowd was met by riot police"
    let crowd = |e: &EntityId| matches!(scene.cast.entity(*e).sector, Some(Sector::COP | Sector::CVL | Sector::UAF));
    if kind == EventType::CONSULT
        && tree.lemma(m.trigger) == "meet"
        && tree.is_passive(m.trigger)
        && actor.iter().any(crowd)
    {
        return Some("those who are met by police or a crowd hold no talks");
    }
    if kind == EventType::REQUEST
        && tree.lemma(m.trigger) == "want"
        && !actor.iter().any(|&e| political(scene.cast, e) || scene.cast.entity(e).kind == Kind::State)
    {
        return Some("what private people want");
    }
    let civil = |e: &EntityId| {
        let x = scene.cast.entity(*e);
        // "The Russians" are their forces here.
        let people = !x.name.contains(' ') && x.name.starts_with(char::is_uppercase);
        matches!(x.sector, Some(Sector::CVL | Sector::REF | Sector::JRN | Sector::BUS)) && !people
    };
    if kind == EventType::MOBILIZE && !actor.is_empty() && actor.iter().all(civil) {
        return Some("those who move are no force");
    }
    // "helped the rebels to win", "helped create a website": the help is whatever it led to.
    let helped = matches!(tree.lemma(m.trigger), "help" | "assist" | "aid")
        && tree.child(m.trigger, &["xcomp", "ccomp"]).is_some();
    if kind == EventType::AID && helped && !recipient.iter().any(|&e| scene.cast.entity(e).kind == Kind::State) {
        return Some("what was helped to happen is told by its own word");
    }
    // "the crisis threatens to spread"
    let bare = |&t: &usize| tree.token(t).upos == Upos::NOUN && scene.cast.at(s, t).is_empty();
    if kind == EventType::THREATEN
        && !m.nominal
        && tree.lemma(m.trigger) == "threaten"
        && !m.actor.is_empty()
        && m.actor.iter().all(bare)
    {
        return Some("a thing threatens nobody");
    }
    // "calls the camps a disgrace", "called it urgent": it is called something, nobody is called.
    let verb = m.trigger;
    let named = tree.child(verb, &["xcomp"]).is_some()
        || tree.children_by(verb, &["obj"]).count() > 1
        || tree.children_by(verb, &["obj"]).any(|o| matches!(tree.lower(o).as_str(), "it" | "this" | "that"))
        || tree.children_by(verb, &["obj"]).any(|o| scene.cast.at(s, content_head(tree, o)).is_empty());
    if kind == EventType::CONSULT && !m.nominal && tree.lemma(verb) == "call" && m.collocates.is_empty() && named {
        return Some("what something is called");
    }
    // A campaign's rally is no protest.
    let campaigns = |&e: &EntityId| {
        let x = scene.cast.entity(e);
        (x.person || x.kind == Kind::Office)
            && matches!(x.sector, Some(Sector::GOV | Sector::PTY | Sector::ELI | Sector::LEG))
    };
    let held = m
        .collocates
        .iter()
        .any(|&t| matches!(tree.lemma(t), "rally" | "march" | "sign" | "banner" | "flag" | "parade"));
    if kind == EventType::PROTEST && !actor.is_empty() && actor.iter().all(campaigns) && held {
        return Some("a rally of those in politics is no protest");
    }
    if scene.codebook.entries[m.entry].rule == "SANCTION/fire-official"
        && !m.nominal
        && recipient.is_empty()
        && m.collocates.is_empty()
    {
        return Some("nobody is dismissed");
    }
    // "told the newspaper that …" asks for nothing.
    let press = |e: &EntityId| scene.cast.entity(*e).sector == Some(Sector::JRN);
    if kind == EventType::REQUEST
        && matches!(tree.lemma(m.trigger), "tell" | "advise")
        && !recipient.is_empty()
        && recipient.iter().all(press)
    {
        return Some("said to the press");
    }
    let visit = kind == EventType::CONSULT && scene.codebook.entries[m.entry].mode.as_deref() == Some("visit");
    let travels = if actor.is_empty() { recipient } else { actor };
    if visit
        && !m.nominal
        && !travels.iter().any(|&e| represents(scene.cast, e) || scene.cast.entity(e).kind == Kind::State)
    {
        return Some("nobody travels who acts for others");
    }
    let troops =
        matches!(scene.codebook.entries[m.entry].rule.as_str(), "RETREAT/troops-leave" | "MOBILIZE/troops-arrive");
    let elsewhere = || {
        let home = |c: &str| actor.iter().any(|&a| scene.cast.entity(a).country.as_deref() == Some(c));
        let state = |&r: &EntityId| scene.cast.entity(r).kind == Kind::State;
        recipient.iter().any(state) || place.and_then(|p| p.country.as_deref()).is_some_and(|c| !home(c))
    };
    if troops && !elsewhere() {
        return Some("they do not come to another country or leave one");
    }
    if troops && !actor.iter().any(|&a| armed(scene.cast, a) && !scene.cast.entity(a).person) {
        return Some("those who come or go are no troops");
    }
    if scene.codebook.entries[m.entry].rule == "RETREAT/resign" && !actor.iter().any(|&e| holds_power(scene.cast, e)) {
        return Some("nobody who holds an office steps down");
    }
    let talk = matches!(tree.lemma(m.trigger), "discuss" | "debate" | "talk" | "speak");
    let alone = recipient.is_empty() && third.is_empty() && actor.len() < 2 && m.actor.len() < 2;
    let converse = tree.lemma(m.trigger) == "discuss";
    let several = converse && actor.iter().any(|&a| scene.cast.entity(a).plural);
    if kind == EventType::CONSULT && !m.nominal && talk && alone && !several {
        return Some("nobody is named with whom it was talked over");
    }
    // Who supports a deal need not be told whose it is.
    let agreed = kind == EventType::SUPPORT
        && m.collocates.iter().any(|&t| {
            matches!(
                tree.lemma(t),
                "deal" | "agreement" | "accord" | "treaty" | "plan" | "resolution" | "ceasefire" | "truce"
            )
        });
    // "endorsed that appeal", "welcomed the decision": whose it is the text told before.
    let told = kind == EventType::SUPPORT
        && about(tree, m, kind).iter().any(|&(t, points_back)| points_back && TOLD.contains(&tree.lemma(t)));
    let helped = concerned::abroad(kind, actor, place, scene.cast).is_some();
    if scene.codebook.entries[m.entry].needs_recipient
        && !m.nominal
        && recipient.is_empty()
        && !(agreed || told || helped || concerned::judges_it(tree, m, kind))
    {
        return Some("nobody is named to whom it is done");
    }
    None
}
