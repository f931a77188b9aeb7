//! Coding: from what the model read to the record of who did what to whom, when and where, and who says so.
//!
//! The way of the data is [`Coder::code`]: sentences become trees ([`tree`]), phrases become entities (`cast`), cues and
//! quotations become statements (`statements`), words of the codebook become acts (`acts`) with status (`realis`),
//! time and place (`circumstances`), acts become events (`merge`), and all of it becomes a [`Record`] (`assemble`).

mod acts;
mod assemble;
mod cast;
mod circumstances;
pub mod codebook;
pub mod dates;
pub mod figures;
mod genre;
mod matcher;
mod merge;
pub mod numbers;
mod quotes;
mod realis;
mod relations;
mod stances;
mod statements;
pub mod toponyms;
pub mod tree;

use acts::Scene;
use chancery_language::Reading;
use chancery_record::{Article, Record};
use chancery_world::World;
use codebook::Codebook;
use tree::Tree;

/// Codes readings by a codebook and the world's tables.
pub struct Coder<'a> {
    codebook: &'a Codebook,
    world: &'a World,
    weights: toponyms::Weights,
    model: String,
}

/// A record, and what was considered on the way.
#[derive(Clone, Debug)]
pub struct Coded {
    /// What the article asserts.
    pub record: Record,
    /// Every word that the codebook knows, and what became of it, in order of the text.
    pub considered: Vec<Explanation>,
    /// The place names of the article, with all that each may mean.
    pub toponyms: Vec<toponyms::Toponym>,
}

/// What became of a word that the codebook knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Index of the sentence.
    pub sentence: usize,
    /// First character of the sentence in the article's text.
    pub start: usize,
    /// One past its last character.
    pub end: usize,
    /// The word.
    pub trigger: String,
    /// The rule that fits.
    pub rule: String,
    /// "coded e3" and what its confidence rests on, or why it was refused.
    pub outcome: String,
}

/// A word considered, before events have their ids.
struct Considered {
    sentence: usize,
    trigger: usize,
    rule: String,
    outcome: Outcome,
}

enum Outcome {
    Act(usize),
    Refused(&'static str),
}

impl<'a> Coder<'a> {
    /// A coder; `model` names the weights that made the readings, for the record's versions.
    pub fn new(codebook: &'a Codebook, world: &'a World, model: &str) -> Self {
        Coder { codebook, world, weights: toponyms::Weights::embedded(), model: model.to_owned() }
    }

    /// Codes an article by its reading. A pure function of both, the codebook and the tables; it cannot fail, and an
    /// article without anything to code gives an empty record.
    pub fn code(&self, article: Article, reading: &Reading) -> Coded {
        let trees: Vec<Tree<'_>> = reading.sentences.iter().map(|s| Tree::new(s, self.codebook)).collect();
        let published = article.published;
        let quotes = quotes::quotes(reading);
        let mut cast = cast::Cast::of(&trees, &quotes, self.world, published);
        cast.documents(&trees);
        let said = statements::statements(&trees, &cast, &quotes, self.codebook);
        cast.first_person(&trees, &said);
        let toponyms = toponyms::toponyms(&trees, self.world, &self.weights);
        cast.locate(&trees, &toponyms);
        let circumstances = circumstances::all(&trees, &cast, self.world, published);
        let unpolitical = genre::genre(&trees, self.codebook).is_some();
        let mut considered = Vec::new();
        let mut scene = Scene {
            trees: &trees,
            cast: &mut cast,
            said: &said,
            codebook: self.codebook,
            world: self.world,
            prevailing: circumstances::prevailing(&circumstances, self.world),
            published,
            circumstances: &circumstances,
            unpolitical,
        };
        let (acts, bonds) = acts::acts(&mut scene, &mut considered);
        let modes = |e: usize| self.codebook.entries[e].mode.clone();
        let family = |e: usize| self.codebook.entries[e].family;
        let mut groups = merge::merge(&acts, &cast, &modes, &family);
        let home = cast.home.clone().and_then(|h| cast.state(&h, self.world));
        let lemma = |s: usize, t: usize| trees[s].lemma(t).to_owned();
        let hosts: Vec<Option<cast::EntityId>> = groups
            .iter()
            .map(|g| acts::host(&g.whole, &cast).map(str::to_owned).and_then(|c| cast.state(&c, self.world)))
            .collect();
        merge::counterparts(&mut groups, &acts, &cast, &modes, &lemma, &merge::Abroad { hosts: &hosts, home });
        merge::elsewhere(&mut groups, &mut cast, self.world, &modes, &lemma);
        merge::settle(&mut groups, published);
        let links = relations::relations(&trees, &mut cast, &bonds, &said, (self.codebook, self.world), published);
        assemble::assemble(assemble::Parts {
            article,
            trees: &trees,
            cast: &cast,
            quotes: &quotes,
            said: &said,
            circumstances: &circumstances,
            unpolitical,
            acts: &acts,
            groups: &groups,
            links: &links,
            considered,
            toponyms,
            coder: self,
        })
    }
}
