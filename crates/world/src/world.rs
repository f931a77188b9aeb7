//! The tables, loaded.

use crate::agents::{Agents, Words};
use crate::blob::{self, Blob, Section, size};
use crate::compile::{Source, compile};
use crate::gazetteer::Gazetteer;
use crate::index::Index;
use crate::persons::{Class, Persons, class_of};
use crate::table::{Table, TableError, rows};
use crate::types::{AgentHit, Country, Era, HitKind, Organization, Person, PlaceInfo};
use chancery_record::{PartialDate, PlacePrecision, Sector};
use std::collections::HashMap;
use std::sync::OnceLock;

/// The compiled form of the tables of `world/`, made by the build script.
static EMBEDDED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/world.bin"));

/// All tables.
#[derive(Debug)]
pub struct World {
    blob: Blob,
    pub(crate) states: Vec<Country>,
    /// Codes that are no state's (`UNO`, `IGO`) are not among these.
    by_code: HashMap<&'static str, usize>,
    pub(crate) metonyms: Vec<Organization>,
    pub(crate) organizations: Vec<Organization>,
    pub(crate) persons: Persons,
    pub(crate) places: Places,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) agents: Agents,
    pub(crate) words: Words,
    pub(crate) index: Index,
}

impl World {
    /// The tables that are compiled in, opened at the first call.
    ///
    /// # Panics
    /// Never in a build that passed its tests: one of them opens these tables.
    pub fn embedded() -> &'static World {
        static WORLD: OnceLock<World> = OnceLock::new();
        WORLD.get_or_init(|| {
            let blob = Blob::open(EMBEDDED).expect("the form is whole, which a test checks");
            World::open(blob).expect("the tables are sound, which the build script checks")
        })
    }

    /// A world of these tables and no others. What it holds of their texts stays in memory until the program ends.
    ///
    /// # Errors
    /// Names the file, the line and the cure of the first mistake.
    pub fn load(sources: &[Source<'_>]) -> Result<World, TableError> {
        let bytes: &'static [u8] = compile(sources)?.leak();
        let blob = Blob::open(bytes).ok_or_else(|| TableError {
            file: sources.first().map_or("tables", |source| source.file).to_owned(),
            line: 1,
            problem: "the tables are larger than 4 GB".to_owned(),
            cure: "take rows out".to_owned(),
        })?;
        World::open(blob)
    }

    /// The tables that are compiled in with a user's own, whose rows replace ours of the same id, code, item or name and
    /// else add to them. Stays in memory until the program ends.
    ///
    /// # Errors
    /// Names the file, the line and the cure of the first mistake.
    pub fn with(own: &[Source<'_>]) -> Result<World, TableError> {
        let ours = World::embedded().sources();
        let own = own.iter().map(|source| Source { own: true, ..source.clone() });
        World::load(&own.chain(ours).collect::<Vec<_>>())
    }

    fn open(blob: Blob) -> Result<World, TableError> {
        let states: Vec<Country> = blob.rows(Section::States, size::STATE).iter().map(state).collect();
        let mut agents = Agents::default();
        let mut words = Words::default();
        let mut files: Vec<_> = blob.rows(Section::Files, size::FILE).iter().collect();
        // The first that has a phrase wins.
        files.sort_by_key(|row| row.u8(16) == 0);
        for file in files.iter().filter(|row| row.u8(17) != 0) {
            let (table, rows) = rows(file.text(0), file.text(8))?;
            match table {
                Table::Agents => agents.add_rows(&rows)?,
                Table::Words => words.add_rows(&rows)?,
                _ => {}
            }
        }
        Ok(World {
            by_code: states.iter().enumerate().map(|(i, s)| (s.iso3, i)).collect(),
            states,
            metonyms: blob.rows(Section::Metonyms, size::ORGANIZATION).iter().map(organization).collect(),
            organizations: blob.rows(Section::Organizations, size::ORGANIZATION).iter().map(organization).collect(),
            persons: Persons::open(blob),
            places: Places::open(blob),
            gazetteer: Gazetteer::open(blob),
            agents,
            words,
            index: Index::open(blob),
            blob,
        })
    }

    /// The compiled form.
    pub(crate) fn blob(&self) -> Blob {
        self.blob
    }

    /// The sector that an office's name gives ("Minister of Defence"), and its rank: 1 heads of state and government, 2
    /// foreign and defence ministers, 3 others.
    pub fn office(&self, office: &str) -> (Option<Sector>, u8) {
        let rank = match class_of(office) {
            Class::President | Class::Premier | Class::Monarch => 1,
            Class::Foreign | Class::Defence => 2,
            _ => 3,
        };
        // What follows "of" or "for" only says of what: the noun before it tells.
        let head = office.split([' ', '-']).take_while(|w| !matches!(*w, "of" | "for" | "to" | "in"));
        let words: Vec<String> = head.map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|w| !w.is_empty()).collect();
        (self.agent(&words).and_then(|agent| agent.sector), rank)
    }

    /// The code of the state that has a Wikidata item.
    pub fn state_of_item(&self, item: &str) -> Option<&'static str> {
        self.states.iter().find(|state| state.wikidata == Some(item)).map(|state| state.iso3)
    }

    /// The code of a state by one of its names or adjectives, whatever their case.
    pub fn state_named(&self, name: &str) -> Option<&'static str> {
        let of_state = |e: &crate::index::Entry| matches!(e.kind, HitKind::State | HitKind::Adjective);
        let entry = self.index.named(name).find(of_state)?;
        Some(self.states[entry.item as usize].iso3)
    }

    /// The tables' texts as they were compiled.
    pub fn sources(&self) -> Vec<Source<'static>> {
        let files = self.blob.rows(Section::Files, size::FILE).iter();
        files.map(|row| Source { file: row.text(0), text: row.text(8), own: row.u8(16) != 0 }).collect()
    }

    /// Names the tables' content: a hash of their texts.
    pub fn version(&self) -> String {
        format!("{:016x}", self.blob.version())
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
            || self.index.named(name).filter(|e| e.kind == HitKind::Place).map(|e| self.places.at(e.item as usize));
        let near = near.and_then(|near| places().find(|p| p.country == Some(near)));
        if near.is_some() {
            return near;
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
        places().next()
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

fn state(row: blob::Row) -> Country {
    let at = row.f64(32).zip(row.f64(40));
    Country {
        name: row.text(0),
        adjective: row.text(8),
        capital: row.text(16),
        wikidata: row.some_text(24),
        coordinates: at.map(|(lat, lon)| (lat as f32, lon as f32)),
        iso3: row.code(48).unwrap_or(""),
    }
}

fn organization(row: blob::Row) -> Organization {
    Organization {
        name: row.text(0),
        id: row.text(8),
        wikidata: row.some_text(24),
        country: row.code(32),
        sector: row.sector(35),
        eras: row.text(40).split('|').filter_map(Era::parse).collect(),
    }
}

/// Places, read where they lie: there are too many to hold them all in memory.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Places {
    rows: blob::Rows,
}

impl Places {
    fn open(blob: Blob) -> Places {
        Places { rows: blob.rows(Section::Places, size::PLACE) }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// A place by its index.
    pub fn at(&self, item: usize) -> PlaceInfo {
        let row = self.rows.at(item);
        PlaceInfo {
            name: row.text(0),
            country: row.code(36),
            lat: row.f64(16),
            lon: row.f64(24),
            geonames: Some(row.u32(32)).filter(|id| *id != 0),
            kind: PLACE_KINDS[usize::from(row.u8(39)).min(PLACE_KINDS.len() - 1)],
        }
    }
}

/// Kinds of places; each stands where its number says.
const PLACE_KINDS: [PlacePrecision; 5] =
    [PlacePrecision::Site, PlacePrecision::Town, PlacePrecision::Region, PlacePrecision::Country, PlacePrecision::Wide];

#[cfg(test)]
mod tests {
    use super::*;

    /// The same tables give the same bytes, in the build script and at run time.
    #[test]
    fn compiling_is_deterministic() {
        let again = compile(&World::embedded().sources()).expect("our own tables compile");
        assert!(again == EMBEDDED, "{} bytes are not the {} of the build", again.len(), EMBEDDED.len());
    }

    #[test]
    fn bytes_that_are_cut_off_do_not_open() {
        for length in [0, 7, 16, 100, EMBEDDED.len() / 2] {
            assert!(Blob::open(&EMBEDDED[..length]).is_none(), "{length}");
        }
    }
}
