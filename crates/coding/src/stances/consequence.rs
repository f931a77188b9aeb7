//! What a speaker says will follow (PLOVER: THREATEN), what it says is needed of another (REQUEST), and what it rules out
//! (REJECT), by the grammar of what is said.

use super::{Context, is_official, same_side};
use crate::cast::EntityId;
use crate::codebook::Target;
use crate::matcher::Match;
use chancery_language::Upos;
use chancery_record::EventType;

/// Auxiliaries of what is to come.
const AHEAD: &[&str] = &["will", "would", "'ll", "’ll", "wo", "shall"];

impl Context<'_> {
    /// A threat, a demand or a refusal at a word.
    pub(super) fn consequence(&self, t: usize, found: &[Match]) -> Option<Match> {
        self.fate(t).or_else(|| self.ultimatum(t, found)).or_else(|| self.need(t)).or_else(|| self.ruled_out(t))
    }

    /// Who speaks here for a state, a party or an armed group.
    fn official(&self, t: usize) -> Option<EntityId> {
        self.speaker(t).filter(|&s| is_official(s, self.cast) && self.cast.entity(s).country.is_some())
    }

    /// Whether a verb is about what will be.
    fn ahead(&self, v: usize) -> bool {
        self.modal(v, AHEAD)
            || self.tree.rel(v) == "xcomp"
                && self
                    .tree
                    .head(v)
                    .is_some_and(|h| self.tree.lower(h) == "going" && self.tree.token(v - 1).form == "to")
    }

    fn hypothesis(&self, v: usize) -> Option<usize> {
        self.tree.children_by(v, &["advcl"]).find(|&k| {
            self.tree.children_by(k, &["mark"]).any(|m| matches!(self.tree.lower(m).as_str(), "if" | "unless"))
        })
    }

    /// Whether a verb with its object says that its subject will suffer ("face charges", "pay a heavy price", "be punished").
    pub(super) fn suffers(&self, v: usize) -> bool {
        let (tree, words) = (self.tree, &self.codebook.stances);
        let ill = |t: usize| words.consequence.contains(tree.lemma(t));
        match tree.lemma(v) {
            "face" | "suffer" | "incur" | "bear" | "feel" => tree.children_by(v, &["obj"]).any(ill),
            "pay" => {
                tree.children_by(v, &["obj"]).any(|o| matches!(tree.lemma(o), "price" | "cost" | "consequence"))
                    || tree.children_by(v, &["advmod"]).any(|a| matches!(tree.lower(a).as_str(), "dearly" | "heavily"))
            }
            "regret" => true,
            "meet" => tree.is_passive(v) && tree.obliques(v).iter().any(|o| o.prep == "with" && ill(o.token)),
            "hold" => {
                tree.is_passive(v)
                    && tree
                        .children(v)
                        .iter()
                        .any(|&c| matches!(tree.lemma(c), "accountable" | "responsible" | "account"))
            }
            lemma => tree.is_passive(v) && words.punish.contains(lemma),
        }
    }

    /// "Anyone who storms the hall will face charges", "they will pay a heavy price".
    fn fate(&self, v: usize) -> Option<Match> {
        let entry = self.codebook.stances.threat?;
        let tree = self.tree;
        if !tree.is_verb(v) || !self.ahead(v) || self.negated(v) || !self.suffers(v) {
            return None;
        }
        // The warning itself is the act, where a verb of warning governs it.
        let warned = tree.rel(v) == "ccomp"
            && tree.head(v).is_some_and(|h| self.codebook.stances.warn.iter().any(|w| w == tree.lemma(h)));
        let speaker = self.official(v).filter(|_| !warned)?;
        let about = if tree.is_passive(v) { tree.patients(v) } else { tree.agents(v) };
        let who = self.who(&about);
        let generic = who.is_empty()
            && about.iter().any(|&a| {
                matches!(
                    tree.lower(a).as_str(),
                    "anyone" | "those" | "anybody" | "whoever" | "who" | "everyone" | "they"
                )
            });
        let other = who.iter().any(|&d| self.other(d, speaker));
        (other || generic).then(|| self.stance(entry, v, speaker, if other { about } else { Vec::new() }))
    }

    /// "If they come back, then we will use our veto", "we are ready to impose sanctions": what the speaker's side will do to
    /// another, on a condition.
    fn ultimatum(&self, v: usize, found: &[Match]) -> Option<Match> {
        let entry = self.codebook.stances.threat?;
        let tree = self.tree;
        if !tree.is_verb(v) || self.negated(v) {
            return None;
        }
        let act = found.iter().find(|m| {
            (m.trigger == v || m.light == Some(v) || (m.nominal && tree.head(m.trigger) == Some(v)))
                && matches!(
                    self.codebook.entries[m.entry].target,
                    Target::Event(
                        EventType::ASSAULT
                            | EventType::COERCE
                            | EventType::SANCTION
                            | EventType::MOBILIZE
                            | EventType::REJECT
                    )
                )
        });
        if act.is_none() && !self.codebook.stances.retaliate.contains(tree.lemma(v)) {
            return None;
        }
        let speaker = self.official(v)?;
        let ready = tree.rel(v) == "xcomp"
            && tree
                .head(v)
                .is_some_and(|h| matches!(tree.lemma(h), "ready" | "prepared" | "prepare") && !self.negated(h));
        let hypothesis = self.hypothesis(v);
        let then = tree.children_by(v, &["advmod"]).any(|a| tree.lower(a) == "then");
        if !(ready || self.ahead(v) && (hypothesis.is_some() || then)) {
            return None;
        }
        let doers = self.who(&tree.agents(v));
        if doers.is_empty() || !doers.iter().all(|&d| same_side(d, speaker, self.cast)) {
            return None;
        }
        let mut recipient = act.map(|m| m.recipient.clone()).unwrap_or_default();
        if recipient.is_empty() {
            recipient = hypothesis.map(|k| tree.agents(k)).unwrap_or_default();
        }
        let other = self.who(&recipient).iter().any(|&d| self.other(d, speaker));
        Some(self.stance(entry, v, speaker, if other { recipient } else { Vec::new() }))
    }

    /// "It is vital for both sides to come back", "it is up to Riga to decide", "the truce must be kept".
    fn need(&self, t: usize) -> Option<Match> {
        let entry = self.codebook.stances.demand?;
        let tree = self.tree;
        if self.negated(t) {
            return None;
        }
        if tree.is_verb(t) {
            // "The truce must be kept": by whom is left open.
            if !tree.is_passive(t) || !self.modal(t, &["must"]) || !tree.by_agents(t).is_empty() {
                return None;
            }
            let speaker = self.official(t)?;
            let subject = tree.patients(t);
            let whose: Vec<EntityId> =
                subject.iter().flat_map(|&b| self.cast.fill(tree, self.sentence, b, true)).collect();
            if subject.is_empty() || whose.iter().any(|&d| same_side(d, speaker, self.cast)) {
                return None;
            }
            let other = whose.iter().any(|&d| self.other(d, speaker));
            return Some(self.stance(entry, t, speaker, if other { subject } else { Vec::new() }));
        }
        if tree.child(t, &["cop"]).is_some() && self.modal(t, &["must", "should"]) {
            // "The accord must be the basis of any deal", "Riga must be ready"
            let speaker = self.official(t)?;
            let subject = tree.child(t, &["nsubj"])?;
            let whose = self.cast.fill(tree, self.sentence, subject, true);
            let other = whose.iter().any(|&d| self.other(d, speaker));
            let thing = whose.is_empty()
                && self.modal(t, &["must"])
                && matches!(tree.token(subject).upos, Upos::NOUN | Upos::PROPN)
                && self.codebook.stances.deed.contains(tree.lemma(subject));
            return (other || thing)
                .then(|| self.stance(entry, t, speaker, if other { vec![subject] } else { Vec::new() }));
        }
        let needed = self.codebook.stances.needful.contains(tree.lemma(t));
        let up = matches!(tree.lower(t).as_str(), "up" | "incumbent") && tree.child(t, &["cop"]).is_some();
        if !needed && !up {
            return None;
        }
        let speaker = self.official(t)?;
        let infinitive =
            |v: usize| tree.is_verb(v) && tree.children_by(v, &["mark"]).any(|m| tree.lower(m) == "to" && m < v);
        let below: Vec<usize> = tree.subtree(t).into_iter().filter(|&v| v > t && infinitive(v)).collect();
        let above = tree.head(t).filter(|&h| h > t && infinitive(h));
        let asked = if up {
            below.first()?;
            tree.obliques(t).into_iter().find(|o| matches!(o.prep.as_str(), "to" | "on" | "upon")).map(|o| o.token)?
        } else {
            // "for both sides to come": parsers give the subject to the infinitive or to the adjective.
            let v = *below.iter().chain(&above).next()?;
            let within = |x: usize| x > t && x < v && tree.is_nominal(x);
            let marked = |x: usize| {
                let start = tree.phrase(x).start;
                tree.preposition(x).as_deref() == Some("for") || (start > 0 && tree.lower(start - 1) == "for")
            };
            tree.children_by(v, &["nsubj"])
                .chain(tree.obliques(t).into_iter().filter(|o| o.prep == "for").map(|o| o.token))
                .find(|&x| within(x) && marked(x))?
        };
        let who = self.cast.fill(tree, self.sentence, asked, false);
        if who.iter().any(|&d| same_side(d, speaker, self.cast)) {
            return None;
        }
        let other = who.iter().any(|&d| self.other(d, speaker));
        let both = matches!(
            tree.lemma(asked),
            "side" | "party" | "country" | "nation" | "leader" | "government" | "community"
        );
        (other || both).then(|| self.stance(entry, t, speaker, vec![asked]))
    }

    /// "No talks are possible while they shell us", "a deal is out of the question".
    fn ruled_out(&self, t: usize) -> Option<Match> {
        let entry = self.codebook.stances.refusal?;
        let tree = self.tree;
        if tree.is_verb(t) {
            return self.cannot(t);
        }
        tree.child(t, &["cop"])?;
        let subject = tree.child(t, &["nsubj"]).filter(|&s| !self.points_back(s))?;
        let none = tree.children_by(subject, &["det"]).any(|d| tree.lower(d) == "no");
        let out = match tree.lemma(t) {
            "possible" | "acceptable" | "negotiable" | "conceivable" => self.negated(t) || none,
            "impossible" | "unthinkable" | "inconceivable" | "non-negotiable" | "nonnegotiable" => true,
            "question" => tree.preposition(t).is_some_and(|p| p.starts_with("out")),
            "table" => tree.preposition(t).is_some_and(|p| p == "off" || (p == "on" && (self.negated(t) || none))),
            _ => false,
        };
        let speaker = self.official(t).filter(|_| out)?;
        let mut m = self.stance(entry, t, speaker, Vec::new());
        m.actor = Vec::new();
        Some(m)
    }

    fn points_back(&self, t: usize) -> bool {
        self.tree.token(t).upos == Upos::PRON
    }

    /// "We cannot accept these terms".
    fn cannot(&self, v: usize) -> Option<Match> {
        let entry = self.codebook.stances.refusal?;
        let tree = self.tree;
        let refused = matches!(
            tree.lemma(v),
            "accept"
                | "agree"
                | "support"
                | "recognise"
                | "recognize"
                | "negotiate"
                | "sign"
                | "endorse"
                | "approve"
                | "compromise"
        );
        if !refused || !self.negated(v) || !self.modal(v, &["can", "ca", "could"]) {
            return None;
        }
        let speaker = self.official(v)?;
        let agents = tree.agents(v);
        let doers = self.who(&agents);
        if doers.is_empty() || !doers.iter().all(|&d| same_side(d, speaker, self.cast)) {
            return None;
        }
        let mut m = self.stance(entry, v, speaker, Vec::new());
        m.actor = agents;
        m.speaker = None;
        Some(m)
    }
}
