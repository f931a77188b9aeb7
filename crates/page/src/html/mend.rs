//! Mistakes and traps of pages that are mended before they are parsed.

use std::borrow::Cow;

/// Deepest nesting of elements that goes to the parser, whose time grows with the square of the depth. Pages that people
/// made stay far below.
const DEEPEST: usize = 2000;

/// Elements that hold nothing, or that end by themselves where the next begins.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "dt", "dd", "option", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "rp", "rt", "html", "head", "body",
    "!doctype",
];

/// A page whose conditional comment for old browsers swallows its head or body, as happens where a tool took out the
/// closing half, without the mark that opens the comment.
pub(super) fn revealed(page: &str) -> Cow<'_, str> {
    let mut from = 0;
    while let Some(at) = page[from..].find("<!--[if").map(|at| from + at) {
        let Some(mark) = page[at..].find("]>").map(|end| at + end + 2) else { break };
        let end = page[mark..].find("-->").map_or(page.len(), |end| mark + end);
        let inner = &page[mark..end];
        if inner.contains("<body") || inner.contains("</head") {
            return Cow::Owned([&page[..at], &page[mark..]].concat());
        }
        from = end;
    }
    Cow::Borrowed(page)
}

/// A page without the tags that nest deeper than [`DEEPEST`]; their text stays.
pub(super) fn shallow(page: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let (mut depth, mut dropped, mut copied, mut from) = (0usize, 0usize, 0usize, 0usize);
    while let Some(at) = page[from..].find('<').map(|at| from + at) {
        from = at + 1;
        let closing = page[from..].starts_with('/');
        let name_at = from + usize::from(closing);
        let length = page[name_at..].bytes().take(16).take_while(|b| b.is_ascii_alphanumeric() || *b == b'!').count();
        let name = page[name_at..name_at + length].to_ascii_lowercase();
        if name.is_empty() || name.starts_with('!') && name != "!doctype" || UNCOUNTED.contains(&name.as_str()) {
            continue;
        }
        let drop = match closing {
            false if depth >= DEEPEST => {
                dropped += 1;
                true
            }
            false => {
                depth += 1;
                false
            }
            true if dropped > 0 => {
                dropped -= 1;
                true
            }
            true => {
                depth = depth.saturating_sub(1);
                false
            }
        };
        if drop {
            let out = out.get_or_insert_default();
            out.push_str(&page[copied..at]);
            copied = page[at..].find('>').map_or(page.len(), |end| at + end + 1);
            from = copied;
        }
    }
    match out {
        Some(mut out) => {
            out.push_str(&page[copied..]);
            Cow::Owned(out)
        }
        None => Cow::Borrowed(page),
    }
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, shallow};

    #[test]
    fn only_what_is_too_deep_is_dropped() {
        let check = |page: String, expected: String| assert!(shallow(&page) == expected, "{} bytes", page.len());
        let (open, close) = ("<div>".repeat(DEEPEST), "</div>".repeat(DEEPEST));
        check("<div><p>a<p>b</div>".to_owned(), "<div><p>a<p>b</div>".to_owned());
        check(format!("{open}x{close}y"), format!("{open}x{close}y"));
        check(format!("{open}<b class=c>x<i>y</i></b>{close}z"), format!("{open}xy{close}z"));
        check(format!("{open}<b unclosed"), open.clone());
        check("<p>".repeat(DEEPEST * 2), "<p>".repeat(DEEPEST * 2));
        check("a < b <".to_owned(), "a < b <".to_owned());
    }
}
