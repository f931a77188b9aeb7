//! Lemmas of verbs and of plural nouns by the rules of English spelling.
//!
//! The model's own scripts for lemmas are learnt and err on rarer words ("fil" for "filed"); spelling leaves few choices, and
//! between those the vocabulary of the model decides: a lemma is nearly always a word that it knows.

use std::collections::HashMap;
use std::sync::LazyLock;

static VERBS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| forms(include_str!("../data/irregular-verbs.txt")));
static NOUNS: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| forms(include_str!("../data/irregular-nouns.txt")));

/// Forms to lemmas; of several lemmas, the first in the file.
fn forms(text: &'static str) -> HashMap<&'static str, &'static str> {
    let mut map = HashMap::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        let mut words = line.split(' ');
        let Some(lemma) = words.next() else { continue };
        for form in words {
            map.entry(form).or_insert(lemma);
        }
    }
    map
}

/// The lemma of a verb's form, both in lower case; `known` tells words of the language, `inflected` whether the form is one
/// that an ending marks (a past, a participle, a third person). None where spelling has nothing to say.
pub(crate) fn verb(form: &str, inflected: bool, known: &dyn Fn(&str) -> bool) -> Option<String> {
    if let Some((prefix, rest)) = form.rsplit_once('-').filter(|(prefix, _)| !prefix.is_empty()) {
        return verb(rest, inflected, known).map(|lemma| format!("{prefix}-{lemma}"));
    }
    if form.len() < 2 || !form.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if let Some(lemma) = VERBS.get(form) {
        // "found", "lay", "saw" are verbs of their own too, in the plain form.
        return Some(if inflected || *lemma == "be" || !known(form) { lemma.to_string() } else { form.to_string() });
    }
    let stem = form.strip_suffix("ing").or_else(|| form.strip_suffix("ed").filter(|_| !form.ends_with("eed")));
    let stem = stem.or_else(|| form.strip_suffix("ed").filter(|_| inflected)).filter(|s| has_vowel(s) && s.len() > 1);
    if let Some(stem) = stem {
        let lemma = match stem.strip_suffix('i').filter(|_| form.ends_with("ied")) {
            Some(start) if start.len() == 1 => format!("{stem}e"),
            Some(start) => format!("{start}y"),
            None => base(stem, known),
        };
        // A plain form that ends so by chance ("embed") has no lemma that is known.
        return Some(if inflected || known(&lemma) { lemma } else { form.to_string() });
    }
    if form.ends_with('s') && !form.ends_with("ss") {
        let lemma = singular(form, known);
        return Some(if inflected || known(&lemma) { lemma } else { form.to_string() });
    }
    if !inflected {
        return Some(form.to_string());
    }
    // An irregular form of a compound ("overran"), or one without ending ("cut").
    ["over", "under", "out", "re", "un", "mis", "fore", "with", "inter"].iter().find_map(|prefix| {
        let lemma = VERBS.get(form.strip_prefix(prefix)?)?;
        Some(format!("{prefix}{lemma}"))
    })
}

/// The lemma of a plural noun, both in lower case.
pub(crate) fn plural(form: &str, known: &dyn Fn(&str) -> bool) -> Option<String> {
    if let Some(lemma) = NOUNS.get(form) {
        return Some(lemma.to_string());
    }
    if let Some(start) = form.strip_suffix("men").filter(|s| s.len() > 1) {
        return Some(format!("{start}man"));
    }
    let plain = form.len() > 3 && form.bytes().all(|b| b.is_ascii_lowercase());
    (plain && form.ends_with('s') && !form.ends_with("ss")).then(|| singular(form, known))
}

/// Without the ending "s" or "es".
fn singular(form: &str, known: &dyn Fn(&str) -> bool) -> String {
    if let Some(start) = form.strip_suffix("ies").filter(|s| s.len() > 1) {
        return format!("{start}y");
    }
    let short = &form[..form.len() - 1];
    match form.strip_suffix("es") {
        Some(long) if ["ss", "sh", "ch", "x", "zz", "o"].iter().any(|end| long.ends_with(end)) => {
            if !known(long) && known(short) { short.to_string() } else { long.to_string() }
        }
        Some(long) if long.ends_with("us") && !known(short) && known(long) => long.to_string(),
        _ => short.to_string(),
    }
}

