//! The codebook: which words report which act, as data that a researcher edits (`codebook/*.toml`).
//!
//! [`Codebook::embedded`] is the one inside the program; [`Codebook::load`] reads a folder. A mistake in a file is reported
//! with the file, the line and a cure, and all mistakes are reported at once.

mod entries;
mod inflect;
pub mod pattern;
mod tables;

use entries::{entries, list};
pub use tables::Manner;

use chancery_record::{EventType, RelationType, Sector};
use pattern::{Pattern, Role};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::path::Path;

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../../codebook/", $name)))),*];
    };
}

files![
    "agree.toml",
    "consult.toml",
    "support.toml",
    "concede.toml",
    "cooperate.toml",
    "aid.toml",
    "retreat.toml",
    "request.toml",
    "accuse.toml",
    "reject.toml",
    "threaten.toml",
    "protest.toml",
    "sanction.toml",
    "mobilize.toml",
    "coerce.toml",
    "assault.toml",
    "relations.toml",
    "light.toml",
    "cues.toml",
    "status.toml",
    "guards.toml",
    "stances.toml",
    "genres.toml",
    "calibration.toml",
    "likeness.toml",
];

/// What an entry codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An event of this type.
    Event(EventType),
    /// A relation of this type.
    Relation(RelationType),
}

/// One act and the ways of wording it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What it codes.
    pub target: Target,
    /// Name of the rule, with the type: `ACCUSE/accuse`.
    pub rule: String,
    /// Index of the entry that has the verbs, for one of nouns for the same act (`sue-noun`); else its own.
    pub family: usize,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Verb patterns.
    pub verbs: Vec<Pattern>,
    /// Noun patterns.
    pub nouns: Vec<Pattern>,
    /// Lemmas of the object (of a noun's modifier) that bar it.
    pub unless: Vec<String>,
    /// Who can be the subject.
    pub subject: SubjectKind,
    /// The sectors of the forces and crowds that alone do it so worded ("troops *entered* the town"); anybody where empty.
    pub by: Vec<Sector>,
    /// Whether there is no act without somebody to whom it is done.
    pub needs_recipient: bool,
    /// Whether the words themselves say that it is still to come ("pledged €3 million").
    pub planned: bool,
}

/// What can be the subject of an entry's verb.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// An actor, or nobody named.
    #[default]
    Actor,
    /// Things act too ("airstrikes killed").
    Any,
    /// Only things.
    Thing,
}

/// What a governor says of the act below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Realis {
    /// It happened.
    Actual,
    /// It is to happen.
    Planned,
    /// It may have happened, or may happen.
    Possible,
    /// It did not happen.
    Denied,
}

/// A verb that carries an event noun ("*hold* talks").
#[derive(Clone, Debug)]
pub struct Light {
    /// Role of its subject.
    pub subject: Role,
    /// Particle that must stand with it.
    pub particle: Option<String>,
    /// Preposition between it and the noun ("engage *in* talks").
    pub prep: Option<String>,
    /// What it says of the event.
    pub status: Realis,
}

/// What a guard bars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barred {
    /// All entries of a type.
    Type(EventType),
    /// One entry, by its rule ("ASSAULT/kill").
    Rule(String),
}

/// What is coded by the model's head for types alone.
#[derive(Clone, Debug, Default)]
pub struct Likeness {
    /// The least probability of a type.
    pub least: f32,
    /// The entries `TYPE/like`, one for each type that is coded so.
    pub entries: Vec<usize>,
}

/// The words by which whole articles are told apart.
#[derive(Clone, Debug, Default)]
pub struct Genres {
    /// Lemmas of politics.
    pub politics: HashSet<String>,
    /// Each genre's name and lemmas, in file order.
    pub genres: Vec<(String, HashSet<String>)>,
}

