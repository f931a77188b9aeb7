//! Who does what to whom: the phrases of a match as entities.

use super::{Scene, concerned, judge};
use crate::cast::{Cast, EntityId, NO_STATE, content_head};
use crate::circumstances::place_at;
use crate::codebook::Target;
use crate::matcher::Match;
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::{EventType, Place, PlacePrecision, Sector};
use chancery_world::Kind;

/// Who takes part in an act.
pub(super) struct Parties {
    pub(super) actor: Vec<EntityId>,
    pub(super) recipient: Vec<EntityId>,
    pub(super) third: Vec<EntityId>,
    /// A place that was visited or attacked.
    pub(super) target: Option<Place>,
    /// A town before the noun that names a meeting.
    pub(super) meeting: Option<Place>,
}

/// Resolves the phrases that fill the roles of a match, and what a frame leaves open by the stated rules: whose a thing is,
/// to whom it is said, who did what is condemned. An error says why the match is no act.
pub(super) fn parties(
    scene: &mut Scene<'_>,
    s: usize,
    m: &Match,
    kind: EventType,
    all: &[Match],
) -> Result<Parties, &'static str> {
    let tree = &scene.trees[s];
    let rule = scene.codebook.entries[m.entry].rule.as_str();
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
            WEAPONS.contains(&tree.lemma(t))
                || all.iter().any(|o| {
                    o.nominal && o.trigger == t && scene.codebook.entries[o.entry].target == Target::Event(kind)
                })
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
        actor.retain(|&a| armed(scene.cast, a));
    }
    let possessed = tree.children(m.trigger).iter().any(|&c| tree.token(c).deprel == "nmod:poss");
    if kind == EventType::RETREAT && m.nominal && actor.is_empty() && possessed {
        // "completed its withdrawal": the pronoun's own verb has whoever it means.
        let owner = tree.owners(m.trigger);
        let doer = tree.head(m.trigger).filter(|&h| tree.is_verb(h)).map(|h| tree.agents(h)).unwrap_or(owner);
        actor = fill(&doer, scene.cast);
    }
    let moves = kind == EventType::RETREAT || kind == EventType::MOBILIZE;
    if moves && m.nominal && actor.is_empty() {
        // "the withdrawal of some units", "the deployment of Kenyan troops"
        actor = fill(&m.recipient, scene.cast);
        actor.retain(|&a| armed(scene.cast, a));
    }
    if actor.is_empty() && m.actor.is_empty() && matches!(kind, EventType::COERCE | EventType::SANCTION) && !m.nominal {
        // "the judge ordered two editors jailed"
        let object = tree.head(m.trigger).filter(|_| tree.rel(m.trigger) == "acl" && tree.is_passive(m.trigger));
        let verb = object
            .filter(|&o| tree.rel(o) == "obj")
            .and_then(|o| tree.head(o))
            .or(tree.head(m.trigger).filter(|_| tree.rel(m.trigger) == "xcomp"));
        if let Some(verb) = verb.filter(|&v| matches!(tree.lemma(v), "order" | "have") && !tree.is_passive(v)) {
            actor = fill(&tree.agents(verb), scene.cast);
        }
    }
    let mut meeting_place = None;
    if kind == EventType::CONSULT && m.nominal {
        // "the Geneva talks", "the Manama Dialogue": a town before the noun is where they are.
        for &t in m.actor.iter().filter(|&&t| tree.rel(t) == "compound") {
            if let Some(p) = place_at(tree, t, scene.cast, scene.world).filter(|p| p.precision == PlacePrecision::Town)
            {
                let here = scene.cast.fill(tree, s, t, false);
                actor.retain(|a| !here.contains(a));
                meeting_place = Some(p);
            }
        }
    }
    if kind == EventType::ASSAULT && m.nominal && actor.is_empty() {
        // "an attack claimed by the group": who claims it did it.
        let claimed = tree.children_by(m.trigger, &["acl"]).filter(|&c| tree.lemma(c) == "claim" && tree.is_passive(c));
        actor = fill(&claimed.flat_map(|c| tree.by_agents(c)).collect::<Vec<_>>(), scene.cast);
    }
    let mut recipient = fill(&m.recipient, scene.cast);
    if concerned::judges_it(tree, m, kind) {
        // "welcomed it": what was done, not somebody; who did it is found later.
        recipient.clear();
    }
    // "retook the town from the rebels": from whom it is taken is fought.
    if kind == EventType::ASSAULT && !m.nominal {
        let around = |t: usize| tree.obliques(t).into_iter().filter(|o| o.prep == "from").map(|o| o.token);
        let from: Vec<usize> = around(m.trigger)
            .chain(tree.patients(m.trigger).into_iter().flat_map(around))
            .filter(|&t| scene.cast.fill(tree, s, t, false).iter().any(|&e| armed(scene.cast, e)))
            .take(1)
            .collect();
        let holders = fill(&from, scene.cast);
        let people = |&r: &EntityId| armed(scene.cast, r) || scene.cast.entity(r).sector == Some(Sector::CVL);
        if !holders.is_empty() && !holders.iter().any(|h| actor.contains(h)) && !recipient.iter().any(people) {
            recipient = holders;
        }
    }
    // A thing in the recipient's place names nobody.
    let unnamed = recipient.is_empty() && !m.recipient.iter().any(|&t| tree.token(t).upos == Upos::PRON);
    let mut third: Vec<EntityId> = fill(&m.third, scene.cast);
    // A place visited stands for its state; a place attacked is where it happened.
    let mut target_place = None;
    for &t in &m.recipient {
        if let Some(p) = place_at(tree, t, scene.cast, scene.world) {
            // "sought refuge in Kenya" asks its state.
            let asylum = kind == EventType::REQUEST
                && m.collocates
                    .iter()
                    .any(|&c| matches!(tree.lemma(c), "refuge" | "asylum" | "shelter" | "sanctuary" | "protection"));
            // "suspended aid to Gaza", "threatened to shell Haifa": another state's place stands for the state.
            let own = |c: &str| actor.iter().any(|&a| scene.cast.entity(a).country.as_deref() == Some(c));
            let stopped = kind == EventType::SANCTION
                && rule.starts_with("SANCTION/stop-")
                && p.country.as_deref().is_some_and(|c| !own(c));
            if asylum
                || stopped
                || kind == EventType::CONSULT && scene.codebook.entries[m.entry].mode.as_deref() == Some("visit")
            {
                if let Some(id) = p.country.as_deref().and_then(|c| scene.cast.state(c, scene.world)) {
                    recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place);
                    if !recipient.contains(&id) {
                        recipient.push(id);
                    }
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
    // "patrolled the streets of Quetta", "entered the city of Kupres": so is one that the pattern names.
    let object = |t: &&usize| **t > m.trigger && tree.rel(**t) == "obj" && tree.head(**t) == Some(m.trigger);
    target_place =
        target_place.or_else(|| m.taken.iter().find(object).and_then(|&t| place_at(tree, t, scene.cast, scene.world)));
    let verbal = matches!(
        kind,
        EventType::SUPPORT
            | EventType::ACCUSE
            | EventType::REJECT
            | EventType::REQUEST
            | EventType::THREATEN
            | EventType::CONCEDE
    );
    if recipient.is_empty() && unnamed && verbal && !m.nominal {
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
        let blamed = m.taken.iter().chain(&m.recipient).find_map(|&t| {
            all.iter().find(|o| {
                o.nominal
                    && o.trigger == content_head(tree, t)
                    && o.trigger != m.trigger
                    && m.recipient.iter().all(|&r| tree.within(r, o.trigger))
            })
        });
        if let Some(o) = blamed {
            recipient = fill(&o.actor, scene.cast);
            recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place);
        }
    }
    if kind == EventType::ASSAULT && !m.nominal && actor.is_empty() {
        actor = concerned::user_of_weapon(scene.cast, tree, s, m);
    }
    if kind == EventType::ACCUSE && recipient.is_empty() && !m.nominal {
        // "an inquiry into claims that two officers beat a prisoner"
        let claims = m.taken.iter().chain(&m.recipient).find_map(|&t| {
            let phrases: Vec<usize> = std::iter::once(t).chain(tree.obliques(t).into_iter().map(|o| o.token)).collect();
            phrases.into_iter().filter(|&p| ALLEGED.contains(&tree.lemma(p))).find_map(|p| {
                tree.children_by(p, &["acl", "ccomp"])
                    .find(|&c| tree.token(c).deprel != "acl:relcl" && tree.child(c, &["nsubj"]).is_some())
            })
        });
        if let Some(c) = claims.filter(|&c| !tree.is_passive(c)) {
            recipient = fill(&tree.agents(c), scene.cast);
            recipient.retain(|r| !actor.contains(r));
        }
    }
    let judged = concerned::owner_of_judged(scene.cast, tree, s, m, kind);
    if judged.iter().any(|j| !actor.contains(j)) {
        recipient = judged;
    }
    if m.stance && kind == EventType::REJECT {
        // "will not take part in talks with Kabul": whom the refusal concerns takes part in what is refused.
        let inside = all.iter().filter(|o| !o.stance && o.trigger != m.trigger && tree.within(o.trigger, m.trigger));
        let sides: Vec<usize> = inside.flat_map(|o| o.actor.iter().chain(&o.recipient).copied()).collect();
        recipient = fill(&sides, scene.cast);
        recipient.retain(|r| !actor.contains(r) && scene.cast.entity(*r).kind != Kind::Place);
        if recipient.is_empty() {
            recipient = concerned::in_content(scene.cast, tree, s, m.trigger, &actor);
        }
    }
    let alone = kind == EventType::AGREE && actor.len() == 1;
    // "claimed that its men are held": those to whom it is done are not accused.
    let victims = kind == EventType::ACCUSE && m.stance;
    if let Some(c) = m.clause.filter(|_| recipient.is_empty() && unnamed && (verbal || alone) && !victims) {
        // "refused to hold talks with Kosovo": who is concerned stands in what is refused.
        let inner = all.iter().find(|o| o.trigger == c || o.light == Some(c));
        recipient = inner.map(|o| fill(&o.recipient, scene.cast)).unwrap_or_default();
        recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place);
        if recipient.is_empty() {
            recipient = concerned::in_content(scene.cast, tree, s, c, &actor);
        }
    }
    if recipient.is_empty() && kind == EventType::AID && !m.nominal {
        // "sent experts to help Haiti": who is helped stands in what the aid is for.
        let purpose = |t: usize| {
            let helps = |c: &usize| {
                matches!(
                    tree.lemma(*c),
                    "help"
                        | "assist"
                        | "support"
                        | "aid"
                        | "protect"
                        | "feed"
                        | "house"
                        | "serve"
                        | "rebuild"
                        | "relieve"
                )
            };
            tree.children_by(t, &["advcl", "xcomp", "acl"]).find(helps)
        };
        let objects = m.taken.iter().chain(&m.recipient).copied().find_map(purpose);
        if let Some(c) = purpose(m.trigger).or(objects) {
            recipient = fill(&tree.patients(c), scene.cast);
        }
    }
    if recipient.is_empty() && kind == EventType::AID {
        // "took in 3,000 refugees"
        recipient = m.taken.iter().flat_map(|&t| scene.cast.fill(tree, s, t, false)).collect();
        recipient.retain(|&r| matches!(scene.cast.entity(r).sector, Some(Sector::REF | Sector::CVL)));
    }
    if recipient.is_empty() && kind == EventType::CONSULT && rule.starts_with("CONSULT/mediate") {
        // "launched a mediation effort to end the rift between the two neighbours"
        let verb = m.light.or(tree.head(m.trigger).filter(|_| m.nominal)).unwrap_or(m.trigger);
        let between = |&t: &usize| t > m.trigger && tree.preposition(t).as_deref() == Some("between");
        let sides = tree.subtree(verb).into_iter().find(between);
        // "to help the two camps settle"
        let helped = || {
            let help = tree.subtree(verb).into_iter().find(|&t| tree.is_verb(t) && tree.lemma(t) == "help")?;
            tree.patients(help).first().copied()
        };
        recipient = fill(&Vec::from_iter(sides.or_else(helped)), scene.cast);
    }
    if recipient.is_empty()
        && unnamed
        && !concerned::voices(tree, m)
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
        // Assad's ouster", "rejected an offer made by the rebels".
        recipient = fill(&m.taken, scene.cast);
        if recipient.is_empty() {
            let makers: Vec<usize> = m
                .taken
                .iter()
                .flat_map(|&t| tree.conjuncts(t))
                .flat_map(|t| tree.children_by(t, &["acl"]).flat_map(|c| tree.by_agents(c)).collect::<Vec<_>>())
                .collect();
            recipient = fill(&makers, scene.cast);
        }
        if recipient.is_empty() && kind == EventType::ACCUSE && !m.nominal {
            // "criticising the mayor for the delay, a move that …"
            recipient = tree.patients(m.trigger).iter().flat_map(|&t| scene.cast.fill(tree, s, t, false)).collect();
        }
        recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place);
    }
    if recipient.is_empty() && kind == EventType::SUPPORT {
        // "voiced support for the talks among the Sudanese factions"
        let among = |&t: &usize| {
            tree.obliques(t)
                .into_iter()
                .filter(|o| matches!(o.prep.as_str(), "among" | "between"))
                .map(|o| o.token)
                .collect::<Vec<_>>()
        };
        let sides: Vec<usize> = m.recipient.iter().chain(&m.taken).flat_map(among).collect();
        recipient = fill(&sides, scene.cast);
        recipient.retain(|r| scene.cast.entity(*r).kind != Kind::Place && !actor.contains(r));
    }
    if recipient.is_empty()
        && m.recipient.is_empty()
        && !m.nominal
        && matches!(kind, EventType::MOBILIZE | EventType::COERCE)
    {
        // "intercepted Russian aircraft": another's, named as the object.
        let mut other: Vec<EntityId> = m.taken.iter().flat_map(|&t| scene.cast.fill(tree, s, t, false)).collect();
        other.retain(|&o| {
            scene.cast.entity(o).kind != Kind::Place
                && scene.cast.entity(o).country.is_some()
                && !actor.iter().any(|&a| scene.cast.entity(a).country == scene.cast.entity(o).country)
        });
        recipient = other;
    }
    if rule.starts_with("COERCE/arrest") {
        // A state can be held to something, but not arrested.
        recipient.retain(|&r| scene.cast.entity(r).kind != Kind::State);
    }
    let mourned = |t: usize| matches!(tree.lemma(t), "condolence" | "sympathy" | "grief");
    if kind == EventType::SUPPORT
        && recipient.is_empty()
        && unnamed
        && (mourned(m.trigger) || m.taken.iter().any(|&t| mourned(t)))
        && let Some(home) = scene.cast.home.clone().and_then(|h| scene.cast.state(&h, scene.world))
    {
        // Condolences without a word of whom they are for go to the country that the text is about.
        recipient.push(home);
    }
    if (rule.starts_with("SANCTION/expel") || rule == "COERCE/deport") && tree.is_passive(m.trigger) && actor.is_empty()
    {
        // "were expelled from Chad": only Chad can do that.
        let from: Vec<usize> =
            tree.obliques(m.trigger).into_iter().filter(|o| o.prep == "from").map(|o| o.token).collect();
        let state = fill(&from, scene.cast).into_iter().find(|&e| scene.cast.entity(e).kind == Kind::State);
        if let Some(state) = state {
            recipient = fill(&tree.patients(m.trigger), scene.cast);
            actor.push(state);
        }
    }
    if rule == "CONSULT/host-visit" {
        // "hosts a summit in Paris": the host does not visit itself.
        recipient.retain(|&r| {
            let r = scene.cast.entity(r);
            r.kind != Kind::State || !actor.iter().any(|&a| scene.cast.entity(a).country == r.country)
        });
    }
    if kind == EventType::ASSAULT && recipient.is_empty() {
        recipient = concerned::holder(scene.cast, tree, s, m);
        recipient.retain(|r| !actor.contains(r));
    }
    let withdraws = kind == EventType::RETREAT && scene.codebook.entries[m.entry].mode.as_deref() == Some("withdraw");
    if withdraws {
        // "Chad withdrew its forces": they are not those before whom it withdraws.
        recipient.retain(|&r| {
            let of = scene.cast.entity(r);
            let own = actor.iter().any(|&a| scene.cast.entity(a).country == of.country);
            !(own && of.sector == Some(Sector::MIL))
        });
    }
    // "the deployment of 230 troops to Liberia", "its withdrawal of troops from Iraq": one's own troops are not those acted on.
    let own_troops = |cast: &Cast, r: EntityId| {
        let country = &cast.entity(r).country;
        armed(cast, r)
            && !actor.is_empty()
            && (country.is_none() || actor.iter().any(|&a| &cast.entity(a).country == country))
    };
    if kind == EventType::MOBILIZE {
        recipient.retain(|&r| !own_troops(scene.cast, r));
    }
    if kind == EventType::MOBILIZE && recipient.is_empty() {
        recipient = concerned::aimed_at(scene.cast, tree, s, m);
    }
    if m.nominal && rule == "RETREAT/withdraw-noun" && !actor.is_empty() {
        // But the state that they leave.
        if recipient.iter().all(|&r| own_troops(scene.cast, r)) {
            let from = m.recipient.iter().flat_map(|&t| tree.obliques(t)).find(|o| o.prep == "from").map(|o| o.token);
            recipient = fill(&Vec::from_iter(from), scene.cast);
        }
    }
    if rule.starts_with("RETREAT/re") && recipient.is_empty() && m.recipient.is_empty() {
        // "released a Turkish ship", "ordered the tanker's release"
        recipient = fill(&m.taken, scene.cast);
        recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place && !actor.contains(&r));
    }
    actor.retain(|&a| scene.cast.entity(a).kind != Kind::Place);
    if matches!(kind, EventType::ACCUSE | EventType::REJECT | EventType::THREATEN | EventType::RETREAT) {
        recipient.retain(|&r| scene.cast.entity(r).kind != Kind::Place);
    }
    if rule.starts_with("ASSAULT/capture-place") {
        // "seized the university": a site that is fought over is nobody's side.
        let site = |r: EntityId| matches!(scene.cast.entity(r).sector, Some(Sector::EDU | Sector::MED | Sector::BUS));
        recipient.retain(|&r| !site(r));
    }
    recipient.retain(|r| !actor.contains(r));
    if actor.len() == 2 && recipient.is_empty() && concerned::reciprocal(tree, m, kind) {
        // "traded blame", "accused each other": each is the other's.
        recipient.clone_from(&actor);
    }
    let pronoun = m.recipient.iter().any(|&t| tree.token(t).upos == Upos::PRON);
    if recipient.is_empty()
        && (pronoun || (m.recipient.is_empty() && matches!(kind, EventType::SUPPORT | EventType::CONCEDE)))
        && let Some(verb) = tree.head(m.trigger).filter(|_| judge::done_in_it(tree, m, kind))
    {
        // "called the king to congratulate him", "called the premier to voice support"
        let called: Vec<usize> =
            tree.children_by(verb, &["xcomp"]).filter(|&x| tree.is_nominal(x)).chain(tree.patients(verb)).collect();
        recipient = fill(&called, scene.cast);
        recipient.retain(|r| !actor.contains(r));
    }
    if recipient.is_empty() && kind == EventType::PROTEST {
        recipient = concerned::protested(scene.cast, tree, s, m, &actor);
    }
    if recipient.is_empty()
        && matches!(kind, EventType::AGREE | EventType::CONCEDE | EventType::RETREAT | EventType::REJECT)
        && !m.nominal
    {
        recipient = concerned::enabled(scene.cast, tree, s, m, &actor);
    }
    let eases = kind == EventType::CONCEDE || rule == "RETREAT/ease-sanctions";
    let open = recipient.is_empty() || kind == EventType::THREATEN && m.recipient.is_empty();
    if open && (eases || matches!(kind, EventType::THREATEN | EventType::REJECT | EventType::AGREE)) {
        let asked = concerned::conditioned(scene.cast, tree, s, m, &actor, kind != EventType::AGREE);
        if !asked.is_empty() {
            recipient = asked;
        }
    }
    // "a Sudanese army strike": the army acts, not the state beside it.
    for side in [&mut actor, &mut recipient] {
        let forces: Vec<Option<String>> = side
            .iter()
            .map(|&e| scene.cast.entity(e))
            .filter(|e| e.kind != Kind::State && e.sector == Some(Sector::MIL))
            .map(|e| e.country.clone())
            .collect();
        side.retain(|&e| scene.cast.entity(e).kind != Kind::State || !forces.contains(&scene.cast.entity(e).country));
    }
    home_of(scene.cast, &actor, &recipient);
    home_of(scene.cast, &recipient, &actor);
    third.retain(|t| !actor.contains(t) && !recipient.contains(t));
    Ok(Parties { actor, recipient, third, target: target_place, meeting: meeting_place })
}

