//! The language of a text.

use crate::words::{frequency, is_known, is_name};

/// Fewest letters from which a language other than English is told; below, short headlines are too often mistaken.
const LETTERS: usize = 40;

/// Fewest words from which English is told.
const WORDS: usize = 4;

/// Fewest words of a line of prose. Where a text has such lines, it has the language of these: menus may have another.
const PROSE: usize = 12;

/// Characters that are looked at. The start of an article shows its language; the bound keeps a large input from costing more
/// than its share.
const LOOKED_AT: usize = 6000;

/// ISO 639-1 code of the language of `text`, where enough of it is there to tell (ISO 639-3 where the language has no
/// two-letter code). English is told by its words, which also settles short texts and those full of names; the others by
/// their letters.
pub(crate) fn of(text: &str) -> Option<String> {
    let start = start(text);
    let english = English::of(&start);
    if english.is_sure() {
        return Some("en".to_owned());
    }
    if start.chars().filter(|c| c.is_alphabetic()).count() < LETTERS {
        return None;
    }
    let found = whatlang::detect(&start)?;
    let told = match found.lang() {
        whatlang::Lang::Eng => (found.is_reliable() || found.confidence() > 0.8) && english.is_likely(),
        _ => found.is_reliable() || found.confidence() > 0.8,
    };
    told.then(|| two_letters(found.lang().code()).to_owned())
}

/// The first lines of prose of a text, or its first lines where it has none.
fn start(text: &str) -> String {
    let cut = |out: String| match out.char_indices().nth(LOOKED_AT) {
        Some((at, _)) => out[..at].to_owned(),
        None => out,
    };
    let mut prose = String::new();
    for line in text.lines() {
        if line.split_whitespace().nth(PROSE - 1).is_some() {
            prose.extend(line.chars().take(LOOKED_AT));
            prose.push('\n');
        }
        if prose.len() >= LOOKED_AT {
            break;
        }
    }
    cut(if prose.is_empty() { text.chars().take(LOOKED_AT).collect() } else { prose })
}

/// How English the words of a text are.
struct English {
    words: usize,
    known: usize,
    /// Words as usual as "the", "and", "said".
    usual: usize,
}

impl English {
    fn of(text: &str) -> English {
        let mut english = English { words: 0, known: 0, usual: 0 };
        let words = text.split(|c: char| !(c.is_alphabetic() || c == '\'' || c == '’')).filter(|w| !w.is_empty());
        for word in words.take(400) {
            let small = word.to_lowercase();
            // "Syria's", "don't"
            let stem = small.split(['\'', '’']).next().unwrap_or_default();
            let known = is_known(stem);
            // Names tell of the people, not of the language.
            if (!known || is_name(stem)) && word.starts_with(char::is_uppercase) {
                continue;
            }
            english.words += 1;
            english.known += usize::from(known);
            english.usual += usize::from(frequency(stem) >= 1000);
        }
        english
    }

    fn is_sure(&self) -> bool {
        let (known, usual) = (self.known * 100, self.usual * 100);
        match self.words {
            0..WORDS => false,
            // Headlines leave out the small words.
            WORDS..30 => known >= self.words * 80 && usual >= self.words * 15 || known >= self.words * 95,
            _ => known >= self.words * 60 && usual >= self.words * 20,
        }
    }

    fn is_likely(&self) -> bool {
        self.known * 100 >= self.words * 40
    }
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
        check("Oil Prices Rise After Attack", Some("en"));
        check("Angela Merkel, Emmanuel Macron, Vladimir Putin", None);
        check("Hundreds flee as fighting nears the capital", Some("en"));
        check(
            "Mateusz Morawiecki and Jarosław Kaczyński met Viktor Orbán in Székesfehérvár, said Zbigniew Ziobro.",
            Some("en"),
        );
        check(
            "Inicio\nPolítica\nEconomía y negocios\nThe ministers met in the capital on Tuesday and agreed to open the border.\nSuscríbase a nuestro boletín",
            Some("en"),
        );
        check("Ministers mødes in Oslo", None);
        check("", None);
    }
}