/// The words by which a speaker takes a stance towards another, and the entries that code it; an entry that the codebook
/// lacks is off.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Stances {
    /// Verbs of wishing and expecting, by lemma.
    pub wish: Vec<String>,
    /// Adjectives and nouns that condemn what they are said of, by lemma.
    pub wrong: HashSet<String>,
    /// Adjectives and nouns that praise it.
    pub right: HashSet<String>,
    /// Verbs of doing wrong, some with a word that must depend on them ("break promise").
    pub misdeed: HashSet<String>,
    /// Verbs of what one ought to do, in the same form: to leave it undone is wrong.
    pub duty: HashSet<String>,
    /// What nobody ought to be without ("has no right to").
    pub lacks: HashSet<String>,
    /// Verbs, with a word that depends on them, of what does credit ("show courage").
    pub merit: HashSet<String>,
    /// Adverbs that condemn what is done, in lower case.
    pub wrongly: HashSet<String>,
    /// Nouns of bad conduct, which blame whose it is.
    pub vice: HashSet<String>,
    /// Nouns of what states and leaders do, which can be judged though nobody is named who did it.
    pub deed: HashSet<String>,
    /// Adjectives and participles of being displeased.
    pub upset: HashSet<String>,
    /// Adjectives and participles of being pleased.
    pub pleased: HashSet<String>,
    /// Nouns of what somebody threatened will face.
    pub consequence: HashSet<String>,
    /// Verbs of punishing, which threaten in the passive ("will be punished").
    pub punish: HashSet<String>,
    /// Verbs of answering with harm, which threaten on a condition.
    pub retaliate: HashSet<String>,
    /// What is said to be needed of another ("vital", "time").
    pub needful: HashSet<String>,
    /// Verbs of claiming, by lemma.
    pub allege: Vec<String>,
    /// Verbs of warning, by lemma.
    pub warn: Vec<String>,
    /// Verbs of promising, by lemma: of force, they threaten.
    pub vow: Vec<String>,
    /// Rules by which politicians attack each other in words.
    pub abuse: Vec<String>,
    /// Rules of force by which politicians contest votes and seats.
    pub rivalry: Vec<String>,
    /// Words before a noun that say that an attack is one in words, by lemma.
    pub verbal: Vec<String>,
    /// What an attack in words is: `ACCUSE/condemn`.
    #[serde(skip)]
    pub attack: Option<usize>,
    /// A speaker warns of its own act or sets a condition: `THREATEN/warns`.
    #[serde(skip)]
    pub threat: Option<usize>,
    /// A speaker's side will not do something: `REJECT/will-not`.
    #[serde(skip)]
    pub refusal: Option<usize>,
    /// A speaker says that another must do something: `REQUEST/must`.
    #[serde(skip)]
    pub demand: Option<usize>,
    /// A speaker calls another's act wrong: `ACCUSE/says-wrong`.
    #[serde(skip)]
    pub blame: Option<usize>,
    /// A speaker says that its own side will work with another: `AGREE/will-work`.
    #[serde(skip)]
    pub accord: Option<usize>,
    /// A speaker calls another's act right: `SUPPORT/says-right`.
    #[serde(skip)]
    pub praise: Option<usize>,
    /// A speaker claims that another used force: `ACCUSE/alleges`.
    #[serde(skip)]
    pub charge: Option<usize>,
}

/// Weights of what is known of an act, in log-odds that it is told of at all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Of every act.
    pub base: f32,
    /// Of a pattern of which many words were found.
    pub words: f32,
    /// Of a parser that is sure of where the word hangs.
    pub parse: f32,
    /// Of a noun that no verb carries.
    pub noun: f32,
    /// Of a noun that a verb carries ("hold talks").
    pub carried: f32,
    /// Where the country of one who acts is known.
    pub actor: f32,
    /// Where nobody acts.
    pub agentless: f32,
    /// Where that country is known, and to whom it is done.
    pub both: f32,
    /// Where those are of two countries.
    pub abroad: f32,
    /// Where a party or a parliament acts.
    pub partisan: f32,
    /// Where its own clause says when.
    pub dated: f32,
    /// Where somebody is cited for it.
    pub said: f32,
    /// Where it is open whether it happened.
    pub possible: f32,
    /// Where it is to come.
    pub planned: f32,
    /// Of a verb in a clause that depends on another.
    pub dependent: f32,
    /// Of an infinitive.
    pub infinitive: f32,
    /// Of types that are more or less sure than others.
    #[serde(skip)]
    pub types: BTreeMap<EventType, f32>,
}

