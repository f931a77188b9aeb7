//! Compiles the tables of `world/` into `world.bin`, which the crate holds as bytes. A mistake in a table fails the build
//! with file, line and cure.

#![allow(dead_code, reason = "the modules are the crate's own, of which only compiling is needed here")]

use std::path::{Path, PathBuf};

#[path = "src/agents.rs"]
mod agents;
#[path = "src/blob.rs"]
mod blob;
#[path = "src/cells.rs"]
mod cells;
#[path = "src/compile.rs"]
mod compile;
#[path = "src/gazetteer.rs"]
mod gazetteer;
#[path = "src/names.rs"]
mod names;
#[path = "src/persons.rs"]
mod persons;
#[path = "src/table.rs"]
mod table;
#[path = "src/text.rs"]
mod text;
#[path = "src/types.rs"]
mod types;

/// The tables, in the order in which rows of one name count.
const TABLES: &[&str] = &[
    "states.tsv",
    "metonyms.tsv",
    "peoples.tsv",
    "organizations.tsv",
    "bodies.tsv",
    "parties.tsv",
    "persons.tsv",
    "places.tsv",
    "towns.tsv",
    "agents.tsv",
    "words.tsv",
];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if let Err(message) = build() {
        println!("cargo::error={message}");
    }
}

fn build() -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../world");
    let mut texts = Vec::new();
    for file in TABLES {
        let path = folder.join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        texts.push(std::fs::read_to_string(&path).map_err(|error| format!("world/{file} cannot be read: {error}"))?);
    }
    let sources: Vec<_> =
        TABLES.iter().zip(&texts).map(|(file, text)| compile::Source { file, text, own: false }).collect();
    let form = compile::compile(&sources).map_err(|error| format!("world/{error}"))?;
    let out = std::env::var_os("OUT_DIR").map(PathBuf::from).ok_or("OUT_DIR is not set: run this through cargo")?;
    std::fs::write(out.join("world.bin"), form).map_err(|error| format!("world.bin cannot be written: {error}"))
}
