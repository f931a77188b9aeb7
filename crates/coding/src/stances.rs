//! Stances that no pattern holds: what a speaker says of another amounts to an act of the speaker.
//!
//! - "Iran would not share the recorders": one who says that its own side will not do something refuses (PLOVER: REJECT).
//! - "The regime must comply", "sanctions must be lifted", "China hopes that Washington returns to talks": one who says that
//!   another must, should or is hoped to do something asks for it (REQUEST).
//! - "The strikes are illegal": one who calls what another does wrong disapproves (ACCUSE).
//! - "The ministry warned that it would expel the envoys": one who warns of an act of its own side, or of what follows if
//!   another acts, threatens (THREATEN).
//! - "Kyiv claims that the rebels shelled a school": one who claims that another used force accuses (ACCUSE).
//!
//! - "The regime is trampling on the law", "they have no right to be here": how another behaves ([`conduct`]).
//! - "They will pay a heavy price", "we are ready to impose sanctions": what follows for another (THREATEN; [`consequence`]).
//! - "The envoy is a hero", "the minister called it a farce": what a speaker thinks of another (SUPPORT, ACCUSE; [`judgement`]).
//!
//! The words stand in the codebook's `stances.toml`; the entries that carry the codes are named there.

mod conduct;
mod consequence;
mod judgement;

use crate::cast::{Cast, EntityId};
use crate::codebook::{Codebook, Target};
use crate::matcher::{Match, blank};
use crate::statements::{Said, innermost};
use crate::tree::Tree;
use chancery_language::Upos;
use chancery_record::{EventType, Sector};

/// What harms another, announced.
const HARM: &[EventType] =
    &[EventType::ASSAULT, EventType::COERCE, EventType::SANCTION, EventType::MOBILIZE, EventType::REJECT];

/// A sentence and what is known of it.
pub struct Context<'a> {
    /// The sentence.
    pub tree: &'a Tree<'a>,
    /// Its index.
    pub sentence: usize,
    /// Who is who.
    pub cast: &'a Cast,
    /// Who says what.
    pub said: &'a [Said],
    /// The codebook.
    pub codebook: &'a Codebook,
}

/// The stances of a sentence. `found` are the acts that patterns found in it.
pub fn stances(c: &Context<'_>, found: &[Match]) -> Vec<Match> {
    let mut out = Vec::new();
    for t in 0..c.tree.len() {
        if c.tree.is_verb(t) {
            let stance = c.refusal(t).or_else(|| c.demand(t, found)).or_else(|| c.wish(t, found));
            let stance = stance.or_else(|| c.charge(t, found)).or_else(|| c.warning(t, found));
            let stance = stance.or_else(|| c.vow(t, found));
            out.extend(stance.or_else(|| c.consequence(t, found)).or_else(|| c.judgement(t, found)));
        } else {
            out.extend(c.consequence(t, found).or_else(|| c.judgement(t, found)));
        }
    }
    out
}

