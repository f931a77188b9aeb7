//! Words that coding of actors knows, and small questions asked of words.

use chancery_language::Sentence;
use chancery_record::Sector;
use std::ops::Range;

/// Nouns that only count or part what follows "of": "dozens of protesters", "members of the group".
pub(super) const TRANSPARENT: &[&str] = &[
    "dozen",
    "hundred",
    "thousand",
    "million",
    "ten",
    "score",
    "number",
    "group",
    "member",
    "handful",
    "majority",
    "most",
    "some",
    "many",
    "any",
    "none",
    "each",
    "all",
    "part",
    "series",
    "round",
    "wave",
    "string",
    "spate",
    "couple",
    "lot",
    "crowd",
    "pair",
    "convoy",
    "column",
    "rest",
    "half",
    "several",
    "few",
    "one",
    "two",
    "three",
    "remnant",
    "set",
    "type",
    "kind",
    "sort",
    "barrage",
    "remains",
    "body",
    "bulk",
    "batch",
    "throng",
    "team",
    "contingent",
    "unit",
    "each",
    "both",
    "none",
    "any",
    "ton",
    "tonne",
    "kilogram",
    "truckload",
    "consignment",
    "percent",
    "quarter",
    "third",
    "portion",
];

/// Places and vehicles of a force: "an army camp", "a police convoy", "rebel positions". Who has one is attacked with it.
pub(super) const SITES: &[&str] = &[
    "camp",
    "convoy",
    "headquarters",
    "checkpoint",
    "post",
    "outpost",
    "barracks",
    "compound",
    "patrol",
    "target",
    "position",
    "stronghold",
    "hideout",
    "garrison",
    "bunker",
    "vehicle",
    "truck",
    "base",
    "building",
    "academy",
    "depot",
];

/// Nouns that name a body or person of a state without saying which state.
pub(super) const INSTITUTIONS: &[&str] = &[
    "government",
    "army",
    "military",
    "police",
    "parliament",
    "president",
    "minister",
    "ministry",
    "authority",
    "opposition",
    "troop",
    "soldier",
    "force",
    "official",
    "lawmaker",
    "court",
    "administration",
    "regime",
    "congress",
    "senate",
    "cabinet",
    "protester",
    "demonstrator",
    "activist",
    "rebel",
    "insurgent",
    "militia",
    "airforce",
    "navy",
    "prosecutor",
    "judge",
    "king",
    "premier",
    "chancellor",
    "senator",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "resident",
    "villager",
    "citizen",
    "civilian",
    "candidate",
    "party",
    "state",
    "media",
    "company",
    "importer",
    "prisoner",
    "voter",
];

/// Nouns that name people or bodies of the country that a text is about, where nothing else is said.
pub(super) const DOMESTIC: &[&str] = &[
    "mayor",
    "governor",
    "commission",
    "council",
    "ministry",
    "councillor",
    "prefect",
    "municipality",
    "marcher",
    "rioter",
    "mourner",
    "voter",
    "supporter",
    "farmer",
    "trucker",
    "miner",
    "exporter",
    "union",
    "parent",
    "pastor",
    "priest",
    "church",
    "settler",
    "looter",
    "campaigner",
    "organiser",
    "organizer",
    "electorate",
    "public",
    "gendarme",
    "officer",
    "paramilitary",
    "vigilante",
    "prison",
    "bank",
    "businessman",
    "manufacturer",
    "consumer",
    "mob",
    "crowd",
];

/// Nouns for what only an army has.
pub(super) const ARMY_THINGS: &[&str] = &[
    "position",
    "base",
    "outpost",
    "checkpoint",
    "convoy",
    "barracks",
    "airbase",
    "garrison",
    "trench",
    "artillery",
    "tank",
    "warship",
    "destroyer",
    "submarine",
    "battery",
    "headquarters",
    "bunker",
    "drone",
    "jet",
    "warplane",
    "helicopter",
    "plane",
    "aircraft",
    "bomber",
    "carrier",
    "frigate",
    "patrol",
];

pub(super) const FEMALE: &[&str] = &[
    "mrs",
    "ms",
    "queen",
    "spokeswoman",
    "chairwoman",
    "congresswoman",
    "princess",
    "lady",
    "woman",
    "actress",
    "baroness",
    "mother",
    "wife",
    "daughter",
    "sister",
];

pub(super) const MALE: &[&str] = &[
    "mr",
    "king",
    "spokesman",
    "chairman",
    "congressman",
    "prince",
    "sir",
    "lord",
    "man",
    "sheikh",
    "emir",
    "father",
    "husband",
    "son",
    "brother",
];

/// Codes that stand in for a country.
pub const NO_STATE: &[&str] = &["IGO", "UNO", "EUR", "NGO", "IMG", "MNC"];

pub(super) fn forms<'a>(sentence: &'a Sentence, range: &Range<usize>) -> Vec<&'a str> {
    sentence.tokens[range.clone()].iter().map(|t| t.form.as_str()).collect()
}

/// A name as a key: lower case, without the Arabic article, apostrophes alike.
pub(super) fn key(name: &str) -> String {
    let lower = name.to_lowercase().replace(['’', '‘', '`'], "'");
    let lower = lower.trim_end_matches("'s");
    let lower = lower.strip_prefix("the ").unwrap_or(lower);
    ["al-", "el-"].iter().find_map(|a| lower.strip_prefix(a)).unwrap_or(lower).trim().to_owned()
}

/// The initials of a name of several words ("Syrian Democratic Forces": "SDF").
pub(super) fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter(|w| !matches!(*w, "of" | "the" | "and" | "for" | "in"))
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

