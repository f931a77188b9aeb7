//! `chancery codebook`.
use crate::args::CodebookArgs;
use std::process::ExitCode;
pub fn run(_: &CodebookArgs) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
