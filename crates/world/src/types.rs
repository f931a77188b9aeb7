//! What the tables hold and what resolution gives.

use chancery_record::{PartialDate, PlacePrecision, Sector};
use std::ops::Range;

/// A state, or a territory that acts as one.
#[derive(Clone, Debug, PartialEq)]
pub struct Country {
    /// ISO 3166 alpha-3 code ("SYR"); `XKX` for Kosovo.
    pub iso3: &'static str,
    /// Plain English name ("Syria").
    pub name: &'static str,
    /// Adjective ("Syrian").
    pub adjective: &'static str,
    /// Capital or seat of government ("Damascus"); empty where there is none.
    pub capital: &'static str,
    /// Coordinates of the middle of the country, degrees north and east.
    pub coordinates: Option<(f32, f32)>,
    /// Wikidata item, where known for sure.
    pub wikidata: Option<&'static str>,
}

/// An organisation, armed group, party, agency or outlet.
#[derive(Clone, Debug, PartialEq)]
pub struct Organization {
    /// Its own stable id ("islamic-state").
    pub id: &'static str,
    /// Fullest common name ("Islamic State").
    pub name: &'static str,
    /// Country, or `IGO`, `UNO`, `EUR`, `NGO`, `IMG`, `MNC`; none where the body belongs to none of them.
    pub country: Option<&'static str>,
    /// Sector; none for bodies of states (the guide leaves it open).
    pub sector: Option<Sector>,
    /// Wikidata item, where known for sure.
    pub wikidata: Option<&'static str>,
    /// Times in which its sector is another one, such as an armed group's in government.
    pub eras: Vec<Era>,
}

/// A time in which an organisation has another sector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Era {
    /// The sector then.
    pub sector: Sector,
    /// First day, as exactly as known; none where it has always been so.
    pub start: Option<PartialDate>,
    /// Last day; none where it lasts.
    pub end: Option<PartialDate>,
}

impl Era {
    /// Whether it has a first or last day. Without one its sector always holds beside the organisation's own.
    pub(crate) fn dated(&self) -> bool {
        self.start.is_some() || self.end.is_some()
    }

    /// Reads an era as the table writes it: "GOV 1996-09-27/2001-11-13", either day missing where it is open.
    pub(crate) fn parse(text: &str) -> Option<Era> {
        let (sector, days) = text.split_once(' ')?;
        let (start, end) = days.split_once('/')?;
        let day = |text: &str| match text {
            "" => Some(None),
            text => PartialDate::parse(text).map(Some),
        };
        Some(Era { sector: Sector::from_code(sector)?, start: day(start)?, end: day(end)? })
    }
}

/// A person and the offices held.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// The person's own stable id ("vladimir-putin").
    pub id: &'static str,
    /// Plain name ("Vladimir Putin").
    pub name: &'static str,
    /// Wikidata item, where known.
    pub wikidata: Option<&'static str>,
    /// Offices, in the order of the table (by start).
    pub tenures: Vec<Tenure>,
}

/// One office held by one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Tenure {
    /// Country or code of the body.
    pub country: &'static str,
    /// Office ("President", "Minister of Foreign Affairs").
    pub office: &'static str,
    /// Its sector; none for bodies of states.
    pub sector: Option<Sector>,
    /// First day, as exactly as known.
    pub start: Option<PartialDate>,
    /// Last day; none where the tenure lasts, or its end is unknown.
    pub end: Option<PartialDate>,
    /// Whether it ended on a day that no source tells. It then counts for six years at most.
    pub over: bool,
    /// How high the office stands: 1 heads of state and government, 2 foreign and defence ministers and heads of
    /// international bodies, 3 other offices.
    pub rank: u8,
    /// Where the row comes from, as the table says it; empty where only the table's head tells.
    pub source: &'static str,
}

