//! `chancery world unknown`: the actors that the tables do not know, by how often they are named.

use crate::inputs;
use crate::pipeline::{self, Pipeline};
use anyhow::Context;
use chancery_language::tokens;
use chancery_record::{Actor, Record, Sector, json};
use chancery_world::{Hit, HitKind, World};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bytes of one line of records.
const LONGEST_LINE: u64 = 256 << 20;

/// Words on each side of a name that may say who it is.
const AROUND: usize = 8;

/// Country, sector and words for what someone is.
type Said = (Option<String>, Option<Sector>, Option<String>);

/// An actor that no table has.
#[derive(Default)]
struct Unknown {
    mentions: usize,
    articles: usize,
    /// What the texts say of it, each with how often: country, sector, words for it.
    said: BTreeMap<Said, usize>,
}

/// Runs the command.
///
/// # Errors
/// Where an input cannot be read. Lines that are no record are reported and left aside.
pub fn run(files: &[PathBuf], most: usize, world: &'static World) -> anyhow::Result<ExitCode> {
    let mut found: BTreeMap<String, Unknown> = BTreeMap::new();
    let mut pipeline = None;
    let (mut read, mut failed) = (0usize, 0usize);
    for path in all(files)? {
        let mut each = |record: Result<Record, String>| match record {
            Ok(record) => {
                read += 1;
                add(&record, world, &mut found);
            }
            Err(why) => {
                failed += 1;
                eprintln!("chancery: {}: {why}", inputs::name(&path));
            }
        };
        let input = match inputs::open(&path) {
            Ok(input) => input,
            Err(why) => {
                each(Err(why));
                continue;
            }
        };
        match input.records() {
            Ok(stream) => records(stream, &mut each)?,
            Err(input) => articles(input, &path, &mut pipeline, world, &mut each)?,
        }
    }
    let mut by: Vec<(String, Unknown)> = found.into_iter().collect();
    by.sort_by(|a, b| (b.1.articles, b.1.mentions).cmp(&(a.1.articles, a.1.mentions)).then_with(|| a.0.cmp(&b.0)));
    let mut out = io::BufWriter::new(io::stdout().lock());
    for (name, unknown) in by.iter().take(most) {
        let (table, row) = suggestion(name, unknown, world);
        writeln!(out, "{name}: {} articles, {} mentions", unknown.articles, unknown.mentions)?;
        writeln!(out, "    {table}.tsv\t{row}")?;
    }
    out.flush()?;
    eprintln!(
        "chancery: {} actors without a row in {read} articles{}",
        by.len(),
        if failed > 0 { format!("; {failed} inputs could not be read") } else { String::new() }
    );
    Ok(if read == 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Files, and those in folders, in the order of their names.
fn all(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for path in paths {
        if inputs::is_stdin(path) || !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        let entries = path.read_dir().with_context(|| format!("{} cannot be read", path.display()))?;
        let mut inside: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        inside.sort();
        out.extend(all(&inside)?);
    }
    Ok(out)
}

fn records(mut input: impl BufRead, each: &mut dyn FnMut(Result<Record, String>)) -> anyhow::Result<()> {
    let mut line = Vec::new();
    for number in 1usize.. {
        line.clear();
        if (&mut input).take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        let record = std::str::from_utf8(text).map_err(|error| error.to_string());
        let record = record.and_then(|text| json::from_str(text).map_err(|error| error.to_string()));
        each(record.map_err(|why| format!("line {number}: {why}; give records as read --format jsonl writes them")));
    }
    Ok(())
}

fn articles(
    input: inputs::Input,
    path: &Path,
    pipeline: &mut Option<&'static Pipeline>,
    world: &'static World,
    each: &mut dyn FnMut(Result<Record, String>),
) -> anyhow::Result<()> {
    // Lives until the program ends, as the tables do.
    let pipeline: &'static Pipeline = match pipeline {
        Some(pipeline) => pipeline,
        None => pipeline.insert(Box::leak(Box::new(Pipeline::load(world)?))),
    };
    let mut worker = pipeline.worker();
    for article in pipeline::articles(input, path, None, None, None) {
        match article {
            Ok(article) => worker.read(&[&article]).into_iter().for_each(|read| each(Ok(read.record))),
            Err(why) => each(Err(why.to_string())),
        }
    }
    Ok(())
}

/// Adds the actors of a record that the tables do not know: those with a name of their own and no identifier.
fn add(record: &Record, world: &World, found: &mut BTreeMap<String, Unknown>) {
    let text: Vec<char> = record.article.text.chars().collect();
    for actor in record.actors.iter().filter(|actor| actor.wikidata.is_none() && actor.office.is_none()) {
        let words: Vec<&str> = tokens(&actor.name).into_iter().map(|token| &actor.name[token.bytes]).collect();
        let named = words.iter().filter(|w| w.starts_with(char::is_uppercase)).count() * 2 > words.len();
        let known = world.scan(&words, None).iter().any(|hit| hit.range.len() == words.len())
            || world.demonym(words.first().unwrap_or(&"")).is_some()
            || world.agent(&words).is_some_and(|agent| agent.words == words.len());
        if !named || known {
            continue;
        }
        let unknown = found.entry(actor.name.clone()).or_default();
        unknown.mentions += actor.mentions.len();
        unknown.articles += 1;
        *unknown.said.entry(said(actor, &text, world)).or_default() += 1;
    }
}

/// What a text says of an actor: what the record has, else the words beside its mentions.
fn said(actor: &Actor, text: &[char], world: &World) -> Said {
    let (mut country, mut sector, mut role) = (actor.country.clone(), actor.sector, actor.role.clone());
    let around =
        |from: usize, to: usize| -> String { text.get(from..to.min(text.len())).unwrap_or_default().iter().collect() };
    for mention in &actor.mentions {
        let before = around(mention.start.saturating_sub(AROUND * 8), mention.start);
        let after = around(mention.end, mention.end + AROUND * 8);
        let same_sentence = |c| matches!(c, '.' | '\n' | ';');
        let sides = [
            (before.rsplit(same_sentence).next().unwrap_or(""), false),
            (after.split(same_sentence).next().unwrap_or(""), true),
        ];
        for (side, follows) in sides {
            let Some((its_role, its_sector, its_country)) = beside(side, follows, world) else { continue };
            if role.is_none() {
                role = Some(its_role);
                sector = sector.or(its_sector);
            }
            country = country.or(its_country);
        }
        if role.is_some() && country.is_some() {
            break;
        }
    }
    (country, sector, role)
}

/// The office or occupation right beside a name, its sector and the country that is named with it: "Syrian judge" before the
/// name, ", a judge in Lyon," after it.
fn beside(side: &str, follows: bool, world: &World) -> Option<(String, Option<Sector>, Option<String>)> {
    let mut words: Vec<&str> = tokens(side).into_iter().map(|token| &side[token.bytes]).collect();
    let agent =
        |words: &[&str]| world.agent(words).filter(|agent| agent.is_office || !agent.collective && !agent.is_thing);
    let found = if follows {
        // Only an apposition is about the name.
        words.first().filter(|first| **first == ",")?;
        words.truncate(AROUND + 1);
        (1..=words.len()).find_map(|end| agent(&words[..end]))?
    } else {
        words.drain(..words.len().saturating_sub(AROUND));
        agent(&words)?
    };
    let places =
        |hit: &Hit| matches!(hit.kind, HitKind::State | HitKind::Adjective | HitKind::Capital | HitKind::Place);
    let hits = world.scan(&words, None);
    let told = if follows { hits.into_iter().find(places) } else { hits.into_iter().rfind(places) };
    Some((found.role, found.sector, told.and_then(|hit| hit.country)))
}

/// A row for an actor by what was said of it most often; cells that nothing told stay empty.
fn suggestion(name: &str, unknown: &Unknown, world: &World) -> (&'static str, String) {
    let told = |(country, sector, role): &Said| {
        usize::from(country.is_some()) + usize::from(sector.is_some()) + usize::from(role.is_some())
    };
    let best = unknown.said.iter().max_by_key(|(said, count)| (told(said), **count));
    let (country, sector, role) = best.map(|(said, _)| said.clone()).unwrap_or_default();
    let country = country.unwrap_or_default();
    let words: Vec<&str> = name.split_whitespace().collect();
    // "Front", "Council", "NGO": no person ends so, nor has a single word as the whole name.
    let body = role.is_none() && (words.len() < 2 || words.len() > 4 || world.agent(&words).is_some());
    if body {
        let sector = sector.or_else(|| world.agent(&words)?.sector).map_or("", Sector::code);
        return ("organizations", [name, "", &country, sector, ""].join("\t"));
    }
    // The days, and what nothing told, are for whoever adds the row.
    let role = role.unwrap_or_default();
    let mut letters = role.chars();
    let office: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    ("persons", [name, "", "", &country, &office, sector.map_or("", Sector::code), "3", "", ""].join("\t"))
}
