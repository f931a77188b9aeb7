//! What the ranker of place names sees: reads articles from standard input, one a line as `{"id","text"}`, and writes for each
//! a line with its place names and what each may mean, with features and probabilities. `evaluation/places.py --fit` reads it.

use chancery_coding::Coder;
use chancery_coding::codebook::Codebook;
use chancery_coding::toponyms::{FEATURES, Toponym};
use chancery_language::{Model, Reader, Reading};
use chancery_record::Article;
use chancery_world::World;
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let (model, codebook) = (Model::embedded()?, Codebook::embedded());
    let mut reader = Reader::new(&model);
    let coder = Coder::new(&codebook, World::embedded(), model.version());
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", json!({ "features": FEATURES }))?;
    let lines: Vec<Value> = std::io::stdin()
        .lock()
        .lines()
        .map(|line| Ok(serde_json::from_str(&line?)?))
        .collect::<Result<_, Box<dyn Error>>>()?;
    for batch in lines.chunks(16) {
        let texts: Vec<&str> = batch.iter().map(|l| l["text"].as_str().unwrap_or_default()).collect();
        for (line, reading) in batch.iter().zip(reader.read_many(&texts)) {
            let text = line["text"].as_str().unwrap_or_default();
            let article = Article { text: text.to_owned(), ..Article::default() };
            let names: Vec<Value> = coder.code(article, &reading).toponyms.iter().map(|t| name(t, &reading)).collect();
            writeln!(out, "{}", json!({ "id": line["id"], "names": names }))?;
        }
    }
    Ok(())
}

fn name(t: &Toponym, reading: &Reading) -> Value {
    let spans: Vec<(usize, usize)> = t
        .mentions
        .iter()
        .map(|(s, r)| {
            let tokens = &reading.sentences[*s].tokens;
            (tokens[r.start].start, tokens[r.end - 1].end)
        })
        .collect();
    let options: Vec<Value> = t
        .options
        .iter()
        .map(|o| {
            let c = &o.candidate;
            json!({ "name": c.name, "country": c.country, "lat": c.lat, "lon": c.lon, "geonames": c.geonames,
                    "level": c.level.map(|l| format!("{l:?}")), "p": o.probability, "features": o.features })
        })
        .collect();
    json!({ "name": t.name, "mentions": spans, "chosen": t.chosen, "confidence": t.confidence, "part": t.part,
            "options": options })
}
