//! What was read: the text, where it came from, and what was taken out of it.

use crate::PartialDate;
use serde::{Deserialize, Serialize};

/// A piece of an article's text. Offsets are in Unicode characters of [`Article::text`], the end exclusive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The characters between, verbatim.
    pub text: String,
}

/// An article as the reader takes it: clean text and what is known of its origin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// The caller's id, or one made from the source's name.
    pub id: String,
    /// Where it was published.
    #[serde(default)]
    pub url: Option<String>,
    /// Its headline.
    #[serde(default)]
    pub title: Option<String>,
    /// The day of publication.
    #[serde(default)]
    pub published: Option<PartialDate>,
    /// How [`Article::published`] is known.
    #[serde(default)]
    pub published_basis: Option<Basis>,
    /// The day of the latest change that the page states, where it is not before that of publication.
    #[serde(default)]
    pub updated: Option<PartialDate>,
    /// ISO 639-1 code of the text's language.
    #[serde(default)]
    pub language: Option<String>,
    /// The outlet that published it ("Example Times").
    #[serde(default)]
    pub outlet: Option<String>,
    /// The news agency that it credits ("AP", "Reuters").
    #[serde(default)]
    pub agency: Option<String>,
    /// Who wrote it, by the names that the page gives apart, without "By".
    #[serde(default)]
    pub authors: Vec<String>,
    /// Credit and byline texts.
    #[serde(default)]
    pub credits: Vec<String>,
    /// What the outlet says it has put right ("An earlier version gave the wrong day"), verbatim. It is no part of the
    /// text, which would else tell what did not happen.
    #[serde(default)]
    pub corrections: Vec<String>,
    /// The text that is read: headline first where there is one, then the body. Paragraphs are parted by an empty line.
    #[serde(default)]
    pub text: String,
    /// What was taken out as furniture of the page, in its order.
    #[serde(default)]
    pub removed: Vec<Removed>,
    /// How the members above are known, as far as they are.
    #[serde(default)]
    pub bases: Bases,
    /// Where it stands in a web archive, if it comes from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
}

/// How the members of an [`Article`] are known; none where the member is unknown, or no source of it was noted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bases {
    /// Of [`Article::url`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<Source>,
    /// Of [`Article::title`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Source>,
    /// Of [`Article::published`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Source>,
    /// Of [`Article::updated`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Source>,
    /// Of [`Article::language`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Source>,
    /// Of [`Article::outlet`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Source>,
    /// Of [`Article::agency`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agency: Option<Source>,
    /// Of [`Article::authors`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authors: Option<Source>,
}

/// Where something about an article was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The caller, or the feed or archive that holds the article.
    Given,
    /// The page's JSON-LD (schema.org).
    JsonLd,
    /// A `<meta>` or `<link>` element, or an attribute of `<html>`.
    Meta,
    /// An element that shows it and is marked for it: `<h1>`, `<title>`, `<time>`, a byline, microdata.
    Element,
    /// The address.
    Url,
    /// The words of the article or of the lines around it.
    Text,
}

/// Where an article stands in the web archive (WARC) that it was read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The archive's file name, without folders.
    pub archive: String,
    /// First byte of the article's record in the file, from 0. In a gzipped archive, of the gzip member that holds it, in
    /// the compressed file.
    pub offset: u64,
    /// The record's id as the archive has it ("urn:uuid:…").
    #[serde(default)]
    pub record: Option<String>,
    /// The digest of the payload as the archive states it ("sha1:…").
    #[serde(default)]
    pub digest: Option<String>,
}

/// How a publication date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// The caller gave it.
    Given,
    /// The page states it.
    Page,
    /// Inferred from the text (a dateline).
    Inferred,
}

/// A piece of the page that is not the article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The words taken out, verbatim but for misread characters and words run together, which are mended first.
    pub text: String,
    /// Why, as the name of the rule ("related-link", "comment-form").
    pub reason: String,
}
