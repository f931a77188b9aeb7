//! The page inside an HTTP response that an archive holds.

use super::{Fields, HEADER};
use crate::MAX_ARTICLE;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::{self, Read};

/// A page that was answered with, its transfer and content codings undone.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Page<'a> {
    pub(super) body: Cow<'a, [u8]>,
    /// The character set that the response names.
    pub(super) charset: Option<String>,
}

/// The page of a response with status 200. None where the response is no page: a redirect, a picture, a script.
///
/// # Errors
/// What is wrong with its coding.
pub(super) fn page(block: &[u8]) -> Result<Option<Page<'_>>, String> {
    let head = &block[..block.len().min(HEADER)];
    let end = |sign: &[u8]| crate::decode::find(head, sign).map(|at| (at, at + sign.len()));
    let Some((end, body)) = end(b"\r\n\r\n").into_iter().chain(end(b"\n\n")).min() else { return Ok(None) };
    if !block.split(|b| *b == b' ').nth(1).is_some_and(|status| status.starts_with(b"200")) {
        return Ok(None);
    }
    let fields = Fields::parse(&block[..end]);
    let kind = fields.get("content-type").unwrap_or("text/html").to_ascii_lowercase();
    if !(kind.contains("html") || kind.starts_with("text/plain")) {
        return Ok(None);
    }
    let charset = kind.split_once("charset=").map(|(_, set)| {
        set.trim_start_matches(['"', '\'']).chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:.".contains(*c))
    });
    let body = &block[body..];
    let body = match fields.get("transfer-encoding") {
        // Crawlers often keep the header and store the body whole.
        Some(t) if t.eq_ignore_ascii_case("chunked") => unchunked(body).map_or(Cow::Borrowed(body), Cow::Owned),
        _ => Cow::Borrowed(body),
    };
    let coding = fields.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
    let body = coding.rsplit(',').try_fold(body, |body, coding| unpacked(body, coding.trim()))?;
    Ok(Some(Page { body, charset: charset.map(Iterator::collect) }))
}

/// Undoes one content coding, where the body has it: crawlers often store what they unpacked under the old header. A
/// body that was cut off still gives what stands before the cut.
fn unpacked<'a>(body: Cow<'a, [u8]>, coding: &str) -> Result<Cow<'a, [u8]>, String> {
    let mut out = Vec::new();
    let limit = MAX_ARTICLE as u64 + 1;
    let plain = body.trim_ascii_start().starts_with(b"<");
    let result = match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => {
            MultiGzDecoder::new(&body[..]).take(limit).read_to_end(&mut out)
        }
        "deflate" if !plain && body.first().is_some_and(|b| b & 0x0F == 8) => {
            ZlibDecoder::new(&body[..]).take(limit).read_to_end(&mut out)
        }
        // Some servers leave the zlib frame away.
        "deflate" if !plain => DeflateDecoder::new(&body[..]).take(limit).read_to_end(&mut out),
        "br" if !plain => brotli_decompressor::Decompressor::new(&body[..], 4096).take(limit).read_to_end(&mut out),
        "zstd" | "compress" | "dcb" | "dcz" if !plain => {
            return Err(format!("its body is packed with {coding}, which is not read"));
        }
        _ => return Ok(body),
    };
    match result {
        Ok(_) if out.len() > MAX_ARTICLE => Err(format!("its body unpacks to more than {MAX_ARTICLE} bytes")),
        Err(error) if out.is_empty() && error.kind() != io::ErrorKind::UnexpectedEof && text(&body) => Ok(body),
        Err(error) if out.is_empty() => Err(format!("its body is not {coding} as its header says ({error})")),
        _ => Ok(Cow::Owned(out)),
    }
}

/// Whether bytes look like text that nobody packed.
fn text(bytes: &[u8]) -> bool {
    bytes.iter().take(256).all(|b| *b >= 0x20 || b.is_ascii_whitespace())
}

