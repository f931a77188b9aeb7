//! The names of the model's classes, made into the types of a reading once, at load.

use crate::reading::{Feats, NameKind, Upos};
use crate::weights::{Config, ModelError};

/// A class of a head that marks stretches by their beginnings and insides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bio {
    /// Whether a stretch begins.
    pub begins: bool,
    /// What it is; none outside.
    pub kind: Option<NameKind>,
}

/// How a form becomes its lemma.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Script {
    /// The lemma itself.
    Literal(String),
    /// Take `strip` characters off the end and add `add`.
    Edit { lower: bool, strip: usize, add: String },
}

/// All classes by head.
pub(crate) struct Labels {
    pub upos: Vec<Upos>,
    pub feats: Vec<Feats>,
    pub lemma: Vec<Script>,
    pub names: Vec<Bio>,
    pub uner: Vec<Bio>,
    pub deprel: Vec<&'static str>,
    pub roles: Vec<&'static str>,
    /// The relation of the word on the root.
    pub root: usize,
    /// The classes of sources and contents.
    pub source: usize,
    pub content: usize,
}

impl Labels {
    pub(crate) fn new(c: &Config) -> Result<Labels, ModelError> {
        let place = |list: &[String], label: &str| {
            let missing = || ModelError::Format(format!("it has no label {label:?}"));
            list.iter().position(|l| l == label).ok_or_else(missing)
        };
        // The names live as long as the program: a few hundred bytes for each model loaded.
        let kept = |list: &[String]| list.iter().map(|l| &*l.clone().leak()).collect();
        Ok(Labels {
            upos: c.upos.iter().map(|u| Upos::from_code(u).unwrap_or_default()).collect(),
            feats: c.feats.iter().map(|f| feats(f)).collect(),
            lemma: c.lemma.iter().map(|s| script(s)).collect::<Result<_, _>>()?,
            names: c.names.iter().map(|l| bio(l)).collect(),
            uner: c.uner.iter().map(|l| bio(l)).collect(),
            deprel: kept(&c.deprel),
            roles: kept(&c.roles),
            root: place(&c.deprel, "root")?,
            source: place(&c.attr, "source")?,
            content: place(&c.attr, "content")?,
        })
    }
}

fn bio(label: &str) -> Bio {
    let kind = label.get(2..).map(|kind| match kind.to_ascii_lowercase().as_str() {
        "person" | "per" => NameKind::Person,
        "organization" | "organisation" | "org" => NameKind::Organization,
        "location" | "loc" | "gpe" => NameKind::Location,
        "norp" => NameKind::Norp,
        "date" => NameKind::Date,
        "money" => NameKind::Money,
        "facility" | "fac" => NameKind::Facility,
        "product" => NameKind::Product,
        _ => NameKind::Misc,
    });
    Bio { begins: label.starts_with("B-"), kind }
}

/// Features as UD writes them ("Mood=Ind|Tense=Past"); those that a reading does not hold are left out.
pub(crate) fn feats(text: &str) -> Feats {
    let mut feats = Feats::default();
    for (name, value) in text.split('|').filter_map(|f| f.split_once('=')) {
        let known = |values: &[&'static str]| values.iter().copied().find(|v| *v == value);
        match name {
            "Tense" => feats.tense = known(&["Past", "Pres"]),
            "Number" => feats.number = known(&["Sing", "Plur", "Ptan"]),
            "Voice" => feats.voice = known(&["Pass"]),
            "Mood" => feats.mood = known(&["Ind", "Imp", "Sub"]),
            "VerbForm" => feats.verb_form = known(&["Fin", "Inf", "Part", "Ger"]),
            "Person" => feats.person = known(&["1", "2", "3"]),
            "Gender" => feats.gender = known(&["Masc", "Fem", "Neut"]),
            _ => {}
        }
    }
    feats
}

fn script(text: &str) -> Result<Script, ModelError> {
    if let Some(lemma) = text.strip_prefix('=') {
        return Ok(Script::Literal(lemma.to_string()));
    }
    let mut parts = text.splitn(3, ';');
    match (parts.next(), parts.next().and_then(|n| n.parse().ok()), parts.next()) {
        (Some(case @ ("l" | "k")), Some(strip), Some(add)) => {
            Ok(Script::Edit { lower: case == "l", strip, add: add.to_string() })
        }
        _ => Err(ModelError::Format(format!("lemma script {text:?} is not understood"))),
    }
}

impl Script {
    /// The lemma of a form; the form in lower case where more is asked off than it has.
    pub(crate) fn apply(&self, form: &str) -> String {
        match self {
            Script::Literal(lemma) => lemma.clone(),
            Script::Edit { lower, strip, add } => {
                let mut lemma = if *lower { form.to_lowercase() } else { form.to_string() };
                let kept = lemma.chars().count().checked_sub(*strip);
                if let Some(kept) = kept {
                    let end = lemma.char_indices().nth(kept).map_or(lemma.len(), |(i, _)| i);
                    lemma.truncate(end);
                    lemma.push_str(add);
                }
                lemma
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_make_lemmas() {
        for (text, form, expected) in [
            ("l;0;", "Talks", "talks"),
            ("l;1;", "Talks", "talk"),
            ("k;0;", "Paris", "Paris"),
            ("l;3;y", "armies", "army"),
            ("=go", "went", "go"),
            ("l;5;x", "met", "met"),
            ("l;1;", "É", ""),
            ("l;0;;", "a", "a;"),
        ] {
            assert_eq!(script(text).unwrap().apply(form), expected, "{text} on {form}");
        }
        for text in ["", "l", "x;0;", "l;a;"] {
            assert!(script(text).is_err(), "{text}");
        }
    }

    #[test]
    fn features_are_kept_that_a_reading_holds() {
        let expected = Feats { tense: Some("Past"), verb_form: Some("Fin"), person: Some("3"), ..Feats::default() };
        assert_eq!(feats("Tense=Past|VerbForm=Fin|Person=3|Case=Nom"), expected);
        assert_eq!(feats("_"), Feats::default());
    }
}
