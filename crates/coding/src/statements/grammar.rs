//! Cues by the grammar of a sentence: the verb, noun or phrase that attributes, its source, and the words that it governs.

use super::{Found, marked};
use crate::codebook::{Codebook, Manner};
use crate::tree::{Tree, is_relative};
use chancery_language::Upos;
use chancery_record::EventType;
use std::ops::Range;

/// Cues by the grammar of the sentence.
pub(super) fn cues(tree: &Tree<'_>, codebook: &Codebook) -> Vec<Found> {
    let mut out = Vec::new();
    for i in 0..tree.len() {
        let token = tree.token(i);
        let lemma = tree.lemma(i);
        if let Some((cue_tokens, source, anchor)) = cue_phrase(tree, i, codebook) {
            // "according to X": the rest of the clause is X's.
            let anchor = tree.path_up(anchor).find(|&t| tree.is_verb(t) || tree.head(t).is_none()).unwrap_or(anchor);
            let except = [source, cue_tokens.start, cue_tokens.end - 2];
            let content = stretches(tree, &tree.subtree_without(anchor, &|c| except.contains(&c)), i);
            out.push(Found { phrase: true, cue_tokens, ..Found::new(i, source, content) });
        } else if token.upos == Upos::VERB
            && !tree.sentence.names.iter().any(|n| n.tokens.len() > 1 && n.tokens.contains(&i))
            && (codebook.cue_verbs.contains_key(lemma) || lemma == "put")
        {
            out.extend(verb_cue(tree, i, codebook));
        } else if token.upos == Upos::NOUN && codebook.cue_nouns.contains_key(lemma) {
            // "the claim by X that …", "X's claim that …"
            let clause = tree.children(i).iter().copied().find(|&c| {
                matches!(tree.rel(c), "acl" | "ccomp")
                    && tree.token(c).deprel != "acl:relcl"
                    && tree.children_by(c, &["mark"]).any(|m| tree.lower(m) == "that")
            });
            let owner = tree.owners(i).first().copied().or_else(|| {
                tree.obliques(i).into_iter().find(|o| matches!(o.prep.as_str(), "by" | "from" | "of")).map(|o| o.token)
            });
            if let (Some(clause), Some(owner)) = (clause, owner) {
                out.push(Found::new(i, owner, clause_range(tree, clause, &[], i)));
            }
        }
    }
    out
}

/// A preposition that attributes, at its first word: its words, the source after it, and what it hangs on.
fn cue_phrase(tree: &Tree<'_>, i: usize, codebook: &Codebook) -> Option<(Range<usize>, usize, usize)> {
    let is = |t: usize, word: &str| tree.get(t).is_some_and(|t| t.form.eq_ignore_ascii_case(word));
    let words = codebook.cue_phrases.iter().find(|p| p.len() > 1 && p.iter().enumerate().all(|(k, w)| is(i + k, w)))?;
    let last = i + words.len() - 1;
    let (source, anchor) = match tree.rel(i) {
        // "in the words of X"
        "case" if words.len() > 2 && tree.rel(last) == "case" => (tree.head(last)?, tree.head(tree.head(i)?)?),
        "case" => (tree.head(i)?, tree.head(tree.head(i)?)?),
        // "according" as a participle with its own oblique.
        _ => (tree.children_by(i, &["obl", "nmod"]).next()?, tree.head(i)?),
    };
    Some((i..i + words.len(), source, anchor))
}