fn is_vowel(b: u8) -> bool {
    matches!(b, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn has_vowel(word: &str) -> bool {
    word.bytes().any(|b| is_vowel(b) || b == b'y')
}

/// The verb of which "ed" or "ing" left a stem: as it is, with an "e", or with one letter of two.
fn base(stem: &str, known: &dyn Fn(&str) -> bool) -> String {
    let bytes = stem.as_bytes();
    let with_e = format!("{stem}e");
    if let [.., a, b] = *bytes
        && a == b
        && !is_vowel(b)
    {
        let single = &stem[..stem.len() - 1];
        // "kill" and "pass" are doubled themselves, "plan" and "stop" are doubled by the ending.
        return if matches!(b, b'l' | b's' | b'f' | b'z') && (known(stem) || !known(single)) {
            stem.to_string()
        } else {
            single.to_string()
        };
    }
    let ends = |list: &[&str]| list.iter().any(|end| stem.ends_with(end));
    let e = match (known(stem), known(&with_e)) {
        // "organis", "emphasis" are no verbs.
        _ if stem.len() > 4 && stem.ends_with("is") => true,
        (true, false) => false,
        (false, true) => true,
        // One short vowel and one consonant would have been doubled ("hop", "hopping").
        _ if is_short(bytes) => true,
        (true, true) => ends(&["c", "v", "z", "u", "s", "dg", "ng", "rg"]),
        (false, false) => {
            let single = bytes.len() < 2
                || !is_vowel(bytes[bytes.len() - 2])
                || bytes.len() < 3
                || !is_vowel(bytes[bytes.len() - 3]);
            ends(&["c", "v", "z", "u", "s", "dg", "ng", "rg", "bl", "tl", "dl", "gl", "pl", "fl", "kl", "zl"])
                || single && ends(ENDS_IN_E)
        }
    };
    if e { with_e } else { stem.to_string() }
}

/// After one vowel letter, stems of verbs with these ends are mostly followed by an "e" ("precede", "revoke", "injure").
const ENDS_IN_E: &[&str] = &[
    "ab", "ib", "ob", "ub", "ad", "ed", "id", "od", "ud", "ag", "eg", "ig", "og", "ug", "ak", "ek", "ik", "ok", "uk",
    "il", "ol", "ul", "in", "un", "ap", "ir", "ur", "at", "ot", "ut",
];

/// One vowel, one consonant at the end, nothing else but consonants before.
fn is_short(bytes: &[u8]) -> bool {
    matches!(*bytes, [.., v, c] if is_vowel(v) && !is_vowel(c) && !matches!(c, b'w' | b'x' | b'y'))
        && bytes.iter().filter(|&&b| is_vowel(b)).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "kill refuse plan commit visit file note not star stare add pass control agree free cause force breath \
        breathe house bus boss found find lay talk attack charge change bring sing offer edit use us base hope hop travel \
        consider announce pledge participate carry deny cut set watch go veto army ally minister star are strike focus";

    fn known(word: &str) -> bool {
        KNOWN.split_whitespace().any(|w| w == word)
    }

    #[test]
    fn verbs() {
        for (form, expected) in [
            ("killed", "kill"),
            ("refused", "refuse"),
            ("planned", "plan"),
            ("committed", "commit"),
            ("visiting", "visit"),
            ("filed", "file"),
            ("noted", "note"),
            ("staring", "stare"),
            ("added", "add"),
            ("passed", "pass"),
            ("controlling", "control"),
            ("travelled", "travel"),
            ("agreed", "agree"),
            ("breathing", "breathe"),
            ("changing", "change"),
            ("singing", "sing"),
            ("hoping", "hope"),
            ("hopping", "hop"),
            ("used", "use"),
            ("denied", "deny"),
            ("denies", "deny"),
            ("dying", "die"),
            ("watches", "watch"),
            ("vetoes", "veto"),
            ("goes", "go"),
            ("took", "take"),
            ("met", "meet"),
            ("overran", "overrun"),
            ("waffling", "waffle"),
            ("annexed", "annex"),
            ("shelling", "shell"),
            ("bombed", "bomb"),
            ("seized", "seize"),
            ("died", "die"),
            ("conceded", "concede"),
            ("injured", "injure"),
            ("revoking", "revoke"),
            ("emphasised", "emphasise"),
            ("avoided", "avoid"),
            ("are", "be"),
            ("co-starring", "co-star"),
        ] {
            assert_eq!(verb(form, true, &known).as_deref(), Some(expected), "{form}");
        }
        assert_eq!(verb("found", false, &known).as_deref(), Some("found"));
        assert_eq!(verb("found", true, &known).as_deref(), Some("find"));
        assert_eq!(verb("attacking", false, &known).as_deref(), Some("attack"));
        assert_eq!(verb("talks", false, &known).as_deref(), Some("talk"));
        assert_eq!(verb("embed", false, &known).as_deref(), Some("embed"));
        assert_eq!(verb("cut", true, &known), Some("cut".into()));
        assert_eq!(verb("n't", true, &known), None);
    }

    #[test]
    fn nouns() {
        for (form, expected) in [
            ("talks", "talk"),
            ("armies", "army"),
            ("houses", "house"),
            ("bosses", "boss"),
            ("women", "woman"),
            ("spokesmen", "spokesman"),
            ("crises", "crisis"),
            ("attacks", "attack"),
            ("vetoes", "veto"),
            ("wives", "wife"),
            ("species", "species"),
            ("lapses", "lapse"),
        ] {
            assert_eq!(plural(form, &known).as_deref(), Some(expected), "{form}");
        }
        assert_eq!(plural("press", &known), None);
    }
}
