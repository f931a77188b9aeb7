//! Finds the words that the codebook knows, with what stands around them in the tree.

mod like;
mod noun;
mod verb;

use crate::cast::{EntityId, content_head};
use crate::codebook::pattern::{Fill, Role};
use crate::codebook::{Codebook, Entry, Realis, Target};
use crate::tree::{Oblique, Tree};
use chancery_language::{NameKind, Upos};
use chancery_record::Sector;
pub use like::like;
use noun::noun;
use std::ops::Range;
use verb::verb;

/// A pattern that fits at a word.
#[derive(Clone, Debug)]
pub struct Match {
    /// Index of the codebook's entry.
    pub entry: usize,
    /// The word that names the act.
    pub trigger: usize,
    /// Whether it is a noun.
    pub nominal: bool,
    /// How much of the pattern was found: more is more specific.
    pub score: u32,
    /// Heads of the phrases that act.
    pub actor: Vec<usize>,
    /// Heads of the phrases acted on.
    pub recipient: Vec<usize>,
    /// Heads of the phrases that host or mediate.
    pub third: Vec<usize>,
    /// Other words that the pattern took ("treaty" in "sign a treaty").
    pub taken: Vec<usize>,
    /// Those of them that the pattern names by word.
    pub collocates: Vec<usize>,
    /// The complement clause that the pattern took.
    pub clause: Option<usize>,
    /// The verb that carries an event noun ("hold" in "hold talks").
    pub light: Option<usize>,
    /// What that verb says of the event.
    pub light_status: Option<Realis>,
    /// Who acts by speaking, where no phrase of the clause names the one.
    pub speaker: Option<EntityId>,
    /// Whether it is read off a modal, not off a word of its own (see `stances`).
    pub stance: bool,
    /// How sure the model's head for types is, where no pattern found it.
    pub likeness: Option<f32>,
}

impl Match {
    fn role(&mut self, role: Role) -> &mut Vec<usize> {
        match role {
            Role::Actor => &mut self.actor,
            Role::Recipient => &mut self.recipient,
            Role::Third => &mut self.third,
        }
    }

    /// The tokens between the outermost words of the act.
    pub fn core(&self) -> Range<usize> {
        let all = || {
            self.actor
                .iter()
                .chain(&self.recipient)
                .chain(&self.third)
                .chain(&self.taken)
                .chain(&self.light)
                .chain(std::iter::once(&self.trigger))
                .copied()
        };
        all().min().unwrap_or(self.trigger)..all().max().unwrap_or(self.trigger) + 1
    }
}

/// Whether a phrase can fill a role that only an actor fills.
pub type CanAct<'a> = &'a dyn Fn(usize) -> bool;

/// Whether one of several phrases names a force or crowd of one of these sectors.
pub type IsOf<'a> = &'a dyn Fn(&[usize], &[Sector]) -> bool;

/// The best fitting pattern of each target (event type or relation type) at a token.
pub fn matches(tree: &Tree<'_>, i: usize, codebook: &Codebook, can_act: CanAct<'_>, is_of: IsOf<'_>) -> Vec<Match> {
    let token = tree.token(i);
    let lemma = tree.lemma(i);
    let mut out: Vec<Match> = Vec::new();
    let mut consider = |mut m: Match| {
        let Entry { target, by, .. } = &codebook.entries[m.entry];
        let target = *target;
        if !by.is_empty() {
            if !is_of(&m.actor, by) {
                return;
            }
            // Who it must be makes a pattern as specific as a word would.
            m.score += 1;
        }
        // A relation without its first party yields to one that has it.
        let rank = |m: &Match| {
            (!matches!(codebook.entries[m.entry].target, Target::Relation(_)) || !m.actor.is_empty(), m.score)
        };
        match out.iter_mut().find(|o| same_kind(codebook.entries[o.entry].target, target)) {
            Some(o) if rank(&m) > rank(o) => *o = m,
            Some(_) => {}
            None => out.push(m),
        }
    };
    // "US-backed": a standing relation, no event.
    let hyphened = i >= 2 && tree.token(i - 1).form == "-" && tree.token(i - 1).end == token.start;
    if matches!(token.upos, Upos::VERB | Upos::AUX) && tree.rel(i) != "aux" && !hyphened {
        for &(e, p) in codebook.verbs.get(lemma).map_or(&[][..], Vec::as_slice) {
            let entry = &codebook.entries[e];
            if let Some(m) = verb(tree, i, e, entry, &entry.verbs[p], can_act) {
                consider(m);
            }
        }
    }
    // "an insurgency leader", "an attack helicopter": a noun that modifies another names no event.
    if tree.rel(i) == "compound" && tree.head(i).is_some_and(|h| h > i && !CARRIERS.contains(&tree.lemma(h))) {
        return out;
    }
    // An event noun, or a gerund or compound that serves as one ("peace talks", "fighting in the north").
    if token.upos == Upos::NOUN
        || (token.upos == Upos::PROPN && !in_name(tree, i))
        || (token.upos == Upos::VERB && token.form.ends_with("ing") && tree.child(i, &["det", "amod"]).is_some())
    {
        let keys = [lemma.to_owned(), tree.lower(i)];
        for key in keys.iter().take(if keys[0] == keys[1] { 1 } else { 2 }) {
            for &(e, p) in codebook.nouns.get(key).map_or(&[][..], Vec::as_slice) {
                let entry = &codebook.entries[e];
                if let Some(m) = noun(tree, i, e, entry, &entry.nouns[p], codebook, can_act) {
                    consider(m);
                }
            }
        }
    }
    out
}