fn verb_cue(tree: &Tree<'_>, v: usize, codebook: &Codebook) -> Option<Found> {
    let lemma = tree.lemma(v);
    // "was quoted as saying by media": the passive's subject is the source, the agent the intermediary.
    let quoted = matches!(lemma, "quote" | "cite");
    let passive = tree.is_passive(v);
    let (mut source, mut via) = (tree.agents(v).first().copied(), Vec::new());
    if quoted && passive {
        via = tree.by_agents(v);
        source = tree.patients(v).first().copied();
    } else if quoted && tree.obliques(v).iter().any(|o| o.prep == "as") {
        // "quoted a diplomat as saying"
        via = source.into_iter().collect();
        source = tree.patients(v).first().copied();
    }
    // "called the vote a farce" names a thing; no clause says it.
    let names = matches!(lemma, "put" | "call" | "dub" | "term" | "brand" | "label" | "describe" | "portray");
    let clauses: Vec<usize> = tree
        .children_by(v, &["ccomp", "parataxis"])
        .filter(|&c| tree.rel(c) == "ccomp" || adjoins_quote(tree, c))
        .filter(|&c| !names && !unanswered(tree, v, c))
        .collect();
    let mut content: Vec<Range<usize>> = clauses.iter().flat_map(|&c| clause_range(tree, c, &[], v)).collect();
    // "…, he said": the cue hangs below what is said.
    if content.is_empty()
        && tree.rel(v) == "parataxis"
        && !names
        && let Some(h) = tree.head(v)
    {
        content = stretches(tree, &tree.subtree_without(root_of(tree, h), &|c| c == v), v);
    }
    if content.is_empty() {
        content = governed(tree, v);
    }
    let mut reports = true;
    if content.is_empty() && !passive && requests(tree, v, codebook) {
        content = asked(tree, v);
        reports = false;
    }
    if lemma == "put" && content.is_empty() {
        return None;
    }
    if content.is_empty() && !passive {
        content = object(tree, v, codebook);
        reports = false;
    }
    let mut found = Found::new(v, source?, content);
    found.next = quoted && passive && found.content.is_empty();
    Some(Found { via, reports, ..found })
}

/// Whether a clause asks what the cue leaves open: "has yet to say whether …", "will decide if …".
fn unanswered(tree: &Tree<'_>, v: usize, clause: usize) -> bool {
    tree.subtree(clause)
        .into_iter()
        .find(|&t| tree.token(t).upos != Upos::PUNCT)
        .is_some_and(|t| open_question(tree, v, t))
}

/// Whether a word begins a question that the cue leaves open.
pub(super) fn open_question(tree: &Tree<'_>, v: usize, first: usize) -> bool {
    let asks = matches!(
        tree.lower(first).as_str(),
        "whether" | "if" | "who" | "what" | "which" | "when" | "where" | "why" | "how"
    );
    let undone = |&c: &usize| matches!(tree.lower(c).as_str(), "not" | "n't" | "never" | "n’t" | "to");
    asks && match tree.lemma(v) {
        "decide" | "determine" => true,
        "say" | "tell" | "know" | "reveal" | "disclose" | "clarify" | "specify" | "explain" => {
            tree.children(v).iter().any(undone)
        }
        _ => false,
    }
}

/// What a verb says by a complement that is no finite clause: "accused it of being …", "dismissed the plan as …", "was
/// quoted as saying …", "called the vote a …", "urged Turkey to …", "warned of …", "put the toll at …".
fn governed(tree: &Tree<'_>, v: usize) -> Vec<Range<usize>> {
    let lemma = tree.lemma(v);
    let object = tree.patients(v).into_iter().find(|&o| o > v && !tree.is_passive(v));
    for o in tree.obliques(v) {
        let gerund = tree.is_verb(o.token) || tree.token(o.token).form.ends_with("ing");
        let after = o.token > v;
        let (fits, whole) = match lemma {
            "accuse" | "suspect" => (o.prep == "of", false),
            "describe" | "denounce" | "condemn" | "portray" | "characterize" | "characterise" | "brand" | "label"
            | "dismiss" | "hail" | "regard" | "see" | "reject" | "view" => (o.prep == "as", true),
            "quote" | "cite" => (o.prep == "as", false),
            "criticize" | "criticise" | "blame" => (o.prep == "for" && gerund, false),
            "warn" | "speak" => (o.prep == "of" && after && !gerund, false),
            "put" => (o.prep == "at" && after && object.is_some() && numeral(tree, o.token), true),
            _ => (false, false),
        };
        if !fits {
            continue;
        }
        if matches!(lemma, "quote" | "cite") {
            // "as saying that …"
            return tree.child(o.token, &["ccomp", "obj"]).map_or(Vec::new(), |c| clause_range(tree, c, &[], v));
        }
        let named = |x: usize| tree.token(x).upos != Upos::PRON;
        if let Some(object) = object.filter(|&x| whole && named(x) && x < o.token && !tree.within(o.token, x)) {
            return joined(tree, object, o.token, v);
        }
        // "accused Trump of politicizing": the one accused is no part of what is said.
        let before: Vec<usize> = tree
            .children_by(o.token, &["nsubj"])
            .filter(|&n| n < o.token && tree.children_by(o.token, &["mark", "case"]).any(|m| m > n))
            .collect();
        let found = clause_range(tree, o.token, &before, v);
        return if whole { or_word(tree, o.token, found) } else { found };
    }
    if matches!(lemma, "call" | "dub" | "term" | "brand" | "label" | "declare" | "deem" | "consider") {
        let relative = tree.rel(v) == "acl";
        if let Some(x) = tree.child(v, &["xcomp"]).filter(|&x| !tree.is_verb(x)) {
            return match object.filter(|&o| o < x) {
                Some(o) if tree.token(o).upos != Upos::PRON => joined(tree, o, x, v),
                // "called the president": without an object the name is one.
                None if !relative && !tree.is_passive(v) && !adjoins_quote(tree, x) => Vec::new(),
                _ => or_word(tree, x, clause_range(tree, x, &[], v)),
            };
        }
        // "what Moscow calls an operation"
        let what = tree.head(v).is_some_and(|h| relative && tree.lower(h) == "what");
        if let Some(o) = tree.child(v, &["obj"]).filter(|&o| what && o > v) {
            return or_word(tree, o, clause_range(tree, o, &[], v));
        }
    }
    Vec::new()
}

