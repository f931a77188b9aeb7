//! From the scores of the heads to the grammar, names, predicates and attributions of one sentence.

use crate::heads::{Scored, TagParts};
use crate::labels::{Bio, Labels, Script};
use crate::lemma;
use crate::model::Model;
use crate::reading::{Argument, Attribution, Name, Predicate, Sentence, Token, Upos};
use crate::tree::best_tree;
use crate::wordpiece::Wordpieces;

/// From this probability on, a word is a predicate.
const PREDICATE: f32 = 0.5;

/// From this probability on, a word may be a cue.
const CUE: f32 = 0.25;

/// How sure a claim must be, its cue and its content together, to count (both tuned on PolNeAR dev).
const CLAIM: f32 = 0.35;

/// How sure a claim is of content that stands in other sentences, if anywhere.
const UNSEEN: f32 = 0.7;

/// Decides what a sentence says. The tokens come with their places and forms; the rest is filled in.
pub(crate) fn decode(scored: &Scored, model: &Model, sentence: &mut Sentence) {
    let Model { pieces, labels, types, .. } = model;
    let parts = &model.heads.tags;
    let words = scored.len();
    debug_assert_eq!(words, sentence.tokens.len());
    tags(scored, parts, labels, pieces, &mut sentence.tokens);
    grammar(scored, labels, &mut sentence.tokens);
    sentence.names = names(scored, &parts.names, &labels.names);
    let chance = |word: usize, part: &std::ops::Range<usize>| {
        let scores = scored.tag(word, part);
        1.0 / (1.0 + (scores[0] - scores[1]).exp())
    };
    sentence.attributed = (0..words).map(|w| chance(w, &parts.attributed)).collect();
    sentence.predicates = (0..words)
        .map(|w| (w, chance(w, &parts.predicate)))
        .filter(|&(_, prob)| prob >= PREDICATE)
        .map(|(token, prob)| Predicate { token, prob, arguments: arguments(scored, labels, token), types: Vec::new() })
        .collect();
    if let (Some(types), false) = (types, sentence.predicates.is_empty()) {
        types.fill(scored, &mut sentence.predicates);
    }
    let cues: Vec<(usize, f32)> =
        (0..words).map(|w| (w, chance(w, &parts.cue))).filter(|&(_, prob)| prob >= CUE).collect();
    sentence.attributions = attributions(scored, labels, &cues);
}

/// Of non-final words, those after which a sentence ends, as the model sees it: their probabilities.
pub(crate) fn boundaries(scored: &Scored, parts: &TagParts) -> Vec<f32> {
    (0..scored.len().saturating_sub(1))
        .map(|word| {
            let scores = scored.tag(word, &parts.boundary);
            1.0 / (1.0 + (scores[0] - scores[1]).exp())
        })
        .collect()
}

fn tags(scored: &Scored, parts: &TagParts, labels: &Labels, pieces: &Wordpieces, tokens: &mut [Token]) {
    for (word, token) in tokens.iter_mut().enumerate() {
        token.upos = labels.upos[top(scored.tag(word, &parts.upos))];
        token.feats = labels.feats[top(scored.tag(word, &parts.feats))];
        token.lemma = lemma(token, &labels.lemma[top(scored.tag(word, &parts.lemma))], pieces);
    }
}

/// By spelling where it settles the matter, else by the model's script.
fn lemma(token: &Token, script: &Script, pieces: &Wordpieces) -> String {
    let lower = token.form.to_lowercase();
    let known = |word: &str| pieces.knows(word);
    let feats = token.feats;
    let by_spelling = match token.upos {
        Upos::VERB => {
            let third = feats.person == Some("3") && feats.number == Some("Sing");
            let inflected = feats.tense == Some("Past") || matches!(feats.verb_form, Some("Part" | "Ger")) || third;
            lemma::verb(&lower, inflected, &known)
        }
        Upos::NOUN if feats.number == Some("Plur") => lemma::plural(&lower, &known),
        _ => None,
    };
    by_spelling.unwrap_or_else(|| {
        let lemma = script.apply(&token.form);
        if lemma.is_empty() { lower } else { lemma }
    })
}

