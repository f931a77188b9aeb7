//! The headline of a page.

use super::meta::Meta;
use super::worth::tokens;
use crate::paragraph::{folded, words};
use crate::text;
use chancery_record::Source;
use std::collections::BTreeSet;

/// What parts a headline from the name of the outlet in a page's title.
const BARS: &[&str] = &[" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " l "];

/// The headline: the `<h1>` that agrees with what the page says of itself, else what it says of itself in JSON-LD,
/// `og:title` or `<title>`, without the outlet's name.
pub(crate) fn title(meta: &Meta) -> Option<(String, Source)> {
    let given: Vec<&String> = [&meta.headline, &meta.og_title, &meta.title].into_iter().flatten().collect();
    let bare: Vec<String> = given.iter().map(|g| without_outlet(g, meta)).collect();
    let headings: Vec<&String> = meta.h1.iter().filter(|h| !is_outlet(h, meta)).collect();
    let agreement = |h: &str| bare.iter().map(|g| dice(h, g)).fold(0.0, f32::max);
    // Of two alike the first stays.
    let best = headings.iter().filter(|h| words(h) >= 2).rev().max_by(|a, b| agreement(a).total_cmp(&agreement(b)));
    let best = best.filter(|h| agreement(h) >= 0.5).map(|h| {
        // A heading that goes on after the headline holds the summary too.
        let longer =
            |g: &&String| words(g) >= 3 && h.strip_prefix(g.as_str()).is_some_and(|rest| rest.starts_with(' '));
        bare.iter().find(longer).unwrap_or(h).clone()
    });
    let first = |least: usize| headings.iter().find(|h| words(h) >= least).map(|h| (*h).clone());
    let of = |title: Option<String>, source: Source| title.map(|t| (t, source));
    of(best, Source::Element)
        .or_else(|| of(meta.headline.as_deref().map(|t| without_outlet(t, meta)), Source::JsonLd))
        .or_else(|| of(meta.og_title.as_deref().map(|t| without_outlet(t, meta)), Source::Meta))
        .or_else(|| of(first(3), Source::Element))
        .or_else(|| of(meta.title.as_deref().map(|t| without_outlet(t, meta)), Source::Element))
        .or_else(|| of(first(1), Source::Element))
        .map(|(title, source)| (folded(&title), source))
        .filter(|(title, _)| !title.is_empty())
}

/// How far two titles have their words in common, 0 to 1.
fn dice(a: &str, b: &str) -> f32 {
    let (a, b): (BTreeSet<String>, BTreeSet<String>) =
        (tokens(a).into_iter().collect(), tokens(b).into_iter().collect());
    2.0 * a.intersection(&b).count() as f32 / (a.len() + b.len()).max(1) as f32
}

/// Whether a heading is the name of the outlet: it is called so, or it stands behind the bar of the page's title.
fn is_outlet(heading: &str, meta: &Meta) -> bool {
    let named = meta.outlet.as_ref().is_some_and(|(o, _)| text::same(o, heading));
    let behind = |title: &String| {
        BARS.iter()
            .filter_map(|bar| {
                title
                    .split_once(bar)
                    .into_iter()
                    .chain(title.rsplit_once(bar))
                    .find(|(head, tail)| text::same(tail, heading) && !text::same(head, heading))
            })
            .next()
            .is_some()
    };
    named || meta.title.iter().chain(&meta.og_title).any(behind)
}

/// Whether words could be a name: none but small ones begin with a small letter.
fn is_called(text: &str) -> bool {
    text.split_whitespace().all(|w| w.len() <= 3 || w.contains('.') || !w.starts_with(char::is_lowercase))
}

/// A title without " | Example Times" or " - Example Times" at its end, or "Example Times: " at its start.
fn without_outlet(title: &str, meta: &Meta) -> String {
    let outlet = |part: &str| {
        meta.outlet.as_ref().is_some_and(|(o, _)| text::same(o, part))
            || meta.h1.iter().any(|h| text::same(h, part) && is_outlet(h, meta))
    };
    let behind_bar = |h: &&String| {
        title
            .strip_suffix(h.as_str())
            .is_some_and(|rest| is_outlet(h, meta) && BARS.iter().any(|bar| rest.ends_with(bar)))
    };
    if let Some(head) = meta.h1.iter().find(behind_bar).and_then(|h| title.strip_suffix(h.as_str())) {
        let bar = BARS.iter().find(|bar| head.ends_with(*bar)).map_or(0, |bar| bar.len());
        return head[..head.len() - bar].trim().to_owned();
    }
    let cut = BARS.iter().filter_map(|s| title.rfind(s).map(|at| (at, s.len()))).max();
    if let Some((at, length)) = cut {
        let (head, tail) = (title[..at].trim(), title[at + length..].trim());
        let bar = title[at..].starts_with(" | ");
        let known = outlet(tail);
        if words(head)
            >= if known {
                1
            } else if bar {
                2
            } else {
                3
            }
            && (known || words(tail) <= 4 && is_called(tail))
        {
            return without_outlet(head, meta);
        }
    }
    let front = BARS
        .iter()
        .chain(&[": "])
        .filter_map(|s| title.split_once(s))
        .find(|(head, tail)| outlet(head) && words(tail) >= 2);
    front.map_or(title, |(_, tail)| tail).to_owned()
}
