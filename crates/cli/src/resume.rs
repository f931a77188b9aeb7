//! How a run goes on where one before it was stopped: after the last whole record of its output.
//!
//! Records are written in the order of the inputs, so that the last one says how far the run had come. Nothing else needs
//! to be kept beside the output.

use crate::inputs;
use anyhow::{Context, bail};
use chancery_record::Provenance;
use serde::Deserialize;
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// The article of the last record that was written.
pub struct Point {
    /// Its id.
    pub id: String,
    /// Its place in an archive, for an article of one.
    pub provenance: Option<Provenance>,
    /// How often the output has that id: it may repeat where the inputs are no archives.
    times: usize,
}

/// What of a line of the output is looked at: a record, or an article alone.
#[derive(Deserialize)]
struct Line {
    id: String,
    article: Option<Inner>,
    provenance: Option<Provenance>,
}

#[derive(Deserialize)]
struct Inner {
    provenance: Option<Provenance>,
}

/// Opens the output of a run that was stopped, cuts off a last line that was not finished, and gives what it goes on
/// after: none where nothing was written yet.
///
/// # Errors
/// Where the file cannot be read or written, or its last line is no record.
pub fn open(path: &Path) -> anyhow::Result<(File, Option<Point>)> {
    let named = || path.display().to_string();
    let mut options = OpenOptions::new();
    let mut file =
        options.read(true).append(true).create(true).open(path).with_context(|| named() + " cannot be written")?;
    let end = file.metadata().with_context(named)?.len();
    let end = last_line_end(&mut file, end).with_context(named)?;
    file.set_len(end).with_context(named)?;
    if end == 0 {
        return Ok((file, None));
    }
    let start = last_line_end(&mut file, end - 1).with_context(named)?;
    let mut last = vec![0; usize::try_from(end - start)?];
    file.seek(SeekFrom::Start(start)).with_context(named)?;
    file.read_exact(&mut last).with_context(named)?;
    let Ok(Line { id, article, provenance }) = serde_json::from_slice(&last) else {
        bail!(
            "{} does not end with a record as JSON lines: --resume goes on with the output of a stopped run",
            named()
        );
    };
    let provenance = provenance.or_else(|| article?.provenance);
    let times = if provenance.is_some() { 1 } else { count(&id, path).with_context(named)? };
    Ok((file, Some(Point { id, provenance, times })))
}

/// One past the last line end before `before`; 0 where there is none.
fn last_line_end(file: &mut File, before: u64) -> std::io::Result<u64> {
    let mut block = [0; 1 << 16];
    let mut end = before;
    while end > 0 {
        let start = end.saturating_sub(block.len() as u64);
        let block = &mut block[..(end - start) as usize];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(block)?;
        if let Some(at) = block.iter().rposition(|b| *b == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

/// How many lines have this id.
fn count(id: &str, path: &Path) -> anyhow::Result<usize> {
    let mut reader = BufReader::new(File::open(path)?);
    let (mut line, mut times) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut line)? > 0 {
        times += usize::from(serde_json::from_slice::<Line>(&line).is_ok_and(|line| line.id == id));
        line.clear();
    }
    Ok(times)
}

impl Point {
    /// Makes sure that the archive in which the point lies is one of the files.
    ///
    /// # Errors
    /// Where the archive is not among the files, or could be several of them.
    pub fn check(&self, files: &[PathBuf]) -> anyhow::Result<()> {
        let Some(provenance) = &self.provenance else { return Ok(()) };
        match files.iter().filter(|file| self.is_of(file)).count() {
            1 => Ok(()),
            0 => bail!(
                "the output ends with a record of {}, which is not among the files: give the same files in the same order",
                provenance.archive
            ),
            _ => bail!(
                "several of the files are called {}, of which the output's last record is: --resume cannot tell them apart",
                provenance.archive
            ),
        }
    }

    /// Whether the point lies in this archive.
    pub fn is_of(&self, file: &Path) -> bool {
        let name = if inputs::is_stdin(file) { Some(file.as_os_str()) } else { file.file_name() };
        self.provenance.as_ref().is_some_and(|p| name.is_some_and(|name| name.to_string_lossy() == p.archive.as_str()))
    }

    /// Notes an article that was read by the run before. True at the one after which this run goes on.
    pub fn reached(&mut self, id: &str) -> bool {
        self.times -= usize::from(id == self.id && self.times > 0);
        self.times == 0
    }
}
