//! What a place name may mean, by all tables.

use crate::gazetteer::{Level, Spot, SpotId};
use crate::text::key;
use crate::types::HitKind;
use crate::world::World;
use chancery_record::PlacePrecision;

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its plain name.
    pub name: &'static str,
    /// ISO 3166 alpha-3 code; none for seas and places of several countries.
    pub country: Option<&'static str>,
    /// Latitude in degrees north.
    pub lat: Option<f32>,
    /// Longitude in degrees east.
    pub lon: Option<f32>,
    /// GeoNames identifier, where known.
    pub geonames: Option<u32>,
    /// How exact the place is.
    pub kind: PlacePrecision,
    /// What it is in the outline of states, divisions and towns; none for sites and waters.
    pub level: Option<Level>,
    /// Whether it is the capital of its state.
    pub capital: bool,
    /// Its place among the namesakes in `places.tsv`, from 0; none where that table, of places known from the news, lacks it.
    pub known: Option<u8>,
    /// Decimal logarithm of the population; 0 where unknown.
    pub size: f32,
    /// Whether the name is another one than its own.
    pub alias: bool,
    /// Its row in the table of towns and divisions, where it has one.
    pub spot: Option<SpotId>,
    /// The division of the first order that it lies in, or is.
    pub first: Option<SpotId>,
    /// The division of the second order that it lies in, or is.
    pub second: Option<SpotId>,
}

/// How near places of one name must lie to be one, in kilometres: a town, and anything larger.
const ONE_TOWN: f32 = 30.0;
const ONE_REGION: f32 = 400.0;

impl World {
    /// All places that a name may mean, in no order of likelihood. Ask only where a place is meant: nearly every surname is a
    /// town's name too.
    pub fn places_named(&self, name: &str) -> Vec<Candidate> {
        let name = name.strip_prefix("the ").or(name.strip_prefix("The ")).unwrap_or(name);
        let mut out: Vec<Candidate> = Vec::new();
        let mut known = 0;
        for entry in self.index.named(name) {
            match entry.kind {
                HitKind::State => {
                    let state = &self.states[entry.item as usize];
                    let spot = self.gazetteer.state(state.iso3);
                    out.push(Candidate {
                        name: state.name,
                        country: Some(state.iso3),
                        lat: state.coordinates.map(|c| c.0),
                        lon: state.coordinates.map(|c| c.1),
                        geonames: spot.map(|s| self.gazetteer.spot(s).geonames),
                        kind: PlacePrecision::Country,
                        level: Some(Level::State),
                        capital: false,
                        known: Some(0),
                        size: 7.5,
                        alias: false,
                        spot,
                        first: None,
                        second: None,
                    });
                }
                HitKind::Place => {
                    let p = self.places.at(entry.item as usize);
                    let capital = p.country.and_then(|c| self.country(c)).is_some_and(|c| c.capital == p.name);
                    out.push(Candidate {
                        name: p.name,
                        country: p.country,
                        lat: p.lat.map(|x| x as f32),
                        lon: p.lon.map(|x| x as f32),
                        geonames: p.geonames,
                        kind: p.kind,
                        level: match p.kind {
                            PlacePrecision::Town => Some(Level::Town),
                            PlacePrecision::Region => Some(Level::First),
                            _ => None,
                        },
                        capital: capital && p.kind == PlacePrecision::Town,
                        known: Some(known),
                        size: 0.0,
                        alias: false,
                        spot: None,
                        first: None,
                        second: None,
                    });
                    known = known.saturating_add(1);
                }
                _ => {}
            }
        }
        for (id, alias) in self.gazetteer.named(name) {
            let spot = self.gazetteer.spot(id);
            let country = self.gazetteer.country(id);
            let size = f32::from(spot.size) / 10.0;
            let (first, second) = (self.gazetteer.within(id, Level::First), self.gazetteer.within(id, Level::Second));
            // The same place in both tables: the known one says what it is, the row where it lies.
            let same = out.iter_mut().find(|c| {
                c.spot.is_none()
                    && (c.geonames == Some(spot.geonames)
                        || c.geonames.is_none() && c.country == country && is_one(c, &spot))
            });
            if let Some(c) = same {
                self.join(c, id);
                continue;
            }
            out.push(Candidate {
                name: spot.name,
                country,
                lat: spot.lat,
                lon: spot.lon,
                geonames: Some(spot.geonames),
                kind: if spot.level == Level::Town { PlacePrecision::Town } else { PlacePrecision::Region },
                level: Some(spot.level),
                capital: false,
                known: None,
                size,
                alias,
                spot: Some(id),
                first,
                second,
            });
        }
        // Another name of a known place ("Helmand province", "NSW") is no name of its row, but its own name or a short one is.
        for c in out.iter_mut().filter(|c| c.spot.is_none()) {
            let named = self.gazetteer.named(c.name).map(|(id, _)| id).chain(self.gazetteer.short(name));
            let same = |id: &SpotId| {
                let spot = self.gazetteer.spot(*id);
                self.gazetteer.country(*id) == c.country && (c.geonames == Some(spot.geonames) || is_one(c, &spot))
            };
            if let Some(id) = named.into_iter().find(same) {
                self.join(c, id);
            }
        }
        // "England" is a part of the state that it may stand for.
        let part = |c: &Candidate, s: &Candidate| {
            c.level == Some(Level::First) && !c.alias && c.country == s.country && key(c.name) != key(s.name)
        };
        if let Some(at) = out.iter().position(|s| s.level == Some(Level::State) && out.iter().any(|c| part(c, s))) {
            out.remove(at);
        }
        out
    }

