//! The head for types: which type of act a predicate may report, by what it means, whether or not a codebook knows it.

use crate::decode::softmax;
use crate::encoder::{EARLY, transpose};
use crate::heads::Scored;
use crate::ops;
use crate::reading::Predicate;
use crate::weights::{Config, ModelError, RowWeights, Weights};
use chancery_record::EventType;
use serde::Deserialize;
use std::borrow::Cow;

/// What its file says of itself.
#[derive(Deserialize)]
struct About {
    version: String,
    /// The version of the model whose vectors it was trained on.
    model: String,
    /// After how many layers the predicate's vector is taken.
    layer: usize,
    /// The first is "-", no event.
    labels: Vec<String>,
}

/// The head: one hidden layer on a predicate's early vector and the mean of its sentence.
pub(crate) struct Types {
    pub(crate) version: String,
    labels: Vec<EventType>,
    /// The hidden layer's weights of the predicate and of the mean, which is the same for all predicates of a sentence.
    word: Vec<f32>,
    mean: Vec<f32>,
    bias: Vec<f32>,
    /// How wide the hidden layer is, in the steps of a product.
    width: usize,
    out: Vec<f32>,
    out_bias: Vec<f32>,
    out_width: usize,
}

/// A layer of floats, its outputs filled up to the steps of a product: weights by input, biases, width.
fn dense(weights: &Weights<About>, name: &str, inputs: usize) -> Result<(Vec<f32>, Vec<f32>, usize), ModelError> {
    let rows = weights.dense(name, inputs)?;
    let RowWeights::Float(w) = rows.weights else {
        return Err(ModelError::Format(format!("{name} of the types does not hold floats")));
    };
    let width = rows.outputs.next_multiple_of(16);
    Ok((transpose(&w, rows.outputs, inputs, width), rows.bias, width))
}

impl Types {
    /// The head from its file's bytes, for a model.
    pub(crate) fn new(bytes: Cow<'static, [u8]>, model: &Config) -> Result<Types, ModelError> {
        let weights = Weights::<About>::take_apart(bytes)?;
        let About { version, model: trained, layer, labels } = &weights.config;
        let wrong = |what: String| Err(ModelError::Format(what));
        if trained != &model.version {
            return wrong(format!(
                "its types were trained for the model {trained}, not {}: train them again",
                model.version
            ));
        }
        if *layer != EARLY || *layer > model.layers {
            return wrong(format!("its types take vectors after layer {layer}, not {EARLY}"));
        }
        let known: Vec<EventType> = labels.iter().skip(1).filter_map(|l| EventType::from_code(l)).collect();
        if labels.first().is_none_or(|l| l != "-") || known.len() + 1 != labels.len() {
            return wrong(format!("its types {labels:?} are not \"-\" and event types"));
        }
        let (mut word, mut bias, width) = dense(&weights, "hidden", 2 * model.hidden)?;
        let mean = word.split_off(model.hidden * width);
        let (mut out, out_bias, out_width) = dense(&weights, "out", bias.len())?;
        if out_bias.len() != labels.len() {
            return wrong(format!("its types have {} outputs for {} labels", out_bias.len(), labels.len()));
        }
        bias.resize(width, 0.0);
        out.resize(width * out_width, 0.0);
        Ok(Types { version: version.clone(), labels: known, word, mean, bias, width, out, out_bias, out_width })
    }

    /// Gives each predicate of a sentence its types.
    pub(crate) fn fill(&self, scored: &Scored, predicates: &mut [Predicate]) {
        let mean = scored.mean();
        let inputs = mean.len();
        let mut base = vec![0.0; self.width];
        ops::product(&mean, inputs, &self.mean, self.width, &mut base);
        base.iter_mut().zip(&self.bias).for_each(|(x, b)| *x += b);
        let vectors: Vec<f32> = predicates.iter().flat_map(|p| scored.early(p.token)).copied().collect();
        let mut inner = vec![0.0; predicates.len() * self.width];
        ops::product(&vectors, inputs, &self.word, self.width, &mut inner);
        for row in inner.chunks_exact_mut(self.width) {
            row.iter_mut().zip(&base).for_each(|(x, b)| *x += b);
        }
        ops::relu(&mut inner);
        let mut scores = vec![0.0; predicates.len() * self.out_width];
        ops::product(&inner, self.width, &self.out, self.out_width, &mut scores);
        for (predicate, row) in predicates.iter_mut().zip(scores.chunks_exact(self.out_width)) {
            let mut chances: Vec<f32> = row.iter().zip(&self.out_bias).map(|(x, b)| x + b).collect();
            softmax(&mut chances);
            predicate.types = self.labels.iter().copied().zip(chances.into_iter().skip(1)).collect();
            predicate.types.sort_by(|a, b| b.1.total_cmp(&a.1));
        }
    }
}
