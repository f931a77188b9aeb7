//! What the makers of a page call its parts (`data/containers.toml`).

use crate::furniture::FurnitureError;
use regex::{Regex, RegexSet};
use scraper::node::Element;
use serde::Deserialize;
use std::sync::LazyLock;

/// The rules by which parts of a page are known by their names.
pub(crate) struct Names {
    rules: Vec<(String, Vec<String>)>,
    set: RegexSet,
}

/// What the names of an element say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// Why it would hold no text of the article.
    pub reason: Option<&'static str>,
    /// Whether it is the body of the article.
    pub body: bool,
    /// Whether it is the summary between headline and body.
    pub standfirst: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    reason: String,
    #[serde(default)]
    tags: Vec<String>,
    pattern: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    container: Vec<Rule>,
}

static OWN: LazyLock<Names> = LazyLock::new(|| {
    Names::from_toml(include_str!("../../data/containers.toml")).expect("the table inside the program loads: it is tested")
});

/// Names that the body of an article has.
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(article-?(body|content|text|copy)|story-?(body|content|text|copy)|entry-?content|post-?(content|body|text)|body-?(copy|content|text))(?-u:\b)")
        .expect("a constant pattern compiles")
});

/// Names that the summary between headline and body has.
static STANDFIRST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(stand-?first|sub-?title|sub-?head(line|ing)?|dek|deck|excerpt|lede|lead|strap-?line|tag-?line|intro(duction)?|summary|abstract|description|sub-?deck|blurb|article-?lead|drophead|sell|chapo|headline-?sub.*)(?-u:\b)")
        .expect("a constant pattern compiles")
});

impl Names {
    pub(crate) fn own() -> &'static Names {
        &OWN
    }

    fn from_toml(text: &str) -> Result<Names, FurnitureError> {
        let error = |at: usize, why: String, cure: &str| FurnitureError {
            line: 1 + text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count(),
            why,
            cure: cure.to_owned(),
        };
        let file: File = toml::from_str(text).map_err(|e| {
            error(e.span().map_or(0, |s| s.start), e.message().to_owned(), "the fields are explained at the head of data/containers.toml")
        })?;
        let set = RegexSet::new(file.container.iter().map(|r| r.pattern.replace(r"\b", r"(?-u:\b)")))
            .map_err(|e| error(0, e.to_string(), "see the syntax at docs.rs/regex"))?;
        let rules = file.container.into_iter().map(|r| (r.reason, r.tags)).collect();
        Ok(Names { rules, set })
    }

    /// What the names of an element say, with its classes in their plain form.
    pub(crate) fn of(&'static self, element: &Element) -> (Said, String) {
        let names = plain(element);
        let said = self.said(element, &names);
        // Ids are unique: parts of one kind have their classes in common.
        let classes = element.attr("class").map(str::to_ascii_lowercase).unwrap_or_default();
        (said, classes)
    }

    fn said(&'static self, element: &Element, names: &str) -> Said {
        let tag = element.name();
        let declared = element.attr("itemprop").map(str::to_ascii_lowercase);
        let is_body = declared.as_deref() == Some("articlebody");
        let standfirst = !names.is_empty() && STANDFIRST.is_match(names) || declared.as_deref() == Some("description");
        if matches!(tag, "html" | "body" | "main" | "p") {
            return Said { standfirst, ..Said::default() };
        }
        let by_tag = self.rules.iter().find(|(_, tags)| tags.iter().any(|t| t == tag)).map(|(reason, _)| reason.as_str());
        let body = is_body || (!names.is_empty() && BODY.is_match(names));
        if is_body || tag == "article" || names.is_empty() {
            return Said { reason: by_tag, body, standfirst };
        }
        let by_name = self.set.matches(names).iter().next().map(|at| self.rules[at].0.as_str());
        Said { reason: by_tag.or(by_name), body, standfirst }
    }
}

/// The names of an element in their plain form.
fn plain(element: &Element) -> String {
    let mut out = String::new();
    for attribute in ["class", "id", "role", "data-testid", "data-component", "aria-label"] {
        let Some(value) = element.attr(attribute) else { continue };
        // An id made from a headline says nothing of the part.
        if attribute == "id" && (value.len() > 40 || value.matches('-').count() > 3) {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let mut before = ' ';
        for c in value.chars().take(400) {
            if c.is_uppercase() && before.is_lowercase() {
                out.push('-');
            }
            match c {
                '_' | ':' | '/' | '.' => out.push('-'),
                c => out.extend(c.to_lowercase()),
            }
            before = c;
        }
    }
    out
}
