//! UTF-8 that was read as Windows-1252 or Latin-1, once or several times, and characters of Windows-1252 that were read as
//! Latin-1.
//!
//! Each sequence is judged by itself: its characters must be the bytes of one valid UTF-8 sequence. Sequences that do not
//! occur in text that is whole ("â€™", "Ã©") are put right wherever they stand; those that may ("É”" before a dash) only in a
//! text that has one of the former, or in a run of several.

use std::borrow::Cow;

/// What the bytes 0x80 to 0x9F are in Windows-1252; those that it leaves open stay what they are in Latin-1.
const UPPER: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Times that a text may have been misread.
const TIMES: usize = 4;

/// How surely a sequence of characters is misread UTF-8.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Surety {
    /// It does not occur otherwise.
    Sure,
    /// Only beside a sure one.
    Likely,
    /// Only beside a sure one, or as one of at least three in a row.
    InARow,
}

/// The text with misread UTF-8 put right; unchanged where there is none.
pub(crate) fn mended(text: &str) -> Cow<'_, str> {
    let mut out = Cow::Borrowed(text);
    for _ in 0..TIMES {
        match once(&out) {
            Some(better) => out = Cow::Owned(better),
            None => break,
        }
    }
    if out.contains(is_c1) {
        out = Cow::Owned(from_c1(&out));
    }
    out
}

fn is_c1(c: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&c)
}

/// Characters of Windows-1252 in the place of control characters. U+0085 alone is a line break.
fn from_c1(text: &str) -> String {
    let breaks = !text.chars().any(|c| is_c1(c) && c != '\u{85}');
    text.chars().map(|c| if is_c1(c) && !(breaks && c == '\u{85}') { UPPER[c as usize - 0x80] } else { c }).collect()
}

/// The byte that a character was read from.
fn byte(c: char) -> Option<u8> {
    u8::try_from(u32::from(c)).ok().or_else(|| {
        let at = UPPER.iter().position(|upper| *upper == c)?;
        u8::try_from(0x80 + at).ok()
    })
}

/// The character whose UTF-8 the characters at the start are, their number, and how surely.
fn sequence(chars: &[char]) -> Option<(char, usize, Surety)> {
    let lead = u8::try_from(u32::from(*chars.first()?)).ok()?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    for (at, c) in chars.get(1..length)?.iter().enumerate() {
        bytes[at + 1] = byte(*c).filter(|b| (0x80..0xC0).contains(b))?;
    }
    let meant = std::str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    // Quotation marks and dashes follow letters in text that is whole, too.
    let mark = chars[1..length].iter().any(|c| "‘’“”–—•…«»\u{a0}".contains(*c));
    let surety = match (lead, bytes[1]) {
        (0xE2, 0x80 | 0x82 | 0x84) | (0xF0, 0x9F) => Surety::Sure,
        (0xC2..=0xC5, _) if !mark => Surety::Sure,
        (0xC2..=0xCB | 0xE2, _) => Surety::Likely,
        _ => Surety::InARow,
    };
    Some((meant, length, surety))
}

/// One reading undone; none where nothing is to be undone.
fn once(text: &str) -> Option<String> {
    if !text.contains(|c| ('\u{c2}'..='\u{f4}').contains(&c)) {
        return None;
    }
    let chars: Vec<char> = text.chars().collect();
    let mut found: Vec<(usize, char, usize, Surety)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        match sequence(&chars[at..]) {
            Some((meant, length, surety)) => {
                found.push((at, meant, length, surety));
                at += length;
            }
            None => at += 1,
        }
    }
    let sure = found.iter().any(|f| f.3 == Surety::Sure);
    let follows = |a: usize, b: usize| found[a].0 + found[a].2 == found[b].0;
    let in_a_row = |at: usize| {
        let before = (1..=at).take_while(|n| follows(at - n, at - n + 1)).take(2).count();
        let after = (at + 1..found.len()).take_while(|n| follows(n - 1, *n)).take(2).count();
        before + after >= 2
    };
    let kept: Vec<usize> =
        (0..found.len()).filter(|at| sure || (found[*at].3 == Surety::InARow && in_a_row(*at))).collect();
    let mut out = String::with_capacity(text.len());
    let mut next = kept.iter().map(|at| &found[*at]).peekable();
    let (mut at, mut changed) = (0, false);
    while at < chars.len() {
        if let Some((_, meant, length, _)) = next.next_if(|f| f.0 == at) {
            out.push(*meant);
            at += length;
            changed = true;
            continue;
        }
        let rest = &chars[at..];
        match rest {
            // The last byte of a closing quotation mark has no character in Windows-1252 and was lost.
            ['â', '€', after @ ..] if after.first().is_none_or(|c| *c == '\u{fffd}' || !c.is_alphanumeric()) => {
                out.push('”');
                at += if after.first() == Some(&'\u{fffd}') { 3 } else { 2 };
                changed = true;
            }
            // A fixed space whose second half was taken for a space.
            ['Â', ' ', ..] if sure && !out.ends_with(char::is_alphabetic) => {
                at += 1;
                changed = true;
            }
            _ => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    changed.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::{UPPER, mended};

    /// What a reader sees who takes the UTF-8 of a text for Windows-1252.
    fn misread(text: &str) -> String {
        text.bytes().map(|b| if (0x80..0xA0).contains(&b) { UPPER[b as usize - 0x80] } else { char::from(b) }).collect()
    }

    #[test]
    fn misread_text_is_put_right() {
        let check = |text: &str| {
            let latin: String = text.bytes().map(char::from).collect();
            for (times, bad) in
                [(1, misread(text)), (2, misread(&misread(text))), (3, misread(&misread(&misread(text)))), (1, latin)]
            {
                assert_eq!(mended(&bad), text, "{times} times: {bad}");
            }
        };
        check("The minister’s “plan” cost €5 — or £4…");
        check("São Tomé, Córdoba, Düsseldorf, Malmö, Niš, Łódź, Ağrı");
        check("“Non”");
        check("Президент сказал “нет”");
        check("🙂 they said");
    }

    #[test]
    fn whole_text_stays() {
        let check = |text: &str| assert_eq!(mended(text), text);
        check("The minister’s “plan” cost €5 — or £4…");
        check("“Café”, “café”— and “CAFÉ”…");
        check("SÃO PAULO, Âge, â 5€, naïve, Ærø, Ñandú, Ðoković");
        check("Президент сказал “нет” — «да»");
        check("\u{85}");
        check("");
    }

    #[test]
    fn remains_of_sequences() {
        let check = |text: &str, expected: &str| assert_eq!(mended(text), expected);
        check("he said â€œno.â€ Then", "he said “no.” Then");
        check("he said â€œno.â€", "he said “no.”");
        check("it cost â‚¬5 or 10Â million", "it cost €5 or 10 million");
        check("the army\u{92}s \u{93}line\u{94}", "the army’s “line”");
    }
}
