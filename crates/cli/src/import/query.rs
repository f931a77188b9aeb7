//! Results of queries of Wikidata, as JSON or CSV, and any CSV with such columns.

use super::Input;
use super::tables::{Office, Tables};
use crate::tables::MOST_BYTES;
use anyhow::bail;
use chancery_record::{PartialDate, Sector};
use chancery_world::World;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;

/// Names of columns in lower case and what they hold; of two that hold the same, the first that is filled counts.
const COLUMNS: &[(&str, &str)] = &[
    ("name", "name"),
    ("personlabel", "name"),
    ("itemlabel", "name"),
    ("holderlabel", "name"),
    ("label", "name"),
    ("wikidata", "wikidata"),
    ("person", "wikidata"),
    ("item", "wikidata"),
    ("holder", "wikidata"),
    ("qid", "wikidata"),
    ("office", "office"),
    ("positionlabel", "office"),
    ("officelabel", "office"),
    ("position", "office"),
    ("country", "country"),
    ("iso3", "country"),
    ("countrycode", "country"),
    ("countrylabel", "country"),
    ("jurisdiction", "country"),
    ("jurisdictionlabel", "country"),
    ("start", "start"),
    ("startdate", "start"),
    ("starttime", "start"),
    ("end", "end"),
    ("enddate", "end"),
    ("endtime", "end"),
    ("aliases", "aliases"),
    ("altlabel", "aliases"),
    ("personaltlabel", "aliases"),
    ("itemaltlabel", "aliases"),
    ("sector", "sector"),
    ("rank", "rank"),
    ("source", "source"),
    ("lat", "lat"),
    ("lon", "lon"),
    ("coord", "coord"),
    ("coordinates", "coord"),
    ("kind", "kind"),
    ("geonames", "geonames"),
];

/// A person under way: names, item, offices, source.
#[derive(Default)]
struct Person {
    name: String,
    aliases: Vec<String>,
    item: String,
    offices: Vec<Office>,
    source: String,
}

/// Reads a result and writes its rows.
///
/// # Errors
/// Where a column is missing, a date or country cannot be read, or the file is cut off; nothing is written then.
pub fn read(mut input: Input, out: &mut Tables) -> anyhow::Result<()> {
    let json = input.start()?.trim_ascii_start().starts_with(b"{");
    let mut persons = BTreeMap::new();
    let mut row = |line: usize, cells: &[(&str, String)], name: &str, out: &mut Tables| {
        let get = |what: &str| {
            let of = |(column, value): &&(&str, String)| *column == what && !value.is_empty();
            cells.iter().find(of).map_or("", |(_, value)| value.as_str())
        };
        add(&get, out, &mut persons).map_err(|(problem, cure)| anyhow::anyhow!("{name}:{line}: {problem}; {cure}"))
    };
    if json {
        bindings(input, &mut row, out)?
    } else {
        records(input, &mut row, out)?
    };
    for person in persons.into_values() {
        out.person(&person.name, &person.aliases, &person.item, &person.offices, &person.source)?;
    }
    Ok(())
}

type Row<'r> = &'r mut dyn FnMut(usize, &[(&str, String)], &str, &mut Tables) -> anyhow::Result<()>;

/// The rows of a CSV.
fn records(mut input: Input, row: Row<'_>, out: &mut Tables) -> anyhow::Result<()> {
    let name = std::mem::take(&mut input.name);
    let mut reader = csv::ReaderBuilder::new().flexible(false).comment(Some(b'#')).from_reader(input.reader);
    let failed = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        let cure = match error.kind() {
            csv::ErrorKind::UnequalLengths { .. } => {
                "give each row as many cells as the first line; quote cells that hold commas"
            }
            csv::ErrorKind::Utf8 { .. } => "save the file as UTF-8",
            _ => "the file was cut off or is damaged: fetch it again",
        };
        anyhow::anyhow!("{name}:{line}: the row cannot be read ({error}); {cure}")
    };
    let header = reader.headers().map_err(failed)?.clone();
    let columns: Vec<String> = header.iter().map(|c| c.trim().trim_start_matches('\u{feff}').to_lowercase()).collect();
    let what = known(&name, &columns)?;
    for record in reader.into_records() {
        let record = record.map_err(failed)?;
        let line = record.position().map_or(0, csv::Position::line) as usize;
        let cells: Vec<(&str, String)> =
            what.iter().map(|(at, what)| (*what, record.get(*at).unwrap_or("").trim().to_owned())).collect();
        row(line, &cells, &name, out)?;
    }
    Ok(())
}

