//! What a page says of itself: title, date, outlet, authors, address, language.

use crate::paragraph::folded;
use crate::{date, decode};
use chancery_record::PartialDate;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::sync::LazyLock;

/// Deepest nesting of JSON-LD that is followed.
const DEEPEST: usize = 12;

/// A page's own description.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    /// Headline by JSON-LD.
    pub headline: Option<String>,
    /// `og:title` or `twitter:title`.
    pub og_title: Option<String>,
    /// The `<title>` element.
    pub title: Option<String>,
    /// First headings `<h1>`, in order.
    pub h1: Vec<String>,
    /// Day of publication by JSON-LD, meta elements or elements marked as such.
    pub published: Option<PartialDate>,
    /// The day of the page's first `<time>` element, which may be another article's.
    pub time: Option<PartialDate>,
    pub outlet: Option<String>,
    pub authors: Vec<String>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// The text of the article by JSON-LD.
    pub body: Option<String>,
    /// The summary that the page gives of itself.
    pub description: Option<String>,
}

static META: LazyLock<Selector> = LazyLock::new(|| selector("meta"));
static TITLE: LazyLock<Selector> = LazyLock::new(|| selector("head title"));
static H1: LazyLock<Selector> = LazyLock::new(|| selector("h1"));
static LD: LazyLock<Selector> = LazyLock::new(|| selector("script[type*='ld+json']"));
static LINK: LazyLock<Selector> = LazyLock::new(|| selector("link[rel='canonical'][href]"));
static ROOT: LazyLock<Selector> = LazyLock::new(|| selector("html[lang]"));
static TIME: LazyLock<Selector> = LazyLock::new(|| selector("time"));
static ITEM: LazyLock<Selector> =
    LazyLock::new(|| selector("[itemprop='datePublished'], [itemprop='dateCreated'], abbr.published"));

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("a constant selector parses")
}

fn words(element: ElementRef<'_>) -> String {
    let text: Vec<&str> = element.text().collect();
    decode::repaired(&folded(&text.join(" "))).into_owned()
}

/// Meta names that hold the day of publication, best first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "article.published",
    "publishdate",
    "publish_date",
    "publish-date",
    "pubdate",
    "published_time",
    "published-date",
    "published_date",
    "date_published",
    "article_date_original",
    "originalpublicationdate",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "rnews:datepublished",
    "article:published",
    "og:published_time",
    "og:pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.date",
    "dc.date",
    "citation_publication_date",
    "citation_date",
    "article:post_date",
    "analyticsattributes.articledate",
    "dc:created",
    "prism.publicationdate",
    "bt:pubdate",
    "creation_date",
    "ptime",
    "displaydate",
    "release_date",
    "date",
    "article:created",
];

/// Reads the description of a page.
pub(crate) fn read(page: &Html) -> Meta {
    let mut meta = Meta::default();
    let mut found: Vec<(usize, PartialDate)> = Vec::new();
    let set = |slot: &mut Option<String>, value: &str| {
        let value = decode::repaired(&folded(value)).into_owned();
        if slot.is_none() && !value.is_empty() {
            *slot = Some(value);
        }
    };
    for element in page.select(&META) {
        let Some(content) = element.attr("content").map(str::trim).filter(|c| !c.is_empty()) else { continue };
        let Some(name) = ["property", "name", "itemprop"].iter().find_map(|a| element.attr(a)) else { continue };
        let name = name.trim().to_ascii_lowercase();
        if let Some(rank) = PUBLISHED.iter().position(|p| *p == name) {
            found.extend(date::read(content).filter(|d| d.day.is_some()).map(|d| (rank, d)));
        }
        match name.as_str() {
            "og:title" => set(&mut meta.og_title, content),
            "og:site_name" | "application-name" | "dc.publisher" | "citation_publisher" if !content.contains("://") => {
                set(&mut meta.outlet, content)
            }
            "og:url" => set(&mut meta.url, content),
            "description" | "og:description" => set(&mut meta.description, content),
            "author" | "article:author" | "parsely-author" | "dc.creator" | "byl" | "sailthru.author"
                if !content.contains("://") =>
            {
                push_author(&mut meta.authors, content);
            }
            _ => {}
        }
    }
    let mut ld = Ld::default();
    for script in page.select(&LD) {
        let text: String = script.text().collect();
        if let Some(value) = json(&text) {
            ld.read(&value, DEEPEST);
        }
    }
    if let Some(canonical) = page.select(&LINK).find_map(|l| l.attr("href")).filter(|u| u.starts_with("http")) {
        meta.url = Some(canonical.to_owned());
    }
    meta.url = meta.url.filter(|u| u.starts_with("http"));
    meta.title = page.select(&TITLE).next().map(words).filter(|t| !t.is_empty());
    meta.h1 = page.select(&H1).take(8).map(words).filter(|t| !t.is_empty()).collect();
    meta.language = page.select(&ROOT).next().and_then(|r| r.attr("lang")).and_then(two_letters);
    found.sort_by_key(|(rank, _)| *rank);
    meta.published = ld.published.or_else(|| found.first().map(|(_, d)| *d)).or_else(|| in_marked(page));
    meta.time = page.select(&TIME).find_map(day);
    meta.outlet = meta.outlet.or(ld.publisher);
    if !ld.authors.is_empty() {
        meta.authors = ld.authors;
    }
    meta.headline = ld.headline;
    meta.body = ld.body;
    meta
}

