//! What an article asserts: events, statements, relations, figures, and the record that holds them.

use crate::{Actor, ActorId, Article, EventId, EventType, RelationType, Span, StatementId, When};
use serde::{Deserialize, Serialize};

/// One real-world event, however often the article mentions it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Its id inside the record.
    pub id: EventId,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// PLOVER mode, where one applies ("visit").
    #[serde(default)]
    pub mode: Option<String>,
    /// CAMEO code, a string with its leading zero ("043").
    #[serde(default)]
    pub cameo: Option<String>,
    /// Quad class, 1 to 4.
    #[serde(default)]
    pub quad: u8,
    /// PLOVER contexts ("military").
    #[serde(default)]
    pub contexts: Vec<String>,
    /// Those who act.
    #[serde(default)]
    pub actor: Vec<ActorId>,
    /// Those acted on.
    #[serde(default)]
    pub recipient: Vec<ActorId>,
    /// Mediator or host that is neither.
    #[serde(default)]
    pub third: Vec<ActorId>,
    /// When it happened, or is to happen.
    #[serde(default)]
    pub date: Option<When>,
    /// Where it took place.
    #[serde(default)]
    pub place: Option<Place>,
    /// Whether it happened.
    pub status: Status,
    /// Who is cited for it; empty where the article asserts it in its own voice.
    #[serde(default)]
    pub said_by: Vec<ActorId>,
    /// A stated condition or demanded return.
    #[serde(default)]
    pub condition: Option<Span>,
    /// The clauses that report it.
    pub mentions: Vec<Mention>,
    /// How sure the reader is, 0 to 1.
    pub confidence: f32,
    /// The codebook entry and pattern that fired.
    pub rule: String,
}

/// A clause that reports an event, and the word in it that names the act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The clause.
    #[serde(flatten)]
    pub span: Span,
    /// The word that names the act.
    pub trigger: Span,
}

/// Whether an event happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Happened or is happening.
    Actual,
    /// Scheduled, expected, announced or intended.
    Planned,
    /// Hypothetical, conditional or unconfirmed.
    Possible,
    /// Said not to have happened.
    Denied,
}

/// A place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its name, as fully as the article and the tables support.
    pub name: String,
    /// ISO 3166 alpha-3 code of its country.
    #[serde(default)]
    pub country: Option<String>,
    /// Latitude in degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
    /// GeoNames identifier.
    #[serde(default)]
    pub geonames: Option<u32>,
    /// How exactly it is known.
    pub precision: PlacePrecision,
    /// The words that name it, verbatim.
    #[serde(default)]
    pub text: Option<String>,
}

/// How exactly a place is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    /// A building, base or other site.
    Site,
    /// A town or village.
    Town,
    /// A district, province or part of a country.
    Region,
    /// A country.
    Country,
    /// Larger than a country, or unknown.
    Wide,
}

/// A place that an article names, and which of the places of that name it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NamedPlace {
    /// Its plain name; of one left open, the article's.
    pub name: String,
    /// ISO 3166 alpha-3 code of its country; none where it is left open, or has none.
    #[serde(default)]
    pub country: Option<String>,
    /// Latitude in degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Longitude in degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
    /// GeoNames identifier.
    #[serde(default)]
    pub geonames: Option<u32>,
    /// How exact the place is; none where it is left open.
    #[serde(default)]
    pub precision: Option<PlacePrecision>,
    /// How sure it is that this place is meant, 0 to 1; of one left open, that none that is known is.
    pub confidence: f32,
    /// What speaks most for it, the strongest first ("within", "near"); empty where it is left open.
    #[serde(default)]
    pub basis: Vec<String>,
    /// Where the article names it.
    pub mentions: Vec<Span>,
}

