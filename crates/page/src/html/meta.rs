//! What a page says of itself: title, dates, outlet, authors, address, language.

use super::authors;
use super::ld::{self, Day, Described, Ld};
use super::tree::{Element, Tree};
use crate::paragraph::folded;
use crate::{credit, decode, text};
use chancery_record::{PartialDate, Source};

/// Something that the page says, and where.
pub(crate) type Found<T> = Option<(T, Source)>;

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
    pub published: Found<Day>,
    /// Day of the latest change, likewise.
    pub updated: Found<Day>,
    /// The day of the page's first `<time>` element, which may be another article's.
    pub time: Option<PartialDate>,
    pub outlet: Found<String>,
    pub authors: Vec<String>,
    pub authors_source: Option<Source>,
    /// The news agency that is named with the authors.
    pub agency: Found<&'static str>,
    pub url: Option<String>,
    pub language: Option<String>,
    /// Whether the page names a country where the day stands before the month. Pages of all countries name the United
    /// States, because programs do so by default.
    pub day_first: bool,
    /// The text of the article by JSON-LD.
    pub body: Option<String>,
    /// The summaries that the page gives of itself.
    pub descriptions: Vec<String>,
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

/// Meta names that hold the day of the latest change, best first.
const UPDATED: &[&str] = &[
    "article:modified_time",
    "og:article:modified_time",
    "datemodified",
    "og:updated_time",
    "article.updated",
    "dcterms.modified",
    "dc.date.modified",
    "lastmod",
    "last-modified",
    "last_updated",
    "date_modified",
    "revised",
];

/// Meta names that hold the authors.
const AUTHOR: &[&str] = &[
    "author",
    "article:author",
    "article:author_name",
    "parsely-author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "sailthru.author",
    "citation_author",
    "cxenseparse:author",
    "og:article:author",
];

/// Longest title or name that is taken for one, in bytes.
const LONGEST: usize = 1000;

/// What is gathered on the way through the page.
#[derive(Default)]
struct Seen {
    meta: Meta,
    published: Vec<(usize, Day)>,
    updated: Vec<(usize, Day)>,
    marked: Option<Day>,
    marked_update: Option<Day>,
    canonical: Option<String>,
    og_url: Option<String>,
    ld: Ld,
}

/// Reads the description of a page.
pub(crate) fn read(page: &Tree) -> Meta {
    let mut seen = Seen::default();
    for element in page.elements() {
        match element.name() {
            "meta" => seen.meta_element(&element),
            "link" if element.attr("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                let url = element.attr("href").map(str::trim).filter(|u| u.starts_with("http"));
                seen.canonical = seen.canonical.or(url.map(str::to_owned));
            }
            "script" if element.attr("type").is_some_and(|t| t.contains("ld+json")) => seen.ld.read(&element.text()),
            "title" if seen.meta.title.is_none() && element.parent().is_some_and(|p| p.name() == "head") => {
                seen.meta.title = title(&element);
            }
            "h1" if seen.meta.h1.len() < 8 => seen.meta.h1.extend(title(&element)),
            "html" => {
                let lang = element.attr("lang").unwrap_or_default();
                seen.meta.language = two_letters(lang);
                seen.meta.day_first = is_day_first(lang);
            }
            _ => {}
        }
        seen.dates(&element);
    }
    seen.meta()
}

/// Fills an empty place with a value, white space folded.
fn set(slot: &mut Option<String>, value: &str) {
    // What is longer is no title and no name.
    if value.len() > LONGEST {
        return;
    }
    let value = decode::repaired(&folded(value)).into_owned();
    if slot.is_none() && !value.is_empty() {
        *slot = Some(value);
    }
}

impl Seen {
    fn meta_element(&mut self, element: &Element<'_>) {
        let Some(content) = element.attr("content").map(str::trim).filter(|c| !c.is_empty()) else { return };
        let Some(name) = ["property", "name", "itemprop"].iter().find_map(|a| element.attr(a)) else { return };
        let name = name.trim().to_ascii_lowercase();
        let rank = |names: &[&str]| names.iter().position(|n| *n == name);
        if let Some(rank) = rank(PUBLISHED) {
            self.published.extend(ld::day(content).map(|d| (rank, d)));
        }
        if let Some(rank) = rank(UPDATED) {
            self.updated.extend(ld::day(content).map(|d| (rank, d)));
        }
        if rank(AUTHOR).is_some() {
            authors::add(&mut self.meta.authors, content);
            self.meta.agency = self.meta.agency.or(credit::in_credit(content).map(|a| (a, Source::Meta)));
        }
        match name.as_str() {
            "og:title" | "twitter:title" => set(&mut self.meta.og_title, content),
            "og:site_name" | "application-name" | "dc.publisher" | "citation_publisher"
                if !content.contains("://") && self.meta.outlet.is_none() =>
            {
                let mut outlet = None;
                set(&mut outlet, content);
                self.meta.outlet = outlet.map(|o| (o, Source::Meta));
            }
            "og:url" if content.starts_with("http") => set(&mut self.og_url, content),
            "description" | "og:description" | "twitter:description"
                if self.meta.descriptions.len() < 4 && content.len() <= 4 * LONGEST =>
            {
                self.meta.descriptions.push(decode::repaired(&folded(content)).into_owned());
            }
            _ => {}
        }
    }

