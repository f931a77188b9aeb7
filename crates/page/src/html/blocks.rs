//! From the tree of a page to its blocks of text, each with the part of the page that it stands in.

use super::names::Names;
use super::tree::{Element, Step, Tree};
use crate::decode;

/// Deepest nesting that is followed. What lies deeper belongs to the part at this depth.
const DEEPEST: usize = 600;

/// A part of the page: an element that holds blocks.
#[derive(Debug)]
pub(crate) struct Part {
    /// The part around it; none for the page itself.
    pub parent: Option<usize>,
    /// The classes that its maker gave it.
    pub classes: String,
    /// Why it would hold no text of the article, by its name or element.
    pub reason: Option<&'static str>,
    /// Whether its maker calls it the body of the article.
    pub body: bool,
    /// Whether it is an `<article>`.
    pub article: bool,
    /// Whether it is, or holds nothing but, the summary between headline and body.
    pub standfirst: bool,
    /// Whether its maker calls it an image, and it holds one.
    pub image: bool,
}

/// A piece of text that stands by itself on the page.
#[derive(Debug)]
pub(crate) struct Block {
    /// The part that it stands in.
    pub part: usize,
    /// Its words, white space folded.
    pub text: String,
    /// Characters of the text that are links, white space aside.
    pub linked: usize,
    /// Level of a heading, 1 to 6; 0 for other text.
    pub heading: u8,
    /// Whether it is an item of a list.
    pub item: bool,
}

impl Block {
    /// Share of the text that is links, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        self.linked as f32 / self.text.chars().filter(|c| !c.is_whitespace()).count().max(1) as f32
    }
}

/// A page cut into blocks.
#[derive(Debug)]
pub(crate) struct Blocks {
    pub parts: Vec<Part>,
    pub blocks: Vec<Block>,
}

/// Elements whose content is never text of the page.
fn is_no_text(element: &Element<'_>) -> bool {
    matches!(
        element.name(),
        "script"
            | "style"
            | "template"
            | "noscript"
            | "iframe"
            | "object"
            | "embed"
            | "svg"
            | "math"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "option"
            | "textarea"
            | "input"
            | "button"
            | "head"
            | "map"
            | "datalist"
            | "progress"
            | "meter"
            | "applet"
    ) || element.attr("hidden").is_some()
        || element.attr("style").is_some_and(|s| {
            let s: String = s.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            s.contains("display:none") || s.contains("visibility:hidden")
        })
}

/// What is said inside a link of the link itself, for screen readers.
const OF_LINKS: &[&str] = &[
    "opens new tab",
    "opens in new tab",
    "opens in a new tab",
    "opens new window",
    "opens in new window",
    "opens in a new window",
    "opens in new tab or window",
    "external link",
    "link is external",
];

/// Whether a text says of the link around it what it does, not what it leads to.
fn is_said_of_link(text: &str) -> bool {
    text.len() <= 40
        && OF_LINKS.iter().any(|said| text.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case(said))
}

/// Whether an element inside a line is there for screen readers alone (", opens new tab").
fn is_for_ears(element: &Element<'_>) -> bool {
    let hidden = ["sr-only", "screen-reader", "visually-hidden", "visuallyhidden", "assistive-text", "sr_only"];
    element.attr("class").is_some_and(|classes| hidden.iter().any(|name| classes.contains(name)))
}

/// Elements that stand inside a line.
pub(super) fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "img"
            | "picture"
            | "source"
            | "amp-img"
            | "bloqfont"
    )
}

/// Whether an element stands inside a paragraph or heading, where its words belong to a sentence whatever it is called.
fn in_sentence(element: &Element<'_>) -> bool {
    let parent = element.parent().map(|p| p.name());
    let lines = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "dd"];
    parent.is_some_and(|name| lines.contains(&name))
}

/// Whether an element holds one of these elements, as far as its beginning is looked at.
pub(super) fn holds(element: &Element<'_>, names: &[&str]) -> bool {
    element.inside().take(100).any(|e| names.contains(&e.name()))
}

struct Collector {
    out: Blocks,
    text: String,
    linked: usize,
    links: usize,
    breaks: usize,
    /// The parts that are open, from the page inwards, with the node depth at which each was opened.
    open: Vec<(usize, usize)>,
    headings: Vec<(usize, u8)>,
    items: Vec<usize>,
    /// The rows of tables that are open: depth, part, and number of blocks before.
    rows: Vec<(usize, usize, usize)>,
}

impl Collector {
    fn flush(&mut self) {
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        let linked = std::mem::take(&mut self.linked);
        let text = text.trim_end();
        if text.is_empty() {
            return;
        }
        let text = decode::repaired(text).into_owned();
        let part = self.open.last().map_or(0, |(part, _)| *part);
        let heading = self.headings.last().map_or(0, |(_, level)| *level);
        self.out.blocks.push(Block { part, text, linked, heading, item: !self.items.is_empty() });
    }

