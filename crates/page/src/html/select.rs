//! Which blocks of a page are its article.

use super::authors;
use super::blocks::{Block, Blocks};
use super::ld;
use super::meta::Meta;
use super::title;
use crate::paragraph::{Paragraph, ends_sentence, folded, words};
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
    let worth: Vec<f32> = page.blocks.iter().map(|b| worth(b, known.as_ref(), meta)).collect();
    let reasons = reasons(page, &worth);
    let all = |_: usize| true;
    let mut chosen = choose(page, meta, title.clone(), &worth, &reasons, all);
    if chosen.words() < SHORT {
        // A short article may be worth less than what stands around it: what its makers call the body tells where it is.
        let body = choose(page, meta, title.clone(), &worth, &reasons, |at| page.parts[at].body);
        if body.words() > chosen.words() {
            chosen = body;
        }
    }
    if chosen.words() < SHORT {
        // Names that leave next to nothing were misleading: the text decides without them.
        let other = choose(page, meta, title, &worth, &vec![None; page.parts.len()], all);
        if other.words() > 2 * chosen.words() {
            chosen = other;
        }
    }
    // A page that scripts fill in, or that shows a part to those who have not paid, may tell its text apart.
    if let Some(known) = known.filter(|k| chosen.words() * 2 < k.words) {
        chosen.replace(known.paragraphs(meta.body.as_deref().unwrap_or_default()));
    }
    chosen
}

/// Fewest words of an article that the names of a page's parts are trusted with.
const SHORT: usize = 12;

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

