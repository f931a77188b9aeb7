//! What the model makes of an article: sentences of tokens with their grammar, names, predicates and attributions.
//!
//! Offsets are in Unicode characters of the article's text. Token indexes are within their sentence.

use chancery_record::EventType;
use std::ops::Range;

/// An article, read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Sentences in order of the text.
    pub sentences: Vec<Sentence>,
}

/// A sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sentence {
    /// First character of the first token, in the article's text.
    pub start: usize,
    /// One past the last character of the last token.
    pub end: usize,
    /// Which paragraph of the article it stands in, counted from 0.
    pub paragraph: usize,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// Names, dates, amounts; never overlapping, in order.
    pub names: Vec<Name>,
    /// Predicates with their arguments, in order of the text.
    pub predicates: Vec<Predicate>,
    /// Who says what, in order of the cue.
    pub attributions: Vec<Attribution>,
    /// For each token, how surely (0 to 1) it stands inside words attributed to someone, whether or not the sentence
    /// has a cue (a quotation that runs on from the sentence before).
    pub attributed: Vec<f32>,
}

/// A token: a syntactic word of Universal Dependencies.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Token {
    /// First character in the article's text.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The characters, verbatim.
    pub form: String,
    /// The dictionary form, lower case but for proper nouns.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Morphology.
    pub feats: Feats,
    /// The token that it depends on; none for the root of the sentence.
    pub head: Option<usize>,
    /// The UD relation to its head, with subtype ("nsubj", "nsubj:pass", "obl", "root").
    pub deprel: &'static str,
    /// How sure the parser is of the head, 0 to 1.
    pub head_prob: f32,
}

/// Universal part of speech.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(missing_docs, clippy::upper_case_acronyms)]
pub enum Upos {
    ADJ,
    ADP,
    ADV,
    AUX,
    CCONJ,
    DET,
    INTJ,
    NOUN,
    NUM,
    PART,
    PRON,
    PROPN,
    PUNCT,
    SCONJ,
    SYM,
    VERB,
    #[default]
    X,
}

impl Upos {
    /// The tag's name.
    pub fn code(self) -> &'static str {
        use Upos::*;
        match self {
            ADJ => "ADJ",
            ADP => "ADP",
            ADV => "ADV",
            AUX => "AUX",
            CCONJ => "CCONJ",
            DET => "DET",
            INTJ => "INTJ",
            NOUN => "NOUN",
            NUM => "NUM",
            PART => "PART",
            PRON => "PRON",
            PROPN => "PROPN",
            PUNCT => "PUNCT",
            SCONJ => "SCONJ",
            SYM => "SYM",
            VERB => "VERB",
            X => "X",
        }
    }

    /// The tag of a name.
    pub fn from_code(code: &str) -> Option<Upos> {
        use Upos::*;
        [ADJ, ADP, ADV, AUX, CCONJ, DET, INTJ, NOUN, NUM, PART, PRON, PROPN, PUNCT, SCONJ, SYM, VERB, X]
            .into_iter()
            .find(|u| u.code() == code)
    }
}

/// The morphology that coding needs, as UD names it; none where a feature does not apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Feats {
    /// `Past` or `Pres`.
    pub tense: Option<&'static str>,
    /// `Sing`, `Plur` or `Ptan`.
    pub number: Option<&'static str>,
    /// `Pass`.
    pub voice: Option<&'static str>,
    /// `Ind`, `Imp` or `Sub`.
    pub mood: Option<&'static str>,
    /// `Fin`, `Inf`, `Part` or `Ger`.
    pub verb_form: Option<&'static str>,
    /// `1`, `2` or `3`.
    pub person: Option<&'static str>,
    /// `Masc`, `Fem` or `Neut` (pronouns).
    pub gender: Option<&'static str>,
}

/// A stretch of tokens that names something.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What kind of thing.
    pub kind: NameKind,
    /// How sure, 0 to 1.
    pub prob: f32,
}

/// Kinds of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// A person.
    Person,
    /// A company, government body, armed group, party, news outlet.
    Organization,
    /// A country, town, region, sea.
    Location,
    /// A nationality, religion or political group.
    Norp,
    /// A date or period.
    Date,
    /// An amount of money.
    Money,
    /// A building, base, airport.
    Facility,
    /// A weapon, vehicle or other product.
    Product,
    /// Another name (an event, a law, a work).
    Misc,
}

/// A verb or event noun with its arguments (PropBank).
#[derive(Clone, Debug, PartialEq)]
pub struct Predicate {
    /// The token that predicates.
    pub token: usize,
    /// How sure, 0 to 1.
    pub prob: f32,
    /// Arguments: the role, the head token of the argument, how sure.
    pub arguments: Vec<Argument>,
    /// What type of act it may report, by meaning alone: every type with its probability, the likeliest first. What they
    /// lack of 1 is the probability that it reports none. Empty where the model has no head for types.
    pub types: Vec<(EventType, f32)>,
}

/// An argument of a predicate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Argument {
    /// PropBank label: "ARG0", "ARG1", "ARG2", "ARGM-TMP", "ARGM-LOC", "ARGM-NEG", "ARGM-MOD" ….
    pub role: &'static str,
    /// The head token of the argument.
    pub token: usize,
    /// How sure, 0 to 1.
    pub prob: f32,
}

/// Who is said to say what, within one sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The token of the cue that heads it ("said", "according").
    pub cue: usize,
    /// How sure, 0 to 1.
    pub prob: f32,
    /// Tokens that name the source; empty where the sentence names none.
    pub source: Vec<usize>,
    /// Tokens of what is attributed, in order; not always one stretch ("…," he said, "…").
    pub content: Vec<usize>,
    /// What is attributed in other sentences, where a quotation runs on: the sentence's index in
    /// [`Reading::sentences`] and its tokens. In order, never the sentence of the cue.
    pub more: Vec<(usize, Range<usize>)>,
}
