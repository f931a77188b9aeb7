//! Parties in titles and after names: "Sen. Jane Doe, R-Fla.", "a Texas Republican".

use super::offices::{is_name, person_at};
use super::{Link, former_word};
use crate::cast::Cast;
use crate::tree::Tree;
use chancery_language::NameKind;
use chancery_record::{RelationType, Sector};
use chancery_world::{Hit, HitKind, World};
use std::ops::Range;

/// The name before "R-Fla.," that ends before a comma.
pub(super) fn initials_before<'t>(tree: &'t Tree<'_>, comma: usize) -> Option<&'t chancery_language::Name> {
    tree.sentence.names.iter().find(|n| {
        n.kind == NameKind::Person
            && is_name(tree, n)
            && party_letter(tree, n.tokens.end).is_some_and(|(_, end)| end == comma)
    })
}

/// "R-Fla.", "(D-N.J.)" from a token on: the letter and the token after it all.
pub(super) fn party_letter(tree: &Tree<'_>, at: usize) -> Option<(char, usize)> {
    let form = |t: usize| tree.get(t).map_or("", |t| t.form.as_str());
    if !matches!(form(at), "," | "(") {
        return None;
    }
    let word = form(at + 1);
    let letter = word.chars().next().filter(|c| matches!(c, 'R' | 'D'))?;
    if word.chars().nth(1) == Some('-') && word.chars().nth(2).is_some_and(char::is_uppercase) {
        return Some((letter, at + 2));
    }
    (word.len() == 1 && form(at + 2) == "-" && form(at + 3).starts_with(char::is_uppercase)).then_some((letter, at + 4))
}

/// "Sen. Jane Doe, R-Fla.": the letter names the party.
pub(super) fn initialled(tree: &Tree<'_>, s: usize, cast: &mut Cast, out: &mut Vec<Link>) {
    for n in tree.sentence.names.iter().filter(|n| n.kind == NameKind::Person) {
        let Some((letter, end)) = party_letter(tree, n.tokens.end) else { continue };
        let Some(person) = person_at(cast, s, &n.tokens) else { continue };
        let name = if letter == 'R' { "Republican Party" } else { "Democratic Party" };
        let to = cast.organization(name, Some("USA".into()), Some(Sector::PTY));
        let mention = (s, n.tokens.start..end);
        out.push(Link { mention, ..Link::new(RelationType::MemberOf, person, to, None, "actual") });
    }
}

/// "Jane Doe, a Texas Republican": a partisan in apposition is of the party.
pub(super) fn partisans(tree: &Tree<'_>, s: usize, cast: &mut Cast, out: &mut Vec<Link>) {
    for t in 0..tree.len() {
        if tree.rel(t) != "appos" || !tree.is_nominal(t) {
            continue;
        }
        let Some(person) = tree.head(t).and_then(|h| cast.at(s, h).iter().copied().find(|&e| cast.entity(e).person))
        else {
            continue;
        };
        let name = match (tree.lower(t).as_str(), cast.entity(person).country.as_deref()) {
            ("republican", Some("USA") | None) => "Republican Party",
            ("democrat", Some("USA") | None) => "Democratic Party",
            ("conservative" | "tory", Some("GBR")) => "Conservative Party",
            _ => continue,
        };
        let country = if name == "Conservative Party" { "GBR" } else { "USA" };
        let words = tree.phrase(t);
        let status = if words.clone().any(|w| former_word(&tree.lower(w))) { "former" } else { "actual" };
        let to = cast.organization(name, Some(country.into()), Some(Sector::PTY));
        let start = tree.head(t).map_or(words.start, |h| h.min(words.start));
        let mention = (s, start..words.end.max(t + 1));
        out.push(Link { mention, ..Link::new(RelationType::MemberOf, person, to, None, status) });
    }
}

/// The party that stands in the words of an office ("Republican presidential nominee").
pub(super) fn party(tree: &Tree<'_>, words: &Range<usize>, world: &World) -> Option<Hit> {
    let forms: Vec<&str> = words.clone().map(|t| tree.token(t).form.as_str()).collect();
    let hit =
        world.scan(&forms, None).into_iter().find(|h| h.kind == HitKind::Organization && h.sector == Some(Sector::PTY));
    hit.or_else(|| {
        let name = match forms.iter().find(|w| ["Republican", "Democratic", "GOP"].contains(*w))? {
            &"Democratic" => "Democratic Party",
            _ => "Republican Party",
        };
        Some(Hit {
            range: 0..1,
            kind: HitKind::Organization,
            name,
            country: Some("USA".into()),
            sector: Some(Sector::PTY),
            wikidata: None,
        })
    })
}
