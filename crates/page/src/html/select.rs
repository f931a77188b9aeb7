//! Which blocks of a page are its article.

use super::authors;
use super::blocks::{Block, Blocks};
use super::meta::Meta;
use super::worth::{Evidence, Known, measured, worth};
use super::{parts, title};
use crate::paragraph::{Paragraph, ends_sentence, words};
use crate::{date, text};
use chancery_record::{PartialDate, Removed, Source};
use std::collections::BTreeSet;
use std::ops::Range;

/// The article of a page, as its blocks give it.
#[derive(Debug, Default)]
pub(crate) struct Chosen {
    pub title: Option<(String, Source)>,
    pub paragraphs: Vec<Paragraph>,
    pub removed: Vec<Removed>,
    /// A day of publication that stands as a line of its own between title and text.
    pub published: Option<PartialDate>,
    /// The lines near the title that say who wrote the article and when.
    pub bylines: Vec<String>,
}

/// Chooses the blocks of the article.
pub(crate) fn select(page: &Blocks, meta: &Meta) -> Chosen {
    let title = title::title(meta);
    let evidence = Evidence::new(meta);
    let worth: Vec<f32> = page.blocks.iter().map(|b| worth(b, &evidence)).collect();
    let reasons = parts::reasons(page, &worth);
    let all = |_: usize| true;
    let mut chosen = choose(page, meta, title.clone(), &worth, &reasons, all);
    if chosen.words() < SHORT {
        // A short article may be worth less than what stands around it: what its makers call the body tells where it is.
        let body = choose(page, meta, title.clone(), &worth, &reasons, |at| page.parts[at].body);
        let found = body.words() >= SHORTEST;
        if body.words() > chosen.words() {
            chosen = body;
        }
        // Names that leave next to nothing were misleading: the text decides without them.
        let other = choose(page, meta, title, &worth, &vec![None; page.parts.len()], all);
        if !found && other.words() > 2 * chosen.words() {
            chosen = other;
        }
    }
    // A page that scripts fill in, or that shows a part to those who have not paid, may tell its text apart.
    if evidence.known.is_some_and(|known| chosen.words() * 2 < known.words) {
        chosen.replace(Known::paragraphs(meta.body.as_deref().unwrap_or_default()));
    }
    chosen
}

/// Fewest words of an article that the names of a page's parts are trusted with.
const SHORT: usize = 12;

/// Fewest words of what is called the body of an article.
const SHORTEST: usize = 5;

impl Chosen {
    /// Number of words of the text.
    fn words(&self) -> usize {
        self.paragraphs.iter().map(|p| words(&p.text)).sum()
    }

    /// Takes another text in place of the one that was chosen.
    fn replace(&mut self, paragraphs: Vec<Paragraph>) {
        for old in std::mem::replace(&mut self.paragraphs, paragraphs) {
            if self.paragraphs.iter().all(|p| !p.text.contains(&old.text)) {
                self.removed.push(Removed { text: old.text, reason: "navigation".to_owned() });
            }
        }
    }
}

/// Most blocks that are near another.
const NEAR: usize = 80;

/// The blocks of a page with what is known of them.
struct Page<'p> {
    blocks: &'p [Block],
    page: &'p Blocks,
    /// Letters of the title.
    title: String,
    /// Whether the day stands before the month in dates of numbers.
    day_first: bool,
    /// Letters of the summaries that the page gives of itself.
    summaries: Vec<String>,
    worth: &'p [f32],
    /// Why each part holds no text of the article.
    reasons: &'p [Option<&'static str>],
    /// Whether each part lies in the one that holds the article.
    inside: Vec<bool>,
    /// The first block of the article that is no heading of the page.
    first: usize,
    /// The first of its paragraphs.
    prose: usize,
    /// The last of its paragraphs.
    last: Option<usize>,
}