    /// Makes one block of the cells of a row, where they are short: a row is read as a whole. Pages that are laid out by
    /// tables have longer cells, or several blocks in each.
    fn join_row(&mut self) {
        let Some((_, part, from)) = self.rows.pop() else { return };
        let cells = self.out.blocks.get(from..).unwrap_or_default();
        let is_cell = |b: &Block| {
            self.out.parts[b.part].parent == Some(part) && b.heading == 0 && b.text.split_whitespace().count() <= 12
        };
        if !(2..=20).contains(&cells.len()) || !cells.iter().all(is_cell) {
            return;
        }
        let text = cells.iter().map(|b| b.text.as_str()).collect::<Vec<_>>().join(" | ");
        let linked = cells.iter().map(|b| b.linked).sum();
        self.out.blocks.truncate(from);
        self.out.blocks.push(Block { part, text, linked, heading: 0, item: true });
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                if !self.text.is_empty() && !self.text.ends_with(' ') {
                    self.text.push(' ');
                }
                continue;
            }
            // Soft hyphens and zero-width spaces are advice to a browser on where to break a line.
            if matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}') {
                continue;
            }
            self.breaks = 0;
            self.text.push(c);
            self.linked += usize::from(self.links > 0);
        }
    }
}

/// Cuts a page into blocks.
pub(crate) fn blocks(page: &Tree, names: &'static Names) -> Blocks {
    let root = Part {
        parent: None,
        classes: String::new(),
        reason: None,
        body: false,
        article: false,
        standfirst: false,
        image: false,
    };
    let mut c = Collector {
        out: Blocks { parts: vec![root], blocks: Vec::new() },
        text: String::new(),
        linked: 0,
        links: 0,
        breaks: 0,
        open: vec![(0, 0)],
        headings: Vec::new(),
        items: Vec::new(),
        rows: Vec::new(),
    };
    let mut depth = 0usize;
    let mut skipping: Option<usize> = None;
    for step in page.steps() {
        match step {
            Step::Text(text) if skipping.is_none() && !(c.links > 0 && is_said_of_link(text)) => c.push(text),
            Step::Text(_) => {}
            Step::Open(element) => {
                depth += 1;
                if skipping.is_some() {
                    continue;
                }
                if is_no_text(&element) || is_inline(element.name()) && is_for_ears(&element) {
                    skipping = Some(depth);
                    continue;
                }
                let name = element.name();
                if name == "br" {
                    c.breaks += 1;
                    if c.breaks >= 2 {
                        c.flush()
                    } else {
                        c.push(" ")
                    }
                    c.breaks = c.breaks.max(1);
                    continue;
                }
                if name == "a" {
                    c.links += 1;
                }
                if is_inline(name) && (matches!(name, "a" | "time") || !c.text.is_empty() || in_sentence(&element)) {
                    continue;
                }
                let (said, classes) = names.of(&element);
                if is_inline(name) && said.reason.is_none() {
                    continue;
                }
                c.flush();
                if depth <= DEEPEST {
                    let parent = c.open.last().map(|(part, _)| *part);
                    c.out.parts.push(Part {
                        parent,
                        classes,
                        reason: said.reason,
                        body: said.body,
                        article: name == "article",
                        standfirst: said.standfirst,
                        image: said.image && holds(&element, &["img", "picture", "amp-img", "video", "iframe"]),
                    });
                    c.open.push((c.out.parts.len() - 1, depth));
                }
                match name {
                    "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => c.headings.push((depth, name.as_bytes()[1] - b'0')),
                    "li" | "dd" | "dt" => c.items.push(depth),
                    "tr" => c.rows.push((depth, c.open.last().map_or(0, |(part, _)| *part), c.out.blocks.len())),
                    _ => {}
                }
            }
            Step::Close(element) => {
                if skipping == Some(depth) {
                    skipping = None;
                } else if skipping.is_none() {
                    if element.name() == "a" {
                        c.links = c.links.saturating_sub(1);
                    }
                    if !is_inline(element.name()) && element.name() != "br" {
                        c.flush();
                    }
                    if c.open.len() > 1 && c.open.last().is_some_and(|(_, d)| *d == depth) {
                        c.flush();
                        c.open.pop();
                    }
                    if c.headings.last().is_some_and(|(d, _)| *d == depth) {
                        c.headings.pop();
                    }
                    if c.items.last() == Some(&depth) {
                        c.items.pop();
                    }
                    if c.rows.last().is_some_and(|(d, ..)| *d == depth) {
                        c.join_row();
                    }
                }
                depth -= 1;
            }
        }
    }
    c.flush();
    c.out
}