/// Nouns that carry the event noun before them ("bombing campaign", "rescue operation").
const CARRIERS: &[&str] =
    &["campaign", "operation", "effort", "wave", "series", "spree", "plan", "threat", "mission", "attempt"];

/// Two event types compete for a word; an event and a relation do not.
fn same_kind(a: Target, b: Target) -> bool {
    match (a, b) {
        (Target::Event(_), Target::Event(_)) => true,
        (Target::Relation(x), Target::Relation(y)) => x == y,
        _ => false,
    }
}

/// Whether a token is part of a person's or organisation's name ("Attack" in a title is none of its own).
fn in_name(tree: &Tree<'_>, i: usize) -> bool {
    use chancery_language::NameKind::*;
    tree.sentence.names.iter().any(|n| {
        n.tokens.contains(&i) && matches!(n.kind, Person | Organization | Facility | Product | Location | Date)
    })
}

/// A match of nothing but the word.
pub fn blank(entry: usize, trigger: usize, nominal: bool) -> Match {
    Match {
        entry,
        trigger,
        nominal,
        score: 1,
        actor: vec![],
        recipient: vec![],
        third: vec![],
        taken: vec![],
        collocates: vec![],
        clause: None,
        light: None,
        light_status: None,
        speaker: None,
        stance: false,
        likeness: None,
    }
}

fn is_word(tree: &Tree<'_>, token: usize, words: &[String]) -> bool {
    let inner = content_head(tree, token);
    [token, inner].iter().any(|&t| {
        let (lemma, lower) = (tree.lemma(t), tree.lower(t));
        // Treebanks leave some plurals as they are ("troops").
        let plural = (tree.token(t).upos == Upos::NOUN && lemma == lower && lower.len() > 4).then_some(&lower);
        let singular = plural.and_then(|p| p.strip_suffix('s'));
        words.iter().any(|w| {
            *w == lemma
                || *w == lower
                || Some(w.as_str()) == singular
                || (w == "money" && matches!(lower.as_str(), "$" | "€" | "£"))
                || w.rsplit_once('-').is_some_and(|(first, last)| {
                    // "cease-fire" as the treebank cuts it, or "air strike" for "air-strike".
                    last == lemma
                        && (t > 0 && tree.lower(t - 1) == first
                            || t > 1 && tree.token(t - 1).form == "-" && tree.lower(t - 2) == first)
                })
        })
    })
}

/// Looks for a prepositional element among the dependents within reach.
fn preposition(
    tree: &Tree<'_>,
    m: &mut Match,
    reach: impl Fn(&[usize]) -> Vec<Oblique>,
    preps: &[String],
    fill: &Fill,
    passive: bool,
    can_act: CanAct<'_>,
) -> bool {
    let all = reach(&m.taken);
    // "called on Saturday": a day fills no role.
    let day = |t: usize| tree.sentence.names.iter().any(|n| n.kind == NameKind::Date && n.tokens.contains(&t));
    // The agent of a passive is its actor already; a word that must stand there may be it ("targeted by airstrikes").
    let word = matches!(fill, Fill::Words(_));
    // "pushed them out of the city": "out" and "of" stand apart.
    let out =
        |o: &Oblique| o.prep == "of" && tree.particle_before(o.token).is_some_and(|p| preps.contains(&tree.lower(p)));
    let fits = |o: &&Oblique| {
        // "on behalf of the king": for whom it is said, not to whom.
        let behalf = tree.lemma(o.token) == "behalf";
        (preps.contains(&o.prep) || out(o))
            && !behalf
            && !day(o.token)
            && (word || !(passive && o.prep == "by" && m.actor.contains(&o.token)))
    };
    match fill {
        Fill::Role(role) => {
            let mut hits: Vec<&Oblique> = all
                .iter()
                .filter(fits)
                .filter(|o| {
                    // "on some of the banks"
                    tree.is_nominal(o.token)
                        || matches!(tree.token(o.token).upos, Upos::ADJ | Upos::SYM | Upos::NUM)
                        || content_head(tree, o.token) != o.token
                })
                .collect();
            // In the order of the pattern's prepositions: "a lawsuit in a federal court against the mayor".
            hits.sort_by_key(|o| preps.iter().position(|p| *p == o.prep));
            let hits: Vec<usize> = hits.into_iter().map(|o| o.token).collect();
            // One only, the nearest that can act: further phrases with the same preposition say something else.
            if let Some(&first) = hits.iter().find(|&&t| can_act(t) || can_act(content_head(tree, t))).or(hits.first())
            {
                m.role(*role).push(first);
                m.score += 2;
            }
            !hits.is_empty()
        }
        Fill::RoleWords(role, words) => {
            let hit = all.iter().filter(fits).map(|o| o.token).find(|&t| is_word(tree, t, words));
            m.role(*role).extend(hit);
            m.score += 3 * u32::from(hit.is_some());
            hit.is_some()
        }
        Fill::Any => {
            let hit = all.iter().find(fits).map(|o| o.token);
            m.taken.extend(hit);
            m.score += u32::from(hit.is_some());
            hit.is_some()
        }
        Fill::Words(words) => {
            let hit = all.iter().filter(fits).map(|o| o.token).find(|&t| is_word(tree, t, words));
            m.taken.extend(hit);
            m.collocates.extend(hit);
            m.score += 3 * u32::from(hit.is_some());
            hit.is_some()
        }
    }
}
