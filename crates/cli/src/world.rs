//! `chancery world`: what stands in the tables, and what is wrong with them.

use crate::args::{WorldArgs, WorldCommand};
use crate::{import, tables, unknown};
use anyhow::Context;
use chancery_language::tokens;
use chancery_record::{PartialDate, Sector};
use chancery_world::{Entry, Kind, World, check};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the command. A phrase that names nothing that is known exits with 1, and so do tables with a mistake.
///
/// # Errors
/// Where something cannot be read or written.
pub fn run(args: &WorldArgs) -> anyhow::Result<ExitCode> {
    match &args.command {
        WorldCommand::Show { phrase, date } => show(tables::load(args.world.as_deref())?, &phrase.join(" "), *date),
        WorldCommand::Resolve(resolve) => crate::resolve::run(resolve, tables::load(args.world.as_deref())?),
        WorldCommand::Check { tables } => checked(args.world.as_ref(), tables),
        WorldCommand::Import(args) => import::run(args),
        WorldCommand::Unknown { files, most } => unknown::run(files, *most, tables::load(args.world.as_deref())?),
    }
}

/// Every mistake of the tables; a user's alone where there are any.
fn checked(world: Option<&PathBuf>, given: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let own = tables::read(&world.into_iter().chain(given).cloned().collect::<Vec<_>>())?;
    let mut sources = tables::sources(&own);
    let mut out = std::io::stdout().lock();
    sources.extend(World::embedded().sources());
    let mistakes = check(&sources);
    for mistake in &mistakes {
        writeln!(out, "{mistake}")?;
    }
    if mistakes.is_empty() {
        let which =
            if own.is_empty() { "the tables inside the program".to_owned() } else { format!("{} tables", own.len()) };
        writeln!(out, "{which}: no mistakes")?;
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

fn show(world: &World, phrase: &str, date: Option<PartialDate>) -> anyhow::Result<ExitCode> {
    let mut text = String::new();
    let entries = world.entries(phrase);
    for entry in &entries {
        entry_text(entry, &mut text);
    }
    if !entries.is_empty() {
        std::io::stdout().lock().write_all(text.as_bytes()).context("the entry cannot be written")?;
        return Ok(ExitCode::SUCCESS);
    }
    let words: Vec<&str> = tokens(phrase).into_iter().map(|token| &phrase[token.bytes]).collect();
    // English noun phrases without a complement end with their head.
    let resolved = world.resolve(&words, words.len().saturating_sub(1), date);
    let hits = world.scan(&words, date);
    let out = &mut text;
    if resolved.kind != Kind::Unknown {
        out.push_str("as an actor\n");
        line(out, "name", resolved.name.as_deref());
        line(out, "kind", Some(&format!("{:?}", resolved.kind).to_lowercase()));
        line(out, "country", resolved.country.as_deref());
        line(out, "sector", resolved.sector.map(sector).as_deref());
        line(out, "role", resolved.role.as_deref());
        line(out, "office", resolved.office.as_deref());
        line(out, "wikidata", resolved.wikidata.as_deref());
        line(out, "by", Some(resolved.basis).filter(|basis| !basis.is_empty()));
    }
    for hit in hits {
        out.push_str(&format!("name in the tables: {}\n", words[hit.range].join(" ")));
        line(out, "name", Some(hit.name));
        line(out, "kind", Some(&format!("{:?}", hit.kind).to_lowercase()));
        line(out, "country", hit.country.as_deref());
        line(out, "sector", hit.sector.map(sector).as_deref());
        line(out, "wikidata", hit.wikidata);
    }
    let known = !text.is_empty();
    if !known {
        text = format!("{phrase:?} names nothing that the tables or the grammar of offices know\n");
    }
    std::io::stdout().lock().write_all(text.as_bytes()).context("the entry cannot be written")?;
    Ok(if known { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn entry_text(entry: &Entry, out: &mut String) {
    out.push_str(&format!("{}\n", entry.id));
    line(out, "name", Some(entry.name));
    line(out, "kind", Some(entry.what));
    line(out, "also", Some(&entry.aliases.join(", ")).filter(|names| !names.is_empty()).map(|names| names.as_str()));
    line(out, "country", entry.country);
    line(out, "sector", entry.sector.map(sector).as_deref());
    line(out, "wikidata", entry.wikidata);
    line(out, "geonames", entry.geonames.map(|n| n.to_string()).as_deref());
    line(out, "at", entry.coordinates.map(|(lat, lon)| format!("{lat}, {lon}")).as_deref());
    for tenure in &entry.tenures {
        let day = |date: Option<PartialDate>| date.map_or(String::new(), |date| date.to_string());
        let end = if tenure.over { "?".to_owned() } else { day(tenure.end) };
        let code = tenure.sector.map_or("", Sector::code);
        let source = if tenure.source.is_empty() { "general knowledge" } else { tenure.source };
        let office = format!("{} {code}", tenure.country);
        out.push_str(&format!("  {:<10}–{end:<11}{office:<9}{}  [{source}]\n", day(tenure.start), tenure.office));
    }
    line(out, "row", Some(&format!("{}:{}", entry.at.0, entry.at.1)));
    line(out, "sources", Some(entry.sources.as_str()).filter(|text| !text.is_empty()));
}

fn line(out: &mut String, what: &str, value: Option<&str>) {
    if let Some(value) = value {
        out.push_str(&format!("  {what:<10}{value}\n"));
    }
}

fn sector(sector: Sector) -> String {
    format!("{} ({})", sector.code(), sector.what().trim_end_matches('.'))
}
