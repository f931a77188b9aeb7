//! What a speaker says will follow (PLOVER: THREATEN), what it says is needed of another (REQUEST), and what it rules out
//! (REJECT), by the grammar of what is said.

use super::{Context, HARM, is_official, same_side};
use crate::cast::EntityId;
use crate::matcher::Match;
use chancery_language::Upos;

/// Auxiliaries of what is to come.
const AHEAD: &[&str] = &["will", "would", "'ll", "’ll", "wo", "shall"];

/// How an answer is given that is a threat.
const HARSH: &[&str] = &[
    "harshly",
    "forcefully",
    "decisively",
    "firmly",
    "strongly",
    "militarily",
    "accordingly",
    "swiftly",
    "fiercely",
    "crushingly",
    "severely",
    "proportionately",
];

/// What is refused to another by saying that there will be none.
const DEALINGS: &[&str] = &[
    "talk",
    "talks",
    "negotiation",
    "deal",
    "compromise",
    "concession",
    "recognition",
    "normalization",
    "normalisation",
    "dialogue",
    "ceasefire",
    "truce",
    "peace",
    "reconciliation",
    "discussion",
    "meeting",
    "amnesty",
];

impl Context<'_> {
    /// A threat, a demand or a refusal at a word.
    pub(super) fn consequence(&self, t: usize, found: &[Match]) -> Option<Match> {
        self.fate(t, found)
            .or_else(|| self.ultimatum(t, found))
            .or_else(|| self.need(t))
            .or_else(|| self.ruled_out(t))
            .or_else(|| self.partnership(t))
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

    /// The condition under which a verb says that something will be.
    pub(super) fn hypothesis(&self, v: usize) -> Option<usize> {
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
            // "will get a crushing answer"
            "get" | "receive" => tree.children_by(v, &["obj"]).any(|o| ill(o) && tree.child(o, &["amod"]).is_some()),
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
    fn fate(&self, v: usize, found: &[Match]) -> Option<Match> {
        let entry = self.codebook.stances.threat?;
        let tree = self.tree;
        if !tree.is_verb(v) || !self.ahead(v) || self.negated(v) {
            return None;
        }
        // "will pay for its crimes"
        let pays = || {
            tree.lemma(v) == "pay"
                && tree.child(v, &["obj"]).is_none()
                && tree.obliques(v).iter().any(|o| o.prep == "for" && self.harm(o.token, found))
        };
        if !(self.suffers(v) || pays()) {
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
                && self.of_kind(m, HARM)
        });
        if act.is_none() && !self.listed(&self.codebook.stances.retaliate, v) {
            return None;
        }
        let speaker = self.official(v)?;
        // "would consider cutting ties", "will have to respond": what is ahead is said by the verb above.
        let above = tree.head(v).filter(|_| tree.rel(v) == "xcomp");
        let ready =
            above.is_some_and(|h| matches!(tree.lemma(h), "ready" | "prepared" | "prepare") && !self.negated(h));
        let top = above.filter(|&h| matches!(tree.lemma(h), "consider" | "have" | "force" | "begin" | "start"));
        let top = top.filter(|&h| !self.negated(h)).unwrap_or(v);
        let hypothesis = self.hypothesis(v).or_else(|| self.hypothesis(top));
        let then = tree.children_by(top, &["advmod"]).any(|a| tree.lower(a) == "then");
        // "will respond harshly": an answer that is no talk.
        let harsh = matches!(tree.lemma(v), "retaliate" | "avenge")
            || matches!(tree.lemma(v), "respond" | "react" | "answer")
                && (tree.children_by(v, &["advmod"]).any(|a| HARSH.contains(&tree.lower(a).as_str()))
                    || tree.children_by(v, &["obj", "obl"]).any(|o| self.harm(o, found)));
        if !(ready || (self.ahead(v) || self.ahead(top)) && (hypothesis.is_some() || then || harsh)) {
            return None;
        }
        let doers = [tree.agents(v), tree.agents(top)].into_iter().find(|a| !a.is_empty()).unwrap_or_default();
        if !self.own(&self.who(&doers), speaker) {
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
        if self.negated(t) || self.supposed(t) || tree.token(t).deprel == "acl:relcl" && tree.is_verb(t) {
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
            if subject.is_empty() || whose.iter().any(|&d| !self.other(d, speaker)) {
                return None;
            }
            return Some(self.stance(entry, t, speaker, Vec::new()));
        }
        if tree.child(t, &["cop"]).is_some() && self.modal(t, &["must", "should"]) {
            // "The accord must be the basis of any deal", "Riga must be ready"
            let speaker = self.official(t)?;
            let subject = tree.child(t, &["nsubj"])?;
            let whose = self.cast.fill(tree, self.sentence, subject, false);
            let other = whose.iter().any(|&d| self.other(d, speaker)) && !tree.token(t).form.ends_with("ing");
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
        // "what is vital is for both to come": the infinitive is the predicate of "what".
        let above = tree.path_up(t).take(3).find(|&h| h > t && infinitive(h));
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
        if let Some(none) = self.none_of(t) {
            let speaker = self.official(t)?;
            let mut m = self.stance(entry, t, speaker, vec![none]);
            m.taken.push(none);
            return Some(m);
        }
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
        if !self.own(&self.who(&agents), speaker) {
            return None;
        }
        let mut m = self.stance(entry, v, speaker, Vec::new());
        m.actor = agents;
        m.speaker = None;
        Some(m)
    }

    /// "There will be no talks", "sees no point in talks": what there is to be none of.
    fn none_of(&self, v: usize) -> Option<usize> {
        let tree = self.tree;
        let no = |o: &usize| tree.children_by(*o, &["det"]).any(|d| tree.lower(d) == "no");
        match tree.lemma(v) {
            "be" if tree.child(v, &["expl"]).is_some() && self.ahead(v) => {
                tree.children_by(v, &["nsubj"]).find(|s| no(s) && DEALINGS.contains(&tree.lemma(*s)))
            }
            "see" if !self.supposed(v) => {
                let vain = |o: &usize| no(o) && matches!(tree.lemma(*o), "point" | "need" | "sense" | "use" | "reason");
                let vain = tree.children_by(v, &["obj"]).find(vain)?;
                tree.obliques(v)
                    .into_iter()
                    .chain(tree.obliques(vain))
                    .map(|o| o.token)
                    .find(|&o| DEALINGS.contains(&tree.lemma(o)))
            }
            _ => None,
        }
    }

    /// "We will work with our partners on this": a speaker's side will cooperate.
    fn partnership(&self, v: usize) -> Option<Match> {
        let entry = self.codebook.stances.accord?;
        let tree = self.tree;
        if !tree.is_verb(v)
            || !matches!(tree.lemma(v), "work" | "cooperate" | "collaborate" | "coordinate" | "partner")
            || self.negated(v)
            || self.supposed(v)
        {
            return None;
        }
        let top = tree.head(v).filter(|&h| tree.rel(v) == "xcomp" && tree.lemma(h) == "continue").unwrap_or(v);
        let with = tree.obliques(v).into_iter().find(|o| matches!(o.prep.as_str(), "with" | "alongside"))?.token;
        if !self.ahead(top) || self.hypothesis(top).is_some() {
            return None;
        }
        let speaker = self.official(v)?;
        let above = tree.head(v).filter(|_| tree.rel(v) == "xcomp").unwrap_or(top);
        let agents = [v, top, above].map(|x| tree.agents(x)).into_iter().find(|a| !a.is_empty()).unwrap_or_default();
        let who = self.who(&[with]);
        let partner = who.iter().any(|&d| self.other(d, speaker))
            || who.is_empty()
                && matches!(tree.lemma(with), "partner" | "ally" | "community" | "neighbor" | "neighbour" | "friend");
        if !partner || !self.own(&self.who(&agents), speaker) {
            return None;
        }
        Some(self.stance(entry, v, speaker, vec![with]))
    }
}
