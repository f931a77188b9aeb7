//! `chancery codebook`: what is wrong with a codebook.

use crate::args::{CodebookArgs, CodebookCommand};
use chancery_coding::codebook::Codebook;
use std::process::ExitCode;

/// Runs the command.
///
/// # Errors
/// All mistakes of the codebook, each with its file, line and cure.
pub fn run(args: &CodebookArgs) -> anyhow::Result<ExitCode> {
    let CodebookCommand::Check { dir } = &args.command;
    let codebook = match dir {
        Some(dir) => Codebook::load(dir)?,
        None => Codebook::embedded(),
    };
    println!("codebook {}: {} entries, no mistakes", codebook.version(), codebook.entries.len());
    Ok(ExitCode::SUCCESS)
}
