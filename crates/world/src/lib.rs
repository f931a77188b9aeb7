//! Who is who, since when, and where: tables of states, offices, organisations, armed groups and places, and a grammar
//! of offices that codes an actor which stands in no table.
//!
//! [`World::scan`] finds table names in a sentence, [`World::resolve`] says what a noun phrase stands for. Both take
//! words as the language model cuts them, and neither guesses: what tables and grammar do not tell stays unknown.

mod agents;
mod blob;
mod candidates;
mod cells;
mod check;
mod compile;
mod context;
mod entry;
mod gazetteer;
mod guards;
mod index;
mod mention;
mod names;
mod office;
mod people;
mod persons;
mod place;
mod resolve;
mod scan;
mod sound;
mod table;
mod text;
mod types;
mod unofficial;
mod world;

pub use candidates::{Candidate, distance};
pub use check::check;
pub use compile::Source;
pub use entry::Entry;
pub use gazetteer::{Level, SpotId};
pub use mention::Mention;
pub use table::{Table, TableError};
pub use types::{AgentHit, Country, Hit, HitKind, Kind, Organization, Person, PlaceInfo, Resolved, Tenure};
pub use world::World;