/// A word that attributes what is said.
#[derive(Clone, Debug)]
pub struct Cue {
    /// How it gives what it attributes.
    pub manner: Manner,
    /// Whether a plain object is what it attributes, as a clause would be ("denied any role").
    pub object: bool,
    /// The event type that the cue itself reports, if it reports one ("condemn").
    pub event: Option<EventType>,
}

/// The codebook, indexed by lemma.
#[derive(Debug, Default)]
pub struct Codebook {
    /// All entries, events before relations, in file order.
    pub entries: Vec<Entry>,
    /// Verb lemma to (entry, pattern).
    pub verbs: HashMap<String, Vec<(usize, usize)>>,
    /// Noun lemma to (entry, pattern).
    pub nouns: HashMap<String, Vec<(usize, usize)>>,
    /// Hyphenated participles ("backed") to the entry of their relation.
    pub hyphens: HashMap<String, RelationType>,
    /// Light verbs by lemma.
    pub light: HashMap<String, Vec<Light>>,
    /// Cue verbs by lemma.
    pub cue_verbs: HashMap<String, Cue>,
    /// Cue nouns by lemma ("statement").
    pub cue_nouns: HashMap<String, Cue>,
    /// Prepositions that attribute ("according to"), by their words in lower case.
    pub cue_phrases: Vec<Vec<String>>,
    /// Governing verbs, adjectives and nouns by lemma.
    pub governors: HashMap<String, Realis>,
    /// Governing verbs that say it only in the passive ("is believed to have"), by lemma.
    pub passives: HashMap<String, Realis>,
    /// Adverbs by lower-case form ("reportedly").
    pub adverbs: HashMap<String, Realis>,
    /// Auxiliaries by lemma.
    pub modals: HashMap<String, Realis>,
    /// Words of another domain: lemma to the types and rules that they bar when they stand in the clause of the act.
    pub guards: BTreeMap<String, Vec<Barred>>,
    /// Which words without a pattern are coded by likeness.
    pub likeness: Likeness,
    /// Words of kinds of articles that tell of no politics.
    pub genres: Genres,
    /// Weights of what makes an act sure.
    pub evidence: Evidence,
    /// Points of the broken line from evidence to confidence, both ascending.
    pub calibration: Vec<(f32, f32)>,
    /// The words of stances that no pattern holds.
    pub stances: Stances,
    /// Verb forms of the lemmas in `verbs`, `light` and `cue_verbs`.
    forms: inflect::Forms,
    version: String,
}

/// A mistake in a codebook file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file's name.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub what: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// All mistakes of a codebook.
#[derive(Debug, thiserror::Error)]
#[error("the codebook has {} mistake(s):\n{}", .0.len(), .0.iter().map(|m| format!("  {m}\n")).collect::<String>())]
pub struct Mistakes(pub Vec<Mistake>);

impl Codebook {
    /// The codebook compiled into the program.
    ///
    /// # Panics
    /// Never in a build that passed its tests: a test loads it.
    pub fn embedded() -> Codebook {
        Codebook::read(FILES).unwrap_or_else(|e| panic!("{e}"))
    }

    /// Reads a codebook from a folder that holds the same files.
    ///
    /// # Errors
    /// All mistakes at once, each with file, line and cure; a file that is missing is one.
    pub fn load(folder: &Path) -> Result<Codebook, Mistakes> {
        let mut texts = Vec::new();
        let mut mistakes = Vec::new();
        for (name, _) in FILES {
            match std::fs::read_to_string(folder.join(name)) {
                Ok(text) => texts.push((*name, text)),
                Err(e) => mistakes.push(Mistake {
                    file: name.to_string(),
                    line: 1,
                    what: format!("cannot be read ({e}); the folder must hold all {} files of a codebook", FILES.len()),
                }),
            }
        }
        if !mistakes.is_empty() {
            return Err(Mistakes(mistakes));
        }
        let files: Vec<(&str, &str)> = texts.iter().map(|(n, t)| (*n, t.as_str())).collect();
        Codebook::read(&files)
    }

