//! What is kept of an article to compare it with others.

use crate::Document;
use crate::hash::{self, Hash};
use crate::words::{Sort, Word, words};
use chancery_record::{PartialDate, days_in_month};

/// Words in a shingle.
const SHINGLE: usize = 4;
/// Most shingles kept of an article's own words. Those with the smallest hashes are kept, so that what is kept of two articles
/// can be compared (Broder 1997, "sketch").
const SHINGLES: usize = 128;
/// Most shingles kept of its quotations.
const QUOTES: usize = 48;
/// Most marks kept.
const MARKS: usize = 320;

/// What is kept of an article: at most 128 + 48 shingles of 4 bytes and 320 marks of 8, that is 3.2 KiB.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fingerprint {
    /// Days since 1970-01-01 of publication. A date without a day is unknown.
    pub day: Option<i32>,
    /// Hash of the outlet's name.
    pub outlet: Option<Hash>,
    /// Hash of the agency's name.
    pub agency: Option<Hash>,
    /// Hash of the headline's words; 0 without one.
    pub title: Hash,
    /// Hash of all words of the body.
    pub body: Hash,
    /// Number of words.
    pub length: u16,
    /// Shingles outside quotations: the smallest hashes, in rising order.
    pub shingles: Sketch,
    /// Shingles of three words inside quotations.
    pub quotes: Sketch,
    /// Words that tell this text from others, by hash, in rising order.
    pub marks: Box<[Mark]>,
    /// Sums of the marks' rarity.
    pub weight: Weight,
}

/// Sums of rarity.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Weight {
    /// Of all marks.
    pub all: u32,
    /// Of names.
    pub names: u32,
    /// Of numbers.
    pub numbers: u32,
}

impl Weight {
    pub(crate) fn of<'a>(marks: impl Iterator<Item = &'a Mark>) -> Self {
        let mut sum = Weight::default();
        for mark in marks {
            let rarity = u32::from(mark.rarity);
            sum.all += rarity;
            match mark.sort {
                Sort::Name => sum.names += rarity,
                Sort::Number => sum.numbers += rarity,
                Sort::Plain | Sort::Function => {}
            }
        }
        sum
    }
}

/// The smallest hashes of a set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sketch {
    /// The hashes, in rising order.
    pub kept: Box<[Hash]>,
    /// How large the set was.
    pub of: u16,
}

impl Sketch {
    fn new(mut all: Vec<Hash>, limit: usize) -> Self {
        all.sort_unstable();
        all.dedup();
        let of = all.len().min(usize::from(u16::MAX)) as u16;
        all.truncate(limit);
        Sketch { kept: all.into(), of }
    }

    /// The hash below which all of the set is known.
    fn known(&self) -> Hash {
        if usize::from(self.of) > self.kept.len() { self.kept.last().copied().unwrap_or(0) } else { Hash::MAX }
    }

    /// How many of the hashes that are known of both are in both, in this one, and in the other.
    pub(crate) fn overlap(&self, other: &Sketch) -> [usize; 3] {
        let known = self.known().min(other.known());
        let (a, b) = (upto(&self.kept, known), upto(&other.kept, known));
        [common(a, b).count(), a.len(), b.len()]
    }
}

fn upto(kept: &[Hash], known: Hash) -> &[Hash] {
    &kept[..kept.partition_point(|h| *h <= known)]
}

/// What is in two rising lists.
pub(crate) fn common<'a>(a: &'a [Hash], b: &'a [Hash]) -> impl Iterator<Item = Hash> + 'a {
    let mut b = b.iter().peekable();
    a.iter().copied().filter(move |h| {
        while b.next_if(|x| **x < *h).is_some() {}
        b.peek().is_some_and(|x| **x == *h)
    })
}

/// A word that tells a text from others, where it stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Of the stem or the number's value.
    pub hash: Hash,
    /// The number of words before it.
    pub at: u16,
    /// How rare it is, 0 to 255.
    pub rarity: u8,
    /// What it is.
    pub sort: Sort,
}

