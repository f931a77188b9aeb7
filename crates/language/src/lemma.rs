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
pub(crate) fn verb(form: &str, inflected: bool, known: impl Fn(&str) -> bool) -> Option<String> {
    if form.len() < 2 || !form.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if let Some(lemma) = VERBS.get(form) {
        // "found", "lay", "saw" are verbs of their own too, in the plain form.
        return Some(if inflected || !known(form) { lemma.to_string() } else { form.to_string() });
    }
    if !inflected {
        return Some(form.to_string());
    }
    let stem = form.strip_suffix("ing").or_else(|| form.strip_suffix("ed")).filter(|s| has_vowel(s) && s.len() > 1);
    if let Some(stem) = stem {
        if let Some(y) = stem.strip_suffix('i').filter(|_| form.ends_with("ied")) {
            return Some(format!("{y}y"));
        }
        return Some(base(stem, known));
    }
    if form.ends_with('s') && !form.ends_with("ss") {
        return Some(singular(form, known));
    }
    // An irregular form of a compound ("overran"), or one without ending ("cut").
    ["over", "under", "out", "re", "un", "mis", "fore", "with", "inter"].iter().find_map(|prefix| {
        let lemma = VERBS.get(form.strip_prefix(prefix)?)?;
        Some(format!("{prefix}{lemma}"))
    })
}

/// The lemma of a plural noun, both in lower case.
pub(crate) fn plural(form: &str, known: impl Fn(&str) -> bool) -> Option<String> {
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
fn singular(form: &str, known: impl Fn(&str) -> bool) -> String {
    if let Some(start) = form.strip_suffix("ies").filter(|s| s.len() > 1) {
        return format!("{start}y");
    }
    let (short, long) = (&form[..form.len() - 1], form.strip_suffix("es"));
    match long {
        Some(long) if ["ss", "sh", "ch", "x", "zz", "o"].iter().any(|end| long.ends_with(end)) => {
            if !known(long) && known(short) { short.to_string() } else { long.to_string() }
        }
        Some(long) if !known(short) && known(long) => long.to_string(),
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
fn base(stem: &str, known: impl Fn(&str) -> bool) -> String {
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
    match (known(stem), known(&with_e)) {
        (true, false) => stem.to_string(),
        (false, true) => with_e,
        (both, _) => {
            let short = matches!(*bytes, [.., b] if !is_vowel(b) && !matches!(b, b'w' | b'x' | b'y'))
                && bytes.iter().filter(|&&b| is_vowel(b)).count() == 1
                && bytes.len() >= 2
                && is_vowel(bytes[bytes.len() - 2]);
            // One short vowel and one consonant would have been doubled ("hop", "hopping"); some ends call for an "e".
            let wants = stem.ends_with(['c', 'v', 'z', 'u', 's']) && !stem.ends_with("us")
                || ["at", "dg", "ng", "rg", "bl", "tl", "dl", "gl", "pl", "fl", "kl", "zl", "ys", "iz"]
                    .iter()
                    .any(|end| stem.ends_with(end) && (!both || *end != "ng"));
            if short || wants && !(both && stem.ends_with("at")) { with_e } else { stem.to_string() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: &str = "kill refuse plan commit visit file note not star stare add pass control agree free cause force breath \
        breathe house bus boss found find lay talk attack charge change bring sing offer edit use us base hope hop travel \
        consider announce pledge participate carry deny cut set watch go veto army ally minister strike focus";

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
        ] {
            assert_eq!(verb(form, true, known).as_deref(), Some(expected), "{form}");
        }
        assert_eq!(verb("found", false, known).as_deref(), Some("found"));
        assert_eq!(verb("found", true, known).as_deref(), Some("find"));
        assert_eq!(verb("cut", true, known), Some("cut".into()));
        assert_eq!(verb("n't", true, known), None);
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
        ] {
            assert_eq!(plural(form, known).as_deref(), Some(expected), "{form}");
        }
        assert_eq!(plural("press", known), None);
    }
}
