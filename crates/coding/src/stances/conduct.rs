//! How another behaves, as a speaker tells it: blame (PLOVER: ACCUSE), praise (SUPPORT).
//!
//! - "The regime is trampling on the constitution", "the council has not kept its word", "they have no right to be there": what
//!   another does, and ought not, or ought to do, and does not.
//! - "The army unlawfully holds the town": how it is done.
//! - "The premier has shown courage": what does another credit.
//! - "In response to the junta's aggression": the wrong that a speaker takes for granted.

use super::{Context, is_official, speaks_for_others};
use crate::codebook::Target;
use crate::matcher::Match;
use chancery_language::Upos;
use chancery_record::{EventType, Sector};

impl Context<'_> {
    /// The judgement of another's conduct at a word.
    pub(super) fn conduct(&self, t: usize, found: &[Match]) -> Option<Match> {
        self.deed(t, found)
            .or_else(|| self.merit(t, found))
            .or_else(|| self.manner(t, found))
            .or_else(|| self.vice(t, found))
    }

    /// "The regime is trampling on the law", "the council has not kept its word", "the deal does little to stop them".
    fn deed(&self, v: usize, found: &[Match]) -> Option<Match> {
        let (tree, words) = (self.tree, &self.codebook.stances);
        if !tree.is_verb(v) {
            return None;
        }
        let negated = self.negated(v);
        // "has no right to be there", "lacks any legitimacy"
        let without = matches!(tree.lemma(v), "have" | "lack")
            && tree.children_by(v, &["obj"]).any(|o| {
                let none =
                    tree.lemma(v) == "lack" || negated || tree.children_by(o, &["det"]).any(|d| tree.lower(d) == "no");
                none && words.lacks.contains(tree.lemma(o))
            });
        // "should have known better": what was left undone.
        let missed = self.modal(v, &["should"]) && self.modal(v, &["have"]) && !self.supposed(v);
        if !(self.listed(&words.misdeed, v) && !negated || negated && self.listed(&words.duty, v) || missed || without)
        {
            return None;
        }
        // "lie in ambush", "fell two votes short"
        let other_sense = match tree.lemma(v) {
            "lie" => {
                tree.children_by(v, &["advmod", "xcomp"])
                    .any(|a| matches!(tree.lower(a).as_str(), "low" | "ahead" | "down"))
                    || tree.obliques(v).iter().any(|o| !matches!(o.prep.as_str(), "to" | "about"))
            }
            "fall" => tree.subtree(v).into_iter().any(|x| {
                tree.token(x).upos == Upos::NUM
                    || matches!(tree.lemma(x), "vote" | "majority" | "inch" | "goal" | "election")
            }),
            _ => false,
        };
        if other_sense {
            return None;
        }
        let speaker = self.speaker(v).filter(|&s| speaks_for_others(s, self.cast))?;
        let told = found.iter().any(|m| {
            (m.trigger == v || m.light == Some(v))
                && matches!(self.codebook.entries[m.entry].target, Target::Event(k) if k != EventType::REJECT)
        });
        if told
            || self.supposed(v)
            || self.governed(v, found)
            || !missed && self.modal(v, &["must", "should", "may", "might", "can", "could", "shall"])
            || tree.children_by(v, &["mark"]).any(|m| tree.lower(m) == "to")
                && tree.child(v, &["cop"]).is_none()
                && !self.goes_on(v)
        {
            return None;
        }
        let about = if tree.is_passive(v) && missed { tree.patients(v) } else { tree.agents(v) };
        let about = match about.is_empty() {
            true if tree.is_passive(v) => return None,
            true => tree.children_by(v, &["nsubj"]).collect(),
            false => about,
        };
        let recipient = self.judged(&about, speaker, found)?;
        let criminal = |&r: &usize| {
            self.who(&[r]).iter().any(|&e| matches!(self.cast.entity(e).sector, Some(Sector::CRM | Sector::JRN)))
        };
        if recipient.iter().any(criminal) {
            return None;
        }
        self.verdict(false, v, speaker, recipient)
    }

    /// "continues to flout", "is trying to undermine", "seeks to divide": an infinitive that is under way.
    fn goes_on(&self, v: usize) -> bool {
        self.tree.head(v).is_some_and(|h| {
            matches!(
                self.tree.lemma(h),
                "continue" | "try" | "seek" | "attempt" | "begin" | "start" | "aim" | "work" | "choose"
            ) && !self.negated(h)
        })
    }

    /// "The premier has shown courage", "the progress that the council has made".
    fn merit(&self, v: usize, found: &[Match]) -> Option<Match> {
        let (tree, list) = (self.tree, &self.codebook.stances.merit);
        if !tree.is_verb(v) || self.negated(v) || self.supposed(v) || self.governed(v, found) {
            return None;
        }
        let relative = tree.rel(v) == "acl"
            && tree.head(v).is_some_and(|h| list.contains(&format!("{} {}", tree.lemma(v), tree.lemma(h))));
        let other_mood = self.modal(v, &["must", "should", "may", "might", "can", "could", "shall", "will", "would"])
            || tree.children_by(v, &["mark"]).any(|m| tree.lower(m) == "to")
            || tree.children_by(v, &["obj"]).any(|o| tree.children_by(o, &["det"]).any(|d| tree.lower(d) == "no"));
        // "has made progress" tells how a fight goes as well.
        let shown = || tree.lemma(v) != "make" && self.listed(list, v);
        if !(relative || shown()) || other_mood || tree.is_passive(v) {
            return None;
        }
        let speaker = self.speaker(v).filter(|&s| is_official(s, self.cast) && speaks_for_others(s, self.cast))?;
        let told = found.iter().any(|m| match self.codebook.entries[m.entry].target {
            Target::Event(EventType::SUPPORT) => m.trigger == v || tree.within(v, m.trigger),
            Target::Event(_) => m.trigger == v || m.light == Some(v),
            _ => false,
        });
        if told {
            return None;
        }
        let about = tree.agents(v);
        self.who(&about).iter().any(|&d| self.another(d, speaker)).then_some(())?;
        self.verdict(true, v, speaker, about)
    }

    /// "The army unlawfully holds the town": the act is told, the adverb judges it.
    fn manner(&self, t: usize, found: &[Match]) -> Option<Match> {
        let tree = self.tree;
        if tree.rel(t) != "advmod" || !self.codebook.stances.wrongly.contains(&tree.lower(t)) {
            return None;
        }
        let v = tree.head(t).filter(|&v| tree.is_verb(v) && !self.negated(v))?;
        let speaker = self.speaker(t).filter(|&s| is_official(s, self.cast) && speaks_for_others(s, self.cast))?;
        let other_mood = self.modal(v, &["must", "should", "may", "might", "can", "could"]);
        if other_mood || self.supposed(v) || self.governed(v, found) {
            return None;
        }
        let about = tree.agents(v);
        self.who(&about).iter().any(|&d| self.another(d, speaker)).then_some(())?;
        self.verdict(false, t, speaker, about)
    }

    /// "In response to American protectionism", "the junta's contempt for the law demands an answer".
    fn vice(&self, t: usize, found: &[Match]) -> Option<Match> {
        let tree = self.tree;
        if tree.token(t).upos != Upos::NOUN || !self.codebook.stances.vice.contains(tree.lemma(t)) {
            return None;
        }
        let speaker = self.speaker(t).filter(|&s| is_official(s, self.cast) && speaks_for_others(s, self.cast))?;
        // Nothing more is told where the sentence already blames, or gives help against it.
        let told = found.iter().any(|m| match self.codebook.entries[m.entry].target {
            Target::Event(EventType::ACCUSE) => true,
            Target::Event(EventType::SUPPORT | EventType::AID | EventType::AGREE | EventType::COOPERATE) => {
                tree.within(t, m.trigger)
            }
            _ => false,
        });
        if told || self.negated(t) || self.supposed(t) || tree.child(t, &["cop"]).is_some() {
            return None;
        }
        let owner = tree.children_by(t, &["amod", "nmod", "compound"]).find(|&c| {
            let whose = tree.rel(c) != "nmod"
                || tree.token(c).deprel == "nmod:poss"
                || matches!(tree.preposition(c).as_deref(), Some("by" | "from"));
            whose && self.who(&[c]).iter().any(|&d| self.another(d, speaker))
        })?;
        self.verdict(false, t, speaker, vec![owner])
    }
}
