//! What a speaker thinks of another: blame (PLOVER: ACCUSE) and praise (SUPPORT).
//!
//! - "The ruling is a disgrace", "the envoy is a hero": what stands as a predicate of another, or of what another did.
//! - "The minister called it a farce", "labelled the union a foe": what somebody or something is called.
//! - "The regime is trampling on the constitution": how another behaves ([`super::conduct`]).
//! - "The envoys are troubled by the shooting", "Oslo is pleased with the talks": what the speaker feels about it.

use super::{Context, is_official, restrictive, same_side, speaks_for_others};
use crate::cast::{EntityId, content_head};
use crate::codebook::Target;
use crate::matcher::Match;
use chancery_language::Upos;
use chancery_record::{EventType, Sector};
use std::collections::HashSet;

/// Verbs that say what something is called, beside those with a pattern of their own.
const NAMING: &[&str] = &[
    "call",
    "label",
    "brand",
    "dub",
    "term",
    "declare",
    "deem",
    "consider",
    "pronounce",
    "describe",
    "characterize",
    "characterise",
    "portray",
    "paint",
    "regard",
    "view",
    "qualify",
    "find",
];

/// Nouns that say little by themselves; what they are "of" says it ("an act of cowardice", "a recipe for disaster").
const EMPTY: &[&str] = &[
    "act", "recipe", "piece", "kind", "form", "sort", "case", "bunch", "display", "show", "campaign", "policy",
    "exercise", "example", "pack", "string", "pattern", "instance", "set", "one",
];

/// Nouns that condemn where they have an object: "an attack on the courts", "a blow to peace".
const BLOWS: &[&str] =
    &["attack", "assault", "affront", "blow", "threat", "danger", "insult", "slap", "war", "knife", "stab"];