impl Fingerprint {
    pub(crate) fn of(document: &Document) -> Self {
        let all = words(&document.body);
        let marks = marks(&all);
        let title = document.title.as_deref().map(words).unwrap_or_default();
        Fingerprint {
            day: document.published.and_then(day),
            outlet: document.outlet.as_deref().map(name),
            agency: document.agency.as_deref().map(name),
            title: if title.is_empty() { 0 } else { hash::run(title.iter().map(|w| w.stem)) },
            body: hash::run(all.iter().map(|w| w.stem)),
            length: all.len().min(usize::from(u16::MAX)) as u16,
            shingles: own_words(&all),
            quotes: Sketch::new(runs(&all, 3, |w| w.quoted), QUOTES),
            weight: Weight::of(marks.iter()),
            marks,
        }
    }

    /// The marks by which an article is looked up: the rarest, then those with the smallest hashes.
    pub(crate) fn keys(&self, limit: usize) -> Vec<Hash> {
        let mut marks: Vec<&Mark> = self.marks.iter().filter(|m| m.rarity >= 150).collect();
        marks.sort_unstable_by_key(|m| (m.sort == Sort::Plain, u8::MAX - m.rarity, m.hash));
        marks.into_iter().take(limit).map(|m| m.hash).collect()
    }
}

/// Shingles of what the writer says in his own words. Two reports of one speech share its words without one being a copy.
/// A text that is nearly all quotation is taken whole.
fn own_words(all: &[Word<'_>]) -> Sketch {
    let own = runs(all, SHINGLE, |w| !w.quoted);
    let hashes = if own.len() * 5 < all.len() { runs(all, SHINGLE, |_| true) } else { own };
    Sketch::new(hashes, SHINGLES)
}

fn runs(words: &[Word<'_>], size: usize, wanted: impl Fn(&Word<'_>) -> bool) -> Vec<Hash> {
    words.windows(size).filter(|w| w.iter().all(&wanted)).map(|w| hash::run(w.iter().map(|w| w.stem))).collect()
}

fn marks(words: &[Word<'_>]) -> Box<[Mark]> {
    let mut marks: Vec<Mark> = words
        .iter()
        .enumerate()
        .filter(|(_, w)| w.sort != Sort::Function && w.rarity >= 40)
        .map(|(at, w)| Mark { hash: w.stem, at: at.min(usize::from(u16::MAX)) as u16, rarity: w.rarity, sort: w.sort })
        .collect();
    marks.sort_unstable_by_key(|m| (m.hash, m.at));
    marks.dedup_by_key(|m| m.hash);
    if marks.len() > MARKS {
        // Of a long text the rarest, and of those what stands first: news says first what matters.
        marks.sort_unstable_by_key(|m| (m.at / 256, u8::MAX - m.rarity, m.hash));
        marks.truncate(MARKS);
        marks.sort_unstable_by_key(|m| m.hash);
    }
    marks.into()
}

fn name(text: &str) -> Hash {
    hash::of(text.trim().to_lowercase().as_bytes())
}

/// Days since 1970-01-01 (Hinnant's `days_from_civil`).
fn day(date: PartialDate) -> Option<i32> {
    let (month, day) = (date.month?, date.day?);
    if !(1..=12).contains(&month) || day == 0 || day > days_in_month(date.year, month) {
        return None;
    }
    let (m, d) = (i32::from(month), i32::from(day));
    let y = i32::from(date.year) - i32::from(m <= 2);
    let era = y.div_euclid(400);
    let year = y.rem_euclid(400);
    let of_year = (153 * ((m + 9) % 12) + 2) / 5 + d - 1;
    Some(era * 146_097 + year * 365 + year / 4 - year / 100 + of_year - 719_468)
}

#[cfg(test)]
mod tests {
    use super::{PartialDate, day};

    #[test]
    fn days_are_counted_from_1970() {
        let check = |text: &str, expected: Option<i32>| {
            assert_eq!(PartialDate::parse(text).and_then(day), expected, "{text}");
        };
        check("1970-01-01", Some(0));
        check("2000-03-01", Some(11_017));
        check("1969-12-31", Some(-1));
        check("2024-02", None);
    }
}
