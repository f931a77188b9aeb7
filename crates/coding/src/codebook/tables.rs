//! The codebook's small tables: light verbs, cues, words of realis, and guards.

use super::{
    Barred, Codebook, Cue, Entry, Evidence, Genres, Light, Realis, Report, Stances, SubjectKind, Target, list,
    pattern::Role,
};
use chancery_record::EventType;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, HashMap};
use toml::Spanned;

fn parse<T: DeserializeOwned>(text: &str, report: &mut Report<'_>) -> Option<T> {
    toml::from_str(text).map_err(|e| report(e.span().map_or(0, |s| s.start), e.message().to_owned())).ok()
}

/// The type of a code, or a mistake that names those that there are.
pub(super) fn event_type(code: &Spanned<String>, report: &mut Report<'_>) -> Option<EventType> {
    let found = EventType::from_code(code.get_ref());
    if found.is_none() {
        report(
            code.span().start,
            format!(
                "{:?} is no event type; the types are {}",
                code.get_ref(),
                list(EventType::ALL.iter().map(|t| t.code()))
            ),
        );
    }
    found
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LightFile {
    verb: Vec<RawLight>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLight {
    lemma: String,
    subject: Spanned<String>,
    particle: Option<String>,
    prep: Option<String>,
    status: Realis,
}

pub(super) fn light(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let Some(file) = parse::<LightFile>(text, report) else { return };
    for v in file.verb {
        let subject = match v.subject.get_ref().as_str() {
            "A" => Role::Actor,
            "R" => Role::Recipient,
            "T" => Role::Third,
            other => {
                report(v.subject.span().start, format!("{other:?} is no role; write A, R or T"));
                continue;
            }
        };
        book.light.entry(v.lemma).or_default().push(Light {
            subject,
            particle: v.particle,
            prep: v.prep,
            status: v.status,
        });
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueFile {
    #[serde(default)]
    verb: Vec<RawCue>,
    #[serde(default)]
    noun: Vec<RawCue>,
    #[serde(default)]
    phrase: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCue {
    lemma: String,
    kind: Manner,
    #[serde(default)]
    object: bool,
    #[serde(rename = "type")]
    event: Option<Spanned<String>>,
}

/// How a cue gives what it attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Manner {
    /// In speech or writing.
    Say,
    /// In thought.
    Think,
    /// As a question.
    Ask,
}

pub(super) fn cues(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let Some(file) = parse::<CueFile>(text, report) else { return };
    book.cue_phrases = file.phrase.iter().map(|p| p.split(' ').map(str::to_owned).collect()).collect();
    for (list, map) in [(file.verb, &mut book.cue_verbs), (file.noun, &mut book.cue_nouns)] {
        for c in list {
            let event = c.event.as_ref().and_then(|t| event_type(t, report));
            map.insert(c.lemma, Cue { manner: c.kind, object: c.object, event });
        }
    }
}

#[derive(Deserialize)]
struct StatusFile {
    governor: HashMap<Realis, Vec<String>>,
    passive: HashMap<Realis, Vec<String>>,
    adverb: HashMap<Realis, Vec<String>>,
    modal: HashMap<Realis, Vec<String>>,
}

pub(super) fn status(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let Some(file) = parse::<StatusFile>(text, report) else { return };
    // A word that stands in two lists is read as the less certain of the two.
    for (from, to) in [
        (file.governor, &mut book.governors),
        (file.passive, &mut book.passives),
        (file.adverb, &mut book.adverbs),
        (file.modal, &mut book.modals),
    ] {
        let mut lists: Vec<(Realis, Vec<String>)> = from.into_iter().collect();
        lists.sort_by_key(|(r, _)| *r);
        for (realis, words) in lists {
            for w in words {
                to.insert(w, realis);
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuardFile {
    guard: Vec<RawGuard>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGuard {
    #[serde(rename = "domain")]
    _domain: String,
    types: Vec<Spanned<String>>,
    words: Vec<String>,
}

pub(super) fn guards(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let Some(file) = parse::<GuardFile>(text, report) else { return };
    for g in file.guard {
        let barred: Vec<Barred> = g
            .types
            .iter()
            .filter_map(|t| match t.get_ref().contains('/') {
                true => Some(Barred::Rule(t.get_ref().clone())),
                false => event_type(t, report).map(Barred::Type),
            })
            .collect();
        for w in g.words {
            book.guards.entry(w).or_default().extend(barred.iter().cloned());
        }
    }
}

pub(super) fn stances(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    book.stances = parse::<Stances>(text, report).unwrap_or_default();
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GenreFile {
    politics: Vec<String>,
    genre: Vec<RawGenre>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGenre {
    name: String,
    words: Vec<String>,
}

pub(super) fn genres(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let Some(file) = parse::<GenreFile>(text, report) else { return };
    book.genres = Genres {
        politics: file.politics.into_iter().collect(),
        genres: file.genre.into_iter().map(|g| (g.name, g.words.into_iter().collect())).collect(),
    };
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CalibrationFile {
    points: Spanned<Vec<(f32, f32)>>,
    evidence: Evidence,
    types: Spanned<BTreeMap<String, f32>>,
}

pub(super) fn calibration(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let Some(file) = parse::<CalibrationFile>(text, report) else { return };
    let at = file.points.span().start;
    let points = file.points.into_inner();
    let ascends = points.windows(2).all(|w| w[0].0 < w[1].0 && w[0].1 <= w[1].1);
    if !ascends || points.iter().any(|p| !(0.0..=1.0).contains(&p.0) || !(0.0..=1.0).contains(&p.1)) {
        report(at, "the points must ascend, within 0 and 1: [[evidence, share right], …]".to_owned());
    }
    book.calibration = points;
    book.evidence = file.evidence;
    let at = file.types.span();
    for (code, weight) in file.types.into_inner() {
        let Some(kind) = event_type(&Spanned::new(at.clone(), code), report) else { continue };
        book.evidence.types.insert(kind, weight);
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LikenessFile {
    least: Spanned<f32>,
    types: Vec<Spanned<String>>,
}

pub(super) fn likeness(text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let Some(file) = parse::<LikenessFile>(text, report) else { return };
    if !(0.0..=1.0).contains(file.least.get_ref()) {
        report(
            file.least.span().start,
            format!("{} is no probability; write a number from 0 to 1", file.least.get_ref()),
        );
    }
    book.likeness.least = *file.least.get_ref();
    for code in &file.types {
        let Some(kind) = event_type(code, report) else { continue };
        book.likeness.entries.push(book.entries.len());
        book.entries.push(Entry {
            target: Target::Event(kind),
            rule: format!("{}/like", kind.code()),
            family: book.entries.len(),
            mode: None,
            cameo: None,
            contexts: Vec::new(),
            verbs: Vec::new(),
            nouns: Vec::new(),
            unless: Vec::new(),
            subject: SubjectKind::Actor,
            by: Vec::new(),
            needs_recipient: false,
            planned: false,
        });
    }
}
