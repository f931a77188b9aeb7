//! Finds the model that is built into the program: models/chancery.safetensors of the workspace, or what the environment
//! variable CHANCERY_MODEL names. Without one the program builds, and says at run time that it has no model.

use std::path::PathBuf;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(has_model)");
    println!("cargo::rustc-check-cfg=cfg(has_types)");
    println!("cargo::rerun-if-env-changed=CHANCERY_MODEL");
    let given = std::env::var_os("CHANCERY_MODEL").map(PathBuf::from);
    let default = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../models/chancery.safetensors");
    let is_given = given.is_some();
    let file = given.unwrap_or_else(default);
    // The folder, while the file is not there yet: cargo builds anew each time for a file that is missing.
    let watched = if file.exists() { file.clone() } else { file.parent().map(PathBuf::from).unwrap_or_default() };
    println!("cargo::rerun-if-changed={}", watched.display());
    let Ok(file) = file.canonicalize() else {
        if is_given {
            println!("cargo::error=CHANCERY_MODEL names {}, which is not there", file.display());
        } else {
            println!("cargo::warning=built without a model: {} is not there", file.display());
        }
        return;
    };
    let sums = file.with_file_name("SHA256SUMS");
    if sums.exists() {
        println!("cargo::rerun-if-changed={}", sums.display());
    }
    let sums = if is_given { String::new() } else { std::fs::read_to_string(sums).unwrap_or_default() };
    // One line for each file; an environment variable holds one line only.
    let line = |name: &str| sums.lines().find(|l| l.ends_with(name)).unwrap_or_default();
    println!("cargo::rustc-cfg=has_model");
    println!("cargo::rustc-env=CHANCERY_MODEL_FILE={}", file.display());
    println!("cargo::rustc-env=CHANCERY_MODEL_SUMS={}", line("chancery.safetensors"));
    // The head for types was trained on the model beside it.
    let types = file.with_file_name("types.safetensors");
    if types.exists() {
        println!("cargo::rerun-if-changed={}", types.display());
        println!("cargo::rustc-cfg=has_types");
        println!("cargo::rustc-env=CHANCERY_TYPES_FILE={}", types.display());
        println!("cargo::rustc-env=CHANCERY_TYPES_SUMS={}", line("types.safetensors"));
    }
}
