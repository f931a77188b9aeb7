//! To whom it is done: the phrases of a match that name who is acted on, and what else in its sentence tells it.

use super::roles::{Roles, armed};
use super::{concerned, judge};
use crate::cast::{Cast, EntityId, content_head};
use crate::circumstances::place_at;
use chancery_language::Upos;
use chancery_record::{EventType, Sector};
use chancery_world::Kind;

impl Roles<'_, '_> {
    /// Who stands in the recipient's place of the frame, and who else takes part.
    pub(super) fn done_to(&mut self) {
        let (tree, m) = (self.tree, self.m);
        self.found.recipient = self.fill(&m.recipient);
        if concerned::judges_it(tree, m, self.kind) {
            // "welcomed it": what was done, not somebody; who did it is found later.
            self.found.recipient.clear();
        }
        self.found.third = self.fill(&m.third);
        // "ten people died in fighting": they are victims of it, not the sides.
        let suffer =
            |v: usize| matches!(tree.lemma(v), "die" | "perish") || HARM.contains(&tree.lemma(v)) && tree.is_passive(v);
        let within =
            tree.children_by(m.trigger, &["mark", "case"]).any(|c| matches!(tree.lower(c).as_str(), "in" | "during"));
        if self.kind == EventType::ASSAULT
            && !m.nominal
            && within
            && tree.child(m.trigger, &["nsubj"]).is_none()
            && tree.head(m.trigger).is_some_and(suffer)
            && self.found.recipient.iter().all(|&r| self.is_place(r))
        {
            self.found.recipient = std::mem::take(&mut self.found.actor);
        }
    }

    /// "retook the town from the rebels": from whom it is taken is fought.
    pub(super) fn taken_from(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if self.kind == EventType::ASSAULT && !m.nominal {
            let cast = &*self.scene.cast;
            let from: Vec<usize> = std::iter::once(m.trigger)
                .chain(tree.patients(m.trigger))
                .flat_map(|t| self.beside(t, &["from"]))
                .filter(|&t| self.at(t, false).iter().any(|&e| armed(cast, e)))
                .take(1)
                .collect();
            let holders = self.fill(&from);
            let people = |&r: &EntityId| armed(cast, r) || cast.entity(r).sector == Some(Sector::CVL);
            if !holders.is_empty() && !holders.iter().any(|&h| self.acts(h)) && !self.found.recipient.iter().any(people)
            {
                self.found.recipient = holders;
            }
        }
        // A thing in the recipient's place names nobody.
        self.unnamed =
            self.found.recipient.is_empty() && !m.recipient.iter().any(|&t| tree.token(t).upos == Upos::PRON);
    }

    /// A place visited stands for its state; a place attacked is where it happened.
    pub(super) fn places(&mut self) {
        let (tree, m) = (self.tree, self.m);
        for &t in &m.recipient {
            let Some(p) = place_at(tree, t, self.scene.cast, self.scene.world) else { continue };
            // "sought refuge in Kenya" asks its state.
            let refuge = |&c: &usize| REFUGE.contains(&tree.lemma(c));
            let asylum = self.kind == EventType::REQUEST && m.collocates.iter().any(refuge);
            // "suspended aid to Gaza", "threatened to shell Haifa": another state's place stands for the state.
            let own =
                |c: &str| self.found.actor.iter().any(|&a| self.scene.cast.entity(a).country.as_deref() == Some(c));
            let stopped = self.kind == EventType::SANCTION
                && self.rule.starts_with("SANCTION/stop-")
                && p.country.as_deref().is_some_and(|c| !own(c));
            if asylum || stopped || self.kind == EventType::CONSULT && self.mode == Some("visit") {
                if let Some(id) = p.country.as_deref().and_then(|c| self.scene.cast.state(c, self.scene.world)) {
                    let cast = &*self.scene.cast;
                    self.found.recipient.retain(|&r| cast.entity(r).kind != Kind::Place);
                    if !self.found.recipient.contains(&id) {
                        self.found.recipient.push(id);
                    }
                }
            } else {
                // "bombing in Syria": where it was, not whom it hit.
                let preposition = tree.preposition(tree.first_conjunct(t));
                let located = preposition.is_some_and(|p| WHERE.contains(&p.as_str()));
                let here = if located { self.at(t, true) } else { Vec::new() };
                let cast = &*self.scene.cast;
                self.found.recipient.retain(|r| cast.entity(*r).kind != Kind::Place && !here.contains(r));
            }
            self.found.target = Some(p);
        }
        if self.found.target.is_none() {
            // "patrolled the streets of Quetta", "entered the city of Kupres": so is one that the pattern names.
            let object = |t: &&usize| **t > m.trigger && tree.rel(**t) == "obj" && tree.head(**t) == Some(m.trigger);
            let place = |&t: &usize| place_at(tree, t, self.scene.cast, self.scene.world);
            self.found.target = m.taken.iter().find(object).and_then(place);
        }
    }

