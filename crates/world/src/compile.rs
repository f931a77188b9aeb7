//! Tables to their compiled form. The build script compiles the tables of `world/`, and the program a user's own
//! tables together with them, by this one way: format and checks stand here once.

use crate::agents::{Agents, Words};
use crate::blob::{Section, Writer, code_field, date_field, sector_field, size, sort_key};
use crate::cells::{coordinate, date, pair, sector, wikidata};
use crate::gazetteer::Outline;
use crate::names::Names;
use crate::persons::{Surnames, YEAR, bounds};
use crate::table::{Row, Table, TableError, rows};
use crate::text::{folded, key};
use crate::types::{Era, HitKind};
use chancery_record::{PlacePrecision, Sector};
use std::collections::{HashMap, HashSet};

/// Codes that stand in for a country.
pub(crate) const NO_STATE: &[&str] = &["IGO", "UNO", "EUR", "NGO", "IMG", "MNC"];

/// The text of a table, and the file that it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source<'t> {
    /// The file, as messages name it.
    pub file: &'t str,
    /// Tab-separated text. Which table it is, its columns tell.
    pub text: &'t str,
    /// Whether it is a user's: its rows then replace the others that name the same, and come before them.
    pub own: bool,
}

/// A table, read.
struct Part<'t> {
    table: Table,
    own: bool,
    rows: Vec<Row<'t>>,
}

/// Compiles tables.
///
/// # Errors
/// Names the file, the line and the cure of the first mistake.
pub(crate) fn compile(sources: &[Source<'_>]) -> Result<Vec<u8>, TableError> {
    let mut parts = Vec::new();
    let mut c = Compiler { out: Writer::new(), ..Compiler::default() };
    for source in sources {
        let (table, rows) = rows(source.file, source.text)?;
        c.out.add_text(source.text);
        let mut row = [0; size::FILE];
        row[..8].copy_from_slice(&c.out.text(source.file));
        row[8..16].copy_from_slice(&c.out.text(source.text));
        row[16] = u8::from(source.own);
        row[17] = u8::from(matches!(table, Table::Agents | Table::Words));
        c.out.put(Section::Files, &row);
        parts.push(Part { table, own: source.own, rows });
    }
    // A user's rows come first, and ours that name the same are left out.
    parts.sort_by_key(|part| !part.own);
    for table in Table::ALL {
        let of_table = || parts.iter().filter(move |part| part.table == table);
        let replaced = Replaced::by(of_table().filter(|part| part.own), table);
        for part in of_table() {
            let rows = if part.own { part.rows.clone() } else { replaced.rest(&part.rows, table) };
            c.own = part.own;
            c.add(table, &rows)?;
        }
    }
    c.finish(version_of(sources))
}

/// What a user's rows replace: by id, Wikidata item, GeoNames id, code or name.
struct Replaced {
    keys: HashSet<String>,
}

impl Replaced {
    fn by<'p, 't: 'p>(parts: impl Iterator<Item = &'p Part<'t>>, table: Table) -> Replaced {
        Replaced { keys: parts.flat_map(|part| &part.rows).flat_map(|row| keys_of(row, table)).collect() }
    }

    /// The rows that are not replaced. Rows without a name go with the one above them.
    fn rest<'t>(&self, rows: &[Row<'t>], table: Table) -> Vec<Row<'t>> {
        if self.keys.is_empty() {
            return rows.to_vec();
        }
        let mut gone = false;
        let left = |row: &&Row<'t>| {
            if table != Table::Persons || !row.cell(0).is_empty() {
                gone = keys_of(row, table).iter().any(|key| self.keys.contains(key));
            }
            !gone
        };
        rows.iter().filter(left).cloned().collect()
    }
}

fn keys_of(row: &Row<'_>, table: Table) -> Vec<String> {
    let keys = match table {
        Table::States => vec![row.cell(0).to_owned()],
        Table::Organizations => vec![folded(row.cell(0)), row.cell(4).to_owned(), row.cell(6).to_owned()],
        Table::Persons => vec![folded(row.cell(0)), row.cell(2).to_owned(), row.cell(10).to_owned()],
        Table::Places => vec![format!("{}/{}", folded(row.cell(0)), row.cell(2)), row.cell(6).to_owned()],
        Table::Peoples | Table::Metonyms | Table::Towns | Table::Agents | Table::Words => Vec::new(),
    };
    keys.into_iter().filter(|key| !key.is_empty()).collect()
}

#[derive(Default)]
struct Compiler {
    out: Writer,
    /// Whether the rows at hand are a user's.
    own: bool,
    /// Codes of states and their row.
    codes: HashMap<String, u32>,
    /// Names of states and their peoples.
    of_states: HashMap<u64, (u32, bool)>,
    names: Names,
    surnames: Surnames,
    ids: HashSet<String>,
    counts: [u32; 9],
    outline: Outline,
    tenures: u32,
}

