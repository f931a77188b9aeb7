//! Rows set aside in a file, because there may be more than memory holds.

use super::create;
use anyhow::Context;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file of JSON lines, which is gone when this is.
pub struct Spool {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Spool {
    pub fn create(folder: &Path) -> anyhow::Result<Spool> {
        let path = folder.join("import.part");
        Ok(Spool { out: BufWriter::new(create(&path)?), path })
    }

    pub fn put(&mut self, row: &Value) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, row)?;
        self.out.write_all(b"\n").with_context(|| format!("{} cannot be written", self.path.display()))
    }

    /// The rows in the order of putting.
    pub fn into_rows<T: DeserializeOwned>(mut self) -> anyhow::Result<impl Iterator<Item = anyhow::Result<T>>> {
        self.out.flush().with_context(|| format!("{} cannot be written", self.path.display()))?;
        let lines = BufReader::new(File::open(&self.path)?).lines();
        // The file goes when the last row was read.
        Ok(lines.map(move |line| {
            let _ = &self;
            Ok(serde_json::from_str(&line?)?)
        }))
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}
