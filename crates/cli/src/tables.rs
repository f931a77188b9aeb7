//! A user's own tables of the world.

use anyhow::{Context, bail};
use chancery_world::{Source, World};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes of one table. All rows of a table are in memory, so that more would be a mistake.
pub const MOST_BYTES: u64 = 256 << 20;

/// The tables inside the program, with a user's own over them where there are any.
///
/// # Errors
/// Where the tables cannot be read, or hold a mistake, with file, line and cure.
pub fn load(own: Option<&Path>) -> anyhow::Result<&'static World> {
    let Some(path) = own else { return Ok(World::embedded()) };
    let texts = read(&[path.to_owned()])?;
    // The world lives until the program ends.
    Ok(Box::leak(Box::new(World::with(&sources(&texts))?)))
}

/// Files and their texts as tables of a user.
pub fn sources(texts: &[(String, String)]) -> Vec<Source<'_>> {
    texts.iter().map(|(file, text)| Source { file, text, own: true }).collect()
}

/// Reads tables: files, and the .tsv files of folders in the order of their names.
///
/// # Errors
/// Where one cannot be read, is too large or is no text.
pub fn read(paths: &[PathBuf]) -> anyhow::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = path.read_dir().with_context(|| format!("{} cannot be read", path.display()))?;
        let mut tables: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|p| p.extension().is_some_and(|e| e == "tsv"))
            .collect();
        if tables.is_empty() {
            bail!("{}: the folder has no table, which is a file that ends with .tsv", path.display());
        }
        tables.sort();
        files.append(&mut tables);
    }
    files.iter().map(|path| Ok((path.display().to_string(), text(path)?))).collect()
}

fn text(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let file = File::open(path).with_context(|| format!("{name} cannot be opened"))?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("{name} cannot be read"))?;
    if bytes.len() as u64 > MOST_BYTES {
        bail!(
            "{name}:1: the table is larger than {} MB; take rows out, or part it into several tables",
            MOST_BYTES >> 20
        );
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|b| **b == b'\n').count() + 1;
        anyhow::anyhow!("{name}:{line}: the text is not UTF-8; save the table as UTF-8")
    })
}
