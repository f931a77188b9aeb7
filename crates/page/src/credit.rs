//! Who wrote and who delivered an article: agency, byline, credit lines, and the date of a dateline.

use crate::date;
use crate::paragraph::{self, Paragraph};
use chancery_record::PartialDate;
use regex::Regex;
use std::sync::LazyLock;

/// News agencies: the forms in which datelines and credits name them, and the name that the record gives.
const AGENCIES: &[(&str, &str)] = &[
    ("The Associated Press", "AP"),
    ("Associated Press", "AP"),
    ("AP", "AP"),
    ("Thomson Reuters", "Reuters"),
    ("Reuters", "Reuters"),
    ("REUTERS", "Reuters"),
    ("Agence France-Presse", "AFP"),
    ("Agence France Presse", "AFP"),
    ("AFP", "AFP"),
    ("United Press International", "UPI"),
    ("UPI", "UPI"),
    ("Deutsche Presse-Agentur", "dpa"),
    ("dpa", "dpa"),
    ("DPA", "dpa"),
    ("EFE", "EFE"),
    ("ANSA", "ANSA"),
    ("Lusa", "Lusa"),
    ("APA", "APA"),
    ("Belga", "Belga"),
    ("ANP", "ANP"),
    ("TT", "TT"),
    ("NTB", "NTB"),
    ("STT", "STT"),
    ("Press Association", "PA"),
    ("PA Media", "PA"),
    ("PA", "PA"),
    ("Press Trust of India", "PTI"),
    ("PTI", "PTI"),
    ("ANI", "ANI"),
    ("IANS", "IANS"),
    ("UNI", "UNI"),
    ("Xinhua", "Xinhua"),
    ("XINHUA", "Xinhua"),
    ("Kyodo News", "Kyodo"),
    ("Kyodo", "Kyodo"),
    ("KYODO", "Kyodo"),
    ("Jiji Press", "Jiji"),
    ("Jiji", "Jiji"),
    ("Yonhap", "Yonhap"),
    ("KCNA", "KCNA"),
    ("CNA", "CNA"),
    ("Antara", "Antara"),
    ("ANTARA", "Antara"),
    ("Bernama", "Bernama"),
    ("PNA", "PNA"),
    ("VNA", "VNA"),
    ("TASS", "TASS"),
    ("Tass", "TASS"),
    ("ITAR-TASS", "TASS"),
    ("Interfax", "Interfax"),
    ("RIA Novosti", "RIA Novosti"),
    ("Sputnik", "Sputnik"),
    ("Ukrinform", "Ukrinform"),
    ("UNIAN", "UNIAN"),
    ("BelTA", "BelTA"),
    ("BTA", "BTA"),
    ("Tanjug", "Tanjug"),
    ("Hina", "Hina"),
    ("MTI", "MTI"),
    ("PAP", "PAP"),
    ("Anadolu Agency", "Anadolu"),
    ("Anadolu", "Anadolu"),
    ("AA", "Anadolu"),
    ("SANA", "SANA"),
    ("IRNA", "IRNA"),
    ("ISNA", "ISNA"),
    ("Mehr", "Mehr"),
    ("MNA", "Mehr"),
    ("Tasnim", "Tasnim"),
    ("Fars", "Fars"),
    ("Petra", "Petra"),
    ("NNA", "NNA"),
    ("WAFA", "WAFA"),
    ("WAM", "WAM"),
    ("SPA", "SPA"),
    ("KUNA", "KUNA"),
    ("QNA", "QNA"),
    ("BNA", "BNA"),
    ("INA", "INA"),
    ("Saba", "Saba"),
    ("MENA", "MENA"),
    ("APS", "APS"),
    ("MAP", "MAP"),
    ("NAN", "NAN"),
    ("GNA", "GNA"),
    ("SAnews", "SAnews"),
    ("APP", "APP"),
    ("BSS", "BSS"),
    ("UNB", "UNB"),
    ("AAP", "AAP"),
    ("Canadian Press", "The Canadian Press"),
    ("The Canadian Press", "The Canadian Press"),
    ("Bloomberg", "Bloomberg"),
    ("Thomson Reuters Foundation", "Thomson Reuters Foundation"),
    ("Inter Press Service", "IPS"),
    ("IPS", "IPS"),
    ("IRIN", "IRIN"),
    ("UN News", "UN News"),
];

