//! Towns and administrative divisions of the whole world, by name: what a place name may mean.
//!
//! The rows of `towns.tsv` are an outline, in which each place lies in the nearest rows above it of a lower level. Their names
//! are many and common ("Mobile", "Nice", "Bush"), so that they stand apart from the index of [`World::scan`](crate::World::scan):
//! only who knows that a place is meant asks here.

use crate::blob::{Blob, Keys, Rows, Section, Writer, size, sort_key, u32_at};
use crate::table::{Row, TableError};
use crate::text::key;

/// The level of a place in the outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A whole state.
    State,
    /// A division of the first order (a state of a federation, a province).
    First,
    /// A division of the second order (a county, a district).
    Second,
    /// A town, or a part of one.
    Town,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub name: &'static str,
    pub lat: Option<f32>,
    pub lon: Option<f32>,
    pub geonames: u32,
    /// The row that it lies in.
    parent: Option<u32>,
    /// Ten times the decimal logarithm of the population; 0 where unknown.
    pub size: u8,
    pub level: Level,
}

/// A row by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpotId(pub(crate) u32);

const LEVELS: [Level; 4] = [Level::State, Level::First, Level::Second, Level::Town];
/// The bit of an item that says that the name is another than the row's own.
const ALIAS: u32 = 1 << 31;

/// The names of an outline, gathered while its rows are written.
#[derive(Default)]
pub(crate) struct Outline {
    names: Vec<(u64, u32)>,
    rows: u32,
}

impl Outline {
    /// Checks rows and writes them, after those that there are.
    pub fn add_rows(&mut self, rows: &[Row<'_>], out: &mut Writer) -> Result<(), TableError> {
        let mut within: [Option<u32>; 4] = [None; 4];
        for row in rows {
            let at = match row.cell(0) {
                "0" => 0,
                "1" => 1,
                "2" => 2,
                "3" => 3,
                other => return Err(row.error(format!("{other:?} is no level"), "use 0, 1, 2 or 3")),
            };
            let number = |column: usize, most: f32| match row.cell(column) {
                "" => Ok(f32::NAN),
                text => match text.parse::<f32>() {
                    Ok(n) if n.abs() <= most => Ok(n),
                    _ => Err(row.error(format!("{text:?} is out of range"), format!("write a number up to {most}"))),
                },
            };
            let geonames: u32 = match row.cell(6) {
                "" => 0,
                id => id.parse().map_err(|_| row.error(format!("{id:?} is no GeoNames id"), "write a number"))?,
            };
            let parent = within[..at].iter().rev().find_map(|p| *p);
            within[at] = Some(self.rows);
            within[at + 1..].fill(None);
            let mut bytes = Vec::with_capacity(size::SPOT);
            bytes.extend(out.text(row.cell(1)));
            bytes.extend(number(3, 90.0)?.to_le_bytes());
            bytes.extend(number(4, 180.0)?.to_le_bytes());
            bytes.extend(geonames.to_le_bytes());
            // One more than the row, so that 0 says that there is none.
            bytes.extend(parent.map_or(0, |p| p + 1).to_le_bytes());
            bytes.push(number(5, 120.0)?.max(0.0) as u8);
            bytes.push(at as u8);
            bytes.resize(size::SPOT, 0);
            out.put(Section::Spots, &bytes);
            self.add_names(row, LEVELS[at]);
            self.rows += 1;
        }
        Ok(())
    }

    /// A row without a name ends the division before it and is none itself.
    fn add_names(&mut self, row: &Row<'_>, level: Level) {
        let (name, item) = (row.cell(1), self.rows);
        match level {
            Level::State => self.names.push((state_key(name), item)),
            _ if name.is_empty() => {}
            _ => {
                self.names.push((name_key(name), item));
                let aliases = row.list(2).chain(without_article(name));
                self.names.extend(aliases.map(|n| (name_key(n), item | ALIAS)));
                self.names.extend(row.list(7).map(|n| (short_key(n), item)));
            }
        }
    }

    /// Writes the names: keys in the order of their hashes, each with its row.
    pub fn write(mut self, out: &mut Writer) {
        // A row's own name comes before the same as an alias.
        self.names.sort_unstable_by_key(|(key, item)| (sort_key(*key), item & !ALIAS, item & ALIAS));
        self.names.dedup_by_key(|(key, item)| (*key, *item & !ALIAS));
        out.put_keys(Section::SpotKeys, Section::SpotDirectory, self.names.iter().map(|(key, _)| *key));
        for (_, item) in &self.names {
            out.put(Section::SpotItems, &item.to_le_bytes());
        }
    }
}

/// The outline in the compiled form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gazetteer {
    spots: Rows,
    keys: Keys,
    items: &'static [u8],
}

