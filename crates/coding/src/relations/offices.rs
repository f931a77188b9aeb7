//! Who holds which office of what: titles before a name, appositions on either side of it, predicates.
//!
//! An office is read off the words in their order, not off the tree: "the president of the chamber of commerce of Ambato,
//! Rosa Vega" hangs its name on the town as often as on the office.

use super::{Link, former_word};
use crate::cast::{Cast, Entity, EntityId, NO_STATE};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::{RelationType, Sector};
use chancery_world::{Hit, HitKind, Kind, World};
use std::ops::Range;

/// Words that end the name of an office. Ranks, trades and kinds of people ("general", "analyst", "diplomat") are none.
const OFFICES: &[&str] = &[
    "president",
    "premier",
    "chancellor",
    "vice-president",
    "taoiseach",
    "tánaiste",
    "minister",
    "secretary",
    "undersecretary",
    "secretary-general",
    "attorney-general",
    "director-general",
    "governor-general",
    "chairman",
    "chairwoman",
    "chairperson",
    "chair",
    "co-chair",
    "head",
    "chief",
    "leader",
    "co-leader",
    "governor",
    "mayor",
    "prefect",
    "ambassador",
    "envoy",
    "consul",
    "commissioner",
    "director",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "commander",
    "king",
    "queen",
    "emir",
    "sultan",
    "coordinator",
    "co-ordinator",
    "rapporteur",
    "negotiator",
    "representative",
    "adviser",
    "advisor",
    "speaker",
    "senator",
    "sen.",
    "rep.",
    "gov.",
    "congressman",
    "congresswoman",
    "lawmaker",
    "mp",
    "treasurer",
    "judge",
    "prosecutor",
    "administrator",
    "ceo",
    "founder",
    "co-founder",
    "publisher",
    "rector",
    "superintendent",
    "nominee",
    "comptroller",
    "pastor",
    "patriarch",
    "whip",
];

/// Words before "general" that make an office of the rank.
const GENERALS: &[&str] =
    &["attorney", "secretary", "inspector", "director", "governor", "prosecutor", "solicitor", "surgeon", "auditor"];

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

/// Members of a parliament.
const MEMBERS: &[&str] =
    &["senator", "sen.", "rep.", "representative", "congressman", "congresswoman", "lawmaker", "mp"];

/// An office in a sentence.
struct Office {
    /// The noun that names it.
    noun: usize,
    /// Its words and those of what it is of.
    words: Range<usize>,
}

/// The offices of a sentence that somebody with a name holds, and the parties that the names' titles tell.
pub(super) fn offices(tree: &Tree<'_>, s: usize, cast: &mut Cast, world: &World, out: &mut Vec<Link>) {
    for noun in 0..tree.len() {
        if !is_office(tree, noun) {
            continue;
        }
        let office = Office { noun, words: stretch(tree, noun) };
        let Some((holder, to_name)) = holder(tree, s, &office, cast) else { continue };
        let Some(standing) = standing(tree, &office) else { continue };
        let e = cast.entity(holder).clone();
        let word = lower(tree, noun);
        let party = party(tree, &office.words, world);
        let role = role(tree, &office, world);
        let mention = (s, office.words.start.min(to_name.start)..office.words.end.max(to_name.end));
        let link =
            |kind, to, role, status| Link { mention: mention.clone(), ..Link::new(kind, holder, to, role, status) };
        if let Some(p) = &party
            && MEMBERS.contains(&word.as_str())
        {
            let to = cast.organization(p.name, p.country.clone(), p.sector);
            out.push(link(RelationType::MemberOf, to, None, "actual"));
        }
        let of_party =
            party.filter(|_| matches!(word.as_str(), "nominee" | "leader" | "chairman" | "chair" | "chairwoman"));
        let to = match of_party {
            Some(p) => Some(cast.organization(p.name, p.country, p.sector)),
            None => body(tree, s, &office, &e, cast, world).or_else(|| beyond(tree, &to_name, &word, cast, world)),
        };
        let Some(to) = to else { continue };
        // Who holds an office of a state's is of that state.
        if e.country.is_none() && !cast.entity(to).person {
            cast.entities[holder].country = cast.entity(to).country.clone();
        }
        out.push(link(RelationType::HoldsOffice, to, Some(role), standing));
    }
    initialled(tree, s, cast, out);
    partisans(tree, s, cast, out);
}

