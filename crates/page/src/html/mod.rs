//! HTML pages.

mod blocks;
mod mend;
mod meta;
mod names;
mod select;

use crate::paragraph::{self, Paragraph};
use crate::{Hints, PageError, date, decode, language, text};
use chancery_record::{Article, Basis, PartialDate, Removed};
use scraper::Html;

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
    let html = Html::parse_document(&mend::shallow(&mend::revealed(page)));
    let meta = meta::read(&html);
    let blocks = blocks::blocks(&html, names::Names::own());
    let chosen = select::select(&blocks, &meta);
    if chosen.paragraphs.is_empty() {
        return Err(PageError::NoText { given: format!("an HTML page of {} bytes", page.len()) });
    }
    let title = title.map(paragraph::folded).filter(|t| !t.is_empty()).or(chosen.title);
    let mut paragraphs = chosen.paragraphs;
    if let Some(title) = &title {
        paragraphs.insert(0, Paragraph { headline: true, ..Paragraph::new(title.clone()) });
    }
    let url = hints.url.clone().or_else(|| meta.url.clone());
    let mut article = text::assemble(paragraphs, title, &Hints { url: url.clone(), ..hints.clone() });
    if article.text.is_empty() {
        return Err(PageError::NoText { given: format!("an HTML page of {} bytes", page.len()) });
    }
    if hints.published.is_none()
        && let Some(day) =
            first_published(meta.published, url.as_deref().and_then(date::in_url)).or(chosen.published).or(meta.time)
    {
        article.published = Some(day);
        article.published_basis = Some(Basis::Page);
    }
    article.outlet = meta.outlet.clone().or(article.outlet);
    for author in meta.authors.iter().rev() {
        if !article.credits.iter().any(|c| c.contains(author.as_str())) {
            article.credits.insert(0, author.clone());
        }
    }
    article.agency =
        article.agency.or_else(|| meta.authors.iter().find_map(|a| crate::credit::in_credit(a)).map(str::to_owned));
    article.language = language::of(&article.text).or_else(|| meta.language.clone());
    article.removed.extend(listed(chosen.removed));
    Ok(article)
}

/// The day of publication by what the page says and by its address. An address is made when an article is first
/// published, in the outlet's own time zone; descriptions are often in UTC, or renewed.
fn first_published(said: Option<PartialDate>, address: Option<PartialDate>) -> Option<PartialDate> {
    match (said, address) {
        (Some(said), Some(address)) => Some(said.min(address)),
        (said, address) => said.or(address),
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
    let html = Html::parse_fragment(&mend::shallow(fragment));
    blocks::blocks(&html, names::Names::own()).blocks.into_iter().map(|b| b.text).collect()
}
