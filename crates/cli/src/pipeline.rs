//! The way of an article through the crates: page, language, coding. The only file that knows them all.

use crate::inputs::Input;
use anyhow::Context;
pub use chancery_coding::Explanation;
use chancery_coding::{Coded, Coder, codebook::Codebook};
use chancery_language::{Model, Reader, write_conllu};
use chancery_page::{Hints, PageError};
use chancery_record::{Article, PartialDate, Provenance, Record};
use chancery_world::World;
use std::path::Path;

/// What every thread shares.
pub struct Pipeline {
    pub model: Model,
    pub codebook: Codebook,
    pub world: &'static World,
}

/// What one thread reads with.
pub struct Worker<'p> {
    reader: Reader<'p>,
    coder: Coder<'p>,
}

/// What was read out of an article.
pub struct Read {
    pub record: Record,
    /// Every word that the codebook knows, and what became of it.
    pub considered: Vec<Explanation>,
    /// First and last character (exclusive) of each sentence.
    pub sentences: Vec<(usize, usize)>,
}

/// The articles of one input. `published` and `url` are what the caller knows; `after` is the record of an archive after
/// which to begin.
pub fn articles(
    input: Input,
    path: &Path,
    published: Option<PartialDate>,
    url: Option<&str>,
    after: Option<&Provenance>,
) -> Box<dyn Iterator<Item = Result<Article, PageError>>> {
    let hints = Hints { name: path.display().to_string(), published, url: url.map(str::to_owned) };
    match (input, after) {
        (Input::Stream(input), Some(after)) => Box::new(chancery_page::articles_after(input, &hints, after)),
        (Input::Stream(input), None) => Box::new(chancery_page::articles(input, &hints)),
        (Input::Table(file), _) => Box::new(chancery_page::table(file, &hints)),
    }
}

impl Pipeline {
    /// Loads what is inside the program, with these tables of the world.
    ///
    /// # Errors
    /// Where the program was built without its model, or its bytes are damaged.
    pub fn load(world: &'static World) -> anyhow::Result<Pipeline> {
        let model = Model::embedded().context("the language model cannot be used")?;
        Ok(Pipeline { model, codebook: Codebook::embedded(), world })
    }

    /// What a thread needs to read.
    pub fn worker(&self) -> Worker<'_> {
        Worker { reader: Reader::new(&self.model), coder: Coder::new(&self.codebook, self.world, self.model.version()) }
    }
}

impl Worker<'_> {
    /// Reads articles; together, because that fills the model's batches better. Each gives what it would give alone.
    pub fn read(&mut self, articles: &[&Article]) -> Vec<Read> {
        let texts: Vec<&str> = articles.iter().map(|article| article.text.as_str()).collect();
        let readings = self.reader.read_many(&texts);
        articles
            .iter()
            .zip(readings)
            .map(|(&article, reading)| {
                let Coded { record, considered, .. } = self.coder.code(article.clone(), &reading);
                let sentences = reading.sentences.iter().map(|sentence| (sentence.start, sentence.end)).collect();
                Read { record, considered, sentences }
            })
            .collect()
    }

    /// What the model saw in an article, as CoNLL-U.
    pub fn conllu(&mut self, article: &Article) -> String {
        write_conllu(&self.reader.read(&article.text), &article.text)
    }
}
