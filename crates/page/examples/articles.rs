//! Prints the articles of inputs as JSON lines, one for each, `{"error": …}` where there is none. `evaluation/pages.py`
//! measures with it what stands before the language model.
//!
//!     cargo run --release -p chancery-page --example articles -- FILE…

use chancery_page::{Hints, articles};
use std::fs::File;
use std::io::{BufReader, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for name in std::env::args().skip(1) {
        let input = BufReader::with_capacity(1 << 16, File::open(&name)?);
        for article in articles(input, &Hints { name, ..Hints::default() }) {
            let line = match article {
                Ok(article) => serde_json::to_string(&article),
                Err(error) => serde_json::to_string(&serde_json::json!({ "error": error.to_string() })),
            };
            writeln!(out, "{}", line.expect("an article has string keys"))?;
        }
    }
    Ok(())
}
