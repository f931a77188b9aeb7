//! What is worded like an act and is none: what is asked, what somebody likes to do, fights of words and votes.

use super::Scene;
use super::roles::Parties;
use crate::cast::{Cast, EntityId};
use crate::circumstances::clause_of;
use crate::matcher::Match;
use crate::tree::Tree;
use chancery_record::Sector;
use chancery_world::Kind;

/// Why an attack of politicians on each other is refused as force: it is done in words.
pub(super) const IN_WORDS: &str = "an attack in words";

/// Verbs that say of what follows that somebody likes it or does it as a rule.
const LIKINGS: &[&str] = &["like", "love", "enjoy", "prefer", "tend", "hate"];

/// Verbs by which somebody keeps another from doing something.
const PREVENTING: &[&str] =
    &["prevent", "block", "stop", "bar", "keep", "ban", "prohibit", "restrict", "forbid", "deter", "discourage"];

/// Verbs that judge or discuss what follows them as a gerund ("supports lifting the ban").
const WEIGHING: &[&str] = &["support", "favor", "favour", "back", "oppose", "advocate", "endorse", "discuss", "debate"];

/// Why the clause around an act does not tell of it, where it does not.
pub(super) fn unreal(tree: &Tree<'_>, m: &Match) -> Option<&'static str> {
    let top = m.light.unwrap_or(m.trigger);
    if asked(tree, top, m.nominal) {
        return Some("a question, which tells of nothing");
    }
    if !m.nominal && stands(tree, top) {
        return Some("where a force stands");
    }
    if !m.nominal && habitual(tree, top) {
        return Some("what is done as a rule");
    }
    // "Retaking the town would cost lives", "delaying the vote will press the cabinet to act"
    if !m.nominal
        && (tree.rel(top) == "csubj" && supposed(tree, tree.head(top))
            || tree.child(top, &["csubj"]).is_some() && supposed(tree, Some(top)))
    {
        return Some("what a deed would bring");
    }
    // "assess how to destroy the stockpile"
    let manner = |c: usize| matches!(tree.lower(c).as_str(), "how" | "where" | "when" | "whether") && c < top;
    if !m.nominal
        && tree.children_by(top, &["mark"]).any(|k| tree.lower(k) == "to")
        && tree.children_by(top, &["advmod", "mark"]).any(manner)
    {
        return Some("what might be done, and how");
    }
    let head = tree.head(top)?;
    let lemma = tree.lemma(head);
    let wished = || tree.children_by(head, &["aux"]).any(|a| matches!(tree.lower(a).as_str(), "would" | "'d" | "’d"));
    if tree.rel(top) == "xcomp" && LIKINGS.contains(&lemma) && !wished() {
        return Some("what somebody likes or tends to do");
    }
    let ing = |t: usize| tree.token(t).form.ends_with("ing");
    let clause = clause_of(tree, top);
    if tree.children_by(clause, &["mark"]).any(|k| matches!(tree.lower(k).as_str(), "until" | "unless" | "till")) {
        return Some("what is waited for");
    }
    if m.nominal {
        // "their conviction that peace is near"
        let belief = tree.lemma(m.trigger) == "conviction"
            && (tree.children(m.trigger).iter().any(|&c| {
                matches!(tree.rel(c), "acl" | "ccomp")
                    && tree.children_by(c, &["mark"]).any(|k| tree.lower(k) == "that")
            }) || tree
                .conjuncts(m.trigger)
                .iter()
                .any(|&c| matches!(tree.lemma(c), "will" | "faith" | "courage" | "belief")));
        return belief.then_some("what somebody believes");
    }
    if ing(top) && tree.rel(top) == "amod" {
        return Some("a participle that only describes");
    }
    // "they can be held for months": what the law allows, done by nobody.
    let can = tree.children_by(top, &["aux"]).any(|a| matches!(tree.lower(a).as_str(), "can" | "ca"));
    if can && tree.is_passive(top) && m.actor.is_empty() {
        return Some("what can be done");
    }
    if lemma == "worth" && ing(top) {
        return Some("what is worth it");
    }
    let able = matches!(lemma, "capacity" | "ability" | "capability" | "capable" | "able" | "power");
    if able && matches!(tree.rel(top), "acl" | "xcomp" | "advcl") && !tree.token(top).form.ends_with("ed") {
        return Some("what somebody is able to do");
    }
    if ing(top) && PREVENTING.contains(&lemma) && tree.preposition(top).as_deref() == Some("from") {
        return Some("what is prevented");
    }
    let object = matches!(tree.rel(top), "xcomp" | "ccomp" | "obj") && tree.child(top, &["nsubj", "mark"]).is_none();
    (ing(top) && object && WEIGHING.contains(&lemma)).then_some("what is favoured, opposed or talked over")
}

/// "Soldiers are rarely deployed at home": a verb in the present with an adverb of frequency.
fn habitual(tree: &Tree<'_>, verb: usize) -> bool {
    let often = tree.children_by(verb, &["advmod"]).any(|a| {
        matches!(
            tree.lower(a).as_str(),
            "rarely"
                | "seldom"
                | "often"
                | "usually"
                | "typically"
                | "generally"
                | "normally"
                | "sometimes"
                | "routinely"
        )
    });
    let aux: Vec<String> = tree.children_by(verb, &["aux"]).map(|a| tree.lower(a)).collect();
    let present = tree.token(verb).feats.tense == Some("Pres") && tree.token(verb).feats.verb_form == Some("Fin");
    often
        && (present && aux.is_empty() || aux.iter().any(|a| matches!(a.as_str(), "is" | "are" | "do" | "does" | "can")))
}

/// Whether a verb stands with a modal.
fn supposed(tree: &Tree<'_>, verb: Option<usize>) -> bool {
    verb.is_some_and(|v| {
        tree.children_by(v, &["aux"])
            .any(|a| matches!(tree.lower(a).as_str(), "would" | "will" | "'d" | "'ll" | "could" | "can" | "should"))
    })
}

/// "the troops stationed there", "soldiers, who are based in the north": where a force stands, not that it was sent.
fn stands(tree: &Tree<'_>, verb: usize) -> bool {
    let lasts = matches!(tree.lemma(verb), "station" | "base" | "garrison");
    if !(lasts || tree.lemma(verb) == "deploy") || !tree.is_passive(verb) {
        return false;
    }
    let aux: Vec<String> = tree.children_by(verb, &["aux"]).map(|a| tree.lower(a)).collect();
    let present = aux.len() == 1 && matches!(aux[0].as_str(), "is" | "are");
    let relative = tree.token(verb).deprel == "acl:relcl";
    // "kept troops stationed there"
    let kept = tree.rel(verb) == "xcomp"
        && tree.head(verb).is_some_and(|h| matches!(tree.lemma(h), "keep" | "have" | "leave" | "maintain"));
    kept || tree.rel(verb) == "acl" && tree.child(verb, &["nsubj"]).is_none() || (lasts || relative) && present
}

/// Verbs that say of what somebody else claims that it is not so.
const DENYING: &[&str] = &["deny", "refute", "reject", "dismiss", "rebut", "dispute", "disprove", "untrue", "false"];

/// Whether an act that did not happen is worth telling: somebody denies it, or it was to be expected and has not been done.
/// What cannot be, is not done as a rule, was prevented or failed tells of no act. `because` is the word that denies it.
pub(super) fn idle_denial(tree: &Tree<'_>, m: &Match, because: Option<usize>) -> Option<&'static str> {
    let word = because?;
    let lemma = tree.lemma(word);
    if DENYING.contains(&lemma) || lemma == "have" {
        return None;
    }
    let top = m.light.unwrap_or(m.trigger);
    let own = tree.head(word) == Some(top)
        || m.taken.iter().any(|&t| tree.head(word) == Some(t))
        || tree.children_by(top, &["nsubj"]).any(|s| tree.head(word) == Some(s));
    if !own || !matches!(tree.lower(word).as_str(), "not" | "n't" | "n’t" | "no" | "never") {
        return Some("what failed, was prevented or is not meant");
    }
    if m.nominal && m.light.is_none() {
        return Some("a noun that is denied names no act");
    }
    let past = |a: usize| {
        matches!(tree.lower(a).as_str(), "did" | "had" | "has" | "have" | "was" | "were" | "been" | "'ve" | "’ve")
    };
    let aux: Vec<usize> = tree.children_by(top, &["aux"]).collect();
    let told = if aux.is_empty() { tree.token(top).feats.tense == Some("Past") } else { aux.iter().all(|&a| past(a)) };
    let wanted = matches!(tree.lemma(top), "want" | "need" | "require" | "force" | "wish" | "oblige");
    (!told || wanted).then_some("what is not done as a rule, or cannot be")
}

/// Whether the act is the predicate of a yes-or-no question, or its object: "Will Paris send troops?"
fn asked(tree: &Tree<'_>, top: usize, nominal: bool) -> bool {
    let closing = |t: usize| matches!(tree.token(t).form.as_str(), "\"" | "”" | "’" | "'" | "''" | ")");
    let last = (0..tree.len()).rev().find(|&t| !closing(t));
    if last.is_none_or(|t| tree.token(t).form != "?") {
        return false;
    }
    let mut at = top;
    loop {
        let carried = match tree.rel(at) {
            "root" | "parataxis" => break,
            "xcomp" => true,
            "conj" => tree.child(at, &["nsubj"]).is_none(),
            "obj" => nominal && at == top,
            _ => false,
        };
        match tree.head(at) {
            Some(head) if carried => at = head,
            Some(_) => return false,
            None => break,
        }
    }
    let Some(subject) = tree.children_by(at, &["nsubj"]).min() else { return false };
    let first = tree.children_by(at, &["aux", "cop"]).min().is_some_and(|a| a < subject);
    let which = |t: usize| {
        matches!(tree.lower(t).as_str(), "who" | "what" | "why" | "how" | "when" | "where" | "which" | "whom" | "whose")
    };
    first && !(0..subject).any(which)
}

/// Whether somebody never uses force: a parliament, a court, a newspaper, those in them.
fn unarmed(cast: &Cast, e: EntityId) -> bool {
    matches!(cast.entity(e).sector, Some(Sector::LEG | Sector::JUD | Sector::JRN))
}

/// Whether somebody fights as politicians do.
fn politician(cast: &Cast, e: EntityId) -> bool {
    let x = cast.entity(e);
    let official =
        matches!(x.sector, Some(Sector::GOV | Sector::ELI | Sector::OPP)) && (x.person || x.kind == Kind::Office);
    unarmed(cast, e) || x.sector == Some(Sector::PTY) || official
}

/// Why force is none, where it is a fight of politicians: an attack on each other in words ([`IN_WORDS`]), or a contest of
/// votes ("took control of the Senate", "beat her rival"). `found` are the parties of the act.
pub(super) fn contest(scene: &Scene<'_>, s: usize, m: &Match, found: &Parties) -> Option<&'static str> {
    const CONTEST: &str = "a contest of politics";
    let (tree, cast, words) = (&scene.trees[s], &*scene.cast, &scene.codebook.stances);
    let rule = &scene.codebook.entries[m.entry].rule;
    let (abuse, rivalry) = (words.abuse.contains(rule), words.rivalry.contains(rule));
    // A lawmaker who punches a minister uses force, one who beats him wins.
    let blows = rule == "ASSAULT/beat" && !matches!(tree.lemma(m.trigger), "beat" | "thrash" | "pummel" | "maul");
    if !(abuse || rivalry) || blows {
        return None;
    }
    let verdict = Some(if abuse { IN_WORDS } else { CONTEST });
    let nouns = m.taken.iter().chain(Some(&m.trigger).filter(|_| m.nominal));
    if nouns
        .flat_map(|&n| tree.children_by(n, &["amod", "compound"]))
        .any(|a| words.verbal.iter().any(|w| w == tree.lemma(a)))
    {
        return verdict;
    }
    let (by, to) = (&found.actor, &found.recipient);
    // "In his speeches he has attacked the minority", "attacked the minister in an interview"
    let spoken = abuse
        && tree.obliques(m.light.unwrap_or(m.trigger)).iter().any(|o| {
            matches!(o.prep.as_str(), "in" | "on" | "during" | "with")
                && matches!(
                    tree.lemma(o.token),
                    "speech"
                        | "interview"
                        | "tweet"
                        | "statement"
                        | "remark"
                        | "address"
                        | "article"
                        | "editorial"
                        | "letter"
                        | "ad"
                        | "debate"
                        | "twitter"
                        | "post"
                        | "sermon"
                )
        });
    // "The authority attacked the secretary of state": a government does so to one politician of another in words.
    let rebuke = abuse
        && !to.is_empty()
        && by.iter().all(|&e| cast.entity(e).sector == Some(Sector::GOV))
        && to.iter().all(|&e| cast.entity(e).person && politician(cast, e));
    if spoken || rebuke {
        return verdict;
    }
    if by.is_empty() || !by.iter().all(|&e| politician(cast, e)) {
        return None;
    }
    let home = |e: EntityId| by.iter().any(|&a| cast.entity(a).country == cast.entity(e).country);
    let target = |&e: &EntityId| {
        let x = cast.entity(e);
        let interests = matches!(x.sector, Some(Sector::LAB | Sector::BUS | Sector::EDU | Sector::JRN));
        politician(cast, e)
            || rivalry && interests && home(e)
            || (x.sector == Some(Sector::GOV) && x.kind == Kind::Organization && home(e))
    };
    let parties = || by.iter().all(|&e| unarmed(cast, e) || cast.entity(e).sector == Some(Sector::PTY));
    let seats = rule == "ASSAULT/capture-place" && parties();
    // "the candidate hit back": who holds no office has no force to use.
    let powerless = |e: EntityId| {
        let x = cast.entity(e);
        unarmed(cast, e) || x.sector == Some(Sector::PTY) || abuse && x.person && x.sector == Some(Sector::ELI)
    };
    let among = if to.is_empty() { by.iter().all(|&e| powerless(e)) } else { to.iter().all(target) };
    (seats || among).then_some(verdict).flatten()
}
