//! A model, loaded.

use crate::encoder::{Encoder, Precision};
use crate::heads::Heads;
use crate::labels::Labels;
use crate::types::Types;
use crate::weights::{ModelError, Weights, check_sum, read_file, sum_of};
use crate::wordpiece::Wordpieces;
use std::borrow::Cow;
use std::path::Path;

#[cfg(has_model)]
static EMBEDDED: Option<(&[u8], &str)> =
    Some((include_bytes!(env!("CHANCERY_MODEL_FILE")), env!("CHANCERY_MODEL_SUMS")));
#[cfg(not(has_model))]
static EMBEDDED: Option<(&[u8], &str)> = None;

#[cfg(has_types)]
pub(crate) static EMBEDDED_TYPES: Option<(&[u8], &str)> =
    Some((include_bytes!(env!("CHANCERY_TYPES_FILE")), env!("CHANCERY_TYPES_SUMS")));
#[cfg(not(has_types))]
pub(crate) static EMBEDDED_TYPES: Option<(&[u8], &str)> = None;

const MODEL_FILE: &str = "chancery.safetensors";
const TYPES_FILE: &str = "types.safetensors";

/// The trained weights, ready to read with. Share it between threads; each thread has a [`crate::Reader`] of its own.
pub struct Model {
    pub(crate) weights: Weights,
    pub(crate) pieces: Wordpieces,
    pub(crate) encoder: Encoder,
    pub(crate) heads: Heads,
    pub(crate) labels: Labels,
    pub(crate) types: Option<Types>,
    version: String,
}

impl Model {
    /// The model inside the program. Fails where the program was built without one, or where its bytes are not those that
    /// were published.
    pub fn embedded() -> Result<Model, ModelError> {
        let (bytes, sums) = EMBEDDED.ok_or(ModelError::Absent)?;
        let checked = |bytes: &'static [u8], sums: &str, name: &str| {
            sum_of(sums, name).map_or(Ok(()), |sum| check_sum(bytes, sum)).map(|()| Cow::Borrowed(bytes))
        };
        let types = EMBEDDED_TYPES.map(|(bytes, sums)| checked(bytes, sums, TYPES_FILE)).transpose()?;
        Model::build(Weights::parse(checked(bytes, sums, MODEL_FILE)?)?, types, Precision::Int8)
    }

    /// A model from a file, with the types.safetensors beside it, if any. Where a SHA256SUMS stands beside them that names
    /// them, the sums are checked.
    pub fn load(path: impl AsRef<Path>) -> Result<Model, ModelError> {
        Model::load_as(path, Precision::Int8)
    }

    /// A model from a file, computed as asked.
    pub fn load_as(path: impl AsRef<Path>, precision: Precision) -> Result<Model, ModelError> {
        let path = path.as_ref();
        let types = path.with_file_name(TYPES_FILE);
        let types = types.exists().then(|| read_file(&types)).transpose()?.map(Cow::Owned);
        Model::build(Weights::parse(Cow::Owned(read_file(path)?))?, types, precision)
    }

    pub(crate) fn build(
        weights: Weights,
        types: Option<Cow<'static, [u8]>>,
        precision: Precision,
    ) -> Result<Model, ModelError> {
        let types = types.map(|bytes| Types::new(bytes, &weights.config)).transpose()?;
        let version = &weights.config.version;
        let version = types.as_ref().map_or_else(|| version.clone(), |t| format!("{version}+types-{}", t.version));
        Ok(Model {
            pieces: Wordpieces::new(&weights.config.vocab, weights.config.unk),
            encoder: Encoder::new(&weights, precision)?,
            heads: Heads::new(&weights, precision)?,
            labels: Labels::new(&weights.config)?,
            weights,
            types,
            version,
        })
    }

    /// The model's version, the head's for types with it, which records name.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The word embeddings, row by row, as signed bytes.
    pub(crate) fn word_bytes(&self) -> &[u8] {
        let config = &self.weights.config;
        // Their presence was checked when the model was built.
        self.weights.bytes("emb.word.q", &[config.vocab.len(), config.hidden]).unwrap_or_default()
    }
}