/// What the words around an article say of its origin.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Origin {
    pub agency: Option<String>,
    pub outlet: Option<String>,
    pub credits: Vec<String>,
    /// The date of a dateline, where it has a year.
    pub date: Option<PartialDate>,
}

fn agency(name: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|(form, _)| *form == name).map(|(_, agency)| *agency)
}

/// A dateline at the start of a paragraph: place, day and agency, then a dash or colon.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?P<place>[^()\n]{0,90}?)\s*\(\s*(?P<agency>[A-Za-z][A-Za-z /.&-]{1,40}?)\s*\)\s*(?:[-–—]+|:|\.\s*[-–—])",
    )
    .expect("a constant pattern compiles")
});

/// A dateline without an agency, in capitals: "GENEVA, 15 March 2023 -".
static PLACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\p{Lu}[\p{Lu}\s.'’,/-]{2,60}?,\s*(?P<date>[^()–—:]{4,40}?)\s*(?:[-–—]+|:)\s")
        .expect("a constant pattern compiles")
});

/// The name behind the year of a copyright line.
static OWNER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:©|\([cC]\)|[Cc]opyright)\W*(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?)\W*(?:by\s+)?(?P<name>\p{Lu}[^.,;|©\d]{2,50}?)\s*(?:[.,;|]|$|[Aa]ll [Rr]ights)")
        .expect("a constant pattern compiles")
});

/// Reads agency, outlet, credits and the dateline's date off the paragraphs of an article, those removed included.
pub(crate) fn read(paragraphs: &[Paragraph]) -> Origin {
    let mut origin = Origin::default();
    // The dateline opens the body; a caption or a summary may stand before it.
    for paragraph in paragraphs.iter().filter(|p| p.reason.is_none() && !p.headline).take(3) {
        let (name, day) = dateline(&paragraph.text);
        origin.agency = origin.agency.or(name.map(str::to_owned));
        origin.date = origin.date.or(day);
    }
    for paragraph in paragraphs {
        let Some(reason) = paragraph.reason.as_deref() else { continue };
        match reason {
            "credit" | "byline" => {
                origin.agency = origin.agency.take().or_else(|| in_credit(&paragraph.text).map(str::to_owned));
                origin.credits.push(paragraph.text.clone());
            }
            "copyright" if origin.outlet.is_none() => {
                origin.outlet = OWNER.captures(&paragraph.text).map(|c| c["name"].trim().to_owned());
            }
            _ => {}
        }
    }
    origin
}

/// Agency and day of a paragraph's dateline.
fn dateline(text: &str) -> (Option<&'static str>, Option<PartialDate>) {
    if let Some(found) = DATELINE.captures(text) {
        // "(AP/Reuters)" names two; the first is taken.
        let name = found["agency"].split(['/', ',']).next().and_then(|n| agency(n.trim()));
        // A sentence may hold "(AP) -" too: a dateline has a place, or nothing, before it, and no verb.
        let place = &found["place"];
        let is_place = place.chars().next().is_none_or(char::is_uppercase) && paragraph::words(place) <= 9;
        if let (Some(name), true) = (name, is_place) {
            return (Some(name), date::find(place).map(|(day, _)| day));
        }
    }
    let day = PLACE.captures(text).and_then(|c| date::find(&c["date"]).map(|(day, _)| day));
    (None, day)
}

