//! Finds the few articles that one may have to do with, without looking at all.

use crate::hash::{self, Hash, HashMap};

/// Where a hash occurs, newest first, as a chain: 8 bytes a posting beside the map's entry.
#[derive(Clone, Debug, Default)]
struct Postings {
    heads: HashMap<Head>,
    nodes: Vec<Node>,
}

#[derive(Clone, Copy, Debug)]
struct Head {
    first: u32,
    length: u32,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    article: u32,
    next: u32,
}

const END: u32 = u32::MAX;

impl Postings {
    fn add(&mut self, hash: Hash, article: u32) {
        let node = self.nodes.len() as u32;
        let head = self.heads.entry(hash).or_insert(Head { first: END, length: 0 });
        self.nodes.push(Node { article, next: head.first });
        *head = Head { first: node, length: head.length + 1 };
    }

    fn length(&self, hash: Hash) -> usize {
        self.heads.get(&hash).map_or(0, |h| h.length as usize)
    }

    fn of(&self, hash: Hash) -> impl Iterator<Item = u32> + '_ {
        let mut at = self.heads.get(&hash).map_or(END, |h| h.first);
        std::iter::from_fn(move || {
            let node = self.nodes.get(at as usize)?;
            at = node.next;
            Some(node.article)
        })
    }
}

/// By what articles are looked up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    shingles: Postings,
    /// By mark and fortnight.
    marks: Postings,
    /// The first and the last fortnight that there is.
    fortnights: Option<(i32, i32)>,
}

/// The fortnight of articles whose day is not known.
const UNKNOWN: i32 = i32::MIN;

fn fortnight(day: i32) -> i32 {
    day.div_euclid(14)
}

fn key(mark: Hash, fortnight: i32) -> Hash {
    hash::run([mark, fortnight as u32])
}

/// Shingles under which an article is filed: those with the smallest hashes.
pub(crate) const SHINGLE_KEYS: usize = 48;
/// Marks under which it is filed.
pub(crate) const MARK_KEYS: usize = 40;
/// Of one shingle so many articles are looked at, the newest: what more have it is furniture, or the same text many times.
const DEEPEST: usize = 48;
/// Postings of marks that are looked at for one article.
const BUDGET: usize = 2_000;
/// Candidates by marks that are compared.
const MOST: usize = 24;

impl Index {
    /// Files an article under its shingles and marks. `day` counts from 1970-01-01.
    pub(crate) fn add(&mut self, article: u32, day: Option<i32>, shingles: &[Hash], marks: &[Hash]) {
        shingles.iter().take(SHINGLE_KEYS).for_each(|h| self.shingles.add(*h, article));
        let at = day.map_or(UNKNOWN, fortnight);
        marks.iter().take(MARK_KEYS).for_each(|h| self.marks.add(key(*h, at), article));
        if day.is_some() {
            let (first, last) = self.fortnights.unwrap_or((at, at));
            self.fortnights = Some((first.min(at), last.max(at)));
        }
    }

    /// Articles that share shingles: at least two, or one of an article that has few.
    pub(crate) fn by_shingles(&self, shingles: &[Hash]) -> Vec<u32> {
        let keys = &shingles[..shingles.len().min(SHINGLE_KEYS)];
        let mut found: HashMap<u32> = HashMap::default();
        for hash in keys {
            self.shingles.of(*hash).take(DEEPEST).for_each(|a| *found.entry(a).or_default() += 1);
        }
        let enough = if keys.len() < 16 { 1 } else { 2 };
        best(found.into_iter().filter(|(_, n)| *n >= enough).map(|(a, n)| (a, n as f32)), 2 * MOST)
    }

    /// Articles that share rare words, of those published in the same fortnight (of a calendar of fortnights), the one before or
    /// the one after, or on a day that is not known. The rarest words are looked up first, and so many postings are read at most,
    /// however common the words are.
    pub(crate) fn by_marks(&self, marks: &[Hash], day: Option<i32>) -> Vec<u32> {
        let mut fortnights = vec![UNKNOWN];
        match (day.map(fortnight), self.fortnights) {
            (Some(f), _) => fortnights.extend([f - 1, f, f + 1]),
            (None, Some((first, last))) => fortnights.extend(first..=last),
            (None, None) => {}
        }
        let mut keys: Vec<(usize, Hash)> = Vec::with_capacity(marks.len());
        for mark in marks.iter().take(MARK_KEYS) {
            let length = fortnights.iter().map(|f| self.marks.length(key(*mark, *f))).sum();
            if length > 0 {
                keys.push((length, *mark));
            }
        }
        keys.sort_unstable();
        let mut left = BUDGET;
        let mut found: HashMap<(u32, f32)> = HashMap::default();
        for (length, mark) in keys {
            let gain = 1.0 / (2.0 + length as f32).ln();
            for article in fortnights.iter().flat_map(|f| self.marks.of(key(mark, *f))).take(left) {
                left -= 1;
                let (n, sum) = found.entry(article).or_default();
                *n += 1;
                *sum += gain;
            }
        }
        best(found.into_iter().filter(|(_, (n, _))| *n >= 2).map(|(a, (_, sum))| (a, sum)), MOST)
    }

    /// Bytes that it holds, about: what was asked of the allocator.
    pub(crate) fn bytes(&self) -> usize {
        [&self.shingles, &self.marks]
            .iter()
            .map(|p| {
                p.nodes.capacity() * size_of::<Node>() + p.heads.capacity() * (size_of::<(Hash, Head)>() + 1) * 8 / 7
            })
            .sum()
    }
}

fn best(found: impl Iterator<Item = (u32, f32)>, most: usize) -> Vec<u32> {
    let mut all: Vec<(u32, f32)> = found.collect();
    all.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.truncate(most);
    all.into_iter().map(|(article, _)| article).collect()
}