/// A phrase's stretches, or its one word: what something is called may be "terrorists".
fn or_word(tree: &Tree<'_>, t: usize, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let names = matches!(tree.token(t).upos, Upos::NOUN | Upos::ADJ | Upos::PROPN);
    if found.is_empty() && names { std::iter::once(t..t + 1).collect() } else { found }
}

/// What is asked of somebody, with whom it is asked of: "urged *both sides to stop*", "called on *the army to withdraw*".
fn asked(tree: &Tree<'_>, v: usize) -> Vec<Range<usize>> {
    let Some(x) = tree
        .children_by(v, &["xcomp", "advcl", "ccomp"])
        .find(|&x| x > v && tree.children_by(x, &["mark"]).any(|m| tree.token(m).upos == Upos::PART))
    else {
        return Vec::new();
    };
    let between = |t: usize| t > v && t < x;
    let asked = if matches!(tree.lemma(v), "call" | "appeal" | "plead") {
        addressed(tree, v).find(|&t| between(t))
    } else {
        tree.patients(v).into_iter().find(|&o| between(o))
    };
    let Some(asked) = asked else { return Vec::new() };
    let mut tokens = tree.subtree_without(asked, &|c| tree.rel(c) == "case");
    tokens.extend(tree.subtree_without(x, &|c| c == asked));
    tokens.sort_unstable();
    tokens.dedup();
    stretches(tree, &tokens, v)
}

/// On whom one calls and for what, but not when.
pub(super) fn addressed<'t>(tree: &'t Tree<'_>, v: usize) -> impl Iterator<Item = usize> + 't {
    tree.obliques(v)
        .into_iter()
        .filter(|o| matches!(o.prep.as_str(), "on" | "upon" | "to" | "for" | "with"))
        .map(|o| o.token)
        .filter(|&t| !tree.lower(t).ends_with("day") && tree.token(t).upos != Upos::NUM)
}

/// An object and what is said of it, as one stretch: "the vote a farce".
fn joined(tree: &Tree<'_>, object: usize, said: usize, v: usize) -> Vec<Range<usize>> {
    let mut tokens = tree.subtree(object);
    tokens.extend(tree.subtree(said));
    tokens.retain(|&t| t > v);
    tokens.sort_unstable();
    tokens.dedup();
    stretches(tree, &tokens, v)
}

fn numeral(tree: &Tree<'_>, t: usize) -> bool {
    tree.subtree(t).into_iter().any(|t| tree.token(t).upos == Upos::NUM)
}