    /// Days in elements that are marked as dates.
    fn dates(&mut self, element: &Element<'_>) {
        let property = element.attr("itemprop");
        let time = element.name() == "time";
        let mark = |words: &[&str]| {
            element.attr("class").is_some_and(|c| {
                let c = c.to_ascii_lowercase();
                words.iter().any(|w| c.contains(w))
            })
        };
        let published = property
            .is_some_and(|p| p.eq_ignore_ascii_case("datePublished") || p.eq_ignore_ascii_case("dateCreated"))
            || element.name() == "abbr" && mark(&["published"])
            || time && element.attr("pubdate").is_some()
            || time && mark(&["publish", "posted", "entry-date", "created"]) && !mark(&["updated"]);
        let updated =
            property.is_some_and(|p| p.eq_ignore_ascii_case("dateModified")) || time && mark(&["updated", "modified"]);
        let none_yet = published && self.marked.is_none()
            || updated && self.marked_update.is_none()
            || time && self.meta.time.is_none();
        let Some(day) = none_yet.then(|| day(element)).flatten() else { return };
        if published && self.marked.is_none() {
            self.marked = Some(day);
        }
        if updated && self.marked_update.is_none() {
            self.marked_update = Some(day);
        }
        if time && self.meta.time.is_none() {
            self.meta.time = Some(day.date);
        }
    }

    fn meta(self) -> Meta {
        let Seen { mut meta, mut published, mut updated, marked, marked_update, canonical, og_url, ld } = self;
        // A canonical address that is the outlet's front page was forgotten in a template.
        meta.url = match (canonical, og_url) {
            (Some(canonical), Some(og)) if is_front(&canonical) && !is_front(&og) => Some(og),
            (canonical, og) => canonical.or(og),
        };
        let described = ours(&ld.articles, &meta).cloned().unwrap_or_default();
        published.sort_by_key(|(rank, _)| *rank);
        updated.sort_by_key(|(rank, _)| *rank);
        let first = |days: &[(usize, Day)]| days.first().map(|(_, d)| (*d, Source::Meta));
        let by = |day: Option<Day>, source: Source| day.map(|d| (d, source));
        meta.published = by(described.published, Source::JsonLd)
            .or(first(&published))
            .or(by(ld.page.published, Source::JsonLd))
            .or(by(marked, Source::Element));
        meta.updated = by(described.updated, Source::JsonLd)
            .or(first(&updated))
            .or(by(ld.page.updated, Source::JsonLd))
            .or(by(marked_update, Source::Element));
        meta.outlet = meta.outlet.or(described.publisher.map(|p| (p, Source::JsonLd)));
        if !described.authors.is_empty() {
            (meta.authors, meta.authors_source) = (described.authors, Some(Source::JsonLd));
        } else if !meta.authors.is_empty() {
            meta.authors_source = Some(Source::Meta);
        }
        meta.agency = described.agency.map(|a| (a, Source::JsonLd)).or(meta.agency);
        meta.headline = described.headline;
        meta.body = described.body;
        meta
    }
}

/// Whether an address is that of an outlet's front page.
fn is_front(url: &str) -> bool {
    url.split_once("://").is_some_and(|(_, rest)| rest.trim_end_matches('/').find('/').is_none())
}

/// The description of this article among those on the page: the one with its address or headline, else the only one.
fn ours<'a>(articles: &'a [Described], meta: &Meta) -> Option<&'a Described> {
    let titles: Vec<&String> = meta.og_title.iter().chain(&meta.title).chain(&meta.h1).collect();
    let path = |url: &str| {
        url.split_once("://")
            .map_or(url, |(_, r)| r)
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_owned()
    };
    let fits = |article: &Described| {
        let address = article.url.as_deref().zip(meta.url.as_deref()).is_some_and(|(a, b)| path(a) == path(b));
        let headline =
            article.headline.as_deref().is_some_and(|h| titles.iter().any(|t| text::same(t, h) || t.contains(h)));
        2 * usize::from(address) + usize::from(headline)
    };
    let best = articles.iter().map(fits).max()?;
    // Several descriptions of which none fits are those of a list of other articles.
    (best > 0 || articles.len() == 1).then(|| articles.iter().find(|a| fits(a) == best))?
}

/// The words of an element that holds a title.
fn title(element: &Element<'_>) -> Option<String> {
    Some(words(element)).filter(|t| !t.is_empty() && t.len() <= LONGEST)
}

fn words(element: &Element<'_>) -> String {
    decode::repaired(&element.words()).into_owned()
}

/// Whether a tag such as "en-GB" names a country where the day stands before the month.
fn is_day_first(lang: &str) -> bool {
    let country = lang.trim().split(['-', '_']).nth(1).unwrap_or_default().to_ascii_uppercase();
    ["GB", "UK", "IE", "AU", "NZ", "IN", "PK", "BD", "LK", "ZA", "NG", "KE", "GH", "SG", "MY", "JM", "TT", "MT"]
        .contains(&country.as_str())
}

fn two_letters(lang: &str) -> Option<String> {
    let code: String =
        lang.trim().chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
    (code.len() == 2).then_some(code)
}

/// The day that an element gives in its attributes or words.
fn day(element: &Element<'_>) -> Option<Day> {
    ["datetime", "content", "title"]
        .iter()
        .find_map(|a| element.attr(a))
        .and_then(ld::day)
        .or_else(|| ld::day(&words(element)))
}
