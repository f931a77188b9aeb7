//! Opens what the command line names.

use chancery_page::PARQUET;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek};
use std::path::Path;

/// An opened input.
pub enum Input {
    /// Read from its beginning to its end.
    Stream(BufReader<Box<dyn Read + Send>>),
    /// A Parquet file, which is read from its end.
    Table(File),
}

impl Input {
    /// The lines of an input that holds records, as `read --format jsonl` writes them, told by its first bytes; else the
    /// input as it was.
    pub fn records(mut self) -> Result<BufReader<Box<dyn Read + Send>>, Input> {
        let told = match &mut self {
            Input::Stream(stream) => stream.fill_buf().is_ok_and(|start| {
                let start = start.trim_ascii_start();
                start.starts_with(b"{") && start[..start.len().min(64)].windows(8).any(|w| w == b"\"schema\"")
            }),
            Input::Table(_) => false,
        };
        match self {
            Input::Stream(stream) if told => Ok(stream),
            other => Err(other),
        }
    }
}

/// What messages and ids call an input.
pub fn name(path: &Path) -> String {
    if is_stdin(path) { "standard input".into() } else { path.display().to_string() }
}

/// Whether an input is standard input.
pub fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Opens a file or standard input.
///
/// # Errors
/// A message that says what was given and what to do.
pub fn open(path: &Path) -> Result<Input, String> {
    if is_stdin(path) {
        return Ok(Input::Stream(BufReader::new(Box::new(io::stdin()))));
    }
    if let Some(url) = path.to_str().filter(|text| text.starts_with("http://") || text.starts_with("https://")) {
        let url = url.replace('\'', "%27");
        return Err(format!(
            "nothing is fetched here: reading never opens a connection; fetch it first: chancery fetch '{url}' | chancery read -"
        ));
    }
    let mut file = File::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read (permission denied)".to_owned(),
        _ => format!("it cannot be opened: {error}"),
    })?;
    let metadata = file.metadata();
    // Some systems open a folder like a file and fail only at the first read.
    if metadata.as_ref().is_ok_and(|metadata| metadata.is_dir()) {
        return Err(format!("it is a folder; name the files in it: {}", path.join("*").display()));
    }
    // What is no plain file, such as a named pipe, cannot be read twice.
    if metadata.is_ok_and(|metadata| metadata.is_file()) {
        let mut first = [0; PARQUET.len()];
        let table = file.read_exact(&mut first).is_ok() && first == PARQUET;
        file.rewind().map_err(|error| format!("it cannot be read: {error}"))?;
        if table {
            return Ok(Input::Table(file));
        }
    }
    Ok(Input::Stream(BufReader::with_capacity(1 << 16, Box::new(file))))
}
