//! Entries of the tables by identifier: what stands where, with all that the row says.

use crate::blob::{self, Section, size};
use crate::compile::slug;
use crate::types::Tenure;
use crate::world::World;
use chancery_record::Sector;

/// A row of the tables, or the rows of one person.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its stable identifier: "SYR", "vladimir-putin", "islamic-state", "geonames-281133".
    pub id: String,
    /// What it is: state, government, organization, person, place.
    pub what: &'static str,
    /// Plain name.
    pub name: &'static str,
    /// Other names.
    pub aliases: Vec<&'static str>,
    /// Country, or `IGO`, `UNO`, `EUR`, `NGO`, `IMG`, `MNC`; none for persons, whose offices have it.
    pub country: Option<&'static str>,
    /// PLOVER sector.
    pub sector: Option<Sector>,
    /// Wikidata item.
    pub wikidata: Option<&'static str>,
    /// GeoNames identifier.
    pub geonames: Option<u32>,
    /// Degrees north and east.
    pub coordinates: Option<(f64, f64)>,
    /// Offices of a person, by start.
    pub tenures: Vec<Tenure>,
    /// The table's file and the line of the row, counted from 1.
    pub at: (&'static str, usize),
    /// What the head of the table says of its sources.
    pub sources: String,
}

impl World {
    /// The entries of an identifier: one of our own, a Wikidata item ("Q7747"), the code of a state or a GeoNames
    /// identifier ("geonames-281133" or the number). Several where a Wikidata item is a person's and a body's.
    pub fn entries(&self, id: &str) -> Vec<Entry> {
        let number = id.strip_prefix("geonames-").unwrap_or(id).parse::<u32>().ok().filter(|n| *n != 0);
        let mut found = Vec::new();
        let named =
            |row: &blob::Row, at: usize, item: usize| row.text(at) == id || row.text(item) == id && !id.is_empty();
        for row in self.blob().rows(Section::States, size::STATE).iter() {
            if row.code(48) == Some(id) || named(&row, 24, 24) {
                found.push(Entry {
                    id: row.code(48).unwrap_or("").to_owned(),
                    what: "state",
                    country: row.code(48),
                    sector: Some(Sector::GOV),
                    wikidata: row.some_text(24),
                    coordinates: row.f64(32).zip(row.f64(40)),
                    ..self.entry(&row, 56)
                });
            }
        }
        for (section, what) in [(Section::Metonyms, "government"), (Section::Organizations, "organization")] {
            for row in self.blob().rows(section, size::ORGANIZATION).iter().filter(|row| named(row, 8, 24)) {
                found.push(Entry {
                    id: row.text(8).to_owned(),
                    what,
                    country: row.code(32),
                    sector: row.sector(35),
                    wikidata: row.some_text(24),
                    ..self.entry(&row, 16)
                });
            }
        }
        let persons = self.blob().rows(Section::Persons, size::PERSON).iter().zip(&self.persons.all);
        for (row, person) in persons.filter(|(row, _)| named(row, 8, 24)) {
            let tenures = person.tenures.clone();
            found.push(Entry {
                id: row.text(8).to_owned(),
                what: "person",
                wikidata: person.wikidata,
                tenures,
                ..self.entry(&row, 16)
            });
        }
        for (item, row) in self.blob().rows(Section::Places, size::PLACE).iter().enumerate() {
            let place = self.places.at(item);
            let its = match place.geonames {
                Some(number) => format!("geonames-{number}"),
                None => slug(&format!("{} {}", place.name, place.country.unwrap_or(""))),
            };
            if place.geonames.is_some() && place.geonames == number || its == id {
                found.push(Entry {
                    id: its,
                    what: "place",
                    country: place.country,
                    geonames: place.geonames,
                    coordinates: place.lat.zip(place.lon),
                    ..self.entry(&row, 8)
                });
            }
        }
        // Towns and divisions that the table of places does not have.
        let town = number.filter(|_| found.is_empty()).and_then(|number| self.gazetteer.of_geonames(number));
        if let Some(town) = town {
            let spot = self.gazetteer.spot(town);
            let row = self.blob().rows(Section::Spots, size::SPOT).at(town.0 as usize);
            let (at, sources) = self.place_of(row.offset(0));
            found.push(Entry {
                id: format!("geonames-{}", spot.geonames),
                what: "place",
                name: spot.name,
                country: self.gazetteer.country(town),
                geonames: Some(spot.geonames),
                coordinates: spot.lat.zip(spot.lon).map(|(lat, lon)| (lat.into(), lon.into())),
                at,
                sources,
                ..Entry::default()
            });
        }
        found
    }

    /// What all rows have: the name at 0, other names at a field, and where the row stands.
    fn entry(&self, row: &blob::Row, aliases: usize) -> Entry {
        let (at, sources) = self.place_of(row.offset(0));
        let aliases = row.text(aliases).split('|').map(str::trim).filter(|name| !name.is_empty()).collect();
        Entry { name: row.text(0), aliases, at, sources, ..Entry::default() }
    }

    /// File and line of a cell, and the head of its table as far as it names sources.
    fn place_of(&self, offset: usize) -> ((&'static str, usize), String) {
        for file in self.blob().rows(Section::Files, size::FILE).iter() {
            let (from, text) = (file.offset(8), file.text(8));
            if (from..from + text.len()).contains(&offset) {
                let line = text.as_bytes()[..offset - from].iter().filter(|b| **b == b'\n').count() + 1;
                let head = text
                    .lines()
                    .take_while(|line| line.starts_with('#'))
                    .map(|line| line.trim_start_matches(['#', ' ']));
                let head = head.collect::<Vec<_>>().join(" ");
                let sources = head.split(". ").find(|sentence| sentence.to_lowercase().starts_with("source"));
                return ((file.text(0), line), sources.unwrap_or("").trim_end_matches('.').to_owned());
            }
        }
        (("", 0), String::new())
    }
}