impl Context<'_> {
    /// Who says what stands at a token.
    fn speaker(&self, t: usize) -> Option<EntityId> {
        innermost(self.said, self.sentence, t).map(|x| x.speaker)
    }

    fn who(&self, tokens: &[usize]) -> Vec<EntityId> {
        tokens.iter().flat_map(|&t| self.cast.fill(self.tree, self.sentence, t, false)).collect()
    }

    fn modal(&self, verb: usize, words: &[&str]) -> bool {
        self.tree.children_by(verb, &["aux"]).any(|a| words.contains(&self.tree.lower(a).as_str()))
    }

    fn negated(&self, t: usize) -> bool {
        self.tree
            .children_by(t, &["advmod", "cc"])
            .any(|a| matches!(self.tree.lower(a).as_str(), "not" | "n't" | "n’t" | "never" | "nor"))
    }

    /// Someone who takes part in politics, of another side than the speaker.
    fn other(&self, e: EntityId, speaker: EntityId) -> bool {
        let x = self.cast.entity(e);
        !one_state(e, speaker, self.cast) && (x.country.is_some() || x.sector.is_some_and(|s| s != Sector::CVL))
    }

    /// Whether there are doers and all are of the speaker's side.
    fn own(&self, doers: &[EntityId], speaker: EntityId) -> bool {
        !doers.is_empty() && doers.iter().all(|&d| same_side(d, speaker, self.cast))
    }

    /// The act of one of these types that a verb tells or carries.
    fn told<'m>(&self, verb: usize, found: &'m [Match], kinds: &[EventType]) -> Option<&'m Match> {
        found.iter().find(|m| (m.trigger == verb || m.light == Some(verb)) && self.of_kind(m, kinds))
    }

    fn of_kind(&self, m: &Match, kinds: &[EventType]) -> bool {
        matches!(self.codebook.entries[m.entry].target, Target::Event(k) if kinds.contains(&k))
    }

    fn stance(&self, entry: usize, t: usize, speaker: EntityId, recipient: Vec<usize>) -> Match {
        let mut m = blank(entry, t, false);
        m.recipient = recipient;
        m.speaker = Some(speaker);
        m.stance = true;
        m
    }

    fn refusal(&self, v: usize) -> Option<Match> {
        let entry = self.codebook.stances.refusal?;
        let speaker = self.speaker(v)?;
        let agents = self.tree.agents(v);
        let own = self.own(&self.who(&agents), speaker);
        // "We will not allow them to grow" threatens or promises, but refuses nothing that was asked.
        let lets = matches!(self.tree.lemma(v), "allow" | "let" | "permit" | "tolerate" | "hesitate" | "rest" | "forget")
            // "will not waver", "will not succeed", "will not go away": nothing was asked.
            || matches!(self.tree.lemma(v), "defeat" | "win" | "lose" | "fail" | "succeed" | "happen" | "know" | "see" | "dominate" | "need" | "solve" | "waver" | "blink" | "flinch" | "give" | "go" | "rule" | "stop" | "surrender" | "judge" | "comment" | "speculate" | "say" | "speak" | "discuss" | "elaborate");
        let lets = lets
            || self
                .tree
                .children_by(v, &["advmod"])
                .any(|a| matches!(self.tree.lower(a).as_str(), "only" | "merely" | "just"));
        if lets || !own || !self.negated(v) || !self.modal(v, &["will", "would", "wo", "shall"]) {
            return None;
        }
        let mut m = blank(entry, v, false);
        m.actor = agents;
        m.stance = true;
        Some(m)
    }

    fn demand(&self, v: usize, found: &[Match]) -> Option<Match> {
        let entry = self.codebook.stances.demand?;
        let speaker = self.speaker(v).filter(|&s| speaks_for_others(s, self.cast))?;
        if self.negated(v) || self.supposed(v) || !(self.modal(v, &["must", "should"]) || obliged(self.tree, v)) {
            return None;
        }
        // "should have known" blames, "must have known" guesses; "something that all should read" asks nobody.
        let clause = if self.tree.rel(v) == "xcomp" { self.tree.head(v).unwrap_or(v) } else { v };
        if self.modal(v, &["have"])
            || self.tree.token(clause).deprel == "acl:relcl"
            || restrictive(self.tree, clause)
            || self.modal(clause, &["may", "might", "would", "could"])
            // "has to see that it is over", "should be his secretary": nothing to do.
            || matches!(self.tree.lemma(v), "see" | "realize" | "realise" | "understand" | "remember" | "admit")
            || self.tree.is_nominal(v) && self.tree.child(v, &["cop"]).is_some()
            || (self.modal(v, &["must"]) && matches!(self.tree.lemma(v), "have" | "know" | "feel" | "think" | "mean"))
        {
            return None;
        }
        let agents = self.tree.agents(v);
        if self.who(&agents).iter().any(|&d| self.other(d, speaker)) {
            let mut m = self.stance(entry, v, speaker, agents);
            m.clause = self.tree.child(v, &["xcomp"]).filter(|_| !self.tree.is_verb(v));
            return Some(m);
        }
        // "Sanctions must be lifted", "the attacks must stop": an act of the codebook is demanded, of whoever can do it.
        let act = found.iter().any(|m| {
            (m.trigger == v && self.tree.is_passive(v)
                || m.nominal
                    && (self.ends(v) || self.tree.is_passive(v))
                    && self.tree.child(v, &["nsubj"]) == Some(m.trigger))
                && matches!(self.codebook.entries[m.entry].target, Target::Event(_))
        });
        (act && (agents.is_empty() || self.ends(v))).then(|| self.stance(entry, v, speaker, Vec::new()))
    }

    /// "stop", "end": what is demanded of an act that goes on.
    fn ends(&self, v: usize) -> bool {
        matches!(self.tree.lemma(v), "stop" | "end" | "cease")
    }

    fn wish(&self, v: usize, found: &[Match]) -> Option<Match> {
        let entry = self.codebook.stances.demand?;
        if !self.codebook.stances.wish.iter().any(|w| w == self.tree.lemma(v)) || self.negated(v) {
            return None;
        }
        let agents = self.tree.agents(v);
        let speaker = *self.who(&agents).first()?;
        if !speaks_for_others(speaker, self.cast) || !is_official(speaker, self.cast) {
            return None;
        }
        // "hopes that Kabul will talk", "expects Kabul to talk"
        let clause =
            self.tree.children_by(v, &["ccomp"]).find(|&k| k > v && self.tree.child(k, &["nsubj"]).is_some()).or_else(
                || {
                    let clause = self.tree.child(v, &["xcomp"]).filter(|_| self.tree.child(v, &["obj"]).is_some());
                    clause.filter(|&c| self.tree.is_verb(c) || self.tree.lemma(v) != "want")
                },
            )?;
        let asked = self.tree.agents(clause);
        // "expected both to sign an agreement": what is only foreseen is an act of its own.
        let foreseen = self.tree.lemma(v) == "expect"
            && found
                .iter()
                .any(|m| m.trigger == clause && matches!(self.codebook.entries[m.entry].target, Target::Event(_)));
        if foreseen {
            return None;
        }
        let asks = self.who(&asked).iter().any(|&d| self.other(d, speaker));
        (asks && !self.negated(clause)).then(|| {
            let mut m = self.stance(entry, v, speaker, asked);
            m.clause = Some(clause);
            m
        })
    }

    /// "The ministry warned that it would expel the envoys", "warned that Russia would pay if it attacked".
    fn warning(&self, v: usize, found: &[Match]) -> Option<Match> {
        let entry = self.codebook.stances.threat?;
        let tree = self.tree;
        if !self.codebook.stances.warn.iter().any(|w| w == tree.lemma(v)) || self.negated(v) {
            return None;
        }
        let agents = tree.agents(v);
        let speaker = *self.who(&agents).first()?;
        if !is_official(speaker, self.cast) || self.cast.entity(speaker).country.is_none() {
            return None;
        }
        let clause = tree.child(v, &["ccomp"])?;
        let ahead = self.modal(clause, &["will", "would", "'ll", "’ll", "'d", "’d", "could", "may", "might"]);
        let harm = found.iter().any(|m| {
            (m.trigger == clause || m.light == Some(clause))
                && self.of_kind(m, HARM)
                // What others will do is a warning of them, no threat.
                && (m.actor.is_empty() || self.who(&m.actor).iter().any(|&a| same_side(a, speaker, self.cast)))
        });
        let conditional = tree.conjuncts(clause).into_iter().any(|c| self.hypothesis(c).is_some());
        // "warned that defeat would lead to more pain for Riga": what follows is the threat.
        let follows =
            matches!(tree.lemma(clause), "lead" | "result" | "bring" | "mean" | "cause" | "trigger" | "have" | "draw")
                && tree
                    .children_by(clause, &["obj", "obl"])
                    .any(|o| self.codebook.stances.consequence.contains(tree.lemma(o)));
        if !ahead || !(harm || conditional || follows || self.suffers(clause)) {
            return None;
        }
        let told: Vec<usize> = tree.children_by(v, &["obj", "iobj"]).collect();
        let concerned = if told.is_empty() {
            let inner = found.iter().find(|m| m.trigger == clause).map(|m| m.recipient.clone()).unwrap_or_default();
            match (inner.is_empty(), follows) {
                (false, _) => inner,
                (true, false) => tree.agents(clause),
                (true, true) => tree.subtree(clause).into_iter().filter(|&x| tree.is_nominal(x)).collect(),
            }
        } else {
            told
        };
        let other = self.who(&concerned).iter().any(|&d| self.other(d, speaker));
        // "warned that the camp will flood if it rains" threatens nobody.
        let own = tree.agents(clause).iter().any(|&a| {
            tree.token(a).upos != Upos::PRON && self.who(&[a]).iter().any(|&d| one_state(d, speaker, self.cast))
        });
        if !(harm || other || conditional && own || self.suffers(clause)) {
            return None;
        }
        let mut m = self.stance(entry, v, speaker, if other { concerned } else { Vec::new() });
        m.clause = Some(clause);
        Some(m)
    }

    /// "The general vowed to fight on", "pledged to expel the envoys": a promise of force is a threat.
    fn vow(&self, v: usize, found: &[Match]) -> Option<Match> {
        let entry = self.codebook.stances.threat?;
        if !self.codebook.stances.vow.iter().any(|w| w == self.tree.lemma(v)) || self.negated(v) {
            return None;
        }
        let clause = self.tree.child(v, &["xcomp", "ccomp"])?;
        use EventType::{ASSAULT, COERCE, PROTEST, SANCTION};
        let harm = self.told(clause, found, &[ASSAULT, COERCE, SANCTION, PROTEST]);
        // "vowed to block roads unless the count was repeated"
        let forced = self.tree.children_by(clause, &["advcl"]).find(|&k| {
            self.tree.children_by(k, &["mark"]).any(|m| matches!(self.tree.lower(m).as_str(), "unless" | "until"))
        });
        let retaliates = self.listed(&self.codebook.stances.retaliate, clause);
        let forced = forced.filter(|_| harm.is_some() || retaliates);
        if harm.is_none() && forced.is_none() {
            return None;
        }
        let agents = self.tree.agents(v);
        let speaker = *self.who(&agents).first()?;
        if !is_official(speaker, self.cast) && forced.is_none() {
            return None;
        }
        let mut recipient = harm.map(|m| m.recipient.clone()).unwrap_or_default();
        if recipient.is_empty() {
            recipient = forced.map(|k| self.tree.agents(k)).unwrap_or_default();
            recipient.retain(|&r| self.who(&[r]).iter().any(|&d| self.other(d, speaker)));
        }
        let mut m = self.stance(entry, v, speaker, recipient);
        m.clause = Some(clause);
        Some(m)
    }

    fn charge(&self, v: usize, found: &[Match]) -> Option<Match> {
        let entry = self.codebook.stances.charge?;
        let tree = self.tree;
        if !self.codebook.stances.allege.iter().any(|w| w == tree.lemma(v)) || self.negated(v) {
            return None;
        }
        let agents = tree.agents(v);
        let speaker = *self.who(&agents).first()?;
        let clause = tree.child(v, &["ccomp"])?;
        let force = self.told(clause, found, &[EventType::ASSAULT, EventType::COERCE])?;
        // "claims that its men are being held": by whom may be left open.
        let accused = self.who(&force.actor).iter().any(|&d| self.other(d, speaker)) || force.actor.is_empty();
        (accused && speaks_for_others(speaker, self.cast)).then(|| {
            let mut m = self.stance(entry, v, speaker, force.actor.clone());
            m.clause = Some(clause);
            m
        })
    }
}

