//! `chancery world`: whom or what a phrase names.

use crate::args::{WorldArgs, WorldCommand};
use chancery_language::tokens;
use chancery_record::Sector;
use chancery_world::{Kind, World};
use std::process::ExitCode;

/// Runs the command. A phrase that names nothing that is known exits with 1.
///
/// # Errors
/// None; the result is what the commands share.
pub fn run(args: &WorldArgs) -> anyhow::Result<ExitCode> {
    let (phrase, date) = match &args.command {
        WorldCommand::Show { phrase, date } => (phrase, date),
        WorldCommand::Resolve(args) => return crate::resolve::run(args),
    };
    let phrase = phrase.join(" ");
    let words: Vec<&str> = tokens(&phrase).into_iter().map(|token| &phrase[token.bytes]).collect();
    let world = World::embedded();

    // English noun phrases without a complement end with their head.
    let resolved = world.resolve(&words, words.len().saturating_sub(1), *date);
    let hits = world.scan(&words, *date);
    if resolved.kind == Kind::Unknown && hits.is_empty() {
        println!("{phrase:?} names nothing that the tables or the grammar of offices know");
        return Ok(ExitCode::FAILURE);
    }
    if resolved.kind != Kind::Unknown {
        println!("as an actor");
        line("name", resolved.name.as_deref());
        line("kind", Some(&format!("{:?}", resolved.kind).to_lowercase()));
        line("country", resolved.country.as_deref());
        line("sector", resolved.sector.map(sector).as_deref());
        line("role", resolved.role.as_deref());
        line("office", resolved.office.as_deref());
        line("wikidata", resolved.wikidata.as_deref());
        line("by", Some(resolved.basis).filter(|basis| !basis.is_empty()));
    }
    for hit in hits {
        println!("name in the tables: {}", words[hit.range].join(" "));
        line("name", Some(hit.name));
        line("kind", Some(&format!("{:?}", hit.kind).to_lowercase()));
        line("country", hit.country.as_deref());
        line("sector", hit.sector.map(sector).as_deref());
        line("wikidata", hit.wikidata);
    }
    Ok(ExitCode::SUCCESS)
}

fn line(what: &str, value: Option<&str>) {
    if let Some(value) = value {
        println!("  {what:<10}{value}");
    }
}

fn sector(sector: Sector) -> String {
    format!("{} ({})", sector.code(), sector.what().trim_end_matches('.'))
}