fn choose(
    page: &Blocks,
    meta: &Meta,
    title: Option<(String, Source)>,
    worth: &[f32],
    reasons: &[Option<&'static str>],
    may_hold: impl Fn(usize) -> bool,
) -> Chosen {
    let at = Page::new(page, meta, title.as_ref().map(|(t, _)| t.as_str()), worth, reasons, may_hold);
    let mut fates: Vec<Option<&'static str>> = (0..page.blocks.len()).map(|block| at.fate(block)).collect();
    take_headings(page, &mut fates);
    // What is shown under an image once is often kept for small screens a second time.
    let is_caption = |b: &&Block| reasons[b.part] == Some("caption") && words(&b.text) >= 8;
    let captions: BTreeSet<&String> = page.blocks.iter().filter(is_caption).map(|b| &b.text).collect();
    let near = at.near_title();
    let mut chosen = Chosen { published: at.day_near(&near), ..Chosen::default() };
    let (mut paragraphs, mut removed, mut bylines) = (Vec::new(), Vec::new(), Vec::new());
    for (block, fate) in page.blocks.iter().zip(&fates) {
        let repeats = fate.is_none() && captions.contains(&block.text);
        match fate.or(repeats.then_some("caption")) {
            Some(reason) => removed.push(Removed { text: block.text.clone(), reason: reason.to_owned() }),
            None if at.is_title(block) => {}
            None => paragraphs.push(Paragraph { heading: block.heading > 0, ..Paragraph::new(block.text.clone()) }),
        }
    }
    for (block, fate) in page.blocks[near.clone()].iter().zip(&fates[near]) {
        if matches!(fate, Some("byline" | "author-bio")) && words(&block.text) <= 30 {
            bylines.push(block.text.clone());
        }
    }
    (chosen.paragraphs, chosen.removed, chosen.bylines, chosen.title) = (paragraphs, removed, bylines, title);
    chosen
}

impl<'p> Page<'p> {
    fn new(
        page: &'p Blocks,
        meta: &Meta,
        title: Option<&str>,
        worth: &'p [f32],
        reasons: &'p [Option<&'static str>],
        may_hold: impl Fn(usize) -> bool,
    ) -> Page<'p> {
        let value = parts::sums(page, |at| match reasons[page.blocks[at].part] {
            Some(_) if worth[at] > 0.0 => -0.2 * worth[at],
            Some(_) => -1.0,
            None => worth[at],
        });
        let own = |at: usize| reasons[page.blocks[at].part].is_none();
        let prose = parts::sums(page, |at| if own(at) { worth[at].max(0.0) } else { 0.0 });
        let inside = parts::inside(page, parts::root(page, &value, &prose, may_hold));
        let text: Vec<usize> = (0..page.blocks.len()).filter(|at| own(*at) && inside[page.blocks[*at].part]).collect();
        let block = |at: &&usize| &page.blocks[**at];
        let first = text.iter().find(|at| block(at).heading != 1).copied().unwrap_or(0);
        let long = |at: &&usize| block(at).heading == 0 && measured(&block(at).text) >= 12.0;
        let prose = text.iter().find(long).copied().unwrap_or(0);
        let last = text.iter().rfind(|at| block(at).heading == 0 && worth[**at] > 0.0).copied();
        let title = text::letters(title.unwrap_or_default());
        let summaries = meta.descriptions.iter().map(|d| text::letters(d)).filter(|d| !d.is_empty()).collect();
        Page {
            blocks: &page.blocks,
            page,
            title,
            day_first: meta.day_first,
            summaries,
            worth,
            reasons,
            inside,
            first,
            prose,
            last,
        }
    }

    /// Why a block is no text of the article; none where it is.
    fn fate(&self, at: usize) -> Option<&'static str> {
        let block = &self.blocks[at];
        if let Some(reason) = self.reasons[block.part] {
            // What the page gives as its summary is text wherever it stands above the first paragraph.
            let summary = at < self.prose && self.is_described(block) && !parts::FOREIGN.contains(&reason);
            return (!summary).then_some(reason);
        }
        let after = self.last.is_some_and(|last| at > last);
        match () {
            () if at < self.prose && is_name(block) => Some("byline"),
            // Headings and labels after the last of the text belong to what was taken out there.
            () if after && (block.heading > 0 || is_label(block) && self.goes(at + 1)) => Some("navigation"),
            () if self.inside[block.part] || at < self.first && self.is_summary(at) => unfit(block),
            () => Some("navigation"),
        }
    }

    /// Whether a block, where there is one, is taken out by its part or form, or is a heading.
    fn goes(&self, at: usize) -> bool {
        let goes = |b: &Block| self.reasons[b.part].is_some() || unfit(b).is_some() || b.heading > 0;
        self.blocks.get(at).is_some_and(goes)
    }

    fn is_title(&self, block: &Block) -> bool {
        !self.title.is_empty()
            && block.text.len() <= 4 * self.title.len() + 100
            && text::letters(&block.text) == self.title
    }

    /// Whether a block is the summary that the page gives of itself.
    fn is_described(&self, block: &Block) -> bool {
        words(&block.text) >= 6 && self.summaries.contains(&text::letters(&block.text))
    }

    /// Whether a block outside the body is the summary between headline and body.
    fn is_summary(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        let count = words(&block.text);
        let parts = &self.page.parts;
        let around = std::iter::successors(Some(block.part), |at| parts[*at].parent);
        let named = around.take(4).any(|at| parts[at].standfirst);
        let said = block.heading > 1 && count >= 5 || ends_sentence(&block.text) && count >= 8;
        let under_title = || self.blocks[at.saturating_sub(2)..at].iter().any(|b| self.is_title(b));
        let told = named && count >= 6
            || self.is_described(block)
            || said && under_title() && date::find(&block.text).is_none();
        told && block.link_density() < 0.5 && block.heading != 1
    }

    /// The blocks near the title, above the first paragraph of the text: from the title on, or a few before the text.
    fn near_title(&self) -> Range<usize> {
        let start = self.blocks.iter().position(|b| b.heading > 0 && self.is_title(b));
        let is_text = |at: &usize| {
            let part = self.blocks[*at].part;
            self.inside[part] && self.reasons[part].is_none() && self.worth[*at] >= 8.0
        };
        let first = (0..self.blocks.len()).find(is_text).unwrap_or(self.blocks.len());
        let start = start.unwrap_or(first).saturating_sub(4).min(first);
        start..first.min(start + NEAR)
    }

    /// The day in a short line among the blocks near the title, or in a part for bylines.
    fn day_near(&self, near: &Range<usize>) -> Option<PartialDate> {
        let numbers = |text: &str| self.day_first.then(|| date::find_day_first(text))?;
        let day = |block: &Block| {
            let found = || date::find(&block.text).map(|(day, _)| day).or_else(|| numbers(&block.text));
            (words(&block.text) <= 20).then(found)?
        };
        let near = || self.blocks[near.clone()].iter();
        let byline = |b: &&Block| self.reasons[b.part] == Some("byline");
        near()
            .filter(byline)
            .find_map(day)
            .or_else(|| near().find_map(day))
            .or_else(|| self.blocks.iter().filter(byline).take(NEAR).find_map(day))
    }
}

