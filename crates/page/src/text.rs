//! Plain text, clean or scraped.

use crate::furniture::Furniture;
use crate::paragraph::{self, Paragraph};
use crate::{Hints, PageError, characters, credit, date, decode, glue, language, lines};
use chancery_record::{Article, Basis, PartialDate, Removed};

/// Longest headline, in words.
const HEADLINE: usize = 30;

/// Times that the paragraphs are gone through: what is taken out may show more that is to be taken out.
const ROUNDS: usize = 6;

/// Makes an article of plain text. Characters, words and paragraphs that were damaged on the way are mended where it is sure
/// what they were: entities, misread encodings, words run together, lines broken inside sentences. All other words stay as
/// they are; white space inside paragraphs is folded, paragraphs are parted by an empty line, and paragraphs that are
/// furniture move to [`Article::removed`]. The text of an article that was made so comes back unchanged.
///
/// `text` may be anything; of a text without letters the article's text is empty.
pub fn from_text(text: &str, hints: &Hints) -> Article {
    with_title(text, None, hints)
}

/// [`from_text`] with a title that the source gives apart from the text.
pub(crate) fn with_title(text: &str, title: Option<&str>, hints: &Hints) -> Article {
    let mut paragraphs = lines::paragraphs(&characters::mended(text));
    let title = title.map(|title| paragraph::folded(&characters::mended(title))).filter(|t| !t.is_empty());
    if let Some(title) = &title {
        match paragraphs.first_mut() {
            Some(first) if same(&first.text, title) => first.headline = true,
            _ => paragraphs.insert(0, Paragraph { headline: true, ..Paragraph::new(title.clone()) }),
        }
    }
    let mut stamped = None;
    for _ in 0..ROUNDS {
        let mut kept: Vec<Paragraph> = paragraphs.iter().filter(|p| p.reason.is_none()).cloned().collect();
        let parted = part_words(&mut kept);
        if title.is_none() {
            kept.iter_mut().for_each(|p| p.headline = false);
            mark_headline(&mut kept);
        }
        stamped = stamped.or(mark(&mut kept));
        mark_remains(&mut kept);
        let taken = kept.iter().any(|p| p.reason.is_some());
        let mut marked = kept.into_iter();
        for paragraph in paragraphs.iter_mut().filter(|p| p.reason.is_none()) {
            *paragraph = marked.next().expect("as many were marked as were kept");
        }
        let joined = lines::join_broken(&mut paragraphs);
        if !(parted || taken || joined || lines::wrap_again(&mut paragraphs)) {
            break;
        }
    }
    let title = title.map(|title| paragraphs.iter().find(|p| p.headline).map_or(title, |p| p.text.clone()));
    finish(paragraphs, stamped, title, hints)
}

/// Puts words apart that were run together, in a text that is English as far as can be told. Gives whether there were any.
fn part_words(paragraphs: &mut [Paragraph]) -> bool {
    let mut start = String::new();
    for paragraph in paragraphs.iter() {
        start.push_str(&paragraph.text);
        start.push('\n');
        if start.len() > 2000 {
            break;
        }
    }
    if language::of(&start).is_some_and(|language| language != "en") {
        return false;
    }
    let mut changed = false;
    let unknown = glue::Unknown::of(paragraphs.iter().map(|p| p.text.as_str()));
    for paragraph in paragraphs {
        if let std::borrow::Cow::Owned(parted) = glue::parted(&paragraph.text, &unknown) {
            paragraph.text = parted;
            changed = true;
        }
    }
    changed
}

/// An article of the bytes of a plain text.
pub(crate) fn from_bytes(bytes: &[u8], hints: &Hints) -> Result<Article, PageError> {
    let article = from_text(&decode::text(bytes), hints);
    if article.text.is_empty() {
        return Err(PageError::NoText { given: format!("a text of {} bytes", bytes.len()) });
    }
    Ok(article)
}

/// Sorts the paragraphs of an article into text and furniture, and reads date, agency and credits off them: the way of
/// pages, whose words and lines are whole.
pub(crate) fn assemble(mut paragraphs: Vec<Paragraph>, title: Option<String>, hints: &Hints) -> Article {
    let stamped = mark(&mut paragraphs);
    finish(paragraphs, stamped, title, hints)
}

/// Marks the paragraphs that are no part of the article; gives the date that one of them states.
fn mark(paragraphs: &mut [Paragraph]) -> Option<PartialDate> {
    mark_repeated(paragraphs);
    let stamped = mark_stamps(paragraphs);
    Furniture::own().mark(paragraphs);
    credit::mark_name_lines(paragraphs);
    stamped
}

