//! What a pronoun means, and who speaks where it stands in a quotation.

use super::coreference::armed;
use super::phrases::Builder;
use super::words::*;
use super::{Entity, EntityId, Place};
use crate::tree::Tree;
use chancery_record::Sector;
use chancery_world::Kind;

impl Builder<'_> {
    /// Lets a pronoun mean its antecedent, where it has a clear one.
    pub(super) fn pronoun(&mut self, s: usize, tree: &Tree<'_>, head: usize) {
        let form = tree.lower(head);
        let range = head..head + 1;
        if matches!(form.as_str(), "they" | "them" | "their") {
            // "Both powers …, and urged them to": the two that the sentence has just named together.
            let named = self.named_pair.clone().filter(|(at, h, _)| *at == s && *h < head).map(|(.., p)| p);
            let pair = named.or_else(|| {
                self.pair.clone().map(|(at, p)| (s > at && s - at <= 2, p)).filter(|(near, _)| *near).map(|(_, p)| p)
            });
            let doers: Vec<EntityId> = tree
                .path_up(head)
                .skip(1)
                .find(|&t| tree.is_verb(t))
                .map(|v| tree.agents(v))
                .unwrap_or_default()
                .iter()
                .filter(|&&d| d != head)
                .flat_map(|&d| tree.conjuncts(d))
                .flat_map(|d| self.cast.at(s, d).to_vec())
                .collect();
            // "Two people were killed where they held a meeting": the several that the sentence is about.
            let several = tree
                .path_up(head)
                .skip(1)
                .filter(|&v| tree.is_verb(v))
                .filter_map(|v| tree.child(v, &["nsubj"]))
                .filter(|&t| t < head && tree.token(t).feats.number == Some("Plur"))
                .any(|t| tree.child(t, &["nummod"]).is_some());
            // Of two that fight, "they" are one side; and nobody is the object of what they do.
            let fits = |p: &Vec<EntityId>| {
                !several
                    && !p.iter().any(|&e| armed(&self.cast.entities[e]))
                    && (form == "their" || form == "they" || !p.iter().any(|e| doers.contains(e)))
            };
            if let Some(pair) = pair.filter(fits) {
                return self.put(s, head, range, pair);
            }
        }
        let antecedent = match form.as_str() {
            "he" | "him" | "his" | "himself" => self.antecedent(s, tree, head, |e| {
                (e.person || e.individual || (e.kind == Kind::Office && !e.plural)) && e.gender != Some('f')
            }),
            "she" | "her" | "hers" | "herself" => self.antecedent(s, tree, head, |e| {
                (e.person || e.individual || (e.kind == Kind::Office && !e.plural)) && e.gender != Some('m')
            }),
            "it" | "its" | "itself" => self.antecedent(s, tree, head, |e| {
                // A body may have a plural in its name ("Syrian Democratic Forces").
                !e.person
                    && (!e.plural || e.kind == Kind::Organization || titled(&e.name))
                    && matches!(e.kind, Kind::State | Kind::Organization | Kind::Group | Kind::Office)
            }),
            "they" | "them" | "their" | "themselves" => {
                self.antecedent(s, tree, head, |e| e.plural || matches!(e.kind, Kind::Group | Kind::Organization))
            }
            _ => None,
        };
        if let Some(id) = antecedent {
            self.put(s, head, range, vec![id]);
        }
    }

    /// Who is quoted where a pronoun stands within quotation marks: the subject of the verb of saying in its sentence, or in
    /// the sentence before.
    fn quoting(&self, s: usize, tree: &Tree<'_>, head: usize) -> Option<EntityId> {
        if !self.quotes.iter().any(|q| q.contains(s, head)) {
            return None;
        }
        let outside = |t: usize| !self.quotes.iter().any(|q| q.contains(s, t));
        let says = (0..tree.len()).find(|&v| tree.is_verb(v) && outside(v) && SAY.contains(&tree.lemma(v)));
        let known = |t: usize| {
            let named = || self.by_name.get(&key(&tree.token(t).form)).copied();
            self.cast.at(s, t).first().copied().or_else(named)
        };
        match says {
            Some(v) => tree.agents(v).into_iter().find_map(known),
            None => self.speaker.filter(|&(at, _)| s - at <= 1).map(|(_, e)| e),
        }
    }

    /// Who says something in a sentence, for the quotation that goes on in the next.
    pub(super) fn speaks(&mut self, s: usize, tree: &Tree<'_>) {
        let outside = |t: usize| !self.quotes.iter().any(|q| q.contains(s, t));
        let says = (0..tree.len()).rev().find(|&v| tree.is_verb(v) && outside(v) && SAY.contains(&tree.lemma(v)));
        match says.and_then(|v| tree.agents(v).into_iter().find_map(|t| self.cast.at(s, t).first().copied())) {
            Some(e) => self.speaker = Some((s, e)),
            None => {
                // A sentence within the quotation hands it on.
                if let Some((at, e)) = self.speaker
                    && at + 1 == s
                    && self.quotes.iter().any(|q| q.contains(s, 0))
                {
                    self.speaker = Some((s, e));
                }
            }
        }
    }

    /// The entity that a pronoun means: before it, of the right kind; subjects before others, near before far, and no
    /// further back than two sentences. A pronoun never means a conjunct or object of its own clause's subject.
    pub(super) fn antecedent(
        &self,
        s: usize,
        tree: &Tree<'_>,
        head: usize,
        wanted: impl Fn(&Entity) -> bool,
    ) -> Option<EntityId> {
        let own_clause = tree.path_up(head).find(|&t| tree.is_verb(t));
        let possessive = tree.token(head).deprel == "nmod:poss";
        let they = matches!(tree.lower(head).as_str(), "they" | "them" | "their");
        let doers = own_clause.map(|v| tree.agents(v)).unwrap_or_default();
        if (possessive && !they) || tree.lower(head).ends_with("self") {
            // "Russia's right to defend its security": the one who acts in the clause has it.
            if let Some(&id) = doers
                .iter()
                .filter(|&&d| d < head)
                .flat_map(|&d| self.cast.at(s, d))
                .find(|&&e| wanted(&self.cast.entities[e]))
            {
                return Some(id);
            }
        }
        let speaker = self.quoting(s, tree, head);
        // The tokens of the first mention in each of the sentences before.
        let mut first = [(usize::MAX, 0); 4];
        for m in
            self.cast.entities.iter().flat_map(|e| e.mentions.iter().rev().take_while(|m| s - m.sentence.min(s) <= 3))
        {
            let back = s - m.sentence.min(s);
            first[back] = first[back].min((m.tokens.start, m.tokens.end));
        }
        let mut best: Option<((i64, i64), EntityId, &Place)> = None;
        for (id, e) in self.cast.entities.iter().enumerate().filter(|(_, e)| wanted(e)) {
            for m in e.mentions.iter().rev().take_while(|m| s - m.sentence.min(s) <= 3) {
                if m.sentence > s || (m.sentence == s && m.head >= head) {
                    continue;
                }
                // Who speaks is "I" in a quotation.
                if speaker == Some(id) {
                    continue;
                }
                // "Assad thanked him", "Iran shot down the jet, accusing it of spying", "Turkish fighters attacked the town,
                // accusing it": those who act, by control too, are not the object, nor whose they are.
                if m.sentence == s && !possessive {
                    let (rel, of) = (tree.rel(m.head), tree.head(m.head));
                    let subject = rel == "nsubj" && own_clause.is_some() && of == own_clause;
                    let whose = matches!(rel, "amod" | "compound") && of.is_some_and(|w| doers.contains(&w));
                    if subject || whose || doers.contains(&m.head) {
                        continue;
                    }
                }
                // Somebody without a name is taken up at once, or as the subject of the sentence before.
                if e.individual && !e.person && m.sentence < s && (s - m.sentence > 1 || m.tokens.start > 3) {
                    continue;
                }
                let mut score = -8 * (s - m.sentence) as i64;
                if m.sentence == s {
                    let rel = tree.rel(m.head);
                    score += if rel == "nsubj" {
                        4
                    } else if matches!(rel, "compound" | "amod") || tree.get(m.head + 1).is_some_and(|t| t.form == "-")
                    {
                        -6
                    } else {
                        0
                    };
                } else {
                    score += role_of(m, first[s - m.sentence]);
                }
                score += e.mentions.len().min(4) as i64 / 2;
                if they && !e.plural && e.sector != Some(Sector::COP) {
                    // "They" are rather several people than one body.
                    score -= 4;
                }
                let key = (score, m.sentence as i64 * 10_000 + m.head as i64);
                if best.is_none_or(|(k, ..)| key > k) {
                    best = Some((key, id, m));
                }
            }
        }
        let (_, id, at) = best?;
        // "Ministers from Fiji and Tonga met. He …": one phrase for two is nobody in particular.
        let together = self.cast.at(at.sentence, at.head).iter().filter(|&&e| wanted(&self.cast.entities[e])).count();
        (together < 2).then_some(id)
    }
}

/// Without the other sentence's tree: the first phrase of its sentence is most often its subject, if it stands early; a
/// name right after it may be its apposition.
fn role_of(m: &Place, (start, end): (usize, usize)) -> i64 {
    match m.tokens.start {
        at if at > 3 => 0,
        at if at == start || at == end => 4,
        _ => 2,
    }
}

/// Verbs that give a quotation to its speaker.
const SAY: &[&str] = &[
    "say", "report", "tell", "add", "explain", "note", "stress", "insist", "argue", "write", "declare", "warn",
    "recall",
];

/// Whether a name has the look of a body's: "Macina Liberation Forces", but "Malian fighters", "Malian Forces".
fn titled(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    words.len() > 2 && words.iter().all(|w| w.starts_with(char::is_uppercase))
}
