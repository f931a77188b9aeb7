//! The tree of copies.

use crate::Document;
use crate::compare::{Evidence, beyond, compare};
use crate::fingerprint::Fingerprint;
use crate::hash::HashMap;
use crate::index::{Index, MARK_KEYS};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeSet;

/// From this score on two articles are taken to have one text behind them.
pub const JOIN: f32 = 0.5;
/// From this score on the source of a source is taken to be behind a copy as well.
const THROUGH: f32 = 0.05;
/// So many hundredths of a copy a later source must give more than an earlier one to be taken for the source.
const MARGIN: u8 = 12;
/// Possible sources that are kept for an article.
const SOURCES: usize = 6;

/// Says who took from whom.
///
/// Gives one [`Lineage`] for each document, in their order; the numbers in it are places in `documents`. The result does not
/// depend on that order.
pub fn copies(documents: &[Document]) -> Vec<Lineage> {
    let mut all = Copies::default();
    let prints: Vec<Fingerprint> = documents.iter().map(Fingerprint::of).collect();
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by(|&a, &b| precedence((&prints[a], &documents[a].id), (&prints[b], &documents[b].id)));
    let mut prints: Vec<Option<Fingerprint>> = prints.into_iter().map(Some).collect();
    for &at in &order {
        if let Some(print) = prints[at].take() {
            all.insert(&documents[at].id, print);
        }
    }
    let mut out: Vec<Lineage> = vec![Lineage::default(); documents.len()];
    for (number, &at) in order.iter().enumerate() {
        let mut lineage = all.lineage(number as u32);
        lineage.sources.iter_mut().for_each(|s| s.article = order[s.article as usize] as u32);
        lineage.origins.iter_mut().for_each(|o| *o = order[*o as usize] as u32);
        out[at] = lineage;
    }
    out
}

/// Where an article comes from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lineage {
    /// What it was taken from: one article, or several where each gives a part of its own. Empty for an original.
    pub sources: Vec<Source>,
    /// The originals at the end of that: itself where it has no source. A source that was itself taken from another, but not in
    /// what was taken from it, is an origin too.
    pub origins: Vec<u32>,
}

/// One source of a copy.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Its number.
    pub article: u32,
    /// How the copy was made.
    pub kind: Kind,
    /// How sure it is, 0 to 1.
    pub score: f32,
    /// What speaks for it.
    pub evidence: Evidence,
}

/// How a copy was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The same words under the same headline.
    Exact,
    /// The same words under another headline.
    Reheadlined,
    /// Nearly the same words, through an agency that one credits.
    Syndicated,
    /// A part of the source's words.
    Cut,
    /// All of the source's words and more.
    Extended,
    /// Most of its words are the source's.
    Edited,
    /// The source's facts in other words.
    Rewritten,
}

impl Kind {
    /// Its name in output.
    pub fn code(self) -> &'static str {
        match self {
            Kind::Exact => "exact",
            Kind::Reheadlined => "re-headlined",
            Kind::Syndicated => "syndicated",
            Kind::Cut => "cut",
            Kind::Extended => "extended",
            Kind::Edited => "edited",
            Kind::Rewritten => "rewritten",
        }
    }
}

/// What [`Copies::add`] did.
#[derive(Clone, Debug, PartialEq)]
pub struct Added {
    /// The number of the article: they are counted from 0.
    pub number: u32,
    /// Articles added before whose sources are others now, because the new one is their source.
    pub changed: Vec<u32>,
}

/// Articles and who took from whom, growing by one article at a time.
///
/// Of two articles that have one text behind them the source is, by the first of these that differs: the one published earlier (one whose day is unknown
/// comes last); the agency's own; the longer one, since a cut text cannot be the origin of what it lacks; the one that credits an
/// agency; the one whose id sorts first. An article that is added late becomes the source of those added before it.
///
/// Articles are not told apart by id: what is added twice is two articles.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    ids: Vec<Box<str>>,
    prints: Vec<Fingerprint>,
    links: Vec<Vec<Link>>,
    index: Index,
}

/// A possible source and how much of the copy it explains.
#[derive(Clone, Copy, Debug)]
struct Link {
    source: u32,
    /// The share of the copy that the source has, in hundredths.
    taken: u8,
}

