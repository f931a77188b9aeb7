//! Which place a phrase names, by the tables or by a noun for a place and the names around it; and in which country most of
//! an article's places lie.

use super::Circumstances;
use crate::cast::{Cast, NamedPlace};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::{Place, PlacePrecision};
use chancery_world::{HitKind, PlaceInfo, World};

/// The country that nearly all places of an article lie in, where it names some. An act of force without a place of its
/// own is taken to have happened there.
pub fn prevailing(circumstances: &[Circumstances], world: &World) -> Option<Place> {
    let (country, n, total) = most(circumstances)?;
    let name = world.country(&country)?.name.to_string();
    (n >= 2 && 4 * n >= 3 * total).then(|| country_place(name, &country))
}

/// The country that more than half of an article's places lie in. It is the guess for a town that no table knows, which
/// needs less than an act without any place.
pub fn leading(circumstances: &[Circumstances]) -> Option<String> {
    most(circumstances).filter(|(_, n, total)| 2 * n > *total).map(|(country, ..)| country)
}

/// The country that most places of an article lie in, how many do, and how many there are.
fn most(circumstances: &[Circumstances]) -> Option<(String, usize, usize)> {
    let mut counts: std::collections::BTreeMap<&str, usize> = Default::default();
    for country in circumstances.iter().flat_map(|c| &c.counted) {
        *counts.entry(country).or_default() += 1;
    }
    let total = counts.values().sum();
    let (country, n) = counts.into_iter().max_by_key(|(_, n)| *n)?;
    Some((country.to_owned(), n, total))
}

/// A whole country as a place, without words of its own.
pub fn country_place(name: String, country: &str) -> Place {
    Place {
        name,
        country: Some(country.to_owned()),
        lat: None,
        lon: None,
        geonames: None,
        precision: PlacePrecision::Country,
        text: None,
    }
}

/// A place of the tables, under the name and as exactly as the text has it.
fn of_table(p: PlaceInfo, name: String, precision: PlacePrecision, text: Option<String>) -> Place {
    Place { name, country: p.country.map(str::to_owned), lat: p.lat, lon: p.lon, geonames: p.geonames, precision, text }
}