/// Whether a clause, or the one that it is joined to, is a relative clause without a comma: it says which ones are meant.
fn restrictive(tree: &Tree<'_>, clause: usize) -> bool {
    let mut top = clause;
    while let Some(head) = tree.head(top).filter(|_| tree.rel(top) == "conj") {
        top = head;
    }
    let Some(noun) = tree.head(top).filter(|_| tree.token(top).deprel == "acl:relcl") else { return false };
    let first = tree.subtree(top).into_iter().min().unwrap_or(top);
    noun < first && tree.token(first).form != "," && (first == 0 || tree.token(first - 1).form != ",")
}

/// "has to comply", "needs to act".
fn obliged(tree: &Tree<'_>, v: usize) -> bool {
    tree.rel(v) == "xcomp"
        && tree.head(v).is_some_and(|h| {
            // "has yet to comply" obliges to nothing.
            matches!(tree.lemma(h), "have" | "need" | "ought")
                && tree.child(h, &["obj", "expl"]).is_none()
                && !tree
                    .children_by(h, &["advmod"])
                    .any(|a| matches!(tree.lower(a).as_str(), "yet" | "not" | "n't" | "n’t" | "never" | "only"))
        })
}

/// Whether one speaks for the other: the same entity, or two of one state's government.
pub fn same_side(a: EntityId, b: EntityId, cast: &Cast) -> bool {
    let (x, y) = (cast.entity(a), cast.entity(b));
    a == b || (x.country.is_some() && x.country == y.country && x.sector == y.sector)
}