    /// Reads a codebook from the texts of its files.
    ///
    /// # Errors
    /// All mistakes at once, each with file, line and cure.
    pub fn read(files: &[(&str, &str)]) -> Result<Codebook, Mistakes> {
        let mut book = Codebook { version: sum(files), ..Codebook::default() };
        let mut mistakes = Vec::new();
        for (name, text) in files {
            let mut report = |at: usize, what: String| {
                let line = text[..at.min(text.len())].matches('\n').count() + 1;
                mistakes.push(Mistake { file: name.to_string(), line, what });
            };
            match *name {
                "light.toml" => tables::light(text, &mut book, &mut report),
                "cues.toml" => tables::cues(text, &mut book, &mut report),
                "status.toml" => tables::status(text, &mut book, &mut report),
                "guards.toml" => tables::guards(text, &mut book, &mut report),
                "stances.toml" => tables::stances(text, &mut book, &mut report),
                "genres.toml" => tables::genres(text, &mut book, &mut report),
                "calibration.toml" => tables::calibration(text, &mut book, &mut report),
                "likeness.toml" => tables::likeness(text, &mut book, &mut report),
                _ => entries(name, text, &mut book, &mut report),
            }
        }
        let entry = |rule: &str| book.entry(rule);
        let (refusal, demand) = (entry("REJECT/will-not"), entry("REQUEST/must"));
        let (blame, charge) = (entry("ACCUSE/says-wrong"), entry("ACCUSE/alleges"));
        let praise = entry("SUPPORT/says-right");
        let (threat, accord) = (entry("THREATEN/warns"), entry("AGREE/will-work"));
        let attack = entry("ACCUSE/condemn");
        book.stances = Stances { refusal, demand, blame, praise, charge, threat, accord, attack, ..book.stances };
        book.forms = inflect::Forms::of(book.verbs.keys().chain(book.light.keys()).chain(book.cue_verbs.keys()));
        if mistakes.is_empty() { Ok(book) } else { Err(Mistakes(mistakes)) }
    }

    /// The index of the entry of a rule, as records name it (`ACCUSE/condemn`).
    pub fn entry(&self, rule: &str) -> Option<usize> {
        self.entries.iter().position(|e| e.rule == rule)
    }

    /// The lemma of a verb as the codebook spells it: the model's where the codebook knows it, else the one that the form
    /// belongs to, else the model's.
    pub fn verb_lemma(&self, lemma: &str, form: &str) -> String {
        let known =
            |l: &str| self.verbs.contains_key(l) || self.light.contains_key(l) || self.cue_verbs.contains_key(l);
        let candidates = self.forms.lemmas(form);
        if known(lemma) && (candidates.is_empty() || candidates.iter().any(|c| c == lemma)) {
            return lemma.to_owned();
        }
        candidates.first().cloned().unwrap_or_else(|| lemma.to_owned())
    }

    /// The share of events with so much evidence that are right: the broken line of `calibration.toml`, level beyond its ends.
    pub fn calibrated(&self, evidence: f32) -> f32 {
        let after = self.calibration.iter().position(|&(x, _)| x > evidence);
        match (after, self.calibration.last()) {
            (_, None) => evidence,
            (Some(0), _) => self.calibration[0].1,
            (None, Some(&(_, y))) => y,
            (Some(i), _) => {
                let ((x0, y0), (x1, y1)) = (self.calibration[i - 1], self.calibration[i]);
                y0 + (y1 - y0) * (evidence - x0) / (x1 - x0)
            }
        }
    }

    /// Names the content of the codebook's files.
    pub fn version(&self) -> &str {
        &self.version
    }
}

/// A sum over the files' names and texts (FNV-1a, 64 bits), as 16 hexadecimal digits.
fn sum(files: &[(&str, &str)]) -> String {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in files.iter().flat_map(|(n, t)| n.bytes().chain(t.bytes())) {
        h = (h ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{h:016x}")
}

type Report<'a> = dyn FnMut(usize, String) + 'a;
