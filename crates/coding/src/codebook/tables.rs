//! The codebook's small tables: light verbs, cues, words of realis, and guards.

use super::{Codebook, Report};

pub(super) fn light(_text: &str, _book: &mut Codebook, _report: &mut Report<'_>) {}
pub(super) fn cues(_text: &str, _book: &mut Codebook, _report: &mut Report<'_>) {}
pub(super) fn status(_text: &str, _book: &mut Codebook, _report: &mut Report<'_>) {}
pub(super) fn guards(_text: &str, _book: &mut Codebook, _report: &mut Report<'_>) {}
