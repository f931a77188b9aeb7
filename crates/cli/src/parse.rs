//! `chancery parse`: what the language model saw.

use crate::args::ParseArgs;
use crate::inputs;
use crate::pipeline::{self, Pipeline};
use chancery_world::World;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Runs the command: all articles of one input, in its order.
///
/// # Errors
/// Where the input cannot be opened or the output cannot be written.
pub fn run(args: &ParseArgs) -> anyhow::Result<ExitCode> {
    let name = inputs::name(&args.file);
    let input = inputs::open(&args.file).map_err(|why| anyhow::anyhow!("{name}: {why}"))?;
    let pipeline = Pipeline::load(World::embedded())?;
    let mut worker = pipeline.worker();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut read = 0;
    for article in pipeline::articles(input, &args.file, None, None, None) {
        match article {
            Ok(article) => {
                output.write_all(worker.conllu(&article).as_bytes())?;
                read += 1;
            }
            Err(why) => eprintln!("chancery: {name}: {why}"),
        }
    }
    output.flush()?;
    Ok(if read > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
