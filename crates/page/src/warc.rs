//! WARC archives (ISO 28500), as crawlers and Common Crawl write them.

use crate::detect::{self, Kind};
use crate::{Hints, MAX_ARTICLE, PageError, html, text};
use chancery_record::Article;
use std::io::{self, BufRead, Read};

/// Most bytes of a record's or a response's header.
const HEADER: usize = 64 << 10;

/// The articles of an archive: of each `response`, `resource` and `conversion` record that holds HTML or plain text.
/// Other records are passed over. A damaged record is an error in its place.
pub(crate) struct Records<R> {
    reader: R,
    hints: Hints,
    offset: u64,
    number: usize,
    done: bool,
}

/// The header fields of a record, names in lower case.
#[derive(Default)]
struct Fields(Vec<(String, String)>);

impl Fields {
    fn parse(lines: &[u8]) -> Fields {
        let text = String::from_utf8_lossy(lines);
        let fields = text.lines().filter_map(|l| l.split_once(':'));
        Fields(fields.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

impl<R: BufRead> Records<R> {
    pub(crate) fn new(reader: R, hints: Hints) -> Self {
        Records { reader, hints, offset: 0, number: 0, done: false }
    }

    /// Reads a line of at most [`HEADER`] bytes. An empty line at the end of the input is none.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        self.offset += self.reader.by_ref().take(HEADER as u64).read_until(b'\n', &mut line)? as u64;
        Ok((!line.is_empty()).then_some(line))
    }

    /// Goes to the next line that begins a record. Gives where it stands, or none at the end.
    fn next_start(&mut self) -> io::Result<Option<u64>> {
        loop {
            let at = self.offset;
            match self.line()? {
                None => return Ok(None),
                Some(line) if line.starts_with(b"WARC/") => return Ok(Some(at)),
                Some(_) => {}
            }
        }
    }

    /// Reads the rest of a header, to its empty line.
    fn header(&mut self, at: u64) -> Result<Fields, PageError> {
        let mut header = Vec::new();
        loop {
            let line = self.line()?;
            match line {
                Some(line) if line.trim_ascii().is_empty() => return Ok(Fields::parse(&header)),
                Some(line) if header.len() + line.len() <= HEADER => header.extend(line),
                Some(_) => return Err(damaged(at, "its header is longer than 64 KiB")),
                None => return Err(damaged(at, "the archive ends inside its header")),
            }
        }
    }

    /// Reads one record. `Ok(None)` where it holds no page.
    fn record(&mut self, at: u64) -> Result<Option<Article>, PageError> {
        let fields = self.header(at)?;
        let length = fields.get("content-length").and_then(|l| l.parse::<u64>().ok());
        let length = length.ok_or_else(|| damaged(at, "it has no Content-Length, or none that is a number"))?;
        let kind = fields.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        if !["response", "resource", "conversion"].contains(&kind.as_str()) {
            self.skip(length, at)?;
            return Ok(None);
        }
        if length > MAX_ARTICLE as u64 {
            self.skip(length, at)?;
            return Err(damaged(at, &format!("it is {length} bytes long, more than {MAX_ARTICLE}")));
        }
        let mut block = Vec::new();
        let read = self.reader.by_ref().take(length).read_to_end(&mut block)? as u64;
        self.offset += read;
        if read < length {
            return Err(damaged(at, &format!("the archive ends after {read} of its {length} bytes")));
        }
        let body = match kind.as_str() {
            "response" => match response(&block) {
                Some(body) => body?,
                None => return Ok(None),
            },
            _ => block,
        };
        self.number += 1;
        self.article(&fields, &body)
    }

    fn article(&self, fields: &Fields, body: &[u8]) -> Result<Option<Article>, PageError> {
        let url = fields.get("warc-target-uri").map(|u| u.trim_matches(['<', '>']).to_owned());
        let id =
            fields.get("warc-record-id").map(|i| i.trim_matches(['<', '>']).trim_start_matches("urn:uuid:").to_owned());
        let id = id.filter(|i| !i.is_empty()).unwrap_or_else(|| self.hints.id_of(self.number));
        let hints =
            Hints { name: id.clone(), published: self.hints.published, url: url.or_else(|| self.hints.url.clone()) };
        let prefix = &body[..body.len().min(detect::PREFIX)];
        let mut article = match detect::kind(prefix, "") {
            Ok(Kind::Html) => html::from_html(body, &hints)?,
            Ok(Kind::Text) if !body.trim_ascii().is_empty() => text::from_bytes(body, &hints)?,
            // A crawl holds images, feeds and scripts too; they are no articles and no mistake.
            _ => return Ok(None),
        };
        article.id = id;
        Ok(Some(article))
    }

    /// Passes over `length` bytes.
    fn skip(&mut self, length: u64, at: u64) -> Result<(), PageError> {
        let read = io::copy(&mut self.reader.by_ref().take(length), &mut io::sink())?;
        self.offset += read;
        if read < length {
            Err(damaged(at, &format!("the archive ends after {read} of its {length} bytes")))
        } else {
            Ok(())
        }
    }
}

fn damaged(offset: u64, why: &str) -> PageError {
    PageError::BadRecord { offset, why: why.to_owned() }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Article, PageError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let result = match self.next_start() {
                Ok(Some(at)) => self.record(at),
                Ok(None) => break,
                Err(error) => Err(error.into()),
            };
            match result {
                Ok(Some(article)) => return Some(Ok(article)),
                Ok(None) => {}
                Err(error) => {
                    self.done = matches!(error, PageError::Io(_));
                    return Some(Err(error));
                }
            }
        }
        self.done = true;
        None
    }
}