/// The agency that a line of credits names.
pub(crate) fn in_credit(text: &str) -> Option<&'static str> {
    let word = |c: char| c.is_alphanumeric();
    AGENCIES
        .iter()
        // Short forms of letters are too often part of other words or of a name ("PA", "TT", "AA") to be taken from prose.
        .filter(|(form, _)| form.len() > 2 || *form == "AP")
        .filter_map(|(form, name)| {
            let at = text
                .match_indices(form)
                .find(|(at, _)| !text[..*at].ends_with(word) && !text[at + form.len()..].starts_with(word))?;
            Some((at.0, std::cmp::Reverse(form.len()), *name))
        })
        .min()
        .map(|(.., name)| name)
}

/// Marks the lines between headline and body that give a name alone, with the outlet in capitals under it.
pub(crate) fn mark_name_lines(paragraphs: &mut [Paragraph]) {
    let first = paragraphs.iter().position(|p| p.free() && p.is_prose()).unwrap_or(0);
    for at in 0..first.saturating_sub(1) {
        let (name, outlet) = (&paragraphs[at], &paragraphs[at + 1]);
        let shouted = outlet.text.chars().all(|c| !c.is_lowercase()) && outlet.text.chars().any(char::is_alphabetic);
        if name.free() && outlet.free() && are_names(&name.text) && shouted && paragraph::words(&outlet.text) <= 4 {
            paragraphs[at].reason = Some("byline".to_owned());
            paragraphs[at + 1].reason = Some("byline".to_owned());
        }
    }
}

/// Whether a line could be the names of one or several persons and nothing else.
fn are_names(text: &str) -> bool {
    text.split([',', '&'])
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .all(is_name)
}

/// Whether a line could be the name of a person: two to four capitalised words without a sentence's signs.
pub(crate) fn is_name(text: &str) -> bool {
    let capital =
        |w: &str| w.chars().next().is_some_and(char::is_uppercase) && w.chars().skip(1).any(char::is_lowercase);
    (2..=4).contains(&paragraph::words(text))
        && text
            .split_whitespace()
            .all(|w| capital(w) || (w.len() <= 3 && w.ends_with('.')) || ["de", "van", "von", "al", "bin"].contains(&w))
        && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || ".'’-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{dateline, in_credit, is_name};

    #[test]
    fn datelines_name_agency_and_day() {
        let check = |text: &str, name: Option<&str>, day: Option<&str>| {
            let (agency, date) = dateline(text);
            assert_eq!((agency, date.map(|d| d.to_string()).as_deref()), (name, day), "{text}");
        };
        check("GENEVA (AP) — Delegates left the hall on Monday.", Some("AP"), None);
        check("OSLO, March 15 (Reuters) - Norway said it would pay.", Some("Reuters"), None);
        check("OSLO, March 15, 2023 (Reuters) - Norway said it would pay.", Some("Reuters"), Some("2023-03-15"));
        check("(AFP) - Rain stopped the march.", Some("AFP"), None);
        check("GENEVA, 15 March 2023 – The envoy arrived.", None, Some("2023-03-15"));
        check("KABUL, Afghanistan (AP/Reuters) — Shots were heard.", Some("AP"), None);
        check("The union (AP) said nothing.", None, None);
        check("He wrote that the party (ABC) - once strong - was weak.", None, None);
        check("Talks went on.", None, None);
    }

    #[test]
    fn credits_name_agencies() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(in_credit(text), expected, "{text}");
        check("Contributing: Associated Press", Some("AP"));
        check("By Jane Doe, The Associated Press", Some("AP"));
        check("Reporting by Jane Doe; Editing by John Roe", None);
        check("With inputs from AFP and Reuters", Some("AFP"));
        check("By Mapp Jones", None);
    }

    #[test]
    fn names_of_persons() {
        let check = |text: &str, expected: bool| assert_eq!(is_name(text), expected, "{text}");
        check("Jane Doe", true);
        check("Jane Q. van Doe", true);
        check("USA TODAY", false);
        check("No commitment at all", false);
        check("Jane", false);
    }
}
