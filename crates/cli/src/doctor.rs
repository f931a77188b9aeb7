//! `chancery doctor`: what is installed, in which versions, and whether it is whole.
use std::process::ExitCode;
pub fn run() -> anyhow::Result<ExitCode> {
    let _ = crate::pipeline::Pipeline::load()?.versions();
    Ok(ExitCode::SUCCESS)
}
