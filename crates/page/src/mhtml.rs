//! MHTML: a page saved by a browser with its pictures, as one message of several parts (RFC 2557, RFC 2045).

use crate::{Hints, PageError, decode, html, text};
use chancery_record::Article;
use std::borrow::Cow;

/// Deepest nesting of parts in parts that is followed.
const DEPTH: usize = 4;

/// Most parts that are looked at.
const PARTS: usize = 1000;

/// Longest header of a part, in bytes.
const HEADER: usize = 64 << 10;

/// A part of a message: what its header says, and its body as it stands there.
struct Part<'a> {
    kind: String,
    charset: Option<String>,
    boundary: Option<String>,
    coding: String,
    location: Option<String>,
    body: &'a [u8],
}

/// Whether an input begins as a saved page does: with the header of a message of several parts.
pub(crate) fn begins(prefix: &[u8]) -> bool {
    let first: String = prefix.iter().take(64).map(|b| char::from(b.to_ascii_lowercase())).collect();
    let name = first.split(':').next().unwrap_or_default();
    let header = ["from", "mime-version", "content-type", "snapshot-content-location", "subject", "date"];
    header.contains(&name)
        && part(prefix).is_some_and(|part| part.kind.starts_with("multipart/") && part.boundary.is_some())
}

/// The article of a saved page: of its first part that is HTML, else of the first that is plain text.
pub(crate) fn article(bytes: &[u8], hints: &Hints) -> Result<Article, PageError> {
    let given = || format!("a saved page (MHTML) of {} bytes, in none of whose parts there is a page", bytes.len());
    let mut found = Vec::new();
    leaves(bytes, 0, &mut found);
    let is = |kind: &'static str| move |part: &&Part| part.kind == kind;
    let page = found.iter().find(is("text/html")).or_else(|| found.iter().find(is("application/xhtml+xml")));
    let part =
        page.or_else(|| found.iter().find(is("text/plain"))).ok_or_else(|| PageError::NoText { given: given() })?;
    let body = decoded(part);
    let body = decode::from_charset(&body, part.charset.as_deref());
    let url = hints.url.clone().or_else(|| part.location.clone().filter(|l| l.starts_with("http")));
    let hints = Hints { url, ..hints.clone() };
    if page.is_some() { html::from_html(&body, &hints) } else { text::from_bytes(&body, &hints) }
}

/// The parts that are not made of parts, in their order.
fn leaves<'a>(bytes: &'a [u8], depth: usize, found: &mut Vec<Part<'a>>) {
    let Some(part) = part(bytes) else { return };
    match &part.boundary {
        Some(boundary) if part.kind.starts_with("multipart/") => {
            if depth < DEPTH {
                for bytes in parts(part.body, boundary) {
                    if found.len() < PARTS {
                        leaves(bytes, depth + 1, found);
                    }
                }
            }
        }
        _ => found.push(part),
    }
}

/// What stands between the lines that are a boundary.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let mut found = Vec::new();
    let mut begin = None;
    let mut at = 0;
    while at < body.len() && found.len() < PARTS {
        let end = body[at..].iter().position(|b| *b == b'\n').map_or(body.len(), |n| at + n + 1);
        if let Some(rest) = body[at..end].strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()))
            && matches!(rest.trim_ascii(), b"" | b"--")
        {
            found.extend(begin.map(|begin| &body[begin..at]));
            begin = (rest.trim_ascii() == b"").then_some(end);
        }
        at = end;
    }
    // A file that was cut off ends inside a part.
    found.extend(begin.map(|begin| &body[begin..]));
    found
}

