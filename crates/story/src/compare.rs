//! Whether two articles have one text behind them: the evidence, and what it weighs together.

use crate::fingerprint::{Fingerprint, Mark, Weight, common};
use std::sync::LazyLock;

/// What two articles share. "Of the copy" is the share of what the later one has that the earlier one has too; shares are 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Of the copy's runs of four words outside quotations, the share that the source has.
    pub wording: f32,
    /// The same of the source's in the copy.
    pub wording_back: f32,
    /// How many such runs are shared.
    pub runs: u32,
    /// Of the copy's runs of three words inside quotations; none where either has no quotation.
    pub quotations: Option<f32>,
    /// Of the copy's names, weighed by how rare they are; none where it has none.
    pub names: Option<f32>,
    /// The same of the source's in the copy.
    pub names_back: Option<f32>,
    /// Of the copy's numbers; none where it has none.
    pub figures: Option<f32>,
    /// Of all the copy's words that tell texts apart, weighed by how rare they are.
    pub words: f32,
    /// The same of the source's in the copy.
    pub words_back: f32,
    /// Correlation of the places of shared words in the two texts, -1 to 1: 1 where the facts stand in one order.
    pub order: f32,
    /// Of the shared words that follow each other in the copy, the share that stand within twelve words in the source.
    pub together: f32,
    /// How many such words are shared.
    pub shared: u32,
    /// Whether both credit one agency, or one credits the other.
    pub agency: bool,
    /// Length of the source in words.
    pub source_length: u16,
    /// Length of the copy in words.
    pub copy_length: u16,
}

/// Compares a possible source with a possible copy.
pub(crate) fn compare(source: &Fingerprint, copy: &Fingerprint) -> Evidence {
    let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { part as f32 / whole as f32 };
    let [runs, copy_runs, source_runs] = copy.shingles.overlap(&source.shingles);
    let [quoted, copy_quoted, source_quoted] = copy.quotes.overlap(&source.quotes);
    let shared = shared_marks(source, copy);
    let part = |part: u32, whole: u32| (whole > 0).then(|| part as f32 / whole as f32);
    let of_copy = Weight::of(shared.iter().map(|[c, _]| c));
    let of_source = Weight::of(shared.iter().map(|[_, s]| s));
    let (order, together) = arrangement(&shared);
    Evidence {
        wording: share(runs, copy_runs),
        wording_back: share(runs, source_runs),
        runs: runs as u32,
        quotations: (copy_quoted > 0 && source_quoted > 0).then(|| share(quoted, copy_quoted)),
        names: part(of_copy.names, copy.weight.names),
        names_back: part(of_source.names, source.weight.names),
        figures: part(of_copy.numbers, copy.weight.numbers),
        words: part(of_copy.all, copy.weight.all).unwrap_or(0.0),
        words_back: part(of_source.all, source.weight.all).unwrap_or(0.0),
        order,
        together,
        shared: shared.len() as u32,
        agency: agency(source, copy),
        source_length: source.length,
        copy_length: copy.length,
    }
}

fn agency(a: &Fingerprint, b: &Fingerprint) -> bool {
    (a.agency.is_some() && a.agency == b.agency)
        || (a.agency.is_some() && a.agency == b.outlet)
        || (b.agency.is_some() && b.agency == a.outlet)
}

/// Marks of both, as `[in the copy, in the source]`.
fn shared_marks(source: &Fingerprint, copy: &Fingerprint) -> Vec<[Mark; 2]> {
    let mut others = source.marks.iter().peekable();
    let mut out = Vec::new();
    for mark in &copy.marks {
        while others.next_if(|m| m.hash < mark.hash).is_some() {}
        if let Some(other) = others.peek()
            && other.hash == mark.hash
        {
            out.push([*mark, **other]);
        }
    }
    out.sort_unstable_by_key(|[c, s]| (c.at, s.at, c.hash));
    out
}

