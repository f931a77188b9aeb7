//! The automaton over names: one hash per name, tried from the longest that a first word allows.

use crate::text::{Unit, extend, units};
use crate::types::HitKind;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Keys are hashes already.
#[derive(Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(b);
        }
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

/// A map from hashes made by [`crate::text`].
pub(crate) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<Identity>>;

const NONE: u32 = u32::MAX;

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
    next: u32,
}

/// All names.
#[derive(Debug, Default)]
pub(crate) struct Index {
    heads: HashedMap<u32>,
    longest: HashedMap<u8>,
    entries: Vec<Entry>,
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity")
    }
}

impl Index {
    pub fn with_capacity(names: usize) -> Self {
        Index {
            heads: HashedMap::with_capacity_and_hasher(names, BuildHasherDefault::default()),
            longest: HashedMap::with_capacity_and_hasher(names / 2, BuildHasherDefault::default()),
            entries: Vec::with_capacity(names),
        }
    }

    /// Adds a name, after those that it already has. Gives whether another entry of the same kind and item had it.
    pub fn add(&mut self, name: &str, kind: HitKind, item: u32) -> bool {
        let mut parts: [&str; 16] = [""; 16];
        let mut n = 0;
        for w in name.split_whitespace().take(16) {
            parts[n] = w;
            n += 1;
        }
        let units = units(&parts[..n]);
        let (Some(first), true) = (units.first(), units.len() <= 30) else { return true };
        let (mut key, mut capitals) = (0, 0u32);
        for (i, u) in units.iter().enumerate() {
            key = extend(key, u.hash);
            capitals |= u32::from(u.upper) << i;
        }
        let acronym = units.len() == 1 && first.caps;
        let at = self.entries.len() as u32;
        let longest = self.longest.entry(first.hash).or_default();
        *longest = (*longest).max(units.len() as u8);
        match self.heads.entry(key) {
            std::collections::hash_map::Entry::Vacant(v) => {
                v.insert(at);
            }
            std::collections::hash_map::Entry::Occupied(o) => {
                let mut last = *o.get();
                loop {
                    let e = &mut self.entries[last as usize];
                    if e.kind == kind && e.item == item && e.capitals == capitals && e.acronym == acronym {
                        return true;
                    }
                    if e.next == NONE {
                        e.next = at;
                        break;
                    }
                    last = e.next;
                }
            }
        }
        self.entries.push(Entry { kind, item, capitals, acronym, next: NONE });
        false
    }

    /// The longest run of units from `at` that is a name: its number of units, and its entries in the order of adding.
    pub fn longest_at(&self, units: &[Unit], at: usize) -> Option<(usize, Vec<Entry>)> {
        let first = units.get(at).filter(|u| u.first)?;
        let most = usize::from(*self.longest.get(&first.hash)?).min(units.len() - at);
        let mut keys = [0u64; 30];
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
        let mut at = self.heads.get(&crate::text::key(name)).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let entry = *self.entries.get(at as usize)?;
            at = entry.next;
            Some(entry)
        })
    }

    fn get(&self, key: u64, run: &[Unit]) -> Vec<Entry> {
        let mut out = Vec::new();
        let Some(&head) = self.heads.get(&key) else { return out };
        let mut at = head;
        while let Some(e) = self.entries.get(at as usize) {
            let cased = run.iter().enumerate().all(|(i, u)| e.capitals >> i & 1 == 0 || u.upper);
            if cased && (!e.acronym || run[0].caps) {
                out.push(*e);
            }
            at = e.next;
        }
        out
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
}
