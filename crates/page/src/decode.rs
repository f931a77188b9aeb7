//! From bytes to characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// How much of a page is searched for a `charset` declaration. The HTML standard says 1,024 bytes; pages with long
/// comments before their head are common enough to look further.
const DECLARATION: usize = 4096;

/// Turns the bytes of an HTML page into characters: a byte order mark decides, then valid UTF-8, then the page's own
/// declaration, then a guess from the bytes. Bytes that mean nothing become U+FFFD.
pub(crate) fn html(bytes: &[u8]) -> Cow<'_, str> {
    marked(bytes).unwrap_or_else(|| {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Cow::Borrowed(text);
        }
        let head = &bytes[..bytes.len().min(DECLARATION)];
        match declared(head) {
            // A page that declares UTF-8 and has a few broken bytes is nearly always UTF-8 that was cut badly.
            Some(encoding) if encoding != UTF_8 || nearly_utf8(bytes) => encoding.decode_without_bom_handling(bytes).0,
            _ => guessed(bytes),
        }
    })
}

/// Turns the bytes of plain text into characters: a byte order mark decides, then valid UTF-8, then a guess.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    marked(bytes).unwrap_or_else(|| match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => guessed(bytes),
    })
}

/// Turns the bytes of a page or a text into characters: a byte order mark decides, then valid UTF-8, then `charset` (as
/// a server names it), then the page's own declaration, then a guess from the bytes.
pub fn characters(bytes: &[u8], charset: Option<&str>) -> String {
    html(&from_charset(bytes, charset)).into_owned()
}

/// Turns bytes in a character set that the server named into UTF-8, so that they read as they should. They stay as they
/// are where they say otherwise themselves (a byte order mark, valid UTF-8) or the name means nothing.
pub(crate) fn from_charset<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, [u8]> {
    let encoding = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    match encoding.filter(|e| *e != UTF_8) {
        Some(encoding) if marked(bytes).is_none() && std::str::from_utf8(bytes).is_err() => {
            Cow::Owned(encoding.decode_without_bom_handling(bytes).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}

/// Decodes by a byte order mark, or by the zero bytes of UTF-16 without one.
fn marked(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode_without_bom_handling(&bytes[length..]).0);
    }
    utf16(bytes).map(|encoding| encoding.decode_without_bom_handling(bytes).0)
}

/// Recognises UTF-16 without a byte order mark: in text of Latin script every other byte is zero.
pub(crate) fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(512) / 2 * 2];
    if sample.len() < 8 {
        return None;
    }
    let zero = |at: usize| sample.iter().skip(at).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, half) = (zero(0), zero(1), sample.len() / 2);
    match (even * 10 >= half * 7, odd * 10 >= half * 7) {
        (true, false) if odd == 0 => Some(UTF_16BE),
        (false, true) if even == 0 => Some(UTF_16LE),
        _ => None,
    }
}

/// The encoding that `<meta charset=…>`, `<meta … content="…; charset=…">` or `<?xml encoding="…"?>` names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let lower = head.to_ascii_lowercase();
    [b"charset".as_slice(), b"encoding"].iter().find_map(|key| {
        let mut from = 0;
        while let Some(at) = find(&lower[from..], key) {
            from += at + key.len();
            let rest = lower[from..].trim_ascii_start();
            let Some(rest) = rest.strip_prefix(b"=") else { continue };
            let rest = rest.trim_ascii_start();
            let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
            let end =
                rest.iter().position(|b| !(b.is_ascii_alphanumeric() || b"-_:.".contains(b))).unwrap_or(rest.len());
            if let Some(encoding) = Encoding::for_label(&rest[..end]) {
                // A page whose declaration could be read as ASCII is not UTF-16, whatever it says.
                return Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding });
            }
        }
        None
    })
}

/// Whether all but a few of the bytes are UTF-8, and some of it is beyond ASCII.
fn nearly_utf8(bytes: &[u8]) -> bool {
    let (mut broken, mut beyond) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        beyond += chunk.valid().bytes().filter(|b| *b >= 0xC0).count();
    }
    beyond >= broken * 4
}

