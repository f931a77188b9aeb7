//! Why an input, or a part of it, gave no article.

use std::io;

/// Why an input, or one article of it, could not be read. Each message says what was given, what is allowed, and what
/// to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PageError {
    /// The input holds nothing but white space.
    #[error(
        "the input is empty; give a page (HTML or MHTML), plain text, JSON lines, a feed, a WARC archive or a Parquet file"
    )]
    Empty,
    /// The input is not text.
    #[error(
        "the input looks like {looks_like}, not text; Chancery reads HTML, MHTML, plain text, JSON lines, feeds and WARC \
         (each may be gzipped), and Parquet: convert or unpack it first"
    )]
    Binary {
        /// What its first bytes say it is ("a PDF document").
        looks_like: &'static str,
    },
    /// The page has no text that could be an article.
    #[error(
        "no article text was found in {given}; the page may be a list of links, a login page, or filled in by scripts: \
         save the page as the browser shows it, or give its text"
    )]
    NoText {
        /// What was looked through, with its size ("an HTML page of 512 bytes").
        given: String,
    },
    /// The input is a sitemap.
    #[error("the input is a sitemap: it lists where articles are and holds none; `chancery fetch URL` follows it")]
    Sitemap,
    /// A line of JSON lines is not an article. The lines after it are still read.
    #[error(
        "line {line} is not an article: {why}; each line must be a JSON object such as \
         {{\"id\":\"a1\",\"published\":\"2023-03-15\",\"title\":\"…\",\"text\":\"…\"}}, with \"html\" in place of \
         \"text\" for a page"
    )]
    BadLine {
        /// Number of the line, from 1.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A row of a table is not an article. The rows after it are still read.
    #[error(
        "row {row} is not an article: {why}; a table has one article a row, in the columns id, url, title, published and \
         text, or html for a page"
    )]
    BadRow {
        /// Number of the row, from 1.
        row: usize,
        /// What is wrong with it.
        why: String,
    },
    /// A table cannot be read, or not on.
    #[error("the Parquet file cannot be read: {why}; check that it is whole and has one article a row")]
    BadTable {
        /// What is wrong with it.
        why: String,
    },
    /// A table came where it cannot be read.
    #[error(
        "the input is a Parquet file, which is read from its end: give the file itself, not through a pipe or gzipped"
    )]
    Piped,
    /// The bytes are not in the encoding that the format requires.
    #[error("byte {offset} of the input is not UTF-8; {format} must be UTF-8: convert it (for example with iconv)")]
    NotUtf8 {
        /// The first byte that is wrong, from 0.
        offset: usize,
        /// The format that requires it.
        format: &'static str,
    },
    /// An article is longer than the limit.
    #[error(
        "{what} is longer than {limit} bytes, the most that one article may have; cut it, or give it as JSON lines"
    )]
    TooLong {
        /// What is too long ("the input", "the record at byte 1200").
        what: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// The feed is not well-formed.
    #[error("the input looks like an RSS or Atom feed but cannot be read as one: {why}; check that it was saved whole")]
    BadFeed {
        /// What is wrong with it.
        why: String,
    },
    /// A record of a WARC archive is damaged. The records after it are read where the archive's structure still allows.
    #[error("the WARC record at {place} is damaged: {why}; what follows it is read where that is possible")]
    BadRecord {
        /// Where the record begins, in words.
        place: String,
        /// Where the record begins, in bytes of the file, from 0; in a gzipped archive, where its member begins.
        offset: u64,
        /// What is wrong with it.
        why: String,
    },
    /// The record after which reading should go on is not in the archive.
    #[error(
        "{archive} has no record {record} at byte {offset}, after which reading should go on; give the archive that it \
         was read from"
    )]
    NotThere {
        /// The archive's file name.
        archive: String,
        /// The id of the record.
        record: String,
        /// Where it should begin, in bytes of the file.
        offset: u64,
    },
    /// Reading stopped.
    #[error("reading failed: {0}; check the file, or the program at the other end of the pipe")]
    Io(#[from] io::Error),
}

impl PageError {
    /// Whether nothing more can be read from the same input after this error.
    pub fn is_final(&self) -> bool {
        !matches!(
            self,
            PageError::BadLine { .. }
                | PageError::BadRow { .. }
                | PageError::BadRecord { .. }
                | PageError::NoText { .. }
        )
    }
}
