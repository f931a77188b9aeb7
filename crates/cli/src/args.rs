//! What can be typed. Help and the man page are made from this, and the exit codes stand here once.

use chancery_record::PartialDate;
use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

const EXIT_CODES: &str = "\
Exit codes:
  0  at least one article was read; what could not be read is reported on standard error
  1  nothing could be read, or --strict was given and something could not be read, or the output could not be written
  2  the command line was wrong";

const RESOLVE_EXIT_CODES: &str = "\
Exit codes:
  0  the phrase names something that is known; with --jsonl, at least one line was answered or there was none
  1  the phrase names nothing that is known; with --jsonl, no line could be read; or the output could not be written
  2  the command line was wrong";

const IMPORT_HELP: &str = "\
Columns of a query result or CSV, by name, in any order and case: name (or personLabel, itemLabel), wikidata (person, item,
qid), office (position, positionLabel), country (code, name or Wikidata item; countryLabel), start, end; and aliases (altLabel),
sector, rank, source. Rows without an office are organisations; rows with lat and lon (or coord) are places.

Exit codes:
  0  the tables were written
  1  something could not be read, and nothing was written
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
    /// Fetch articles from the web, politely, and write them as JSON lines for `read`
    Fetch(FetchArgs),
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
    /// Files to read, or - for standard input: a page (.html, .mhtml), text (.txt), JSON lines with one article a line
    /// (.jsonl), a feed (RSS, Atom, JSON Feed) or a web archive (.warc, .wet), each also gzipped; or a Parquet file
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

    /// Stop after a step and write what is known by then: `article` gives the clean text, its date and source, and what was
    /// taken out of the page; it needs no language model
    #[arg(long, value_enum, value_name = "STEP")]
    pub only: Option<Step>,

    /// Show for each sentence what was considered, what was coded and what was refused, and by which rule
    #[arg(long)]
    pub explain: bool,

    /// Leave out events that the reader is less sure of, from 0 to 1
    #[arg(long, value_name = "NUMBER", value_parser = share)]
    pub min_confidence: Option<f32>,

    /// Articles read at the same time [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,

    /// Your own tables of actors and places, a file or a folder of .tsv files: their rows go before those inside the
    /// program
    #[arg(long, value_name = "PATH")]
    pub world: Option<PathBuf>,

    /// Exit with 1 if anything could not be read
    #[arg(long)]
    pub strict: bool,

    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Go on with a run that was stopped, after the last record of its --output; give the same files in the same order
    #[arg(long)]
    pub resume: bool,

    /// Read articles in other languages too, which the model does not know; else they are passed over
    #[arg(long)]
    pub all_languages: bool,

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

const FETCH_EXIT_CODES: &str = "\
What a host's robots.txt disallows is not fetched, and pages are asked for one after the other.

Exit codes:
  0  at least one article was fetched, or nothing had changed; what failed is reported on standard error
  1  nothing could be fetched, or the output or the state could not be written
  2  the command line was wrong";

#[derive(clap::Args)]
#[command(after_help = FETCH_EXIT_CODES)]
pub struct FetchArgs {
    /// Addresses of articles, of feeds (RSS, Atom, JSON Feed) or of sitemaps, which are followed to their articles
    #[arg(required = true, value_name = "URL")]
    pub urls: Vec<String>,

    /// Most articles to fetch
    #[arg(long, value_name = "N", default_value = "100")]
    pub max: usize,

    /// File that keeps what was fetched, so that the next run asks only for what is new; it is made where there is none
    #[arg(long, value_name = "FILE")]
    pub state: Option<PathBuf>,

    /// Least time between two requests to one host; a host's robots.txt may ask for more
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pub delay: Duration,

    /// Longest time that a host may ask us to wait; one that asks for more is left
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = seconds)]
    pub max_wait: Duration,

    /// Most time for one request
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub timeout: Duration,

    /// Most bytes of one page, packed and unpacked
    #[arg(long, value_name = "N", default_value = "16777216")]
    pub max_bytes: usize,

    /// Ask addresses too that are not on the public internet: of this machine, of the network around it
    #[arg(long)]
    pub allow_private: bool,

    /// Who asks, as hosts see it; its first word is the name that robots.txt may know [default: chancery/VERSION …]
    #[arg(long, value_name = "TEXT", value_parser = user_agent)]
    pub user_agent: Option<String>,

    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// From bytes to clean articles
    Article,
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
    /// Your own tables, a file or a folder of .tsv files: their rows go before those inside the program
    #[arg(long, value_name = "PATH", global = true)]
    pub world: Option<PathBuf>,

    #[command(subcommand)]
    pub command: WorldCommand,
}