/// The body of an HTTP response with status 200, decoded. None where the response is no page.
fn response(block: &[u8]) -> Option<Result<Vec<u8>, PageError>> {
    let (end, gap) = match (detect_end(block, b"\r\n\r\n"), detect_end(block, b"\n\n")) {
        (Some(a), Some(b)) if b < a => (b, 2),
        (Some(a), _) => (a, 4),
        (None, Some(b)) => (b, 2),
        (None, None) => return None,
    };
    let status = block.split(|b| *b == b' ').nth(1)?;
    if !status.starts_with(b"200") {
        return None;
    }
    let fields = Fields::parse(&block[..end]);
    let kind = fields.get("content-type").unwrap_or("text/html").to_ascii_lowercase();
    if !(kind.contains("html") || kind.starts_with("text/plain")) {
        return None;
    }
    let body = &block[end + gap..];
    let body = match fields.get("transfer-encoding") {
        Some(t) if t.eq_ignore_ascii_case("chunked") => unchunked(body).unwrap_or_else(|| body.to_vec()),
        _ => body.to_vec(),
    };
    let mut out = Vec::new();
    let limit = MAX_ARTICLE as u64;
    let unpacked = match fields.get("content-encoding").map(str::to_ascii_lowercase).as_deref() {
        Some("gzip" | "x-gzip") if body.starts_with(b"\x1F\x8B") => {
            flate2::read::MultiGzDecoder::new(&body[..]).take(limit).read_to_end(&mut out)
        }
        Some("deflate") if body.first().is_some_and(|b| b & 0x0F == 8) => {
            flate2::read::ZlibDecoder::new(&body[..]).take(limit).read_to_end(&mut out)
        }
        Some("br" | "zstd") if body.iter().take(64).any(|b| *b == 0 || *b >= 0xF8) => return None,
        _ => return Some(Ok(body)),
    };
    // A body that was cut off still gives the text up to the cut.
    Some(match unpacked {
        Ok(_) => Ok(out),
        Err(_) if !out.is_empty() => Ok(out),
        Err(error) => Err(error.into()),
    })
}

fn detect_end(block: &[u8], end: &[u8]) -> Option<usize> {
    crate::decode::find(&block[..block.len().min(HEADER)], end)
}

/// The body of a chunked message. None where it is not chunked: crawlers often keep the header and store the body whole.
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
