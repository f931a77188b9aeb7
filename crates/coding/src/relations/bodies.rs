//! What an office is of: a state, a force, a court, a party, a town, or a body that no table knows.

use super::offices::{MEMBERS, Office};
use crate::cast::{Cast, Entity, EntityId, NO_STATE};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::Sector;
use chancery_world::{Hit, HitKind, Kind, World};
use std::ops::Range;

/// Offices for one person rather than of a body.
const PERSONAL: &[&str] = &["adviser", "advisor", "spokesman", "spokeswoman", "spokesperson", "envoy"];

/// Offices that say to whom or what their holder is sent ("ambassador to Spain").
const SENT: &[&str] = &[
    "ambassador",
    "envoy",
    "representative",
    "consul",
    "coordinator",
    "co-ordinator",
    "negotiator",
    "rapporteur",
    "nominee",
];

/// Offices of a town or region.
const LOCAL: &[&str] = &["mayor", "governor", "gov.", "prefect", "administrator"];

/// "Mayor Jane Doe of Springfield": what stands after the name.
pub(super) fn beyond(
    tree: &Tree<'_>,
    name: &Range<usize>,
    word: &str,
    cast: &mut Cast,
    world: &World,
) -> Option<EntityId> {
    let of = tree.get(name.end).is_some_and(|t| t.form == "of") && LOCAL.contains(&word);
    let place = tree.sentence.names.iter().find(|n| of && n.tokens.start == name.end + 1)?;
    let forms: Vec<&str> = place.tokens.clone().map(|t| tree.token(t).form.as_str()).collect();
    let hit = world.scan(&forms, None).into_iter().next();
    let country = hit.as_ref().and_then(|h| h.country.clone());
    Some(cast.named(hit.map_or(&forms.join(" "), |h| h.name), country))
}

/// What an office is of: whose it is, the body or state named before it, then that named after it; else the state or
/// body of its holder.
pub(super) fn body(
    tree: &Tree<'_>,
    s: usize,
    office: &Office,
    holder: &Entity,
    cast: &mut Cast,
    world: &World,
) -> Option<EntityId> {
    let word = tree.lower(office.noun);
    let Range { start, end } = office.words;
    if let Some(id) = owner(tree, s, office, &word, holder, cast, world) {
        return Some(id);
    }
    let sent = SENT.contains(&word.as_str());
    // Before the noun.
    let before: Vec<&str> = (start..office.noun).map(|t| tree.token(t).form.as_str()).collect();
    let hits = world.scan(&before, None);
    let nation = hits.iter().rev().find_map(state_of);
    let member = MEMBERS.contains(&word.as_str());
    if let Some(h) =
        hits.iter().rev().find(|h| h.kind == HitKind::Organization && !(member && h.sector == Some(Sector::PTY)))
    {
        return Some(cast.organization(h.name, h.country.clone(), h.sector));
    }
    let spans = |from: usize, to: usize| {
        tree.sentence
            .names
            .iter()
            .find(move |n| n.kind == NameKind::Organization && n.tokens.start >= from && n.tokens.end <= to)
    };
    // "Brexit coordinator": one word before who is sent says what for.
    let topic = |n: &chancery_language::Name| sent && n.tokens.len() == 1;
    if let Some(n) = spans(start, office.noun).filter(|n| nation.is_none() && !topic(n)) {
        return Some(unknown(tree, s, &n.tokens, holder, cast, world));
    }
    let american = matches!(word.as_str(), "sen." | "rep.").then(|| "USA".to_owned());
    let country = nation.clone().or_else(|| holder.country.clone()).or(american).or_else(|| cast.home.clone());
    if let Some(id) = country.as_deref().and_then(|c| institution(&before, &word, c, cast, world)) {
        return Some(id);
    }
    // After it.
    if let Some(id) = after(tree, s, office.noun + 1..end, &word, holder, cast, world) {
        return Some(id);
    }
    if let Some(id) = nation.and_then(|c| cast.state(&c, world).or_else(|| cast.body(&c))) {
        return Some(id);
    }
    if LOCAL.contains(&word.as_str())
        && let Some(h) = hits.iter().find(|h| h.kind == HitKind::Place)
    {
        return Some(cast.named(h.name, h.country.clone()));
    }
    if LOCAL.contains(&word.as_str()) {
        return None;
    }
    // "Inspector General", where the text tells of the police
    if word == "general" && before.last().is_some_and(|w| w.eq_ignore_ascii_case("inspector")) {
        let same = |c: &Option<String>| holder.country.is_none() || *c == holder.country;
        let police = |e: &Entity| !e.person && e.sector == Some(Sector::COP) && e.country.is_some() && same(&e.country);
        if let Some(id) = cast.entities.iter().position(police) {
            return Some(id);
        }
    }
    // The holder's own.
    let country = holder.country.clone().or_else(|| {
        let national =
            matches!(word.as_str(), "president" | "premier" | "chancellor" | "minister" | "king" | "queen" | "general");
        cast.home.clone().filter(|_| national)
    })?;
    if word == "speaker"
        && let Some(c) = world.country(&country)
    {
        return Some(cast.organization(&format!("{} parliament", c.adjective), Some(country), Some(Sector::LEG)));
    }
    let force = matches!(holder.sector, Some(Sector::MIL | Sector::COP | Sector::JUD | Sector::OPP | Sector::REB));
    let same = |e: &Entity| {
        force
            && !e.person
            && e.sector == holder.sector
            && e.country.as_deref() == Some(&country)
            && (e.kind == Kind::Organization
                || matches!(e.name.rsplit(' ').next(), Some("army" | "military" | "police" | "navy" | "opposition")))
    };
    let same = cast.entities.iter().position(same);
    same.or_else(|| cast.state(&country, world)).or_else(|| of_code(&country, cast))
}

