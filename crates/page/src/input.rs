//! The stream of articles of one input, whatever its format.

use crate::detect::{self, Kind};
use crate::{Hints, PageError, feed, jsonl, mhtml, text, warc};
use chancery_record::{Article, Provenance};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

/// The most bytes that one article may have: 64 MiB. It bounds the memory of a run, whatever the input.
pub const MAX_ARTICLE: usize = 64 << 20;

/// Streams the articles of one input. The format is told by the first bytes, then by [`Hints::name`]; gzip is unpacked
/// on the way, all members of it. Memory is bounded by the largest single article and by [`MAX_ARTICLE`].
///
/// Each article that cannot be read is an error in its place; where [`PageError::is_final`] says no, the next item is
/// the article after it.
pub fn articles<R: BufRead>(input: R, hints: &Hints) -> Articles<R> {
    Articles { hints: hints.clone(), state: State::Start(input) }
}

/// [`articles`] of a WARC archive, from after one of its records on, to go on with a run that was stopped. `input` is the
/// whole archive; what stands before the record is read past without being unpacked.
///
/// Where the archive has no such record, the only item is [`PageError::NotThere`].
pub fn articles_after<R: BufRead>(input: R, hints: &Hints, after: &Provenance) -> Articles<R> {
    Articles { hints: hints.clone(), state: State::After(input, after.clone()) }
}

/// The articles of one input, in its order. See [`articles`].
pub struct Articles<R: BufRead> {
    hints: Hints,
    state: State<R>,
}

enum State<R: BufRead> {
    Start(R),
    After(R, Provenance),
    Lines(jsonl::Lines<Reader<R>>),
    Archive(Box<warc::Records<Begun<R>>>),
    Ready(std::vec::IntoIter<Result<Article, PageError>>),
    Done,
}

/// An input whose first bytes were looked at already.
type Begun<R> = Chain<Cursor<Vec<u8>>, R>;

/// An input as it is, or unpacked.
enum Reader<R: BufRead> {
    Plain(Begun<R>),
    Gzip(Box<Begun<BufReader<MultiGzDecoder<Begun<R>>>>>),
}

impl<R: BufRead> Read for Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Reader::Plain(r) => r.read(into),
            Reader::Gzip(r) => r.read(into),
        }
    }
}

impl<R: BufRead> BufRead for Reader<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Reader::Plain(r) => r.fill_buf(),
            Reader::Gzip(r) => r.fill_buf(),
        }
    }

    fn consume(&mut self, amount: usize) {
        match self {
            Reader::Plain(r) => r.consume(amount),
            Reader::Gzip(r) => r.consume(amount),
        }
    }
}

/// Takes the first bytes of an input and puts them back in front of it.
fn begin<R: BufRead>(mut input: R) -> io::Result<(Vec<u8>, Begun<R>)> {
    let mut prefix = Vec::new();
    input.by_ref().take(detect::PREFIX as u64).read_to_end(&mut prefix)?;
    Ok((prefix.clone(), Cursor::new(prefix).chain(input)))
}

impl<R: BufRead> Articles<R> {
    fn open(&self, input: R) -> Result<State<R>, PageError> {
        let (prefix, begun) = begin(input)?;
        if let Some(gzip) = warc::begins(&prefix, &self.hints.name) {
            return Ok(State::Archive(Box::new(warc::Records::new(begun, gzip, self.hints.clone(), None))));
        }
        let kind = detect::kind(&prefix, &self.hints.name)?;
        if kind != Kind::Gzip {
            return self.begin(kind, &prefix, Reader::Plain(begun));
        }
        let (prefix, begun) = begin(BufReader::new(MultiGzDecoder::new(begun)))?;
        match detect::kind(&prefix, &self.hints.name)? {
            Kind::Gzip => Err(PageError::Binary { looks_like: "a gzip archive inside a gzip archive" }),
            kind => self.begin(kind, &prefix, Reader::Gzip(Box::new(begun))),
        }
    }

    fn open_after(&self, mut input: R, after: Provenance) -> Result<State<R>, PageError> {
        io::copy(&mut input.by_ref().take(after.offset), &mut io::sink())?;
        let (prefix, begun) = begin(input)?;
        let gzip = prefix.starts_with(b"\x1F\x8B");
        Ok(State::Archive(Box::new(warc::Records::new(begun, gzip, self.hints.clone(), Some(after)))))
    }

    fn begin(&self, kind: Kind, prefix: &[u8], mut reader: Reader<R>) -> Result<State<R>, PageError> {
        if prefix.is_empty() {
            return Err(PageError::Empty);
        }
        Ok(match kind {
            Kind::JsonLines => State::Lines(jsonl::Lines::new(reader, self.hints.clone())),
            Kind::Table => return Err(PageError::Piped),
            Kind::Sitemap => return Err(PageError::Sitemap),
            Kind::Html | Kind::Text | Kind::Feed | Kind::Mhtml | Kind::Warc | Kind::Gzip => {
                let mut bytes = Vec::new();
                reader.by_ref().take(MAX_ARTICLE as u64 + 1).read_to_end(&mut bytes)?;
                if bytes.len() > MAX_ARTICLE {
                    return Err(PageError::TooLong { what: "the input".to_owned(), limit: MAX_ARTICLE });
                }
                if bytes.iter().all(u8::is_ascii_whitespace) {
                    return Err(PageError::Empty);
                }
                State::Ready(
                    match kind {
                        Kind::Html => vec![crate::from_html(&bytes, &self.hints)],
                        Kind::Feed => feed::articles(&bytes, &self.hints),
                        Kind::Mhtml => vec![mhtml::article(&bytes, &self.hints)],
                        _ => vec![text::from_bytes(&bytes, &self.hints)],
                    }
                    .into_iter(),
                )
            }
        })
    }
}

impl<R: BufRead> Iterator for Articles<R> {
    type Item = Result<Article, PageError>;

    fn next(&mut self) -> Option<Self::Item> {
        let opened = match std::mem::replace(&mut self.state, State::Done) {
            State::Start(input) => self.open(input),
            State::After(input, after) => self.open_after(input, after),
            state => Ok(state),
        };
        match opened {
            Ok(state) => self.state = state,
            Err(error) => return Some(Err(error)),
        }
        let item = match &mut self.state {
            State::Start(_) | State::After(..) | State::Done => None,
            State::Lines(lines) => lines.next(),
            State::Archive(records) => records.next(),
            State::Ready(articles) => articles.next(),
        };
        if item.is_none() {
            self.state = State::Done;
        }
        item
    }
}
