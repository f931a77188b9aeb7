//! Standing relations: offices held, backing, control, membership.
//!
//! Three sources: who was introduced with an office; hyphenated backing ("X-backed Y", "X-led Y"); and the codebook's
//! relation patterns.

use crate::acts::Bond;
use crate::cast::{Cast, EntityId, NO_STATE};
use crate::circumstances::place_at;
use crate::codebook::{Codebook, Target};
use crate::statements::Said;
use crate::tree::Tree;
use chancery_record::{RelationType, Sector, Status};
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
    /// `actual`, `former`, `suspended` or `denied`.
    pub status: &'static str,
    /// Who is cited for it.
    pub said_by: Option<EntityId>,
    /// Sentence and tokens that support it.
    pub mention: (usize, Range<usize>),
}

/// All relations of an article, the same one once.
pub fn relations(
    trees: &[Tree<'_>],
    cast: &mut Cast,
    bonds: &[Bond],
    said: &[Said],
    codebook: &Codebook,
    world: &World,
) -> Vec<Link> {
    let mut out: Vec<Link> = Vec::new();
    offices(trees, cast, world, &mut out);
    for (s, tree) in trees.iter().enumerate() {
        hyphens(tree, s, cast, codebook, world, &mut out);
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
    }
    out.sort_by_key(|l| (l.mention.0, l.mention.1.start, l.kind));
    let mut seen = Vec::new();
    out.retain(|l| {
        let key = (l.kind, l.from, l.to);
        let new = l.from != l.to && !seen.contains(&key);
        seen.push(key);
        new
    });
    out
}

/// A person introduced with an office and a country holds it.
fn offices(trees: &[Tree<'_>], cast: &mut Cast, world: &World, out: &mut Vec<Link>) {
    for id in 0..cast.entities.len() {
        let e = cast.entity(id).clone();
        let (Some(role), Some(country), true) = (e.role.clone(), e.country.clone(), e.person) else { continue };
        // A rank is no office, and being a woman, a resident or an analyst is none either.
        if matches!(e.sector, Some(Sector::CVL | Sector::REF | Sector::UNK)) || is_rank(&role) {
            continue;
        }
        let titled = |m: &&crate::cast::Place| {
            let words: Vec<String> = (m.tokens.clone()).map(|t| trees[m.sentence].lower(t)).collect();
            let last = role.to_lowercase();
            let last = last.split_whitespace().last().unwrap_or_default();
            words.iter().any(|w| w == last)
        };
        let Some(m) = e.mentions.iter().find(titled).or(e.mentions.first()) else { continue };
        let former = e.sector == Some(Sector::ELI)
            || role.to_lowercase().starts_with("former")
            || role.to_lowercase().starts_with("ex-");
        // "Taliban spokesman": of the body named in the title, where there is one; else of the state.
        let words: Vec<&str> = m.tokens.clone().map(|t| trees[m.sentence].token(t).form.as_str()).collect();
        let body =
            world.scan(&words, None).into_iter().find(|h| h.kind == HitKind::Organization && h.range.end < words.len());
        let mention = (m.sentence, m.tokens.clone());
        let to = match body {
            Some(h) => Some(cast.organization(h.name, h.country, h.sector)),
            None => cast.state(&country, world).or_else(|| cast.body(&country)),
        };
        let Some(to) = to else { continue };
        out.push(Link {
            kind: RelationType::HoldsOffice,
            from: id,
            to,
            role: Some(role),
            status: if former { "former" } else { "actual" },
            said_by: None,
            mention,
        });
    }
}

/// Military and police ranks, as titles write them.
fn is_rank(role: &str) -> bool {
    const RANKS: &[&str] = &[
        "adm",
        "admiral",
        "general",
        "gen",
        "colonel",
        "col",
        "major",
        "maj",
        "captain",
        "capt",
        "lieutenant",
        "lt",
        "sergeant",
        "sgt",
        "brigadier",
        "brig",
        "commodore",
        "marshal",
        "corporal",
        "rear",
        "vice",
        "retired",
    ];
    role.split_whitespace().all(|w| RANKS.contains(&w.trim_end_matches('.').to_lowercase().as_str()))
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
        let country = world.scan(&words, None).into_iter().next().and_then(|h| h.country);
        let from = cast.at(s, backer).first().copied().or_else(|| country.and_then(|c| cast.state(&c, world)));
        let (Some(from), Some(&to)) = (from, cast.fill(tree, s, noun, false).first()) else { continue };
        out.push(Link { kind, from, to, role: None, status: "actual", said_by: None, mention: (s, backer..noun + 1) });
    }
}

fn by_codebook(tree: &Tree<'_>, bond: &Bond, cast: &mut Cast, codebook: &Codebook, world: &World, out: &mut Vec<Link>) {
    let Target::Relation(kind) = codebook.entries[bond.found.entry].target else { return };
    let s = bond.sentence;
    if bond.standing.purpose || !matches!(bond.standing.status, Status::Actual | Status::Denied) {
        return;
    }
    let territorial = matches!(kind, RelationType::Controls | RelationType::PresentIn);
    let from: Vec<EntityId> = bond.found.actor.iter().flat_map(|&t| cast.fill(tree, s, t, true)).collect();
    let mut to: Vec<EntityId> = Vec::new();
    for &t in &bond.found.recipient {
        if territorial {
            to.extend(thing(tree, s, t, cast, world));
        } else {
            to.extend(cast.fill(tree, s, t, true));
        }
    }
    let mention = bond.found.core();
    for &f in &from {
        for &t in &to {
            if cast.entity(f).kind == Kind::Place || f == t {
                continue;
            }
            let status = if bond.standing.status == Status::Denied { "denied" } else { "actual" };
            out.push(Link { kind, from: f, to: t, role: None, status, said_by: None, mention: (s, mention.clone()) });
        }
    }
}

/// Territory or an asset as an entity of its own: a place that the tables know, or the words with the country of the
/// place that they name.
fn thing(tree: &Tree<'_>, s: usize, t: usize, cast: &mut Cast, world: &World) -> Option<EntityId> {
    if let Some(p) = place_at(tree, t, cast, world) {
        return Some(cast.named(&p.name, p.country));
    }
    // "the area", "territory": without a name there is nothing to hold on to.
    if !tree.subtree(t).into_iter().any(|w| tree.token(w).form.starts_with(char::is_uppercase)) {
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
    /// The body that stands behind a code without a state, where the article names one.
    fn body(&self, code: &str) -> Option<EntityId> {
        NO_STATE
            .contains(&code)
            .then(|| {
                self.entities.iter().position(|e| e.kind == Kind::Organization && e.country.as_deref() == Some(code))
            })
            .flatten()
    }

    /// An organisation by its name in the tables: the one already named, or a new one.
    fn organization(&mut self, name: &str, country: Option<String>, sector: Option<Sector>) -> EntityId {
        if let Some(id) = self.entities.iter().position(|e| e.name == name && !e.person) {
            return id;
        }
        self.entities.push(crate::cast::Entity {
            name: name.to_owned(),
            country,
            sector,
            kind: Kind::Organization,
            ..Default::default()
        });
        self.entities.len() - 1
    }

    /// A place or thing by name, as the far end of a relation.
    fn named(&mut self, name: &str, country: Option<String>) -> EntityId {
        if let Some(id) = self.entities.iter().position(|e| e.name == name && e.kind == Kind::Place) {
            return id;
        }
        self.entities.push(crate::cast::Entity {
            name: name.to_owned(),
            country,
            kind: Kind::Place,
            ..Default::default()
        });
        self.entities.len() - 1
    }
}
