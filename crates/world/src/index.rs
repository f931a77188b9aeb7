//! Names in the compiled form: one hash per name, tried from the longest that a first word allows.

use crate::blob::{Blob, Keys, Section, size, u32_at};
use crate::names::{ACRONYM, MOST_UNITS};
use crate::text::{Unit, extend};
use crate::types::HitKind;

/// A name of something in the tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    /// What kind of name it is.
    pub kind: HitKind,
    /// Index in the table of its kind.
    pub item: u32,
    /// Units that must start with a capital, as bits from the first.
    capitals: u32,
    /// A single word in capitals ("US"), which must stand so in the text.
    acronym: bool,
}

/// All names.
#[derive(Debug, Default)]
pub(crate) struct Index {
    names: Keys,
    entries: &'static [u8],
    firsts: Keys,
    longest: &'static [u8],
}

impl Entry {
    /// Whether it is a word in capitals ("SANA"), which no other name of these letters is.
    pub fn is_acronym(&self) -> bool {
        self.acronym
    }
}

impl Index {
    pub fn open(blob: Blob) -> Index {
        Index {
            names: blob.keys(Section::NameKeys, Section::NameDirectory),
            entries: blob.section(Section::NameEntries),
            firsts: blob.keys(Section::FirstKeys, Section::FirstDirectory),
            longest: blob.section(Section::FirstLongest),
        }
    }

    /// The longest run of units from `at` that is a name: its number of units, and its entries in the order of adding.
    pub fn longest_at(&self, units: &[Unit], at: usize) -> Option<(usize, Vec<Entry>)> {
        let first = units.get(at).filter(|u| u.first)?;
        let longest = *self.longest.get(self.firsts.find(first.hash).next()?)?;
        let most = usize::from(longest).min(units.len() - at).min(MOST_UNITS);
        let mut keys = [0u64; MOST_UNITS];
        let mut key = 0;
        for (i, u) in units[at..at + most].iter().enumerate() {
            key = extend(key, u.hash);
            keys[i] = key;
        }
        for n in (1..=most).rev() {
            let run = &units[at..at + n];
            if !run[n - 1].last {
                continue;
            }
            let found = self.get(keys[n - 1], run);
            if !found.is_empty() {
                return Some((n, found));
            }
        }
        None
    }

    /// The entries of a whole name, whatever its case.
    pub fn named(&self, name: &str) -> impl Iterator<Item = Entry> + '_ {
        self.names.find(crate::text::key(name)).map(|i| self.entry(i))
    }

    fn get(&self, key: u64, run: &[Unit]) -> Vec<Entry> {
        let fits = |e: &Entry| {
            let cased = run.iter().enumerate().all(|(i, u)| e.capitals >> i & 1 == 0 || u.upper);
            cased && (!e.acronym || run[0].caps)
        };
        self.names.find(key).map(|i| self.entry(i)).filter(fits).collect()
    }

    fn entry(&self, i: usize) -> Entry {
        let at = i * size::ENTRY;
        let kind = u32_at(self.entries, at + 8);
        Entry {
            item: u32_at(self.entries, at),
            capitals: u32_at(self.entries, at + 4),
            kind: HitKind::ALL[(kind as u8).min(HitKind::Place as u8) as usize],
            acronym: kind & ACRONYM != 0,
        }
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }
}
