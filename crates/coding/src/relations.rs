//! Standing relations: offices held, backing, control, membership.
//!
//! Three sources: who was introduced with an office; hyphenated backing ("X-backed Y", "X-led Y"); and the codebook's
//! relation patterns.

mod bodies;
mod offices;
mod parties;

use crate::acts::Bond;
use crate::cast::{Cast, Entity, EntityId, NO_STATE};
use crate::circumstances::{clause_of, place_at};
use crate::codebook::{Codebook, Target};
use crate::dates::{self, TimeRole};
use crate::genre::genre;
use crate::statements::Said;
use crate::tree::Tree;
use chancery_language::Upos;
use chancery_record::{PartialDate, Precision, RelationType, Sector, Status};
use chancery_world::{HitKind, Kind, World};
use std::ops::Range;

/// A relation found, before it becomes one of the record.
#[derive(Clone, Debug)]
pub struct Link {
    /// What it says.
    pub kind: RelationType,
    /// Who.
    pub from: EntityId,
    /// Whom or what.
    pub to: EntityId,
    /// The office.
    pub role: Option<String>,
    /// Since when.
    pub start: Option<PartialDate>,
    /// Until when.
    pub end: Option<PartialDate>,
    /// `actual`, `former`, `suspended` or `denied`.
    pub status: &'static str,
    /// Who is cited for it.
    pub said_by: Option<EntityId>,
    /// Sentence and tokens that support it.
    pub mention: (usize, Range<usize>),
    /// The word that says it, where that is a verb or noun of the codebook.
    trigger: Option<usize>,
}

impl Link {
    fn new(kind: RelationType, from: EntityId, to: EntityId, role: Option<String>, status: &'static str) -> Link {
        Link { kind, from, to, role, start: None, end: None, status, said_by: None, mention: (0, 0..0), trigger: None }
    }
}

