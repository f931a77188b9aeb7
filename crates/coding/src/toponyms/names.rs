//! What each place name of an article may mean, and what the text says of where it lies.

use super::find::{Found, Source};
use super::rank::{self, Weights};
use super::{Scored, Toponym};
use crate::tree::Tree;
use chancery_record::PlacePrecision;
use chancery_world::{Candidate, Level, World, distance};
use std::collections::HashMap;
use std::ops::Range;

/// A name under work.
pub struct Name {
    pub text: String,
    pub mentions: Vec<(usize, Range<usize>)>,
    pub options: Vec<Option_>,
    /// How surely it names a place at all: the best of its mentions.
    pub source: f32,
    pub part: bool,
    pub site: bool,
    pub short: bool,
    /// Whether the text says right after the name what the place lies in.
    pub settled: bool,
}

/// A place that a name may mean, with what the text says of it at the name itself.
pub struct Option_ {
    pub candidate: Candidate,
    pub stated: Stated,
    pub features: [f32; rank::COUNT],
    pub probability: f32,
}

/// What the text says at the name itself.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stated {
    /// A place that it lies in follows or stands before.
    pub within: f32,
    /// It follows a place that lies in it.
    pub holds: f32,
    /// A place that it does not lie in follows.
    pub elsewhere: f32,
    /// The word for a kind of place fits ("county", "province", "city").
    pub fits: f32,
    /// The word for a kind of place does not fit.
    pub misfits: f32,
}

/// How near two places of one name must lie for it not to matter which is meant, in kilometres.
const ONE_PLACE: f32 = 50.0;

impl Name {
    /// Chooses, or leaves open.
    pub fn finish(self, weights: &Weights) -> Toponym {
        let options: Vec<Scored> = self
            .options
            .into_iter()
            .map(|o| Scored { candidate: o.candidate, features: o.features, probability: o.probability })
            .collect();
        let best = (0..options.len())
            .max_by(|&a, &b| options[a].probability.total_cmp(&options[b].probability).then(b.cmp(&a)));
        // A town and the district of its name are one place, as far as where it is goes.
        let at = |o: &Scored| o.candidate.lat.zip(o.candidate.lon);
        let beside = |a: &Scored, b: &Scored| at(a).zip(at(b)).is_some_and(|(a, b)| distance(a, b) < ONE_PLACE);
        let sure = |b: usize| {
            let others = (0..options.len()).filter(|&i| i != b && beside(&options[i], &options[b]));
            options[b].probability + others.map(|i| options[i].probability).sum::<f32>()
        };
        let chosen = best.filter(|&b| sure(b) >= weights.least);
        let none = 1.0 - options.iter().map(|o| o.probability).sum::<f32>();
        let confidence = chosen.map_or(none, sure).clamp(0.0, 1.0);
        Toponym { name: self.text, mentions: self.mentions, options, chosen, confidence, part: self.part }
    }
}

/// Directions and parts that stand before a name.
const PARTS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "northeastern",
    "northwestern",
    "southeastern",
    "southwestern",
    "downtown",
    "upstate",
    "rural",
    "suburban",
    "greater",
    "upper",
    "lower",
    "mid",
    "coastal",
    "inner",
    "occupied",
    "mainland",
];

/// Words for kinds of places, and the levels that they are of.
fn kind_of(word: &str) -> Option<&'static [Level]> {
    use Level::{First, Second, Town};
    Some(match word {
        "county" | "parish" | "borough" => &[Second, First],
        "province" | "governorate" | "oblast" | "prefecture" | "krai" | "state" | "voivodeship" => &[First],
        "district" | "region" | "department" | "division" | "canton" | "municipality" => &[First, Second],
        "city" | "town" | "village" | "suburb" | "township" | "hamlet" => &[Town],
        _ => return None,
    })
}

