//! The bytes of an archive, plain or gzipped, with their offsets in the file, and how to go on after damage.
//!
//! Crawlers write each record as a gzip member of its own. So the offset of a record is that of its member, a record
//! ends where its member ends, and after a damaged member the next one is looked for.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// Bytes of the file that are kept behind the place of reading, to look again for a member or a record that damage hid:
/// a decoder runs on into the next member before it notices.
const KEPT: usize = 1 << 20;

/// Bytes of a whole archive that may be read a second time after damage. It bounds the work that a made-up archive of
/// damaged records can ask for.
const AGAIN: u64 = 64 << 20;

/// First bytes of a member of which its beginning is unpacked to see what it holds.
const LOOK: usize = 4096;

/// An archive as a stream of unpacked bytes. In a gzipped archive the stream ends (reads nothing) at a member that
/// begins a record, until [`Source::go_on`].
pub(super) struct Source<R> {
    bytes: Bytes<R>,
    /// Bytes that may still be read again.
    again: u64,
}

enum Bytes<R> {
    Plain(Raw<R>),
    Gzip {
        /// None where the archive has ended, or while a member is looked for.
        decoder: Option<Box<GzDecoder<Raw<R>>>>,
        between: Option<Raw<R>>,
        /// Unpacked bytes that were not taken yet.
        unpacked: Vec<u8>,
        taken: usize,
        /// Where the member begins, in the file.
        member: u64,
        /// Bytes unpacked of the member so far, taken or not.
        inside: u64,
    },
}

/// What stands at the beginning of some bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Record,
    /// A member that holds something else, or nothing.
    Member,
    /// A member of which too little is there to say.
    Cut,
    Nothing,
}

impl<R: BufRead> Source<R> {
    /// `start`: the offset in the file of the first byte that `reader` gives.
    pub(super) fn plain(reader: R, start: u64) -> Self {
        Source { bytes: Bytes::Plain(Raw::new(reader, start)), again: AGAIN }
    }

    /// [`Source::plain`] of a gzipped archive; `start` should be the beginning of a member.
    pub(super) fn gzip(reader: R, start: u64) -> Self {
        let bytes = Bytes::Gzip {
            decoder: None,
            between: Some(Raw::new(reader, start)),
            unpacked: Vec::new(),
            taken: 0,
            member: start,
            inside: 0,
        };
        Source { bytes, again: AGAIN }
    }

    /// Where the next byte stands in the file; in a gzipped archive, where its member begins.
    pub(super) fn offset(&self) -> u64 {
        match &self.bytes {
            Bytes::Plain(raw) => raw.offset(),
            Bytes::Gzip { member, .. } => *member,
        }
    }

    /// Where the next byte stands in the unpacked bytes of its member; none in an archive that is not gzipped.
    pub(super) fn inside(&self) -> Option<u64> {
        match &self.bytes {
            Bytes::Plain(_) => None,
            Bytes::Gzip { inside, unpacked, taken, .. } => Some(inside - (unpacked.len() - taken) as u64),
        }
    }

    /// Enters the member that begins here, where one does. False at the end of the archive.
    ///
    /// # Errors
    /// `InvalidData` where what follows is no member; [`Source::recover`] then finds the next.
    pub(super) fn go_on(&mut self) -> io::Result<bool> {
        match &mut self.bytes {
            Bytes::Plain(raw) => Ok(!raw.fill_buf()?.is_empty()),
            Bytes::Gzip { decoder, between, unpacked, taken, member, inside } => {
                if decoder.is_some() || taken < &mut unpacked.len() {
                    return Ok(true);
                }
                let Some(mut raw) = between.take() else { return Ok(false) };
                *member = raw.offset();
                *inside = 0;
                let looked = raw.peek(LOOK);
                match looked.map(|look| if look.is_empty() { None } else { Some(begins(look)) }) {
                    Ok(None) => Ok(false),
                    Ok(Some(Begins::Nothing)) => {
                        *between = Some(raw);
                        Err(io::Error::new(io::ErrorKind::InvalidData, "no gzip member begins here"))
                    }
                    Ok(Some(_)) => {
                        *decoder = Some(Box::new(GzDecoder::new(raw)));
                        Ok(true)
                    }
                    Err(error) => {
                        *between = Some(raw);
                        Err(error)
                    }
                }
            }
        }
    }

    /// After damage in a gzipped archive: leaves the member and goes to the next that begins a record. False where there
    /// is none. Does nothing in a plain archive.
    pub(super) fn recover(&mut self) -> io::Result<bool> {
        let Bytes::Gzip { decoder, between, unpacked, taken, member, .. } = &mut self.bytes else { return Ok(true) };
        unpacked.clear();
        *taken = 0;
        let Some(mut raw) = decoder.take().map(|d| d.into_inner()).or_else(|| between.take()) else { return Ok(false) };
        raw.back_to(*member + 1, &mut self.again);
        let found = raw.find_record();
        *between = Some(raw);
        found
    }

