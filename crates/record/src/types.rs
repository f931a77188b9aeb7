//! The ontology: event types, quad classes and relation types, each list standing here once.

use serde::{Deserialize, Serialize};

/// Quad class of an event (PLOVER manual 0.8): cooperation or conflict, in words or in deeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Quad {
    /// 1: verbal cooperation.
    VerbalCooperation = 1,
    /// 2: material cooperation.
    MaterialCooperation = 2,
    /// 3: verbal conflict.
    VerbalConflict = 3,
    /// 4: material conflict.
    MaterialConflict = 4,
}

macro_rules! event_types {
    ($($code:ident $quad:ident $what:literal),* $(,)?) => {
        /// The sixteen event types of PLOVER 0.8.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[allow(clippy::upper_case_acronyms)]
        pub enum EventType {
            $(#[doc = $what] $code),*
        }

        impl EventType {
            /// All types, in the order of the manual.
            pub const ALL: &'static [EventType] = &[$(EventType::$code),*];

            /// The type's name.
            pub fn code(self) -> &'static str {
                match self { $(EventType::$code => stringify!($code)),* }
            }

            /// What belongs to it, in a line.
            pub fn what(self) -> &'static str {
                match self { $(EventType::$code => $what),* }
            }

            /// Its quad class. SANCTION is material conflict, as in the manual's own section and category table; the
            /// manual's quad table has it as verbal.
            pub fn quad(self) -> Quad {
                match self { $(EventType::$code => Quad::$quad),* }
            }

            /// The type of a name.
            pub fn from_code(code: &str) -> Option<EventType> {
                match code { $(stringify!($code) => Some(EventType::$code),)* _ => None }
            }

            /// Whether actor and recipient may change places without changing what is said.
            pub fn symmetric(self) -> bool {
                matches!(self, EventType::AGREE | EventType::CONSULT | EventType::COOPERATE)
            }
        }
    };
}

event_types! {
    AGREE VerbalCooperation "Agree, promise, offer or pledge to cooperate, sign up to.",
    CONSULT VerbalCooperation "Meetings, talks, visits, calls, negotiations, mediation.",
    SUPPORT VerbalCooperation "Praise, thank, endorse, welcome, recognise, express solidarity, ratify.",
    CONCEDE VerbalCooperation "Ease a restriction, pardon, apologise, announce a ceasefire or withdrawal to come.",
    COOPERATE MaterialCooperation "Joint exercises and operations, trade, sharing intelligence, extradition.",
    AID MaterialCooperation "Money, arms, training, humanitarian help, asylum, rescue.",
    RETREAT MaterialCooperation "Withdraw forces, release captives, observe a ceasefire, let in aid, resign.",
    REQUEST VerbalConflict "Requests, appeals, demands, orders, calls on others.",
    ACCUSE VerbalConflict "Disapprove, condemn, criticise, accuse, blame, charge, sue, investigate.",
    REJECT VerbalConflict "Refuse, veto, reject, block, cancel a meeting, deny a demand.",
    THREATEN VerbalConflict "Threats, warnings with consequences, ultimatums.",
    PROTEST MaterialConflict "Demonstrations, riots, strikes, boycotts.",
    SANCTION MaterialConflict "Reduce or break relations: sanctions, embargo, expel diplomats, convict.",
    MOBILIZE MaterialConflict "Deploy, alert, exercise, station troops, short of force.",
    COERCE MaterialConflict "Arrest, ban, curfew, confiscate, crackdown, blockade, cyber attack.",
    ASSAULT MaterialConflict "Fight, attack, shell, bomb, kill, kidnap, torture, capture territory.",
}

macro_rules! relation_types {
    ($($variant:ident $code:literal $what:literal),* $(,)?) => {
        /// What a standing relation says.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum RelationType {
            $(#[doc = $what] #[serde(rename = $code)] $variant),*
        }

        impl RelationType {
            /// All types.
            pub const ALL: &'static [RelationType] = &[$(RelationType::$variant),*];

            /// The type's name in a record.
            pub fn code(self) -> &'static str {
                match self { $(RelationType::$variant => $code),* }
            }
        }
    };
}

relation_types! {
    HoldsOffice "holds_office" "A person holds an office of a country or organisation.",
    MemberOf "member_of" "A state or person is a member of a body.",
    PartOf "part_of" "A body is part of another.",
    Supports "supports" "Backs politically, militarily or materially.",
    Opposes "opposes" "Fights or stands against.",
    Controls "controls" "Holds territory or assets.",
    PresentIn "present_in" "Has forces stationed in.",
    AlliedWith "allied_with" "Is an ally of.",
}
