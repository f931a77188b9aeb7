//! What the makers of a page call its parts (`data/containers.toml`).

use super::tree::Element;
use crate::furniture::FurnitureError;
use regex::{Regex, RegexSet};
use serde::Deserialize;
use std::sync::LazyLock;
use toml::Spanned;

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
    /// Whether it is called an image.
    pub image: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    reason: String,
    #[serde(default)]
    tags: Vec<String>,
    pattern: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    container: Vec<Rule>,
}

static OWN: LazyLock<Names> = LazyLock::new(|| {
    Names::from_toml(include_str!("../../data/containers.toml"))
        .expect("the table inside the program loads: it is tested")
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

/// Names that the holder of an image has.
static IMAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)((wp-block-)?image.{0,12}|img|photos?|pictures?|thumbnail|pic|media-?(object|item|element|image|block|asset))(?-u:\b)")
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
            error(
                e.span().map_or(0, |s| s.start),
                e.message().to_owned(),
                "the fields are explained at the head of data/containers.toml",
            )
        })?;
        // Boundaries are those of ASCII letters, as in the table of furniture.
        let source = |rule: &Rule| rule.pattern.get_ref().replace(r"\b", r"(?-u:\b)");
        for rule in &file.container {
            Regex::new(&source(rule)).map_err(|e| {
                let why = format!("{:?} is not a regular expression: {e}", rule.pattern.get_ref());
                error(rule.pattern.span().start, why, "see the syntax at docs.rs/regex")
            })?;
        }
        let set = RegexSet::new(file.container.iter().map(source))
            .map_err(|e| error(0, e.to_string(), "shorten counted repetitions such as .{0,20}"))?;
        let rules = file.container.into_iter().map(|r| (r.reason, r.tags)).collect();
        Ok(Names { rules, set })
    }

    /// What the names of an element say, with its classes in their plain form.
    pub(crate) fn of(&'static self, element: &Element<'_>) -> (Said, String) {
        let names = plain(element);
        let said = self.said(element, &names);
        // Ids are unique: parts of one kind have their classes in common.
        let classes = element.attr("class").map(str::to_ascii_lowercase).unwrap_or_default();
        (said, classes)
    }

    fn by_tag(&'static self, tag: &str) -> Option<&'static str> {
        self.rules.iter().find(|(_, tags)| tags.iter().any(|t| t == tag)).map(|(reason, _)| reason.as_str())
    }

    fn said(&'static self, element: &Element<'_>, names: &str) -> Said {
        let tag = element.name();
        let declared = element.attr("itemprop").map(str::to_ascii_lowercase);
        let is_body = declared.as_deref() == Some("articlebody");
        let standfirst = !names.is_empty() && STANDFIRST.is_match(names) || declared.as_deref() == Some("description");
        if matches!(tag, "html" | "body" | "main") {
            return Said { standfirst, ..Said::default() };
        }
        let image = !names.is_empty() && IMAGE.is_match(names);
        // A figure may hold a table, a listing or a quotation, which are text of the article.
        let figure = tag == "figure" && !super::blocks::holds(element, &["table", "pre", "blockquote"]);
        let by_tag = figure.then_some("caption").or_else(|| self.by_tag(tag));
        let body = is_body || (!names.is_empty() && BODY.is_match(names));
        if is_body || tag == "article" || names.is_empty() {
            return Said { reason: by_tag, body, standfirst, image };
        }
        let by_name = self.set.matches(names).iter().next().map(|at| self.rules[at].0.as_str());
        Said { reason: by_tag.or(by_name), body, standfirst, image }
    }
}

/// The names of an element in their plain form.
fn plain(element: &Element<'_>) -> String {
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
        // What a part has or lacks ("has-video", "no-ads") says nothing of what it is.
        let own = |name: &&str| {
            name.starts_with("no-print") || !["has-", "no-", "with-"].iter().any(|state| name.starts_with(state))
        };
        let value = value.split_ascii_whitespace().filter(own).collect::<Vec<_>>().join(" ");
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
    // Page builders call each of their pieces a widget.
    out.replace("elementor-widget", "elementor")
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::html::tree::Tree;

    #[test]
    fn names_say_what_parts_are() {
        let check = |tag: &str, reason: Option<&str>, body: bool, standfirst: bool| {
            let page = Tree::parse(tag);
            let element =
                page.elements().find(|e| !["", "html", "head", "body"].contains(&e.name())).expect("an element");
            let (said, _) = Names::own().of(&element);
            assert_eq!((said.reason, said.body, said.standfirst), (reason, body, standfirst), "{tag}");
        };
        check("<div class='relatedLinks'>", Some("related-link"), false, false);
        check("<div class='story__related-links'>", Some("related-link"), false, false);
        check("<div class='article-body'>", None, true, false);
        check("<div itemprop='articleBody' class='share'>", None, true, false);
        check("<p class='standfirst'>", None, false, true);
        check("<nav>", Some("navigation"), false, false);
        check("<div id='comments'>", Some("comment-form"), false, false);
        check("<div id='minister-wants-share-of-related-trade-to-fall'>", None, false, false);
        check("<div class='fb-share'>", Some("share-bar"), false, false);
        check("<div class='shared-border-zone'>", None, false, false);
        check("<div>", None, false, false);
    }

    #[test]
    fn mistakes_in_the_table_are_named() {
        let check = |text: &str, line: usize, expected: &str| {
            let error = Names::from_toml(text).err().expect("a mistake");
            assert!(error.line == line && error.to_string().contains(expected), "{error}");
        };
        check("[[container]]\nreason = \"x\"\npattern = '('", 3, "not a regular expression");
        check("[[container]]\nreason = \"x\"\npatern = 'a'", 3, "data/containers.toml");
    }
}
