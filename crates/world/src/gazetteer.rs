//! Towns and administrative divisions of the whole world, by name: what a place name may mean.
//!
//! The rows of `towns.tsv` are an outline, in which each place lies in the nearest rows above it of a lower level. Their names
//! are many and common ("Mobile", "Nice", "Bush"), so that they stand apart from the index of [`World::scan`](crate::World::scan):
//! only who knows that a place is meant asks here.

use crate::table::{TableError, rows};
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

const NONE: u32 = u32::MAX;

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spot {
    pub name: &'static str,
    pub lat: f32,
    pub lon: f32,
    pub geonames: u32,
    /// The row that it lies in.
    parent: u32,
    /// Ten times the decimal logarithm of the population; 0 where unknown.
    pub size: u8,
    pub level: Level,
}

/// All rows, and their names.
#[derive(Debug, Default)]
pub(crate) struct Gazetteer {
    spots: Vec<Spot>,
    /// Hashes of names and the rows that bear them, in order; the flag says that it is another name.
    names: Vec<(u64, u32, bool)>,
    /// Short names of divisions, which stand after a town's.
    short: Vec<(u64, u32)>,
}

/// A row by its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpotId(pub(crate) u32);

impl Gazetteer {
    /// Reads the table.
    pub fn load(file: &str, text: &'static str) -> Result<Gazetteer, TableError> {
        let columns = ["level", "name", "aliases", "lat", "lon", "size", "geonames", "short"];
        let mut g = Gazetteer::default();
        let mut within = [NONE; 4];
        for row in rows(file, text, &columns)? {
            let (at, level) = match row.cell(0) {
                "0" => (0, Level::State),
                "1" => (1, Level::First),
                "2" => (2, Level::Second),
                "3" => (3, Level::Town),
                other => return Err(row.error(format!("{other:?} is no level"), "use 0, 1, 2 or 3")),
            };
            let number = |column: usize| match row.cell(column) {
                "" => Ok(None),
                text => match text.parse::<f32>() {
                    Ok(n) if n.abs() <= 180.0 => Ok(Some(n)),
                    _ => Err(row.error(format!("{text:?} is no such number"), "write degrees between -180 and 180")),
                },
            };
            let id = match row.cell(6) {
                "" => 0,
                id => id.parse().map_err(|_| row.error(format!("{id:?} is no GeoNames id"), "write a number"))?,
            };
            let spot = Spot {
                name: row.cell(1),
                lat: number(3)?.unwrap_or(f32::NAN),
                lon: number(4)?.unwrap_or(f32::NAN),
                geonames: id,
                parent: within[..at].iter().rev().copied().find(|&p| p != NONE).unwrap_or(NONE),
                size: number(5)?.unwrap_or(0.0).clamp(0.0, 120.0) as u8,
                level,
            };
            let item = g.spots.len() as u32;
            within[at] = item;
            within[at + 1..].fill(NONE);
            // The rows of states stand in states.tsv; a row without a name ends the division before it.
            if level != Level::State && !spot.name.is_empty() {
                g.names.push((name_key(spot.name), item, false));
                g.names.extend(without_article(spot.name).map(|n| (name_key(n), item, true)));
                for alias in row.list(2) {
                    g.names.push((name_key(alias), item, true));
                }
                g.short.extend(row.list(7).map(|s| (key(s), item)));
            }
            g.spots.push(spot);
        }
        g.names.sort_unstable();
        g.names.dedup_by_key(|n| (n.0, n.1));
        g.short.sort_unstable();
        Ok(g)
    }

    /// The rows of a name: each, and whether it is another name than the row's own.
    pub fn named(&self, name: &str) -> impl Iterator<Item = (SpotId, bool)> + '_ {
        let wanted = name_key(name);
        let from = self.names.partition_point(|n| n.0 < wanted);
        self.names[from..].iter().take_while(move |n| n.0 == wanted).map(|n| (SpotId(n.1), n.2))
    }

    /// The divisions of a short name ("Tex.", "NSW").
    pub fn short(&self, name: &str) -> impl Iterator<Item = SpotId> + '_ {
        let wanted = key(name);
        let from = self.short.partition_point(|n| n.0 < wanted);
        self.short[from..].iter().take_while(move |n| n.0 == wanted).map(|n| SpotId(n.1))
    }

    pub fn spot(&self, id: SpotId) -> &Spot {
        &self.spots[id.0 as usize]
    }

    /// The row of that level which a row lies in, or is.
    pub fn within(&self, id: SpotId, level: Level) -> Option<SpotId> {
        let mut at = id.0;
        while let Some(spot) = self.spots.get(at as usize) {
            if spot.level == level {
                return (level == Level::State || !spot.name.is_empty()).then_some(SpotId(at));
            }
            if spot.level < level {
                return None;
            }
            at = spot.parent;
        }
        None
    }

    /// The code of the state that a row lies in.
    pub fn country(&self, id: SpotId) -> Option<&'static str> {
        self.within(id, Level::State).map(|s| self.spot(s).name)
    }

    /// The row of a state.
    pub fn state(&self, iso3: &str) -> Option<SpotId> {
        self.spots.iter().position(|s| s.level == Level::State && s.name == iso3).map(|i| SpotId(i as u32))
    }

    pub fn len(&self) -> usize {
        self.spots.len()
    }
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
