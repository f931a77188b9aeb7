//! What a page says of its article in JSON-LD, the form of schema.org that search engines read.

use super::authors;
use super::tree::Tree;
use crate::paragraph::folded;
use crate::{credit, date, decode};
use chancery_record::PartialDate;
use regex::Regex;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Deepest nesting of JSON-LD that is followed.
const DEEPEST: usize = 12;

/// Most descriptions of articles on one page, and authors of one, that are looked at: the rest are others'.
const MOST: usize = 50;

/// Longest script that is read, in bytes.
const LONGEST: usize = 4 << 20;

/// A day that a page states.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Day {
    pub date: PartialDate,
    /// The hour, where the time is that of Greenwich, whose day may be another than the outlet's own.
    pub utc_hour: Option<u8>,
}

impl Day {
    /// Whether `shown` can be this day in the outlet's own time: the day before in the west, the day after in the east.
    pub(crate) fn may_be(self, shown: PartialDate) -> bool {
        let (west, east) = (10, 14);
        let near = date::apart(shown, self.date) == Some(1);
        near && self.utc_hour.is_some_and(|hour| if shown < self.date { hour < west } else { hour >= east })
    }
}

/// Reads a stated day.
pub(crate) fn day(text: &str) -> Option<Day> {
    let date = date::read(text).filter(|d| d.day.is_some())?;
    let text = text.trim_end();
    let utc = ["Z", "z", "+00:00", "+0000", "+00", "GMT", "UTC"].iter().any(|zone| text.ends_with(zone));
    let hour = text.split_once(':').and_then(|(before, _)| before.get(before.len().checked_sub(2)?..)?.parse().ok());
    Some(Day { date, utc_hour: hour.filter(|_| utc) })
}

/// One article as JSON-LD describes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Described {
    pub headline: Option<String>,
    pub url: Option<String>,
    pub published: Option<Day>,
    pub updated: Option<Day>,
    pub publisher: Option<String>,
    pub authors: Vec<String>,
    /// The news agency that is named with the authors or as the source.
    pub agency: Option<&'static str>,
    pub body: Option<String>,
}

/// The descriptions on a page.
#[derive(Debug, Default)]
pub(crate) struct Ld {
    /// Of articles, in the order of the page.
    pub articles: Vec<Described>,
    /// Of the page itself.
    pub page: Described,
}

impl Ld {
    /// Reads one script. What is no JSON gives what can be told of it.
    pub(crate) fn read(&mut self, script: &str) {
        if script.len() > LONGEST {
            return;
        }
        match json(script) {
            Some(value) => {
                let mut names = BTreeMap::new();
                collect_names(&value, &mut names, DEEPEST);
                self.value(&value, &names, DEEPEST);
            }
            None => self.articles.extend(broken(script)),
        }
    }