/// The place that a phrase names, by its head.
pub fn place_at(tree: &Tree<'_>, token: usize, cast: &Cast, world: &World) -> Option<Place> {
    if matches!(tree.rel(token), "flat") {
        return None;
    }
    if SITES.contains(&tree.lemma(token)) {
        // "the Syrian town of Afrin", "the Yemeni capital, Sanaa": the name tells, the country may stand before the noun.
        // "the Shaab neighborhood of Baghdad" has a name of its own; "the Harare township of Highfield" is named after.
        let after = NAMED_AFTER.contains(&tree.lemma(token));
        let own = |c: usize| !after && c < token && tree.rel(c) == "compound" && tree.token(c).upos == Upos::PROPN;
        let own = tree.children(token).iter().any(|&c| own(c));
        // "the Togolese capital Lome", which a parser may take for another phrase beside it.
        let beside = |c: usize| {
            c == token + 1
                && tree.token(c).upos == Upos::PROPN
                && tree.preposition(c).is_none()
                && (tree.head(c) == Some(token) || tree.head(c) == tree.head(token))
        };
        let named = tree
            .children(token)
            .iter()
            .copied()
            .find(|&c| {
                c > token
                    && (matches!(tree.rel(c), "appos" | "flat")
                        || (tree.rel(c) == "nmod" && !own && tree.preposition(c).as_deref() == Some("of")))
            })
            .or_else(|| Some(token + 1).filter(|&c| c < tree.len() && beside(c)));
        if let Some(mut p) = named
            .filter(|&c| tree.token(c).form.starts_with(char::is_uppercase))
            .and_then(|c| place_at(tree, c, cast, world))
        {
            if p.country.is_none() {
                let before: Vec<&str> = tree.phrase(token).map(|t| tree.token(t).form.as_str()).collect();
                p.country = world
                    .scan(&before, None)
                    .into_iter()
                    .find(|h| matches!(h.kind, HitKind::Adjective | HitKind::State))
                    .and_then(|h| h.country);
            }
            return Some(p);
        }
    }
    let name = tree.sentence.names.iter().find(|n| n.tokens.contains(&token));
    let range = match name {
        Some(n) if matches!(n.kind, NameKind::Location | NameKind::Facility) => n.tokens.clone(),
        Some(n) if matches!(n.kind, NameKind::Person | NameKind::Norp | NameKind::Date | NameKind::Money) => {
            return None;
        }
        _ => tree.phrase(token),
    };
    let words: Vec<&str> = tree.sentence.tokens[range.clone()].iter().map(|t| t.form.trim_start_matches('#')).collect();
    let at = token.checked_sub(range.start)?;
    let hits = world.scan(&words, None);
    let text = Some(tree.words(range.clone()));
    // The name of a whole phrase, without its article.
    let plain = || tree.words(range.clone().filter(|&t| !is_det(&tree.token(t).form)));
    // "northwestern Syria", "eastern Aleppo": a part of what is named.
    let part = words.iter().any(|w| {
        let w = w.to_lowercase();
        ["north", "south", "east", "west", "central", "coast", "border"].iter().any(|p| w.starts_with(p))
    });
    let told = cast.place_of(tree.token(token)).filter(|p| p.confidence >= SURE);
    if let Some(hit) = hits.iter().find(|h| h.range.contains(&at)) {
        let info = known(tree, range.start + hit.range.end, &hit_text(&words, &hit.range), hit.kind, cast, world);
        match hit.kind {
            HitKind::State => {
                let country = hit.country.clone()?;
                if NOT_STATES.contains(&country.as_str()) {
                    return None;
                }
                let c = world.country(&country)?;
                let precision = if part { PlacePrecision::Region } else { PlacePrecision::Country };
                let name = if part { plain() } else { c.name.to_string() };
                let at = c.coordinates.filter(|_| !part);
                return Some(Place {
                    name,
                    country: Some(country),
                    lat: at.map(|x| f64::from(x.0)),
                    lon: at.map(|x| f64::from(x.1)),
                    geonames: None,
                    precision,
                    text,
                });
            }
            HitKind::Capital | HitKind::Place => {
                let p = told.map(info_of).or(info)?;
                let precision = if part { PlacePrecision::Region } else { p.kind };
                let name = if part { plain() } else { p.name.to_string() };
                return Some(of_table(p, name, precision, text));
            }
            HitKind::Metonym => {
                let country = hit.country.clone().filter(|c| !NOT_STATES.contains(&c.as_str()))?;
                return Some(Place {
                    name: hit_text(&words, &hit.range),
                    country: Some(country),
                    lat: None,
                    lon: None,
                    geonames: None,
                    precision: PlacePrecision::Site,
                    text,
                });
            }
            // "the Islamic State" is no state.
            HitKind::Organization | HitKind::Person if !SITES.contains(&tree.lemma(token)) || hit.range.len() > 1 => {
                return None;
            }
            _ => {}
        }
    }
    // A site or town that no table knows: its country is the one named inside or beside its phrase.
    let located = name.is_some_and(|n| matches!(n.kind, NameKind::Location | NameKind::Facility));
    let site = located
        || (SITES.contains(&tree.lemma(token))
            && (range.clone().any(|t| tree.token(t).upos == Upos::PROPN && t != token)
                || hits.iter().any(|h| matches!(h.kind, HitKind::State | HitKind::Adjective) && h.country.is_some())));
    if !site {
        return None;
    }
    // An embassy or base named by whose it is stands in another country.
    let foreign = matches!(tree.lemma(token), "embassy" | "consulate" | "base" | "mission" | "ambassador");
    // "the Calais region": a known name right before the noun, with nothing else to the name.
    let before = hits.iter().find(|h| {
        matches!(h.kind, HitKind::Place | HitKind::Capital)
            && h.range.end == at
            && !words[..h.range.start].iter().any(|w| w.starts_with(char::is_uppercase))
    });
    if let Some(p) = before.and_then(|h| world.place(&hit_text(&words, &h.range), cast.home.as_deref())) {
        return Some(of_table(p, plain(), PlacePrecision::Region, text));
    }
    let inside = hits
        .iter()
        .filter(|h| !foreign && matches!(h.kind, HitKind::State | HitKind::Adjective | HitKind::Capital))
        .find_map(|h| h.country.clone());
    let beside = || {
        let leads = |c: usize| {
            tree.rel(c) == "appos"
                || (tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("in" | "of" | "at") | None))
        };
        tree.subtree_without(token, &|c| c < token || !leads(c)).into_iter().filter(|&c| c != token).find_map(|c| {
            let range = tree.phrase(c);
            let words: Vec<&str> = tree.sentence.tokens[range].iter().map(|t| t.form.as_str()).collect();
            world.scan(&words, None).into_iter().find_map(|h| h.country)
        })
    };
    // "in Argyle, Saint Vincent, on Friday": a country right after it.
    let comma = words.iter().position(|w| *w == ",").map_or(range.end, |c| range.start + c);
    let after = || following(tree, comma, world);
    let country = inside.or_else(after).or_else(beside).filter(|c| !NOT_STATES.contains(&c.as_str()));
    let precision = match name.map(|n| n.kind) {
        Some(NameKind::Facility) => PlacePrecision::Site,
        _ if part => PlacePrecision::Region,
        _ if SITES.contains(&tree.lemma(token)) => PlacePrecision::Region,
        _ => PlacePrecision::Town,
    };
    let name = tree.words((range.start..comma).filter(|&t| !is_det(&tree.token(t).form)));
    // A name that the tables of towns have, where the text says of no other country that it lies there.
    if let Some(p) = told.filter(|p| country.is_none() || p.candidate.country == country.as_deref()) {
        let info = info_of(p);
        let whole = !part && precision != PlacePrecision::Site;
        let (name, precision) = if whole { (p.name.clone(), info.kind) } else { (name, precision) };
        return Some(of_table(info, name, precision, text));
    }
    Some(Place { name, country, lat: None, lon: None, geonames: None, precision, text })
}

