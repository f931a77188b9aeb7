//! Reads text: from an article to its sentences, grammar, names and attributions, by one pass of one small model.
//!
//! ```no_run
//! use chancery_language::{Model, Reader};
//! let model = Model::embedded()?;
//! let mut reader = Reader::new(&model);
//! let reading = reader.read("The two ministers met in Geneva. They agreed to meet again.");
//! assert_eq!(reading.sentences.len(), 2);
//! # Ok::<(), chancery_language::ModelError>(())
//! ```
//!
//! The way of an article: [`segments`] cuts text into sentences of [`tokens`] by rules; the wordpieces of a batch of
//! sentences go through the encoder and its heads; what the scores say is decoded sentence by sentence; sentences that the
//! model finds to be two are cut and read again; quotations that run on are joined at the end.

mod attribution;
mod conllu;
mod decode;
mod encoder;
mod heads;
mod labels;
mod lemma;
mod model;
mod ops;
mod read;
mod reading;
#[cfg(all(test, has_model))]
mod reference;
mod sentence;
#[cfg(test)]
mod testing;
mod token;
mod tree;
mod types;
mod weights;
mod wordpiece;

pub use conllu::write_conllu;
pub use encoder::Precision;
pub use model::Model;
pub use read::Reader;
pub use reading::*;
pub use sentence::{Segment, segments};
pub use token::{TokenSpan, tokens};
pub use weights::ModelError;
