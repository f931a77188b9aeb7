//! Reads article JSON lines from standard input and prints pairs. For development.
use chancery_record::PartialDate;
use chancery_story::{Copies, Document};
use std::collections::HashMap;
use std::io::{BufRead, Write};

fn main() {
    let pairs = std::env::args().nth(2);
    let mut docs = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(std::env::args().nth(1).unwrap()).unwrap()).lines() {
        let v: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
        let s = |k: &str| v[k].as_str().filter(|s| !s.is_empty()).map(str::to_string);
        docs.push(Document {
            id: s("id").unwrap(),
            outlet: s("outlet"),
            agency: s("agency"),
            published: s("published").and_then(|d| PartialDate::parse(&d)),
            title: s("title"),
            body: s("text").unwrap_or_default(),
        });
    }
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    if let Some(pairs) = pairs {
        // Every pair listed, both as they precede.
        let mut all = Copies::default();
        let numbers: HashMap<String, u32> = docs.iter().map(|d| (d.id.clone(), all.add(d).number)).collect();
        for line in std::fs::read_to_string(pairs).unwrap().lines() {
            let (a, b) = line.split_once('\t').unwrap();
            let (a, b) = (numbers[a], numbers[b]);
            let (a, b) = all.ordered(a, b);
            let e = all.explain(a, b).unwrap();
            let v: HashMap<_, _> = e.values().into_iter().collect();
            writeln!(out, "{}", serde_json::to_string(&v).unwrap()).unwrap();
        }
        return;
    }
    let start = std::time::Instant::now();
    let mut all = Copies::default();
    let mut mark = std::time::Instant::now();
    for (n, d) in docs.iter().enumerate() {
        all.add(d);
        if (n + 1) % 5000 == 0 {
            eprintln!(
                "{} articles, {:?} for the last 5000, {} bytes an article",
                n + 1,
                mark.elapsed(),
                all.bytes() / (n + 1)
            );
            mark = std::time::Instant::now();
        }
    }
    eprintln!("{} articles in {:?}", docs.len(), start.elapsed());
    for (n, d) in docs.iter().enumerate() {
        let l = all.lineage(n as u32);
        let sources: Vec<_> = l
            .sources
            .iter()
            .map(|s| serde_json::json!({"id": docs[s.article as usize].id, "kind": s.kind.code(), "score": s.score}))
            .collect();
        let origins: Vec<_> = l.origins.iter().map(|o| &docs[*o as usize].id).collect();
        writeln!(out, "{}", serde_json::json!({"id": d.id, "sources": sources, "origins": origins})).unwrap();
    }
}