impl Copies {
    /// How many articles there are.
    pub fn len(&self) -> usize {
        self.prints.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.prints.is_empty()
    }

    /// Adds an article.
    ///
    /// # Panics
    /// Never on any document; at 4,294,967,295 articles.
    pub fn add(&mut self, document: &Document) -> Added {
        self.insert(&document.id, Fingerprint::of(document))
    }

    fn insert(&mut self, id: &str, print: Fingerprint) -> Added {
        let number = u32::try_from(self.prints.len()).expect("fewer articles than 2 to the 32nd");
        let candidates = self.candidates(&print);
        self.index.add(number, print.day, &print.shingles.kept, &print.keys(MARK_KEYS));
        self.ids.push(id.into());
        self.prints.push(print);
        self.links.push(Vec::new());
        let mut changed = Vec::new();
        for other in candidates {
            let (source, copy) = if self.precede(other, number).is_lt() { (other, number) } else { (number, other) };
            let evidence = self.evidence(source, copy);
            if evidence.score() >= JOIN && self.link(source, copy, &evidence) && copy != number {
                changed.push(copy);
            }
        }
        changed.sort_unstable();
        Added { number, changed }
    }

    /// Where an article comes from; empty for a number that was not given out.
    pub fn lineage(&self, number: u32) -> Lineage {
        let sources = self.sources(number).into_iter().map(|source| {
            let evidence = self.evidence(source, number);
            let kind = self.kind(source, number, &evidence);
            Source { article: source, kind, score: evidence.score(), evidence }
        });
        Lineage { sources: sources.collect(), origins: self.origins(number) }
    }

    /// The evidence on any two articles, the first taken as the source; none for a number that was not given out.
    pub fn explain(&self, source: u32, copy: u32) -> Option<Evidence> {
        let known = |n: u32| (n as usize) < self.prints.len();
        (known(source) && known(copy)).then(|| self.evidence(source, copy))
    }

    /// Two articles, the one that would be the source first.
    pub fn ordered(&self, a: u32, b: u32) -> (u32, u32) {
        let known = |n: u32| (n as usize) < self.prints.len();
        if known(a) && known(b) && self.precede(a, b).is_gt() { (b, a) } else { (a, b) }
    }

    /// Bytes that are held, about.
    pub fn bytes(&self) -> usize {
        let prints = self.prints.iter().map(|p| {
            (p.shingles.kept.len() + p.quotes.kept.len()) * 4
                + p.marks.len() * size_of_val(&p.marks[..1.min(p.marks.len())])
        });
        let links = self.links.iter().map(|l| l.capacity() * size_of::<Link>() + size_of::<Vec<Link>>());
        let fixed =
            self.prints.capacity() * size_of::<Fingerprint>() + self.ids.iter().map(|i| i.len() + 16).sum::<usize>();
        prints.sum::<usize>() + links.sum::<usize>() + fixed + self.index.bytes()
    }

    fn candidates(&self, print: &Fingerprint) -> Vec<u32> {
        let mut found = self.index.by_shingles(&print.shingles.kept);
        found.extend(self.index.by_marks(&print.keys(MARK_KEYS), print.day));
        // What a candidate was taken from may be the source as well: so a text that hundreds have leads to its first.
        let behind: Vec<u32> = found.iter().filter_map(|c| self.links[*c as usize].first()).map(|l| l.source).collect();
        found.extend(behind);
        found.sort_unstable();
        found.dedup();
        found
    }

    fn evidence(&self, source: u32, copy: u32) -> Evidence {
        compare(&self.prints[source as usize], &self.prints[copy as usize])
    }

    fn precede(&self, a: u32, b: u32) -> Ordering {
        let of = |n: u32| (&self.prints[n as usize], &*self.ids[n as usize]);
        precedence(of(a), of(b)).then(a.cmp(&b))
    }