    /// Adds to a known place what its row in the outline says.
    fn join(&self, c: &mut Candidate, id: SpotId) {
        let row = self.spot(id);
        if c.lat.is_none() {
            (c.lat, c.lon) = (row.lat, row.lon);
        }
        (c.spot, c.size, c.level) = (row.spot, row.size, row.level);
        (c.first, c.second, c.geonames) = (row.first, row.second, row.geonames);
    }

    /// Whether any table has a place of that name.
    pub fn is_place_name(&self, name: &str) -> bool {
        self.index.named(name).any(|e| matches!(e.kind, HitKind::State | HitKind::Place))
            || self.gazetteer.named(name).next().is_some()
    }

    /// The divisions that a short name after a town's may mean ("Tex.", "NSW").
    pub fn short_divisions(&self, name: &str) -> Vec<SpotId> {
        self.gazetteer.short(name).collect()
    }

    /// The place of a row of the table of towns and divisions.
    pub fn spot(&self, id: SpotId) -> Candidate {
        let spot = self.gazetteer.spot(id);
        Candidate {
            name: spot.name,
            country: self.gazetteer.country(id),
            lat: spot.lat,
            lon: spot.lon,
            geonames: Some(spot.geonames),
            kind: match spot.level {
                Level::State => PlacePrecision::Country,
                Level::Town => PlacePrecision::Town,
                _ => PlacePrecision::Region,
            },
            level: Some(spot.level),
            capital: false,
            known: None,
            size: f32::from(spot.size) / 10.0,
            alias: false,
            spot: Some(id),
            first: self.gazetteer.within(id, Level::First),
            second: self.gazetteer.within(id, Level::Second),
        }
    }
}

/// Whether a place of `places.tsv` is the one of a row, by what they are and how near they lie.
fn is_one(c: &Candidate, spot: &Spot) -> bool {
    let town = spot.level == Level::Town;
    let kinds = match c.kind {
        PlacePrecision::Town => town,
        PlacePrecision::Region => !town,
        _ => false,
    };
    // A region without coordinates is the division of its name.
    let (Some(a), Some(b)) = (c.lat.zip(c.lon), spot.lat.zip(spot.lon)) else { return kinds && !town };
    kinds && distance(a, b) < if town { ONE_TOWN } else { ONE_REGION }
}

/// Great-circle distance in kilometres between two points, each latitude and longitude in degrees.
pub fn distance(a: (f32, f32), b: (f32, f32)) -> f32 {
    let half = |x: f32, y: f32| ((x - y).to_radians() / 2.0).sin().powi(2);
    let h = half(a.0, b.0) + a.0.to_radians().cos() * b.0.to_radians().cos() * half(a.1, b.1);
    12_742.0 * h.clamp(0.0, 1.0).sqrt().asin()
}