/// Whether one name's last word is the other's.
pub(super) fn ends_alike(a: &str, b: &str) -> bool {
    let last = |n: &str| n.split_whitespace().last().map(key);
    last(a) == last(b)
}

/// Words as a plain name: no determiner before, no possessive after.
pub(super) fn clean(words: &[&str]) -> String {
    let mut from = 0;
    while from + 1 < words.len()
        && matches!(
            words[from].to_lowercase().as_str(),
            "the"
                | "a"
                | "an"
                | "some"
                | "several"
                | "many"
                | "these"
                | "those"
                | "this"
                | "that"
                | "his"
                | "her"
                | "their"
                | "its"
        )
    {
        from += 1;
    }
    let mut to = words.len();
    while to > from + 1 && matches!(words[to - 1], "'s" | "’s" | "'" | "’") {
        to -= 1;
    }
    let mut out = String::new();
    for w in &words[from..to] {
        let glue = out.is_empty() || matches!(*w, "'s" | "’s" | "'" | "’" | "-" | "," | ".") || out.ends_with('-');
        if !glue {
            out.push(' ');
        }
        out.push_str(w);
    }
    out
}

/// What the last word of a body's name says of its kind ("Walla News", "Sino Holdings").
pub(super) fn kind_by_name(name: &str) -> Option<Sector> {
    match name.rsplit_once(' ')?.1.trim_end_matches('.') {
        "News" | "Times" | "Post" | "Tribune" | "Herald" | "Gazette" | "TV" | "Television" | "Radio"
        | "Broadcasting" | "Newspaper" | "Magazine" | "Telegraph" => Some(Sector::JRN),
        "Inc" | "Corp" | "Ltd" | "LLC" | "Plc" | "PLC" | "AG" | "Holdings" | "Airlines" | "Airways" | "Industries"
        | "Motors" | "Petroleum" | "Bank" | "Telecom" | "Technologies" | "Co" => Some(Sector::BUS),
        "University" | "College" | "School" => Some(Sector::EDU),
        "Party" => Some(Sector::PTY),
        "Hospital" | "Clinic" => Some(Sector::MED),
        "Church" | "Mosque" | "Synagogue" | "Diocese" => Some(Sector::REL),
        _ => None,
    }
}

pub(super) fn gender(words: &[&str]) -> Option<char> {
    words.iter().find_map(|w| {
        let w = w.trim_end_matches('.').to_lowercase();
        if FEMALE.contains(&w.as_str()) {
            Some('f')
        } else if MALE.contains(&w.as_str()) {
            Some('m')
        } else {
            None
        }
    })
}

/// "defense ministers" as "defense minister", for an office of one person.
pub(super) fn singular_of(words: &[&str], office: bool) -> Vec<String> {
    let mut out: Vec<String> = words.iter().map(|w| w.to_string()).collect();
    if office && let Some(last) = out.last_mut() {
        if let Some(stem) = last.strip_suffix("ies") {
            *last = format!("{stem}y");
        } else if let Some(stem) = last.strip_suffix("men") {
            *last = format!("{stem}man");
        } else if let Some(stem) = last.strip_suffix('s').filter(|s| !s.ends_with('s')) {
            *last = stem.to_owned();
        }
    }
    out
}

/// Whether a noun looks like one for a person by its ending ("boxer", "guitarist"). Those that act in politics stand in the
/// world's table of agents and are found there first.
pub(super) fn is_person_noun(lemma: &str) -> bool {
    const THINGS: &[&str] = &[
        "power",
        "order",
        "border",
        "offer",
        "number",
        "water",
        "paper",
        "matter",
        "letter",
        "river",
        "tower",
        "center",
        "sector",
        "factor",
        "error",
        "terror",
        "harbor",
        "cluster",
        "corner",
        "counter",
        "cover",
        "danger",
        "disaster",
        "computer",
        "fever",
        "filter",
        "finger",
        "hunger",
        "labor",
        "manner",
        "member",
        "murder",
        "number",
        "reactor",
        "shelter",
        "silver",
        "summer",
        "tractor",
        "transfer",
        "trigger",
        "winter",
        "chapter",
        "chamber",
        "weather",
        "helicopter",
        "cruiser",
        "destroyer",
        "bomber",
        "tanker",
        "freighter",
        "carrier",
        "corridor",
        "motor",
        "mirror",
        "monitor",
        "favor",
        "honor",
        "behavior",
        "answer",
        "barrier",
        "frontier",
        "encounter",
        "surrender",
        "takeover",
        "handover",
        "register",
        "ladder",
        "customer",
        "quarter",
        "headquarter",
        "server",
        "ouster",
        "rather",
        "mortar",
        "charter",
        "theater",
        "newsletter",
        "newspaper",
        "broadcaster",
        "cover",
        "layer",
        "order",
        "supper",
        "super",
    ];
    let ending = ["er", "or", "ist", "ian", "eer", "man", "woman"]
        .iter()
        .any(|e| lemma.len() > e.len() + 2 && lemma.ends_with(e));
    ending && !THINGS.contains(&lemma)
}

/// Whether a noun names a relative of somebody.
pub(super) fn is_kin(lemma: &str) -> bool {
    matches!(
        lemma,
        "wife"
            | "husband"
            | "spouse"
            | "widow"
            | "partner"
            | "son"
            | "daughter"
            | "child"
            | "brother"
            | "sister"
            | "father"
            | "mother"
            | "parent"
            | "cousin"
            | "nephew"
            | "niece"
            | "uncle"
            | "aunt"
            | "family"
            | "relative"
            | "son-in-law"
    )
}