/// Words, claims or stances that the article attributes to someone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its id inside the record.
    pub id: StatementId,
    /// Who says so.
    pub speaker: ActorId,
    /// Cited intermediaries ("quoted as saying by …").
    #[serde(default)]
    pub via: Vec<ActorId>,
    /// Quoted, reported, or both.
    pub kind: Kind,
    /// The word that attributes ("said").
    pub cue: String,
    /// The medium named ("Twitter", "statement").
    #[serde(default)]
    pub medium: Option<String>,
    /// When it was said.
    #[serde(default)]
    pub date: Option<When>,
    /// The words attributed.
    pub content: Span,
}

/// How a statement is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// All of it quoted.
    Direct,
    /// None of it quoted.
    Indirect,
    /// Partly quoted.
    Mixed,
}

/// A standing relation between two actors, or between an actor and a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// What it says.
    #[serde(rename = "type")]
    pub kind: RelationType,
    /// Who holds, supports, controls.
    pub from: ActorId,
    /// Whom or what.
    pub to: ActorId,
    /// The office ("Deputy Foreign Minister").
    #[serde(default)]
    pub role: Option<String>,
    /// Since when.
    #[serde(default)]
    pub start: Option<crate::PartialDate>,
    /// Until when.
    #[serde(default)]
    pub end: Option<crate::PartialDate>,
    /// `actual`, `former`, `suspended` or `denied`.
    #[serde(default = "actual")]
    pub status: String,
    /// Who is cited for it.
    #[serde(default)]
    pub said_by: Vec<ActorId>,
    /// The words that support it.
    pub mentions: Vec<Span>,
}

fn actual() -> String {
    "actual".into()
}

/// A count or an amount.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The words of the number, verbatim ("more than 50,000").
    pub quantity: String,
    /// Lower bound; none where open.
    #[serde(default)]
    pub low: Option<f64>,
    /// Upper bound; none where open.
    #[serde(default)]
    pub high: Option<f64>,
    /// What is counted.
    pub unit: Unit,
    /// A short phrase ("killed", "displaced").
    pub what: String,
    /// The event that it belongs to.
    #[serde(default)]
    pub event: Option<EventId>,
    /// ISO 3166 alpha-3 codes of the countries where it was counted.
    #[serde(default)]
    pub place: Vec<String>,
    /// Who is cited for it.
    #[serde(default)]
    pub said_by: Vec<ActorId>,
    /// The words that support it.
    pub mention: Span,
}

macro_rules! units {
    ($($variant:ident $code:literal $what:literal),* $(,)?) => {
        /// What a figure counts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Unit {
            $(#[doc = $what] #[serde(rename = $code)] $variant),*
        }

        impl Unit {
            /// The unit's name in a record.
            pub fn code(self) -> &'static str {
                match self { $(Unit::$variant => $code),* }
            }
        }
    };
}

units! {
    Person "person" "People.",
    Usd "USD" "United States dollars.",
    Eur "EUR" "Euros.",
    Gbp "GBP" "Pounds sterling.",
    Km "km" "Kilometres.",
    Hour "hour" "Hours.",
    Day "day" "Days; weeks and years are given in days.",
    Item "item" "Things.",
    Share "share" "A part of a whole, 0 to 1.",
}

/// All that one article asserts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// The article's id.
    pub id: String,
    /// The article, with its text.
    pub article: Article,
    /// Actors that the entries name.
    pub actors: Vec<Actor>,
    /// Events, in order of first mention.
    pub events: Vec<Event>,
    /// Statements, in order of the text.
    pub statements: Vec<Statement>,
    /// Relations, in order of first mention.
    pub relations: Vec<Relation>,
    /// Figures, in order of the text.
    pub figures: Vec<Figure>,
    /// Places that the article names, in order of first mention, whether or not something took place there.
    #[serde(default)]
    pub places: Vec<NamedPlace>,
    /// What read it.
    pub versions: Versions,
}

/// The four things that, with the article and its date, determine a record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// The program.
    pub chancery: String,
    /// The language model's weights.
    pub model: String,
    /// The codebook.
    pub codebook: String,
    /// The world tables.
    pub world: String,
}