fn guessed(bytes: &[u8]) -> Cow<'_, str> {
    if nearly_utf8(bytes) {
        return UTF_8.decode_without_bom_handling(bytes).0;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // The detector's guess settles long before this; the bound keeps a large input from being read a second time.
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, Utf8Detection::Allow).decode_without_bom_handling(bytes).0
}

/// Where `needle` first stands in `hay`.
pub(crate) fn find(hay: &[u8], needle: &[u8]) -> Option<usize> {
    hay.windows(needle.len()).position(|w| w == needle)
}

/// Repairs text of a page whose UTF-8 was once read as Windows-1252 and written out again ("â€™" for "’"). Only runs
/// that decode as UTF-8 when turned back change; all else stays.
pub(crate) fn repaired(text: &str) -> Cow<'_, str> {
    if !text.contains(['â', 'Ã', 'Â']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(c) = rest.chars().next() {
        if matches!(c, 'â' | 'Ã' | 'Â')
            && let Some((whole, length)) = turned_back(rest)
        {
            out.push(whole);
            rest = &rest[length..];
            changed = true;
            continue;
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    if changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// The character that the first two or three characters of `text` are a misreading of, and their length in bytes.
fn turned_back(text: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::with_capacity(3);
    let mut length = 0;
    for c in text.chars().take(3) {
        bytes.push(windows_1252(c)?);
        length += c.len_utf8();
        if let Ok(s) = std::str::from_utf8(&bytes)
            && bytes.len() > 1
        {
            return s.chars().next().map(|c| (c, length));
        }
    }
    None
}

/// The Windows-1252 byte of a character, where it has one beyond ASCII.
fn windows_1252(c: char) -> Option<u8> {
    if ('\u{80}'..='\u{ff}').contains(&c) {
        return Some(c as u32 as u8);
    }
    let mut buffer = [0u8; 4];
    let (bytes, _, failed) = encoding_rs::WINDOWS_1252.encode(c.encode_utf8(&mut buffer));
    (!failed && bytes.len() == 1 && bytes[0] >= 0x80).then(|| bytes[0])
}

#[cfg(test)]
mod tests {
    #[test]
    fn pages_decode() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(super::html(bytes), expected, "{bytes:?}");
        check("<p>Zürich</p>".as_bytes(), "<p>Zürich</p>");
        check(b"\xEF\xBB\xBF<p>a", "<p>a");
        check(b"\xFF\xFE<\0p\0>\0\xE9\0", "<p>é");
        check(b"<\0p\0>\0h\0e\0l\0l\0o\0", "<p>hello");
        check(b"\0<\0p\0>\0h\0e\0l\0l\0o", "<p>hello");
        check(b"<meta charset=\"iso-8859-1\"><p>Z\xFCrich", "<meta charset=\"iso-8859-1\"><p>Zürich");
        check(b"<meta charset=windows-1251>\xCC\xEE\xF1\xEA\xE2\xE0", "<meta charset=windows-1251>Москва");
        check(b"<meta content='text/html; charset=KOI8-R'>\xED\xEF", "<meta content='text/html; charset=KOI8-R'>МО");
        check(b"<meta charset=utf-8>\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xE9", "<meta charset=utf-8>éééé\u{FFFD}");
        check(
            b"<p>The caf\xE9 in Z\xFCrich was closed by the police",
            "<p>The café in Zürich was closed by the police",
        );
    }

    #[test]
    fn misread_characters_are_repaired() {
        let check = |text: &str, expected: &str| assert_eq!(super::repaired(text), expected);
        check("itâ€™s", "it’s");
        check("â€œyesâ€\u{9d}", "“yes”");
        check("cafÃ©", "café");
        check("Â£5", "£5");
        check("château, Âge, PÂTE", "château, Âge, PÂTE");
        check("plain", "plain");
    }
}
