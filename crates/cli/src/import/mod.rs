//! `chancery world import`: tables of a user's own, made of what others hold.
//!
//! Inputs are streamed; what is written goes into files beside the tables, which take their places only when everything
//! was read and the new tables load.

mod dictionary;
mod query;
mod spool;
mod tables;
mod wikidata;

use crate::args::{ImportArgs, ImportFormat};
use crate::inputs;
use anyhow::{Context, bail};
use flate2::bufread::MultiGzDecoder;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::process::ExitCode;
use tables::Tables;

/// Bytes of one line: no entity of Wikidata has as many.
const LONGEST_LINE: u64 = 64 << 20;

/// Rows that were left out of which messages tell; the others are only counted.
const MOST_MESSAGES: usize = 10;

/// Runs the command.
///
/// # Errors
/// Where something cannot be read, with file, line and cure; nothing is written then.
pub fn run(args: &ImportArgs) -> anyhow::Result<ExitCode> {
    let mut out = Tables::create(&args.output)?;
    for path in &args.files {
        let mut input = Input::open(path)?;
        let format = match args.format {
            Some(format) => format,
            None => {
                let name = input.name.clone();
                format_of(&name, input.start()?)?
            }
        };
        match format {
            ImportFormat::Wikidata => {
                // A dump is read twice: the names of offices may stand behind their holders.
                let wanted = wikidata::holders(&mut input, &mut out)?;
                wikidata::offices(&mut Input::open(path)?, wanted, &mut out)?;
            }
            ImportFormat::Query => query::read(input, &mut out)?,
            ImportFormat::Actors => dictionary::actors(&mut input, &mut out)?,
            ImportFormat::Agents => dictionary::agents(&mut input, &mut out)?,
        }
    }
    eprintln!("chancery: {}", out.finish()?);
    Ok(ExitCode::SUCCESS)
}

/// An input, line by line.
struct Input {
    name: String,
    /// The line that was read last, counted from 1.
    line: usize,
    reader: BufReader<Box<dyn Read>>,
}

impl Input {
    fn open(path: &Path) -> anyhow::Result<Input> {
        let name = inputs::name(path);
        if inputs::is_stdin(path) {
            bail!("standard input cannot be imported: some formats are read twice; give a file");
        }
        let mut file = match inputs::open(path).map_err(|why| anyhow::anyhow!("{name}: {why}"))? {
            inputs::Input::Stream(file) => file,
            inputs::Input::Table(_) => bail!("{name}: a Parquet table cannot be imported; write it as CSV"),
        };
        let zipped = file.fill_buf().with_context(|| format!("{name} cannot be read"))?.starts_with(&[0x1f, 0x8b]);
        let reader: Box<dyn Read> = if zipped { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
        Ok(Input { name, line: 0, reader: BufReader::with_capacity(1 << 17, reader) })
    }

    /// The first bytes.
    fn start(&mut self) -> anyhow::Result<&[u8]> {
        let name = &self.name;
        self.reader.fill_buf().map_err(|error| unreadable(name, 1, &error))
    }

    /// Reads a line into `bytes`, without its end; false where there is none any more.
    fn next(&mut self, bytes: &mut Vec<u8>) -> anyhow::Result<bool> {
        bytes.clear();
        self.line += 1;
        let (name, line) = (&self.name, self.line);
        let read = (&mut self.reader).take(LONGEST_LINE).read_until(b'\n', bytes);
        let read = read.map_err(|error| unreadable(name, line, &error))?;
        if read as u64 == LONGEST_LINE {
            bail!(
                "{name}:{line}: the line is longer than {} MB; a dump has one entity a line, a table one row",
                LONGEST_LINE >> 20
            );
        }
        while bytes.last().is_some_and(|b| matches!(b, b'\n' | b'\r')) {
            bytes.pop();
        }
        Ok(read > 0)
    }

    /// The name of the file without its folder: what a table gives as the source.
    fn file(&self) -> String {
        self.name.rsplit(['/', '\\']).next().unwrap_or(&self.name).to_owned()
    }

    /// A message about the line that was read last.
    fn problem(&self, problem: impl Display, cure: impl Display) -> anyhow::Error {
        anyhow::anyhow!("{}:{}: {problem}; {cure}", self.name, self.line)
    }
}

fn unreadable(name: &str, line: usize, error: &io::Error) -> anyhow::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            anyhow::anyhow!(
                "{name}:{line}: the file ends in the middle of its gzip stream; it was cut off: fetch it again"
            )
        }
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
            anyhow::anyhow!("{name}:{line}: the gzip stream is damaged ({error}); fetch the file again")
        }
        _ => anyhow::anyhow!("{name}:{line}: the file cannot be read: {error}"),
    }
}

/// Tells the format by the first bytes.
fn format_of(name: &str, start: &[u8]) -> anyhow::Result<ImportFormat> {
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let first = text.lines().find(|line| !line.starts_with('#') && !line.trim().is_empty()).unwrap_or("");
    let dump = text.starts_with('[') && matches!(text[1..].trim_start().chars().next(), Some('{' | ']') | None);
    let agent = |line: &str| line.contains("[~") || line.starts_with('!') && line.contains("! =");
    let actor = |line: &str| line.trim_start().starts_with('[') || line.contains("_\t[") || line.contains(" [");
    let header = first.contains(',') && !first.contains(['[', '_']);
    if dump {
        Ok(ImportFormat::Wikidata)
    } else if text.lines().any(agent) {
        Ok(ImportFormat::Agents)
    } else if text.starts_with('{') && text.contains("\"head\"") || header {
        Ok(ImportFormat::Query)
    } else if text.lines().any(actor) {
        Ok(ImportFormat::Actors)
    } else {
        bail!(
            "{name}:1: the content is of no format that can be imported; give a Wikidata dump (JSON, one entity a line), a \
             query result (JSON or CSV), or a PETRARCH dictionary, or say which it is by --format"
        )
    }
}

/// A path for messages: a file that could not be made.
fn create(path: &Path) -> anyhow::Result<File> {
    File::create(path).with_context(|| format!("{} cannot be written", path.display()))
}