/// How sure a place must be for an act to be placed there.
const SURE: f32 = 0.5;

fn info_of(p: &NamedPlace) -> PlaceInfo {
    let c = &p.candidate;
    let degrees = |x: f32| (f64::from(x) * 1000.0).round() / 1000.0;
    PlaceInfo {
        name: c.name,
        country: c.country,
        lat: c.lat.map(degrees),
        lon: c.lon.map(degrees),
        geonames: c.geonames,
        kind: c.kind,
    }
}

/// The place of a known name, which several may bear: the one in the country that follows the name ("Cordoba, Argentina");
/// else in the country that the text is about; else in one that the sentence names, if only one of them has such a place;
/// else the best known. A capital is the capital unless another country follows it.
fn known(tree: &Tree<'_>, end: usize, name: &str, kind: HitKind, cast: &Cast, world: &World) -> Option<PlaceInfo> {
    let in_country = |c: &str| world.place(name, Some(c)).filter(|p| p.country == Some(c));
    if let Some(p) = following(tree, end, world).and_then(|c| in_country(&c)) {
        return Some(p);
    }
    if kind != HitKind::Place {
        return world.place(name, None);
    }
    if let Some(p) = cast.home.as_deref().and_then(in_country) {
        return Some(p);
    }
    let forms: Vec<&str> = tree.sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let mut named: Vec<String> = world
        .scan(&forms, None)
        .into_iter()
        .filter(|h| matches!(h.kind, HitKind::State | HitKind::Adjective | HitKind::PeopleNoun))
        .filter_map(|h| h.country)
        .collect();
    named.sort();
    named.dedup();
    let mut found = named.iter().filter_map(|c| in_country(c));
    match (found.next(), found.next()) {
        (Some(p), None) => Some(p),
        _ => world.place(name, None),
    }
}

/// The country whose name stands right after a comma ("Cordoba, Argentina").
fn following(tree: &Tree<'_>, end: usize, world: &World) -> Option<String> {
    let tokens = &tree.sentence.tokens;
    tokens.get(end).filter(|t| t.form == ",")?;
    let next: Vec<&str> = tokens[end + 1..tokens.len().min(end + 6)].iter().map(|t| t.form.as_str()).collect();
    let first = world.scan(&next, None).into_iter().find(|h| h.range.start == 0 && h.kind == HitKind::State)?;
    // "in Homs, Syria said": a subject is no apposition.
    let subject = tree.head_of(&(end + 1..end + 1 + first.range.end)).is_some_and(|h| tree.rel(h) == "nsubj");
    first.country.filter(|_| !subject)
}

const NOT_STATES: &[&str] = crate::cast::NO_STATE;

/// Common nouns that make a place of the name before them ("Idlib province").
const SITES: &[&str] = &[
    "province",
    "city",
    "town",
    "village",
    "region",
    "district",
    "border",
    "valley",
    "governorate",
    "county",
    "state",
    "airport",
    "base",
    "camp",
    "hospital",
    "university",
    "prison",
    "square",
    "street",
    "embassy",
    "coast",
    "strip",
    "peninsula",
    "area",
    "territory",
    "enclave",
    "capital",
    "suburb",
    "port",
    "island",
    "neighborhood",
    "neighbourhood",
    "crossing",
    "junction",
    "checkpoint",
    "sector",
    "quarter",
    "municipality",
    "township",
    "settlement",
    "hometown",
    "stronghold",
    "bastion",
    "mosque",
    "church",
    "highway",
    "road",
    "mountain",
    "plateau",
    "desert",
    "gorge",
    "river",
    "lake",
    "gulf",
    "strait",
    "frontier",
];

/// Of these, the ones whose name follows after "of".
const NAMED_AFTER: &[&str] = &[
    "province",
    "city",
    "town",
    "village",
    "region",
    "state",
    "capital",
    "port",
    "island",
    "peninsula",
    "township",
    "hometown",
    "stronghold",
    "bastion",
    "settlement",
];

fn is_det(w: &str) -> bool {
    matches!(w.to_lowercase().as_str(), "the" | "a" | "an" | "this" | "that")
}

fn hit_text(words: &[&str], range: &std::ops::Range<usize>) -> String {
    words[range.clone()].join(" ")
}