/// Words that make another place of the name before them, one that the tables of towns do not have.
const OTHERS: &[&str] = &[
    "stadium",
    "bridge",
    "school",
    "hospital",
    "university",
    "college",
    "church",
    "hotel",
    "valley",
    "island",
    "islands",
    "bay",
    "center",
    "centre",
    "mall",
    "square",
    "airport",
    "elementary",
    "arena",
    "hall",
    "house",
    "building",
    "court",
    "plaza",
    "cemetery",
    "prison",
    "camp",
    "base",
    "strait",
    "desert",
    "peninsula",
    "canal",
    "dam",
    "reservoir",
    "forest",
    "library",
    "museum",
    "theater",
    "theatre",
];

/// Such words too, of what is often called after a place in which it does not lie.
const STREETS: &[&str] = &[
    "street",
    "road",
    "avenue",
    "boulevard",
    "highway",
    "drive",
    "lane",
    "st",
    "ave",
    "rd",
    "blvd",
    "dr",
    "way",
    "pike",
    "trail",
    "river",
    "creek",
    "lake",
    "park",
    "mountain",
    "mountains",
    "sea",
    "ocean",
    "gulf",
];

/// What a stretch of words may mean: the places of the whole, else those of what is left without a word for a part or a kind.
pub struct Meaning {
    pub text: String,
    /// The words that name it.
    pub tokens: Range<usize>,
    pub candidates: Vec<Candidate>,
    pub kind: Option<&'static [Level]>,
    pub part: bool,
    /// Whether it is a site that is only called after a place.
    pub site: bool,
    /// Whether it is a short name ("Tex.").
    pub short: bool,
}

pub fn meaning(tree: &Tree<'_>, range: &Range<usize>, world: &World) -> Meaning {
    let text = |r: &Range<usize>| tree.words(r.clone());
    let word = |t: usize| tree.lower(t).trim_end_matches('.').to_owned();
    let mut kind = None;
    let (mut part, mut site) = (false, false);
    let mut inner = range.clone();
    // "the city of X", "X city", "X, a village": the kind beside the name.
    if let Some(before) = range.start.checked_sub(2)
        && word(range.start - 1) == "of"
    {
        kind = kind_of(&word(before));
    }
    if let Some(before) = range.start.checked_sub(1) {
        kind = kind.or_else(|| kind_of(&word(before)));
    }
    if range.end < tree.len() {
        kind = kind_of(&word(range.end)).or(kind);
    }
    // "Charleston, W.Va.", "Pa. lawmakers": a short name, by the comma before it or its full stop.
    let comma = range.start.checked_sub(1).is_some_and(|b| tree.token(b).form == ",");
    if range.len() == 1 && (comma || tree.token(range.start).form.ends_with('.')) {
        let short: Vec<Candidate> = world.short_divisions(&text(range)).into_iter().map(|s| world.spot(s)).collect();
        if !short.is_empty() {
            return Meaning {
                text: text(range),
                tokens: range.clone(),
                candidates: short,
                kind,
                part,
                site: false,
                short: true,
            };
        }
    }
    let mut found = world.places_named(&text(&inner));
    let capital = |t: usize| tree.token(t).form.starts_with(char::is_uppercase);
    if found.is_empty() && inner.len() > 1 {
        let mut named = false;
        while inner.len() > 1 && PARTS.contains(&word(inner.start).as_str()) {
            // "the East Bank" is rather a name than the east of a town.
            named |= capital(inner.start);
            inner.start += 1;
            part = true;
            if inner.len() > 1 && matches!(word(inner.start).as_str(), "of" | "-") {
                inner.start += 1;
            }
        }
        found = world.places_named(&text(&inner));
        if named {
            found.retain(|c| matches!(c.level, Some(Level::State | Level::First) | None) && !c.alias);
        }
        if found.is_empty() && inner.len() > 2 && tree.lower(inner.start + 1) == "of" {
            // "City of Alexandria".
            kind = kind_of(&word(inner.start)).or(kind);
            if kind.is_some() {
                inner.start += 2;
                found = world.places_named(&text(&inner));
            }
        }
        if found.is_empty() && inner.len() > 1 {
            let last = word(inner.end - 1);
            let named = capital(inner.end - 1);
            if let Some(levels) = kind_of(&last) {
                inner.end -= 1;
                kind = Some(levels);
                found = world.places_named(&text(&inner));
                // "Falls Village" is rather a name than the village of Falls.
                found.retain(|c| !named || c.level.is_some_and(|l| levels.contains(&l)));
            } else if matches!(
                last.as_str(),
                "area" | "border" | "coast" | "metro" | "downtown" | "suburbs" | "countryside"
            ) {
                inner.end -= 1;
                part = true;
                found = world.places_named(&text(&inner));
            }
        }
        if found.is_empty() {
            inner = range.clone();
            // "Dublin Community Recreation Center": a building called after where it stands, unless it is a street.
            let last = word(inner.end - 1);
            if OTHERS.contains(&last.as_str()) {
                for end in (inner.start + 1..inner.end).rev() {
                    found = world.places_named(&text(&(inner.start..end)));
                    found.retain(|c| !c.alias && c.level != Some(Level::State));
                    if !found.is_empty() {
                        // What is named is the place that it is called after.
                        inner.end = end;
                        site = true;
                        break;
                    }
                }
            }
        }
    }
    // "the Alexandria River" is no town.
    if inner.len() == range.len() {
        let after = tree.get(range.end).filter(|t| t.form.starts_with(char::is_uppercase));
        let other = |w: &str| OTHERS.contains(&w) || STREETS.contains(&w);
        if after.is_some() && other(&word(range.end)) {
            found.retain(|c| c.level != Some(Level::Town));
        }
        // "Red River" is no county.
        if other(&word(range.end - 1)) {
            found.retain(|c| !c.alias);
        }
    }
    // "Mexico" is the state, unless the text says that the one in it is meant ("Mexico state", "Mexico City").
    let state = found.iter().find(|c| c.level == Some(Level::State)).and_then(|c| c.country);
    if state.is_some() && kind.is_none() {
        found.retain(|c| c.country != state || c.level == Some(Level::State) || c.capital);
    }
    let tokens = if site || part { inner.clone() } else { range.clone() };
    Meaning { text: text(&inner), tokens, candidates: found, kind, part, site, short: false }
}

