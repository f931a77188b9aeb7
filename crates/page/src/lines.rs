//! From the lines of a plain text to its paragraphs.

use crate::paragraph::{self, Paragraph};
use crate::words::is_known;

/// Longest line of text that was broken by hand or by a mail program, in characters. In a text with longer lines every
/// line break ends a paragraph.
const WRAPPED: usize = 120;

/// Words that a paragraph has at least for another to go on with it.
const BEGUN: usize = 6;

/// The paragraphs of a plain text: parted by empty lines, and by line breaks where lines are not wrapped.
pub(crate) fn paragraphs(text: &str) -> Vec<Paragraph> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let lines: Vec<&str> =
        text.split(['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}']).map(str::trim).collect();
    let lines = single_spaced(lines);
    let width = wrapped_width(&lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut before: Option<&str> = None;
    for line in lines {
        if line.is_empty() {
            before = None;
            continue;
        }
        let folded = paragraph::folded(line);
        match (paragraphs.last_mut(), before) {
            (Some(last), Some(before)) if continues(before, line, width) => join(&mut last.text, &folded),
            _ => paragraphs.push(Paragraph::new(folded)),
        }
        before = Some(line);
    }
    paragraphs
}

/// Puts together kept paragraphs that are one sentence, which a line break or a piece of furniture parted. Gives whether
/// there were any.
pub(crate) fn join_broken(paragraphs: &mut Vec<Paragraph>) -> bool {
    let count = paragraphs.len();
    let mut out: Vec<Paragraph> = Vec::with_capacity(count);
    for paragraph in paragraphs.drain(..) {
        let last = out.iter_mut().rev().find(|p| p.reason.is_none());
        match last {
            Some(last) if paragraph.free() && last.free() && is_broken(&last.text, &paragraph.text) => {
                join(&mut last.text, &paragraph.text);
            }
            _ => out.push(paragraph),
        }
    }
    *paragraphs = out;
    paragraphs.len() < count
}

/// Takes the kept paragraphs for lines once more: without the furniture they may show that they were wrapped. Gives whether
/// they did.
pub(crate) fn wrap_again(paragraphs: &mut Vec<Paragraph>) -> bool {
    let kept: Vec<&str> = paragraphs.iter().filter(|p| p.reason.is_none()).map(|p| p.text.as_str()).collect();
    let mut again = self::paragraphs(&kept.join("\n\n"));
    let changed = again.len() != kept.len();
    if changed {
        if let Some(first) = again.first_mut() {
            first.headline = paragraphs.iter().any(|p| p.headline);
        }
        paragraphs.retain(|p| p.reason.is_some());
        paragraphs.extend(again);
    }
    changed
}

/// Whether a paragraph ends inside a sentence that the other goes on with.
fn is_broken(first: &str, second: &str) -> bool {
    let mut start = second.chars();
    let small = start.next().is_some_and(char::is_lowercase) && start.next().is_some_and(|c| !c.is_uppercase());
    // Items of a list begin with small letters, too.
    let list = first.starts_with(char::is_lowercase) || first.ends_with(':');
    small
        && !list
        && (paragraph::ends_sentence(second) || paragraph::words(second) >= 2 * BEGUN)
        && paragraph::words(first) >= BEGUN
        && !paragraph::ends_sentence(first)
        && first.ends_with(|c: char| c.is_alphanumeric() || ",-–—’\'".contains(c))
}

/// Joins a line to the text before it. A word that was parted at the end of a line becomes one.
fn join(text: &mut String, line: &str) {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let letters =
        |word: &str| word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>();
    let next = line.split(' ').next().unwrap_or_default();
    if let Some(part) = last.strip_suffix(['-', '‐'])
        && part.ends_with(char::is_alphabetic)
        && next.starts_with(char::is_lowercase)
        && !["and", "or", "to"].contains(&next)
    {
        let (first, second) = (letters(part.rsplit(['-', '‐']).next().unwrap_or(part)), letters(next));
        let whole = format!("{first}{second}");
        // "well-known" keeps its hyphen, "minis-ters" does not; of what nobody knows, two known words are two.
        if is_known(&whole) || !(is_known(&first) && is_known(&second)) {
            text.pop();
        }
    } else {
        text.push(' ');
    }
    text.push_str(line);
}

/// The lines without the empty ones between them, where a program put one after each line of a text that was wrapped.
fn single_spaced(lines: Vec<&str>) -> Vec<&str> {
    let filled = |at: usize| lines.get(at).is_some_and(|line| !line.is_empty());
    let (mut count, mut apart, mut unfinished, mut longest) = (0usize, 0usize, 0usize, 0);
    let length = |at: usize| lines[at].chars().count();
    for at in (0..lines.len()).filter(|at| filled(*at)) {
        count += 1;
        apart += usize::from(!filled(at + 1));
        unfinished += usize::from(length(at) >= 40 && !paragraph::ends_sentence(lines[at]));
        longest = longest.max(length(at));
    }
    if count < 6 || apart < count || unfinished * 2 < count || longest > WRAPPED {
        return lines;
    }
    // Where two empty lines stand together, a paragraph ended.
    (0..lines.len())
        .filter(|at| filled(*at) || !(filled(at.wrapping_sub(1)) && filled(at + 1)))
        .map(|at| lines[at])
        .collect()
}

/// The width at which the lines of a text were wrapped, in characters; none where line breaks end paragraphs.
fn wrapped_width(lines: &[&str]) -> Option<usize> {
    let (mut followed, mut unfinished) = (0usize, 0usize);
    for pair in lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
        followed += 1;
        unfinished += usize::from(!paragraph::ends_sentence(pair[0]));
    }
    let mut widths: Vec<usize> = lines.iter().filter(|l| !l.is_empty()).map(|l| l.chars().count()).collect();
    widths.sort_unstable();
    // A line of furniture or two may be longer than the text's.
    let width = *widths.get((widths.len() * 97 / 100).min(widths.len().saturating_sub(1)))?;
    // A program that wraps breaks lines wherever they are full, mostly inside sentences.
    ((40..=WRAPPED).contains(&width) && followed > 0 && unfinished * 2 >= followed).then_some(width)
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
