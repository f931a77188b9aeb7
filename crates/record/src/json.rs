//! The one JSON form of a record, versioned by its `schema` member.

use crate::{Article, Record};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The schema that [`to_line`] writes.
pub const SCHEMA: &str = "chancery/1";

#[derive(Serialize)]
struct Out<'a> {
    schema: &'static str,
    #[serde(flatten)]
    record: &'a Record,
}

/// The article part of a record, where nothing was read out of it: the other members are absent, not empty.
#[derive(Serialize)]
struct OutArticle<'a> {
    schema: &'static str,
    id: &'a str,
    article: &'a Article,
}

#[derive(Deserialize)]
struct Schema {
    schema: String,
}

/// Why a line is not a record.
#[derive(Debug)]
pub struct NotARecord(String);

impl fmt::Display for NotARecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotARecord {}

/// Writes a record as one line of JSON, without a line end.
pub fn to_line(record: &Record) -> String {
    serde_json::to_string(&Out { schema: SCHEMA, record }).expect("a record has string keys and no failing member")
}

/// Writes a record as JSON over several lines, for people.
pub fn to_pretty(record: &Record) -> String {
    serde_json::to_string_pretty(&Out { schema: SCHEMA, record })
        .expect("a record has string keys and no failing member")
}

/// Writes the members `schema`, `id` and `article` of a record as one line of JSON, without a line end.
pub fn article_to_line(article: &Article) -> String {
    serde_json::to_string(&OutArticle { schema: SCHEMA, id: &article.id, article })
        .expect("an article has string keys and no failing member")
}

/// Writes the members `schema`, `id` and `article` of a record as JSON over several lines, for people.
pub fn article_to_pretty(article: &Article) -> String {
    serde_json::to_string_pretty(&OutArticle { schema: SCHEMA, id: &article.id, article })
        .expect("an article has string keys and no failing member")
}

/// Reads a record from JSON.
///
/// # Errors
/// Where the text is not JSON, names a schema that this version does not know, or lacks a member.
pub fn from_str(text: &str) -> Result<Record, NotARecord> {
    let Schema { schema } =
        serde_json::from_str(text).map_err(|e| NotARecord(format!("not a Chancery record: {e}")))?;
    if schema != SCHEMA {
        return Err(NotARecord(format!("the record's schema is {schema:?}; this version reads {SCHEMA:?}")));
    }
    serde_json::from_str(text).map_err(|e| NotARecord(format!("not a {SCHEMA} record: {e}")))
}