/// The body behind a code without a state; the United Nations and the Union need no mention.
fn of_code(code: &str, cast: &mut Cast) -> Option<EntityId> {
    let name = match code {
        "UNO" => "United Nations",
        "EUR" => "European Union",
        _ => return cast.body(code),
    };
    Some(cast.body(code).unwrap_or_else(|| cast.organization(name, Some(code.to_owned()), None)))
}

/// Whose office it is, by a possessor: "its spokesman", "Aliyev's adviser", "New Hope's leader".
fn owner(
    tree: &Tree<'_>,
    s: usize,
    office: &Office,
    word: &str,
    holder: &Entity,
    cast: &mut Cast,
    world: &World,
) -> Option<EntityId> {
    let pronoun = office.words.start.checked_sub(1).filter(|&t| tree.token(t).deprel == "nmod:poss");
    let noun = (office.words.start..office.noun)
        .rev()
        .find(|&t| tree.token(t).upos == Upos::PART)
        .and_then(|t| t.checked_sub(1));
    let at = noun.or(pronoun)?;
    let id = cast.at(s, at).first().copied().or_else(|| {
        let name = tree.sentence.names.iter().find(|n| n.kind == NameKind::Organization && n.tokens.contains(&at))?;
        Some(unknown(tree, s, &name.tokens.clone(), &Entity::default(), cast, world))
    })?;
    let e = cast.entity(id);
    // "its commander", said of a state's general, is not of the rebels or of another state.
    let armed = |x: Option<Sector>| matches!(x, Some(Sector::MIL | Sector::REB));
    let other = e.country.is_some() && holder.country.is_some() && e.country != holder.country
        || armed(e.sector) && armed(holder.sector) && e.sector != holder.sector;
    if noun.is_none() && other {
        return None;
    }
    if e.person && e.country.is_none() && noun.is_some() && matches!(word, "leader" | "chairman" | "head" | "chief") {
        // Nobody leads a person: a body that was taken for one.
        let name = tree.sentence.names.iter().find(|n| n.tokens.contains(&at)).map(|n| n.tokens.clone())?;
        return Some(unknown(tree, s, &name, holder, cast, world));
    }
    if (e.person || e.kind == Kind::Office) && !PERSONAL.contains(&word) {
        let country = e.country.clone()?;
        return cast.state(&country, world).or_else(|| cast.body(&country));
    }
    (e.country.is_some() || e.kind == Kind::Organization || e.person).then_some(id)
}