impl Context<'_> {
    /// The stance that a word expresses towards another, if any.
    pub(super) fn judgement(&self, t: usize, found: &[Match]) -> Option<Match> {
        self.predicate(t, found)
            .or_else(|| self.naming(t, found))
            .or_else(|| self.conduct(t, found))
            .or_else(|| self.feeling(t, found))
    }

    pub(super) fn is_in(&self, words: &HashSet<String>, t: usize) -> bool {
        // "ill-advised" is three tokens.
        let joined = t >= 2 && self.tree.token(t - 1).form == "-";
        words.contains(self.tree.lemma(t))
            || words.contains(&self.tree.lower(t))
            || joined && words.contains(&format!("{}-{}", self.tree.lower(t - 2), self.tree.lower(t)))
    }

    /// Whether a verb is on a list, by itself or with a word that depends on it ("break promise", "use veto").
    pub(super) fn listed(&self, list: &HashSet<String>, v: usize) -> bool {
        let tree = self.tree;
        let pair = |c: usize| list.contains(&format!("{} {}", tree.lemma(v), tree.lemma(c)));
        list.contains(tree.lemma(v))
            || tree.children(v).iter().any(|&c| {
                matches!(tree.rel(c), "obj" | "obl" | "compound" | "advmod" | "xcomp" | "advcl")
                    && (pair(c) || tree.children_by(c, &["compound"]).any(pair))
            })
    }

    /// Whether a phrase praises (`true`) or condemns.
    fn polarity(&self, t: usize) -> Option<bool> {
        let (tree, words) = (self.tree, &self.codebook.stances);
        let mut all = vec![t];
        all.extend(tree.children_by(t, &["amod", "compound", "conj"]));
        all.extend(tree.children(t).iter().copied().filter(|&c| tree.token(c).deprel == "nmod:poss"));
        if EMPTY.contains(&tree.lemma(t)) {
            all.extend(
                tree.obliques(t).into_iter().filter(|o| matches!(o.prep.as_str(), "of" | "for")).map(|o| o.token),
            );
        }
        // "a step in the wrong direction"
        let way = tree.obliques(t).into_iter().map(|o| o.token).filter(|&d| tree.lemma(d) == "direction");
        all.extend(way.flat_map(|d| tree.children_by(d, &["amod"])));
        let aimed = |o: &crate::tree::Oblique| matches!(o.prep.as_str(), "on" | "to" | "against" | "in" | "for");
        let blow = BLOWS.contains(&tree.lemma(t)) && tree.obliques(t).iter().any(aimed);
        let bad = blow || all.iter().any(|&x| self.is_in(&words.wrong, x));
        let good = all.iter().any(|&x| self.is_in(&words.right, x));
        let denied = self.negated(t)
            || tree.children_by(t, &["det", "advmod", "cc"]).any(|d| {
                matches!(
                    tree.lower(d).as_str(),
                    "no" | "hardly" | "neither" | "nothing" | "anything" | "barely" | "less"
                )
            });
        match (bad, good, denied) {
            (true, _, false) => Some(false),
            (false, true, denied) => Some(!denied),
            _ => None,
        }
    }

    /// Whether a clause only asks or supposes, or the speaker does not say it.
    pub(super) fn supposed(&self, t: usize) -> bool {
        let tree = self.tree;
        let asks = tree.sentence.tokens.iter().rev().take(3).any(|x| x.form == "?");
        let mut at = Some(t);
        while let Some(x) = at {
            let supposes = tree
                .children_by(x, &["mark", "advmod"])
                .any(|m| matches!(tree.lower(m).as_str(), "if" | "unless" | "whether" | "lest") && m < t);
            // "should the council fail to act, …"
            let subject = tree.child(x, &["nsubj"]);
            let inverted = tree
                .children_by(x, &["aux", "cop"])
                .any(|a| matches!(tree.lower(a).as_str(), "should" | "had" | "were") && subject.is_some_and(|s| a < s));
            // "did not believe that it was wrong"
            let unsaid = tree.rel(x) == "ccomp" && tree.head(x).is_some_and(|h| h < x && self.negated(h));
            if supposes || inverted || unsaid {
                return true;
            }
            at = tree.head(x).filter(|_| !matches!(tree.rel(x), "ccomp" | "parataxis" | "root"));
        }
        asks
    }

    /// Whether an accusation or praise found by a pattern already governs a clause.
    pub(super) fn governed(&self, t: usize, found: &[Match]) -> bool {
        found.iter().any(|m| {
            m.trigger != t
                && self.of_kind(m, &[EventType::ACCUSE, EventType::SUPPORT, EventType::REQUEST, EventType::THREATEN])
                && self.tree.within(t, m.trigger)
                && (m.clause.is_some_and(|c| self.tree.within(t, c)) || m.taken.iter().any(|&x| self.tree.within(t, x)))
        })
    }

    /// Somebody of another side, as judgements see it: those of one parliament or of two parties judge each other.
    pub(super) fn another(&self, e: EntityId, speaker: EntityId) -> bool {
        let (x, y) = (self.cast.entity(e), self.cast.entity(speaker));
        let rivals = |s: Option<Sector>| {
            matches!(s, Some(Sector::LEG | Sector::PTY | Sector::OPP | Sector::REB | Sector::ELI | Sector::CVL))
        };
        let apart = !same_side(e, speaker, self.cast) || (e != speaker && rivals(x.sector) && rivals(y.sector));
        apart && (x.country.is_some() || x.sector.is_some_and(|s| s != Sector::CVL))
    }

    /// Whom a judgement of these phrases is about: the phrases, where they name another or what another has; none, where they
    /// only point at something done, and the speaker has a say in politics. `None` where it is no judgement of another.
    pub(super) fn judged(&self, phrases: &[usize], speaker: EntityId, found: &[Match]) -> Option<Vec<usize>> {
        let tree = self.tree;
        let phrases = &self.doers(phrases)[..];
        if self.points(phrases) {
            return None;
        }
        let whose: Vec<EntityId> = phrases.iter().flat_map(|&b| self.cast.fill(tree, self.sentence, b, true)).collect();
        // "the treatment of prisoners": they are not to blame for it.
        let suffered = |&p: &usize| {
            matches!(
                tree.lemma(p),
                "treatment" | "killing" | "detention" | "arrest" | "persecution" | "expulsion" | "use"
            ) && self.cast.at(self.sentence, p).is_empty()
                && !tree.children(p).iter().any(|&c| tree.token(c).deprel == "nmod:poss" || tree.rel(c) == "amod")
        };
        if phrases.iter().any(suffered) {
            return is_official(speaker, self.cast).then(Vec::new);
        }
        if whose.iter().any(|&d| self.another(d, speaker)) {
            return Some(phrases.to_vec());
        }
        let done = |&p: &usize| {
            let head = content_head(tree, p);
            self.codebook.stances.deed.contains(tree.lemma(head))
                || found.iter().any(|m| m.nominal && m.trigger == head)
        };
        let own = |&p: &usize| {
            tree.children(p).iter().any(|&c| {
                tree.token(c).deprel == "nmod:poss" && matches!(tree.lower(c).as_str(), "our" | "my" | "his" | "her")
            })
        };
        let open = !phrases.is_empty()
            && phrases.iter().all(|p| done(p) && !own(p) && self.cast.at(self.sentence, *p).is_empty());
        (open && is_official(speaker, self.cast)).then(|| phrases.to_vec())
    }

    /// In "what the court has done is a disgrace" it is the court that is judged.
    fn doers(&self, phrases: &[usize]) -> Vec<usize> {
        let tree = self.tree;
        let done = |&p: &usize| {
            let clause = tree.child(p, &["acl"]).filter(|&c| tree.lower(p) == "what" && tree.is_verb(c));
            clause.map_or_else(|| vec![p], |c| tree.children_by(c, &["nsubj"]).collect())
        };
        phrases.iter().flat_map(done).collect()
    }

    /// Whether phrases only point ("it", "this"), at what the text told before.
    fn points(&self, phrases: &[usize]) -> bool {
        !phrases.is_empty()
            && phrases.iter().all(|&p| {
                matches!(self.tree.lower(p).as_str(), "it" | "this" | "that" | "these" | "those" | "what" | "which")
            })
    }

    pub(super) fn verdict(&self, praise: bool, t: usize, speaker: EntityId, recipient: Vec<usize>) -> Option<Match> {
        let entry = if praise { self.codebook.stances.praise } else { self.codebook.stances.blame }?;
        Some(self.stance(entry, t, speaker, recipient))
    }

    /// "The strikes are illegal", "committed a violation", "Bonn is behind the attack", "is responsible for the deaths".
    fn predicate(&self, t: usize, found: &[Match]) -> Option<Match> {
        let tree = self.tree;
        if tree.is_verb(t) || !matches!(tree.token(t).upos, Upos::ADJ | Upos::NOUN | Upos::PROPN) {
            return None;
        }
        let committed = tree
            .head(t)
            .filter(|&h| tree.rel(t) == "obj" && matches!(tree.lemma(h), "commit" | "perpetrate") && !self.negated(h));
        if tree.child(t, &["cop"]).is_none() && committed.is_none() {
            return None;
        }
        // "those that are dangerous": which ones are meant, not what they are found to be.
        if restrictive(tree, t) {
            return None;
        }
        let subject = tree.child(t, &["nsubj"]);
        let behind = tree.preposition(t);
        let praise = match behind.as_deref() {
            Some("behind") => Some(false).filter(|_| !self.negated(t) && self.harm(t, found)),
            Some(_) => None,
            None if matches!(tree.lemma(t), "responsible" | "guilty" | "complicit" | "culpable") => {
                let of = tree.obliques(t).into_iter().find(|o| matches!(o.prep.as_str(), "for" | "of" | "in"));
                // "said that the rebels were responsible": for what was told before.
                let bad = of.map_or(tree.lemma(t) == "responsible", |o| self.harm(o.token, found));
                Some(false).filter(|_| bad && !self.negated(t))
            }
            None => self.polarity(t),
        }?;
        let speaker = self.speaker(t).filter(|&s| speaks_for_others(s, self.cast))?;
        if self.supposed(t) || self.governed(t, found) || self.modal(t, &["must", "should", "may", "might", "can"]) {
            return None;
        }
        // Whoever does it: the subject, or whose it is; in "it is wrong that …", the subject of what is wrong.
        let clause = tree.child(t, &["csubj", "ccomp", "advcl"]).filter(|&k| tree.is_verb(k));
        // "unacceptable to most members": whose view it is.
        if tree
            .obliques(t)
            .iter()
            .any(|o| o.prep == "to" && tree.token(t).upos == Upos::ADJ && !self.who(&[o.token]).is_empty())
        {
            return None;
        }
        let expletive = subject.is_none_or(|s| tree.lower(s) == "it");
        let about: Vec<usize> = match (committed, clause.filter(|_| expletive)) {
            (Some(h), _) => tree.agents(h),
            (None, Some(k)) => tree.agents(k),
            (None, None) => subject.into_iter().collect(),
        };
        let recipient = self.judged(&about, speaker, found).or_else(|| {
            let plain = !praise && clause.is_none() && committed.is_none() && self.points(&about);
            let strong = tree.is_nominal(t) || self.codebook.stances.wrong.contains(tree.lemma(t));
            (plain && strong && is_official(speaker, self.cast)).then(Vec::new)
        })?;
        self.verdict(praise, t, speaker, recipient)
    }

    /// Whether a noun is something bad that somebody must have done.
    pub(super) fn harm(&self, t: usize, found: &[Match]) -> bool {
        let kinds = |m: &Match| self.of_kind(m, &[EventType::ASSAULT, EventType::COERCE, EventType::PROTEST]);
        let bad = |x: usize| {
            self.is_in(&self.codebook.stances.wrong, x)
                || matches!(
                    self.tree.lemma(x),
                    "death"
                        | "crisis"
                        | "violence"
                        | "attack"
                        | "crash"
                        | "loss"
                        | "damage"
                        | "war"
                        | "bloodshed"
                        | "killing"
                )
        };
        self.tree.conjuncts(t).into_iter().any(|x| bad(x) || found.iter().any(|m| m.trigger == x && kinds(m)))
    }

    /// "Called the vote a sham", "described the ruling as shameful", "labels the union a foe".
    fn naming(&self, v: usize, found: &[Match]) -> Option<Match> {
        let tree = self.tree;
        if !tree.is_verb(v) || !NAMING.contains(&tree.lemma(v)) || self.negated(v) || self.supposed(v) {
            return None;
        }
        let judged = |m: &Match| {
            m.trigger == v
                && matches!(self.codebook.entries[m.entry].target, Target::Event(k) if k != EventType::CONSULT)
        };
        if found.iter().any(judged) {
            return None;
        }
        let speaker = *self.who(&tree.agents(v)).first()?;
        if !speaks_for_others(speaker, self.cast) {
            return None;
        }
        let called = tree
            .children_by(v, &["xcomp", "ccomp"])
            .filter(|&x| x > v && !tree.is_verb(x))
            .chain(tree.obliques(v).into_iter().filter(|o| o.prep == "as").map(|o| o.token))
            .chain(tree.children_by(v, &["obj"]).skip(1))
            .chain(
                tree.children_by(v, &["obj"]).flat_map(|o| tree.children_by(o, &["appos"])).filter(|&a| self.quoted(a)),
            )
            .find_map(|x| {
                let deed = tree.is_verb(x) && self.is_in(&self.codebook.stances.misdeed, x);
                if deed { Some((x, false)) } else { self.polarity(x).map(|p| (x, p)) }
            });
        let (called, praise) = called?;
        let about: Vec<usize> =
            tree.patients(v).into_iter().filter(|&p| p != called && !tree.within(p, called)).collect();
        // "voters who find her dull": what private people think is no act.
        if !is_official(speaker, self.cast) && matches!(self.cast.entity(speaker).sector, Some(Sector::CVL)) {
            return None;
        }
        let recipient = self.judged(&about, speaker, found).or_else(|| {
            let open = self.points(&about);
            (open && is_official(speaker, self.cast)).then(|| {
                // "what it called a betrayal by London"
                let own = self.cast.fill(tree, self.sentence, called, true);
                if own.iter().any(|&o| self.another(o, speaker)) { vec![called] } else { Vec::new() }
            })
        })?;
        let mut m = self.verdict(praise, v, speaker, recipient)?;
        m.taken.push(called);
        Some(m)
    }

    /// Whether a phrase begins with a quotation mark.
    fn quoted(&self, t: usize) -> bool {
        let start = self.tree.phrase(t).start;
        let mark = |i: usize| matches!(self.tree.token(i).form.as_str(), "“" | "\"" | "‘" | "'" | "``" | "”");
        mark(start) || (start > 0 && mark(start - 1))
    }

    /// "They are deeply troubled by the use of live rounds", "Oslo is pleased with the talks".
    fn feeling(&self, t: usize, found: &[Match]) -> Option<Match> {
        let (tree, words) = (self.tree, &self.codebook.stances);
        let praise = match (self.is_in(&words.pleased, t), self.is_in(&words.upset, t)) {
            (true, _) => true,
            (_, true) => false,
            _ => return None,
        };
        let felt = tree.children_by(t, &["cop", "aux"]).any(|c| matches!(tree.lemma(c), "be" | "feel"));
        if !felt || self.negated(t) || self.supposed(t) || self.governed(t, found) {
            return None;
        }
        let subject = tree.child(t, &["nsubj"])?;
        let who = self.who(&[subject]);
        let speaker = match (self.speaker(t), who.first()) {
            (Some(s), Some(&w)) if same_side(s, w, self.cast) => s,
            (Some(s), None) if tree.token(subject).upos == Upos::PRON => s,
            (None, Some(&w)) if is_official(w, self.cast) => w,
            _ => return None,
        };
        if !speaks_for_others(speaker, self.cast) {
            return None;
        }
        let by = tree
            .obliques(t)
            .into_iter()
            .filter(|o| matches!(o.prep.as_str(), "by" | "with" | "about" | "at" | "over" | "for" | "of" | "to" | "in"))
            .map(|o| o.token);
        let clause = tree.children_by(t, &["ccomp", "advcl", "xcomp"]).filter(|&k| k > t);
        let about: Vec<usize> = by.chain(clause.flat_map(|k| tree.agents(k))).collect();
        // One is concerned about much that nobody is to blame for.
        let mild = matches!(tree.lower(t).as_str(), "concerned" | "happy" | "proud" | "encouraged" | "impressed");
        let blames = |a: usize| {
            let head = content_head(tree, a);
            !mild
                || tree.is_verb(tree.head(a).unwrap_or(a)) && tree.head(a) != Some(t)
                || self.codebook.stances.deed.contains(tree.lemma(head))
                || found.iter().any(|m| m.nominal && m.trigger == head)
        };
        let recipient = about.iter().filter(|&&a| blames(a)).find_map(|&a| self.judged(&[a], speaker, found))?;
        self.verdict(praise, t, speaker, recipient)
    }
}
