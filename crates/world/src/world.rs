//! The tables, loaded.

use crate::agents::{Agents, Words};
use crate::gazetteer::Gazetteer;
use crate::index::Index;
use crate::persons::Persons;
use crate::table::{TableError, rows};
use crate::types::{AgentHit, Country, HitKind, Organization, Person, PlaceInfo, Tenure};
use chancery_record::{PartialDate, PlacePrecision, Sector};
use std::collections::HashMap;
use std::sync::OnceLock;

/// The texts of the tables. A user's own files must live as long as the program (leak them once).
#[derive(Clone, Copy, Debug)]
pub struct Tables {
    /// `states.tsv`.
    pub states: &'static str,
    /// `metonyms.tsv`.
    pub metonyms: &'static str,
    /// `peoples.tsv`.
    pub peoples: &'static str,
    /// `organizations.tsv`.
    pub organizations: &'static str,
    /// `persons.tsv`.
    pub persons: &'static str,
    /// `places.tsv`.
    pub places: &'static str,
    /// `towns.tsv`.
    pub towns: &'static str,
    /// `agents.tsv`.
    pub agents: &'static str,
    /// `words.tsv`.
    pub words: &'static str,
}

/// The tables that are compiled in.
pub const EMBEDDED: Tables = Tables {
    states: include_str!("../../../world/states.tsv"),
    metonyms: include_str!("../../../world/metonyms.tsv"),
    peoples: include_str!("../../../world/peoples.tsv"),
    organizations: include_str!("../../../world/organizations.tsv"),
    persons: include_str!("../../../world/persons.tsv"),
    places: include_str!("../../../world/places.tsv"),
    towns: include_str!("../../../world/towns.tsv"),
    agents: include_str!("../../../world/agents.tsv"),
    words: include_str!("../../../world/words.tsv"),
};

/// All tables.
#[derive(Debug, Default)]
pub struct World {
    pub(crate) states: Vec<Country>,
    /// Codes that are no state's (`UNO`, `IGO`) are not among these.
    by_code: HashMap<&'static str, usize>,
    pub(crate) metonyms: Vec<Organization>,
    pub(crate) organizations: Vec<Organization>,
    pub(crate) persons: Persons,
    pub(crate) places: Vec<PlaceInfo>,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) agents: Agents,
    pub(crate) words: Words,
    pub(crate) index: Index,
    version: String,
}

/// Codes that stand in for a country.
const NO_STATE: &[&str] = &["IGO", "UNO", "EUR", "NGO", "IMG", "MNC"];