/// What a verb says by a plain object: one that is quoted ("emphasized the “decisive contribution” …"), or any, where the
/// verb's object is what is said ("denied any role").
fn object(tree: &Tree<'_>, v: usize, codebook: &Codebook) -> Vec<Range<usize>> {
    let Some(o) = tree.patients(v).first().copied() else { return Vec::new() };
    let cue = codebook.cue_verbs.get(tree.lemma(v));
    let telling = cue.is_some_and(|c| c.object) && o > v && !is_relative(tree.token(o));
    if !telling && !adjoins_quote(tree, o) {
        return Vec::new();
    }
    let found = clause_range(tree, o, &[], v);
    // "denied wrongdoing", but not "denied it".
    if found.is_empty() && tree.lemma(v) == "deny" && matches!(tree.token(o).upos, Upos::NOUN | Upos::VERB) {
        return std::iter::once(o..o + 1).collect();
    }
    found
}

fn root_of(tree: &Tree<'_>, t: usize) -> usize {
    tree.path_up(t).find(|&x| tree.head(x).is_none() || matches!(tree.rel(x), "ccomp" | "advcl" | "acl")).unwrap_or(t)
}

/// Whether a phrase holds a quotation mark or stands beside one.
fn adjoins_quote(tree: &Tree<'_>, i: usize) -> bool {
    let sub = tree.subtree(i);
    let (first, last) = (sub[0], sub[sub.len() - 1]);
    sub.iter().any(|&t| marked(tree, t))
        || (first > 0 && marked(tree, first - 1))
        || (last + 1 < tree.len() && marked(tree, last + 1))
}

/// The tokens of a clause as stretches, without its conjunction ("that") and without the branches below `except`.
fn clause_range(tree: &Tree<'_>, clause: usize, except: &[usize], cue: usize) -> Vec<Range<usize>> {
    let first =
        tree.subtree_without(clause, &|c| except.contains(&c)).into_iter().find(|&t| tree.token(t).upos != Upos::PUNCT);
    let tokens = tree.subtree_without(clause, &|c| {
        except.contains(&c)
            || (Some(c) == first
                && matches!(tree.rel(c), "mark" | "case")
                && matches!(tree.lower(c).as_str(), "that" | "as" | "of" | "for"))
    });
    stretches(tree, &tokens, cue)
}

/// Sorted tokens as unbroken stretches, punctuation at the edges (but for quotation marks) left out; stretches of
/// punctuation alone fall away.
pub(super) fn stretches(tree: &Tree<'_>, tokens: &[usize], cue: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for &t in tokens {
        match out.last_mut() {
            // Neither a gap of punctuation nor a few words that the parser hung elsewhere break a stretch; the cue does.
            Some(last)
                if !(last.end..t).contains(&cue)
                    && ((last.end..t).all(|g| tree.token(g).upos == Upos::PUNCT) || t - last.end <= 4) =>
            {
                last.end = t + 1
            }
            _ => out.push(t..t + 1),
        }
    }
    for r in &mut out {
        let edge = |t: usize| tree.token(t).upos == Upos::PUNCT && !marked(tree, t);
        while r.start < r.end && edge(r.start) {
            r.start += 1;
        }
        while r.end > r.start && edge(r.end - 1) {
            r.end -= 1;
        }
    }
    // A single word says nothing, unless it is quoted.
    let words = |r: &Range<usize>| r.clone().filter(|&t| tree.token(t).upos != Upos::PUNCT).count();
    out.retain(|r| words(r) >= 2 || (words(r) == 1 && r.clone().any(|t| marked(tree, t))));
    out
}

/// Whether a verb asks, orders or appeals, so that what its object shall do is what is said.
pub(super) fn requests(tree: &Tree<'_>, v: usize, codebook: &Codebook) -> bool {
    codebook.cue_verbs.get(tree.lemma(v)).is_some_and(|c| c.event == Some(EventType::REQUEST))
        || tree.lemma(v) == "call"
}

/// Whether a verb tells of a thought.
pub(super) fn thinks(tree: &Tree<'_>, v: usize, codebook: &Codebook) -> bool {
    codebook.cue_verbs.get(tree.lemma(v)).is_some_and(|c| c.manner == Manner::Think)
}