/// The article of paragraphs that are marked.
fn finish(paragraphs: Vec<Paragraph>, stamped: Option<PartialDate>, title: Option<String>, hints: &Hints) -> Article {
    let read = credit::read(&paragraphs);
    let (published, published_basis) = match (hints.published, stamped, read.date) {
        (Some(given), ..) => (Some(given), Some(Basis::Given)),
        (None, Some(stamp), _) => (Some(stamp), Some(Basis::Page)),
        (None, None, Some(date)) => (Some(date), Some(Basis::Inferred)),
        (None, None, None) => match hints.url.as_deref().and_then(date::in_url) {
            Some(date) => (Some(date), Some(Basis::Page)),
            None => (None, None),
        },
    };
    let title = title.or_else(|| paragraphs.iter().find(|p| p.headline).map(|p| p.text.clone()));
    let mut article = Article {
        id: hints.id(),
        url: hints.url.clone(),
        title,
        published,
        published_basis,
        outlet: read.outlet,
        agency: read.agency,
        credits: read.credits,
        ..Article::default()
    };
    for paragraph in paragraphs {
        match paragraph.reason {
            Some(reason) => article.removed.push(Removed { text: paragraph.text, reason }),
            None => {
                if !article.text.is_empty() {
                    article.text.push_str("\n\n");
                }
                article.text.push_str(&paragraph.text);
            }
        }
    }
    article.language = language::of(&article.text);
    article
}

/// Takes the first line for a headline where it looks like one: short, no full stop, and a paragraph follows.
fn mark_headline(paragraphs: &mut [Paragraph]) {
    // Furniture may stand above the headline; the first paragraph that is none is looked at.
    let table = Furniture::own();
    let mut copy: Vec<Paragraph> = paragraphs.iter().take(8).cloned().collect();
    table.mark(&mut copy);
    credit::mark_name_lines(&mut copy);
    let Some(at) = copy.iter().position(Paragraph::free) else { return };
    let text = &paragraphs[at].text;
    let end = text.trim_end_matches(['"', '\'', '”', '’', ')']);
    let begins = text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase());
    let count = paragraph::words(text);
    let lower = text.chars().any(char::is_lowercase) || count > 3;
    let short = (2..=HEADLINE).contains(&count) && text.chars().count() <= 220 && lower;
    let open = !end.ends_with(['.', '…', ':', ',', ';']) && date::stamp(text).is_none();
    if begins && short && open && paragraphs[at + 1..].iter().any(|p| paragraph::ends_sentence(&p.text)) {
        paragraphs[at].headline = true;
    }
}

/// Whether two lines are the same headline, signs and capitals aside.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && a == b
}

/// Marks paragraphs that say again what stood before, word for word: a headline twice, a quotation pulled out.
fn mark_repeated(paragraphs: &mut [Paragraph]) {
    let mut seen = std::collections::BTreeSet::new();
    for paragraph in paragraphs.iter_mut() {
        if paragraph.reason.is_some() {
            continue;
        }
        // Short lines may be meant twice ("No." "No."); a headline is never.
        if !seen.insert(paragraph.text.clone()) && !paragraph.headline && paragraph::words(&paragraph.text) >= 5 {
            paragraph.reason = Some("repeated".to_owned());
        }
    }
}

/// Words of the longest line that may belong to the page after an article.
const LONGEST_LINE: usize = 25;

/// What stands between an article and the rest of its page. Adverts, captions and credits stand inside articles, too.
const PARTINGS: &[&str] = &[
    "related-link",
    "share-bar",
    "comment-form",
    "newsletter",
    "navigation",
    "promo",
    "copyright",
    "tags",
    "cookie-notice",
];

/// Marks the lines that go on with the page after an article: those behind furniture that no prose follows any more.
fn mark_remains(paragraphs: &mut [Paragraph]) {
    // Some write a source behind the full stop, so length counts as prose, too.
    let prose = |p: &Paragraph| p.is_prose() || paragraph::words(&p.text) > LONGEST_LINE;
    let last = paragraphs.iter().rposition(|p| p.reason.is_none() && prose(p));
    let tail = &mut paragraphs[last.map_or(0, |last| last + 1)..];
    let parting = tail.iter().position(|p| p.reason.as_deref().is_some_and(|r| PARTINGS.contains(&r)));
    if let (Some(_), Some(parting)) = (last, parting) {
        for paragraph in tail[parting..].iter_mut().filter(|p| p.free() && !paragraph::ends_sentence(&p.text)) {
            paragraph.reason = Some("after-article".to_owned());
        }
    }
}

/// Marks lines near the start that hold nothing but the date of publication, and gives the first date.
fn mark_stamps(paragraphs: &mut [Paragraph]) -> Option<PartialDate> {
    let mut found = None;
    let last = paragraphs.len().saturating_sub(3);
    for (at, paragraph) in paragraphs.iter_mut().enumerate().filter(|(_, p)| p.free()) {
        let Some(stamp) = date::stamp(&paragraph.text) else { continue };
        // A bare date is a heading where it stands inside a chronicle; a labelled one is a stamp anywhere.
        if stamp.labelled || at < 6 || at >= last {
            paragraph.reason = Some("date-line".to_owned());
            // An update is not the day of publication, but better than none.
            if stamp.labelled || at < 6 {
                found = match found {
                    None => Some(stamp),
                    Some(earlier) if earlier.update && !stamp.update => Some(stamp),
                    kept => kept,
                };
            }
        }
    }
    found.map(|s| s.date)
}