impl Compiler {
    fn add(&mut self, table: Table, rows: &[Row<'_>]) -> Result<(), TableError> {
        match table {
            Table::States => rows.iter().try_for_each(|row| self.state(row)),
            Table::Peoples => rows.iter().try_for_each(|row| self.people(row)),
            Table::Metonyms => rows.iter().try_for_each(|row| self.metonym(row)),
            Table::Organizations => rows.iter().try_for_each(|row| self.organization(row)),
            Table::Persons => self.persons(rows),
            Table::Places => rows.iter().try_for_each(|row| self.place(row)),
            Table::Towns => self.outline.add_rows(rows, &mut self.out),
            // These two are small and are read from their text at the start; here they are only checked.
            Table::Agents => Agents::default().add_rows(rows),
            Table::Words => Words::default().add_rows(rows),
        }
    }

    fn next(&mut self, table: Table) -> u32 {
        let count = &mut self.counts[table as usize];
        *count += 1;
        *count - 1
    }

    fn state(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let iso3 = row.cell(0);
        if iso3.len() != 3 || !iso3.bytes().all(|b| b.is_ascii_uppercase()) {
            return Err(row.error(format!("{iso3:?} is no country code"), "use the three capitals of ISO 3166 alpha-3"));
        }
        let item = self.next(Table::States);
        if self.codes.insert(iso3.to_owned(), item).is_some() {
            return Err(row.error(format!("{iso3} has a row already"), "merge the two rows"));
        }
        if row.cell(1).is_empty() {
            return Err(row.error(format!("{iso3} has no name"), "fill the column name"));
        }
        let middle = pair(coordinate(row, 9)?, coordinate(row, 10)?);
        let mut bytes = Vec::with_capacity(size::STATE);
        for text in [row.cell(1), row.list(2).next().unwrap_or(row.cell(1)), row.cell(5)] {
            bytes.extend(self.out.text(text));
        }
        bytes.extend(self.out.text(wikidata(row, 11)?));
        bytes.extend(degrees(middle));
        bytes.extend(code_field(Some(iso3)));
        bytes.resize(size::STATE, 0);
        bytes[56..64].copy_from_slice(&self.out.text(row.cell(3)));
        self.out.put(Section::States, &bytes);
        let named = [(1, HitKind::State), (3, HitKind::State), (2, HitKind::Adjective), (4, HitKind::PeopleNoun)];
        for (column, kind) in named {
            for name in row.list(column) {
                self.name_of_state(row, name, kind, item)?;
            }
        }
        let at = pair(coordinate(row, 7)?, coordinate(row, 8)?);
        if !row.cell(5).is_empty() {
            let place = self.next(Table::Places);
            for name in std::iter::once(row.cell(5)).chain(row.list(6)) {
                self.names.add(name, HitKind::Capital, item, self.own);
                self.names.add(name, HitKind::Place, place, self.own);
            }
            self.put_place(row.cell(5), row.cell(6), Some(iso3), at, None, PlacePrecision::Town);
        }
        Ok(())
    }

    fn people(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let code = row.cell(2);
        let Some(&item) = self.codes.get(code) else {
            return Err(row.error(format!("{code:?} is no state of states.tsv"), "use a code of states.tsv"));
        };
        for (column, kind) in [(0, HitKind::Adjective), (1, HitKind::PeopleNoun)] {
            for name in row.list(column) {
                self.name_of_state(row, name, kind, item)?;
            }
        }
        Ok(())
    }

    /// A name of a state or its people must not be another state's as well, but that a user may give it to another.
    fn name_of_state(&mut self, row: &Row<'_>, name: &str, kind: HitKind, item: u32) -> Result<(), TableError> {
        let (other, own) = *self.of_states.entry(key(name)).or_insert((item, self.own));
        if other != item && own == self.own {
            let code = self.codes.iter().find(|(_, i)| **i == other).map_or("another state", |(code, _)| code);
            return Err(
                row.error(format!("{name:?} is a name of {code} already"), "take it out of one of the two rows")
            );
        }
        if other == item {
            self.names.add(name, kind, item, self.own);
        }
        Ok(())
    }

    fn metonym(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let item = self.next(Table::Metonyms);
        let country = self.code(row, 2)?;
        if country.is_none() {
            return Err(row.error("the row has no country", "fill the column country"));
        }
        let id = self.id(row, "", &[row.list(0).next().unwrap_or(row.cell(1))])?;
        self.put_organization(Section::Metonyms, row.cell(1), &id, [row.cell(0), "", ""], country, sector(row, 3)?);
        for name in row.list(0) {
            self.names.add(name, HitKind::Metonym, item, self.own);
        }
        Ok(())
    }

    fn organization(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let item = self.next(Table::Organizations);
        let name = row.cell(0);
        if name.is_empty() {
            return Err(row.error("the row has no name", "fill the column name"));
        }
        let (item_id, country, sector) = (wikidata(row, 4)?, self.code(row, 2)?, sector(row, 3)?);
        let id = self.id(row, row.cell(6), &[name, item_id, country.unwrap_or("")])?;
        for era in row.list(7) {
            if Era::parse(era).is_none() {
                return Err(row.error(
                    format!("{era:?} is no era"),
                    "write a sector, a space, and its first and last day with a slash between them: GOV 2021-08-15/",
                ));
            }
        }
        let texts = [row.cell(1), item_id, row.cell(7)];
        self.put_organization(Section::Organizations, name, &id, texts, country, sector);
        for name in std::iter::once(name).chain(row.list(1)) {
            self.names.add(name, HitKind::Organization, item, self.own);
        }
        Ok(())
    }

    /// `texts` are other names, Wikidata item and eras.
    fn put_organization(
        &mut self,
        section: Section,
        name: &str,
        id: &str,
        [aliases, item, eras]: [&str; 3],
        country: Option<&str>,
        sector: Option<Sector>,
    ) {
        let mut bytes = Vec::with_capacity(size::ORGANIZATION);
        for text in [name, id, aliases, item] {
            bytes.extend(self.out.text(text));
        }
        bytes.extend(code_field(country));
        bytes.push(sector_field(sector));
        bytes.resize(size::ORGANIZATION - 8, 0);
        bytes.extend(self.out.text(eras));
        self.out.put(section, &bytes);
    }

    /// Rows of one person follow each other; a row without a name adds an office to the person above.
    fn persons(&mut self, rows: &[Row<'_>]) -> Result<(), TableError> {
        let mut at = 0;
        while let Some(row) = rows.get(at) {
            let name = row.cell(0);
            if name.is_empty() {
                return Err(row.error("the row has no name and no row stands above it", "fill the column name"));
            }
            let more = rows[at + 1..].iter().take_while(|row| row.cell(0).is_empty()).count();
            let own = &rows[at..=at + more];
            let item = self.next(Table::Persons);
            let item_id = wikidata(row, 2)?;
            let id = self.id(row, row.cell(10), &[name, item_id, row.cell(3), row.cell(7)])?;
            let mut bytes = Vec::with_capacity(size::PERSON);
            for text in [name, &id, row.cell(1), item_id] {
                bytes.extend(self.out.text(text));
            }
            bytes.extend(self.tenures.to_le_bytes());
            bytes.extend((own.len() as u32).to_le_bytes());
            self.out.put(Section::Persons, &bytes);
            let mut offices = Vec::with_capacity(own.len());
            for row in own {
                offices.push(self.tenure(row)?);
            }
            if name.contains([' ', '-']) {
                self.names.add(name, HitKind::Person, item, self.own);
            }
            for alias in row.list(1) {
                self.names.add(alias, HitKind::Person, item, self.own);
                self.surnames.add_spelling(item, alias);
            }
            self.surnames.add(item, name, &offices);
            at += own.len();
        }
        Ok(())
    }

    /// Writes a tenure. Gives country, office and rank.
    fn tenure<'t>(&mut self, row: &Row<'t>) -> Result<(String, &'t str, u8), TableError> {
        let country =
            self.code(row, 3)?.ok_or_else(|| row.error("the row has no country", "fill the column country"))?;
        let over = row.cell(8) == "?";
        let (start, end) = (date(row, 7)?, if over { None } else { date(row, 8)? });
        if over && start.is_none() {
            return Err(row.error("the tenure has no date but ended", "fill the column start"));
        }
        if let (Some(s), Some(e)) = (start, end)
            && bounds(e).1 < bounds(s).0
        {
            return Err(row.error(format!("the tenure ends ({e}) before it starts ({s})"), "mend one of the dates"));
        }
        if let Some(s) = start.or(end).filter(|d| d.year < 1000) {
            return Err(row.error(format!("the year of {s} is none of an office"), "mend the date"));
        }
        if let (Some(s), Some(e)) = (start, end)
            && bounds(e).0 - bounds(s).1 > 80 * YEAR
        {
            return Err(row.error(format!("the tenure lasts from {s} to {e}"), "mend one of the dates"));
        }
        let rank = match row.cell(6) {
            "1" => 1,
            "2" => 2,
            "3" => 3,
            other => return Err(row.error(format!("{other:?} is no rank"), "use 1, 2 or 3")),
        };
        let mut bytes = Vec::with_capacity(size::TENURE);
        bytes.extend(code_field(Some(country)));
        bytes.push(sector_field(sector(row, 5)?));
        bytes.extend(self.out.text(row.cell(4)));
        bytes.extend(date_field(start));
        bytes.extend(date_field(end));
        bytes.extend([rank, u8::from(over)]);
        bytes.resize(24, 0);
        bytes.extend(self.out.text(row.cell(9)));
        self.out.put(Section::Tenures, &bytes);
        self.tenures += 1;
        Ok((country.to_owned(), row.cell(4), rank))
    }

    fn place(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let kind = match row.cell(5) {
            "town" => PlacePrecision::Town,
            "region" => PlacePrecision::Region,
            "site" => PlacePrecision::Site,
            "wide" => PlacePrecision::Wide,
            other => return Err(row.error(format!("{other:?} is no kind"), "use town, region, site or wide")),
        };
        let geonames = match row.cell(6) {
            "" => None,
            id => Some(id.parse().map_err(|_| row.error(format!("{id:?} is no GeoNames id"), "write a number"))?),
        };
        if row.cell(0).is_empty() {
            return Err(row.error("the row has no name", "fill the column name"));
        }
        let at = pair(coordinate(row, 3)?, coordinate(row, 4)?);
        let country = self.code(row, 2)?;
        let item = self.next(Table::Places);
        self.put_place(row.cell(0), row.cell(1), country, at, geonames, kind);
        for name in std::iter::once(row.cell(0)).chain(row.list(1)) {
            self.names.add(name, HitKind::Place, item, self.own);
        }
        Ok(())
    }

    fn put_place(
        &mut self,
        name: &str,
        aliases: &str,
        country: Option<&str>,
        at: Option<(f64, f64)>,
        geonames: Option<u32>,
        kind: PlacePrecision,
    ) {
        let mut bytes = Vec::with_capacity(size::PLACE);
        bytes.extend(self.out.text(name));
        bytes.extend(self.out.text(aliases));
        bytes.extend(degrees(at));
        bytes.extend(geonames.unwrap_or(0).to_le_bytes());
        bytes.extend(code_field(country));
        bytes.push(kind as u8);
        bytes.resize(size::PLACE, 0);
        self.out.put(Section::Places, &bytes);
    }

    /// The code in a column, checked against the states.
    fn code<'t>(&self, row: &Row<'t>, column: usize) -> Result<Option<&'t str>, TableError> {
        let code = row.cell(column);
        if code.is_empty() || self.codes.contains_key(code) || NO_STATE.contains(&code) {
            return Ok(Some(code).filter(|code| !code.is_empty()));
        }
        Err(row.error(
            format!("{code:?} is no country"),
            format!("use a code of states.tsv or one of {}", NO_STATE.join(", ")),
        ))
    }

    /// The id that a row gives itself, or one made of its name, with more of `parts` where another row has that.
    fn id(&mut self, row: &Row<'_>, given: &str, parts: &[&str]) -> Result<String, TableError> {
        if !given.is_empty() {
            return match self.ids.insert(given.to_owned()) {
                true => Ok(given.to_owned()),
                false => {
                    Err(row.error(format!("the id {given:?} has a row already"), "give one of the two another id"))
                }
            };
        }
        let mut id = slug(parts[0]);
        for part in &parts[1..] {
            if self.ids.insert(id.clone()) {
                return Ok(id);
            }
            if !part.is_empty() {
                id = format!("{}-{}", slug(parts[0]), slug(part));
            }
        }
        let mut numbered = id.clone();
        let mut n = 2;
        while !self.ids.insert(numbered.clone()) {
            numbered = format!("{id}-{n}");
            n += 1;
        }
        Ok(numbered)
    }

    fn finish(mut self, version: u64) -> Result<Vec<u8>, TableError> {
        self.names.write(&mut self.out);
        self.surnames.write(&mut self.out, sort_key);
        self.outline.write(&mut self.out);
        Ok(self.out.finish(version))
    }
}

/// A name as an id: folded letters and digits, all else one hyphen.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in folded(name).chars().filter(|c| !matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`')) {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

fn degrees(at: Option<(f64, f64)>) -> [u8; 16] {
    let (lat, lon) = at.unwrap_or((f64::NAN, f64::NAN));
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&lat.to_le_bytes());
    bytes[8..].copy_from_slice(&lon.to_le_bytes());
    bytes
}

/// A hash over the texts, eight bytes at a step.
fn version_of(sources: &[Source<'_>]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for Source { text, own, .. } in sources {
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        hash ^= text.len() as u64 ^ u64::from(*own) << 63;
    }
    hash
}