#[derive(Subcommand)]
pub enum WorldCommand {
    /// Show an entry of the tables by its id, or whom or what a phrase names
    Show {
        /// An id ("vladimir-putin", "Q7747", "SYR", "geonames-281133"), or a phrase as an article would have it ("the Kremlin",
        /// "French foreign minister")
        #[arg(required = true)]
        phrase: Vec<String>,

        /// The day for which it is asked: who held the office then
        #[arg(long, value_name = "DATE", value_parser = date)]
        date: Option<PartialDate>,
    },
    /// Resolve a phrase to an actor: country, sectors, office at the date
    Resolve(ResolveArgs),
    /// Report mistakes in tables with file, line and cure: rows that cannot be read, two holders of one office at a time,
    /// items and names that stand twice, missing codes, names that are common words; exit with 1 if there is one
    Check {
        /// Your own tables, files or folders of .tsv files [default: the tables inside the program]
        #[arg(value_name = "PATH")]
        tables: Vec<PathBuf>,
    },
    /// Make tables of your own out of a Wikidata dump or query result, a PETRARCH or Phoenix dictionary, or CSV
    Import(ImportArgs),
    /// List the most frequent actors that the tables do not know, with a suggestion for a row of each
    Unknown {
        /// Records or articles, as read takes them, or folders of these; - for standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,

        /// How many to list
        #[arg(long, value_name = "N", default_value = "50")]
        most: usize,
    },
}

#[derive(clap::Args)]
#[command(after_help = IMPORT_HELP)]
pub struct ImportArgs {
    /// What to import; each may be gzipped
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// Folder for the tables, which --world then takes; made where it is missing. A table that is there is replaced, and
    /// only when everything was read
    #[arg(long, short, value_name = "DIR")]
    pub output: PathBuf,

    /// What the files are [default: told by their content]
    #[arg(long, value_enum)]
    pub format: Option<ImportFormat>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ImportFormat {
    /// A JSON dump of Wikidata: an array with one entity a line
    Wikidata,
    /// The result of a query of Wikidata as JSON or CSV, or any CSV with such columns
    Query,
    /// An actor dictionary of PETRARCH, TABARI or Phoenix
    Actors,
    /// An agent dictionary of these
    Agents,
}

#[derive(clap::Args)]
#[command(after_help = RESOLVE_EXIT_CODES)]
pub struct ResolveArgs {
    /// The phrase as an article would have it ("a senior Iranian envoy")
    #[arg(required_unless_present = "jsonl", conflicts_with = "jsonl")]
    pub phrase: Vec<String>,

    /// The day for which it is asked
    #[arg(long, value_name = "DATE", value_parser = date, conflicts_with = "jsonl")]
    pub date: Option<PartialDate>,

    /// Text around the phrase, which may say more about it: a fuller name, what an acronym stands for, its country
    #[arg(long, value_name = "TEXT", conflicts_with = "jsonl")]
    pub context: Option<String>,

    /// Answer JSON lines from standard input, each at once: {"phrase": "…", "context": "…", "date": "…"}, of which the
    /// last two may be missing
    #[arg(long)]
    pub jsonl: bool,
}

/// Ends the program as a wrong command line does.
pub fn wrong(message: &str) -> ! {
    Args::command().error(ErrorKind::ArgumentConflict, message).exit()
}

fn date(text: &str) -> Result<PartialDate, String> {
    PartialDate::parse(text).ok_or_else(|| "expected a date such as 2023-03-15, 2023-03 or 2023".into())
}

fn user_agent(text: &str) -> Result<String, String> {
    let fits = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(|c| matches!(c, ' '..='~'));
    if fits { Ok(text.to_owned()) } else { Err("expected ASCII that begins with a name, such as mybot/1.0".into()) }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.0..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "expected seconds, from 0 to 86400".into())
}

fn share(text: &str) -> Result<f32, String> {
    match text.parse() {
        Ok(number) if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err("expected a number from 0 to 1".into()),
    }
}