    /// Whether the act is one of words.
    fn verbal(&self) -> bool {
        matches!(
            self.kind,
            EventType::SUPPORT
                | EventType::ACCUSE
                | EventType::REJECT
                | EventType::REQUEST
                | EventType::THREATEN
                | EventType::CONCEDE
        )
    }

    /// To whom it is said: "proposed the initiative to EU leaders", "expressed regret to Turkey".
    pub(super) fn said_to(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if self.found.recipient.is_empty() && self.unnamed && self.verbal() && !m.nominal {
            let to = std::iter::once(m.trigger)
                .chain(m.taken.iter().copied())
                .flat_map(|t| tree.obliques(t))
                .find(|o| o.prep == "to" && !self.at(o.token, false).is_empty());
            if let Some(o) = to {
                self.found.recipient = self.people(&[o.token]);
            }
        }
    }

    /// Blame for an act falls on whoever did it, not on its victim.
    pub(super) fn blamed(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if self.kind != EventType::ACCUSE || m.nominal {
            return;
        }
        let blamed = m.taken.iter().chain(&m.recipient).find_map(|&t| {
            self.all.iter().find(|o| {
                o.nominal
                    && o.trigger == content_head(tree, t)
                    && o.trigger != m.trigger
                    && m.recipient.iter().all(|&r| tree.within(r, o.trigger))
            })
        });
        if let Some(o) = blamed {
            self.found.recipient = self.people(&o.actor);
        }
    }

    /// "an inquiry into claims that two officers beat a prisoner"
    pub(super) fn alleged(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if self.kind != EventType::ACCUSE || !self.found.recipient.is_empty() || m.nominal {
            return;
        }
        let claims = m.taken.iter().chain(&m.recipient).find_map(|&t| {
            let phrases: Vec<usize> = std::iter::once(t).chain(tree.obliques(t).into_iter().map(|o| o.token)).collect();
            phrases.into_iter().filter(|&p| ALLEGED.contains(&tree.lemma(p))).find_map(|p| {
                tree.children_by(p, &["acl", "ccomp"])
                    .find(|&c| tree.token(c).deprel != "acl:relcl" && tree.child(c, &["nsubj"]).is_some())
            })
        });
        if let Some(c) = claims.filter(|&c| !tree.is_passive(c)) {
            let mut doers = self.fill(&tree.agents(c));
            doers.retain(|&r| !self.acts(r));
            self.found.recipient = doers;
        }
    }

    /// Whose the thing is that is judged.
    pub(super) fn judged(&mut self) {
        let judged = concerned::owner_of_judged(self.scene.cast, self.tree, self.s, self.m, self.kind);
        if judged.iter().any(|&j| !self.acts(j)) {
            self.found.recipient = judged;
        }
    }

    /// "will not take part in talks with Kabul", "refused to hold talks with Kosovo": whom a refusal concerns takes part in
    /// what is refused.
    pub(super) fn refused(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if m.stance && self.kind == EventType::REJECT {
            let inside =
                self.all.iter().filter(|o| !o.stance && o.trigger != m.trigger && tree.within(o.trigger, m.trigger));
            let sides: Vec<usize> = inside.flat_map(|o| o.actor.iter().chain(&o.recipient).copied()).collect();
            let mut sides = self.people(&sides);
            sides.retain(|&r| !self.acts(r));
            self.found.recipient = sides;
            if self.found.recipient.is_empty() {
                self.found.recipient = self.in_content(m.trigger);
            }
        }
        let alone = self.kind == EventType::AGREE && self.found.actor.len() == 1;
        // "claimed that its men are held": those to whom it is done are not accused.
        let victims = self.kind == EventType::ACCUSE && m.stance;
        let open = self.found.recipient.is_empty() && self.unnamed && (self.verbal() || alone) && !victims;
        if let Some(c) = m.clause.filter(|_| open) {
            let inner = self.all.iter().find(|o| o.trigger == c || o.light == Some(c));
            self.found.recipient = inner.map(|o| self.people(&o.recipient)).unwrap_or_default();
            if self.found.recipient.is_empty() {
                self.found.recipient = self.in_content(c);
            }
        }
    }

