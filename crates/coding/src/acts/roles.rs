//! Who does what to whom: the phrases of a match as entities. [`parties`] lists the rules in their order; those for whoever
//! has something done to them stand in [`super::recipients`].

use super::{Scene, concerned};
use crate::cast::{Cast, EntityId, NO_STATE, content_head};
use crate::circumstances::place_at;
use crate::codebook::Target;
use crate::matcher::Match;
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::{EventType, Place, PlacePrecision, Sector};
use chancery_world::Kind;

/// Who takes part in an act.
#[derive(Default)]
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
    let mode = scene.codebook.entries[m.entry].mode.as_deref();
    let mut roles = Roles { scene, tree, s, m, kind, rule, mode, all, unnamed: false, found: Parties::default() };
    roles.doers()?;
    roles.meeting();
    roles.claimed();
    roles.done_to();
    roles.taken_from();
    roles.places();
    roles.said_to();
    roles.blamed();
    roles.user_of_weapon();
    roles.alleged();
    roles.judged();
    roles.refused();
    roles.helped();
    roles.mediated();
    roles.owners();
    roles.factions();
    roles.intercepted();
    roles.mourned();
    roles.host_state();
    roles.held();
    roles.own_forces();
    roles.released();
    roles.unfit();
    roles.called();
    roles.told_by_content();
    roles.forces();
    let Roles { scene, mut found, .. } = roles;
    home_of(scene.cast, &found.actor, &found.recipient);
    home_of(scene.cast, &found.recipient, &found.actor);
    found.third.retain(|t| !found.actor.contains(t) && !found.recipient.contains(t));
    Ok(found)
}

/// A match while its roles are filled.
pub(super) struct Roles<'r, 'a> {
    pub(super) scene: &'r mut Scene<'a>,
    pub(super) tree: &'a Tree<'a>,
    pub(super) s: usize,
    pub(super) m: &'r Match,
    pub(super) kind: EventType,
    /// The codebook's rule, and its mode.
    pub(super) rule: &'a str,
    pub(super) mode: Option<&'a str>,
    pub(super) all: &'r [Match],
    /// Whether the recipient's place holds a thing or nothing: no pronoun, and nobody who is known.
    pub(super) unnamed: bool,
    pub(super) found: Parties,
}

impl Roles<'_, '_> {
    /// The entities of some phrases, or whoever has them.
    pub(super) fn fill(&self, tokens: &[usize]) -> Vec<EntityId> {
        let mut out = Vec::new();
        for &t in tokens {
            for e in self.at(t, true) {
                if !out.contains(&e) {
                    out.push(e);
                }
            }
        }
        out
    }

    /// The entities of one phrase; with `owner`, else whoever has it.
    pub(super) fn at(&self, t: usize, owner: bool) -> Vec<EntityId> {
        self.scene.cast.fill(self.tree, self.s, t, owner)
    }

    /// Whether an entity is a place.
    pub(super) fn is_place(&self, e: EntityId) -> bool {
        self.scene.cast.entity(e).kind == Kind::Place
    }

    /// Whether an entity is one of those who act.
    pub(super) fn acts(&self, e: EntityId) -> bool {
        self.found.actor.contains(&e)
    }

    /// Those of the phrases who are no places.
    pub(super) fn people(&self, tokens: &[usize]) -> Vec<EntityId> {
        let mut out = self.fill(tokens);
        out.retain(|&e| !self.is_place(e));
        out
    }

    /// The phrases beside a token that a preposition joins to it.
    pub(super) fn beside(&self, t: usize, prepositions: &[&str]) -> Vec<usize> {
        self.tree.obliques(t).into_iter().filter(|o| prepositions.contains(&o.prep.as_str())).map(|o| o.token).collect()
    }

