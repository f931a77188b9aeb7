//! Who acts, is acted on, or speaks.

use crate::{ActorId, Span};
use serde::{Deserialize, Serialize};

/// An actor of the article: a state, body, group or person, named once however often it is mentioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Actor {
    /// Its id inside the record.
    pub id: ActorId,
    /// The fullest plain name that the article or the world tables support; a role without a name is named by the role.
    pub name: String,
    /// ISO 3166 alpha-3 code of the state it belongs to, or `IGO`, `UNO`, `EUR`, `NGO`, `IMG`, `MNC`; none where unknown.
    #[serde(default)]
    pub country: Option<String>,
    /// PLOVER sector; none where unknown.
    #[serde(default)]
    pub sector: Option<Sector>,
    /// The capacity in which it is named ("spokesman"), where the article or the tables give one.
    #[serde(default)]
    pub role: Option<String>,
    /// The office held at the publication date by the world tables ("President of Russia").
    #[serde(default)]
    pub office: Option<String>,
    /// Wikidata item, where the world tables know it.
    #[serde(default)]
    pub wikidata: Option<String>,
    /// Where the article names it.
    #[serde(default)]
    pub mentions: Vec<Span>,
}

macro_rules! sectors {
    ($($code:ident $what:literal),* $(,)?) => {
        /// PLOVER actor sector (PLOVER manual 0.8, chapter on actors), with the three that the project's guide adds.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(clippy::upper_case_acronyms)]
        pub enum Sector {
            $(#[doc = $what] $code),*
        }

        impl Sector {
            /// All sectors, in the order of the guide.
            pub const ALL: &'static [Sector] = &[$(Sector::$code),*];

            /// The three-letter code.
            pub fn code(self) -> &'static str {
                match self { $(Sector::$code => stringify!($code)),* }
            }

            /// What the code stands for, in words.
            pub fn what(self) -> &'static str {
                match self { $(Sector::$code => $what),* }
            }

            /// The sector of a three-letter code.
            pub fn from_code(code: &str) -> Option<Sector> {
                match code { $(stringify!($code) => Some(Sector::$code),)* _ => None }
            }
        }
    };
}

sectors! {
    GOV "Government, its leaders, ministers and spokesmen, and a country acting as a state.",
    MIL "State military.",
    COP "Police.",
    JUD "Courts and judges.",
    LEG "Parliament and its members.",
    SPY "Intelligence services.",
    PRM "Pro-government paramilitary.",
    REB "Armed opposition, insurgents.",
    PTY "Political party.",
    OPP "Unarmed opposition.",
    CVL "Civilians, protesters, activists.",
    REF "Refugees.",
    JRN "Journalists and media.",
    BUS "Business.",
    SOC "Civil society, bodies like an NGO.",
    MED "Health.",
    EDU "Education.",
    REL "Religion.",
    CRM "Organised crime.",
    LAB "Labour, trade unions.",
    UAF "Unidentified gunmen.",
    ELI "Former officials, elites.",
    AGR "Agriculture.",
    UNK "Unknown.",
}