    /// Whom the content of what is said or refused concerns.
    fn in_content(&self, verb: usize) -> Vec<EntityId> {
        concerned::in_content(self.scene.cast, self.tree, self.s, verb, &self.found.actor)
    }

    /// "sent experts to help Haiti", "took in 3,000 refugees": who is helped stands in what the aid is for.
    pub(super) fn helped(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if self.kind != EventType::AID || !self.found.recipient.is_empty() {
            return;
        }
        if !m.nominal {
            let helps = |c: &usize| HELPING.contains(&tree.lemma(*c));
            let purpose = |t: usize| tree.children_by(t, &["advcl", "xcomp", "acl"]).find(helps);
            let objects = m.taken.iter().chain(&m.recipient).copied().find_map(purpose);
            if let Some(c) = purpose(m.trigger).or(objects) {
                self.found.recipient = self.fill(&tree.patients(c));
            }
        }
        if self.found.recipient.is_empty() {
            let cast = &*self.scene.cast;
            self.found.recipient = m.taken.iter().flat_map(|&t| self.at(t, false)).collect();
            self.found.recipient.retain(|&r| matches!(cast.entity(r).sector, Some(Sector::REF | Sector::CVL)));
        }
    }

    /// "launched a mediation effort to end the rift between the two neighbours", "to help the two camps settle"
    pub(super) fn mediated(&mut self) {
        let (tree, m) = (self.tree, self.m);
        let mediates = self.kind == EventType::CONSULT && self.rule.starts_with("CONSULT/mediate");
        if !mediates || !self.found.recipient.is_empty() {
            return;
        }
        let verb = m.light.or(tree.head(m.trigger).filter(|_| m.nominal)).unwrap_or(m.trigger);
        let between = |&t: &usize| t > m.trigger && tree.preposition(t).as_deref() == Some("between");
        let sides = tree.subtree(verb).into_iter().find(between);
        let helped = || {
            let help = tree.subtree(verb).into_iter().find(|&t| tree.is_verb(t) && tree.lemma(t) == "help")?;
            tree.patients(help).first().copied()
        };
        self.found.recipient = self.fill(&Vec::from_iter(sides.or_else(helped)));
    }

    /// What is praised, blamed, asked for or cut off is somebody's: "welcomed Trump's withdrawal", "called for Assad's
    /// ouster", "rejected an offer made by the rebels".
    pub(super) fn owners(&mut self) {
        let (tree, m) = (self.tree, self.m);
        let judges = matches!(
            self.kind,
            EventType::SUPPORT
                | EventType::ACCUSE
                | EventType::REJECT
                | EventType::REQUEST
                | EventType::SANCTION
                | EventType::COERCE
                | EventType::CONCEDE
        );
        if !self.found.recipient.is_empty() || !self.unnamed || concerned::voices(tree, m) || !judges {
            return;
        }
        let mut owners = self.fill(&m.taken);
        if owners.is_empty() {
            let things = m.taken.iter().flat_map(|&t| tree.conjuncts(t));
            let made = things.flat_map(|t| tree.children_by(t, &["acl"]).collect::<Vec<_>>());
            owners = self.fill(&made.flat_map(|c| tree.by_agents(c)).collect::<Vec<_>>());
        }
        if owners.is_empty() && self.kind == EventType::ACCUSE && !m.nominal {
            // "criticising the mayor for the delay, a move that …"
            owners = tree.patients(m.trigger).iter().flat_map(|&t| self.at(t, false)).collect();
        }
        owners.retain(|&r| !self.is_place(r));
        self.found.recipient = owners;
    }

    /// "voiced support for the talks among the Sudanese factions"
    pub(super) fn factions(&mut self) {
        if !self.found.recipient.is_empty() || self.kind != EventType::SUPPORT {
            return;
        }
        let judged = self.m.recipient.iter().chain(&self.m.taken);
        let sides: Vec<usize> = judged.flat_map(|&t| self.beside(t, &["among", "between"])).collect();
        let mut sides = self.people(&sides);
        sides.retain(|&r| !self.acts(r));
        self.found.recipient = sides;
    }

    /// "intercepted Russian aircraft": another's, named as the object.
    pub(super) fn intercepted(&mut self) {
        let m = self.m;
        let moves = matches!(self.kind, EventType::MOBILIZE | EventType::COERCE);
        if !self.found.recipient.is_empty() || !m.recipient.is_empty() || m.nominal || !moves {
            return;
        }
        let cast = &*self.scene.cast;
        let mut other: Vec<EntityId> = m.taken.iter().flat_map(|&t| self.at(t, false)).collect();
        other.retain(|&o| {
            cast.entity(o).kind != Kind::Place
                && cast.entity(o).country.is_some()
                && !self.found.actor.iter().any(|&a| cast.entity(a).country == cast.entity(o).country)
        });
        self.found.recipient = other;
    }