/// Reads the header of a part. None where it has none.
fn part(bytes: &[u8]) -> Option<Part<'_>> {
    let head = &bytes[..bytes.len().min(HEADER)];
    let end = |sign: &[u8]| decode::find(head, sign).map(|at| (at, at + sign.len()));
    let (head, body) = match end(b"\r\n\r\n").into_iter().chain(end(b"\n\n")).min() {
        Some((end, body)) => (&bytes[..end], &bytes[body..]),
        // A part may begin with its body.
        None => bytes.strip_prefix(b"\r\n").or_else(|| bytes.strip_prefix(b"\n")).map(|body| (&bytes[..0], body))?,
    };
    // A line that begins with white space goes on the one before.
    let text = String::from_utf8_lossy(head).replace("\r\n", "\n").replace("\n\t", " ").replace("\n ", " ");
    let field = |name: &str| {
        let fields = text.lines().filter_map(|line| line.split_once(':'));
        fields.filter(|(n, _)| n.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned()).next()
    };
    let kind = field("content-type").unwrap_or_else(|| "text/plain".to_owned());
    let parameter = |name: &str| {
        let given = kind.split(';').skip(1).filter_map(|p| p.split_once('='));
        let value = given.filter(|(n, _)| n.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next();
        value.map(|value| value.trim_matches('"').to_owned()).filter(|value| !value.is_empty())
    };
    Some(Part {
        charset: parameter("charset"),
        boundary: parameter("boundary"),
        coding: field("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase(),
        location: field("content-location"),
        kind: kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase(),
        body,
    })
}

/// The body of a part, its transfer coding undone. Broken pieces of it stay as they stand there.
fn decoded<'a>(part: &Part<'a>) -> Cow<'a, [u8]> {
    match part.coding.as_str() {
        "quoted-printable" => Cow::Owned(quoted_printable(part.body)),
        "base64" => Cow::Owned(base64(part.body)),
        _ => Cow::Borrowed(part.body),
    }
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let digit = |b: Option<&u8>| b.and_then(|b| char::from(*b).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        if byte != b'=' {
            out.push(byte);
        } else if let (Some(high), Some(low)) = (digit(bytes.get(at)), digit(bytes.get(at + 1))) {
            out.push((high * 16 + low) as u8);
            at += 2;
        } else {
            // At the end of a line it says that the line goes on.
            let rest = &bytes[at..];
            let blank = rest.iter().take_while(|b| **b == b' ' || **b == b'\t').count();
            match rest[blank..] {
                [b'\r', b'\n', ..] => at += blank + 2,
                [b'\n', ..] => at += blank + 1,
                _ => out.push(byte),
            }
        }
    }
    out
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{article, base64, begins, quoted_printable};
    use crate::Hints;

    const PROSE: &str = "The café in the border town was closed by the police on Tuesday, the ministers said.";

    fn saved(parts: &[(&str, &str)]) -> String {
        let parts: Vec<String> =
            parts.iter().map(|(head, body)| format!("--=_x\r\n{head}\r\n\r\n{body}\r\n")).collect();
        format!(
            "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://news.example/a\r\nSubject: Talks\r\n\
             MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"=_x\"\r\n\r\n{}--=_x--\r\n",
            parts.concat()
        )
    }

    #[test]
    fn the_page_of_a_saved_page_is_read() {
        let check = |parts: &[(&str, &str)], url: Option<&str>| {
            let saved = saved(parts);
            assert!(begins(saved.as_bytes()), "{saved}");
            let article = article(saved.as_bytes(), &Hints::default()).expect(&saved);
            assert_eq!((article.text.as_str(), article.url.as_deref()), (PROSE, url), "{saved}");
        };
        let html = format!("<html><body><p>{PROSE}</p></body></html>");
        let quoted = html.replace('=', "=3D").replace('é', "=C3=\r\n=A9");
        let head = "Content-Type: text/html; charset=utf-8\r\nContent-Location: https://news.example/a\r\n\
                    Content-Transfer-Encoding: quoted-printable";
        let picture = ("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", "iVBORw0KGgo=");
        check(&[(head, &quoted), picture], Some("https://news.example/a"));
        check(&[picture, ("Content-Type: text/html", &html)], None);
        let packed = "PGh0bWw+PGJvZHk+PHA+VGhlIGNhZukgaW4gdGhlIGJvcmRlciB0b3duIHdhcyBjbG9zZWQgYnkgdGhlIHBvbGlj\r\n\
                      ZSBvbiBUdWVzZGF5LCB0aGUgbWluaXN0ZXJzIHNhaWQuPC9wPjwvYm9keT48L2h0bWw+";
        let head = "Content-Type: TEXT/HTML; charset=\"windows-1252\"\r\ncontent-transfer-encoding: BASE64";
        check(&[picture, (head, packed)], None);
        check(&[("Content-Type: text/plain; charset=utf-8", PROSE)], None);
        let inner = format!(
            "--y\r\nContent-Type: text/plain\r\n\r\nIn short.\r\n--y\r\nContent-Type: text/html\r\n\r\n{html}\r\n--y--\r\n"
        );
        check(&[("Content-Type: multipart/alternative; boundary=y", &inner), picture], None);
    }

    #[test]
    fn broken_messages_end() {
        let nested = "Content-Type: multipart/mixed; boundary=a\n\n--a\n".repeat(5000);
        for bytes in [nested.as_str(), "Content-Type: multipart/related; boundary=\"\"\n\n--\n--", &saved(&[])] {
            assert!(article(bytes.as_bytes(), &Hints::default()).is_err());
        }
        assert!(!begins(b"From: the ministry\n\nThe minister said on Tuesday that it would go on."));
        assert_eq!(quoted_printable(b"a=3Db=\nc=  \r\nd=x="), b"a=bcd=x=");
        assert_eq!(base64(b"SGk*\n=="), b"Hi");
    }
}
