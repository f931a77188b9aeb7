//! Measures reading speed in words per second of processor time: `speed MODEL FILE.jsonl [ARTICLES]`, one article a line
//! with its `text`. Linux only, as it asks /proc for the time.

use chancery_language::{Model, Reader};

/// Seconds of processor time that the program has used.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or_default().split(' ').collect();
    let ticks = |i: usize| fields.get(i).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, file, rest @ ..] = &arguments[..] else { return Err("name a model and a file of articles".into()) };
    let most: usize = rest.first().map_or(Ok(usize::MAX), |n| n.parse())?;
    let model = if model == "-" { Model::embedded()? } else { Model::load(model)? };
    println!("{:.2} s to load", cpu());
    let mut texts = Vec::new();
    for line in std::fs::read_to_string(file)?.lines().take(most) {
        let article: serde_json::Value = serde_json::from_str(line)?;
        texts.push(article["text"].as_str().unwrap_or_default().to_string());
    }
    let mut reader = Reader::new(&model);
    let start = cpu();
    let mut words = 0;
    for text in &texts {
        words += reader.read(text).sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
    }
    let seconds = cpu() - start;
    println!("{} articles, {words} words in {seconds:.2} s: {:.0} words/s", texts.len(), words as f64 / seconds);
    Ok(())
}