/// The body of a chunked message; none where it is not chunked.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let end = body.iter().take(64).position(|b| *b == b'\n')?;
        let size = std::str::from_utf8(&body[..end]).ok()?.trim().split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(..size)?);
        body = body[size..].strip_prefix(b"\r\n").or_else(|| body[size..].strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::page;
    use flate2::Compression;
    use std::io::Read;

    const HTML: &[u8] = b"<p>The border was opened again on Tuesday, the ministers said.</p>";

    fn coded(mut coder: impl Read) -> Vec<u8> {
        let mut out = Vec::new();
        coder.read_to_end(&mut out).expect("reads from memory");
        out
    }

    #[test]
    fn codings_are_undone() {
        let check = |fields: &str, body: &[u8]| {
            let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), body].concat();
            let page = page(&block).expect(fields).expect(fields);
            assert_eq!(page.body.escape_ascii().to_string(), HTML.escape_ascii().to_string(), "{fields}");
        };
        let gzip = coded(flate2::read::GzEncoder::new(HTML, Compression::fast()));
        let zlib = coded(flate2::read::ZlibEncoder::new(HTML, Compression::fast()));
        let deflate = coded(flate2::read::DeflateEncoder::new(HTML, Compression::fast()));
        // A stored (not compressed) brotli stream: window bits, one meta-block of the bytes as they are, the end.
        let brotli = {
            let length = HTML.len() as u32 - 1;
            // WBITS 16 (0), ISLAST 0, MNIBBLES 4 (00), MLEN-1 in 16 bits, ISUNCOMPRESSED 1.
            let head = (length << 4) | 1 << 20;
            [&head.to_le_bytes()[..3], HTML, &[3]].concat()
        };
        let chunked = [format!("{:x}\r\n", HTML.len()).as_bytes(), HTML, b"\r\n0\r\n\r\n"].concat();
        check("Content-Type: text/html", HTML);
        check("Server: x", HTML);
        check("Content-Encoding: gzip", &gzip);
        check("Content-Encoding: x-gzip", &gzip);
        check("Content-Encoding: deflate", &zlib);
        check("Content-Encoding: deflate", &deflate);
        check("Content-Encoding: br", &brotli);
        check("Content-Encoding: gzip, br", &{
            // Packed twice, undone from the last to the first.
            let length = gzip.len() as u32 - 1;
            [&((length << 4) | 1 << 20).to_le_bytes()[..3], &gzip, &[3]].concat()
        });
        check("Transfer-Encoding: chunked", &chunked);
        // What crawlers unpacked and left the header of.
        for coding in ["gzip", "deflate", "br", "zstd"] {
            check(&format!("Content-Encoding: {coding}"), HTML);
        }
        check("Transfer-Encoding: chunked", HTML);
    }

    #[test]
    fn what_is_no_page_is_passed_over_and_what_is_broken_says_so() {
        let check = |head: &str, body: &[u8], expected: Result<(), &str>| {
            let block = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
            let got = page(&block);
            match expected {
                Ok(()) => assert_eq!(got, Ok(None), "{head}"),
                Err(why) => assert!(got.as_ref().is_err_and(|e| e.contains(why)), "{head}: {got:?}"),
            }
        };
        check("301 Moved\r\nContent-Type: text/html", HTML, Ok(()));
        check("200 OK\r\nContent-Type: image/png", b"\x89PNG", Ok(()));
        check("200 OK\r\nContent-Encoding: zstd", b"\x28\xB5\x2F\xFD\0\0", Err("zstd, which is not read"));
        check("200 OK\r\nContent-Encoding: gzip", b"\x1F\x8B\x08\0\0", Err("not gzip"));
        let bomb = coded(flate2::read::GzEncoder::new(std::io::repeat(b'a').take(65 << 20), Compression::best()));
        check("200 OK\r\nContent-Encoding: gzip", &bomb, Err("unpacks to more than"));
    }
}
