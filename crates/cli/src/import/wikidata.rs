//! Dumps of Wikidata: holders of offices, and bodies of some classes.

use super::Input;
use super::spool::Spool;
use super::tables::{Office, Tables};
use chancery_record::PartialDate;
use serde_json::{Value, json};
use std::collections::{BTreeSet, HashMap};

/// Classes of bodies (P31) and the sector of what is one.
const CLASSES: &[(&str, &str)] = &[
    ("Q7278", "PTY"),
    ("Q192283", "JRN"),
    ("Q11032", "JRN"),
    ("Q1110794", "JRN"),
    ("Q1616075", "JRN"),
    ("Q17149090", "REB"),
    ("Q17127659", "REB"),
    ("Q327333", "GOV"),
    ("Q192350", "GOV"),
    ("Q47913", "SPY"),
    ("Q35749", "LEG"),
    ("Q11204", "LEG"),
    ("Q190752", "JUD"),
    ("Q79913", "SOC"),
    ("Q178790", "LAB"),
];

/// An office as a statement has it: its item, its country where the statement tells, start, end.
type Held = (String, String, String, String);

/// Persons with dated offices, set aside in a file until the names of their offices are known.
pub struct Wanted {
    persons: Spool,
    offices: BTreeSet<String>,
}

/// Reads a dump once: writes bodies, and gives persons with the offices whose names they need.
///
/// # Errors
/// Where a line is no entity, or the dump is cut off.
pub fn holders(input: &mut Input, out: &mut Tables) -> anyhow::Result<Wanted> {
    let mut wanted = Wanted { persons: Spool::create(out.folder())?, offices: BTreeSet::new() };
    entities(
        input,
        |input, entity, out: &mut Tables| {
            let (item, name) = (text(&entity["id"]), text(&entity["labels"]["en"]["value"]));
            if name.is_empty() {
                return Ok(());
            }
            let claims = &entity["claims"];
            let held: Vec<Held> = claims["P39"].as_array().into_iter().flatten().filter_map(held).collect();
            if !held.is_empty() {
                let mut offices = Vec::new();
                for office in held {
                    let (start, end) = (PartialDate::parse(&office.2), PartialDate::parse(&office.3));
                    if start.zip(end).is_some_and(|(start, end)| end < start && end.year < start.year) {
                        let problem =
                            format!("{name} ({item}) holds {} until {} from {} on", office.0, office.3, office.2);
                        out.leave_out(&input.problem(problem, "mend the item at Wikidata"));
                        continue;
                    }
                    wanted.offices.insert(office.0.clone());
                    offices.push(office);
                }
                let country = first_item(&claims["P27"]);
                return wanted.persons.put(&json!([name, aliases(entity), item, country, offices]));
            }
            let classes: Vec<String> = items(&claims["P31"]).collect();
            let sector =
                CLASSES.iter().find(|(class, _)| classes.iter().any(|c| c == class)).map(|(_, sector)| *sector);
            if let Some(sector) = sector
                && let Some(country) = out.world.state_of_item(&first_item(&claims["P17"]))
            {
                out.organization(&name, &aliases(entity), country, sector, &item, "wikidata")?;
            }
            Ok(())
        },
        out,
    )?;
    Ok(wanted)
}

/// Reads a dump a second time for the names and countries of offices, and writes their holders.
///
/// # Errors
/// As [`holders`].
pub fn offices(input: &mut Input, wanted: Wanted, out: &mut Tables) -> anyhow::Result<()> {
    let mut names: HashMap<String, (String, String)> = HashMap::new();
    entities(
        input,
        |_, entity, _| {
            let item = text(&entity["id"]);
            if wanted.offices.contains(&item) {
                let claims = &entity["claims"];
                let country =
                    [&claims["P1001"], &claims["P17"]].into_iter().map(first_item).find(|item| !item.is_empty());
                names.insert(item, (text(&entity["labels"]["en"]["value"]), country.unwrap_or_default()));
            }
            Ok(())
        },
        out,
    )?;
    let source = input.name.clone();
    for person in wanted.persons.into_rows()? {
        let (person, others, item, citizen, held): (String, Vec<String>, String, String, Vec<Held>) = person?;
        let mut offices = Vec::new();
        for (item, of, start, end) in &held {
            let (label, country) = names.get(item).cloned().unwrap_or_default();
            let codes = [of, &country, &citizen].into_iter().filter_map(|item| out.world.state_of_item(item));
            let Some(code) = codes.into_iter().next().filter(|_| !label.is_empty()) else {
                let why = anyhow::anyhow!("{source}: the office {item} of {person} has no English name or no country");
                out.leave_out(&why);
                continue;
            };
            let (sector, rank) = out.world.office(&label);
            let sector = sector.map_or_else(String::new, |sector| sector.code().to_owned());
            // "President of Russia": the column country says of what.
            let short = label
                .rsplit_once(" of ")
                .filter(|(_, last)| out.world.state_named(last.trim_start_matches("the ")) == Some(code));
            let office = short.map_or(label.as_str(), |(office, _)| office);
            let office = office[..1].to_uppercase() + &office[1..];
            offices.push(Office {
                start: start.clone(),
                end: end.clone(),
                country: code.to_owned(),
                office,
                sector,
                rank,
            });
        }
        out.person(&person, &others, &item, &offices, "wikidata")?;
    }
    Ok(())
}

