//! Noun patterns on the tree: whose the act is, what hangs on the noun and on the verb that carries it.

use super::{CanAct, Match, blank, is_word, preposition};
use crate::cast::content_head;
use crate::codebook::pattern::{Fill, Pattern, Role, Slot};
use crate::codebook::{Codebook, Entry, Light, Target};
use crate::tree::{Oblique, Tree};

/// What a pattern makes of an event noun; none where something that it requires is missing.
pub(super) fn noun(
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
        } else if let Some(h) =
            tree.head(i).filter(|&h| tree.rel(i) == "xcomp" && matches!(tree.lemma(h), "remain" | "become"))
        {
            // "Sweden remains a donor"
            tree.agents(h)
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
                    .find(|&c| matches!(tree.rel(c), "acl" | "ccomp") && tree.token(c).deprel != "acl:relcl");
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
    if m.actor.is_empty()
        && let Some(head) = tree.head(tree.first_conjunct(outer)).filter(|&h| tree.lemma(h) == "responsible")
    {
        // "The militia is responsible for the massacre"
        m.actor = tree.children_by(head, &["nsubj"]).collect();
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
