//! What can be typed. Help and the man page are made from this, and the exit codes stand here once.

use chancery_record::PartialDate;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  at least one article was read; what could not be read is reported on standard error
  1  nothing could be read, or --strict was given and something could not be read, or the output could not be written
  2  the command line was wrong";

/// Reads news and keeps the record: who did what to whom, when and where, who says so, and in which words.
#[derive(Parser)]
#[command(name = "chancery", version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Read articles and write their records
    Read(ReadArgs),
    /// Show what the language model saw in an article
    Parse(ParseArgs),
    /// Say which articles were taken from which others: the same text, or a rewrite
    Copies(CopiesArgs),
    /// Check a codebook
    Codebook(CodebookArgs),
    /// Ask the tables of actors and places
    World(WorldArgs),
    /// Say what is installed, in which versions, and whether it is whole
    Doctor,
    /// Write the manual page (roff) to standard output
    #[command(hide = true)]
    Man,
}

#[derive(clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct ReadArgs {
    /// Files to read, or - for standard input: a page (.html), text (.txt), JSON lines with one article a line (.jsonl),
    /// a feed (RSS or Atom) or a web archive (.warc), each also gzipped
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The day of publication: YYYY-MM-DD, YYYY-MM or YYYY. It goes before what a page says, and after the date that a
    /// line of JSON lines gives for its own article
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub published: Option<PartialDate>,

    /// Where the input was published, for a page that does not say so
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// How to write the records
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,

    /// Show for each sentence what was considered, what was coded and what was refused, and by which rule
    #[arg(long)]
    pub explain: bool,

    /// Leave out events that the reader is less sure of, from 0 to 1
    #[arg(long, value_name = "NUMBER", value_parser = share)]
    pub min_confidence: Option<f32>,

    /// Articles read at the same time [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,

    /// Exit with 1 if anything could not be read
    #[arg(long)]
    pub strict: bool,

    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Whether to colour the text
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,

    /// Columns of the text [default: the terminal's, or 80]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=400))]
    pub width: Option<u16>,

    /// Articles handed to a thread at once; the output does not depend on it
    #[arg(long, value_name = "N", default_value = "8", hide = true)]
    pub batch: NonZeroUsize,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people at a terminal
    Text,
    /// One record over several lines; several records follow one another, as jq reads them
    Json,
    /// One record a line
    Jsonl,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that shows colours, unless NO_COLOR is set
    Auto,
    Always,
    Never,
}

#[derive(clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct ParseArgs {
    /// File to read, or - for standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// How to write what the model saw
    #[arg(long, value_enum, default_value_t = ParseFormat::Conllu)]
    pub format: ParseFormat,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum ParseFormat {
    /// CoNLL-U, with names, roles and attributions in the last column
    Conllu,
}

#[derive(clap::Args)]
#[command(after_help = EXIT_CODES)]
pub struct CopiesArgs {
    /// Files to compare, or - for standard input: anything that `read` takes, and the records that it writes as JSON lines
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// How to write who took from whom
    #[arg(long, value_enum, default_value_t = CopiesFormat::Text)]
    pub format: CopiesFormat,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum CopiesFormat {
    /// Each original with its copies below it, and what they added (+), dropped (-) and changed
    Text,
    /// One article a line, with its sources, its origins and the evidence
    Jsonl,
}

#[derive(clap::Args)]
pub struct CodebookArgs {
    #[command(subcommand)]
    pub command: CodebookCommand,
}

#[derive(Subcommand)]
pub enum CodebookCommand {
    /// Report every mistake in a codebook with its file, line and cure; exit with 1 if there is one
    Check {
        /// Folder of the codebook [default: the one inside the program]
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

#[derive(clap::Args)]
pub struct WorldArgs {
    #[command(subcommand)]
    pub command: WorldCommand,
}

#[derive(Subcommand)]
pub enum WorldCommand {
    /// Show whom or what a phrase names
    Show {
        /// The phrase as an article would have it ("the Kremlin", "French foreign minister")
        #[arg(required = true)]
        phrase: Vec<String>,

        /// The day for which it is asked: who held the office then
        #[arg(long, value_name = "DATE", value_parser = date)]
        date: Option<PartialDate>,
    },
}

/// Ends the program as a wrong command line does.
pub fn wrong(message: &str) -> ! {
    Args::command().error(ErrorKind::ArgumentConflict, message).exit()
}

fn date(text: &str) -> Result<PartialDate, String> {
    PartialDate::parse(text).ok_or_else(|| "expected a date such as 2023-03-15, 2023-03 or 2023".into())
}

fn share(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("expected a number from 0 to 1".into()),
    }
}
