//! WARC archives (ISO 28500), as crawlers and Common Crawl write them: pages (WARC), and the text of pages (WET).

mod http;
mod source;

use crate::detect::{self, Kind};
use crate::{Hints, MAX_ARTICLE, PageError, decode, html, text};
use chancery_record::{Article, Provenance};
use source::Source;
use std::io::{self, BufRead, Read};

/// Most bytes of a record's or a response's header.
const HEADER: usize = 64 << 10;

/// The articles of an archive: of each `response`, `resource` and `conversion` record that holds HTML or plain text.
/// Other records (requests, revisits, pictures) are passed over. A damaged record is an error in its place, and reading
/// goes on with the next. Digests are kept as the archive states them and not compared: a gzip member has a sum of its
/// own, which is checked, and crawlers do not agree on the bytes that a payload's digest is of.
pub(crate) struct Records<R> {
    source: Source<R>,
    hints: Hints,
    /// The record after which reading goes on, until it was passed.
    after: Option<Provenance>,
    /// Whether what stands before the next record was reported already.
    lost: bool,
    /// What was found wrong with the bytes after the last record.
    next: Option<Trouble>,
    done: bool,
}

/// Whether an input that begins with `prefix` is an archive, and if so, whether it is gzipped. The name decides where the
/// beginning is damaged.
pub(crate) fn begins(prefix: &[u8], name: &str) -> Option<bool> {
    if prefix.starts_with(b"WARC/") {
        return Some(false);
    }
    let name = name.to_ascii_lowercase();
    let named = !prefix.is_empty() && [".warc.gz", ".wet.gz"].iter().any(|end| name.ends_with(end));
    (named || source::begins_record(prefix)).then_some(true)
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

    /// An address or id without the brackets that WARC 1.0 puts around it.
    fn bare(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.trim_matches(['<', '>']).to_owned()).filter(|value| !value.is_empty())
    }
}

/// Where a record begins: in the file, and in the unpacked bytes of its gzip member.
#[derive(Clone, Copy)]
struct Place {
    offset: u64,
    inside: u64,
}

/// What a record gave.
enum Found {
    Article(Box<Article>),
    Nothing,
}

/// Why a record gave nothing: what to report, and how to go on.
enum Trouble {
    /// The next record is looked for from here.
    Record(PageError),
    /// The bytes cannot be unpacked; the next gzip member is looked for.
    Bytes(PageError),
}

impl<R: BufRead> Records<R> {
    /// The articles of an archive whose file name is that of `hints`, from its beginning, or from after a record on.
    /// `reader` then begins at the offset of that record.
    pub(crate) fn new(reader: R, gzip: bool, hints: Hints, after: Option<Provenance>) -> Self {
        let start = after.as_ref().map_or(0, |after| after.offset);
        // A record may begin inside the member that stands at the offset.
        let lost = after.is_some();
        let source = if gzip { Source::gzip(reader, start) } else { Source::plain(reader, start) };
        Records { source, hints, after, lost, next: None, done: false }
    }

    fn place(&self) -> Place {
        Place { offset: self.source.offset(), inside: self.source.inside().unwrap_or(0) }
    }