    /// Who acts.
    fn doers(&mut self) -> Result<(), &'static str> {
        let (tree, m, kind) = (self.tree, self.m, self.kind);
        let mut actor = self.fill(&m.actor);
        actor.extend(m.speaker);
        if kind == EventType::ASSAULT && !m.nominal && actor.is_empty() {
            // "the hurricane hit", "the crash killed": a thing does violence only if it is a weapon or an attack.
            let violent = |t: usize| {
                let t = content_head(tree, t);
                let entries = &self.scene.codebook.entries;
                let attack = |o: &Match| o.nominal && o.trigger == t && entries[o.entry].target == Target::Event(kind);
                WEAPONS.contains(&tree.lemma(t)) || self.all.iter().any(attack)
            };
            let person = |t: usize| can_act(self.scene.cast, tree, self.s, t) || tree.token(t).upos == Upos::PRON;
            if !m.actor.is_empty() && !m.actor.iter().any(|&t| violent(t) || person(t)) {
                return Err("its subject is neither an actor nor a weapon");
            }
        }
        let moves = matches!(kind, EventType::RETREAT | EventType::MOBILIZE);
        if actor.is_empty() && m.actor.is_empty() && moves && !m.nominal && tree.is_passive(m.trigger) {
            // "troops were withdrawn": they, or whose they are, did it.
            actor = self.fill(&tree.patients(m.trigger));
            actor.retain(|&a| armed(self.scene.cast, a));
        }
        let possessed = tree.children(m.trigger).iter().any(|&c| tree.token(c).deprel == "nmod:poss");
        if kind == EventType::RETREAT && m.nominal && actor.is_empty() && possessed {
            // "completed its withdrawal": the pronoun's own verb has whoever it means.
            let owner = tree.owners(m.trigger);
            let doer = tree.head(m.trigger).filter(|&h| tree.is_verb(h)).map(|h| tree.agents(h)).unwrap_or(owner);
            actor = self.fill(&doer);
        }
        if moves && m.nominal && actor.is_empty() {
            // "the withdrawal of some units", "the deployment of Kenyan troops"
            actor = self.fill(&m.recipient);
            actor.retain(|&a| armed(self.scene.cast, a));
        }
        let ordered = matches!(kind, EventType::COERCE | EventType::SANCTION) && !m.nominal;
        if actor.is_empty() && m.actor.is_empty() && ordered {
            // "the judge ordered two editors jailed"
            let object = tree.head(m.trigger).filter(|_| tree.rel(m.trigger) == "acl" && tree.is_passive(m.trigger));
            let verb = object
                .filter(|&o| tree.rel(o) == "obj")
                .and_then(|o| tree.head(o))
                .or(tree.head(m.trigger).filter(|_| tree.rel(m.trigger) == "xcomp"));
            if let Some(verb) = verb.filter(|&v| matches!(tree.lemma(v), "order" | "have") && !tree.is_passive(v)) {
                actor = self.fill(&tree.agents(verb));
            }
        }
        self.found.actor = actor;
        Ok(())
    }

    /// "the Geneva talks", "the Manama Dialogue": a town before the noun is where they are.
    fn meeting(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if self.kind != EventType::CONSULT || !m.nominal {
            return;
        }
        for &t in m.actor.iter().filter(|&&t| tree.rel(t) == "compound") {
            let place = place_at(tree, t, self.scene.cast, self.scene.world);
            if let Some(p) = place.filter(|p| p.precision == PlacePrecision::Town) {
                let here = self.at(t, false);
                self.found.actor.retain(|a| !here.contains(a));
                self.found.meeting = Some(p);
            }
        }
    }

    /// "an attack claimed by the group": who claims it did it.
    fn claimed(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if self.kind == EventType::ASSAULT && m.nominal && self.found.actor.is_empty() {
            let claimed =
                tree.children_by(m.trigger, &["acl"]).filter(|&c| tree.lemma(c) == "claim" && tree.is_passive(c));
            self.found.actor = self.fill(&claimed.flat_map(|c| tree.by_agents(c)).collect::<Vec<_>>());
        }
    }

    /// Who fired the weapon that does it.
    fn user_of_weapon(&mut self) {
        if self.kind == EventType::ASSAULT && !self.m.nominal && self.found.actor.is_empty() {
            self.found.actor = concerned::user_of_weapon(self.scene.cast, self.tree, self.s, self.m);
        }
    }

    /// "a Sudanese army strike": the army acts, not the state beside it.
    fn forces(&mut self) {
        let cast = &*self.scene.cast;
        for side in [&mut self.found.actor, &mut self.found.recipient] {
            let forces: Vec<Option<String>> = side
                .iter()
                .map(|&e| cast.entity(e))
                .filter(|e| e.kind != Kind::State && e.sector == Some(Sector::MIL))
                .map(|e| e.country.clone())
                .collect();
            side.retain(|&e| cast.entity(e).kind != Kind::State || !forces.contains(&cast.entity(e).country));
        }
    }
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
