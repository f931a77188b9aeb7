//! RSS and Atom feeds, and JSON Feed.

use crate::links::Link;
use crate::{Hints, PageError, html, paragraph, text};
use chancery_record::{Article, Basis, PartialDate};
use feed_rs::model::{Entry, Feed};

/// The articles of a feed, one an entry, in its order.
pub(crate) fn articles(bytes: &[u8], hints: &Hints) -> Vec<Result<Article, PageError>> {
    match parse(bytes) {
        Ok(feed) => feed.entries.iter().enumerate().map(|(at, entry)| article(&feed, entry, at + 1, hints)).collect(),
        Err(error) => vec![Err(error)],
    }
}

/// The addresses of a feed's articles, in its order.
pub(crate) fn links(bytes: &[u8]) -> Result<Vec<Link>, PageError> {
    let link = |entry: &Entry| {
        let title = entry.title.as_ref().map(|t| paragraph::folded(&html::plain(&t.content)));
        Some(Link { url: url(entry)?, title: title.filter(|t| !t.is_empty()), published: published(entry) })
    };
    Ok(parse(bytes)?.entries.iter().filter_map(link).collect())
}

fn parse(bytes: &[u8]) -> Result<Feed, PageError> {
    // Leading white space before an XML declaration is a common mistake that a strict parser stops at.
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    feed_rs::parser::parse(bytes).map_err(|error| PageError::BadFeed { why: error.to_string() })
}

/// The address of an entry's article.
fn url(entry: &Entry) -> Option<String> {
    let link = entry.links.iter().find(|l| l.rel.as_deref().is_none_or(|r| r == "alternate"))?;
    Some(link.href.clone()).filter(|href| !href.is_empty())
}

fn published(entry: &Entry) -> Option<PartialDate> {
    let time = entry.published.or(entry.updated)?;
    PartialDate::parse(&time.format("%Y-%m-%d").to_string())
}

fn article(feed: &Feed, entry: &Entry, number: usize, hints: &Hints) -> Result<Article, PageError> {
    let id = if entry.id.is_empty() { hints.id_of(number) } else { entry.id.clone() };
    let hints = Hints { name: id.clone(), published: hints.published, url: url(entry).or_else(|| hints.url.clone()) };
    let title = entry.title.as_ref().map(|t| paragraph::folded(&html::plain(&t.content)));
    let content = entry.content.as_ref().and_then(|c| c.body.as_deref()).filter(|c| !c.trim().is_empty());
    let summary = entry.summary.as_ref().map(|s| s.content.as_str()).filter(|s| !s.trim().is_empty());
    // The longer of the two is the article; a summary beside a whole text says nothing that the text does not.
    let body = content.into_iter().chain(summary).max_by_key(|b| b.len()).unwrap_or_default();
    let paragraphs = html::paragraphs(body);
    if paragraphs.is_empty() && title.as_deref().is_none_or(str::is_empty) {
        return Err(PageError::NoText { given: format!("entry {number} of the feed") });
    }
    let mut article = text::with_title(&paragraphs.join("\n\n"), title.as_deref(), &hints);
    article.id = id;
    if let Some(day) = published(entry).filter(|_| hints.published.is_none()) {
        article.published = Some(day);
        article.published_basis = Some(Basis::Page);
    }
    article.outlet =
        article.outlet.or_else(|| feed.title.as_ref().map(|t| paragraph::folded(&t.content))).filter(|o| !o.is_empty());
    for author in
        entry.authors.iter().filter_map(|a| a.name.as_deref()).map(paragraph::folded).filter(|a| !a.is_empty())
    {
        if !article.credits.contains(&author) {
            article.credits.push(author);
        }
    }
    article.language = article.language.or_else(|| {
        feed.language
            .as_ref()
            .map(|l| l.chars().take_while(char::is_ascii_alphabetic).collect::<String>().to_lowercase())
    });
    Ok(article)
}