    fn value(&mut self, value: &Value, names: &BTreeMap<&str, &str>, depth: usize) {
        if depth == 0 || self.articles.len() >= MOST {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|v| self.value(v, names, depth - 1)),
            Value::Object(object) => {
                if is(object, is_article) {
                    self.articles.push(described(object, names));
                    return;
                }
                if is(object, |kind| kind.ends_with("WebPage") || kind == "ItemPage") && self.page.published.is_none() {
                    self.page = described(object, names);
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = object.get(key) {
                        self.value(inner, names, depth - 1);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether an object is of a kind.
fn is(object: &Map<String, Value>, kind: impl Fn(&str) -> bool) -> bool {
    let kind = |name: &str| kind(name.rsplit('/').next().unwrap_or(name));
    match object.get("@type") {
        Some(Value::String(name)) => kind(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(kind),
        _ => false,
    }
}

fn is_article(kind: &str) -> bool {
    kind.ends_with("Article")
        || matches!(kind, "BlogPosting" | "Report" | "LiveBlogPosting" | "Review" | "SocialMediaPosting")
}

/// The names of what a script gives once and refers to by `@id` elsewhere.
fn collect_names<'v>(value: &'v Value, names: &mut BTreeMap<&'v str, &'v str>, depth: usize) {
    match value {
        _ if depth == 0 => {}
        Value::Array(items) => items.iter().for_each(|v| collect_names(v, names, depth - 1)),
        Value::Object(object) => {
            if let (Some(Value::String(id)), Some(Value::String(name))) = (object.get("@id"), object.get("name")) {
                names.insert(id, name);
            }
            object.values().filter(|v| v.is_array() || v.is_object()).for_each(|v| collect_names(v, names, depth - 1));
        }
        _ => {}
    }
}

fn described(object: &Map<String, Value>, names: &BTreeMap<&str, &str>) -> Described {
    let text = |key: &str| object.get(key).and_then(|v| string(v, names));
    let date = |keys: &[&str]| keys.iter().find_map(|key| text(key).as_deref().and_then(day));
    let mut found = Described {
        headline: text("headline").or_else(|| text("name")),
        url: address(object),
        published: date(&["datePublished", "dateCreated", "uploadDate"]),
        updated: date(&["dateModified"]),
        publisher: text("publisher"),
        ..Described::default()
    };
    let given = match object.get("author").or_else(|| object.get("creator")) {
        Some(Value::Array(many)) => many.iter().take(MOST).filter_map(|v| string(v, names)).collect(),
        Some(one) => string(one, names).into_iter().collect(),
        None => Vec::new(),
    };
    given.iter().for_each(|a| authors::add(&mut found.authors, a));
    let sources = ["sourceOrganization", "copyrightHolder"].iter().filter_map(|key| text(key));
    found.agency = given.into_iter().chain(sources).find_map(|a| credit::in_credit(&a));
    if let Some(Value::String(body)) = object.get("articleBody") {
        found.body = Some(body.clone());
    }
    found
}

/// The address of an article, under one of the keys that hold it.
fn address(object: &Map<String, Value>) -> Option<String> {
    let of = |value: &Value| match value {
        Value::String(url) => Some(url.clone()),
        Value::Object(page) => page.get("@id").or_else(|| page.get("url")).and_then(Value::as_str).map(str::to_owned),
        _ => None,
    };
    ["url", "mainEntityOfPage", "@id"]
        .iter()
        .find_map(|key| object.get(*key).and_then(of))
        .filter(|u| u.starts_with("http"))
}

fn string(value: &Value, names: &BTreeMap<&str, &str>) -> Option<String> {
    match value {
        Value::String(text) => Some(decode::repaired(&folded(&unescaped(text))).into_owned()),
        Value::Object(object) => object.get("name").and_then(|n| string(n, names)).or_else(|| {
            let id = object.get("@id").and_then(Value::as_str)?;
            names.get(id).map(|name| folded(&unescaped(name)))
        }),
        Value::Array(items) => items.first().and_then(|v| string(v, names)),
        _ => None,
    }
    .filter(|s| !s.is_empty())
}

/// Character references and tags, which have no place in JSON but are common in it.
pub(crate) fn unescaped(text: &str) -> Cow<'_, str> {
    if text.contains('&') || text.contains('<') { Cow::Owned(Tree::parse(text).text()) } else { Cow::Borrowed(text) }
}

/// Tags that were written as references made tags again; other text stays.
pub(crate) fn unescaped_once(text: &str) -> Cow<'_, str> {
    if text.contains("&lt;/") { unescaped(text) } else { Cow::Borrowed(text) }
}

/// Reads JSON-LD, of which line breaks inside strings, references for quotes and comments around it are common mistakes.
fn json(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text.strip_prefix("//<![CDATA[").or(text.strip_prefix("<![CDATA[")).unwrap_or(text);
    let text = text.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    let tried = |text: &str| serde_json::from_str(text).ok();
    tried(text)
        .or_else(|| tried(&text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>()))
        .or_else(|| text.contains("&quot;").then(|| tried(&text.replace("&quot;", "\"")))?)
}

static MEMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#""(headline|datePublished|dateModified)"\s*:\s*"((?:[^"\\]|\\.)*)""#)
        .expect("a constant pattern compiles")
});

/// What can be told of a script that is no JSON because of a mistake somewhere in it.
fn broken(script: &str) -> Option<Described> {
    let mut found = Described::default();
    for member in MEMBER.captures_iter(script).take(40) {
        let value = folded(&unescaped(&member[2].replace("\\/", "/").replace("\\\"", "\"")));
        match &member[1] {
            "headline" if found.headline.is_none() => found.headline = Some(value),
            "datePublished" if found.published.is_none() => found.published = day(&value),
            "dateModified" if found.updated.is_none() => found.updated = day(&value),
            _ => {}
        }
    }
    (found.headline.is_some() || found.published.is_some()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::Ld;

    #[test]
    fn descriptions_are_read() {
        let check = |script: &str, headline: Option<&str>, day: Option<&str>, author: Option<&str>| {
            let mut ld = Ld::default();
            ld.read(script);
            let found = ld.articles.first().cloned().unwrap_or_default();
            let published = found.published.or(ld.page.published).map(|d| d.date.to_string());
            assert_eq!(found.headline.as_deref(), headline, "{script}");
            assert_eq!(published.as_deref(), day, "{script}");
            assert_eq!(found.authors.first().map(String::as_str), author, "{script}");
        };
        check(
            r#"{"@type":"NewsArticle","headline":"A &amp; B","author":"By Jo Park"}"#,
            Some("A & B"),
            None,
            Some("Jo Park"),
        );
        check(
            r#"[{"@type":["Article","Thing"],"name":"A","author":[{"name":"Jo Park"}]}]"#,
            Some("A"),
            None,
            Some("Jo Park"),
        );
        check(
            r#"{"@graph":[{"@type":"Article","author":{"@id":"p"}},{"@type":"Person","@id":"p","name":"Jo Park"}]}"#,
            None,
            None,
            Some("Jo Park"),
        );
        check(r#"{"@type":"WebPage","datePublished":"2023-03-15T08:00:00Z"}"#, None, Some("2023-03-15"), None);
        check("{\"@type\":\"Article\",\"headline\":\"A\n B\"}", Some("A B"), None, None);
        check(
            r#"{"@type":"NewsArticle","headline":"A "quoted" word","datePublished":"2023-03-15"}"#,
            Some("A"),
            Some("2023-03-15"),
            None,
        );
        check(r#"{&quot;@type&quot;:&quot;Article&quot;,&quot;headline&quot;:&quot;A&quot;}"#, Some("A"), None, None);
        check(
            r#"{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Another"}]}"#,
            None,
            None,
            None,
        );
        check("null", None, None, None);
    }
}
