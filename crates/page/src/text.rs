//! Plain text, clean or scraped.

use crate::furniture::Furniture;
use crate::paragraph::{self, Paragraph};
use crate::{Hints, PageError, correction, credit, date, decode, language};
use chancery_record::{Article, Basis, Removed};

/// Longest headline, in words.
const HEADLINE: usize = 30;

/// Longest line of text that was broken by hand or by a mail program, in characters. In a text with longer lines every
/// line break ends a paragraph.
const WRAPPED: usize = 120;

/// Makes an article of plain text. Words stay as they are; white space inside paragraphs is folded, paragraphs are parted
/// by an empty line, and paragraphs that are furniture move to [`Article::removed`].
///
/// `text` may be anything; of a text without letters the article's text is empty.
pub fn from_text(text: &str, hints: &Hints) -> Article {
    with_title(text, None, hints)
}

/// [`from_text`] with a title that the source gives apart from the text.
pub(crate) fn with_title(text: &str, title: Option<&str>, hints: &Hints) -> Article {
    let mut paragraphs = paragraphs(text);
    let title = title.map(paragraph::folded).filter(|t| !t.is_empty());
    match &title {
        Some(title) => match paragraphs.first_mut() {
            Some(first) if same(&first.text, title) => first.headline = true,
            _ => paragraphs.insert(0, Paragraph { headline: true, ..Paragraph::new(title.clone()) }),
        },
        None => mark_headline(&mut paragraphs),
    }
    assemble(paragraphs, title, hints)
}

/// An article of the bytes of a plain text.
pub(crate) fn from_bytes(bytes: &[u8], hints: &Hints) -> Result<Article, PageError> {
    let article = from_text(&decode::text(bytes), hints);
    if article.text.is_empty() {
        return Err(PageError::NoText { given: format!("a text of {} bytes", bytes.len()) });
    }
    Ok(article)
}

/// Sorts the paragraphs of an article into text and furniture, and reads date, agency and credits off them. Shared by
/// plain text and pages.
pub(crate) fn assemble(mut paragraphs: Vec<Paragraph>, title: Option<String>, hints: &Hints) -> Article {
    mark_repeated(&mut paragraphs);
    let stamped = mark_stamps(&mut paragraphs);
    correction::mark(&mut paragraphs);
    Furniture::own().mark(&mut paragraphs);
    credit::mark_name_lines(&mut paragraphs);
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
        if paragraph.reason.as_deref() == Some("correction") {
            article.corrections.push(paragraph.text.clone());
        }
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

/// The paragraphs of a plain text: parted by empty lines, and by line breaks where lines are not wrapped.
fn paragraphs(text: &str) -> Vec<Paragraph> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let lines = || text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(str::trim);
    let width = wrapped_width(lines());
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut before: Option<&str> = None;
    for line in lines() {
        if line.is_empty() {
            before = None;
            continue;
        }
        let folded = paragraph::folded(line);
        match (paragraphs.last_mut(), before) {
            (Some(last), Some(before)) if continues(before, line, width) => {
                last.text.push(' ');
                last.text.push_str(&folded);
            }
            _ => paragraphs.push(Paragraph::new(folded)),
        }
        before = Some(line);
    }
    paragraphs
}

/// The width at which the lines of a text were wrapped, in characters; none where line breaks end paragraphs.
fn wrapped_width<'a>(lines: impl Iterator<Item = &'a str>) -> Option<usize> {
    let (mut width, mut followed, mut unfinished) = (0, 0usize, 0usize);
    let mut before = "";
    for line in lines {
        if !line.is_empty() && !before.is_empty() {
            followed += 1;
            unfinished += usize::from(!paragraph::ends_sentence(before));
        }
        width = width.max(line.chars().count());
        before = line;
    }
    // A program that wraps breaks lines wherever they are full, mostly inside sentences.
    ((40..=WRAPPED).contains(&width) && unfinished * 2 >= followed).then_some(width)
}

/// Whether `line` goes on the paragraph of the line `before` it, in a text that was wrapped at `width`.
fn continues(before: &str, line: &str, width: Option<usize>) -> bool {
    let small = line.chars().next().is_some_and(char::is_lowercase);
    if small
        && !paragraph::ends_sentence(before)
        && before.ends_with(|c: char| c.is_alphanumeric() || ",;-–—’'".contains(c))
    {
        return true;
    }
    // A line was broken because the next word did not fit. Some programs break a little before the widest line.
    let word = line.split_whitespace().next().map_or(0, |w| w.chars().count());
    width.is_some_and(|width| (before.chars().count() + 1 + word) * 100 > width * 88)
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
    let (a, b) = (letters(a), letters(b));
    !a.is_empty() && a == b
}

/// The letters and digits of a text, in small letters.
pub(crate) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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

/// Marks lines near the start that hold nothing but the date of publication, and gives the first date.
fn mark_stamps(paragraphs: &mut [Paragraph]) -> Option<chancery_record::PartialDate> {
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
