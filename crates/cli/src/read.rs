//! `chancery read`: articles in, records out, in the order of the inputs.

use crate::args::{Color, Format, ReadArgs, wrong};
use crate::order::in_order;
use crate::pipeline::{self, Pipeline, Read, Worker};
use crate::progress::Progress;
use crate::text::{self, Look};
use crate::{inputs, tables, text::number};
use anyhow::Context;
use chancery_record::{Article, Record, json};
use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread::available_parallelism;

/// Bytes of text that may be in flight, and that one article may have. What is made of a text on the way takes about a
/// hundred times its size, so this bounds the memory of a run whatever it is given; a text as long as this is a book.
const MOST_TEXT: usize = 2 << 20;

/// Bytes of text after which a batch is handed on though it is not full.
const BATCH_BYTES: usize = 64 << 10;

/// An article, or why there is none; messages name the input.
enum Item {
    Article { article: Box<Article>, input: String },
    Failed(String),
}

/// What a worker makes of an item.
enum Made {
    Record { output: String, tally: Tally },
    Failed(String),
}

/// Counts for the summary.
#[derive(Default)]
struct Tally {
    articles: usize,
    failed: usize,
    words: usize,
    events: usize,
    statements: usize,
    relations: usize,
    figures: usize,
}

/// Runs the command.
///
/// # Errors
/// Where the output cannot be written.
pub fn run(args: &ReadArgs) -> anyhow::Result<ExitCode> {
    if args.explain && args.format != Format::Text {
        wrong("--explain goes with --format text: a record has no place for it");
    }
    if args.only.is_some() && (args.explain || args.min_confidence.is_some()) {
        wrong("--explain and --min-confidence are about events, which --only article does not read: leave them out");
    }
    let mut output = output(args)?;
    let to_terminal = args.output.is_none() && io::stdout().is_terminal();
    let look = look(args, to_terminal);
    // Loading takes a while, so it is left out where nothing is read with it.
    let pipeline = if args.only.is_none() { Some(Pipeline::load(tables::load(args.world.as_deref())?)?) } else { None };
    let progress = Progress::new(to_terminal);
    let threads = args.threads.or_else(|| available_parallelism().ok()).map_or(1, |threads| threads.get());

    let mut total = Tally::default();
    let outcome = in_order(
        threads,
        MOST_TEXT,
        |give| produce(args, give),
        || {
            let mut reading = pipeline.as_ref().map(|pipeline| (pipeline, pipeline.worker()));
            let look = &look;
            move |batch: Vec<Item>| match &mut reading {
                Some((pipeline, worker)) => make(batch, pipeline, worker, args, look),
                None => batch.into_iter().map(|item| article_only(item, args, look)).collect(),
            }
        },
        |made: Vec<Made>| {
            for made in made {
                match made {
                    Made::Record { output: record, tally } => {
                        if args.format == Format::Text && total.articles > 0 {
                            output.write_all(b"\n\n")?;
                        }
                        output.write_all(record.as_bytes())?;
                        total.add(&tally);
                        progress.article(tally.words, total.articles);
                    }
                    Made::Failed(message) => {
                        total.failed += 1;
                        progress.report(&message);
                    }
                }
            }
            // Whoever waits at the other end of a pipe gets what is ready.
            output.flush()
        },
    );
    progress.finish();
    outcome.context("the records cannot be written")?;
    if total.failed > 0 || total.articles > 1 {
        eprintln!("chancery: {}", total.summary(args.only.is_some()));
    }
    let failure = total.articles == 0 || args.strict && total.failed > 0;
    Ok(if failure { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn output(args: &ReadArgs) -> anyhow::Result<Box<dyn Write>> {
    let Some(path) = &args.output else { return Ok(Box::new(BufWriter::new(io::stdout()))) };
    if let Ok(target) = path.canonicalize()
        && args.files.iter().any(|file| file.canonicalize().is_ok_and(|file| file == target))
    {
        wrong(&format!("--output would overwrite {}, which is to be read", path.display()));
    }
    let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(Box::new(BufWriter::new(file)))
}

fn look(args: &ReadArgs, to_terminal: bool) -> Look {
    let color = match args.color {
        Color::Auto => to_terminal && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        Color::Always => true,
        Color::Never => false,
    };
    let terminal = || to_terminal.then(terminal_size::terminal_size)?.map(|(width, _)| width.0.clamp(40, 120));
    Look { width: args.width.or_else(terminal).unwrap_or(80).into(), color }
}

/// Opens the inputs one after the other and gives their articles on in batches.
fn produce(args: &ReadArgs, give: &mut dyn FnMut(Vec<Item>, usize) -> bool) {
    let mut batch = Vec::new();
    let mut bytes = 0;
    for path in &args.files {
        let input = inputs::name(path);
        let mut add = |item: Item| {
            if let Item::Article { article, .. } = &item {
                bytes += article.text.len();
            }
            batch.push(item);
            let full = batch.len() >= args.batch.get() || bytes >= BATCH_BYTES;
            !full || give(std::mem::take(&mut batch), std::mem::take(&mut bytes))
        };
        let opened = match inputs::open(path) {
            Ok(opened) => opened,
            Err(why) => {
                if !add(Item::Failed(format!("{input}: {why}"))) {
                    return;
                }
                continue;
            }
        };
        let mut empty = true;
        for article in pipeline::articles(opened, path, args.published, args.url.as_deref()) {
            empty = false;
            let item = match article {
                Ok(article) if article.text.len() > MOST_TEXT => Item::Failed(format!(
                    "{input}: the article {:?} has {} bytes of text, and the most is {}: part it into articles, one a line of \
                     JSON lines",
                    article.id,
                    number(article.text.len() as f64),
                    number(MOST_TEXT as f64)
                )),
                Ok(article) => Item::Article { article: Box::new(article), input: input.clone() },
                Err(why) => Item::Failed(format!("{input}: {why}")),
            };
            if !add(item) {
                return;
            }
        }
        if empty && !add(Item::Failed(format!("{input}: it holds no article"))) {
            return;
        }
    }
    if !batch.is_empty() {
        give(batch, bytes);
    }
}

/// Reads a batch. Should reading it panic, its articles are read one by one, so that only the one at fault is lost.
fn make<'p>(
    batch: Vec<Item>,
    pipeline: &'p Pipeline,
    worker: &mut Worker<'p>,
    args: &ReadArgs,
    look: &Look,
) -> Vec<Made> {
    let articles: Vec<&Article> = batch.iter().filter_map(Item::article).collect();
    let mut read = guarded(&articles, pipeline, worker).map(Vec::into_iter);
    batch
        .iter()
        .map(|item| match item {
            Item::Failed(message) => Made::Failed(message.clone()),
            Item::Article { article, input } => {
                let one = match &mut read {
                    Some(read) => read.next(),
                    None => guarded(&[article], pipeline, worker).and_then(|mut read| read.pop()),
                };
                match one {
                    Some(read) => record(read, args, look),
                    None => Made::Failed(format!(
                        "{input}: reading the article {:?} failed inside Chancery; please report it with the article",
                        article.id
                    )),
                }
            }
        })
        .collect()
}

/// What is read out of some articles; none where reading them panicked, after which the worker is a new one.
fn guarded<'p>(articles: &[&Article], pipeline: &'p Pipeline, worker: &mut Worker<'p>) -> Option<Vec<Read>> {
    let read = catch_unwind(AssertUnwindSafe(|| worker.read(articles)));
    if read.is_err() {
        *worker = pipeline.worker();
    }
    read.ok()
}

/// Writes the article of an item as the options say, with nothing read out of it.
fn article_only(item: Item, args: &ReadArgs, look: &Look) -> Made {
    let article = match item {
        Item::Article { article, .. } => article,
        Item::Failed(message) => return Made::Failed(message),
    };
    let output = match args.format {
        Format::Text => text::article(&article, look),
        Format::Json => json::article_to_pretty(&article) + "\n",
        Format::Jsonl => json::article_to_line(&article) + "\n",
    };
    let words = article.text.split_whitespace().count();
    Made::Record { output, tally: Tally { articles: 1, words, ..Tally::default() } }
}

/// Writes a record as the options say.
fn record(mut read: Read, args: &ReadArgs, look: &Look) -> Made {
    if let Some(least) = args.min_confidence {
        keep_confident(&mut read.record, least);
    }
    let record = &read.record;
    let tally = Tally {
        articles: 1,
        failed: 0,
        words: record.article.text.split_whitespace().count(),
        events: record.events.len(),
        statements: record.statements.len(),
        relations: record.relations.len(),
        figures: record.figures.len(),
    };
    let mut output = match args.format {
        Format::Text => text::record(&read, args.explain, look),
        Format::Json => json::to_pretty(record),
        Format::Jsonl => json::to_line(record),
    };
    if args.format != Format::Text {
        output.push('\n');
    }
    Made::Record { output, tally }
}

/// Leaves out the events under a confidence. Ids and actors stay as they were, so that records of two runs compare.
fn keep_confident(record: &mut Record, least: f32) {
    record.events.retain(|event| event.confidence >= least);
    for figure in &mut record.figures {
        figure.event = figure.event.filter(|id| record.events.iter().any(|event| event.id == *id));
    }
}

impl Item {
    fn article(&self) -> Option<&Article> {
        match self {
            Item::Article { article, .. } => Some(article),
            Item::Failed(_) => None,
        }
    }
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        self.articles += other.articles;
        self.failed += other.failed;
        self.words += other.words;
        self.events += other.events;
        self.statements += other.statements;
        self.relations += other.relations;
        self.figures += other.figures;
    }

    fn summary(&self, articles_only: bool) -> String {
        let count = |n: usize, what: &str| format!("{} {what}{}", number(n as f64), if n == 1 { "" } else { "s" });
        let failed = if self.failed == 0 {
            String::new()
        } else {
            format!("; {} could not be read", count(self.failed, "input"))
        };
        let read = format!("{} of {} read", count(self.articles, "article"), count(self.words, "word"));
        if articles_only {
            return read + &failed;
        }
        format!(
            "{read}: {}, {}, {}, {}{failed}",
            count(self.events, "event"),
            count(self.statements, "statement"),
            count(self.relations, "relation"),
            count(self.figures, "figure"),
        )
    }
}