/// Reasons of what stands under a heading of its own. Pictures and posts stand under those of the article.
const HEADED: &[&str] = &["related-link", "newsletter", "promo", "share-bar", "tags", "comment-form", "author-bio"];

/// Takes the headings out under which everything was taken out, up to the next heading of their level or above.
fn take_headings(page: &Blocks, fates: &mut [Option<&'static str>]) {
    let mut open: Option<(usize, u8, Option<&'static str>)> = None;
    for (at, block) in page.blocks.iter().enumerate() {
        match (fates[at], open) {
            (None, Some((heading, level, under))) if block.heading > 0 => {
                if block.heading <= level && under.is_some() {
                    fates[heading] = under;
                }
                open = Some((at, block.heading, None));
            }
            (None, _) => open = (block.heading > 1).then_some((at, block.heading, None)),
            (Some(reason), Some((heading, level, None))) if HEADED.contains(&reason) => {
                open = Some((heading, level, Some(reason)));
            }
            (Some(_), _) => {}
        }
    }
}

/// Whether a block holds the names of persons and nothing else.
fn is_name(block: &Block) -> bool {
    block.heading == 0 && !block.item && authors::are_persons(&block.text)
}

/// Whether a block is a few words that are no sentence.
fn is_label(block: &Block) -> bool {
    !block.item && words(&block.text) <= 8 && !ends_sentence(&block.text)
}

/// Why a block inside the article is no text of it, by its form.
fn unfit(block: &Block) -> Option<&'static str> {
    let density = block.link_density();
    let count = words(&block.text);
    if density > 0.7 && (block.item || count <= 30) && !(ends_sentence(&block.text) && density < 0.9) {
        return Some("related-link");
    }
    None
}
