//! The `chancery` command: reads news and keeps the record.
//!
//! Everything that touches the world outside is here: files, standard input, the terminal, threads. What is read out of
//! an article is decided in the crates below, which do none of that.

mod args;
mod codebook;
mod copies;
mod doctor;
mod fetch;
mod import;
mod inputs;
mod order;
mod parse;
mod pipeline;
mod progress;
mod read;
mod resolve;
mod resume;
mod tables;
mod text;
mod unknown;
mod world;

use args::{Args, Command};
use clap::{CommandFactory, Parser};
use std::process::ExitCode;

fn main() -> ExitCode {
    let result = match Args::parse().command {
        Command::Read(args) => read::run(&args),
        Command::Fetch(args) => fetch::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Copies(args) => copies::run(&args),
        Command::Codebook(args) => codebook::run(&args),
        Command::World(args) => world::run(&args),
        Command::Doctor => doctor::run(),
        Command::Man => man(),
    };
    match result {
        Ok(code) => code,
        // Whoever reads the output has seen enough (`chancery read … | head`): no reason for a message.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("chancery: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn man() -> anyhow::Result<ExitCode> {
    clap_mangen::Man::new(Args::command()).render(&mut std::io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
