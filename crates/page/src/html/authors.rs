//! The names of those who wrote an article, out of what pages put in their place.

use crate::credit;
use crate::decode;
use crate::paragraph::{folded, words};

/// Most authors of one article.
const MOST: usize = 20;

/// What stands before names.
const BEFORE: &[&str] = &[
    "by:",
    "by",
    "written by",
    "posted by",
    "published by",
    "reported by",
    "reporting by",
    "story by",
    "words by",
    "report by",
    "analysis by",
    "opinion by",
    "from",
    "author:",
    "authors:",
    "author",
];

/// Words of what somebody is, which no name holds.
const ROLES: &[&str] = &[
    "correspondent",
    "correspondents",
    "editor",
    "editors",
    "reporter",
    "reporters",
    "writer",
    "writers",
    "journalist",
    "columnist",
    "contributor",
    "analyst",
    "producer",
    "staff",
    "bureau",
    "desk",
    "chief",
    "senior",
    "political",
    "political editor",
    "special",
    "published",
    "updated",
    "posted",
    "min",
    "read",
    "comments",
    "share",
    "follow",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter", "bin", "bint",
    "al", "el", "y", "e", "ibn", "ben",
];

/// Adds the names that a page gives as those of the authors. What is no list of names is taken as one name.
pub(crate) fn add(authors: &mut Vec<String>, given: &str) {
    let given = decode::repaired(&folded(given)).into_owned();
    let given = without_by(&given);
    if given.is_empty()
        || given.contains("://")
        || given.contains('@')
        || given.starts_with("www.")
        || given.len() > 300
    {
        return;
    }
    let parts = parts(given);
    let people: Vec<&str> = parts.iter().copied().filter(|part| is_person(part)).collect();
    let rest = || parts.iter().filter(|part| !is_person(part));
    // "Jo Park, Political Editor": the rest says what the first is. "Example Times, Border Desk" stays whole.
    let told = !people.is_empty() && rest().all(|part| is_role(part) || credit::in_credit(part).is_some());
    let names = if told { people } else { vec![given] };
    for name in names {
        let known = authors.iter().any(|a| a.eq_ignore_ascii_case(name));
        if !known && authors.len() < MOST && words(name) <= 12 && name.chars().any(char::is_alphabetic) {
            authors.push(name.to_owned());
        }
    }
}

/// Adds the persons that a line under the headline names ("By Jo Park and Kim Lee, Border Desk"). Without "By" a line
/// must hold names alone.
pub(crate) fn add_byline(authors: &mut Vec<String>, line: &str) {
    let line = decode::repaired(&folded(line)).into_owned();
    let rest = without_by(&line);
    let said = rest.len() < line.len();
    let parts = parts(rest);
    let people = parts.iter().take_while(|part| is_person(part)).count();
    if words(rest) <= 30 && (said && people > 0 || people == parts.len() && parts.iter().all(|p| words(p) >= 2)) {
        parts[..people].iter().for_each(|name| add(authors, name));
    }
}

/// Whether a line holds the names of persons and nothing else.
pub(crate) fn are_persons(line: &str) -> bool {
    let parts = parts(line);
    !parts.is_empty() && words(line) <= 12 && parts.iter().all(|part| is_person(part) && words(part) >= 2)
}

fn without_by(text: &str) -> &str {
    let text = text.trim_matches(|c: char| c.is_whitespace() || "|,;:·•-–—".contains(c));
    let longest = BEFORE
        .iter()
        .filter(|by| text.get(..by.len()).is_some_and(|head| head.eq_ignore_ascii_case(by)))
        .filter(|by| by.ends_with(':') || text[by.len()..].starts_with([' ', ':']))
        .max_by_key(|by| by.len());
    longest.map_or(text, |by| text[by.len()..].trim_start_matches([' ', ':']))
}

fn parts(text: &str) -> Vec<&str> {
    text.split([',', ';', '|', '•', '·', '/', '(', ')'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .flat_map(|part| part.split(" in "))
        .map(|part| part.trim_matches(|c: char| c.is_whitespace() || ".-–—".contains(c) && c != '.'))
        .map(|part| part.strip_prefix("and ").unwrap_or(part))
        .filter(|part| !part.is_empty())
        .collect()
}

fn is_role(text: &str) -> bool {
    text.split_whitespace().any(|word| ROLES.contains(&word.to_lowercase().as_str()))
}

/// Whether a text could be the name of one person.
fn is_person(text: &str) -> bool {
    let letter = |c: char| c.is_alphabetic() || ".'’-".contains(c);
    (1..=5).contains(&words(text))
        && text.chars().all(|c| letter(c) || c.is_whitespace())
        && text
            .split_whitespace()
            .all(|word| word.chars().next().is_some_and(char::is_uppercase) || PARTICLES.contains(&word))
        && !is_role(text)
        && credit::in_credit(text).is_none()
}

#[cfg(test)]
mod tests {
    #[test]
    fn lists_of_names_are_parted() {
        let check = |given: &str, expected: &[&str]| {
            let mut authors = Vec::new();
            super::add(&mut authors, given);
            assert_eq!(authors, expected, "{given}");
        };
        check("Jo Park", &["Jo Park"]);
        check("By Jo Park and Kim van Lee", &["Jo Park", "Kim van Lee"]);
        check("Jo Park, Kim Lee & J.D. Roe", &["Jo Park", "Kim Lee", "J.D. Roe"]);
        check("Jo Park, Political Editor", &["Jo Park"]);
        check("Jo Park, The Associated Press", &["Jo Park"]);
        check("The Associated Press", &["The Associated Press"]);
        check("Border Desk", &["Border Desk"]);
        check("https://news.example/authors/jo", &[]);
        check("jo@news.example", &[]);
        check("By", &["By"]);
        check("", &[]);
    }

    #[test]
    fn bylines_name_persons() {
        let check = |line: &str, expected: &[&str]| {
            let mut authors = Vec::new();
            super::add_byline(&mut authors, line);
            assert_eq!(authors, expected, "{line}");
        };
        check("By Jo Park and Kim Lee, Border Desk", &["Jo Park", "Kim Lee"]);
        check("By Jo Park | 15 March 2023", &["Jo Park"]);
        check("Jo Park", &["Jo Park"]);
        check("15 March 2023", &[]);
        check("Published 15 March 2023", &[]);
        check("Politics", &[]);
        check("By the way", &[]);
    }
}