/// Whether an entity is an armed force.
pub(super) fn armed(cast: &Cast, e: EntityId) -> bool {
    matches!(cast.entity(e).sector, Some(Sector::MIL | Sector::REB | Sector::PRM | Sector::COP))
}

/// Whether a phrase can fill an actor's role: it names an actor, or it is a person, or somebody has it.
pub(super) fn can_act(cast: &Cast, tree: &Tree<'_>, s: usize, t: usize) -> bool {
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

/// Whether one of several phrases names a force, body or crowd of one of these sectors, not a single person.
pub(super) fn is_of(cast: &Cast, tree: &Tree<'_>, s: usize, phrases: &[usize], sectors: &[Sector]) -> bool {
    // What a plane brings is not known: "a plane with medicine landed".
    let carrier = |t: usize| matches!(tree.lemma(t), "plane" | "airplane" | "aeroplane" | "airliner" | "flight");
    phrases.iter().filter(|&&t| !carrier(t)).flat_map(|&t| cast.fill(tree, s, t, true)).any(|e| {
        let e = cast.entity(e);
        !e.person && e.sector.is_some_and(|s| sectors.contains(&s))
    })
}

/// "Tunisian police arrested an opposition leader", "the US treasury secretary defended the administration": a domestic body's
/// counterpart without a country is its own country's, and so is a bare government beside one of its officials.
fn home_of(cast: &mut Cast, known: &[EntityId], open: &[EntityId]) {
    let official = known
        .iter()
        .map(|&e| cast.entity(e))
        .find(|e| e.person && e.sector == Some(Sector::GOV) && e.country.is_some());
    if let Some(country) = official.and_then(|e| e.country.clone()).filter(|c| !NO_STATE.contains(&c.as_str())) {
        for &e in open {
            let e = &mut cast.entities[e];
            if e.country.is_none()
                && matches!(e.name.as_str(), "administration" | "government" | "cabinet" | "parliament")
            {
                e.country = Some(country.clone());
            }
        }
    }
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

/// What somebody is looked into for.
const ALLEGED: &[&str] = &["claim", "allegation", "accusation", "report", "charge", "suspicion", "complaint"];

/// Things that do violence for somebody.
const WEAPONS: &[&str] = &[
    "missile",
    "rocket",
    "bomb",
    "shell",
    "drone",
    "blast",
    "explosion",
    "gunfire",
    "fire",
    "bullet",
    "mine",
    "landmine",
    "grenade",
    "mortar",
    "artillery",
    "airstrike",
    "strike",
    "raid",
    "attack",
    "shelling",
    "bombing",
    "bombardment",
    "clash",
    "fighting",
    "violence",
    "ambush",
    "shooting",
    "device",
    "explosive",
    "ied",
    "assault",
    "gas",
    "jet",
    "warplane",
    "helicopter",
    "tank",
    "warship",
    "bomber",
    "gunman",
    "attacker",
    "assailant",
    "war",
    "offensive",
    "battle",
    "crackdown",
];