fn lower(tree: &Tree<'_>, t: usize) -> String {
    tree.lower(t)
}

pub(super) fn is_office(tree: &Tree<'_>, t: usize) -> bool {
    let word = lower(tree, t);
    let nominal = matches!(tree.token(t).upos, Upos::NOUN | Upos::PROPN);
    if !nominal || tree.token(t).feats.number == Some("Plur") && word.ends_with('s') {
        return false;
    }
    // "a leader article", "head office": another noun follows, unless it is a name or "General".
    let next = tree.get(t + 1);
    let general = word == "general" && t > 0 && GENERALS.contains(&lower(tree, t - 1).as_str());
    let before_general =
        GENERALS.contains(&word.as_str()) && next.is_some_and(|n| n.form == "General" || n.form == "general");
    let compound =
        tree.rel(t) == "compound" && tree.head(t).is_some_and(|h| h == t + 1 && tree.token(h).upos == Upos::NOUN);
    let named =
        tree.sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&t) && n.tokens.start != t);
    let titled = word == "representative" && person_from(tree, t + 1).is_some();
    let before = t.checked_sub(1).map(|k| lower(tree, k)).unwrap_or_default();
    let prince = matches!(word.as_str(), "prince" | "princess") && before == "crown";
    // "the top Republican on the panel"
    let partisan = matches!(word.as_str(), "republican" | "democrat")
        && matches!(before.as_str(), "top" | "ranking" | "senior")
        && next.is_some_and(|n| n.form == "on");
    (OFFICES.contains(&word.as_str()) || general || prince || partisan) && !before_general && !compound && !named
        || titled && tree.token(t).form.starts_with('R')
}

/// The words around an office's noun that belong to it: what stands before it up to a determiner, and "of …" after it.
fn stretch(tree: &Tree<'_>, noun: usize) -> Range<usize> {
    let person = |t: usize| tree.sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&t));
    let possessive = |t: usize| tree.token(t).upos == Upos::PART && tree.token(t).form.ends_with(['s', '’', '\'']);
    let mut start = noun;
    while start > 0 {
        let t = start - 1;
        let token = tree.token(t);
        let joins = match token.upos {
            Upos::NOUN | Upos::PROPN | Upos::ADJ => !person(t) || possessive(start),
            Upos::PART => possessive(t),
            Upos::PUNCT => token.form == "-",
            Upos::VERB => tree.rel(t) == "amod",
            _ => false,
        };
        if !joins {
            break;
        }
        start = t;
    }
    let mut end = noun + 1;
    let mut of = false;
    while let Some(token) = tree.get(end) {
        let starts_name = tree.sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.start == end);
        let next = tree.get(end + 1);
        let goes_on = match token.upos {
            Upos::ADP => {
                let prep = token.form.to_lowercase();
                let leads = next.is_some_and(|n| {
                    matches!(n.upos, Upos::DET | Upos::NOUN | Upos::PROPN | Upos::ADJ | Upos::PRON)
                        || n.upos == Upos::VERB && tree.rel(end + 1) == "amod"
                });
                let fits = matches!(prep.as_str(), "of" | "for" | "at" | "in" | "to" | "with" | "on");
                of |= fits && leads;
                fits && leads
            }
            _ if !of => false,
            Upos::NOUN | Upos::PROPN | Upos::ADJ | Upos::DET | Upos::NUM => !starts_name,
            Upos::PRON => tree.token(end).deprel == "nmod:poss",
            Upos::PART => possessive(end),
            Upos::VERB => tree.rel(end) == "amod" && token.form.starts_with(char::is_uppercase),
            Upos::PUNCT => token.form == "-" && tree.get(end - 1).is_some_and(|p| p.end == token.start),
            Upos::CCONJ => {
                matches!(token.form.as_str(), "and" | "&")
                    && next.is_some_and(|n| matches!(n.upos, Upos::NOUN | Upos::PROPN | Upos::ADJ))
                    && !person(end + 1)
                    && !OFFICES.contains(&lower(tree, end + 1).as_str())
                    && tree.rel(end + 1) != "root"
            }
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1;
    }
    while end > noun + 1
        && matches!(tree.token(end - 1).upos, Upos::ADP | Upos::DET | Upos::CCONJ | Upos::PUNCT | Upos::PART)
    {
        end -= 1;
    }
    start..end
}