/// Joins the mentions of one name, and reads what the text says where each stands.
pub fn group(trees: &[Tree<'_>], found: Vec<Found>, world: &World) -> Vec<Name> {
    let meanings: Vec<Meaning> = found.iter().map(|f| meaning(&trees[f.sentence], &f.tokens, world)).collect();
    let mut out: Vec<Name> = Vec::new();
    let mut by_key: HashMap<(String, Option<String>), usize> = HashMap::new();
    let mut plain: HashMap<String, usize> = HashMap::new();
    for (i, f) in found.iter().enumerate() {
        let tree = &trees[f.sentence];
        let m = &meanings[i];
        let next = found.get(i + 1).filter(|n| n.sentence == f.sentence).map(|n| (n, &meanings[i + 1]));
        let before = i.checked_sub(1).map(|b| (&found[b], &meanings[b])).filter(|(b, _)| b.sentence == f.sentence);
        let stated: Vec<Stated> = m.candidates.iter().map(|c| stated(tree, f, m, c, before, next)).collect();
        // "Portland, Maine" is in Maine; "Athens, Georgia and Florida" may be a list.
        let listed = |n: &Found| tree.get(n.tokens.end).is_some_and(|t| matches!(t.form.as_str(), "and" | "or" | "&"));
        let container = next
            .filter(|_| stated.iter().any(|s| s.within > 0.0))
            .filter(|(n, _)| follows(tree, f, n) == Some(",") && !listed(n))
            .map(|(_, n)| n.text.to_lowercase());
        let key = m.text.to_lowercase();
        // A mention that says where it lies has a sense of its own; one that does not shares the first of its name.
        let at = match &container {
            Some(_) => by_key.get(&(key.clone(), container.clone())).copied().or_else(|| {
                let first = plain.get(&key).copied()?;
                let unsaid = !by_key.iter().any(|((k, c), _)| *k == key && c.is_some());
                unsaid.then_some(first)
            }),
            None => plain.get(&key).copied(),
        };
        let at = at.unwrap_or_else(|| {
            out.push(Name {
                text: m.text.clone(),
                mentions: Vec::new(),
                options: m
                    .candidates
                    .iter()
                    .map(|c| Option_ {
                        candidate: c.clone(),
                        stated: Stated::default(),
                        features: [0.0; rank::COUNT],
                        probability: 0.0,
                    })
                    .collect(),
                source: 0.0,
                part: m.part,
                site: m.site,
                short: m.short,
                settled: false,
            });
            out.len() - 1
        });
        plain.entry(key.clone()).or_insert(at);
        out[at].settled |= container.is_some();
        if container.is_some() {
            by_key.entry((key, container)).or_insert(at);
        }
        let name = &mut out[at];
        name.mentions.push((f.sentence, m.tokens.clone()));
        name.site &= m.site;
        name.part &= m.part;
        name.source = name.source.max(match f.source {
            Source::Name(p) => p,
            Source::Table => 0.8,
            Source::Body | Source::Grammar => 0.5,
        });
        for (o, s) in name.options.iter_mut().zip(stated) {
            let best = |a: &mut f32, b: f32| *a = a.max(b);
            best(&mut o.stated.within, s.within);
            best(&mut o.stated.holds, s.holds);
            best(&mut o.stated.elsewhere, s.elsewhere);
            best(&mut o.stated.fits, s.fits);
            best(&mut o.stated.misfits, s.misfits);
        }
    }
    out
}

/// What stands between two mentions, where the second may be what the first lies in: a comma, a bracket, or "in".
fn follows(tree: &Tree<'_>, a: &Found, b: &Found) -> Option<&'static str> {
    let between: Vec<String> = (a.tokens.end..b.tokens.start).map(|t| tree.lower(t)).collect();
    match between.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [","] => Some(","),
        ["("] => Some(","),
        ["in"] | [",", "in"] | ["in", "the"] | ["in", "western" | "eastern" | "northern" | "southern" | "central"] => {
            Some("in")
        }
        [kind, ","] | [",", "the", kind] if kind_of(kind).is_some() => Some(","),
        [kind, "in" | "of"] if kind_of(kind).is_some() => Some("in"),
        _ => None,
    }
}

fn stated(
    tree: &Tree<'_>,
    f: &Found,
    m: &Meaning,
    c: &Candidate,
    before: Option<(&Found, &Meaning)>,
    next: Option<(&Found, &Meaning)>,
) -> Stated {
    let mut s = Stated::default();
    if let Some((n, of)) = next
        && let Some(how) = follows(tree, f, n)
    {
        if of.candidates.iter().any(|d| lies_in(c, d)) {
            s.within = 1.0;
        } else if how == "," && of.candidates.iter().any(|d| matches!(d.level, Some(Level::State | Level::First))) {
            s.elsewhere = 1.0;
        }
    }
    if let Some((b, of)) = before {
        if follows(tree, b, f).is_some() && of.candidates.iter().any(|d| lies_in(d, c)) {
            s.holds = 1.0;
        }
        // "Syria's Idlib", "in Texas' Harris County".
        let possessive = (b.tokens.end..f.tokens.start)
            .all(|t| matches!(tree.token(t).form.as_str(), "'s" | "’s" | "'" | "’"))
            && b.tokens.end < f.tokens.start;
        if possessive && of.candidates.iter().any(|d| lies_in(c, d)) {
            s.within = 1.0;
        }
    }
    if let (Some(kind), Some(level)) = (m.kind, c.level) {
        if kind.contains(&level) { s.fits = 1.0 } else { s.misfits = 1.0 }
    } else if m.kind.is_some() && c.kind == PlacePrecision::Country {
        s.misfits = 1.0;
    }
    s
}

/// Whether a place lies in another, by the outline.
pub fn lies_in(c: &Candidate, d: &Candidate) -> bool {
    match d.level {
        Some(Level::State) => c.level != Some(Level::State) && c.country.is_some() && c.country == d.country,
        Some(Level::First) => c.level > Some(Level::First) && d.spot.is_some() && c.first == d.spot,
        Some(Level::Second) => c.level > Some(Level::Second) && d.spot.is_some() && c.second == d.spot,
        _ => false,
    }
}