/// The state that a name before an office says it is of.
fn state_of(h: &Hit) -> Option<String> {
    matches!(h.kind, HitKind::State | HitKind::Adjective | HitKind::Capital | HitKind::Metonym | HitKind::PeopleNoun)
        .then(|| h.country.clone())
        .flatten()
}

/// "army spokesman", "Supreme Court president", "opposition leader", "senator": the force, court or house of the country.
fn institution(before: &[&str], word: &str, country: &str, cast: &mut Cast, world: &World) -> Option<EntityId> {
    let adjective = world.country(country)?.adjective;
    // "Sen." and "Rep." are American, wherever the text is at home.
    let chamber = match (word, country) {
        ("sen." | "senator", "USA") => Some("United States Senate"),
        ("rep." | "congressman" | "congresswoman" | "representative", "USA") => {
            Some("United States House of Representatives")
        }
        _ => None,
    };
    if let Some(name) = chamber {
        return Some(cast.organization(name, Some(country.to_owned()), Some(Sector::LEG)));
    }
    let found = (1..=before.len()).rev().find_map(|k| {
        let hit = world.agent(&before[..k])?;
        let fits = matches!(hit.sector, Some(Sector::MIL | Sector::COP | Sector::JUD | Sector::LEG | Sector::OPP));
        let body = hit.collective || before[k - 1].eq_ignore_ascii_case("opposition");
        (body && fits).then(|| (before[k - hit.words..k].join(" "), hit.sector))
    });
    let (name, sector) = match (found, word) {
        (Some((name, sector)), _) => (name, sector?),
        (None, "lawmaker" | "mp") => ("parliament".to_owned(), Sector::LEG),
        _ => return None,
    };
    let last = name.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let known = cast.entities.iter().position(|e| {
        !e.person
            && e.kind != Kind::Office
            && e.country.as_deref() == Some(country)
            && e.sector == Some(sector)
            && e.name.to_lowercase().split_whitespace().any(|w| w == last)
    });
    known.or_else(|| {
        Some(cast.organization(&format!("{adjective} {}", lower_first(&name)), Some(country.to_owned()), Some(sector)))
    })
}

/// "Army" as in "Malian army"; a name of several words keeps its capitals.
fn lower_first(name: &str) -> String {
    if name.contains(' ') { name.to_owned() } else { name.to_lowercase() }
}