/// A person's name that starts at a token. Two names side by side of which one hangs flat on the other are one.
fn person_from(tree: &Tree<'_>, start: usize) -> Option<Range<usize>> {
    let from = |at: usize| {
        let mut persons = tree.sentence.names.iter().filter(|n| n.kind == NameKind::Person && is_name(tree, n));
        persons.find(|n| n.tokens.start == at).map(|n| n.tokens.clone())
    };
    let first = from(start)?;
    match from(first.end) {
        Some(second) if tree.rel(second.start) == "flat" => Some(first.start..second.end),
        _ => Some(first),
    }
}

/// "R-Fla." is no name.
fn is_name(tree: &Tree<'_>, n: &chancery_language::Name) -> bool {
    tree.token(n.tokens.start).form.chars().count() > 1
}

/// The person whom the cast knows by a name at these tokens.
fn person_at(cast: &Cast, s: usize, name: &Range<usize>) -> Option<EntityId> {
    name.clone().rev().flat_map(|t| cast.at(s, t)).copied().find(|&e| cast.entity(e).person)
}

/// Who holds an office, and the tokens that name the one.
fn holder(tree: &Tree<'_>, s: usize, office: &Office, cast: &Cast) -> Option<(EntityId, Range<usize>)> {
    let Range { start, mut end } = office.words;
    let form = |t: usize| tree.get(t).map_or("", |t| t.form.as_str());
    // "the head of the Stabilization Mission (UNSM), Jane Doe"
    if form(end) == "(" && form(end + 2) == ")" {
        end += 3;
    }
    // "Interior Minister Jane Doe"
    if let Some(name) = person_from(tree, end) {
        return Some((person_at(cast, s, &name)?, name));
    }
    // "the minister, Jane Doe", "its spokesman, Brigadier General John Doe"
    // "the Tánaiste and Minister for Foreign Affairs, Jane Doe": two offices of one person are no list.
    let first = tree.first_conjunct(office.noun);
    let listed = first != office.noun && !is_office(tree, first);
    if form(end) == "," && !listed {
        let ranks = (end + 1..tree.len().min(end + 5))
            .take_while(|&t| {
                person_from(tree, t).is_none() && matches!(tree.token(t).upos, Upos::PROPN | Upos::NOUN | Upos::ADJ)
            })
            .count();
        if let Some(name) = person_from(tree, end + 1 + ranks) {
            let closed = tree.get(name.end).is_none_or(|t| matches!(t.upos, Upos::PUNCT));
            if closed {
                return Some((person_at(cast, s, &name)?, name));
            }
        }
    }
    // "Jane Doe, 45, the head of the agency"
    let mut before = start;
    while before > 0
        && (tree.token(before - 1).upos == Upos::DET
            || tree.token(before - 1).deprel == "nmod:poss"
            || matches!(form(before - 1), "now" | "currently" | "once" | "formerly" | "then"))
    {
        before -= 1;
    }
    if before > 1 && form(before - 1) == "," && !listed {
        let mut last = before - 2;
        if tree.token(last).upos == Upos::NUM && last > 1 && form(last - 1) == "," {
            last -= 2;
        }
        let name = tree
            .sentence
            .names
            .iter()
            .find(|n| n.kind == NameKind::Person && n.tokens.end == last + 1 && is_name(tree, n));
        // "Sen. Jane Doe, R-Fla., the head of the panel"
        let name = name.or_else(|| initials_before(tree, before - 1));
        let closed = tree.get(end).is_none_or(|t| matches!(t.upos, Upos::PUNCT | Upos::CCONJ));
        let hangs = |n: &chancery_language::Name| {
            tree.path_up(office.noun).skip(1).take(2).any(|t| n.tokens.contains(&t))
                || tree.rel(office.noun) == "appos"
                || closed && before < start
        };
        if let Some(name) = name.filter(|n| hangs(n)) {
            return Some((person_at(cast, s, &name.tokens)?, name.tokens.clone()));
        }
    }
    // "Jane Doe, a minister and leader of the party": the second office is the first's holder's.
    if first != office.noun && is_office(tree, first) {
        let other = Office { noun: first, words: stretch(tree, first) };
        if first < office.noun && other.words.end <= start {
            return holder(tree, s, &other, cast);
        }
    }
    // "Jane Doe is the head of the agency", "the leader of the group was Jane Doe"
    let other = if tree.child(office.noun, &["cop"]).is_some() {
        tree.child(office.noun, &["nsubj"])
    } else {
        tree.head(office.noun).filter(|&h| tree.rel(office.noun) == "nsubj" && tree.child(h, &["cop"]).is_some())
    };
    if let Some(id) = other.and_then(|o| cast.at(s, o).iter().copied().find(|&e| cast.entity(e).person)) {
        return Some((id, office.words.clone()));
    }
    // "the Foreign Secretary", who has a name elsewhere in the text and that office by the tables.
    let known = cast.at(s, office.noun).first().copied().filter(|&e| {
        let e = cast.entity(e);
        let word = lower(tree, office.noun);
        e.person && e.office.as_deref().is_some_and(|o| o.to_lowercase().split_whitespace().any(|w| w == word))
    });
    known.map(|id| (id, office.words.clone()))
}

