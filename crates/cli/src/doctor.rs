//! `chancery doctor`: what is installed, in which versions, and whether it is whole.

use crate::pipeline::Pipeline;
use chancery_world::World;
use std::process::ExitCode;

/// Runs the command. Loading checks everything that can be checked, the model against its published sum among it.
///
/// # Errors
/// Where something is missing or damaged.
pub fn run() -> anyhow::Result<ExitCode> {
    let pipeline = Pipeline::load(World::embedded())?;
    println!("program    {}", env!("CARGO_PKG_VERSION"));
    println!("model      {}", pipeline.model.version());
    println!("codebook   {} ({} entries)", pipeline.codebook.version(), pipeline.codebook.entries.len());
    println!("world      {}", pipeline.world.version());
    println!("processor  {} cores, {}", std::thread::available_parallelism()?, instructions());
    println!("All that is inside the program is whole.");
    Ok(ExitCode::SUCCESS)
}

/// The vector instructions that the model's arithmetic can use here. The numbers are the same with any of them.
fn instructions() -> String {
    let mut found = vec![std::env::consts::ARCH];
    #[cfg(target_arch = "x86_64")]
    for (name, has) in [
        ("avx2", std::is_x86_feature_detected!("avx2")),
        ("fma", std::is_x86_feature_detected!("fma")),
        ("avx512f", std::is_x86_feature_detected!("avx512f")),
        ("avx512vnni", std::is_x86_feature_detected!("avx512vnni")),
        ("avxvnni", std::is_x86_feature_detected!("avxvnni")),
    ] {
        if has {
            found.push(name);
        }
    }
    #[cfg(target_arch = "aarch64")]
    for (name, has) in [
        ("dotprod", std::arch::is_aarch64_feature_detected!("dotprod")),
        ("i8mm", std::arch::is_aarch64_feature_detected!("i8mm")),
    ] {
        if has {
            found.push(name);
        }
    }
    found.join(" ")
}
