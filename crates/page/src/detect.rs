//! What kind of input the first bytes show: by content first, by name second.

use crate::PageError;
use crate::{decode, mhtml};

/// How many bytes are looked at.
pub(crate) const PREFIX: usize = 8192;

/// A kind of input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Html,
    Text,
    JsonLines,
    Feed,
    Sitemap,
    Mhtml,
    Warc,
    Table,
    Gzip,
}

/// First bytes of files that are no text, and what they are.
const SIGNATURES: &[(usize, &[u8], &str)] = &[
    (0, b"%PDF-", "a PDF document"),
    (0, b"\x89PNG", "a PNG image"),
    (0, b"\xFF\xD8\xFF", "a JPEG image"),
    (0, b"GIF8", "a GIF image"),
    (8, b"WEBP", "a WebP image"),
    (0, b"II*\0", "a TIFF image"),
    (0, b"MM\0*", "a TIFF image"),
    (0, b"PK\x03\x04", "a ZIP archive (or a DOCX, ODT or EPUB document)"),
    (0, b"PK\x05\x06", "an empty ZIP archive"),
    (0, b"\xD0\xCF\x11\xE0", "an old Microsoft Office document"),
    (0, b"{\\rtf", "an RTF document"),
    (0, b"%!PS", "a PostScript document"),
    (0, b"BZh", "a bzip2 archive"),
    (0, b"\xFD7zXZ\0", "an xz archive"),
    (0, b"\x28\xB5\x2F\xFD", "a Zstandard archive"),
    (0, b"7z\xBC\xAF\x27\x1C", "a 7-Zip archive"),
    (0, b"Rar!\x1A\x07", "a RAR archive"),
    (257, b"ustar", "a tar archive"),
    (0, b"ARROW1", "an Arrow file"),
    (0, b"SQLite format 3\0", "an SQLite database"),
    (0, b"\x7FELF", "a program"),
    (0, b"\xCA\xFE\xBA\xBE", "a program"),
    (0, b"\xCF\xFA\xED\xFE", "a program"),
    (0, b"MZ\x90\0", "a Windows program"),
    (0, b"OggS", "an Ogg recording"),
    (0, b"ID3", "an MP3 recording"),
    (0, b"RIFF", "a WAV or AVI recording"),
    (4, b"ftyp", "an MP4 recording"),
    (0, b"\x1A\x45\xDF\xA3", "a Matroska or WebM recording"),
    (0, b"wOFF", "a font"),
    (0, b"wOF2", "a font"),
];

