//! Writes what the head for types takes of the predicates of texts, to train it: `vectors OUT < TEXTS`. Each line of
//! standard input is a JSON object with `id` and `text`. OUT.tsv names the predicates (id, first character, one past the
//! last, lemma), OUT.f32 holds a row of little-endian floats for each.

use chancery_language::{Model, Reader};
use std::fs::File;
use std::io::{BufWriter, Write, stdin};

#[derive(serde::Deserialize)]
struct Line {
    id: String,
    text: String,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let out = std::env::args().nth(1).ok_or("name the output")?;
    let model = Model::embedded()?;
    let mut reader = Reader::new(&model);
    let mut names = BufWriter::new(File::create(format!("{out}.tsv"))?);
    let mut floats = BufWriter::new(File::create(format!("{out}.f32"))?);
    for line in stdin().lines() {
        let Line { id, text } = serde_json::from_str(&line?)?;
        for sentence in reader.read(&text).sentences.iter().filter(|s| !s.predicates.is_empty()) {
            let forms: Vec<String> = sentence.tokens.iter().map(|t| t.form.clone()).collect();
            let rows = reader.meanings(&[forms]).remove(0);
            for predicate in &sentence.predicates {
                let token = &sentence.tokens[predicate.token];
                writeln!(names, "{id}\t{}\t{}\t{}", token.start, token.end, token.lemma)?;
                for x in &rows[predicate.token] {
                    floats.write_all(&x.to_le_bytes())?;
                }
            }
        }
    }
    names.flush()?;
    floats.flush()?;
    Ok(())
}
