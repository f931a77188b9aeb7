//! The heads of the model on the word vectors of one sentence: tags, arcs, relations, roles, attributions.

use crate::encoder::{Buffers, Gemm, Linear, Precision, transpose};
use crate::ops;
use crate::weights::{Config, ModelError, RowWeights, Rows, Weights};
use std::ops::Range;

/// Where each part of the tag head stands in its outputs.
pub(crate) struct TagParts {
    pub(crate) upos: Range<usize>,
    pub(crate) feats: Range<usize>,
    pub(crate) lemma: Range<usize>,
    pub(crate) names: Range<usize>,
    pub(crate) uner: Range<usize>,
    pub(crate) boundary: Range<usize>,
    pub(crate) predicate: Range<usize>,
    pub(crate) cue: Range<usize>,
    pub(crate) attributed: Range<usize>,
}

impl TagParts {
    fn new(c: &Config) -> (TagParts, usize) {
        let mut end = 0;
        let mut next = |size: usize| {
            end += size;
            end - size..end
        };
        let parts = TagParts {
            upos: next(c.upos.len()),
            feats: next(c.feats.len()),
            lemma: next(c.lemma.len()),
            names: next(c.names.len()),
            uner: next(c.uner.len()),
            boundary: next(2),
            predicate: next(2),
            cue: next(2),
            attributed: next(2),
        };
        (parts, end)
    }
}

/// Scores classes of pairs of words: rectified sum of a projection of each, then a linear layer.
struct Pairs {
    left: Range<usize>,
    right: Range<usize>,
    /// `[width, padded]`.
    out: Vec<f32>,
    bias: Vec<f32>,
    padded: usize,
}

impl Pairs {
    /// Class scores of pairs, `bias.len()` for each; `left` and `right` give the rows of a pair's projections.
    fn score<'r>(&self, pairs: impl Iterator<Item = (&'r [f32], &'r [f32])>) -> Vec<f32> {
        let mut sums: Vec<f32> = Vec::new();
        for (left, right) in pairs {
            sums.extend(left[self.left.clone()].iter().zip(&right[self.right.clone()]).map(|(l, r)| l + r));
        }
        ops::relu(&mut sums);
        let width = self.left.len();
        let mut wide = vec![0.0; sums.len() / width * self.padded];
        ops::product(&sums, width, &self.out, self.padded, &mut wide);
        let classes = self.bias.len();
        wide.chunks_exact(self.padded)
            .flat_map(|row| row[..classes].iter().zip(&self.bias).map(|(x, b)| x + b))
            .collect()
    }
}

/// All heads. Their first layers are one, so that a word vector is multiplied once.
pub(crate) struct Heads {
    first: Linear,
    pub(crate) tags: TagParts,
    arc_dep: Range<usize>,
    arc_head: Range<usize>,
    arc_u: Vec<f32>,
    arc_v: Vec<f32>,
    label: Pairs,
    role: Pairs,
    attr: Pairs,
}

impl Heads {
    pub(crate) fn new(weights: &Weights, precision: Precision) -> Result<Heads, ModelError> {
        let c = &weights.config;
        let (tags, tag_count) = TagParts::new(c);
        let mut first = Rows { outputs: 0, inputs: c.hidden, weights: RowWeights::Float(Vec::new()), bias: Vec::new() };
        let mut add = |name: &str, outputs: Option<usize>| -> Result<Range<usize>, ModelError> {
            let rows = weights.dense(name, c.hidden)?;
            if outputs.is_some_and(|n| n != rows.outputs) {
                return Err(ModelError::Format(format!("{name} has {} outputs, expected {outputs:?}", rows.outputs)));
            }
            let start = first.outputs;
            first.outputs += rows.outputs;
            first.bias.extend(rows.bias);
            if let (RowWeights::Float(all), RowWeights::Float(part)) = (&mut first.weights, rows.weights) {
                all.extend(part);
            }
            Ok(start..first.outputs)
        };
        add("tag", Some(tag_count))?;
        let arc_dep = add("arc_dep", None)?;
        let arc_head = add("arc_head", Some(arc_dep.len()))?;
        let mut pairs = |left: &str, right: &str, out: &str, classes: usize| -> Result<Pairs, ModelError> {
            let left = add(left, None)?;
            let right = add(right, Some(left.len()))?;
            let rows = weights.dense(out, left.len())?;
            let (RowWeights::Float(w), true) = (rows.weights, rows.outputs == classes) else {
                return Err(ModelError::Format(format!("{out} has {} outputs for {classes} labels", rows.outputs)));
            };
            let padded = classes.next_multiple_of(16);
            Ok(Pairs { out: transpose(&w, classes, left.len(), padded), bias: rows.bias, padded, left, right })
        };
        let label = pairs("label_dep", "label_head", "label", c.deprel.len())?;
        let role = pairs("role_pred", "role_arg", "role", c.roles.len())?;
        let attr = pairs("attr_cue", "attr_tok", "attr", c.attr.len())?;
        let width = arc_dep.len();
        let u = weights.floats("arc.u", &[width, width])?;
        Ok(Heads {
            first: Linear::new(first, precision),
            tags,
            arc_u: transpose(&u, width, width, width),
            arc_v: weights.floats("arc.v", &[width])?,
            arc_dep,
            arc_head,
            label,
            role,
            attr,
        })
    }

