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
    /// ISO 639-1 code of the text's language.
    #[serde(default)]
    pub language: Option<String>,
    /// The outlet that published it ("Example Times").
    #[serde(default)]
    pub outlet: Option<String>,
    /// The news agency that it credits ("AP", "Reuters").
    #[serde(default)]
    pub agency: Option<String>,
    /// Credit and byline texts.
    #[serde(default)]
    pub credits: Vec<String>,
    /// The text that is read: headline first where there is one, then the body. Paragraphs are parted by an empty line.
    #[serde(default)]
    pub text: String,
    /// What was taken out as furniture of the page, in its order.
    #[serde(default)]
    pub removed: Vec<Removed>,
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