impl World {
    /// The tables that are compiled in, loaded at the first call.
    ///
    /// # Panics
    /// Never in a build that passed its tests: one of them loads these tables.
    pub fn embedded() -> &'static World {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| World::load(&EMBEDDED).expect("the embedded tables load, which a test checks"))
    }

    /// Loads tables.
    ///
    /// # Errors
    /// Names the file, the line and the cure of the first mistake.
    pub fn load(tables: &Tables) -> Result<World, TableError> {
        let mut w = World {
            agents: Agents::load("agents.tsv", tables.agents)?,
            words: Words::load("words.tsv", tables.words)?,
            gazetteer: Gazetteer::load("towns.tsv", tables.towns)?,
            index: Index::with_capacity(60_000),
            version: version_of(tables),
            ..World::default()
        };
        w.load_states(tables.states)?;
        w.load_peoples(tables.peoples)?;
        w.load_metonyms(tables.metonyms)?;
        w.load_organizations(tables.organizations)?;
        w.load_persons(tables.persons)?;
        w.load_places(tables.places)?;
        Ok(w)
    }

    fn load_states(&mut self, text: &'static str) -> Result<(), TableError> {
        let columns = [
            "iso3",
            "name",
            "adjectives",
            "names",
            "people",
            "capital",
            "capital_names",
            "lat",
            "lon",
            "middle_lat",
            "middle_lon",
            "wikidata",
        ];
        for row in rows("states.tsv", text, &columns)? {
            let iso3 = row.cell(0);
            if iso3.len() != 3 || !iso3.bytes().all(|b| b.is_ascii_uppercase()) {
                return Err(
                    row.error(format!("{iso3:?} is no country code"), "use the three capitals of ISO 3166 alpha-3")
                );
            }
            let item = self.states.len() as u32;
            if self.by_code.insert(iso3, self.states.len()).is_some() {
                return Err(row.error(format!("{iso3} has a row already"), "merge the two rows"));
            }
            if row.cell(1).is_empty() {
                return Err(row.error(format!("{iso3} has no name"), "fill the column name"));
            }
            let degrees = |c| coordinate(&row, c);
            self.states.push(Country {
                iso3,
                name: row.cell(1),
                adjective: row.list(2).next().unwrap_or(row.cell(1)),
                capital: row.cell(5),
                coordinates: pair(degrees(9)?, degrees(10)?).map(|(a, b)| (a as f32, b as f32)),
                wikidata: some(row.cell(11)),
            });
            let named = [(1, HitKind::State), (3, HitKind::State), (2, HitKind::Adjective), (4, HitKind::PeopleNoun)];
            for (column, kind) in named {
                for name in row.list(column) {
                    self.one_state(&row, name, item)?;
                    self.index.add(name, kind, item);
                }
            }
            let at = pair(degrees(7)?, degrees(8)?);
            for name in std::iter::once(row.cell(5)).chain(row.list(6)).filter(|n| !n.is_empty()) {
                self.index.add(name, HitKind::Capital, item);
                let place = self.places.len() as u32;
                self.index.add(name, HitKind::Place, place);
            }
            if !row.cell(5).is_empty() {
                self.places.push(PlaceInfo {
                    name: row.cell(5),
                    country: Some(iso3),
                    lat: at.map(|a| a.0),
                    lon: at.map(|a| a.1),
                    geonames: None,
                    kind: PlacePrecision::Town,
                });
            }
        }
        Ok(())
    }

    fn load_peoples(&mut self, text: &'static str) -> Result<(), TableError> {
        for row in rows("peoples.tsv", text, &["adjectives", "people", "country"])? {
            let code = row.cell(2);
            let Some(&item) = self.by_code.get(code) else {
                return Err(row.error(format!("{code:?} is no state of states.tsv"), "use a code of states.tsv"));
            };
            for (column, kind) in [(0, HitKind::Adjective), (1, HitKind::PeopleNoun)] {
                for name in row.list(column) {
                    self.one_state(&row, name, item as u32)?;
                    self.index.add(name, kind, item as u32);
                }
            }
        }
        Ok(())
    }

    /// A name of a state or its people must not be another state's as well.
    fn one_state(&self, row: &crate::table::Row<'_>, name: &str, item: u32) -> Result<(), TableError> {
        let other = self
            .index
            .named(name)
            .find(|e| e.item != item && matches!(e.kind, HitKind::State | HitKind::Adjective | HitKind::PeopleNoun));
        match other {
            Some(e) => {
                let other = self.states[e.item as usize].iso3;
                Err(row.error(format!("{name:?} is a name of {other} already"), "take it out of one of the two rows"))
            }
            None => Ok(()),
        }
    }

    fn load_metonyms(&mut self, text: &'static str) -> Result<(), TableError> {
        for row in rows("metonyms.tsv", text, &["names", "plain", "country", "sector"])? {
            let item = self.metonyms.len() as u32;
            let country = self.code(&row, 2)?;
            if country.is_none() {
                return Err(row.error("the row has no country", "fill the column country"));
            }
            self.metonyms.push(Organization { name: row.cell(1), country, sector: sector(&row, 3)?, wikidata: None });
            for name in row.list(0) {
                self.index.add(name, HitKind::Metonym, item);
            }
        }
        Ok(())
    }

    fn load_organizations(&mut self, text: &'static str) -> Result<(), TableError> {
        for row in rows("organizations.tsv", text, &["name", "aliases", "country", "sector", "wikidata"])? {
            let item = self.organizations.len() as u32;
            let wikidata = wikidata(&row, 4)?;
            self.organizations.push(Organization {
                name: row.cell(0),
                country: self.code(&row, 2)?,
                sector: sector(&row, 3)?,
                wikidata,
            });
            if row.cell(0).is_empty() {
                return Err(row.error("the row has no name", "fill the column name"));
            }
            self.index.add(row.cell(0), HitKind::Organization, item);
            for name in row.list(1) {
                self.index.add(name, HitKind::Organization, item);
            }
        }
        Ok(())
    }

    fn load_persons(&mut self, text: &'static str) -> Result<(), TableError> {
        let columns = ["name", "aliases", "wikidata", "country", "office", "sector", "rank", "start", "end"];
        let mut at = None;
        for row in rows("persons.tsv", text, &columns)? {
            let country =
                self.code(&row, 3)?.ok_or_else(|| row.error("the row has no country", "fill the column country"))?;
            let date = |c: usize| match row.cell(c) {
                "" => Ok(None),
                text => PartialDate::parse(text)
                    .map(Some)
                    .ok_or_else(|| row.error(format!("{text:?} is no date"), "write YYYY, YYYY-MM or YYYY-MM-DD")),
            };
            let (start, end) = (date(7)?, date(8)?);
            if let (Some(s), Some(e)) = (start, end)
                && e.year < s.year
            {
                return Err(row.error(format!("the tenure ends ({e}) before it starts ({s})"), "mend one of the dates"));
            }
            let rank = match row.cell(6) {
                "1" => 1,
                "2" => 2,
                "3" => 3,
                other => return Err(row.error(format!("{other:?} is no rank"), "use 1, 2 or 3")),
            };
            let tenure = Tenure { country, office: row.cell(4), sector: sector(&row, 5)?, start, end, rank };
            // Rows of one person follow each other; a row without a name adds an office to the person above.
            let item = match (row.cell(0), at) {
                ("", Some(item)) => item,
                ("", None) => {
                    return Err(row.error("the row has no name and no row stands above it", "fill the column name"));
                }
                (name, _) => {
                    let wikidata = wikidata(&row, 2)?;
                    let item = self.persons.add(Person { name, wikidata, tenures: Vec::new() });
                    if name.contains([' ', '-']) {
                        self.index.add(name, HitKind::Person, item);
                    }
                    for alias in row.list(1) {
                        self.index.add(alias, HitKind::Person, item);
                        self.persons.add_spelling(item, alias);
                    }
                    at = Some(item);
                    item
                }
            };
            self.persons.all[item as usize].tenures.push(tenure);
        }
        self.persons.index_surnames();
        Ok(())
    }

    fn load_places(&mut self, text: &'static str) -> Result<(), TableError> {
        for row in rows("places.tsv", text, &["name", "aliases", "country", "lat", "lon", "kind", "geonames"])? {
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
            let at = pair(coordinate(&row, 3)?, coordinate(&row, 4)?);
            let item = self.places.len() as u32;
            self.places.push(PlaceInfo {
                name: row.cell(0),
                country: self.code(&row, 2)?,
                lat: at.map(|a| a.0),
                lon: at.map(|a| a.1),
                geonames,
                kind,
            });
            self.index.add(row.cell(0), HitKind::Place, item);
            for name in row.list(1) {
                self.index.add(name, HitKind::Place, item);
            }
        }
        Ok(())
    }

    /// The code in a column, checked against the states.
    fn code(&self, row: &crate::table::Row<'_>, column: usize) -> Result<Option<&'static str>, TableError> {
        let code = row.cell(column);
        if code.is_empty() || self.by_code.contains_key(code) || NO_STATE.contains(&code) {
            return Ok(some(code));
        }
        Err(row.error(
            format!("{code:?} is no country"),
            format!("use a code of states.tsv or one of {}", NO_STATE.join(", ")),
        ))
    }

    /// Names the tables' content: a hash of their texts.
    pub fn version(&self) -> String {
        self.version.clone()
    }

    /// The longest agent phrase that ends at the last word.
    pub fn agent(&self, words: &[&str]) -> Option<AgentHit> {
        self.agents.hit(words, &self.words)
    }

    /// A state by its code.
    pub fn country(&self, iso3: &str) -> Option<&Country> {
        self.by_code.get(iso3).map(|&i| &self.states[i])
    }

    /// The code of an adjective or people noun ("Syrian", "Syrians").
    pub fn demonym(&self, word: &str) -> Option<&'static str> {
        let entry = self.index.named(word).find(|e| matches!(e.kind, HitKind::Adjective | HitKind::PeopleNoun))?;
        Some(self.states[entry.item as usize].iso3)
    }

    /// A place by name: the one in the country `near` (ISO 3166 alpha-3), else the best known of that name. A state's
    /// name gives the state.
    pub fn place(&self, name: &str, near: Option<&str>) -> Option<PlaceInfo> {
        let name = name.strip_prefix("the ").or(name.strip_prefix("The ")).unwrap_or(name);
        let places =
            || self.index.named(name).filter(|e| e.kind == HitKind::Place).map(|e| &self.places[e.item as usize]);
        let near = near.and_then(|near| places().find(|p| p.country == Some(near)));
        if let Some(place) = near {
            return Some(place.clone());
        }
        if let Some(e) = self.index.named(name).find(|e| e.kind == HitKind::State) {
            let state = &self.states[e.item as usize];
            return Some(PlaceInfo {
                name: state.name,
                country: Some(state.iso3),
                lat: state.coordinates.map(|c| f64::from(c.0)),
                lon: state.coordinates.map(|c| f64::from(c.1)),
                geonames: None,
                kind: PlacePrecision::Country,
            });
        }
        places().next().cloned()
    }

    /// The head of state or government, foreign or defence minister of that surname in office at the date or within two
    /// years after, if only one is. Without a country, a surname that many people have finds no one.
    pub fn person_by_surname(
        &self,
        surname: &str,
        date: Option<PartialDate>,
        country: Option<&str>,
    ) -> Option<&Person> {
        self.persons.by_surname(surname, date, country, 2).map(|i| &self.persons.all[i as usize])
    }

    /// How many rows and names are loaded, by table.
    pub fn counts(&self) -> Vec<(&'static str, usize)> {
        vec![
            ("states", self.states.len()),
            ("metonyms", self.metonyms.len()),
            ("organizations", self.organizations.len()),
            ("persons", self.persons.all.len()),
            ("tenures", self.persons.all.iter().map(|p| p.tenures.len()).sum()),
            ("places", self.places.len()),
            ("towns and divisions", self.gazetteer.len()),
            ("agents", self.agents.len()),
            ("names", self.index.len()),
        ]
    }
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