    /// The first layer on rows of word vectors.
    pub(crate) fn project(&self, gemm: &Gemm, buffers: &mut Buffers, vectors: &[f32], out: &mut Vec<f32>) {
        self.first.apply(gemm, buffers, vectors, out);
    }

    /// How wide a row of [`Heads::project`] is.
    pub(crate) fn width(&self) -> usize {
        self.first.outputs
    }
}

/// One sentence as the heads see it.
pub(crate) struct Scored<'a> {
    heads: &'a Heads,
    /// Projected rows: the root, then each word.
    rows: &'a [f32],
    /// The encoder's last and early vectors of the same.
    vectors: &'a [f32],
    early: &'a [f32],
}

impl<'a> Scored<'a> {
    pub(crate) fn new(heads: &'a Heads, rows: &'a [f32], vectors: &'a [f32], early: &'a [f32]) -> Scored<'a> {
        Scored { heads, rows, vectors, early }
    }

    /// The early vector of a word, for the head for types.
    pub(crate) fn early(&self, word: usize) -> &'a [f32] {
        let width = self.heads.first.inputs;
        &self.early[(word + 1) * width..(word + 2) * width]
    }

    /// The mean of the last vectors of the words.
    pub(crate) fn mean(&self) -> Vec<f32> {
        let width = self.heads.first.inputs;
        let mut mean = vec![0.0; width];
        for row in self.vectors[width..].chunks_exact(width) {
            for (sum, x) in mean.iter_mut().zip(row) {
                *sum += x;
            }
        }
        let words = self.len().max(1) as f32;
        mean.iter_mut().for_each(|sum| *sum /= words);
        mean
    }

    /// How many words the sentence has.
    pub(crate) fn len(&self) -> usize {
        self.rows.len() / self.heads.width() - 1
    }

    fn row(&self, index: usize) -> &'a [f32] {
        &self.rows[index * self.heads.width()..(index + 1) * self.heads.width()]
    }

    /// Scores of one part of the tag head for a word.
    pub(crate) fn tag(&self, word: usize, part: &Range<usize>) -> &'a [f32] {
        &self.row(word + 1)[part.clone()]
    }

    /// Scores of every head for every word, `[words, words + 1]`; column 0 is the root.
    pub(crate) fn arcs(&self) -> Vec<f32> {
        let Heads { arc_dep, arc_head, arc_u, arc_v, .. } = self.heads;
        let (width, nodes) = (arc_dep.len(), self.len() + 1);
        let take = |part: &Range<usize>, from: usize| -> Vec<f32> {
            let mut out: Vec<f32> = (from..nodes).flat_map(|i| &self.row(i)[part.clone()]).copied().collect();
            ops::relu(&mut out);
            out
        };
        let (dependents, governors) = (take(arc_dep, 1), take(arc_head, 0));
        let mut turned = vec![0.0; nodes * width];
        ops::product(&governors, width, arc_u, width, &mut turned);
        let padded = nodes.next_multiple_of(16);
        let turned = transpose(&turned, nodes, width, padded);
        let mut scores = vec![0.0; self.len() * padded];
        ops::product(&dependents, width, &turned, padded, &mut scores);
        let mut favour = vec![0.0; nodes];
        ops::product(&governors, width, arc_v, 1, &mut favour);
        scores.chunks_exact(padded).flat_map(|row| row.iter().zip(&favour).map(|(s, f)| s + f)).collect()
    }

    /// Scores of the relations of each word to its head (none is the root).
    pub(crate) fn labels(&self, heads: &[Option<usize>]) -> Vec<f32> {
        let pairs =
            heads.iter().enumerate().map(|(word, head)| (self.row(word + 1), self.row(head.map_or(0, |h| h + 1))));
        self.heads.label.score(pairs)
    }

    /// Scores of the roles of each word with a predicate.
    pub(crate) fn roles(&self, predicate: usize) -> Vec<f32> {
        self.heads.role.score((0..self.len()).map(|word| (self.row(predicate + 1), self.row(word + 1))))
    }

    /// Scores of the attribution classes of each word with a cue.
    pub(crate) fn attributions(&self, cue: usize) -> Vec<f32> {
        self.heads.attr.score((0..self.len()).map(|word| (self.row(cue + 1), self.row(word + 1))))
    }
}