fn grammar(scored: &Scored, labels: &Labels, tokens: &mut [Token]) {
    let words = tokens.len();
    let nodes = words + 1;
    let arcs = scored.arcs();
    let heads = best_tree(&arcs, words);
    let scores = scored.labels(&heads);
    let classes = labels.deprel.len();
    for (word, (token, head)) in tokens.iter_mut().zip(heads).enumerate() {
        // No word heads itself, which its own column must not take a share for.
        let mut row = arcs[word * nodes..(word + 1) * nodes].to_vec();
        row[word + 1] = f32::NEG_INFINITY;
        softmax(&mut row);
        token.head_prob = row[head.map_or(0, |h| h + 1)];
        let row = &mut scores[word * classes..(word + 1) * classes].to_vec();
        token.deprel = if head.is_none() {
            labels.deprel[labels.root]
        } else {
            row[labels.root] = f32::NEG_INFINITY;
            labels.deprel[top(row)]
        };
        token.head = head;
    }
}

/// The best row of classes in which every inside goes on a stretch of its kind (Viterbi).
pub(crate) fn names(scored: &Scored, part: &std::ops::Range<usize>, classes: &[Bio]) -> Vec<Name> {
    let words = scored.len();
    let rows: Vec<Vec<f32>> = (0..words)
        .map(|word| {
            let mut row = scored.tag(word, part).to_vec();
            softmax(&mut row);
            row
        })
        .collect();
    best_names(&rows, classes)
}

fn best_names(rows: &[Vec<f32>], classes: &[Bio]) -> Vec<Name> {
    let count = classes.len();
    let inside = |c: usize| classes[c].kind.is_some() && !classes[c].begins;
    let log = |p: f32| p.max(1e-30).ln();
    let mut scores: Vec<f32> = Vec::new();
    let mut back: Vec<Vec<usize>> = Vec::new();
    for row in rows {
        let mut next = vec![f32::NEG_INFINITY; count];
        let mut from = vec![0; count];
        // Whatever comes before may precede what is no inside; the best of it is the same for all.
        let best = top(&scores);
        for class in 0..count {
            let before = if back.is_empty() {
                (!inside(class)).then_some((0, 0.0))
            } else if !inside(class) {
                Some((best, scores[best]))
            } else {
                (0..count)
                    .filter(|&c| classes[c].kind == classes[class].kind)
                    .map(|c| (c, scores[c]))
                    .reduce(|a, b| if b.1 > a.1 { b } else { a })
            };
            if let Some((c, score)) = before {
                next[class] = score + log(row[class]);
                from[class] = c;
            }
        }
        scores = next;
        back.push(from);
    }
    let mut path = vec![0; rows.len()];
    let mut class = top(&scores);
    for word in (0..rows.len()).rev() {
        path[word] = class;
        class = back[word][class];
    }
    let mut names: Vec<(Name, f32)> = Vec::new();
    for (word, &class) in path.iter().enumerate() {
        let Some(kind) = classes[class].kind else { continue };
        let prob = rows[word][class];
        match names.last_mut() {
            Some((name, sum)) if inside(class) && name.tokens.end == word => {
                name.tokens.end += 1;
                *sum += prob;
            }
            _ => names.push((Name { tokens: word..word + 1, kind, prob: 0.0 }, prob)),
        }
    }
    names
        .into_iter()
        .map(|(name, sum)| {
            let prob = sum / name.tokens.len() as f32;
            Name { prob, ..name }
        })
        .collect()
}

fn arguments(scored: &Scored, labels: &Labels, predicate: usize) -> Vec<Argument> {
    let classes = labels.roles.len();
    let mut arguments: Vec<Argument> = Vec::new();
    for (token, row) in scored.roles(predicate).chunks_exact(classes).enumerate() {
        let mut row = row.to_vec();
        softmax(&mut row);
        let class = top(&row);
        if class == 0 || token == predicate {
            continue;
        }
        let argument = Argument { role: labels.roles[class], token, prob: row[class] };
        // A predicate has each numbered argument once.
        let same = arguments.iter().position(|a| a.role == argument.role && is_numbered(argument.role));
        match same {
            Some(place) if arguments[place].prob < argument.prob => {
                arguments.remove(place);
                arguments.push(argument);
            }
            Some(_) => {}
            None => arguments.push(argument),
        }
    }
    arguments
}

fn is_numbered(role: &str) -> bool {
    role.strip_prefix("ARG").is_some_and(|rest| rest.len() == 1 && rest != "M")
}

/// A gap of so many words inside what is attributed belongs to it.
const GAP: usize = 3;