    /// Reads a line of at most [`HEADER`] bytes. An empty line at the end of the member or the input is none.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        self.source.by_ref().take(HEADER as u64).read_until(b'\n', &mut line)?;
        Ok((!line.is_empty()).then_some(line))
    }

    /// Reports a record whose end is not known.
    fn lose(&mut self, at: Place, why: &str) -> Trouble {
        self.lost = true;
        Trouble::Record(damaged(at, why))
    }

    /// What an error of reading means: of the bytes of a gzip member, that it is damaged; else that reading must stop.
    fn broken(&self, at: Place, error: io::Error) -> Trouble {
        let why = match error.kind() {
            io::ErrorKind::UnexpectedEof => "the archive ends inside it (was it cut off?)".to_owned(),
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => format!("its gzip member is broken: {error}"),
            _ => return Trouble::Bytes(error.into()),
        };
        Trouble::Bytes(if self.source.inside().is_some() { damaged(at, &why) } else { error.into() })
    }

    /// Goes to the next line that begins a record. Gives where it stands, or none at the end.
    fn next_start(&mut self) -> Result<Option<Place>, Trouble> {
        loop {
            if !self.source.go_on().map_err(|e| self.broken(self.place(), e))? {
                return Ok(None);
            }
            let at = self.place();
            match self.line().map_err(|e| self.broken(at, e))? {
                Some(line) if line.starts_with(b"WARC/") => {
                    self.lost = false;
                    return Ok(Some(at));
                }
                Some(line) if !line.trim_ascii().is_empty() && !self.lost => {
                    return Err(self.lose(at, "what stands here is no record"));
                }
                _ => {}
            }
        }
    }

    /// Reads the rest of a header, to its empty line.
    fn header(&mut self, at: Place) -> Result<Fields, Trouble> {
        let mut header = Vec::new();
        loop {
            match self.line().map_err(|e| self.broken(at, e))? {
                Some(line) if line.trim_ascii().is_empty() => return Ok(Fields::parse(&header)),
                Some(line) if header.len() + line.len() <= HEADER => header.extend(line),
                Some(_) => return Err(self.lose(at, "its header is longer than 64 KiB")),
                None => return Err(self.lose(at, "the archive ends inside its header")),
            }
        }
    }

    /// Reads one record.
    fn record(&mut self, at: Place) -> Result<Found, Trouble> {
        let fields = self.header(at)?;
        let length = fields.get("content-length").and_then(|l| l.parse::<u64>().ok());
        let Some(length) = length else {
            return Err(self.lose(at, "it has no Content-Length, or none that is a number"));
        };
        let kind = fields.get("warc-type").unwrap_or_default().to_ascii_lowercase();
        let wanted = ["response", "resource", "conversion"].contains(&kind.as_str()) && self.after.is_none();
        let begin = self.source.offset();
        let mut block = Vec::new();
        let taken = &mut self.source.by_ref().take(length);
        let read = if wanted && length <= MAX_ARTICLE as u64 {
            taken.read_to_end(&mut block).map(|n| n as u64)
        } else {
            io::copy(taken, &mut io::sink())
        };
        let read = read.map_err(|e| self.broken(at, e))?;
        if read < length {
            self.source.back_to(begin);
            return Err(self.lose(at, &format!("it ends after {read} of its {length} bytes")));
        }
        self.finish(at, begin)?;
        if let Some(after) = &self.after {
            if after.record.is_none() || after.record == fields.bare("warc-record-id") {
                self.after = None;
            }
            return Ok(Found::Nothing);
        }
        if !wanted {
            return Ok(Found::Nothing);
        }
        if length > MAX_ARTICLE as u64 {
            return Err(Trouble::Record(damaged(at, &format!("it is {length} bytes long, more than {MAX_ARTICLE}"))));
        }
        self.article(at, &kind, &fields, &block).map_err(Trouble::Record)
    }

    /// Reads the empty lines after a block, so that a gzip member comes to its end and its sum is checked. Other bytes
    /// right after the block show that its length was wrong.
    fn finish(&mut self, at: Place, begin: u64) -> Result<(), Trouble> {
        let mut ended = false;
        let member = self.source.offset();
        loop {
            let next = match self.source.fill_buf().map(|buffer| buffer.first().copied()) {
                Ok(next) => next,
                // The record's own member was sound, and what is wrong with the next is told after it.
                Err(error) if self.source.inside().is_some() && self.source.offset() != member => {
                    self.next = Some(self.broken(self.place(), error));
                    return Ok(());
                }
                Err(error) => return Err(self.broken(at, error)),
            };
            match next {
                Some(b'\r' | b'\n') => {
                    ended = true;
                    self.source.consume(1);
                }
                None => return Ok(()),
                Some(_) if ended => return Ok(()),
                Some(_) => {
                    self.source.back_to(begin);
                    return Err(self.lose(at, "its block does not end where its Content-Length says"));
                }
            }
        }
    }

    fn article(&self, at: Place, kind: &str, fields: &Fields, block: &[u8]) -> Result<Found, PageError> {
        let page = match kind {
            "response" => match http::page(block).map_err(|why| damaged(at, &why))? {
                Some(page) => page,
                None => return Ok(Found::Nothing),
            },
            _ => http::Page { body: block.into(), charset: None },
        };
        let body = &decode::from_charset(&page.body, page.charset.as_deref())[..];
        let record = fields.bare("warc-record-id");
        // A number would be another one where reading goes on after a stop.
        let id = match record.as_deref() {
            Some(record) => record.trim_start_matches("urn:uuid:").to_owned(),
            None => format!("{}-{}", self.hints.id(), at.offset + at.inside),
        };
        let url = fields.bare("warc-target-uri").or_else(|| self.hints.url.clone());
        let hints = Hints { name: id.clone(), published: self.hints.published, url };
        let article = match detect::kind(&body[..body.len().min(detect::PREFIX)], "") {
            Ok(Kind::Html) => html::from_html(body, &hints),
            Ok(Kind::Text) if !body.trim_ascii().is_empty() => text::from_bytes(body, &hints),
            // A crawl holds images, feeds and scripts too; they are no articles and no mistake.
            _ => return Ok(Found::Nothing),
        };
        let mut article = article.map_err(|error| match error {
            PageError::NoText { given } => PageError::NoText { given: format!("{given} (the WARC record at {at})") },
            other => other,
        })?;
        article.id = id;
        article.provenance = Some(Provenance {
            archive: self.hints.file_name().to_owned(),
            offset: at.offset,
            record,
            digest: fields.get("warc-payload-digest").map(str::to_owned),
        });
        Ok(Found::Article(Box::new(article)))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "byte {}", self.offset)?;
        if self.inside > 0 {
            write!(f, " (byte {} of what is unpacked there)", self.inside)?;
        }
        Ok(())
    }
}

fn damaged(place: Place, why: &str) -> PageError {
    PageError::BadRecord { place: place.to_string(), offset: place.offset, why: why.to_owned() }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Article, PageError>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            if let Some(after) = &self.after
                && self.source.offset() > after.offset
                && self.source.inside().is_some()
            {
                break;
            }
            let start = self.next.take().map_or_else(|| self.next_start(), Err);
            let result = match start {
                Ok(Some(at)) => self.record(at),
                Ok(None) => break,
                Err(trouble) => Err(trouble),
            };
            match result {
                Ok(Found::Article(article)) => return Some(Ok(*article)),
                Ok(Found::Nothing) => {}
                Err(Trouble::Record(error)) => return Some(Err(error)),
                Err(Trouble::Bytes(error)) => {
                    self.done = error.is_final() || !self.source.recover().unwrap_or(false);
                    return Some(Err(error));
                }
            }
        }
        self.done = true;
        self.after.take().map(|after| {
            let record = after.record.unwrap_or_default();
            Err(PageError::NotThere { record, offset: after.offset, archive: after.archive })
        })
    }
}