fn pair(a: Option<f64>, b: Option<f64>) -> Option<(f64, f64)> {
    Some((a?, b?))
}

fn coordinate(row: &crate::table::Row<'_>, column: usize) -> Result<Option<f64>, TableError> {
    match row.cell(column) {
        "" => Ok(None),
        text => match text.parse::<f64>() {
            Ok(n) if n.abs() <= 180.0 => Ok(Some(n)),
            _ => Err(row.error(format!("{text:?} is no coordinate"), "write degrees between -180 and 180")),
        },
    }
}

fn sector(row: &crate::table::Row<'_>, column: usize) -> Result<Option<Sector>, TableError> {
    match row.cell(column) {
        "" => Ok(None),
        code => Sector::from_code(code)
            .map(Some)
            .ok_or_else(|| row.error(format!("{code:?} is no sector"), "use a PLOVER sector such as GOV, MIL or REB")),
    }
}

fn wikidata(row: &crate::table::Row<'_>, column: usize) -> Result<Option<&'static str>, TableError> {
    match row.cell(column) {
        "" => Ok(None),
        q if q.len() > 1 && q.starts_with('Q') && q[1..].bytes().all(|b| b.is_ascii_digit()) => Ok(Some(q)),
        other => Err(row.error(format!("{other:?} is no Wikidata item"), "write Q and a number, or nothing")),
    }
}

/// A hash over the texts, eight bytes at a step.
fn version_of(t: &Tables) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for text in [t.states, t.metonyms, t.peoples, t.organizations, t.persons, t.places, t.towns, t.agents, t.words] {
        for chunk in text.as_bytes().chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        hash ^= text.len() as u64;
    }
    format!("{hash:016x}")
}
