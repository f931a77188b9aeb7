//! From bytes to clean articles: decoding, main text, title, date, outlet, agency and credits, and what was taken out.
//!
//! [`articles`] is the way in: it tells by the content what the input is (HTML, plain text, JSON lines, a feed, a WARC
//! archive, any of them gzipped) and streams its articles. What is removed from a text is listed in
//! [`Article::removed`](chancery_record::Article::removed) with the name of the rule that took it; nothing vanishes
//! silently. Nothing here knows the clock, the network or the file system.

mod characters;
mod credit;
mod date;
mod decode;
mod detect;
mod error;
mod feed;
pub mod furniture;
mod glue;
pub(crate) mod html;
mod input;
mod jsonl;
mod language;
mod lines;
mod mojibake;
mod paragraph;
mod text;
mod warc;
mod words;

pub use error::PageError;
pub use html::from_html;
pub use input::{Articles, MAX_ARTICLE, articles};
pub use text::from_text;

use chancery_record::PartialDate;

/// What the caller knows of an input before it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// The file's name, or `-` for standard input. Ids of articles without one are made from it.
    pub name: String,
    /// The day of publication, where the caller knows it; it goes before what the page says.
    pub published: Option<PartialDate>,
    /// Where it was published.
    pub url: Option<String>,
}

impl Hints {
    /// The id of the only article of an input: the file's name without folder and ending.
    pub(crate) fn id(&self) -> String {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = name.strip_suffix(".gz").unwrap_or(name);
        let stem = match name.rfind('.') {
            Some(at) if at > 0 => &name[..at],
            _ => name,
        };
        if stem.is_empty() || stem == "-" { "stdin".to_owned() } else { stem.to_owned() }
    }

    /// The id of article `number` (from 1) of an input that holds several.
    pub(crate) fn id_of(&self, number: usize) -> String {
        format!("{}-{number}", self.id())
    }
}