/// The body, state or place named after an office.
fn after(
    tree: &Tree<'_>,
    s: usize,
    rest: Range<usize>,
    word: &str,
    holder: &Entity,
    cast: &mut Cast,
    world: &World,
) -> Option<EntityId> {
    let forms: Vec<&str> = rest.clone().map(|t| tree.token(t).form.as_str()).collect();
    let hits = world.scan(&forms, None);
    let mut t = rest.start;
    let mut prep = String::new();
    // What a name tells goes before what "the agency" may mean.
    let mut known: Option<EntityId> = None;
    while t < rest.end {
        if tree.token(t).upos == Upos::ADP {
            prep = tree.lower(t);
            t += 1;
            continue;
        }
        let away = SENT.contains(&word) && matches!(prep.as_str(), "to" | "for" | "on" | "in" | "with");
        let name = tree
            .sentence
            .names
            .iter()
            .find(|n| n.kind == NameKind::Organization && n.tokens.start == t && n.tokens.end <= rest.end);
        let hit = hits.iter().find(|h| h.range.start + rest.start == t);
        if away {
            t = hit.map_or(t + 1, |h| h.range.end + rest.start);
            continue;
        }
        // The longer of what the tables and the model see.
        if let Some(n) = name.filter(|n| hit.is_none_or(|h| h.range.len() < n.tokens.len())) {
            return Some(unknown(tree, s, &n.tokens, holder, cast, world));
        }
        if let Some(h) = hit {
            if h.kind == HitKind::Organization {
                return Some(cast.organization(h.name, h.country.clone(), h.sector));
            }
            // "of the Malian army", "of Iran's navy": the force rather than the state.
            let tail: Vec<&str> = (t + h.range.len()..rest.end)
                .take_while(|&i| tree.token(i).upos != Upos::ADP)
                .map(|i| tree.token(i).form.as_str())
                .collect();
            let own = known.is_none() || matches!(prep.as_str(), "of" | "for");
            if let Some(c) = state_of(h).filter(|_| own) {
                return institution(&tail, "", &c, cast, world)
                    .or_else(|| cast.state(&c, world))
                    .or_else(|| cast.body(&c));
            }
            if h.kind == HitKind::Place && (LOCAL.contains(&word) || prep == "of") {
                return Some(cast.named(h.name, h.country.clone()));
            }
            t += h.range.len();
            continue;
        }
        let at = cast.at(s, t).first().copied().filter(|&e| {
            let e = cast.entity(e);
            !e.person
                && e.country.is_some()
                && matches!(e.kind, Kind::Organization | Kind::State | Kind::Group | Kind::Office)
        });
        known = known.or(at);
        if tree.lower(t) == "secretary-general"
            || tree.lower(t) == "secretary" && tree.get(t + 1).is_some_and(|x| x.form == "General" || x.form == "-")
        {
            return of_code("UNO", cast);
        }
        t += 1;
    }
    let id = known?;
    let e = cast.entity(id);
    // "of the foreign minister": the office's state.
    if e.kind == Kind::Office {
        let country = e.country.clone()?;
        return cast.state(&country, world).or_else(|| cast.body(&country));
    }
    Some(id)
}

/// A body that no table knows, by the words of its name; its country is one named in them, or its officer's.
fn unknown(
    tree: &Tree<'_>,
    s: usize,
    words: &Range<usize>,
    holder: &Entity,
    cast: &mut Cast,
    world: &World,
) -> EntityId {
    // "the chamber of commerce of Ambato": the name runs on over "of".
    let mut end = words.end;
    while tree.get(end).is_some_and(|t| t.form == "of") && tree.get(end + 1).is_some_and(|t| t.upos == Upos::PROPN) {
        end += 2;
        while tree.get(end).is_some_and(|t| t.upos == Upos::PROPN && tree.rel(end) == "flat") {
            end += 1;
        }
    }
    let forms: Vec<&str> =
        (words.start..end).map(|t| tree.token(t).form.as_str()).filter(|w| !matches!(*w, "the" | "The")).collect();
    let hits = world.scan(&forms, None);
    if let Some(h) = hits.iter().find(|h| h.kind == HitKind::Organization && h.range == (0..forms.len())) {
        return cast.organization(h.name, h.country.clone(), h.sector);
    }
    // The cast may know it, by its name or by its initials.
    let named = |e: &Entity| !e.person && matches!(e.kind, Kind::Organization | Kind::Group) && e.country.is_some();
    let at = words.clone().rev().flat_map(|t| cast.at(s, t)).copied().find(|&e| named(cast.entity(e)));
    let initials =
        |name: &str| name.split(' ').filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect::<String>();
    let short = forms.len() == 1 && forms[0].len() > 1 && forms[0].chars().all(char::is_uppercase);
    let spelled = || cast.entities.iter().position(|e| short && named(e) && initials(&e.name) == forms[0]);
    if let Some(id) = at.filter(|_| hits.is_empty()).or_else(spelled) {
        return id;
    }
    let country = hits.iter().find_map(|h| h.country.clone()).or_else(|| holder.country.clone());
    let sector = hits.iter().find(|h| h.kind == HitKind::Organization).and_then(|h| h.sector);
    let agent = world.agent(&forms).and_then(|a| a.sector);
    let state = country.as_deref().is_some_and(|c| !NO_STATE.contains(&c));
    cast.organization(&forms.join(" "), country, agent.or(sector).filter(|_| state))
}