/// Says what `prefix`, the first bytes of an input called `name`, is.
pub(crate) fn kind(prefix: &[u8], name: &str) -> Result<Kind, PageError> {
    if prefix.starts_with(b"\x1F\x8B") {
        return Ok(Kind::Gzip);
    }
    if prefix.starts_with(b"WARC/") {
        return Ok(Kind::Warc);
    }
    if prefix.starts_with(crate::PARQUET) {
        return Ok(Kind::Table);
    }
    if let Some((.., looks_like)) =
        SIGNATURES.iter().find(|(at, sign, _)| prefix[at.min(&prefix.len()).to_owned()..].starts_with(sign))
    {
        return Err(PageError::Binary { looks_like });
    }
    let unicode = encoding_rs::Encoding::for_bom(prefix).is_some() || decode::utf16(prefix).is_some();
    let controls = prefix.iter().filter(|b| **b < 0x20 && !b"\t\n\r\x0b\x0c\x1b".contains(b)).count();
    if !unicode && (controls * 20 > prefix.len() || prefix.iter().filter(|b| **b == 0).count() * 50 > prefix.len()) {
        return Err(PageError::Binary { looks_like: "binary data" });
    }
    let head = decode::text(prefix);
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with('{') && start.contains("jsonfeed.org/version/") {
        return Ok(Kind::Feed);
    }
    if start.starts_with('{') && start[1..].trim_start().starts_with(['"', '}']) {
        return Ok(Kind::JsonLines);
    }
    if start.starts_with('<') {
        let lower = start.to_ascii_lowercase();
        let tag = |name: &str| {
            lower
                .match_indices(name)
                .any(|(at, _)| lower[at + name.len()..].starts_with([' ', '>', '\n', '\r', '\t', '/']))
        };
        let page =
            ["<!doctype html", "<html", "<head", "<body"].iter().find_map(|t| lower.find(t)).unwrap_or(usize::MAX);
        let feed =
            ["<rss", "<feed", "<rdf:rdf"].iter().filter(|t| tag(t)).find_map(|t| lower.find(t)).unwrap_or(usize::MAX);
        if feed < page {
            return Ok(Kind::Feed);
        }
        if page == usize::MAX && ["<urlset", "<sitemapindex"].iter().any(|t| tag(t)) {
            return Ok(Kind::Sitemap);
        }
        let markup = [
            "<p", "<div", "<br", "<h1", "<h2", "<article", "<section", "<span", "<table", "<ul", "<meta", "<title",
            "<script", "<a",
        ];
        if page < usize::MAX || markup.iter().any(|t| tag(t)) {
            return Ok(Kind::Html);
        }
    }
    if mhtml::begins(start.as_bytes()) {
        return Ok(Kind::Mhtml);
    }
    let ends = |of: &[&str]| {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").unwrap_or(&name).to_owned();
        of.iter().any(|end| name.ends_with(end))
    };
    Ok(match () {
        () if ends(&[".jsonl", ".ndjson", ".json"]) => Kind::JsonLines,
        () if ends(&[".html", ".htm", ".xhtml"]) => Kind::Html,
        () if ends(&[".xml", ".rss", ".atom"]) && start.starts_with('<') => Kind::Feed,
        () => Kind::Text,
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, kind};

    #[test]
    fn kinds_are_told_by_content_then_by_name() {
        let check = |bytes: &[u8], name: &str, expected: Kind| {
            assert_eq!(kind(bytes, name).ok(), Some(expected), "{:?} {name}", String::from_utf8_lossy(bytes));
        };
        check(b"Talks failed\n\nThe two sides left.", "a.txt", Kind::Text);
        check(b"Talks failed\n\nThe two sides left.", "a.html", Kind::Html);
        check(b"<!DOCTYPE html><html>", "a.txt", Kind::Html);
        check(b"  \n<p>One</p>", "-", Kind::Html);
        check(b"<Talks> failed", "-", Kind::Text);
        check(b"<?xml version=\"1.0\"?><rss version=\"2.0\">", "-", Kind::Feed);
        check(b"<?xml version='1.0'?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">", "x", Kind::Feed);
        check(b"<?xml version='1.0'?><!DOCTYPE html PUBLIC \"x\"><html>", "x", Kind::Html);
        check(b"<html><body>about <rss > feeds", "x", Kind::Html);
        check(b"{\"text\":\"a\"}\n", "x", Kind::JsonLines);
        check(b"{ \"text\":\"a\"}\n", "x.txt", Kind::JsonLines);
        check(b"{curly} words", "x.txt", Kind::Text);
        check(b"not json", "x.jsonl", Kind::JsonLines);
        check(b"{\n\"version\": \"https://jsonfeed.org/version/1\",", "x", Kind::Feed);
        check(b"<?xml version='1.0'?>\n<urlset xmlns='x'>", "x", Kind::Sitemap);
        check(b"From: <x>\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b", "x", Kind::Mhtml);
        check(b"From: the ministry\n\nIt said on Tuesday that talks would go on.", "x", Kind::Text);
        check(b"WARC/1.0\r\n", "x", Kind::Warc);
        check(b"\x1f\x8b\x08\0", "x", Kind::Gzip);
        check(b"\xFF\xFEh\0i\0", "x", Kind::Text);
        check("Zürich".as_bytes(), "x", Kind::Text);
    }

    #[test]
    fn what_is_no_text_is_named() {
        let check = |bytes: &[u8], expected: &str| {
            let message = kind(bytes, "x.txt").expect_err("binary").to_string();
            assert!(message.contains(expected), "{message}");
        };
        check(b"%PDF-1.7\n", "a PDF document");
        check(b"\x89PNG\r\n\x1a\n", "a PNG image");
        check(b"PK\x03\x04...", "a ZIP archive");
        check(b"\0\x01\x02\x03\x04\x05\x06\x07", "binary data");
        check(&[[0u8; 257].as_slice(), b"ustar"].concat(), "a tar archive");
    }
}