impl Gazetteer {
    pub fn open(blob: Blob) -> Gazetteer {
        Gazetteer {
            spots: blob.rows(Section::Spots, size::SPOT),
            keys: blob.keys(Section::SpotKeys, Section::SpotDirectory),
            items: blob.section(Section::SpotItems),
        }
    }

    fn items(&self, key: u64) -> impl Iterator<Item = (SpotId, bool)> + use<> {
        let items = self.items;
        self.keys.find(key).map(move |i| u32_at(items, i * 4)).map(|item| (SpotId(item & !ALIAS), item & ALIAS != 0))
    }

    /// The rows of a name: each, and whether it is another name than the row's own.
    pub fn named(&self, name: &str) -> impl Iterator<Item = (SpotId, bool)> + use<> {
        self.items(name_key(name))
    }

    /// The divisions of a short name ("Tex.", "NSW").
    pub fn short(&self, name: &str) -> impl Iterator<Item = SpotId> + use<> {
        self.items(short_key(name)).map(|(id, _)| id)
    }

    pub fn spot(&self, id: SpotId) -> Spot {
        let row = self.spots.at(id.0 as usize);
        Spot {
            name: row.text(0),
            lat: row.f32(8),
            lon: row.f32(12),
            geonames: row.u32(16),
            parent: row.u32(20).checked_sub(1),
            size: row.u8(24),
            level: LEVELS[usize::from(row.u8(25)).min(3)],
        }
    }

    /// The row of that level which a row lies in, or is.
    pub fn within(&self, id: SpotId, level: Level) -> Option<SpotId> {
        let mut at = id;
        loop {
            let spot = self.spot(at);
            if spot.level <= level {
                return (spot.level == level && !spot.name.is_empty()).then_some(at);
            }
            at = SpotId(spot.parent?);
        }
    }

    /// The code of the state that a row lies in.
    pub fn country(&self, id: SpotId) -> Option<&'static str> {
        self.within(id, Level::State).map(|s| self.spot(s).name)
    }

    /// The row of a state.
    pub fn state(&self, iso3: &str) -> Option<SpotId> {
        self.items(state_key(iso3)).next().map(|(id, _)| id)
    }

    /// The row of a GeoNames identifier; asks one row after the other.
    pub fn of_geonames(&self, id: u32) -> Option<SpotId> {
        self.spots.iter().position(|row| row.u32(16) == id).map(|at| SpotId(at as u32))
    }

    pub fn len(&self) -> usize {
        self.spots.len()
    }
}

/// Hash of a state's code, which no name of a place can have.
fn state_key(iso3: &str) -> u64 {
    key(&format!("state:{iso3}"))
}

/// Hash of a short name, apart from those of full names: "La." is no town.
fn short_key(name: &str) -> u64 {
    key(&format!("short:{name}"))
}

/// Hash of a place name, with what English writes short at its beginning written out.
fn name_key(name: &str) -> u64 {
    let (first, rest) = name.split_once(' ').unwrap_or((name, ""));
    let full = match first {
        "St" | "St." | "Sankt" => "Saint",
        "Ste" | "Ste." => "Sainte",
        "Ft" | "Ft." => "Fort",
        "Mt" | "Mt." => "Mount",
        _ => return key(name),
    };
    if rest.is_empty() { key(name) } else { key(&format!("{full} {rest}")) }
}

/// A name without the Arabic article before it.
fn without_article(name: &str) -> Option<&str> {
    let at = name.find([' ', '-'])?;
    let rest = &name[at + 1..];
    let article = matches!(
        name[..at].to_lowercase().as_str(),
        "al" | "el" | "ad" | "ar" | "as" | "ash" | "at" | "an" | "az" | "ed" | "er" | "es" | "esh" | "et" | "ez"
    );
    (article && rest.len() >= 4 && rest.starts_with(char::is_uppercase)).then_some(rest)
}
