//! Which articles are the same text, or rewrites of another: who took from whom, and why that is thought.
//!
//! [`copies`] takes articles and gives the tree; [`Copies`] takes them one at a time. [`difference`] tells what a copy adds, drops
//! and hardens. [`stories`] groups articles that tell of one event, copies or not.
//!
//! What is compared is what survives rewriting: runs of words outside quotations, quotations, names, numbers, rare words, and the
//! order in which they stand. The decision on a pair depends on nothing but the two articles; [`Evidence`] explains it.
//! Two reports of one event in words and with sources of their own share the event's names and numbers, but not all of them, not
//! in one order, and each has others besides.
//!
//! # Cost
//! An article costs at most 3.2 KiB for its fingerprint and 88 postings of about 20 bytes each, whatever its length: 3.3 to 4 kB for news.
//! Work for one is bounded too: the shingle index gives at most 48 candidates and the index of rare words 24, after reading at most 2,000
//! postings.
//!
//! Copied words are found at any distance in time; rewrites within two to four weeks.
//!
//! # What depends on the order of input
//! Nothing for [`copies`], which sorts first. For [`Copies`] the candidates may: of a run of words or a name that very many articles have,
//! those added last are looked at. Who is the source never does: see [`Copies`].

mod compare;
mod copies;
mod difference;
mod document;
mod fingerprint;
mod hash;
mod index;
mod stories;
mod words;

pub use compare::Evidence;
pub use copies::{Added, Copies, JOIN, Kind, Lineage, Source, copies};
pub use difference::{Change, Changed, Difference, difference};
pub use document::Document;
pub use stories::stories;