    /// Condolences without a word of whom they are for go to the country that the text is about.
    pub(super) fn mourned(&mut self) {
        let (tree, m) = (self.tree, self.m);
        let mourned = |t: usize| matches!(tree.lemma(t), "condolence" | "sympathy" | "grief");
        if self.kind == EventType::SUPPORT
            && self.found.recipient.is_empty()
            && self.unnamed
            && (mourned(m.trigger) || m.taken.iter().any(|&t| mourned(t)))
            && let Some(home) = self.scene.cast.home.clone()
            && let Some(home) = self.scene.cast.state(&home, self.scene.world)
        {
            self.found.recipient.push(home);
        }
    }

    /// "were expelled from Chad", "was granted asylum in Chad", "was released from a Chadian prison": only Chad can do that.
    pub(super) fn host_state(&mut self) {
        let (tree, m) = (self.tree, self.m);
        if !tree.is_passive(m.trigger) || !self.found.actor.is_empty() {
            return;
        }
        let of = match self.rule {
            rule if rule.starts_with("SANCTION/expel") || rule == "COERCE/deport" => self.beside(m.trigger, &["from"]),
            "AID/asylum" => self.beside(m.trigger, &["in"]),
            "RETREAT/release" => {
                let mut from = self.beside(m.trigger, &["from"]);
                from.retain(|&t| PRISON.contains(&tree.lemma(content_head(tree, t))));
                from.iter()
                    .flat_map(|&t| tree.children_by(t, &["amod", "nmod", "compound"]).collect::<Vec<_>>())
                    .collect()
            }
            _ => return,
        };
        let state = |&e: &EntityId| self.scene.cast.entity(e).kind == Kind::State;
        if let Some(state) = self.fill(&of).into_iter().find(state) {
            self.found.recipient = self.fill(&tree.patients(m.trigger));
            self.found.actor.push(state);
        }
    }

    /// Who holds the place that is attacked.
    pub(super) fn held(&mut self) {
        if self.kind == EventType::ASSAULT && self.found.recipient.is_empty() {
            let mut holder = concerned::holder(self.scene.cast, self.tree, self.s, self.m);
            holder.retain(|&r| !self.acts(r));
            self.found.recipient = holder;
        }
    }

    /// One's own troops are not those acted on: "Chad withdrew its forces", "the deployment of 230 troops to Liberia", "its
    /// withdrawal of troops from Iraq".
    pub(super) fn own_forces(&mut self) {
        let (tree, m) = (self.tree, self.m);
        let cast = &*self.scene.cast;
        let actor = &self.found.actor;
        let same = |c: &Option<String>| actor.iter().any(|&a| &cast.entity(a).country == c);
        if self.kind == EventType::RETREAT && self.mode == Some("withdraw") {
            self.found.recipient.retain(|&r| {
                let r = cast.entity(r);
                !(same(&r.country) && r.sector == Some(Sector::MIL))
            });
        }
        let own = |cast: &Cast, r: EntityId| {
            let country = &cast.entity(r).country;
            armed(cast, r) && !actor.is_empty() && (country.is_none() || same(country))
        };
        if self.kind == EventType::MOBILIZE {
            self.found.recipient.retain(|&r| !own(cast, r));
            if self.found.recipient.is_empty() {
                self.found.recipient = concerned::aimed_at(cast, tree, self.s, m);
            }
        }
        let leaves = m.nominal && self.rule == "RETREAT/withdraw-noun" && !actor.is_empty();
        if leaves && self.found.recipient.iter().all(|&r| own(cast, r)) {
            // But the state that they leave.
            let from = m.recipient.iter().flat_map(|&t| self.beside(t, &["from"])).next();
            self.found.recipient = self.fill(&Vec::from_iter(from));
        }
    }

    /// "released a Turkish ship", "ordered the tanker's release"
    pub(super) fn released(&mut self) {
        let m = self.m;
        let releases = self.rule.starts_with("RETREAT/re") && self.mode != Some("resign");
        if releases && self.found.recipient.is_empty() && m.recipient.is_empty() {
            let mut owners = self.people(&m.taken);
            owners.retain(|&r| !self.acts(r));
            self.found.recipient = owners;
        }
    }

