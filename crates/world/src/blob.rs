//! The compiled form of the tables: sections of fixed-width fields and one pool of text, read where they lie.
//!
//! The program holds the form as bytes of its own file, so nothing is parsed at the start and only pages that are used
//! come into memory. All numbers are little-endian. Reading checks bounds and never fails: outside of a section there
//! are zeros and empty texts.

use chancery_record::{PartialDate, Sector};
use std::collections::HashMap;

/// First bytes of the form; the last counts its versions.
const MAGIC: &[u8; 8] = b"CHWORLD\x02";

/// The sections, in their order in the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Section {
    /// All texts. The tables' own come first, so that cells are parts of them.
    Pool,
    /// The tables: file, text, whether it is a user's.
    Files,
    States,
    Metonyms,
    Organizations,
    Persons,
    Tenures,
    Places,
    NameKeys,
    NameDirectory,
    NameEntries,
    FirstKeys,
    FirstDirectory,
    FirstLongest,
    SurnameKeys,
    SurnameDirectory,
    SurnameItems,
    GivenKeys,
    GivenDirectory,
    Spots,
    SpotKeys,
    SpotDirectory,
    SpotItems,
}

const SECTIONS: usize = Section::SpotItems as usize + 1;

/// Sizes of rows in bytes.
pub(crate) mod size {
    pub const FILE: usize = 24;
    pub const STATE: usize = 64;
    pub const ORGANIZATION: usize = 48;
    pub const PERSON: usize = 40;
    pub const TENURE: usize = 32;
    pub const PLACE: usize = 48;
    pub const ENTRY: usize = 12;
    pub const SPOT: usize = 28;
}

/// Spreads a hash over all its bits, so that the first of them can choose a bucket.
fn mixed(hash: u64) -> u64 {
    hash.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Makes the form.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    sections: Vec<Vec<u8>>,
    /// Tables' texts in the pool: address in memory, length, place in the pool.
    texts: Vec<(usize, usize, usize)>,
    made: HashMap<String, usize>,
}

impl Writer {
    pub fn new() -> Writer {
        Writer { sections: vec![Vec::new(); SECTIONS], ..Writer::default() }
    }

    /// Puts a table's text into the pool; cells of it are then stored as parts of it.
    pub fn add_text(&mut self, text: &str) {
        let at = self.sections[0].len();
        self.texts.push((text.as_ptr() as usize, text.len(), at));
        self.sections[0].extend_from_slice(text.as_bytes());
    }

    /// Appends fields to a section.
    pub fn put(&mut self, section: Section, bytes: &[u8]) {
        self.sections[section as usize].extend_from_slice(bytes);
    }

    /// Where a text lies in the pool, as a field of eight bytes.
    pub fn text(&mut self, text: &str) -> [u8; 8] {
        let address = text.as_ptr() as usize;
        let inside = self.texts.iter().find(|(start, len, _)| address >= *start && address + text.len() <= start + len);
        let at = match inside {
            _ if text.is_empty() => 0,
            Some((start, _, at)) => at + (address - start),
            None => match self.made.get(text) {
                Some(at) => *at,
                None => {
                    let at = self.sections[0].len();
                    self.sections[0].extend_from_slice(text.as_bytes());
                    self.made.insert(text.to_owned(), at);
                    at
                }
            },
        };
        let mut field = [0; 8];
        field[..4].copy_from_slice(&(at as u32).to_le_bytes());
        field[4..].copy_from_slice(&(text.len() as u32).to_le_bytes());
        field
    }

    /// Writes hashes as keys with a directory of buckets. `hashes` must be in the order of [`sort_key`].
    pub fn put_keys(&mut self, keys: Section, directory: Section, hashes: impl Iterator<Item = u64> + Clone) {
        let count = hashes.clone().count();
        let bits = (usize::BITS - count.leading_zeros()).clamp(1, 22);
        let mut starts = vec![0u32; (1 << bits) + 1];
        for hash in hashes {
            starts[(mixed(hash) >> (64 - bits)) as usize + 1] += 1;
            self.put(keys, &mixed(hash).to_le_bytes());
        }
        for i in 1..starts.len() {
            starts[i] += starts[i - 1];
        }
        for start in starts {
            self.put(directory, &start.to_le_bytes());
        }
    }

    /// The whole form. `version` names the content.
    pub fn finish(self, version: u64) -> Vec<u8> {
        let head = 16 + SECTIONS * 8;
        let mut out = Vec::with_capacity(head + self.sections.iter().map(|s| s.len() + 8).sum::<usize>());
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&version.to_le_bytes());
        let mut at = head;
        for section in &self.sections {
            out.extend_from_slice(&(at as u32).to_le_bytes());
            out.extend_from_slice(&(section.len() as u32).to_le_bytes());
            at += section.len().next_multiple_of(8);
        }
        for section in &self.sections {
            out.extend_from_slice(section);
            out.resize(out.len().next_multiple_of(8), 0);
        }
        out
    }
}

/// The order in which [`Writer::put_keys`] takes hashes.
pub(crate) fn sort_key(hash: u64) -> u64 {
    mixed(hash)
}

/// A date as a field of four bytes; year zero and month zero where there is none.
pub(crate) fn date_field(date: Option<PartialDate>) -> [u8; 4] {
    let Some(date) = date else { return [0; 4] };
    let [low, high] = date.year.to_le_bytes();
    // The month has a bit of its own for "there is a date", so that the year 0 can be told from none.
    [low, high, date.month.unwrap_or(0) | 0x80, date.day.unwrap_or(0)]
}

/// A sector as a field of one byte.
pub(crate) fn sector_field(sector: Option<Sector>) -> u8 {
    sector.and_then(|s| Sector::ALL.iter().position(|x| *x == s)).map_or(0, |i| i as u8 + 1)
}

