//! Finds the words that the codebook knows, with what stands around them in the tree.

use crate::cast::{EntityId, content_head};
use crate::codebook::pattern::{Fill, Pattern, Role, Slot};
use crate::codebook::{Codebook, Entry, Light, Realis, SubjectKind, Target};
use crate::tree::{Oblique, Tree};
use chancery_language::{NameKind, Upos};
use chancery_record::EventType;
use std::ops::Range;

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

/// The best fitting pattern of each target (event type or relation type) at a token.
pub fn matches(tree: &Tree<'_>, i: usize, codebook: &Codebook, can_act: CanAct<'_>) -> Vec<Match> {
    let token = tree.token(i);
    let lemma = tree.lemma(i);
    let mut out: Vec<Match> = Vec::new();
    let mut consider = |m: Match| {
        let target = codebook.entries[m.entry].target;
        match out.iter_mut().find(|o| same_kind(codebook.entries[o.entry].target, target)) {
            Some(o) if m.score > o.score => *o = m,
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
    }
}

fn is_word(tree: &Tree<'_>, token: usize, words: &[String]) -> bool {
    let inner = content_head(tree, token);
    [token, inner].iter().any(|&t| {
        let (lemma, lower) = (tree.lemma(t), tree.lower(t));
        words.iter().any(|w| {
            *w == lemma
                || *w == lower
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

fn verb(tree: &Tree<'_>, i: usize, e: usize, entry: &Entry, pattern: &Pattern, can_act: CanAct<'_>) -> Option<Match> {
    let mut m = blank(e, i, false);
    let agents = tree.agents(i);
    if tree.rel(i) == "amod" && agents.is_empty() {
        // "the outlawed party": a participle that only describes.
        return None;
    }
    let mut patients = tree.patients(i);
    let mut indirect: Vec<usize> = tree.children_by(i, &["iobj"]).collect();
    let object: Vec<usize> = tree.children_by(i, &["obj"]).filter(|&o| tree.preposition(o).is_none()).collect();
    if tree.is_passive(i) && !object.is_empty() {
        // "the UN was given access": the subject is the one to whom.
        indirect = patients.into_iter().filter(|p| !object.contains(p)).collect();
        patients = object;
    }
    if !entry.unless.is_empty() {
        let barred = |t: usize| is_word(tree, t, &entry.unless);
        // "agreed to share data" is not about a share; "declined to comment" is about a comment.
        let refusal = matches!(entry.target, Target::Event(EventType::REJECT));
        let clause_barred =
            tree.children_by(i, &["xcomp", "ccomp"]).any(|c| (refusal || !tree.is_verb(c)) && barred(c));
        // "met for the first time" is not about time.
        let adverbial = |t: usize| tree.lemma(t) == "time" && tree.child(t, &["amod", "nummod", "det"]).is_some();
        if clause_barred
            || patients.iter().any(|&p| barred(p))
            || tree
                .obliques(i)
                .iter()
                .any(|o| barred(o.token) && (patients.is_empty() || o.prep == "with") && !adverbial(o.token))
        {
            return None;
        }
    }
    let acts = |t: usize| can_act(t) || can_act(content_head(tree, t));
    match entry.subject {
        SubjectKind::Actor => {
            // A thing that is named as the subject does not act, unless somebody has it ("Israeli airstrikes").
            if !agents.is_empty() && !agents.iter().any(|&a| acts(a)) {
                return None;
            }
        }
        SubjectKind::Any => {
            // "that hit Turkey": what a bare pronoun means is not known.
            if agents.iter().any(|&a| tree.token(a).upos == Upos::PRON && !acts(a)) {
                return None;
            }
        }
        SubjectKind::Thing => {
            if agents.iter().any(|&a| acts(a)) {
                return None;
            }
        }
    }
    // "kick off", "call off": a verb with a particle is another verb.
    let particle = tree.children(i).iter().any(|&c| tree.token(c).deprel == "compound:prt");
    if particle && !pattern.elements.iter().any(|x| matches!(x.slot, Slot::Particle(_))) {
        return None;
    }
    m.role(pattern.subject).extend(&agents);
    let with_object = pattern.elements.iter().any(|x| matches!(x.slot, Slot::Object(_)));
    let has_word_object = pattern
        .elements
        .iter()
        .any(|x| matches!(&x.slot, Slot::Object(Fill::Words(_) | Fill::RoleWords(..) | Fill::Any)));
    let has_role_object = pattern.elements.iter().any(|x| matches!(&x.slot, Slot::Object(Fill::Role(_))));
    for element in &pattern.elements {
        let found = match &element.slot {
            Slot::Object(Fill::Role(role)) => {
                // "labels Iran a foe": the parser's complement is what the one is called.
                let word_elsewhere = tree.child(i, &["xcomp", "advmod"]).is_some_and(|x| {
                    pattern.elements.iter().any(|y| match &y.slot {
                        Slot::Object(Fill::Words(w)) => is_word(tree, x, w),
                        Slot::Object(Fill::Any) => tree.rel(x) == "xcomp" && !tree.is_verb(x),
                        _ => false,
                    })
                });
                let has_word_object = has_word_object && !word_elsewhere;
                let from = if !indirect.is_empty() && (has_word_object || patients.len() <= 1) {
                    &indirect
                } else if has_word_object {
                    &Vec::new()
                } else {
                    &patients
                };
                let fitting: Vec<usize> = from
                    .iter()
                    .copied()
                    .filter(|&t| !matches!(tree.lower(t).as_str(), "it" | "which" | "that") || can_act(t))
                    .collect();
                if fitting.is_empty() {
                    false
                } else {
                    m.role(*role).extend(&fitting);
                    m.score += 2;
                    true
                }
            }
            Slot::Object(Fill::Any) => {
                let called = tree.child(i, &["xcomp"]).filter(|&x| !tree.is_verb(x) && has_role_object);
                m.taken.extend(called);
                if called.is_none() {
                    m.taken.extend(&patients);
                }
                m.score += u32::from(!patients.is_empty());
                !patients.is_empty()
            }
            Slot::Object(Fill::RoleWords(role, words)) => {
                let hits: Vec<usize> = patients.iter().copied().filter(|&p| is_word(tree, p, words)).collect();
                m.role(*role).extend(&hits);
                m.score += 3 * u32::from(!hits.is_empty());
                !hits.is_empty()
            }
            Slot::Object(Fill::Words(words)) => {
                let hit = patients
                    .iter()
                    .copied()
                    .flat_map(|p| tree.conjuncts(p))
                    .find(|&p| is_word(tree, p, words))
                    .or_else(|| {
                        tree.child(i, &["xcomp", "advmod"]).filter(|&x| !tree.is_verb(x) && is_word(tree, x, words))
                    });
                if let Some(h) = hit {
                    m.taken.push(h);
                    m.collocates.push(h);
                    m.score += 3;
                }
                hit.is_some()
            }
            Slot::Preposition(preps, fill) => {
                let reach = |taken: &[usize]| -> Vec<Oblique> {
                    let mut all = tree.obliques(i);
                    if !with_object {
                        return all;
                    }
                    for &t in taken.iter().chain(&patients) {
                        all.extend(tree.obliques(t));
                        all.extend(tree.obliques(content_head(tree, t)));
                    }
                    for x in tree.children_by(i, &["xcomp"]) {
                        all.extend(tree.obliques(x));
                    }
                    // "provide $100 million in new assistance to the opposition"
                    let inner: Vec<usize> =
                        all.iter().filter(|o| matches!(o.prep.as_str(), "in" | "of")).map(|o| o.token).collect();
                    for t in inner {
                        all.extend(tree.obliques(t));
                    }
                    all
                };
                preposition(tree, &mut m, reach, preps, fill, tree.is_passive(i), can_act)
            }
            Slot::Particle(particle) => {
                let hit = tree.particles(i).contains(particle);
                m.score += 2 * u32::from(hit);
                hit
            }
            Slot::Intransitive => patients.is_empty() && indirect.is_empty(),
            Slot::Passive => {
                let hit = tree.is_passive(i);
                m.score += u32::from(hit);
                hit
            }
            Slot::Clause { recipient, infinitive } => {
                let to = |c: usize| tree.children_by(c, &["mark"]).any(|k| tree.lower(k) == "to");
                let clause = tree.children(i).iter().copied().find(|&c| match tree.rel(c) {
                    "ccomp" | "xcomp" => !infinitive || to(c),
                    "advcl" => to(c),
                    _ => false,
                });
                if let Some(c) = clause {
                    m.clause = Some(c);
                    m.score += 2;
                    if *recipient && m.recipient.is_empty() {
                        if patients.is_empty() {
                            m.recipient.extend(tree.child(c, &["nsubj"]));
                        } else {
                            m.recipient.extend(&patients);
                        }
                    }
                }
                clause.is_some()
            }
        };
        if element.required && !found {
            return None;
        }
    }
    Some(m)
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
    let fits = |o: &&Oblique| {
        preps.contains(&o.prep) && !day(o.token) && (word || !(passive && o.prep == "by" && m.actor.contains(&o.token)))
    };
    match fill {
        Fill::Role(role) => {
            let mut hits: Vec<&Oblique> = all
                .iter()
                .filter(fits)
                .filter(|o| {
                    tree.is_nominal(o.token) || matches!(tree.token(o.token).upos, Upos::ADJ | Upos::SYM | Upos::NUM)
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

fn noun(
    tree: &Tree<'_>,
    i: usize,
    e: usize,
    entry: &Entry,
    pattern: &Pattern,
    codebook: &Codebook,
    can_act: CanAct<'_>,
) -> Option<Match> {
    let mut m = blank(e, i, true);
    let modifiers: Vec<usize> = tree.children_by(i, &["amod", "compound"]).collect();
    if modifiers.iter().any(|&c| is_word(tree, c, &entry.unless)) {
        return None;
    }
    // Whose it is: possessor, nationality or name before the noun.
    let mut before: Vec<usize> =
        tree.children(i).iter().copied().filter(|&c| tree.token(c).deprel == "nmod:poss").collect();
    if before.is_empty() {
        before = modifiers.into_iter().flat_map(|c| tree.conjuncts(c)).filter(|&c| can_act(c)).collect();
    }
    if before.is_empty() {
        // "precision U.S. airstrikes": a name deeper in the phrase, whatever it hangs on.
        before = tree
            .phrase(i)
            .filter(|&t| t < i && tree.token(t).form.starts_with(char::is_uppercase) && can_act(t))
            .take(1)
            .collect();
    }
    if before.is_empty() {
        // "Sweden is a member of the EU", "Hezbollah, an ally of Iran"
        before = if tree.child(i, &["cop"]).is_some() {
            tree.children_by(i, &["nsubj"]).collect()
        } else {
            tree.head(i).filter(|_| tree.rel(i) == "appos").into_iter().collect()
        };
    }
    m.role(pattern.subject).extend(&before);
    let mut around = tree.obliques(i);
    // "the arrest and detention of a minister": what only the last of two nouns bears belongs to both.
    if !around.iter().any(|o| o.prep == "of")
        && let Some(last) = tree.conjuncts(tree.first_conjunct(i)).last().copied().filter(|&l| l != i)
    {
        around.extend(tree.obliques(last).into_iter().filter(|o| o.prep == "of"));
    }
    // "talks in Jordan with the king": parsers hang the second phrase on the place.
    let inner: Vec<usize> =
        around.iter().filter(|o| matches!(o.prep.as_str(), "in" | "at" | "on")).map(|o| o.token).collect();
    for t in inner {
        around.extend(
            tree.obliques(t).into_iter().filter(|o| matches!(o.prep.as_str(), "with" | "between" | "against" | "by")),
        );
    }
    let outer = outer_noun(tree, i);
    if outer != i {
        around.extend(tree.obliques(outer).into_iter().filter(|o| o.token != i));
        let owners: Vec<usize> = tree
            .children(outer)
            .iter()
            .copied()
            .filter(|&c| {
                tree.token(c).deprel == "nmod:poss" || (matches!(tree.rel(c), "amod" | "compound") && can_act(c))
            })
            .collect();
        m.role(pattern.subject).extend(owners);
    }
    carried(tree, outer, codebook, &mut m, &mut around);
    // "tariffs imposed on U.S. goods", "the aid sent to Syria": what hangs on a participle of the noun is about it too.
    for c in tree.children_by(i, &["acl"]) {
        if tree.is_verb(c) && tree.patients(c).contains(&i) && m.light != Some(c) {
            around.extend(tree.obliques(c));
        }
    }
    for o in &around {
        match o.prep.as_str() {
            "by" if tree.is_nominal(o.token) && can_act(content_head(tree, o.token)) => m.actor.push(o.token),
            "between" | "among" => m.actor.push(o.token),
            _ => {}
        }
    }
    // "the signing of a deal between Iran and Iraq": what hangs on the deal is about its signing too.
    let reach = |taken: &[usize]| -> Vec<Oblique> {
        around.iter().cloned().chain(taken.iter().filter(|&&t| t > i).flat_map(|&t| tree.obliques(t))).collect()
    };
    for element in &pattern.elements {
        let found = match &element.slot {
            Slot::Preposition(preps, fill) => preposition(tree, &mut m, reach, preps, fill, false, can_act),
            Slot::Clause { recipient, .. } => {
                let clause = tree
                    .children(i)
                    .iter()
                    .copied()
                    .find(|&c| tree.rel(c) == "acl" && tree.token(c).deprel != "acl:relcl");
                m.clause = clause;
                m.score += 2 * u32::from(clause.is_some());
                if let (true, Some(c)) = (*recipient, clause) {
                    m.recipient.extend(tree.child(c, &["nsubj"]));
                }
                clause.is_some()
            }
            // A word that must stand before the noun ("peace talks").
            Slot::Object(Fill::Words(words)) => {
                let hit = tree.children_by(i, &["amod", "compound"]).find(|&c| is_word(tree, c, words));
                m.taken.extend(hit);
                m.score += 3 * u32::from(hit.is_some());
                hit.is_some()
            }
            Slot::Object(Fill::Role(role)) => {
                let hit = before.first().copied();
                if let Some(h) = hit {
                    m.role(*role).push(h);
                }
                hit.is_some()
            }
            Slot::Object(Fill::Any | Fill::RoleWords(..)) | Slot::Particle(_) | Slot::Passive | Slot::Intransitive => {
                false
            }
        };
        if element.required && !found {
            return None;
        }
    }
    let symmetric = matches!(entry.target, Target::Event(t) if t.symmetric());
    if m.actor.is_empty() {
        m.actor.extend(
            reach(&m.collocates).iter().filter(|o| matches!(o.prep.as_str(), "between" | "among")).map(|o| o.token),
        );
    }
    if symmetric && m.recipient.is_empty() {
        m.recipient.extend(around.iter().filter(|o| o.prep == "with").map(|o| o.token).take(1));
    }
    if symmetric && m.actor.is_empty() && !m.recipient.is_empty() {
        // "after a meeting with his counterpart": who does what the clause says takes part.
        m.actor = tree.head(outer).filter(|&h| tree.is_verb(h)).map(|h| tree.agents(h)).unwrap_or_default();
    }
    dedup(&mut m.actor);
    dedup(&mut m.recipient);
    let actor = m.actor.clone();
    m.recipient.retain(|t| !actor.contains(t));
    Some(m)
}

fn dedup(tokens: &mut Vec<usize>) {
    let mut seen = Vec::new();
    tokens.retain(|t| {
        let new = !seen.contains(t);
        seen.push(*t);
        new
    });
}

/// The counting noun around an event noun: "a *series* of attacks".
fn outer_noun(tree: &Tree<'_>, i: usize) -> usize {
    match tree.head(i) {
        Some(h) if tree.rel(i) == "nmod" && content_head(tree, h) == i => h,
        _ => i,
    }
}

/// The verb that carries an event noun, and what it adds: who holds the talks, with whom, and whether they took place.
fn carried(tree: &Tree<'_>, noun: usize, codebook: &Codebook, m: &mut Match, around: &mut Vec<Oblique>) {
    let first = tree.first_conjunct(noun);
    let (verb, link) = match tree.head(first) {
        Some(h) if matches!(tree.rel(first), "obj" | "nsubj" | "obl") && (tree.is_verb(h)) => (h, tree.rel(first)),
        _ => match tree.children(noun).iter().copied().find(|&c| tree.rel(c) == "acl" && tree.is_verb(c)) {
            // "the attack carried out by rebels", "the talks that Moscow hosted"
            Some(c) if tree.patients(c).contains(&noun) => (c, "obj"),
            _ => return,
        },
    };
    let lemma = tree.lemma(verb);
    let passive = tree.is_passive(verb);
    let prep = tree.preposition(first);
    let fits = |l: &&Light| {
        l.particle.as_ref().is_none_or(|p| tree.particles(verb).contains(p))
            && match link {
                "obl" => l.prep.is_some() && l.prep == prep,
                "nsubj" => passive && l.prep.is_none(),
                _ => l.prep.is_none() && !passive || (passive && tree.rel(verb) == "acl"),
            }
    };
    let light = codebook.light.get(lemma).and_then(|ls| ls.iter().filter(fits).max_by_key(|l| l.particle.is_some()));
    if let Some(light) = light {
        m.light = Some(verb);
        m.light_status = Some(light.status);
        m.score += 1;
        let agents = tree.agents(verb);
        let has_own = !m.actor.is_empty() && light.subject == Role::Actor;
        let possessed = tree.children(m.trigger).iter().any(|&c| tree.token(c).deprel == "nmod:poss");
        if !has_own {
            m.role(light.subject).extend(agents);
        } else if !possessed {
            for a in agents {
                if !m.actor.contains(&a) {
                    m.actor.insert(0, a);
                }
            }
        }
        around.extend(tree.obliques(verb).into_iter().filter(|o| o.token != noun && !(passive && o.prep == "by")));
    } else if link == "nsubj" && !passive && OCCUR.contains(&lemma) {
        m.light = Some(verb);
        around.extend(tree.obliques(verb));
    }
}

/// Verbs that say of an event only that it takes place.
const OCCUR: &[&str] = &[
    "happen",
    "occur",
    "take",
    "begin",
    "start",
    "continue",
    "erupt",
    "break",
    "last",
    "end",
    "resume",
    "follow",
    "come",
    "go",
    "be",
    "spread",
    "escalate",
    "intensify",
    "rage",
    "unfold",
    "conclude",
    "open",
    "ensue",
    "focus",
    "involve",
    "include",
    "leave",
];