/// All relations of an article, the same one once.
pub fn relations(
    trees: &[Tree<'_>],
    cast: &mut Cast,
    bonds: &[Bond],
    said: &[Said],
    coder: (&Codebook, &World),
    published: Option<PartialDate>,
) -> Vec<Link> {
    let (codebook, world) = coder;
    let mut out: Vec<Link> = Vec::new();
    if genre(trees, codebook).is_some() {
        return out;
    }
    let mut to_come = Vec::new();
    for (s, tree) in trees.iter().enumerate() {
        to_come.extend(offices::offices(tree, s, cast, world, &mut out));
    }
    known_offices(trees, cast, world, &to_come, &mut out);
    for (s, tree) in trees.iter().enumerate() {
        hyphens(tree, s, cast, codebook, world, &mut out);
        adherents(tree, s, cast, &mut out);
    }
    for bond in bonds {
        by_codebook(&trees[bond.sentence], bond, cast, codebook, world, &mut out);
    }
    for link in &mut out {
        let (s, range) = &link.mention;
        link.said_by = said
            .iter()
            .filter(|x| x.reports)
            .find(|x| x.content.iter().any(|p| p.contains(*s, range.start) && p.contains(*s, range.end - 1)))
            .map(|x| x.speaker)
            .filter(|&x| x != link.from);
        (link.start, link.end) = spell(&trees[*s], link, published);
        // What lasted until a day that is over lasts no more.
        if link.status == "actual" && link.end.is_some_and(|e| published.is_some_and(|p| e < p)) {
            link.status = "former";
        }
    }
    out.sort_by_key(|l| (l.mention.0, l.mention.1.start, l.kind));
    let mut seen = Vec::new();
    out.retain(|l| {
        // Who held an office and holds another has two relations to one state.
        let key = (l.kind, l.from, l.to, l.kind == RelationType::HoldsOffice && l.status == "former");
        let new = l.from != l.to && !seen.contains(&key);
        seen.push(key);
        new
    });
    out
}

/// Since when and until when a relation lasted, as its own clause or phrase says: "since 2015", "until May", "from 2010 to
/// 2014"; for what begins with the act that tells of it ("seized the town in 2015"), the day of the act.
fn spell(tree: &Tree<'_>, link: &Link, published: Option<PartialDate>) -> (Option<PartialDate>, Option<PartialDate>) {
    const BEGIN: &[&str] = &[
        "seize",
        "capture",
        "recapture",
        "retake",
        "overrun",
        "annex",
        "conquer",
        "join",
        "become",
        "elect",
        "appoint",
        "occupy",
        "name",
    ];
    const MARKS: &[&str] = &["since", "until", "till", "from", "between"];
    let begins = link.trigger.is_some_and(|t| tree.is_verb(t) && BEGIN.contains(&tree.lemma(t)));
    if !begins && !(0..tree.len()).any(|t| MARKS.contains(&tree.lower(t).as_str())) {
        return (None, None);
    }
    let mention = &link.mention.1;
    let clause = link.trigger.filter(|&t| tree.is_verb(t)).map(|t| clause_of(tree, t));
    for e in dates::expressions(tree.sentence, published) {
        let Some(at) = tree.head_of(&e.tokens) else { continue };
        // A noun's time hangs on the noun; a verb's stands in its clause.
        let own = match clause {
            Some(c) => clause_of(tree, at) == c,
            None => {
                tree.head(at).is_some_and(|h| mention.contains(&h)) && !tree.head(at).is_some_and(|h| tree.is_verb(h))
            }
        };
        if !own || !e.resolved {
            continue;
        }
        match e.role {
            TimeRole::Since => return (e.when.start, None),
            TimeRole::Until => return (None, e.when.end),
            TimeRole::During if e.when.precision == Precision::Interval => return (e.when.start, e.when.end),
            TimeRole::At if begins => return (e.when.start.map(|d| as_stated(d, e.when.precision)), None),
            _ => {}
        }
    }
    (None, None)
}

/// The first day of a year or month as the year or month.
fn as_stated(day: PartialDate, precision: Precision) -> PartialDate {
    match precision {
        Precision::Year => PartialDate { month: None, day: None, ..day },
        Precision::Month => PartialDate { day: None, ..day },
        _ => day,
    }
}

/// A person whom the cast knows by an office that no words around a name gave ("the minister", said of somebody) holds it.
fn known_offices(trees: &[Tree<'_>], cast: &mut Cast, world: &World, to_come: &[EntityId], out: &mut Vec<Link>) {
    for id in 0..cast.entities.len() {
        let e = cast.entity(id).clone();
        let (Some(role), Some(country), true) = (e.role.clone(), e.country.clone(), e.person) else { continue };
        let held = |l: &Link| l.kind == RelationType::HoldsOffice && l.from == id;
        if matches!(e.sector, Some(Sector::CVL | Sector::REF | Sector::UNK))
            || out.iter().any(held)
            || to_come.contains(&id)
        {
            continue;
        }
        let last = role.to_lowercase();
        let last = last.split_whitespace().last().unwrap_or_default();
        let titled = |m: &&crate::cast::Place| {
            m.tokens.clone().any(|t| trees[m.sentence].lower(t) == last && offices::is_office(&trees[m.sentence], t))
        };
        let Some(m) = e.mentions.iter().find(titled) else { continue };
        let former = e.sector == Some(Sector::ELI) || role.split_whitespace().any(|w| former_word(&w.to_lowercase()));
        let Some(to) = cast.state(&country, world).or_else(|| cast.body(&country)) else { continue };
        let status = if former { "former" } else { "actual" };
        let mention = (m.sentence, m.tokens.clone());
        out.push(Link { mention, ..Link::new(RelationType::HoldsOffice, id, to, Some(role), status) });
    }
}

/// Words before an office or a membership that say that it has ended.
fn former_word(word: &str) -> bool {
    matches!(
        word,
        "former"
            | "ex"
            | "previous"
            | "late"
            | "ousted"
            | "deposed"
            | "onetime"
            | "one-time"
            | "toppled"
            | "overthrown"
            | "then"
            | "erstwhile"
    ) || word.starts_with("ex-")
}

/// "US-backed fighters", "Kurdish-led forces".
fn hyphens(tree: &Tree<'_>, s: usize, cast: &mut Cast, codebook: &Codebook, world: &World, out: &mut Vec<Link>) {
    for i in 0..tree.len() {
        let lower = tree.lower(i);
        let Some(&kind) =
            codebook.hyphens.get(&lower).or_else(|| lower.rsplit_once('-').and_then(|(_, p)| codebook.hyphens.get(p)))
        else {
            continue;
        };
        let hyphened = lower.contains('-') || (i >= 2 && tree.token(i - 1).form == "-");
        let Some(noun) = tree.path_up(i).skip(1).find(|&t| tree.is_nominal(t) && tree.token(t).end > tree.token(i).end)
        else {
            continue;
        };
        if !hyphened {
            continue;
        }
        let backer = if lower.contains('-') { i } else { i - 2 };
        let words: Vec<&str> = vec![tree.token(backer).form.split('-').next().unwrap_or_default()];
        let hit = world.scan(&words, None).into_iter().next();
        // "Russian-backed": Russia backs, not some Russians.
        let nation = hit.filter(|h| matches!(h.kind, HitKind::Adjective | HitKind::State | HitKind::Capital));
        let from = match nation.and_then(|h| h.country).and_then(|c| cast.state(&c, world)) {
            Some(state) => Some(state),
            None => cast.at(s, backer).first().copied(),
        };
        let named = tree.child(noun, &["appos"]).filter(|&a| tree.token(a).form.starts_with(char::is_uppercase));
        let to = match place_at(tree, named.unwrap_or(noun), cast, world) {
            Some(p) if kind == RelationType::Controls => Some(cast.named(&p.name, p.country)),
            _ if kind == RelationType::Controls && named.is_some() => {
                named.and_then(|a| thing(tree, s, a, cast, world))
            }
            _ => cast.fill(tree, s, noun, false).first().copied(),
        };
        let (Some(from), Some(to)) = (from, to) else { continue };
        out.push(Link { mention: (s, backer..noun + 1), ..Link::new(kind, from, to, None, "actual") });
    }
}

/// "supporters of the president", "the leader's loyalists": the people whom the noun names support the one.
fn adherents(tree: &Tree<'_>, s: usize, cast: &Cast, out: &mut Vec<Link>) {
    for t in 0..tree.len() {
        if !matches!(tree.lower(t).as_str(), "supporters" | "loyalists" | "backers" | "sympathizers" | "sympathisers") {
            continue;
        }
        let Some(&from) = cast.at(s, t).first() else { continue };
        let whose = tree.children(t).iter().copied().find(|&c| {
            tree.token(c).deprel == "nmod:poss"
                || tree.rel(c) == "compound"
                || tree.rel(c) == "nmod" && tree.get(t + 1).is_some_and(|w| w.form == "of")
        });
        let Some(whose) = whose else { continue };
        for to in cast.fill(tree, s, whose, false) {
            let e = cast.entity(to);
            if to == from || e.kind == Kind::Place || !(e.person || e.country.is_some()) {
                continue;
            }
            let mention = (s, t.min(whose)..t.max(whose) + 1);
            out.push(Link { mention, ..Link::new(RelationType::Supports, from, to, None, "actual") });
        }
    }
}

fn by_codebook(tree: &Tree<'_>, bond: &Bond, cast: &mut Cast, codebook: &Codebook, world: &World, out: &mut Vec<Link>) {
    let Target::Relation(kind) = codebook.entries[bond.found.entry].target else { return };
    let (s, trigger) = (bond.sentence, bond.found.trigger);
    let Some(status) = standing(tree, bond, kind) else { return };
    let territorial = matches!(kind, RelationType::Controls | RelationType::PresentIn);
    let mut from: Vec<EntityId> = bond.found.actor.iter().flat_map(|&t| who(tree, s, t, cast)).collect();
    // "Venezuelan troops on the island", "an affiliate of al-Qaida": the noun itself names who it is.
    if bond.found.nominal && (kind == RelationType::PresentIn || kind == RelationType::PartOf && from.is_empty()) {
        let own: Vec<EntityId> =
            cast.at(s, trigger).iter().copied().filter(|&e| cast.entity(e).country.is_some()).collect();
        if !own.is_empty() {
            from = own;
        }
    }
    let mut to: Vec<EntityId> = Vec::new();
    for &t in &bond.found.recipient {
        if territorial {
            to.extend(thing(tree, s, t, cast, world));
        } else {
            // "opposed the agency's rules" is not against the agency.
            to.extend(cast.fill(tree, s, t, false));
        }
    }
    if kind == RelationType::PresentIn {
        for id in &mut from {
            *id = forces(*id, cast, world);
        }
    }
    let mention = bond.found.core();
    for &f in &from {
        for &t in &to {
            if f == t || !fits(kind, cast.entity(f), cast.entity(t)) {
                continue;
            }
            // A state in a body is a member of it, not a part.
            let union = cast.entity(f).kind == Kind::State && cast.entity(t).kind == Kind::Organization;
            let kind = if kind == RelationType::PartOf && union { RelationType::MemberOf } else { kind };
            let role = (kind == RelationType::HoldsOffice).then(|| office_of(tree, trigger));
            out.push(Link {
                mention: (s, mention.clone()),
                trigger: Some(trigger),
                ..Link::new(kind, f, t, role, status)
            });
        }
    }
}

/// Who fills the first role: "a Texas Republican who heads the panel", said of a person, is the person.
fn who(tree: &Tree<'_>, s: usize, t: usize, cast: &Cast) -> Vec<EntityId> {
    let named = tree
        .head(t)
        .filter(|_| tree.rel(t) == "appos")
        .and_then(|h| cast.at(s, h).iter().copied().find(|&e| cast.entity(e).person));
    match named {
        Some(person) => vec![person],
        None => cast.fill(tree, s, t, true),
    }
}

/// Whether a relation that a word reports holds, held or is denied; none where it is planned, possible or only tried.
fn standing(tree: &Tree<'_>, bond: &Bond, kind: RelationType) -> Option<&'static str> {
    const TRY: &[&str] =
        &["attempt", "try", "seek", "want", "hope", "vow", "threaten", "aim", "bid", "plan", "struggle"];
    const END: &[&str] = &["leave", "quit", "exit", "stop", "cease", "abandon", "lose", "end"];
    let at = bond.found.trigger;
    if bond.found.nominal && kind == RelationType::PresentIn && bond.standing.status != Status::Denied {
        // "the troops in Armenia are to leave": they are there, whatever is planned of them.
        return Some("actual");
    }
    if bond.standing.purpose || !matches!(bond.standing.status, Status::Actual | Status::Denied) {
        return None;
    }
    let tried = kind != RelationType::Opposes
        && tree.rel(at) == "xcomp"
        && tree.head(at).is_some_and(|h| TRY.contains(&tree.lemma(h)));
    if tried {
        return None;
    }
    if bond.standing.status == Status::Denied {
        let longer = tree.children(at).iter().any(|&c| tree.lower(c) == "longer");
        return Some(if longer { "former" } else { "denied" });
    }
    let carrier = bond.found.light.unwrap_or(at);
    let before = at.saturating_sub(2)..at;
    let once = tree
        .children_by(carrier, &["advmod"])
        .any(|a| matches!(tree.lower(a).as_str(), "once" | "formerly" | "previously"));
    let ended = END.contains(&tree.lemma(carrier))
        || tree.head(at).is_some_and(|h| tree.rel(at) == "xcomp" && END.contains(&tree.lemma(h)));
    let past = !tree.is_verb(at) && before.clone().any(|t| former_word(&tree.lower(t)) && tree.head(t) == Some(at));
    Some(if once || ended || past { "former" } else { "actual" })
}

/// Whether two can stand in a relation: somebody of whom anything is known on the one side, no crowd or trade on the
/// other, and only a person in an office.
fn fits(kind: RelationType, from: &Entity, to: &Entity) -> bool {
    use RelationType::*;
    let known = |e: &Entity| {
        e.country.is_some()
            || e.person
            || e.kind == Kind::Organization
            || ["coalition", "alliance"].iter().any(|w| e.name.ends_with(w))
            || matches!(
                e.sector,
                Some(
                    Sector::REB
                        | Sector::MIL
                        | Sector::PRM
                        | Sector::OPP
                        | Sector::PTY
                        | Sector::GOV
                        | Sector::COP
                        | Sector::UAF
                )
            )
    };
    let crowd = |e: &Entity| {
        e.country.is_none()
            && matches!(e.sector, Some(Sector::CVL | Sector::SOC | Sector::JUD | Sector::BUS | Sector::REF))
    };
    if from.kind == Kind::Place || !known(from) || crowd(from) && !from.person {
        return false;
    }
    match kind {
        HoldsOffice => from.person && !to.person && to.kind != Kind::Place && known(to),
        Controls => true,
        PresentIn => {
            !from.person
                && !matches!(
                    from.sector,
                    Some(Sector::BUS | Sector::CVL | Sector::JRN | Sector::SOC | Sector::PTY | Sector::EDU)
                )
        }
        MemberOf => {
            !to.person && matches!(to.kind, Kind::Organization | Kind::Group) && from.kind != Kind::Organization
        }
        PartOf => !from.person && !to.person && known(to),
        Supports | Opposes | AlliedWith => known(to) && !crowd(to) && to.kind != Kind::Place,
    }
}

/// The office that a verb of leading gives.
fn office_of(tree: &Tree<'_>, verb: usize) -> String {
    match tree.lemma(verb) {
        "chair" => "chair",
        "command" => "commander",
        "lead" => "leader",
        _ => "head",
    }
    .to_owned()
}

/// Whoever is stationed somewhere is a force: "Russia has troops in Armenia" says it of the Russian military.
fn forces(id: EntityId, cast: &mut Cast, world: &World) -> EntityId {
    let e = cast.entity(id);
    if e.kind != Kind::State {
        return id;
    }
    let Some(country) = e.country.clone() else { return id };
    let Some(adjective) = world.country(&country).map(|c| c.adjective) else { return id };
    let known = |e: &Entity| {
        !e.person
            && e.kind != Kind::Office
            && e.sector == Some(Sector::MIL)
            && e.country.as_deref() == Some(&country)
            && e.name
                .rsplit(' ')
                .next()
                .is_some_and(|w| matches!(w, "military" | "army" | "troops" | "forces" | "soldiers"))
    };
    match cast.entities.iter().position(known) {
        Some(force) => force,
        None => cast.organization(&format!("{adjective} military"), Some(country), Some(Sector::MIL)),
    }
}

/// Territory or an asset as an entity of its own: a place that the tables know, or the words with the country of the
/// place that they name.
fn thing(tree: &Tree<'_>, s: usize, t: usize, cast: &mut Cast, world: &World) -> Option<EntityId> {
    if let Some(p) = place_at(tree, t, cast, world) {
        return Some(cast.named(&p.name, p.country));
    }
    // "the area", "territory": without a name there is nothing to hold on to. A share or a number is no asset.
    let token = tree.token(t);
    let named = tree
        .subtree(t)
        .into_iter()
        .any(|w| tree.token(w).form.starts_with(char::is_uppercase) && tree.token(w).upos != Upos::NUM);
    if !named
        || matches!(token.upos, Upos::NUM | Upos::SYM | Upos::PRON)
        || matches!(tree.lemma(t), "percent" | "%" | "cent")
    {
        return None;
    }
    let near = tree.obliques(t).into_iter().find_map(|o| place_at(tree, o.token, cast, world));
    let owner = cast.fill(tree, s, t, true).first().and_then(|&e| cast.entity(e).country.clone());
    let range = tree.phrase(t);
    let end = near
        .as_ref()
        .map_or(range.end, |_| tree.obliques(t).first().map_or(range.end, |o| tree.phrase(o.token).end.max(range.end)));
    let name: Vec<&str> = tree.sentence.tokens[range.start..end]
        .iter()
        .map(|w| w.form.as_str())
        .filter(|w| !matches!(w.to_lowercase().as_str(), "the" | "a" | "an"))
        .collect();
    Some(cast.named(&name.join(" ").replace(" ’s", "’s").replace(" 's", "'s"), near.and_then(|p| p.country).or(owner)))
}

impl Cast {
    /// The body that stands behind a code without a state, where the article names one: the United Nations rather than
    /// one of its agencies.
    fn body(&self, code: &str) -> Option<EntityId> {
        let of = |e: &Entity| !e.person && e.kind == Kind::Organization && e.country.as_deref() == Some(code);
        let chief = |e: &Entity| matches!(e.name.as_str(), "United Nations" | "European Union");
        let all = || self.entities.iter().enumerate().filter(|(_, e)| of(e));
        let found = all().find(|(_, e)| chief(e)).or_else(|| all().next()).map(|(id, _)| id);
        found.filter(|_| NO_STATE.contains(&code))
    }

    /// An organisation by its name in the tables: the one already named, or a new one.
    fn organization(&mut self, name: &str, country: Option<String>, sector: Option<Sector>) -> EntityId {
        let known = |e: &Entity| e.name == name && !e.person;
        self.find_or_add(known, || Entity {
            name: name.to_owned(),
            country,
            sector,
            kind: Kind::Organization,
            ..Default::default()
        })
    }

    /// A place or thing by name, as the far end of a relation.
    fn named(&mut self, name: &str, country: Option<String>) -> EntityId {
        let known = |e: &Entity| e.name == name && e.kind == Kind::Place;
        self.find_or_add(known, || Entity { name: name.to_owned(), country, kind: Kind::Place, ..Default::default() })
    }
}