/// A country's code as a field of three bytes.
pub(crate) fn code_field(code: Option<&str>) -> [u8; 3] {
    code.and_then(|c| c.as_bytes().try_into().ok()).unwrap_or_default()
}

/// The form, opened.
#[derive(Clone, Copy)]
pub(crate) struct Blob {
    bytes: &'static [u8],
}

impl std::fmt::Debug for Blob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Blob({} bytes)", self.bytes.len())
    }
}

impl Blob {
    /// Opens the form; none where the bytes are another, or cut off.
    pub fn open(bytes: &'static [u8]) -> Option<Blob> {
        let blob = Blob { bytes };
        let whole = (0..SECTIONS).all(|i| {
            let (at, len) = blob.bounds(i);
            at.checked_add(len).is_some_and(|end| end <= bytes.len())
        });
        (bytes.get(..8)? == MAGIC && bytes.len() >= 16 + SECTIONS * 8 && whole).then_some(blob)
    }

    fn bounds(&self, section: usize) -> (usize, usize) {
        let number = |at| u32_at(self.bytes, at) as usize;
        (number(16 + section * 8), number(20 + section * 8))
    }

    /// What names the content.
    pub fn version(&self) -> u64 {
        u64_at(self.bytes, 8)
    }

    /// Bytes of a section.
    pub fn section(&self, section: Section) -> &'static [u8] {
        let (at, len) = self.bounds(section as usize);
        self.bytes.get(at..at + len).unwrap_or_default()
    }

    /// The rows of a section.
    pub fn rows(&self, section: Section, size: usize) -> Rows {
        Rows { rows: self.section(section), pool: self.section(Section::Pool), size }
    }

    /// Keys with their directory.
    pub fn keys(&self, keys: Section, directory: Section) -> Keys {
        let directory = self.section(directory);
        let buckets = (directory.len() / 4).saturating_sub(1).max(1);
        Keys { keys: self.section(keys), directory, shift: 64 - buckets.ilog2() }
    }
}

/// Rows of one width.
#[derive(Clone, Copy, Default)]
pub(crate) struct Rows {
    rows: &'static [u8],
    pool: &'static [u8],
    size: usize,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rows({})", self.len())
    }
}

impl Rows {
    pub fn len(&self) -> usize {
        self.rows.len().checked_div(self.size).unwrap_or(0)
    }

    /// A row; past the end one of zeros.
    pub fn at(&self, row: usize) -> Row {
        let start = row.saturating_mul(self.size);
        Row { bytes: self.rows.get(start..start + self.size).unwrap_or_default(), pool: self.pool }
    }

    pub fn iter(self) -> impl Iterator<Item = Row> {
        (0..self.len()).map(move |i| self.at(i))
    }
}

/// One row.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    bytes: &'static [u8],
    pool: &'static [u8],
}

impl Row {
    pub fn u8(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    pub fn u32(&self, at: usize) -> u32 {
        u32_at(self.bytes, at)
    }

    pub fn f32(&self, at: usize) -> Option<f32> {
        Some(f32::from_bits(self.u32(at))).filter(|n| !n.is_nan())
    }

    pub fn f64(&self, at: usize) -> Option<f64> {
        let number = f64::from_bits(u64_at(self.bytes, at));
        (!number.is_nan()).then_some(number)
    }

    pub fn text(&self, at: usize) -> &'static str {
        let (from, len) = (self.u32(at) as usize, self.u32(at + 4) as usize);
        self.pool.get(from..from + len).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or("")
    }

    /// Where a text lies in the pool.
    pub fn offset(&self, at: usize) -> usize {
        self.u32(at) as usize
    }

    /// A text, none where it is empty.
    pub fn some_text(&self, at: usize) -> Option<&'static str> {
        Some(self.text(at)).filter(|t| !t.is_empty())
    }

    /// A country's code.
    pub fn code(&self, at: usize) -> Option<&'static str> {
        let code = self.bytes.get(at..at + 3).filter(|b| b[0] != 0)?;
        std::str::from_utf8(code).ok()
    }

    pub fn sector(&self, at: usize) -> Option<Sector> {
        Sector::ALL.get(usize::from(self.u8(at)).checked_sub(1)?).copied()
    }

    pub fn date(&self, at: usize) -> Option<PartialDate> {
        let (month, day) = (self.u8(at + 2), self.u8(at + 3));
        let some = |n: u8| (n != 0).then_some(n);
        (month & 0x80 != 0).then(|| PartialDate {
            year: i16::from_le_bytes([self.u8(at), self.u8(at + 1)]),
            month: some(month & 0x7f),
            day: some(day),
        })
    }
}

/// Sorted hashes with a directory of buckets: two reads find a hash.
#[derive(Clone, Copy, Default)]
pub(crate) struct Keys {
    keys: &'static [u8],
    directory: &'static [u8],
    shift: u32,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({})", self.len())
    }
}

impl Keys {
    pub fn len(&self) -> usize {
        self.keys.len() / 8
    }

    /// The positions of a hash; they follow one another.
    pub fn find(&self, hash: u64) -> std::ops::Range<usize> {
        let key = mixed(hash);
        let bucket = key.checked_shr(self.shift).unwrap_or(0) as usize;
        let (mut from, end) =
            (u32_at(self.directory, bucket * 4) as usize, u32_at(self.directory, bucket * 4 + 4) as usize);
        while from < end && u64_at(self.keys, from * 8) < key {
            from += 1;
        }
        let mut to = from;
        while to < end && u64_at(self.keys, to * 8) == key {
            to += 1;
        }
        from..to
    }
}

pub(crate) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

pub(crate) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}
