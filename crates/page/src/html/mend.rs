//! Mistakes and traps of pages that are mended before they are parsed.

use std::borrow::Cow;

/// Deepest nesting of elements that goes to the parser, whose time grows with the square of the depth. Pages that people
/// made stay far below.
const DEEPEST: usize = 1000;

/// Most elements of letters ([`LETTERS`]) that are open at once: the parser opens all of them again in every paragraph.
const OPEN_LETTERS: usize = 50;

/// Most attributes of an element, which the parser compares each with each.
const ATTRIBUTES: usize = 300;

/// Length of a tag in bytes from which on its attributes are counted.
const LONG_TAG: usize = 1500;

/// Elements that hold nothing, or that end by themselves where the next begins.
const UNCOUNTED: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "dt", "dd", "option", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup", "rp", "rt", "html", "head", "body",
    "!doctype",
];

/// Elements that change the letters of their text.
const LETTERS: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "noembed", "noframes", "iframe"];

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

/// A page without the tags that nest deeper than [`DEEPEST`], without letters in letters in letters, and without the
/// attributes that an element has beyond [`ATTRIBUTES`]; its text stays.
pub(super) fn shallow(page: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let mut copied = 0;
    let mut cut = |from: usize, to: usize| {
        let out = out.get_or_insert_default();
        out.push_str(&page[copied..from]);
        copied = to;
    };
    let (mut open, mut letters) = (Depth::new(DEEPEST), Depth::new(OPEN_LETTERS));
    let mut from = 0;
    while let Some(at) = page[from..].find('<').map(|at| from + at) {
        from = at + 1;
        if page[from..].starts_with("!--") {
            from = page[from..].find("-->").map_or(page.len(), |end| from + end);
            continue;
        }
        let closing = page[from..].starts_with('/');
        let name_at = from + usize::from(closing);
        let length = page[name_at..].bytes().take(16).take_while(|b| b.is_ascii_alphanumeric() || *b == b'!').count();
        let name = page[name_at..name_at + length].to_ascii_lowercase();
        if name.is_empty() || name.starts_with('!') && name != "!doctype" {
            continue;
        }
        let end = page[at..].find('>').map_or(page.len(), |end| at + end + 1);
        let depth = if LETTERS.contains(&name.as_str()) { &mut letters } else { &mut open };
        if !UNCOUNTED.contains(&name.as_str()) && depth.drops(closing) {
            cut(at, end);
            from = end;
            continue;
        }
        if end - at > LONG_TAG && !closing {
            from = attributes(page, name_at + length, &mut cut);
        }
        if !closing && RAW.contains(&name.as_str()) {
            from = raw_end(page, from, &name);
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

/// How many elements of a kind are open, at most so many.
struct Depth {
    open: usize,
    dropped: usize,
    most: usize,
}

impl Depth {
    fn new(most: usize) -> Depth {
        Depth { open: 0, dropped: 0, most }
    }

    /// Counts a tag; whether it is to be dropped.
    fn drops(&mut self, closing: bool) -> bool {
        match closing {
            false if self.open >= self.most => self.dropped += 1,
            false => {
                self.open += 1;
                return false;
            }
            true if self.dropped > 0 => self.dropped -= 1,
            true => {
                self.open = self.open.saturating_sub(1);
                return false;
            }
        }
        true
    }
}

/// Goes through the attributes of a tag from the end of its name on, cuts those beyond [`ATTRIBUTES`], and gives where the
/// tag ends.
fn attributes(page: &str, from: usize, cut: &mut impl FnMut(usize, usize)) -> usize {
    let bytes = page.as_bytes();
    let (mut count, mut quote, mut last, mut surplus) = (0, None, b' ', None);
    for (at, byte) in bytes.iter().copied().enumerate().skip(from) {
        match quote {
            Some(q) if byte == q => quote = None,
            Some(_) => {}
            None if matches!(byte, b'"' | b'\'') && last == b'=' => quote = Some(byte),
            None if byte == b'>' => {
                if let Some(surplus) = surplus {
                    cut(surplus, at);
                }
                return at + 1;
            }
            None => {
                let blank = |b: u8| b.is_ascii_whitespace() || b == b'/';
                if !blank(byte) && (blank(last) || last == b'"' || last == b'\'') {
                    count += 1;
                    if count > ATTRIBUTES && surplus.is_none() {
                        surplus = Some(at);
                    }
                }
            }
        }
        if !byte.is_ascii_whitespace() || last != b'=' {
            last = byte;
        }
    }
    if let Some(surplus) = surplus {
        cut(surplus, page.len());
    }
    page.len()
}

/// Where the content of an element without markup ends.
fn raw_end(page: &str, from: usize, name: &str) -> usize {
    let mut from = from;
    while let Some(at) = page[from..].find("</").map(|at| from + at) {
        from = at + 2;
        if page.get(from..from + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name)) {
            return at;
        }
    }
    page.len()
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES, DEEPEST, OPEN_LETTERS, shallow};

    #[test]
    fn only_what_is_too_deep_is_dropped() {
        let check = |page: String, expected: String| assert!(shallow(&page) == expected, "{} bytes", page.len());
        let (open, close) = ("<div>".repeat(DEEPEST), "</div>".repeat(DEEPEST));
        check("<div><p>a<p>b</div>".to_owned(), "<div><p>a<p>b</div>".to_owned());
        check(format!("{open}x{close}y"), format!("{open}x{close}y"));
        check(format!("{open}<div class=c>x<ul>y</ul></div>{close}z"), format!("{open}xy{close}z"));
        check(format!("{open}<div unclosed"), open.clone());
        check("<p>".repeat(DEEPEST * 2), "<p>".repeat(DEEPEST * 2));
        check("a < b <".to_owned(), "a < b <".to_owned());
        let script = format!("<script>{}</script><div>x</div>", "i<n;".repeat(DEEPEST * 2));
        check(script.clone(), script);
        let comment = format!("<!--{}--><div>x</div>", "<div>".repeat(DEEPEST * 2));
        check(comment.clone(), comment);
        check("<p><b>x".repeat(OPEN_LETTERS + 2), "<p><b>x".repeat(OPEN_LETTERS) + "<p>x<p>x");
        let (kept, many) = (" a=12345".repeat(ATTRIBUTES), " b='>'".repeat(ATTRIBUTES));
        check(format!("<div{kept}{many}>x</div>"), format!("<div{kept} >x</div>"));
        check(format!("<div{kept} b"), format!("<div{kept} "));
    }
}
