//! `chancery world`.
use crate::args::WorldArgs;
use std::process::ExitCode;
pub fn run(_: &WorldArgs) -> anyhow::Result<ExitCode> {
    Ok(ExitCode::SUCCESS)
}