    /// Goes back to `offset` of a plain archive, as far as bytes are kept. Does nothing in a gzipped one.
    pub(super) fn back_to(&mut self, offset: u64) {
        if let Bytes::Plain(raw) = &mut self.bytes {
            raw.back_to(offset, &mut self.again);
        }
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

impl<R: BufRead> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match &mut self.bytes {
            Bytes::Plain(raw) => raw.fill_buf(),
            Bytes::Gzip { decoder, between, unpacked, taken, member, inside } => {
                while *taken == unpacked.len() {
                    *taken = 0;
                    unpacked.resize(1 << 15, 0);
                    let read = decoder.as_mut().map_or(Ok(0), |d| d.read(unpacked));
                    unpacked.truncate(*read.as_ref().unwrap_or(&0));
                    let read = read?;
                    *inside += read as u64;
                    if read > 0 {
                        break;
                    }
                    // The member has ended and its sum was right. One that begins no record goes on the one before.
                    let Some(mut raw) = decoder.take().map(|d| d.into_inner()) else { break };
                    if begins(raw.peek(LOOK)?) == Begins::Member {
                        *member = raw.offset();
                        *inside = 0;
                        *decoder = Some(Box::new(GzDecoder::new(raw)));
                    } else {
                        *between = Some(raw);
                    }
                }
                Ok(&unpacked[*taken..])
            }
        }
    }

    fn consume(&mut self, amount: usize) {
        match &mut self.bytes {
            Bytes::Plain(raw) => raw.consume(amount),
            Bytes::Gzip { unpacked, taken, .. } => *taken = (*taken + amount).min(unpacked.len()),
        }
    }
}

/// Whether `bytes` begin with a gzip member that begins a record.
pub(super) fn begins_record(bytes: &[u8]) -> bool {
    begins(bytes) == Begins::Record
}

/// What `bytes` begin with, by unpacking the first bytes of a member.
fn begins(bytes: &[u8]) -> Begins {
    if !(bytes.starts_with(MAGIC) && bytes.get(3).is_some_and(|flags| flags & 0xE0 == 0)) {
        return Begins::Nothing;
    }
    let mut first = Vec::new();
    let unpacked = GzDecoder::new(bytes).take(5).read_to_end(&mut first);
    match (first.as_slice(), unpacked) {
        (b"WARC/", _) => Begins::Record,
        (_, Ok(_)) => Begins::Member,
        (_, Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Begins::Cut,
        (_, Err(_)) => Begins::Nothing,
    }
}

/// First bytes of a gzip member whose data is deflated, as all are.
const MAGIC: &[u8] = b"\x1F\x8B\x08";

/// The bytes of the file, of which the last [`KEPT`] can be gone back to.
struct Raw<R> {
    inner: R,
    kept: Vec<u8>,
    /// Place of reading in `kept`.
    at: usize,
    /// Offset in the file of the first kept byte.
    first: u64,
}

impl<R: BufRead> Raw<R> {
    fn new(inner: R, first: u64) -> Self {
        Raw { inner, kept: Vec::new(), at: 0, first }
    }

    fn offset(&self) -> u64 {
        self.first + self.at as u64
    }

    /// Takes more bytes of the file. False at its end.
    fn more(&mut self) -> io::Result<bool> {
        if self.at > 2 * KEPT {
            let old = self.at - KEPT;
            self.kept.drain(..old);
            self.at -= old;
            self.first += old as u64;
        }
        let buffer = loop {
            match self.inner.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result?,
            }
        };
        let count = buffer.len().min(1 << 16);
        self.kept.extend_from_slice(&buffer[..count]);
        self.inner.consume(count);
        Ok(count > 0)
    }

    /// The next bytes, at least `count` where the file has so many, which stay to be read.
    fn peek(&mut self, count: usize) -> io::Result<&[u8]> {
        while self.kept.len() - self.at < count && self.more()? {}
        Ok(&self.kept[self.at..])
    }

    /// Goes back to `offset` as far as bytes are kept, and takes what is read again off `budget`.
    fn back_to(&mut self, offset: u64, budget: &mut u64) {
        let target = usize::try_from(offset.saturating_sub(self.first)).map_or(self.at, |t| t.min(self.at));
        let again = (self.at - target) as u64;
        if let Some(left) = budget.checked_sub(again) {
            *budget = left;
            self.at = target;
        }
    }

    /// Goes on to the next member that begins a record. False at the end of the file.
    fn find_record(&mut self) -> io::Result<bool> {
        loop {
            let ahead = self.peek(LOOK)?;
            if ahead.is_empty() {
                return Ok(false);
            }
            let last = ahead.len() < LOOK;
            match crate::decode::find(ahead, MAGIC) {
                // A member near the end of what is seen is judged when more is seen.
                Some(at) if at > 0 => self.at += at,
                Some(_) if begins(ahead) == Begins::Record => return Ok(true),
                Some(_) => self.at += 1,
                None if last => self.at = self.kept.len(),
                None => self.at += ahead.len() - (MAGIC.len() - 1),
            }
        }
    }
}

impl<R: BufRead> Read for Raw<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        read_buffered(self, into)
    }
}

impl<R: BufRead> BufRead for Raw<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.kept.len() {
            self.more()?;
        }
        Ok(&self.kept[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.kept.len());
    }
}

/// Reads out of what a buffered source holds ready.
fn read_buffered(source: &mut impl BufRead, into: &mut [u8]) -> io::Result<usize> {
    let buffer = source.fill_buf()?;
    let count = buffer.len().min(into.len());
    into[..count].copy_from_slice(&buffer[..count]);
    source.consume(count);
    Ok(count)
}