    /// Files a possible source, the best first. True where it is the best now.
    fn link(&mut self, source: u32, copy: u32, evidence: &Evidence) -> bool {
        let taken = (evidence.wording.max(evidence.words) * 100.0).round() as u8;
        let mut links = std::mem::take(&mut self.links[copy as usize]);
        links.push(Link { source, taken });
        links.sort_by(|a, b| (b.taken / 5).cmp(&(a.taken / 5)).then_with(|| self.precede(a.source, b.source)));
        links.truncate(SOURCES);
        // The first published of those that give about as much as the one that gives most.
        let most = links.iter().map(|l| l.taken).max().unwrap_or(0);
        let first = (0..links.len())
            .filter(|i| links[*i].taken + MARGIN >= most)
            .min_by(|a, b| self.precede(links[*a].source, links[*b].source));
        if let Some(first) = first {
            links[..=first].rotate_right(1);
        }
        let best = links[0].source == source;
        self.links[copy as usize] = links;
        best
    }

    /// The best source, and those that give more than a sixth of the text that the ones before them do not.
    fn sources(&self, number: u32) -> Vec<u32> {
        let Some(links) = self.links.get(number as usize) else { return Vec::new() };
        let copy = &self.prints[number as usize];
        let mut out: Vec<u32> = Vec::new();
        for link in links {
            let part = |first: &u32| {
                let (more, all) = beyond(copy, &self.prints[*first as usize], &self.prints[link.source as usize]);
                more >= 6 && more * 6 >= all
            };
            if out.iter().all(part) {
                out.push(link.source);
            }
        }
        out
    }

    fn origins(&self, number: u32) -> Vec<u32> {
        // All that it may come from, the first published first, so that the sources of each are done before it.
        let mut behind = vec![number];
        let mut seen: HashMap<()> = HashMap::default();
        let mut at = 0;
        while let Some(&next) = behind.get(at) {
            at += 1;
            if seen.insert(next, ()).is_some() {
                behind[at - 1] = u32::MAX;
            } else if (next as usize) < self.prints.len() {
                behind.extend(self.sources(next));
            }
        }
        behind.retain(|n| (*n as usize) < self.prints.len());
        behind.sort_by(|a, b| self.precede(*a, *b));
        let mut origins: HashMap<Vec<u32>> = HashMap::default();
        for &article in &behind {
            let mut own = BTreeSet::new();
            for source in self.sources(article) {
                // What a source took from its own source need not be what was taken from it: then it is the origin itself.
                let through = origins.get(&source).map(Vec::as_slice).unwrap_or_default().iter().copied();
                let mut through: Vec<u32> =
                    through.filter(|o| *o == source || self.evidence(*o, article).score() >= THROUGH).collect();
                if through.is_empty() {
                    through.push(source);
                }
                own.extend(through);
            }
            if own.is_empty() {
                own.insert(article);
            }
            origins.insert(article, own.into_iter().collect());
        }
        origins.remove(&number).unwrap_or_default()
    }

    fn kind(&self, source: u32, copy: u32, evidence: &Evidence) -> Kind {
        let (a, b) = (&self.prints[source as usize], &self.prints[copy as usize]);
        let (of_copy, of_source) = (evidence.wording, evidence.wording_back);
        let (long, short) = (f32::from(a.length), f32::from(b.length));
        if of_copy.min(of_source) >= 0.9 && evidence.agency {
            Kind::Syndicated
        } else if a.body == b.body && (a.title == b.title || a.title == 0 || b.title == 0) {
            Kind::Exact
        } else if a.body == b.body {
            Kind::Reheadlined
        } else if of_copy >= 0.6 && short < 0.9 * long && of_source < of_copy {
            Kind::Cut
        } else if of_source >= 0.8 && long < 0.9 * short && of_copy < of_source {
            Kind::Extended
        } else if of_copy >= 0.3 {
            Kind::Edited
        } else {
            Kind::Rewritten
        }
    }
}

/// Which of two articles was first, by what is known of them.
fn precedence((a, a_id): (&Fingerprint, &str), (b, b_id): (&Fingerprint, &str)) -> Ordering {
    let key = |p: &Fingerprint| {
        let own = p.agency.is_some() && p.agency == p.outlet;
        (p.day.is_none(), p.day, !own, Reverse(p.length), p.agency.is_none())
    };
    key(a).cmp(&key(b)).then_with(|| a_id.cmp(b_id))
}
