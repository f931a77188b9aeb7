//! `chancery fetch`: articles from the web, as JSON lines that `chancery read` takes.

use crate::args::FetchArgs;
use crate::text::number;
use anyhow::Context;
use chancery_fetch::{Fetcher, Options, Outcome, State};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

/// Articles after which the state is written, so that a stop loses little.
const SAVED_AFTER: usize = 20;

/// What became of the addresses.
#[derive(Default)]
struct Tally {
    articles: usize,
    known: usize,
    duplicates: usize,
    disallowed: usize,
    failed: usize,
}

/// Runs the command.
///
/// # Errors
/// Where the state cannot be read, or it or the output cannot be written.
pub fn run(args: &FetchArgs) -> anyhow::Result<ExitCode> {
    let mut options = Options {
        max: args.max,
        delay: args.delay,
        longest_wait: args.max_wait,
        timeout: args.timeout,
        most_bytes: args.max_bytes,
        ..Options::default()
    };
    if let Some(agent) = &args.user_agent {
        options.agent.clone_from(agent);
    }
    if args.allow_private {
        options.reaches = |_| true;
    }
    let mut state = match &args.state {
        Some(path) => {
            State::load(path).with_context(|| format!("{} is not a state of this command", path.display()))?
        }
        None => State::default(),
    };
    let mut output: Box<dyn Write> = match &args.output {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
            Box::new(BufWriter::new(file))
        }
        None => Box::new(BufWriter::new(io::stdout())),
    };
    let save = |state: &State| match &args.state {
        Some(path) => state.save(path).with_context(|| format!("{} cannot be written", path.display())),
        None => Ok(()),
    };
    let mut tally = Tally::default();
    Fetcher::new(&options, &mut state).run(&args.urls, |outcome, state| {
        match outcome {
            Outcome::Article(article) => {
                serde_json::to_writer(&mut output, &article).map_err(io::Error::from)?;
                output.write_all(b"\n")?;
                output.flush()?;
                tally.articles += 1;
                if tally.articles.is_multiple_of(SAVED_AFTER) {
                    save(state)?;
                }
            }
            Outcome::Known(_) => tally.known += 1,
            Outcome::Duplicate(_) => tally.duplicates += 1,
            Outcome::Disallowed(url) => {
                tally.disallowed += 1;
                eprintln!("chancery: {url}: the host's robots.txt disallows it");
            }
            Outcome::Failed(url, why) => {
                tally.failed += 1;
                eprintln!("chancery: {url}: {why}");
            }
        }
        anyhow::Ok(())
    })?;
    save(&state)?;
    eprintln!("chancery: {}", tally.summary());
    let nothing = tally.articles == 0 && tally.failed + tally.disallowed > 0;
    Ok(if nothing { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Tally {
    fn summary(&self) -> String {
        let articles = format!("{} article{}", number(self.articles as f64), if self.articles == 1 { "" } else { "s" });
        let others = [
            (self.known, "not changed"),
            (self.duplicates, "fetched already under another address"),
            (self.disallowed, "disallowed"),
            (self.failed, "could not be fetched"),
        ];
        let others = others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("; {} {what}", number(*n as f64)));
        format!("{articles} fetched{}", others.collect::<String>())
    }
}
