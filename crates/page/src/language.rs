//! The language of a text.

/// Fewest letters from which a language is told; below, short headlines are too often mistaken.
const LETTERS: usize = 40;

/// ISO 639-1 code of the language of `text`, where enough of it is there to tell (ISO 639-3 where the language has no
/// two-letter code).
pub(crate) fn of(text: &str) -> Option<String> {
    // The start of an article shows its language; the bound keeps a large input from costing more than its share.
    let end = text.char_indices().nth(8000).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    if text.chars().filter(|c| c.is_alphabetic()).count() < LETTERS {
        return None;
    }
    let found = whatlang::detect(text)?;
    (found.is_reliable() || found.confidence() > 0.8).then(|| two_letters(found.lang().code()).to_owned())
}

/// ISO 639-1 codes of the languages that the detector knows.
const CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

fn two_letters(three: &'static str) -> &'static str {
    CODES.iter().find(|(long, _)| *long == three).map_or(three, |(_, short)| short)
}

#[cfg(test)]
mod tests {
    #[test]
    fn languages_are_told() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(super::of(text).as_deref(), expected, "{text}");
        check("The ministers met in the capital on Tuesday and agreed to open the border again.", Some("en"));
        check("Les ministres se sont réunis mardi dans la capitale et ont décidé de rouvrir la frontière.", Some("fr"));
        check(
            "Die Minister trafen sich am Dienstag in der Hauptstadt und wollen die Grenze wieder öffnen.",
            Some("de"),
        );
        check("Министры встретились во вторник в столице и договорились снова открыть границу.", Some("ru"));
        check("Talks fail", None);
        check("", None);
    }
}
