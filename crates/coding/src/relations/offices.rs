//! Who holds which office of what: titles before a name, appositions on either side of it, predicates.
//!
//! An office is read off the words in their order, not off the tree: "the president of the chamber of commerce of Ambato,
//! Rosa Vega" hangs its name on the town as often as on the office.

use super::bodies::{beyond, body};
use super::parties::{initialled, initials_before, partisans, party};
use super::{Link, former_word};
use crate::cast::{Cast, EntityId};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_record::RelationType;
use chancery_world::{Kind, World};
use std::ops::Range;

/// Words that end the name of an office, parted by spaces. Ranks, trades and kinds of people ("general", "analyst", "diplomat")
/// are none.
const OFFICES: &str = "president premier chancellor vice-president taoiseach tánaiste minister secretary undersecretary \
    secretary-general attorney-general director-general governor-general chairman chairwoman chairperson chair \
    co-chair head chief leader co-leader governor mayor prefect ambassador envoy consul commissioner director \
    spokesman spokeswoman spokesperson commander king queen emir sultan coordinator co-ordinator rapporteur \
    negotiator representative adviser advisor speaker senator sen. rep. gov. congressman congresswoman lawmaker mp \
    treasurer judge prosecutor administrator ceo founder co-founder publisher rector superintendent nominee \
    comptroller pastor patriarch whip";

/// Words before "general" that make an office of the rank.
const GENERALS: &[&str] =
    &["attorney", "secretary", "inspector", "director", "governor", "prosecutor", "solicitor", "surgeon", "auditor"];

/// Members of a parliament.
pub(super) const MEMBERS: &[&str] =
    &["senator", "sen.", "rep.", "representative", "congressman", "congresswoman", "lawmaker", "mp"];

/// An office in a sentence.
pub(super) struct Office {
    /// The noun that names it.
    pub(super) noun: usize,
    /// Its words and those of what it is of.
    pub(super) words: Range<usize>,
}

/// The offices of a sentence that somebody with a name holds, and the parties that the names' titles tell. Gives those who
/// only may come to hold one.
pub(super) fn offices(tree: &Tree<'_>, s: usize, cast: &mut Cast, world: &World, out: &mut Vec<Link>) -> Vec<EntityId> {
    let mut to_come = Vec::new();
    for noun in 0..tree.len() {
        if !is_office(tree, noun) {
            continue;
        }
        let office = Office { noun, words: stretch(tree, noun) };
        let Some((holder, to_name)) = holder(tree, s, &office, cast) else { continue };
        let Some(standing) = standing(tree, &office) else {
            to_come.push(holder);
            continue;
        };
        let e = cast.entity(holder).clone();
        let word = tree.lower(noun);
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
        // Who holds an office of a state's is of that state; but not where only the rest of the text tells which it is.
        let home = cast.entity(to).kind == Kind::State && cast.home == cast.entity(to).country;
        if e.country.is_none() && !home && !cast.entity(to).person {
            cast.entities[holder].country = cast.entity(to).country.clone();
        }
        out.push(link(RelationType::HoldsOffice, to, Some(role), standing));
    }
    initialled(tree, s, cast, out);
    partisans(tree, s, cast, out);
    to_come
}

fn names_office(word: &str) -> bool {
    OFFICES.split_ascii_whitespace().any(|w| w == word)
}

/// Whether a token is the noun of an office.
pub(super) fn is_office(tree: &Tree<'_>, t: usize) -> bool {
    let word = tree.lower(t);
    let nominal = matches!(tree.token(t).upos, Upos::NOUN | Upos::PROPN);
    if !nominal || tree.token(t).feats.number == Some("Plur") && word.ends_with('s') {
        return false;
    }
    // "a leader article", "head office": another noun follows, unless it is a name or "General".
    let next = tree.get(t + 1);
    // "Secretary General", "secretary-general"
    let dash = |k: usize| usize::from(tree.get(k).is_some_and(|w| w.form == "-"));
    let leads = |k: usize| GENERALS.contains(&tree.lower(k).as_str());
    let general = word == "general" && t > 0 && t.checked_sub(1 + dash(t - 1)).is_some_and(leads);
    let before_general =
        leads(t) && tree.get(t + 1 + dash(t + 1)).is_some_and(|n| n.form.eq_ignore_ascii_case("general"));
    let compound =
        tree.rel(t) == "compound" && tree.head(t).is_some_and(|h| h == t + 1 && tree.token(h).upos == Upos::NOUN);
    let named =
        tree.sentence.names.iter().any(|n| n.kind == NameKind::Person && n.tokens.contains(&t) && n.tokens.start != t);
    let titled = word == "representative" && person_from(tree, t + 1).is_some();
    let before = t.checked_sub(1).map(|k| tree.lower(k)).unwrap_or_default();
    let prince = matches!(word.as_str(), "prince" | "princess") && before == "crown";
    // "the top Republican on the panel"
    let partisan = matches!(word.as_str(), "republican" | "democrat")
        && matches!(before.as_str(), "top" | "ranking" | "senior")
        && next.is_some_and(|n| n.form == "on");
    (names_office(&word) || general || prince || partisan) && !before_general && !compound && !named
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
                    && !names_office(&tree.lower(end + 1))
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
pub(super) fn is_name(tree: &Tree<'_>, n: &chancery_language::Name) -> bool {
    tree.token(n.tokens.start).form.chars().count() > 1
}

/// The person whom the cast knows by a name at these tokens.
pub(super) fn person_at(cast: &Cast, s: usize, name: &Range<usize>) -> Option<EntityId> {
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
        let word = tree.lower(office.noun);
        e.person && e.office.as_deref().is_some_and(|o| o.to_lowercase().split_whitespace().any(|w| w == word))
    });
    known.map(|id| (id, office.words.clone()))
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
        .replace(" - ", "-")
}
