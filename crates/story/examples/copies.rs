//! Measures for `evaluation/copies.py`, from JSON lines with one article each (`id`, `published`, `title`, `text`):
//!
//! * `copies evidence ARTICLES PAIRS`: for each line of PAIRS (two ids, a tab between) the values that are weighed, as JSON.
//! * `copies stories ARTICLES`: for each article its id, a tab and the id of the first of its story.
//! * `copies growth ARTICLES`: adds the articles one by one; for each tenth of them the microseconds and bytes an article.

use chancery_record::PartialDate;
use chancery_story::{Copies, Document, stories};
use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["evidence", articles, pairs] => evidence(&documents(articles)?, &fs::read_to_string(pairs)?),
        ["stories", articles] => {
            let documents = documents(articles)?;
            for (document, first) in documents.iter().zip(stories(&documents)) {
                println!("{}\t{}", document.id, documents[first as usize].id);
            }
            Ok(())
        }
        ["growth", articles] => {
            growth(&documents(articles)?);
            Ok(())
        }
        _ => Err("usage: copies evidence ARTICLES PAIRS | copies growth ARTICLES | copies stories ARTICLES".into()),
    }
}

fn documents(path: &str) -> Result<Vec<Document>, Box<dyn Error>> {
    let document = |line: &str| {
        let article: serde_json::Value = serde_json::from_str(line)?;
        let text = |name: &str| article[name].as_str().filter(|s| !s.is_empty()).map(str::to_owned);
        Ok(Document {
            id: text("id").unwrap_or_default(),
            published: text("published").and_then(|d| PartialDate::parse(&d)),
            title: text("title"),
            body: text("text").unwrap_or_default(),
            ..Document::default()
        })
    };
    fs::read_to_string(path)?.lines().map(document).collect()
}

fn evidence(documents: &[Document], pairs: &str) -> Result<(), Box<dyn Error>> {
    let mut all = Copies::default();
    let numbers: HashMap<&str, u32> = documents.iter().map(|d| (d.id.as_str(), all.add(d).number)).collect();
    for line in pairs.lines() {
        let number = |id: Option<&str>| id.and_then(|id| numbers.get(id).copied());
        let mut ids = line.split('\t');
        let (Some(a), Some(b)) = (number(ids.next()), number(ids.next())) else {
            return Err(format!("{line:?} does not name two of the articles").into());
        };
        let (source, copy) = all.ordered(a, b);
        let values = all.explain(source, copy).map(|e| e.values()).unwrap_or_default();
        let values: serde_json::Map<String, serde_json::Value> =
            values.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        println!("{}", serde_json::Value::from(values));
    }
    Ok(())
}

fn growth(documents: &[Document]) {
    let mut all = Copies::default();
    for part in documents.chunks(documents.len().div_ceil(10).max(1)) {
        let start = Instant::now();
        part.iter().for_each(|d| drop(all.add(d)));
        let each = start.elapsed().as_micros() / part.len() as u128;
        println!("{} articles: {each} µs each at the end, {} bytes each", all.len(), all.bytes() / all.len());
    }
}