/// Calls for each entity of a dump: a line of its own between "[" and "]".
fn entities(
    input: &mut Input,
    mut each: impl FnMut(&Input, &Value, &mut Tables) -> anyhow::Result<()>,
    out: &mut Tables,
) -> anyhow::Result<()> {
    let (mut line, mut opened, mut closed) = (Vec::new(), false, false);
    while input.next(&mut line)? {
        let text = line.trim_ascii();
        let text = text.strip_suffix(b",").unwrap_or(text);
        match text {
            b"" => continue,
            b"[" => opened = true,
            b"]" => closed = true,
            _ => {
                let entity: Value = serde_json::from_slice(text).map_err(|error| {
                    let cut = error.is_eof();
                    let cure =
                        if cut { "the dump was cut off: fetch it again" } else { "a dump has one entity a line" };
                    input.problem(format!("the line is no entity ({error})"), cure)
                })?;
                if !entity["id"].is_string() {
                    return Err(
                        input.problem("the entity has no id", "give a dump of entities as dumps.wikimedia.org has it")
                    );
                }
                each(input, &entity, out)?;
            }
        }
    }
    if opened && !closed {
        return Err(input.problem("the dump ends without its closing \"]\"", "it was cut off: fetch it again"));
    }
    Ok(())
}

/// The office of a statement with its country, start and end; none where it is deprecated or has no date.
fn held(claim: &Value) -> Option<(String, String, String, String)> {
    if claim["rank"] == "deprecated" {
        return None;
    }
    let office = item_of(&claim["mainsnak"])?;
    let qualifiers = &claim["qualifiers"];
    let date = |property: &str| {
        let snak = qualifiers[property].as_array()?.first()?;
        match snak["snaktype"].as_str()? {
            "value" => Some(time(&snak["datavalue"]["value"])),
            "somevalue" => Some("?".to_owned()),
            _ => None,
        }
    };
    let start = date("P580").filter(|date| date != "?").unwrap_or_default();
    let end = date("P582").unwrap_or_default();
    let end = if start.is_empty() && end == "?" { String::new() } else { end };
    let of = ["P1001", "P17", "P642"].iter().filter_map(|p| item_of(qualifiers[*p].as_array()?.first()?)).next();
    (!start.is_empty() || !end.is_empty()).then(|| (office, of.unwrap_or_default(), start, end))
}

/// A time of Wikidata as far as it is exact: "+2012-05-07T00:00:00Z" with precision 11 is a day, 10 a month, 9 a year.
fn time(value: &Value) -> String {
    let length = match value["precision"].as_u64() {
        Some(11..) => 10,
        Some(10) => 7,
        Some(9) => 4,
        _ => return String::new(),
    };
    let text = value["time"].as_str().and_then(|text| text.strip_prefix('+')).unwrap_or("");
    text.get(..length).filter(|text| PartialDate::parse(text).is_some_and(|d| d.year >= 1000)).unwrap_or("").to_owned()
}

fn aliases(entity: &Value) -> Vec<String> {
    // Single words and nicknames find others more often than their bearer.
    let all = entity["aliases"]["en"].as_array().into_iter().flatten().map(|alias| text(&alias["value"]));
    all.filter(|alias| alias.contains(' ') && alias.is_ascii() | alias.chars().any(char::is_alphabetic))
        .take(12)
        .collect()
}

fn items(claims: &Value) -> impl Iterator<Item = String> {
    claims
        .as_array()
        .into_iter()
        .flatten()
        .filter(|claim| claim["rank"] != "deprecated")
        .filter_map(|c| item_of(&c["mainsnak"]))
}

fn first_item(claims: &Value) -> String {
    items(claims).next().unwrap_or_default()
}

fn item_of(snak: &Value) -> Option<String> {
    snak["datavalue"]["value"]["id"].as_str().map(str::to_owned)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}