/// A place with what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceInfo {
    /// Its name in the table ("Kyiv" for "Kiev").
    pub name: &'static str,
    /// ISO 3166 alpha-3 code; none for seas and places of several countries.
    pub country: Option<&'static str>,
    /// Latitude in degrees north.
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    pub lon: Option<f64>,
    /// GeoNames identifier, where known.
    pub geonames: Option<u32>,
    /// How exact the place is.
    pub kind: PlacePrecision,
}

/// A table name found in a run of tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The tokens it covers.
    pub range: Range<usize>,
    /// In which table it stands.
    pub kind: HitKind,
    /// Plain name of what it names: the state for an adjective, a capital or a metonym, else the entry's own.
    pub name: &'static str,
    /// Country, or `IGO`, `UNO`, `EUR`, `NGO`, `IMG`, `MNC`.
    pub country: Option<String>,
    /// Sector as an actor. A capital and an adjective have the state's.
    pub sector: Option<Sector>,
    /// Wikidata item, where known for sure.
    pub wikidata: Option<&'static str>,
}

/// The kind of a name found by [`World::scan`](crate::World::scan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HitKind {
    /// A state's name ("Syria").
    State,
    /// A nationality as an adjective ("Syrian").
    Adjective,
    /// Its people ("Syrians", "a Briton").
    PeopleNoun,
    /// Its capital, which may be the government or the town ("Damascus").
    Capital,
    /// A name that stands for a government or a part of it ("the Kremlin", "the Pentagon").
    Metonym,
    /// A person.
    Person,
    /// An organisation or group.
    Organization,
    /// Any other place.
    Place,
}

impl HitKind {
    /// All of them; each stands where its number says.
    pub(crate) const ALL: [HitKind; 8] = [
        HitKind::State,
        HitKind::Adjective,
        HitKind::PeopleNoun,
        HitKind::Capital,
        HitKind::Metonym,
        HitKind::Person,
        HitKind::Organization,
        HitKind::Place,
    ];
}

/// What a noun phrase stands for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// Fullest plain name that the phrase and the tables support; none where the phrase names nothing.
    pub name: Option<String>,
    /// Country, or `IGO`, `UNO`, `EUR`, `NGO`, `IMG`, `MNC`; none where unknown.
    pub country: Option<String>,
    /// PLOVER sector; none where unknown, and for bodies of states.
    pub sector: Option<Sector>,
    /// Capacity as the phrase gives it ("Deputy Foreign Minister").
    pub role: Option<String>,
    /// Office held at the date by the tables ("President of Russia").
    pub office: Option<String>,
    /// Identifier of our own ("vladimir-putin"), for what stands in the tables.
    pub id: Option<String>,
    /// Wikidata item, where the tables know it.
    pub wikidata: Option<String>,
    /// What kind of thing it is.
    pub kind: Kind,
    /// Whether the name is a person's own.
    pub person_named: bool,
    /// The table or rule that told ("table:person", "grammar:office").
    pub basis: &'static str,
}

/// The kind of a resolved phrase.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A state.
    State,
    /// One person, named or not ("a protester").
    Person,
    /// An organisation or armed group with a name of its own.
    Organization,
    /// The holder of an office, not named ("Turkish defense minister").
    Office,
    /// Several people or a body named by what they are ("Israeli troops").
    Group,
    /// A place.
    Place,
    /// Nothing that the tables or the grammar know.
    #[default]
    Unknown,
}

/// An agent noun or phrase at the end of some words ("defense minister").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgentHit {
    /// Sector that it gives to its actor; none where the noun leaves it open ("leader", "expert").
    pub sector: Option<Sector>,
    /// Whether one person holds it (president, foreign minister, mayor).
    pub is_office: bool,
    /// Whether it means several people or a body (troops, parliament).
    pub collective: bool,
    /// Whether it is a craft or weapon that stands for its user (warplane).
    pub is_thing: bool,
    /// Its words as written ("Deputy Foreign Minister").
    pub role: String,
    /// How many of the last words it covers.
    pub words: usize,
}