/// What each cue claims, the surest claim first. A word belongs to one attribution at most; a claim that has more than half
/// of its content taken by surer ones is none of its own, nor is a weak one.
fn attributions(scored: &Scored, labels: &Labels, cues: &[(usize, f32)]) -> Vec<Attribution> {
    let mut claims: Vec<(f32, Attribution)> = cues
        .iter()
        .map(|&(cue, prob)| {
            let mut claim = Attribution { cue, prob, source: Vec::new(), content: Vec::new(), more: Vec::new() };
            let scores = scored.attributions(cue);
            let mut sure = 0.0;
            for (word, row) in scores.chunks_exact(scores.len() / scored.len()).enumerate() {
                let mut row = row.to_vec();
                softmax(&mut row);
                match top(&row) {
                    _ if word == cue => {}
                    class if class == labels.source => claim.source.push(word),
                    class if class == labels.content => {
                        claim.content.push(word);
                        sure += row[class];
                    }
                    _ => {}
                }
            }
            let sure = if claim.content.is_empty() { UNSEEN } else { sure / claim.content.len() as f32 };
            (prob * sure, claim)
        })
        .collect();
    claims.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cue.cmp(&b.1.cue)));
    let mut taken = vec![false; scored.len()];
    for (_, claim) in &claims {
        taken[claim.cue] = true;
    }
    let mut attributions: Vec<Attribution> = Vec::new();
    for (sure, mut claim) in claims {
        let before = claim.content.len();
        claim.content.retain(|&word| !taken[word]);
        if claim.content.len() * 2 < before || sure < CLAIM {
            continue;
        }
        claim.source.retain(|&word| !taken[word]);
        for &word in claim.content.iter().chain(&claim.source) {
            taken[word] = true;
        }
        attributions.push(claim);
    }
    for attribution in &mut attributions {
        let filled: Vec<usize> = attribution
            .content
            .windows(2)
            .map(|pair| pair[0] + 1..pair[1])
            .filter(|gap| gap.len() <= GAP && gap.clone().all(|word| !taken[word]))
            .flatten()
            .collect();
        attribution.content.extend(filled);
        attribution.content.sort_unstable();
    }
    attributions.sort_by_key(|a| a.cue);
    attributions
}

/// The first of the highest numbers.
fn top(row: &[f32]) -> usize {
    let mut best = 0;
    for (i, &x) in row.iter().enumerate() {
        if x > row[best] {
            best = i;
        }
    }
    best
}

pub(crate) fn softmax(row: &mut [f32]) {
    let high = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for x in row.iter_mut() {
        *x = (*x - high).exp();
        total += *x;
    }
    for x in row {
        *x /= total;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::NameKind::{Location, Person};

    fn check(rows: &[[f32; 5]], expected: &[(std::ops::Range<usize>, crate::reading::NameKind)]) {
        let bio = |begins, kind| Bio { begins, kind };
        let classes = [
            bio(false, None),
            bio(true, Some(Person)),
            bio(false, Some(Person)),
            bio(true, Some(Location)),
            bio(false, Some(Location)),
        ];
        let rows: Vec<Vec<f32>> = rows.iter().map(|r| r.to_vec()).collect();
        let found: Vec<_> = best_names(&rows, &classes).into_iter().map(|n| (n.tokens, n.kind)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_never_start_inside() {
        const O: [f32; 5] = [0.9, 0.025, 0.025, 0.025, 0.025];
        check(&[], &[]);
        check(&[O, O], &[]);
        check(&[O, [0.1, 0.7, 0.1, 0.05, 0.05], [0.1, 0.1, 0.7, 0.05, 0.05], O], &[(1..3, Person)]);
        // An inside at the start is a beginning.
        check(&[[0.1, 0.2, 0.6, 0.05, 0.05], [0.05, 0.05, 0.8, 0.05, 0.05]], &[(0..2, Person)]);
        // A change of kind inside goes with the surer word.
        check(&[[0.02, 0.9, 0.04, 0.02, 0.02], [0.1, 0.05, 0.35, 0.05, 0.45]], &[(0..2, Person)]);
        // Two names side by side.
        check(&[[0.02, 0.9, 0.04, 0.02, 0.02], [0.02, 0.02, 0.02, 0.9, 0.04]], &[(0..1, Person), (1..2, Location)]);
    }
}
