//! Reads text: from an article to its sentences, grammar, names and attributions, by one pass of one small model.

mod reading;

pub use reading::*;
