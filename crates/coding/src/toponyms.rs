//! Which places an article names, and which of the world's places of a name each one is.
//!
//! The way of the data: `find` says where the text names a place; `names` what each name may mean; `rank` chooses by what
//! the text says of it and by the other places, or leaves it open. One name has one sense in an article, unless the text says of
//! two mentions that they lie apart ("Alexandria, Va."). The ranker is a log-linear model of few features with fitted weights,
//! so that its probability is the confidence, and each choice can be explained by the features that decided it.

mod find;
mod names;
mod rank;

pub use rank::{FEATURES, Weights};

use crate::tree::Tree;
use chancery_world::{Candidate, World};
use std::ops::Range;

/// A place name of an article, with all its mentions of one sense.
#[derive(Clone, Debug)]
pub struct Toponym {
    /// The name as its first mention has it, without words for a part of it.
    pub name: String,
    /// Where it stands: sentence and tokens, in the order of the text.
    pub mentions: Vec<(usize, Range<usize>)>,
    /// What it may mean.
    pub options: Vec<Scored>,
    /// Which of them it is, where one is likely enough.
    pub chosen: Option<usize>,
    /// How likely it is that the choice is right; of a name left open, that none of them is meant.
    pub confidence: f32,
    /// Whether only a part of the place is meant ("northern Syria").
    pub part: bool,
}

/// A place that a name may mean, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Scored {
    /// The place.
    pub candidate: Candidate,
    /// Values of [`FEATURES`], in their order.
    pub features: [f32; rank::COUNT],
    /// How likely it is, 0 to 1.
    pub probability: f32,
}

impl Toponym {
    /// The place that the name was found to mean.
    pub fn place(&self) -> Option<&Candidate> {
        self.chosen.map(|i| &self.options[i].candidate)
    }

    /// The name to show: the tables' own where they have it in English, else the article's ("Raqqa", not "Ar Raqqah").
    pub fn shown(&self) -> &str {
        match self.place() {
            Some(c) if c.known.is_some() || !c.alias => c.name,
            _ => &self.name,
        }
    }

    /// The features that speak most for the choice, the strongest first.
    pub fn basis(&self, weights: &Weights) -> Vec<&'static str> {
        self.chosen.map(|i| weights.strongest(&self.options[i].features)).unwrap_or_default()
    }
}

/// The places that an article names.
pub fn toponyms(trees: &[Tree<'_>], world: &World, weights: &Weights) -> Vec<Toponym> {
    let (found, peoples) = find::mentions(trees, world);
    let mut all = names::group(trees, found, world);
    rank::rank(&mut all, &peoples, weights);
    all.into_iter().map(|n| n.finish(weights)).collect()
}
