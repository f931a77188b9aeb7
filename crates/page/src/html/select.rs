//! Which blocks of a page are its article.

use super::blocks::{Block, Blocks};
use super::meta::Meta;
use super::title;
use crate::paragraph::{Paragraph, ends_sentence, words};
use crate::{date, text};
use chancery_record::{PartialDate, Removed, Source};
use std::collections::{BTreeMap, BTreeSet};
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
    let known = meta.body.as_deref().map(Known::new).filter(|k| k.words >= 60);
    let worth: Vec<f32> = page.blocks.iter().map(|b| worth(b, known.as_ref())).collect();
    let reasons = reasons(page, &worth);
    let chosen = choose(page, meta, title.clone(), &worth, &reasons);
    let length: usize = chosen.paragraphs.iter().map(|p| words(&p.text)).sum();
    if length >= SHORT {
        return chosen;
    }
    // Names that leave next to nothing were misleading: the text decides without them.
    let other = choose(page, meta, title, &worth, &vec![None; page.parts.len()]);
    if other.paragraphs.iter().map(|p| words(&p.text)).sum::<usize>() > 2 * length { other } else { chosen }
}

/// Fewest words of an article that the names of a page's parts are trusted with.
const SHORT: usize = 12;

fn choose(
    page: &Blocks,
    meta: &Meta,
    title: Option<(String, Source)>,
    worth: &[f32],
    reasons: &[Option<&'static str>],
) -> Chosen {
    let value = sums(page, |at| match reasons[page.blocks[at].part] {
        Some(_) if worth[at] > 0.0 => -0.2 * worth[at],
        Some(_) => -1.0,
        None => worth[at],
    });
    let inside: Vec<bool> = inside(page, root(&value));
    let first = page.blocks.iter().position(|b| inside[b.part] && reasons[b.part].is_none() && b.heading != 1);
    let mut chosen = Chosen { title, ..Chosen::default() };
    for (at, block) in page.blocks.iter().enumerate() {
        let reason = match reasons[block.part] {
            Some(reason) => Some(reason),
            None if inside[block.part] || (first.is_some_and(|f| at < f) && is_standfirst(page, block, meta)) => {
                unfit(block)
            }
            None => Some("navigation"),
        };
        match reason {
            Some(reason) => chosen.removed.push(Removed { text: block.text.clone(), reason: reason.to_owned() }),
            None if chosen.title.as_ref().is_some_and(|(t, _)| text::same(t, &block.text)) => {}
            None => {
                chosen.paragraphs.push(Paragraph { heading: block.heading > 0, ..Paragraph::new(block.text.clone()) })
            }
        }
    }
    let title = chosen.title.as_ref().map(|(t, _)| t.as_str());
    let near = near_title(page, title, worth, reasons, &inside);
    chosen.published = day_near(page, &near, reasons);
    let byline = |b: &&Block| matches!(reasons[b.part], Some("byline" | "author-bio")) && words(&b.text) <= 30;
    chosen.bylines = page.blocks[near].iter().filter(byline).map(|b| b.text.clone()).collect();
    chosen
}

/// The blocks near the title, above the first paragraph of the text: from the title on, or a few before the text.
fn near_title(
    page: &Blocks,
    title: Option<&str>,
    worth: &[f32],
    reasons: &[Option<&'static str>],
    inside: &[bool],
) -> Range<usize> {
    let at_title = |b: &Block| b.heading > 0 && title.is_some_and(|t| text::same(t, &b.text));
    let start = page.blocks.iter().position(at_title);
    let first = page
        .blocks
        .iter()
        .enumerate()
        .position(|(at, b)| inside[b.part] && reasons[b.part].is_none() && worth[at] >= 8.0);
    let first = first.unwrap_or(page.blocks.len());
    start.unwrap_or(first).saturating_sub(4).min(first)..first
}

/// The day in a short line among the blocks near the title, or in a part for bylines.
fn day_near(page: &Blocks, near: &Range<usize>, reasons: &[Option<&'static str>]) -> Option<PartialDate> {
    let day = |block: &Block| (words(&block.text) <= 20).then(|| date::find(&block.text).map(|(day, _)| day))?;
    let near = || page.blocks[near.clone()].iter();
    let byline = |b: &&Block| reasons[b.part] == Some("byline");
    near()
        .filter(byline)
        .find_map(day)
        .or_else(|| near().find_map(day))
        .or_else(|| page.blocks.iter().filter(byline).find_map(day))
}

/// Whether a block outside the body is the summary between headline and body.
fn is_standfirst(page: &Blocks, block: &Block, meta: &Meta) -> bool {
    let part = &page.parts[block.part];
    let named = part.standfirst || part.parent.is_some_and(|p| page.parts[p].standfirst);
    let described = meta.descriptions.iter().any(|d| text::same(d, &block.text));
    (named || described) && words(&block.text) >= 6 && block.link_density() < 0.5 && block.heading != 1
}

/// What the page's own JSON-LD says is the article's text, as a set of its runs of words.
struct Known {
    runs: BTreeSet<String>,
    words: usize,
}

impl Known {
    fn new(body: &str) -> Known {
        let words = tokens(body);
        Known { runs: words.windows(4).map(|w| w.join(" ")).collect(), words: words.len() }
    }

    /// Share of the block's runs of words that are in the known text.
    fn share(&self, text: &str) -> f32 {
        let words = tokens(text);
        if words.len() < 4 {
            return 0.0;
        }
        let hits = words.windows(4).filter(|w| self.runs.contains(&w.join(" "))).count();
        hits as f32 / (words.len() - 3) as f32
    }
}

pub(super) fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// How much a block speaks for (above 0) or against the part that it stands in.
fn worth(block: &Block, known: Option<&Known>) -> f32 {
    let count = words(&block.text) as f32;
    if known.is_some_and(|k| k.share(&block.text) > 0.8) {
        return count * 1.5;
    }
    let density = block.link_density();
    if density > 0.5 {
        return -count.min(12.0);
    }
    let count = count * (1.0 - density);
    match () {
        () if block.heading > 0 => -0.5,
        // Excerpts of other articles end where they were cut.
        () if block.text.ends_with(['…', '→']) || block.text.ends_with("...") => -0.5,
        () if ends_sentence(&block.text) && count >= 8.0 => count,
        () if count >= 25.0 => count * 0.6,
        () if block.item => -2.0,
        () => -1.0,
    }
}

/// The sum of `value` over the blocks of each part, those of the parts inside it included.
fn sums(page: &Blocks, value: impl Fn(usize) -> f32) -> Vec<f32> {
    let mut sums = vec![0.0; page.parts.len()];
    for (at, block) in page.blocks.iter().enumerate() {
        sums[block.part] += value(at);
    }
    // A part stands after the part around it, so one pass from the end carries all sums outwards.
    for at in (1..sums.len()).rev() {
        if let Some(parent) = page.parts[at].parent {
            sums[parent] += sums[at];
        }
    }
    sums
}

/// Reasons whose parts hold prose that is never the article's.
const FOREIGN: &[&str] = &["cookie-notice", "comment-form", "footer"];

/// The reason of each part: its own or that of a part around it, unless parts of these names hold much of the page's
/// prose: then the names mean something else on this page.
fn reasons(page: &Blocks, worth: &[f32]) -> Vec<Option<&'static str>> {
    let prose = sums(page, |at| worth[at].max(0.0));
    let foreign: f32 = (1..page.parts.len())
        .filter(|at| page.parts[*at].reason.is_some_and(|r| FOREIGN.contains(&r)))
        .filter(|at| page.parts[*at].parent.is_none_or(|p| page.parts[p].reason.is_none()))
        .map(|at| prose[at])
        .sum();
    let whole = prose.first().copied().unwrap_or(0.0);
    let all = if foreign < 0.9 * whole { whole - foreign } else { whole }.max(1.0);
    // Many small parts of the same names, each with a paragraph of the article, count together.
    let mut by_classes: BTreeMap<&str, f32> = BTreeMap::new();
    for (part, prose) in page.parts.iter().zip(&prose).filter(|(p, _)| p.reason.is_some() || p.body) {
        *by_classes.entry(&part.classes).or_default() += prose;
    }
    let cards = cards(page);
    let mut reasons: Vec<Option<&'static str>> = Vec::with_capacity(page.parts.len());
    for (at, part) in page.parts.iter().enumerate() {
        let around = part.parent.and_then(|p| reasons[p]);
        let held =
            by_classes.get(part.classes.as_str()).copied().filter(|_| !part.classes.is_empty()).unwrap_or(prose[at]);
        // A body inside a part that is named otherwise ("teaser-content" above a paywall) is the body.
        let around = around.filter(|_| !(part.body && held >= 0.3 * all));
        let own = part.reason.filter(|r| held < 0.4 * all || FOREIGN.contains(r) && held < 0.9 * whole);
        reasons.push(around.or(own).or(cards[at].then_some("related-link")));
    }
    reasons
}

/// Parts that are cards of other articles: a heading that is a link, with at most a few lines beside it.
fn cards(page: &Blocks) -> Vec<bool> {
    let counts = sums(page, |at| words(&page.blocks[at].text) as f32);
    let headings = sums(page, |at| f32::from(u8::from(page.blocks[at].heading > 0)));
    let mut cards = vec![false; page.parts.len()];
    for block in page.blocks.iter().filter(|b| b.heading > 1 && b.link_density() > 0.8) {
        let mut card = block.part;
        while let Some(parent) = page.parts[card].parent.filter(|p| counts[*p] <= 120.0 && headings[*p] <= 1.0) {
            card = parent;
        }
        cards[card] = true;
    }
    cards
}

/// Whether each part lies inside the part `root`, itself included.
fn inside(page: &Blocks, root: usize) -> Vec<bool> {
    let mut inside = vec![false; page.parts.len()];
    for (at, part) in page.parts.iter().enumerate() {
        inside[at] = at == root || part.parent.is_some_and(|p| inside[p]);
    }
    inside
}

/// The part that holds the article: the smallest of those with the greatest worth.
fn root(value: &[f32]) -> usize {
    let best = value.iter().copied().fold(f32::MIN, f32::max);
    (0..value.len()).rev().find(|at| value[*at] >= best - 0.01).unwrap_or(0)
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