/// "Mayor Jane Doe of Springfield": what stands after the name.
fn beyond(tree: &Tree<'_>, name: &Range<usize>, word: &str, cast: &mut Cast, world: &World) -> Option<EntityId> {
    let of = tree.get(name.end).is_some_and(|t| t.form == "of") && LOCAL.contains(&word);
    let place = tree.sentence.names.iter().find(|n| of && n.tokens.start == name.end + 1)?;
    let forms: Vec<&str> = place.tokens.clone().map(|t| tree.token(t).form.as_str()).collect();
    let hit = world.scan(&forms, None).into_iter().next();
    let country = hit.as_ref().and_then(|h| h.country.clone());
    Some(cast.named(hit.map_or(&forms.join(" "), |h| h.name), country))
}

/// The name before "R-Fla.," that ends before a comma.
fn initials_before<'t>(tree: &'t Tree<'_>, comma: usize) -> Option<&'t chancery_language::Name> {
    tree.sentence.names.iter().find(|n| {
        n.kind == NameKind::Person
            && is_name(tree, n)
            && party_letter(tree, n.tokens.end).is_some_and(|(_, end)| end == comma)
    })
}

/// "R-Fla.", "(D-N.J.)" from a token on: the letter and the token after it all.
fn party_letter(tree: &Tree<'_>, at: usize) -> Option<(char, usize)> {
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
fn initialled(tree: &Tree<'_>, s: usize, cast: &mut Cast, out: &mut Vec<Link>) {
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
fn partisans(tree: &Tree<'_>, s: usize, cast: &mut Cast, out: &mut Vec<Link>) {
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
fn party(tree: &Tree<'_>, words: &Range<usize>, world: &World) -> Option<Hit> {
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

/// Whether an office is held, was held or is denied; none where it is only planned or possible.
fn standing(tree: &Tree<'_>, office: &Office) -> Option<&'static str> {
    let before = office.words.start.saturating_sub(2)..office.noun;
    if before.clone().any(|t| former_word(&tree.lower(t))) {
        return Some("former");
    }
    if tree.child(office.noun, &["cop"]).is_none() {
        return Some("actual");
    }
    let children = tree.children(office.noun);
    let word = |words: &[&str]| children.iter().any(|&c| words.contains(&tree.lower(c).as_str()));
    if word(&["will", "would", "could", "may", "might", "should", "if", "must", "can"]) {
        return None;
    }
    if word(&["once", "formerly", "longer", "previously"]) {
        return Some("former");
    }
    Some(if word(&["not", "n't", "never"]) { "denied" } else { "actual" })
}

/// The office as a role: the words that the grammar of offices takes together, or the noun with what describes it.
fn role(tree: &Tree<'_>, office: &Office, world: &World) -> String {
    let Range { start, end } = office.words;
    let form = |t: usize| tree.token(t).form.as_str();
    let before: Vec<&str> = (start..office.noun + 1).map(form).collect();
    let core = world.agent(&before).map_or(1, |a| a.words).max(1).min(before.len());
    let mut from = office.noun + 1 - core;
    // "Brexit coordinator", "head pastor", "top negotiator": small words before it say what for.
    let owner = |t: usize| world.scan(&[form(t)], None).iter().any(|h| h.country.is_some());
    while from > start
        && matches!(tree.token(from - 1).upos, Upos::NOUN | Upos::ADJ | Upos::PROPN)
        && !owner(from - 1)
        && !former_word(&tree.lower(from - 1))
        && !matches!(tree.lower(from - 1).as_str(), "current" | "new" | "outgoing" | "incoming" | "longtime")
        && !tree.sentence.names.iter().any(|n| n.tokens.contains(&(from - 1)) && n.tokens.len() > 1)
    {
        from -= 1;
    }
    // "minister of foreign affairs", "chief of staff": what follows and is nobody's name.
    let mut to = office.noun + 1;
    if to < end && matches!(tree.lower(to).as_str(), "of" | "for") {
        let until = (to + 1..end).find(|&t| tree.token(t).upos == Upos::ADP).unwrap_or(end);
        let rest: Vec<&str> = (to..until).map(form).collect();
        let named = world.scan(&rest, None).iter().any(|h| h.country.is_some())
            || tree.sentence.names.iter().any(|n| n.tokens.start >= to && n.tokens.start < until);
        let owned = (to..until).any(|t| matches!(tree.token(t).upos, Upos::PART | Upos::PRON));
        if !named && !owned {
            to = until;
        }
    }
    (from..to)
        .map(form)
        .filter(|w| !matches!(w.to_lowercase().as_str(), "the" | "a" | "an"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// What an office is of: whose it is, the body or state named before it, then that named after it; else the state or
/// body of its holder.
fn body(
    tree: &Tree<'_>,
    s: usize,
    office: &Office,
    holder: &Entity,
    cast: &mut Cast,
    world: &World,
) -> Option<EntityId> {
    let word = lower(tree, office.noun);
    let Range { start, end } = office.words;
    if let Some(id) = owner(tree, s, office, &word, holder, cast, world) {
        return Some(id);
    }
    let sent = SENT.contains(&word.as_str());
    // Before the noun.
    let before: Vec<&str> = (start..office.noun).map(|t| tree.token(t).form.as_str()).collect();
    let hits = world.scan(&before, None);
    let nation = hits.iter().rev().find_map(|h| state_of(h));
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
    if let Some(id) = after(tree, s, office.noun + 1..end, &word, sent, holder, cast, world) {
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
    // The holder's own.
    let country = holder.country.clone().or_else(|| {
        let national =
            matches!(word.as_str(), "president" | "premier" | "chancellor" | "minister" | "king" | "queen" | "general");
        cast.home.clone().filter(|_| national)
    })?;
    let force = matches!(holder.sector, Some(Sector::MIL | Sector::COP | Sector::JUD | Sector::OPP | Sector::REB));
    let same = cast.entities.iter().position(|e| {
        force
            && !e.person
            && e.sector == holder.sector
            && e.country == holder.country
            && (e.kind == Kind::Organization
                || matches!(e.name.rsplit(' ').next(), Some("army" | "military" | "police" | "navy" | "opposition")))
    });
    // "Inspector General", where the text tells of the police
    let police = (word == "general" && before.last().is_some_and(|w| w.eq_ignore_ascii_case("inspector"))).then(|| {
        cast.entities
            .iter()
            .position(|e| !e.person && e.sector == Some(Sector::COP) && e.country.as_deref() == Some(&country))
    });
    let speaker = || -> Option<String> {
        (word == "speaker").then(|| world.country(&country).map(|c| format!("{} parliament", c.adjective))).flatten()
    };
    if let Some(name) = speaker() {
        return Some(cast.organization(&name, Some(country), Some(Sector::LEG)));
    }
    police.flatten().or(same).or_else(|| cast.state(&country, world)).or_else(|| of_code(&country, cast))
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
#[allow(clippy::too_many_arguments)]
fn after(
    tree: &Tree<'_>,
    s: usize,
    rest: Range<usize>,
    word: &str,
    sent: bool,
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
        let away = sent && matches!(prep.as_str(), "to" | "for" | "on" | "in" | "with");
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
