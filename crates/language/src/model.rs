//! A model, loaded.

use crate::encoder::{Encoder, Precision};
use crate::heads::Heads;
use crate::labels::Labels;
use crate::weights::{ModelError, Weights, check_sum, sum_of};
use crate::wordpiece::Wordpieces;
use std::borrow::Cow;
use std::path::Path;

#[cfg(has_model)]
static EMBEDDED: Option<(&[u8], &str)> =
    Some((include_bytes!(env!("CHANCERY_MODEL_FILE")), env!("CHANCERY_MODEL_SUMS")));
#[cfg(not(has_model))]
static EMBEDDED: Option<(&[u8], &str)> = None;

/// The trained weights, ready to read with. Share it between threads; each thread has a [`crate::Reader`] of its own.
pub struct Model {
    pub(crate) weights: Weights,
    pub(crate) pieces: Wordpieces,
    pub(crate) encoder: Encoder,
    pub(crate) heads: Heads,
    pub(crate) labels: Labels,
}

impl Model {
    /// The model inside the program. Fails where the program was built without one, or where its bytes are not those that
    /// were published.
    pub fn embedded() -> Result<Model, ModelError> {
        let (bytes, sums) = EMBEDDED.ok_or(ModelError::Absent)?;
        if let Some(sum) = sum_of(sums, "chancery.safetensors") {
            check_sum(bytes, sum)?;
        }
        Model::build(Weights::parse(Cow::Borrowed(bytes))?, Precision::Int8)
    }

    /// A model from a file. Where a SHA256SUMS stands beside it that names it, the sum is checked.
    pub fn load(path: impl AsRef<Path>) -> Result<Model, ModelError> {
        Model::load_as(path, Precision::Int8)
    }

    /// A model from a file, computed as asked.
    pub fn load_as(path: impl AsRef<Path>, precision: Precision) -> Result<Model, ModelError> {
        Model::build(Weights::open(path.as_ref())?, precision)
    }

    pub(crate) fn build(weights: Weights, precision: Precision) -> Result<Model, ModelError> {
        Ok(Model {
            pieces: Wordpieces::new(&weights.config.vocab, weights.config.unk),
            encoder: Encoder::new(&weights, precision)?,
            heads: Heads::new(&weights, precision)?,
            labels: Labels::new(&weights.config)?,
            weights,
        })
    }

    /// The model's version, which records name.
    pub fn version(&self) -> &str {
        &self.weights.config.version
    }

    /// The word embeddings, row by row, as signed bytes.
    pub(crate) fn word_bytes(&self) -> &[u8] {
        let config = &self.weights.config;
        // Their presence was checked when the model was built.
        self.weights.bytes("emb.word.q", &[config.vocab.len(), config.hidden]).unwrap_or_default()
    }
}