fn two_letters(lang: &str) -> Option<String> {
    let code: String =
        lang.trim().chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    (code.len() == 2).then_some(code)
}

/// The day that an element gives in its attributes or words.
fn day(element: ElementRef<'_>) -> Option<PartialDate> {
    let attribute = ["datetime", "content", "title"].iter().find_map(|a| element.attr(a)).and_then(date::read);
    attribute.or_else(|| date::read(&words(element))).filter(|d| d.day.is_some())
}

/// The day in elements that are marked as dates of publication.
fn in_marked(page: &Html) -> Option<PartialDate> {
    let marked = |e: &ElementRef<'_>| {
        e.attr("pubdate").is_some()
            || e.attr("class").is_some_and(|c| {
                let c = c.to_ascii_lowercase();
                ["publish", "posted", "entry-date", "created"].iter().any(|w| c.contains(w)) && !c.contains("updated")
            })
    };
    page.select(&ITEM).find_map(day).or_else(|| page.select(&TIME).filter(marked).find_map(day))
}

fn push_author(authors: &mut Vec<String>, name: &str) {
    let name = decode::repaired(&folded(name)).into_owned();
    let name = name.strip_prefix("By ").or(name.strip_prefix("by ")).unwrap_or(&name).to_owned();
    if !name.is_empty()
        && name.chars().count() <= 120
        && !name.contains("://")
        && !authors.contains(&name)
        && authors.len() < 20
    {
        authors.push(name);
    }
}

/// Reads JSON-LD, of which line breaks inside strings and comments around it are common mistakes.
fn json(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text.strip_prefix("//<![CDATA[").or(text.strip_prefix("<![CDATA[")).unwrap_or(text);
    let text = text.trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&clean).ok()
    })
}

#[derive(Default)]
struct Ld {
    headline: Option<String>,
    published: Option<PartialDate>,
    publisher: Option<String>,
    authors: Vec<String>,
    body: Option<String>,
}

fn string(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(decode::repaired(&folded(&unescaped(s))).into_owned()),
        Value::Object(o) => o.get("name").and_then(string),
        Value::Array(a) => a.first().and_then(string),
        _ => None,
    }
    .filter(|s| !s.is_empty())
}

/// Character references, which have no place in JSON but are common in it.
fn unescaped(text: &str) -> String {
    if !text.contains('&') && !text.contains('<') {
        return text.to_owned();
    }
    scraper::Html::parse_fragment(text).root_element().text().collect()
}

impl Ld {
    fn read(&mut self, value: &Value, depth: usize) {
        if depth == 0 {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|v| self.read(v, depth - 1)),
            Value::Object(object) => {
                let is = |kind: &Value| match kind {
                    Value::String(s) => is_article(s),
                    Value::Array(a) => a.iter().filter_map(Value::as_str).any(is_article),
                    _ => false,
                };
                if object.get("@type").is_some_and(is) {
                    self.article(object);
                } else {
                    for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"] {
                        // Lists of other articles are no description of this one.
                        if let Some(inner) =
                            object.get(key).filter(|_| key != "itemListElement" || object.get("@type").is_none())
                        {
                            self.read(inner, depth - 1);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    fn article(&mut self, object: &serde_json::Map<String, Value>) {
        let text = |key: &str| object.get(key).and_then(string);
        self.headline = self.headline.take().or_else(|| text("headline").or_else(|| text("name")));
        if self.published.is_none() {
            let day =
                |key: &str| object.get(key).and_then(string).and_then(|s| date::read(&s)).filter(|d| d.day.is_some());
            self.published = day("datePublished").or_else(|| day("dateCreated")).or_else(|| day("uploadDate"));
        }
        self.publisher = self.publisher.take().or_else(|| text("publisher"));
        if self.authors.is_empty() {
            match object.get("author").or_else(|| object.get("creator")) {
                Some(Value::Array(many)) => {
                    many.iter().filter_map(string).for_each(|a| push_author(&mut self.authors, &a))
                }
                Some(one) => string(one).iter().for_each(|a| push_author(&mut self.authors, a)),
                None => {}
            }
        }
        if self.body.is_none()
            && let Some(Value::String(body)) = object.get("articleBody")
        {
            self.body = Some(body.clone());
        }
    }
}

fn is_article(kind: &str) -> bool {
    let kind = kind.rsplit('/').next().unwrap_or(kind);
    kind.ends_with("Article")
        || matches!(kind, "BlogPosting" | "Report" | "LiveBlogPosting" | "Review" | "SocialMediaPosting" | "Blog")
}
