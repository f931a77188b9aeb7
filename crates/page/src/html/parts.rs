//! Which parts of a page hold its article, and which hold something else.

use super::blocks::Blocks;
use crate::paragraph::{ends_sentence, words};
use std::collections::BTreeMap;

/// The sum of `value` over the blocks of each part, those of the parts inside it included.
pub(super) fn sums(page: &Blocks, value: impl Fn(usize) -> f32) -> Vec<f32> {
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
pub(super) const FOREIGN: &[&str] = &["cookie-notice", "comment-form", "footer"];

/// The reason of each part: its own or that of a part around it, unless parts of these names hold much of the page's
/// prose: then the names mean something else on this page.
pub(super) fn reasons(page: &Blocks, worth: &[f32]) -> Vec<Option<&'static str>> {
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
    let body_elsewhere = has_body(page, &counts);
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
            .filter(|r| held < 0.4 * all || FOREIGN.contains(r) && (body_elsewhere || held < 0.9 * whole));
        reasons.push(around.or(own).or(cards[at].then_some("related-link")));
    }
    reasons
}

/// Whether the page calls a part with some words the body of the article, outside what is foreign to it.
fn has_body(page: &Blocks, counts: &[f32]) -> bool {
    let mut foreign = vec![false; page.parts.len()];
    for (at, part) in page.parts.iter().enumerate() {
        let own = part.reason.is_some_and(|r| FOREIGN.contains(&r));
        foreign[at] = own || part.parent.is_some_and(|p| foreign[p]);
        if part.body && !foreign[at] && counts[at] >= 5.0 {
            return true;
        }
    }
    false
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
pub(super) fn inside(page: &Blocks, root: usize) -> Vec<bool> {
    let mut inside = vec![false; page.parts.len()];
    for (at, part) in page.parts.iter().enumerate() {
        inside[at] = at == root || part.parent.is_some_and(|p| inside[p]);
    }
    inside
}

/// The part that holds the article: the smallest of those with the greatest value. Where that holds little of the page's
/// prose, because lists of links stand among the article's text, it is the last part on the way inwards that holds most
/// of the prose around it.
pub(super) fn root(page: &Blocks, value: &[f32], prose: &[f32], may_hold: impl Fn(usize) -> bool) -> usize {
    let at = |at: &usize| may_hold(*at);
    let best = (0..value.len()).filter(at).map(|at| value[at]).fold(f32::MIN, f32::max);
    let best = (0..value.len()).rev().filter(at).find(|at| value[*at] >= best - 0.01).unwrap_or(0);
    let mut most = 0;
    for at in 1..prose.len() {
        if may_hold(at) && page.parts[at].parent == Some(most) && prose[at] >= 0.7 * prose[most] {
            most = at;
        }
    }
    let root = if prose[best] < 0.5 * prose[most] { most } else { best };
    body_of(page, root, prose)
}

/// Least share of the prose of a part that lies in the body of its article, where it has one.
const MOSTLY: f32 = 0.75;

/// The part inside `root` that its makers call the body of the article, or an article, where it holds most of the prose and
/// nothing else that is called so holds any: what stands beside it are notices to the reader.
fn body_of(page: &Blocks, root: usize, prose: &[f32]) -> usize {
    let within = inside(page, root);
    let called = |at: &usize| page.parts[*at].body || page.parts[*at].article;
    let Some(body) = (root + 1..prose.len())
        .filter(|at| within[*at] && prose[*at] >= MOSTLY * prose[root] && called(at))
        .find(|at| page.parts[*at].reason.is_none())
    else {
        return root;
    };
    let within_body = inside(page, body);
    let around = {
        let mut around = vec![false; prose.len()];
        let mut part = Some(body);
        while let Some(at) = part {
            around[at] = true;
            part = page.parts[at].parent;
        }
        around
    };
    let elsewhere = (root..prose.len())
        .filter(|at| within[*at] && !within_body[*at] && !around[*at] && called(at))
        .any(|at| prose[at] > 0.05 * prose[root]);
    if elsewhere { root } else { body }
}