fn arrangement(shared: &[[Mark; 2]]) -> (f32, f32) {
    let n = shared.len() as f64;
    if shared.len() < 4 {
        return (0.0, 0.0);
    }
    let places = || shared.iter().map(|[c, s]| (f64::from(c.at), f64::from(s.at)));
    let (x, y) = places().fold((0.0, 0.0), |(x, y), (a, b)| (x + a / n, y + b / n));
    let (xx, yy, xy) = places().fold((0.0, 0.0, 0.0), |(xx, yy, xy), (a, b)| {
        (xx + (a - x) * (a - x), yy + (b - y) * (b - y), xy + (a - x) * (b - y))
    });
    let order = if xx > 0.0 && yy > 0.0 { xy / (xx * yy).sqrt() } else { 0.0 };
    let near = shared.windows(2).filter(|w| w[0][1].at.abs_diff(w[1][1].at) <= 12).count();
    (order as f32, (near as f64 / (n - 1.0)) as f32)
}

impl Evidence {
    /// How sure it is that one has the text of the other behind it, 0 to 1.
    pub fn score(&self) -> f32 {
        let sum: f64 = FEATURES.iter().zip(WEIGHTS.iter()).map(|((_, value), weight)| value(self) * weight).sum();
        (1.0 / (1.0 + (-sum).exp())) as f32
    }

    /// What the score is made of: the name of each piece of evidence and the log-odds that it adds.
    pub fn terms(&self) -> Vec<(&'static str, f32)> {
        FEATURES.iter().zip(WEIGHTS.iter()).map(|((name, value), w)| (*name, (value(self) * w) as f32)).collect()
    }

    /// The values that are weighed, by name: what the weights are fitted to.
    pub fn values(&self) -> Vec<(&'static str, f64)> {
        FEATURES.iter().map(|(name, value)| (*name, value(self))).collect()
    }

    /// The larger of what the copy has of the source and the other way round.
    pub(crate) fn most_wording(&self) -> f32 {
        self.wording.max(self.wording_back)
    }
}

type Feature = (&'static str, fn(&Evidence) -> f64);

/// What is weighed. A column of `data/weights.tsv` gives each its weight.
const FEATURES: &[Feature] = &[
    ("base", |_| 1.0),
    ("wording", |e| f64::from(e.most_wording())),
    ("any-wording", |e| f64::from(e.most_wording().min(0.2)) * 5.0),
    ("quotations", |e| e.quotations.map_or(0.0, |q| f64::from(q) - 0.3)),
    ("names", |e| e.names.map_or(0.0, |n| f64::from(n) - 0.5)),
    ("figures", |e| e.figures.map_or(0.0, |f| f64::from(f) - 0.5)),
    ("words", |e| f64::from(e.words)),
    ("words-back", |e| f64::from(e.words_back)),
    ("least-words", |e| f64::from(e.words.min(e.words_back))),
    ("order", |e| f64::from(e.order.max(0.0))),
    ("together", |e| f64::from(e.together)),
    ("shared", |e| f64::from(e.shared + 1).ln() - 3.0),
];

static WEIGHTS: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let table = include_str!("../data/weights.tsv");
    let weight = |name: &str| {
        let row = table.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix('\t'));
        row.and_then(|w| w.trim().parse().ok()).unwrap_or(0.0)
    };
    FEATURES.iter().map(|(name, _)| weight(name)).collect()
});

/// How many of the copy's shingles the second source has and the first has not, and of how many.
pub(crate) fn beyond(copy: &Fingerprint, first: &Fingerprint, second: &Fingerprint) -> (usize, usize) {
    let all = copy.shingles.kept.len();
    let first: Vec<u32> = common(&copy.shingles.kept, &first.shingles.kept).collect();
    let more = common(&copy.shingles.kept, &second.shingles.kept).filter(|h| first.binary_search(h).is_err()).count();
    (more, all)
}
