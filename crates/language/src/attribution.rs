//! Quotations that run over several sentences.

use crate::reading::Reading;

/// Joins what is attributed in sentences without a cue to the attribution that it goes on with.
pub(crate) fn join(_reading: &mut Reading) {}
