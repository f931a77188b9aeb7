//! Identifiers inside one record. They are written as a letter and a number: `a1`, `e1`, `s1`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

macro_rules! id {
    ($name:ident, $letter:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", $letter, self.0)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = String::deserialize(d)?;
                text.strip_prefix($letter).and_then(|n| n.parse().ok()).map($name).ok_or_else(|| {
                    serde::de::Error::custom(format!("{text:?} is not an id: expected {}1, {}2, …", $letter, $letter))
                })
            }
        }
    };
}

id!(ActorId, "a", "Names an [`Actor`](crate::Actor) of the same record.");
id!(EventId, "e", "Names an [`Event`](crate::Event) of the same record.");
id!(StatementId, "s", "Names a [`Statement`](crate::Statement) of the same record.");
