//! The contract between the parts of Chancery: what an article is and what is read out of it.
//!
//! Types only. Nothing here can fail but the reading of JSON ([`json`]), and no other crate of Chancery is known here.
//! All offsets are in **Unicode characters** (scalar values) of [`Article::text`], the end exclusive.

mod actor;
mod article;
mod event;
mod id;
pub mod json;
mod time;
mod types;

pub use actor::{Actor, Sector};
pub use article::{Article, Bases, Basis, Provenance, Removed, Source, Span};
pub use event::{
    Event, Figure, Kind, Mention, NamedPlace, Place, PlacePrecision, Record, Relation, Statement, Status, Unit,
    Versions,
};
pub use id::{ActorId, EventId, StatementId};
pub use time::{PartialDate, Precision, When, days_in_month};
pub use types::{EventType, Quad, RelationType};
