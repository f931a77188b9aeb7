//! HTML pages.

mod authors;
mod blocks;
mod ld;
mod mend;
mod meta;
mod names;
mod parts;
mod select;
mod title;
mod tree;
mod worth;

use crate::paragraph::{self, Paragraph};
use crate::{Hints, PageError, date, decode, text};
use chancery_record::{Article, Basis, PartialDate, Removed, Source};
use meta::Meta;
use tree::Tree;

/// Most characters of one entry of [`Article::removed`] for a page: a menu of a thousand links is shown by its start.
const REMOVED_CHARS: usize = 2000;

/// Most entries of [`Article::removed`] for a page.
const REMOVED: usize = 300;

/// Makes an article of an HTML page: its bytes are decoded (byte order mark, UTF-8, declaration, guess), the main text is
/// found, and what the page says of itself is read.
///
/// # Errors
/// [`PageError::NoText`] where nothing on the page could be the text of an article.
pub fn from_html(bytes: &[u8], hints: &Hints) -> Result<Article, PageError> {
    from_page(&decode::html(bytes), None, hints)
}

/// [`from_html`] of characters, with a title that the source gives apart from the page.
pub(crate) fn from_page(page: &str, title: Option<&str>, hints: &Hints) -> Result<Article, PageError> {
    let (meta, blocks) = {
        let tree = Tree::parse(&mend::shallow(&mend::revealed(page)));
        (meta::read(&tree), blocks::blocks(&tree, names::Names::own()))
    };
    let chosen = select::select(&blocks, &meta);
    if chosen.paragraphs.is_empty() {
        return Err(PageError::NoText { given: format!("an HTML page of {} bytes", page.len()) });
    }
    let given = title.map(paragraph::folded).filter(|t| !t.is_empty()).map(|t| (t, Source::Given));
    let title = given.or(chosen.title);
    let mut paragraphs = chosen.paragraphs;
    if let Some((title, _)) = &title {
        paragraphs.insert(0, Paragraph { headline: true, ..Paragraph::new(title.clone()) });
    }
    let url = hints.url.clone().map(|u| (u, Source::Given)).or(meta.url.clone().map(|u| (u, Source::Meta)));
    let (url, url_source) = url.unzip();
    let (title, title_source) = title.unzip();
    let mut article = text::assemble(paragraphs, title, &Hints { url, ..hints.clone() });
    if article.text.is_empty() {
        return Err(PageError::NoText { given: format!("an HTML page of {} bytes", page.len()) });
    }
    article.bases.title = title_source;
    article.bases.url = url_source;
    dates(&mut article, &meta, chosen.published, hints.published.is_some());
    people(&mut article, meta, &chosen.bylines);
    for piece in chosen.removed.iter().filter(|p| crate::correction::is_note(&p.text)) {
        if !article.corrections.contains(&piece.text) {
            article.corrections.push(piece.text.clone());
        }
    }
    article.removed.extend(listed(chosen.removed));
    Ok(article)
}

/// Sets the days of publication and of the latest change.
fn dates(article: &mut Article, meta: &Meta, near: Option<PartialDate>, given: bool) {
    if given {
        article.bases.published = Some(Source::Given);
    } else {
        let address = article.url.as_deref().and_then(date::in_url).map(|d| (d, Source::Url));
        let near = near.map(|d| (d, Source::Text));
        let said = meta.published.map(|(day, source)| match near {
            // The outlet's own day is the one that it shows; that of Greenwich may be the one before or after.
            Some((shown, _)) if day.may_be(shown) => (shown, Source::Text),
            _ => (day.date, source),
        });
        let time = meta.time.map(|d| (d, Source::Element));
        if let Some((day, source)) = first_published(said, address).or(near).or(time) {
            article.published = Some(day);
            article.published_basis = Some(Basis::Page);
            article.bases.published = Some(source);
        } else if article.published.is_some() {
            article.bases.published = Some(Source::Text);
        }
    }
    if let Some((day, source)) = meta.updated.filter(|(d, _)| article.published.is_none_or(|p| p <= d.date)) {
        article.updated = Some(day.date);
        article.bases.updated = Some(source);
    }
}

/// The day of publication by what the page says and by its address. An address is made when an article is first
/// published, in the outlet's own time zone; descriptions are often in UTC, or renewed.
fn first_published(
    said: Option<(PartialDate, Source)>,
    address: Option<(PartialDate, Source)>,
) -> Option<(PartialDate, Source)> {
    match (said, address) {
        (Some(said), Some(address)) if address.0 < said.0 => Some(address),
        (said, address) => said.or(address),
    }
}

/// Sets who wrote and published the article, and its language.
fn people(article: &mut Article, meta: Meta, bylines: &[String]) {
    article.bases.agency = article.agency.is_some().then_some(Source::Text);
    article.bases.outlet = article.outlet.is_some().then_some(Source::Text);
    if let Some((outlet, source)) = meta.outlet {
        article.outlet = Some(outlet);
        article.bases.outlet = Some(source);
    }
    let (mut authors, mut source) = (meta.authors, meta.authors_source);
    // An outlet that calls itself the author may still name a person under the headline.
    if authors.iter().all(|a| article.outlet.as_ref().is_some_and(|o| text::same(a, o))) {
        let mut named = Vec::new();
        bylines.iter().chain(&article.credits).for_each(|line| authors::add_byline(&mut named, line));
        if !named.is_empty() {
            (authors, source) = (named, Some(Source::Element));
        }
    }
    for author in authors.iter().rev() {
        if !article.credits.iter().any(|c| c.contains(author.as_str())) {
            article.credits.insert(0, author.clone());
        }
    }
    if article.agency.is_none() {
        let shown = || bylines.iter().find_map(|a| crate::credit::in_credit(a)).map(|a| (a, Source::Element));
        if let Some((agency, source)) = meta.agency.or_else(shown) {
            article.agency = Some(agency.to_owned());
            article.bases.agency = Some(source);
        }
    }
    article.authors = authors;
    article.bases.authors = source;
    article.bases.language = article.language.is_some().then_some(Source::Text);
    if article.language.is_none() && meta.language.is_some() {
        article.language = meta.language;
        article.bases.language = Some(Source::Meta);
    }
}

/// What was taken out of a page, neighbours with the same reason as one entry, within the caps.
fn listed(removed: Vec<Removed>) -> Vec<Removed> {
    let mut out: Vec<Removed> = Vec::new();
    for piece in removed {
        if let Some(last) = out.last_mut()
            && last.reason == piece.reason
        {
            if last.text.len() < REMOVED_CHARS {
                last.text.push('\n');
                last.text.push_str(&piece.text);
            }
        } else if out.len() < REMOVED {
            out.push(piece);
        }
    }
    for piece in &mut out {
        if let Some((at, _)) = piece.text.char_indices().nth(REMOVED_CHARS) {
            piece.text.truncate(at);
            piece.text.push('…');
        }
    }
    out
}

/// The text of a piece of HTML, white space folded.
pub(crate) fn plain(fragment: &str) -> String {
    paragraphs(fragment).join(" ")
}

/// The paragraphs of a piece of HTML that holds nothing but text, such as the body of a feed's entry.
pub(crate) fn paragraphs(fragment: &str) -> Vec<String> {
    let html = Tree::parse(&mend::shallow(fragment));
    blocks::blocks(&html, names::Names::own()).blocks.into_iter().map(|b| b.text).collect()
}