fn choose(
    page: &Blocks,
    meta: &Meta,
    title: Option<(String, Source)>,
    worth: &[f32],
    reasons: &[Option<&'static str>],
    may_hold: impl Fn(usize) -> bool,
) -> Chosen {
    let value = sums(page, |at| match reasons[page.blocks[at].part] {
        Some(_) if worth[at] > 0.0 => -0.2 * worth[at],
        Some(_) => -1.0,
        None => worth[at],
    });
    let prose = sums(page, |at| if reasons[page.blocks[at].part].is_none() { worth[at].max(0.0) } else { 0.0 });
    let root = root(page, &value, &prose, may_hold);
    debug(page, worth, reasons, &value, root);
    let inside: Vec<bool> = inside(page, root);
    let first = page.blocks.iter().position(|b| inside[b.part] && reasons[b.part].is_none() && b.heading != 1);
    // What is shown under an image once is often kept for small screens a second time.
    let captions: BTreeSet<&String> = page
        .blocks
        .iter()
        .filter(|b| reasons[b.part] == Some("caption") && words(&b.text) >= 8)
        .map(|b| &b.text)
        .collect();
    let mut chosen = Chosen { title, ..Chosen::default() };
    let text = page.blocks.iter().enumerate().filter(|(_, b)| inside[b.part] && reasons[b.part].is_none());
    let prose = text.clone().find(|(_, b)| b.heading == 0 && measured(&b.text) >= 12.0).map_or(0, |(at, _)| at);
    let last = text.clone().filter(|(at, b)| b.heading == 0 && worth[*at] > 0.0).map(|(at, _)| at).last();
    let named =
        |at: usize, block: &Block| at < prose && block.heading == 0 && !block.item && authors::are_persons(&block.text);
    let under_title = |at: usize| {
        let is_title = |b: &Block| chosen.title.as_ref().is_some_and(|(t, _)| text::same(t, &b.text));
        page.blocks[at.saturating_sub(2)..at].iter().any(is_title)
    };
    let is_summary = |at: usize, block: &Block| {
        let said =
            block.heading > 1 && words(&block.text) >= 5 || ends_sentence(&block.text) && words(&block.text) >= 8;
        is_standfirst(page, block, meta)
            || said && under_title(at) && block.link_density() < 0.5 && date::find(&block.text).is_none()
    };
    let mut bylines: Vec<String> = Vec::new();
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut removed: Vec<Removed> = Vec::new();
    let goes = |at: usize| {
        page.blocks.get(at).is_some_and(|b| reasons[b.part].is_some() || unfit(b).is_some() || b.heading > 0)
    };
    for (at, block) in page.blocks.iter().enumerate() {
        let reason = match reasons[block.part] {
            // What the page gives as its summary is text wherever it stands above the first paragraph.
            Some(reason) if at >= prose || FOREIGN.contains(&reason) || !is_described(block, meta) => Some(reason),
            Some(_) => None,
            None if named(at, block) => {
                bylines.push(block.text.clone());
                Some("byline")
            }
            // Headings and labels after the last of the text belong to what was taken out there.
            None if last.is_some_and(|last| at > last) && (block.heading > 0 || is_label(block) && goes(at + 1)) => {
                Some("navigation")
            }
            None if inside[block.part] || (first.is_some_and(|f| at < f) && is_summary(at, block)) => unfit(block),
            None => Some("navigation"),
        };
        match reason {
            Some(reason) => removed.push(Removed { text: block.text.clone(), reason: reason.to_owned() }),
            None if chosen.title.as_ref().is_some_and(|(t, _)| text::same(t, &block.text)) => {}
            None if captions.contains(&block.text) => {
                removed.push(Removed { text: block.text.clone(), reason: "caption".to_owned() });
            }
            None => paragraphs.push(Paragraph { heading: block.heading > 0, ..Paragraph::new(block.text.clone()) }),
        }
    }
    let title = chosen.title.as_ref().map(|(t, _)| t.as_str());
    let near = near_title(page, title, worth, reasons, &inside);
    chosen.published = day_near(page, &near, reasons);
    let byline = |b: &&Block| matches!(reasons[b.part], Some("byline" | "author-bio")) && words(&b.text) <= 30;
    bylines.extend(page.blocks[near].iter().filter(byline).map(|b| b.text.clone()));
    Chosen { paragraphs, removed, bylines, ..chosen }
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

/// Whether a block is the summary that the page gives of itself.
fn is_described(block: &Block, meta: &Meta) -> bool {
    words(&block.text) >= 6 && meta.descriptions.iter().any(|d| text::same(d, &block.text))
}

/// Whether a block outside the body is the summary between headline and body.
fn is_standfirst(page: &Blocks, block: &Block, meta: &Meta) -> bool {
    let part = &page.parts[block.part];
    let named = part.standfirst || part.parent.is_some_and(|p| page.parts[p].standfirst);
    (named || is_described(block, meta)) && words(&block.text) >= 6 && block.link_density() < 0.5 && block.heading != 1
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

    /// The known text as paragraphs.
    fn paragraphs(&self, body: &str) -> Vec<Paragraph> {
        let lines = if body.contains("</") || body.contains("&lt;/") {
            super::paragraphs(&ld::unescaped_once(body))
        } else {
            ld::unescaped(body).lines().map(folded).filter(|l| !l.is_empty()).collect()
        };
        lines.into_iter().map(Paragraph::new).collect()
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

/// Number of words; of scripts that do not part words, what would be about as long.
fn measured(text: &str) -> f32 {
    let unparted = text.chars().filter(|c| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}')).count();
    words(text) as f32 + unparted as f32 / 2.0
}

/// Whether a text begins with the letters of a summary, which may have been cut.
fn begins_as(text: &str, summary: &str) -> bool {
    let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).take(60).collect::<String>();
    let (text, summary) = (letters(text), letters(summary));
    summary.chars().count() >= 40 && text.starts_with(&summary)
}

/// How much a block speaks for (above 0) or against the part that it stands in.
fn worth(block: &Block, known: Option<&Known>, meta: &Meta) -> f32 {
    let count = measured(&block.text);
    if count >= 6.0 && meta.descriptions.iter().any(|d| begins_as(&block.text, d)) {
        return count * 1.5;
    }
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
    let counts = sums(page, |at| words(&page.blocks[at].text) as f32);
    let cards = cards(page, &counts);
    // In a show of pictures the text of the article stands beside them.
    let pictured: f32 = (1..page.parts.len())
        .filter(|at| page.parts[*at].image && page.parts[*at].reason.is_none())
        .map(|at| if counts[at] <= 60.0 { prose[at] } else { 0.0 })
        .sum();
    let images_hold_captions = pictured < 0.2 * all;
    let mut reasons: Vec<Option<&'static str>> = Vec::with_capacity(page.parts.len());
    for (at, part) in page.parts.iter().enumerate() {
        let around = part.parent.and_then(|p| reasons[p]);
        let held =
            by_classes.get(part.classes.as_str()).copied().filter(|_| !part.classes.is_empty()).unwrap_or(prose[at]);
        // A body inside a part that is named otherwise ("teaser-content" above a paywall) is the body.
        let around = around.filter(|_| !(part.body && held >= 0.3 * all));
        let small = images_hold_captions && part.image && counts[at] <= 60.0;
        let own = part
            .reason
            .or(small.then_some("caption"))
            .filter(|r| held < 0.4 * all || FOREIGN.contains(r) && held < 0.9 * whole);
        reasons.push(around.or(own).or(cards[at].then_some("related-link")));
    }
    reasons
}

/// Parts that are cards of other articles: a heading that is a link, with at most a few lines beside it.
fn cards(page: &Blocks, counts: &[f32]) -> Vec<bool> {
    let headings = sums(page, |at| f32::from(u8::from(page.blocks[at].heading > 0)));
    let mut cards = vec![false; page.parts.len()];
    for block in page.blocks.iter().filter(|b| b.heading > 1 && b.link_density() > 0.8) {
        let mut card = block.part;
        while let Some(parent) = page.parts[card].parent.filter(|p| counts[*p] <= 120.0 && headings[*p] <= 1.0) {
            card = parent;
        }
        cards[card] = true;
    }
    repeated(page, counts, &mut cards);
    cards
}

/// Marks parts of one name that stand side by side, three or more, each with a link first and a few lines under it.
fn repeated(page: &Blocks, counts: &[f32], cards: &mut [bool]) {
    let mut firsts: Vec<Option<usize>> = vec![None; page.parts.len()];
    for (at, block) in page.blocks.iter().enumerate() {
        let mut part = Some(block.part);
        while let Some(p) = part.filter(|p| firsts[*p].is_none()) {
            firsts[p] = Some(at);
            part = page.parts[p].parent;
        }
    }
    let is_card = |at: usize| {
        (4.0..=70.0).contains(&counts[at])
            && firsts[at].is_some_and(|b| page.blocks[b].link_density() > 0.8 && !ends_sentence(&page.blocks[b].text))
    };
    let mut groups: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
    for (at, part) in page.parts.iter().enumerate().filter(|(_, p)| !p.classes.is_empty()) {
        let Some(parent) = part.parent else { continue };
        groups.entry((parent, &part.classes)).or_default().push(at);
    }
    for group in groups.values().filter(|g| g.len() >= 3 && g.iter().all(|at| is_card(*at))) {
        group.iter().for_each(|at| cards[*at] = true);
    }
}

/// Whether each part lies inside the part `root`, itself included.
fn inside(page: &Blocks, root: usize) -> Vec<bool> {
    let mut inside = vec![false; page.parts.len()];
    for (at, part) in page.parts.iter().enumerate() {
        inside[at] = at == root || part.parent.is_some_and(|p| inside[p]);
    }
    inside
}

/// The part that holds the article: the smallest of those with the greatest value. Where that holds little of the page's
/// prose, because lists of links stand among the article's text, it is the last part on the way inwards that holds most
/// of the prose around it.
fn root(page: &Blocks, value: &[f32], prose: &[f32], may_hold: impl Fn(usize) -> bool) -> usize {
    let at = |at: &usize| may_hold(*at);
    let best = (0..value.len()).filter(at).map(|at| value[at]).fold(f32::MIN, f32::max);
    let best = (0..value.len()).rev().filter(at).find(|at| value[*at] >= best - 0.01).unwrap_or(0);
    let mut most = 0;
    for at in 1..prose.len() {
        if may_hold(at) && page.parts[at].parent == Some(most) && prose[at] >= 0.7 * prose[most] {
            most = at;
        }
    }
    if prose[best] < 0.5 * prose[most] { most } else { best }
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

pub(super) fn debug(page: &Blocks, worth: &[f32], reasons: &[Option<&'static str>], value: &[f32], root: usize) {
    if std::env::var("DEBUG").is_err() {
        return;
    }
    eprintln!("root {root} {:?}", page.parts[root].classes);
    for (at, b) in page.blocks.iter().enumerate() {
        let mut chain = String::new();
        let mut part = Some(b.part);
        while let Some(p) = part {
            chain.push_str(&format!(
                " < {p}.{}[{:?}{} {:.0}]",
                page.parts[p].classes,
                page.parts[p].reason,
                if page.parts[p].body { " B" } else { "" },
                value[p]
            ));
            part = page.parts[p].parent;
        }
        eprintln!(
            "{at} w{:.0} {:?} h{} l{:.1} {:?} {}",
            worth[at],
            reasons[b.part],
            b.heading,
            b.link_density(),
            b.text.chars().take(60).collect::<String>(),
            chain.chars().take(900).collect::<String>()
        );
    }
}
