//! What goes wrong with characters on the way to a text: wrong encodings, entities left from HTML, signs that nobody sees.

use crate::mojibake;
use std::borrow::Cow;

/// Longest entity, in bytes, its ampersand and semicolon included ("&CounterClockwiseContourIntegral;" is one).
const ENTITY: usize = 34;

/// Times that a text may have been escaped.
const TIMES: usize = 6;

/// The text with its characters as they were meant: entities resolved, misread UTF-8 put right, ligatures spelt out, soft
/// hyphens, zero-width and control characters left out. Nothing else changes; a clean text comes back as it is.
pub(crate) fn mended(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    for _ in 0..TIMES {
        let Some(better) = once(&out) else { break };
        out = Cow::Owned(better);
    }
    out
}

fn once(text: &str) -> Option<String> {
    // Entities first: a misread character may be half character, half entity.
    let mut out = Cow::Borrowed(text);
    if let Some(plain) = text.contains('&').then(|| without_entities(text)).flatten() {
        return Some(plain);
    }
    if let Cow::Owned(better) = mojibake::mended(&out) {
        out = Cow::Owned(better);
    }
    if out.contains(invisible) || out.contains(|c| ('\u{fb00}'..='\u{fb06}').contains(&c)) {
        out = Cow::Owned(spelt_out(&out));
    }
    (out != text).then(|| out.into_owned())
}

/// Characters that may be in the way of words and have no look of their own. Joiners are kept back by [`spelt_out`] where
/// scripts need them.
fn invisible(c: char) -> bool {
    match c {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => true,
        '\u{7f}' => true,
        // Other control characters end a line or are no text at all.
        c => c < ' ' && !c.is_whitespace(),
    }
}

fn spelt_out(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            'ﬀ' => out.push_str("ff"),
            'ﬁ' => out.push_str("fi"),
            'ﬂ' => out.push_str("fl"),
            'ﬃ' => out.push_str("ffi"),
            'ﬄ' => out.push_str("ffl"),
            'ﬅ' | 'ﬆ' => out.push_str("st"),
            // A word that was parted at the end of a line.
            '\u{ad}' => {
                while out.ends_with(char::is_alphabetic) && chars.next_if(|c| *c == '\r' || *c == '\n').is_some() {}
            }
            // Persian, Indic scripts and emoji are joined and kept apart by these.
            '\u{200c}' | '\u{200d}'
                if out.chars().next_back().is_some_and(|c| c >= '\u{590}')
                    && chars.peek().is_some_and(|c| *c >= '\u{590}' && !invisible(*c)) =>
            {
                out.push(c);
            }
            c if invisible(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// The text with the entities of HTML resolved; none where there are none.
fn without_entities(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut changed) = (text, false);
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(ENTITY).position(|b| b == b';').map_or(0, |end| end + 1);
        let body = rest.as_bytes().get(1..end.saturating_sub(1)).unwrap_or_default();
        let named = !body.is_empty() && body.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'#');
        let decoded = if named { html_escape::decode_html_entities(&rest[..end]) } else { Cow::Borrowed("") };
        if named && decoded != rest[..end] {
            out.push_str(&decoded);
            rest = &rest[end..];
            changed = true;
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[test]
    fn characters_are_as_meant() {
        let check = |text: &str, expected: &str| assert_eq!(mended(text), expected, "{text:?}");
        check("Trade &amp; Industry", "Trade & Industry");
        check("the minister&#8217;s &ldquo;plan&rdquo;&nbsp;failed", "the minister’s “plan”\u{a0}failed");
        check("the minister&amp;#039;s &amp;amp;quot;plan&amp;amp;quot;", "the minister's \"plan\"");
        check("the army&#146;s line", "the army’s line");
        check("the ministerâ€&#153;s plan", "the minister’s plan");
        check("of\u{fb01}ce, con\u{fb02}ict", "office, conflict");
        check("inter\u{ad}national, \u{200b}law\u{feff}", "international, law");
        check("inter\u{ad}\nnational", "international");
        check("Q&A; AT&T; R&D; a & b; &c; &unknown;", "Q&A; AT&T; R&D; a & b; &c; &unknown;");
        check("می\u{200c}رود 👨\u{200d}👩", "می\u{200c}رود 👨\u{200d}👩");
        check("", "");
    }
}
