//! Prints what a model sees in a text: `parse MODEL [FILE]` (standard input without a file), as CoNLL-U.

use chancery_language::{Model, Reader, write_conllu};
use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let model = arguments.next().ok_or("name a model file")?;
    let model = if model == "-" { Model::embedded()? } else { Model::load(model)? };
    let text = match arguments.next() {
        Some(file) => std::fs::read_to_string(file)?,
        None => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
    };
    let start = std::time::Instant::now();
    let reading = Reader::new(&model).read(&text);
    let words: usize = reading.sentences.iter().map(|s| s.tokens.len()).sum();
    eprintln!("{words} tokens in {:.3} s, model {}", start.elapsed().as_secs_f64(), model.version());
    print!("{}", write_conllu(&reading, &text));
    Ok(())
}
