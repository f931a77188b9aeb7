//! The way of an article through the crates: page, language, coding. The only file that knows them all.

use chancery_record::{Article, PartialDate, Record, Versions};
use chancery_page::{Hints, PageError};
use std::io::BufRead;
use std::path::Path;

pub struct Pipeline {}
pub struct Worker<'p>(std::marker::PhantomData<&'p ()>);
pub struct Considered {
    pub sentence: usize,
    pub trigger: String,
    pub rule: String,
    pub outcome: String,
}
pub struct Read {
    pub record: Record,
    pub considered: Vec<Considered>,
    pub sentences: Vec<String>,
}

impl Pipeline {
    pub fn load() -> anyhow::Result<Self> {
        Ok(Pipeline {})
    }
    pub fn worker(&self) -> Worker<'_> {
        Worker(std::marker::PhantomData)
    }
    pub fn versions(&self) -> Versions {
        Versions::default()
    }
}
impl Worker<'_> {
    pub fn read(&mut self, articles: &[&Article]) -> Vec<Read> {
        articles
            .iter()
            .map(|&article| Read {
                record: Record {
                    id: article.id.clone(),
                    article: article.clone(),
                    actors: vec![],
                    events: vec![],
                    statements: vec![],
                    relations: vec![],
                    figures: vec![],
                    versions: Versions::default(),
                },
                considered: vec![],
                sentences: vec![],
            })
            .collect()
    }
    pub fn conllu(&mut self, article: &Article) -> String {
        article.text.clone()
    }
}
/// The articles of one input. `published` and `url` are what the caller knows.
pub fn articles(
    input: impl BufRead,
    path: &Path,
    published: Option<PartialDate>,
    url: Option<&str>,
) -> impl Iterator<Item = Result<Article, PageError>> {
    let hints = Hints { name: path.display().to_string(), published, url: url.map(str::to_owned) };
    chancery_page::articles(input, &hints)
}