/// Whether both are of one side, or both serve one state: a minister asks nothing of the country's own army.
fn one_state(a: EntityId, b: EntityId, cast: &Cast) -> bool {
    let (x, y) = (cast.entity(a), cast.entity(b));
    let serves =
        |s: Option<Sector>| matches!(s, Some(Sector::GOV | Sector::MIL | Sector::COP | Sector::SPY | Sector::PRM));
    same_side(a, b, cast) || (x.country.is_some() && x.country == y.country && serves(x.sector) && serves(y.sector))
}

/// Journalists and analysts say what should be done; they do not demand it.
fn speaks_for_others(e: EntityId, cast: &Cast) -> bool {
    let e = cast.entity(e);
    e.sector.is_none_or(|s| !matches!(s, Sector::JRN | Sector::EDU | Sector::BUS)) && e.country.is_some()
}

/// Whether an entity acts for a state, a party or an armed group: what private people hope is no request.
fn is_official(e: EntityId, cast: &Cast) -> bool {
    let e = cast.entity(e);
    e.sector.is_none_or(|s| {
        matches!(
            s,
            Sector::GOV
                | Sector::MIL
                | Sector::REB
                | Sector::PTY
                | Sector::OPP
                | Sector::LEG
                | Sector::PRM
                | Sector::SPY
        )
    })
}