/// The rows of a result as JSON.
fn bindings(mut input: Input, row: Row<'_>, out: &mut Tables) -> anyhow::Result<()> {
    let name = std::mem::take(&mut input.name);
    let mut text = Vec::new();
    let read = (&mut input.reader).take(MOST_BYTES + 1).read_to_end(&mut text);
    read.map_err(|error| super::unreadable(&name, 1, &error))?;
    if text.len() as u64 > MOST_BYTES {
        bail!("{name}:1: the result is larger than {} MB; ask the query in parts, or import a dump", MOST_BYTES >> 20);
    }
    let value: Value = serde_json::from_slice(&text).map_err(|error| {
        let cure = if error.is_eof() { "it was cut off: fetch it again" } else { "give the result as JSON or CSV" };
        anyhow::anyhow!("{name}:{}: the result is no JSON ({error}); {cure}", error.line())
    })?;
    let vars: Vec<String> =
        value["head"]["vars"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let columns: Vec<String> = vars.iter().map(|var| var.to_lowercase()).collect();
    let what = known(&name, &columns)?;
    for (number, binding) in value["results"]["bindings"].as_array().into_iter().flatten().enumerate() {
        let cell = |var: &str| match binding[var]["type"].as_str() {
            // What is known to exist, and not known.
            Some("bnode") => "?".to_owned(),
            _ => binding[var]["value"].as_str().unwrap_or("").trim().to_owned(),
        };
        let cells: Vec<(&str, String)> = what.iter().map(|(at, what)| (*what, cell(&vars[*at]))).collect();
        // Rows of a result have no lines of their own.
        row(number + 1, &cells, &format!("{name}, binding"), out)?;
    }
    Ok(())
}

/// The columns that hold something that a table takes, in the order in which they count.
fn known(name: &str, columns: &[String]) -> anyhow::Result<Vec<(usize, &'static str)>> {
    let what: Vec<(usize, &'static str)> =
        COLUMNS.iter().filter_map(|(column, what)| Some((columns.iter().position(|c| c == column)?, *what))).collect();
    if !what.iter().any(|(_, what)| *what == "name") {
        bail!(
            "{name}:1: no column has names (the columns are {:?}); call one of them name, personLabel or itemLabel",
            columns.join(", ")
        );
    }
    let unused: Vec<&str> = columns
        .iter()
        .enumerate()
        .filter(|(at, _)| !what.iter().any(|(used, _)| used == at))
        .map(|(_, c)| c.as_str())
        .collect();
    if !unused.is_empty() {
        eprintln!("chancery: {name}: columns that no table has a place for: {}", unused.join(", "));
    }
    Ok(what)
}

/// What is wrong with a row, and the cure.
type Wrong = (String, String);

fn add<'c>(
    get: &dyn Fn(&str) -> &'c str,
    out: &mut Tables,
    persons: &mut BTreeMap<String, Person>,
) -> Result<(), Wrong> {
    let name = get("name");
    let item = item(get("wikidata"));
    if name.is_empty() || is_item(name) {
        let what = if name.is_empty() {
            "the row has no name".to_owned()
        } else {
            format!("{name} has no name, only an item")
        };
        return Err((what, "fill the column, or ask the query for labels in English".to_owned()));
    }
    let aliases: Vec<String> =
        get("aliases").split(['|', ';']).map(|a| a.trim().to_owned()).filter(|a| !a.is_empty()).collect();
    let country = country(get("country"), out.world)?;
    let sector = match get("sector") {
        "" => None,
        code => Some(Sector::from_code(code).ok_or_else(|| {
            (format!("{code:?} is no sector"), "use a PLOVER sector such as GOV, MIL or REB".to_owned())
        })?),
    };
    let code = |sector: Option<Sector>| sector.map_or_else(String::new, |sector| sector.code().to_owned());
    let source = get("source");
    if let Some(at) = coordinates(get)? {
        let kind = Some(get("kind")).filter(|kind| !kind.is_empty()).unwrap_or("town");
        return written(out.place(name, &aliases, &country, at, kind, get("geonames"), source));
    }
    let office = get("office");
    if office.is_empty() || is_item(&self::item(office)) && office.contains('/') {
        return written(out.organization(name, &aliases, &country, &code(sector), &item, source));
    }
    if country.is_empty() {
        return Err((format!("the office {office:?} of {name} has no country"), "fill the column country".to_owned()));
    }
    let (start, end) = (date(get("start"))?, date(get("end"))?);
    let parsed = (PartialDate::parse(&start), PartialDate::parse(&end));
    if let (Some(s), Some(e)) = parsed
        && (e.year, e.month.unwrap_or(12), e.day.unwrap_or(31)) < (s.year, s.month.unwrap_or(1), s.day.unwrap_or(1))
    {
        return Err((format!("the tenure ends ({e}) before it starts ({s})"), "mend one of the dates".to_owned()));
    }
    let by_name = out.world.office(office);
    let rank = match get("rank") {
        "" => by_name.1,
        "1" => 1,
        "2" => 2,
        "3" => 3,
        other => return Err((format!("{other:?} is no rank"), "use 1, 2 or 3".to_owned())),
    };
    let key = if item.is_empty() { name.to_lowercase() } else { item.clone() };
    let person = persons.entry(key).or_default();
    if person.name.is_empty() {
        (person.name, person.item, person.source) = (name.to_owned(), item, source.to_owned());
    }
    person.aliases.extend(aliases);
    let end = if start.is_empty() && end == "?" { String::new() } else { end };
    person.offices.push(Office {
        start,
        end,
        country,
        office: office.to_owned(),
        sector: code(sector.or(by_name.0)),
        rank,
    });
    Ok(())
}

fn written(result: anyhow::Result<()>) -> Result<(), Wrong> {
    result.map_err(|error| (format!("{error:#}"), "make room, and import again".to_owned()))
}

/// The item of an address (`http://www.wikidata.org/entity/Q30`), or the text as it is.
fn item(text: &str) -> String {
    let last = text.rsplit('/').next().unwrap_or(text);
    if is_item(last) { last.to_owned() } else { String::new() }
}

fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// A country's code by its code, item or name.
fn country(text: &str, world: &World) -> Result<String, Wrong> {
    let code = match text {
        "" => return Ok(String::new()),
        "IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC" => Some(text),
        _ if world.country(text).is_some() => Some(text),
        _ if !item(text).is_empty() => world.state_of_item(&item(text)),
        _ => world.state_named(text),
    };
    code.map(str::to_owned).ok_or_else(|| {
        let cure =
            "write an ISO 3166 alpha-3 code, a state's English name or Wikidata item, or IGO, UNO, EUR, NGO, IMG, MNC";
        (format!("{text:?} is no country that the tables know"), cure.to_owned())
    })
}

/// A date as tables have it; addresses of unknown values are "?".
fn date(text: &str) -> Result<String, Wrong> {
    if text.is_empty() || text == "?" {
        return Ok(text.to_owned());
    }
    if text.contains("/.well-known/genid/") {
        return Ok("?".to_owned());
    }
    match PartialDate::parse(text) {
        Some(date) => Ok(date.to_string()),
        None => Err((
            format!("{text:?} is no date"),
            "write YYYY, YYYY-MM or YYYY-MM-DD, or ? for an end that is not known".to_owned(),
        )),
    }
}

/// Latitude and longitude, in two columns or as "Point(lon lat)".
fn coordinates<'c>(get: &dyn Fn(&str) -> &'c str) -> Result<Option<(f64, f64)>, Wrong> {
    let (lat, lon) = match get("coord") {
        "" => (get("lat"), get("lon")),
        point => {
            let inside = point.trim_start_matches("Point(").trim_end_matches(')');
            let (lon, lat) = inside.split_once(' ').unwrap_or((inside, ""));
            (lat, lon)
        }
    };
    if lat.is_empty() && lon.is_empty() {
        return Ok(None);
    }
    match (lat.parse::<f64>(), lon.parse::<f64>()) {
        (Ok(lat), Ok(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => Ok(Some((lat, lon))),
        _ => Err((
            format!("{lat:?}, {lon:?} are no coordinates"),
            "write degrees north and east, or Point(lon lat)".to_owned(),
        )),
    }
}
