//! The names of the tables, as the compiled form holds them.

use crate::blob::{Section, Writer, sort_key};
use crate::text::{extend, units};
use crate::types::HitKind;
use std::collections::HashMap;

/// Words of a name that are compared, at most.
pub(crate) const MOST_WORDS: usize = 16;
/// Units of a name that are compared, at most.
pub(crate) const MOST_UNITS: usize = 30;
/// The bit of an entry's kind that says that it is an acronym.
pub(crate) const ACRONYM: u32 = 1 << 8;

struct Name {
    key: u64,
    /// A user's names come first.
    ours: bool,
    kind: HitKind,
    item: u32,
    capitals: u32,
    acronym: bool,
}

/// Names, gathered.
#[derive(Default)]
pub(crate) struct Names {
    all: Vec<Name>,
    longest: HashMap<u64, u8>,
}

impl Names {
    /// Adds a name of an item, after those that it already has.
    pub fn add(&mut self, name: &str, kind: HitKind, item: u32, own: bool) {
        let parts: Vec<&str> = name.split_whitespace().take(MOST_WORDS).collect();
        let units = units(&parts);
        let (Some(first), true) = (units.first(), units.len() <= MOST_UNITS) else { return };
        let (mut key, mut capitals) = (0, 0u32);
        for (i, u) in units.iter().enumerate() {
            key = extend(key, u.hash);
            capitals |= u32::from(u.upper) << i;
        }
        let acronym = units.len() == 1 && first.caps;
        let longest = self.longest.entry(first.hash).or_default();
        *longest = (*longest).max(units.len() as u8);
        self.all.push(Name { key, ours: !own, kind, item, capitals, acronym });
    }

    /// Writes the names: keys in the order of their hashes, each with its entries in the order of adding.
    pub fn write(mut self, out: &mut Writer) {
        self.all.sort_by_key(|n| (sort_key(n.key), n.ours));
        let mut kept: Vec<&Name> = Vec::with_capacity(self.all.len());
        for name in &self.all {
            let same = |n: &&&Name| {
                (n.kind, n.item, n.capitals, n.acronym) == (name.kind, name.item, name.capitals, name.acronym)
            };
            if !kept.iter().rev().take_while(|n| n.key == name.key).any(|n| same(&n)) {
                kept.push(name);
            }
        }
        out.put_keys(Section::NameKeys, Section::NameDirectory, kept.iter().map(|n| n.key));
        for name in kept {
            out.put(Section::NameEntries, &name.item.to_le_bytes());
            out.put(Section::NameEntries, &name.capitals.to_le_bytes());
            let kind = name.kind as u32 | if name.acronym { ACRONYM } else { 0 };
            out.put(Section::NameEntries, &kind.to_le_bytes());
        }
        let mut longest: Vec<(u64, u8)> = self.longest.into_iter().collect();
        longest.sort_unstable_by_key(|(hash, _)| sort_key(*hash));
        out.put_keys(Section::FirstKeys, Section::FirstDirectory, longest.iter().map(|(hash, _)| *hash));
        for (_, units) in longest {
            out.put(Section::FirstLongest, &[units]);
        }
    }
}