    /// Takes out who cannot stand in a role: places, the host as its own guest, a state as arrested, who acts as acted on.
    pub(super) fn unfit(&mut self) {
        let cast = &*self.scene.cast;
        let actor = &mut self.found.actor;
        actor.retain(|&a| cast.entity(a).kind != Kind::Place);
        let fits = |r: EntityId| {
            let of = cast.entity(r);
            match self.rule {
                // A state can be held to something, but not arrested.
                rule if rule.starts_with("COERCE/arrest") => of.kind != Kind::State,
                // "hosts a summit in Paris": the host does not visit itself.
                "CONSULT/host-visit" => {
                    of.kind != Kind::State || !actor.iter().any(|&a| cast.entity(a).country == of.country)
                }
                // "seized the university": a site that is fought over is nobody's side.
                rule if rule.starts_with("ASSAULT/capture-place") => {
                    !matches!(of.sector, Some(Sector::EDU | Sector::MED | Sector::BUS))
                }
                _ => true,
            }
        };
        let no_place =
            matches!(self.kind, EventType::ACCUSE | EventType::REJECT | EventType::THREATEN | EventType::RETREAT);
        self.found
            .recipient
            .retain(|&r| fits(r) && !(no_place && cast.entity(r).kind == Kind::Place) && !actor.contains(&r));
        if actor.len() == 2 && self.found.recipient.is_empty() && concerned::reciprocal(self.tree, self.m, self.kind) {
            // "traded blame", "accused each other": each is the other's.
            self.found.recipient.clone_from(actor);
        }
    }

    /// "called the king to congratulate him", "called the premier to voice support"
    pub(super) fn called(&mut self) {
        let (tree, m) = (self.tree, self.m);
        let pronoun = m.recipient.iter().any(|&t| tree.token(t).upos == Upos::PRON);
        let kind = matches!(self.kind, EventType::SUPPORT | EventType::CONCEDE);
        if self.found.recipient.is_empty()
            && (pronoun || m.recipient.is_empty() && kind)
            && let Some(verb) = tree.head(m.trigger).filter(|_| judge::done_in_it(tree, m, self.kind))
        {
            let named = tree.children_by(verb, &["xcomp"]).filter(|&x| tree.is_nominal(x));
            let mut called = self.fill(&named.chain(tree.patients(verb)).collect::<Vec<_>>());
            called.retain(|&r| !self.acts(r));
            self.found.recipient = called;
        }
    }

    /// Against whom a crowd protests; to whom it falls what is agreed, refused, threatened or made a condition.
    pub(super) fn told_by_content(&mut self) {
        let (tree, m, s, kind) = (self.tree, self.m, self.s, self.kind);
        let cast = &*self.scene.cast;
        let found = &mut self.found;
        if found.recipient.is_empty() && kind == EventType::PROTEST {
            found.recipient = concerned::protested(cast, tree, s, m, &found.actor);
        }
        let enables = matches!(kind, EventType::AGREE | EventType::CONCEDE | EventType::RETREAT | EventType::REJECT);
        if found.recipient.is_empty() && enables && !m.nominal {
            found.recipient = concerned::enabled(cast, tree, s, m, &found.actor);
        }
        let eases = kind == EventType::CONCEDE || self.rule == "RETREAT/ease-sanctions";
        let open = found.recipient.is_empty() || kind == EventType::THREATEN && m.recipient.is_empty();
        if open && (eases || matches!(kind, EventType::THREATEN | EventType::REJECT | EventType::AGREE)) {
            let asked = concerned::conditioned(cast, tree, s, m, &found.actor, kind != EventType::AGREE);
            if !asked.is_empty() {
                found.recipient = asked;
            }
        }
    }
}

/// Where one looks for safety.
const REFUGE: &[&str] = &["refuge", "asylum", "shelter", "sanctuary", "protection"];

/// Prepositions that say where something is, not whom it hits.
const WHERE: &[&str] = &["in", "at", "near", "outside", "inside", "across", "around", "within", "through", "off"];

/// Where a state holds people.
const PRISON: &[&str] = &["prison", "jail", "custody", "detention", "captivity"];

/// What befalls people in a fight.
const HARM: &[&str] = &["kill", "wound", "injure", "hurt", "displace"];

/// What help is for.
const HELPING: &[&str] =
    &["help", "assist", "support", "aid", "protect", "feed", "house", "serve", "rebuild", "relieve"];

/// What somebody is looked into for.
const ALLEGED: &[&str] = &["claim", "allegation", "accusation", "report", "charge", "suspicion", "complaint"];
