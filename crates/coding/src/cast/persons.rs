//! Named persons: the title before the name, the apposition after it, the predicate that says who somebody is.

use super::phrases::Builder;
use super::words::*;
use super::{Entity, EntityId};
use crate::tree::Tree;
use chancery_language::{NameKind, Upos};
use chancery_world::{HitKind, Kind, Resolved, World};
use std::ops::Range;

/// A personal name with the title before it, whatever the parser made the head of it.
pub(super) struct Titled {
    pub(super) tokens: Range<usize>,
    pub(super) name: Range<usize>,
}

/// The personal names of a sentence, each with the words before it that say who it is: "Syrian Deputy Foreign Minister
/// Ayman Soussan", "Ukraine's acting prime minister Arseniy Yatsenyuk".
pub(super) fn titled(tree: &Tree<'_>, world: &World, known: &dyn Fn(&str) -> bool) -> Vec<Titled> {
    let mut out: Vec<Titled> = Vec::new();
    for n in &personal_names(tree, world) {
        // A country or a known body that the model took for a person ("Jordan", "Boko Haram").
        let name = forms(tree.sentence, n);
        let whole = world.scan(&name, None).into_iter().find(|h| h.range == (0..name.len()));
        if whole.is_some_and(|h| {
            matches!(h.kind, HitKind::State | HitKind::Organization | HitKind::Metonym)
                || (h.kind == HitKind::Capital && name.len() == 1)
        }) && !known(name[0])
        {
            continue;
        }
        let floor = out.last().map_or(0, |t: &Titled| t.tokens.end);
        let mut start = n.start;
        while start > floor {
            let t = tree.token(start - 1);
            let joins = match t.upos {
                Upos::NOUN | Upos::PROPN | Upos::ADJ => true,
                Upos::PART => t.form.ends_with('s') && t.form.len() <= 3 && start >= 2,
                Upos::PUNCT if matches!(t.form.as_str(), "\"" | "”" | "''") => {
                    // `the "alt-right" leader Jane Doe`
                    start < n.start
                        && (floor.max(start.saturating_sub(6))..start - 1)
                            .any(|i| matches!(tree.token(i).form.as_str(), "\"" | "“" | "``"))
                }
                Upos::PUNCT => t.form == "-" || (t.form == "." && t.end == t.start + 1),
                // "Minister of State Jane Doe"
                Upos::ADP => {
                    t.form == "of"
                        && start >= 2
                        && tree.token(start).form.starts_with(char::is_uppercase)
                        && tree.token(start - 2).form.starts_with(char::is_uppercase)
                }
                _ => false,
            };
            if !joins {
                break;
            }
            start -= 1;
        }
        while start < n.start && matches!(tree.token(start).upos, Upos::PUNCT | Upos::PART | Upos::ADP) {
            start += 1;
        }
        let title: Vec<&str> = forms(tree.sentence, &(start..n.start));
        let tells = !title.is_empty()
            && (world.agent(&title).is_some()
                || world.resolve(&title, title.len() - 1, None).sector.is_some()
                || title.len() == 1 && title[0].ends_with('.'));
        out.push(Titled { tokens: if tells { start..n.end } else { n.clone() }, name: n.clone() });
    }
    out
}

/// Whether two names side by side are one: the parser joins them, or a table has them as one.
fn one_name(tree: &Tree<'_>, world: &World, first: &Range<usize>, second: &Range<usize>) -> bool {
    let person = |range: &Range<usize>| {
        let words = forms(tree.sentence, range);
        world.scan(&words, None).iter().any(|h| h.kind == HitKind::Person && h.range == (0..words.len()))
    };
    let flat = second
        .clone()
        .all(|t| tree.rel(t) == "flat" && tree.head(t).is_some_and(|h| h >= first.start && h < second.end));
    person(&(first.start..second.end)) || flat && !person(first)
}

/// The personal names of a sentence. Where the tagger begins a new name in the middle of one ("Donald", "Trump"), they
/// are joined.
fn personal_names(tree: &Tree<'_>, world: &World) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for n in tree.sentence.names.iter().filter(|n| n.kind == NameKind::Person) {
        match out.last_mut() {
            Some(last) if last.end == n.tokens.start && one_name(tree, world, last, &n.tokens) => {
                last.end = n.tokens.end;
            }
            _ => out.push(n.tokens.clone()),
        }
    }
    out
}

impl Builder<'_> {
    /// A named person with the title before the name.
    pub(super) fn person(&mut self, s: usize, tree: &Tree<'_>, head: usize, unit: &Titled) {
        if !self.cast.at(s, head).is_empty() {
            return;
        }
        let words = forms(tree.sentence, &unit.tokens);
        let name = clean(&forms(tree.sentence, &unit.name));
        let mut r = self.world.resolve(&words, words.len() - 1, self.date);
        // A namesake in the tables, of another country than the article's, by a part of the name: somebody else.
        let given = unit.name.len();
        let partial = given > 1 && r.name.as_deref().is_some_and(|n| n.split([' ', '-']).count() > given);
        if r.person_named && partial && r.wikidata.is_some() {
            let here = |c: &str| {
                self.cast.home.as_deref() == Some(c)
                    || self.cast.entities.iter().any(|e| e.country.as_deref() == Some(c))
            };
            if !r.country.as_deref().is_some_and(here) {
                r = Resolved::default();
            }
        }
        if !r.person_named {
            // The tables do not know the name; the title still tells.
            r.name = Some(name.clone());
            r.person_named = true;
            r.kind = Kind::Person;
            let title = forms(tree.sentence, &(unit.tokens.start..unit.name.start));
            let t = if title.is_empty() {
                Resolved::default()
            } else {
                self.world.resolve(&title, title.len() - 1, self.date)
            };
            (r.country, r.sector, r.role) =
                (t.country, t.sector, t.role.or_else(|| r.role.filter(|_| !title.is_empty())));
        }
        let gender = gender(&words);
        let Some(id) = self.add(r, false) else { return };
        let e = &mut self.cast.entities[id];
        e.gender = e.gender.or(gender);
        self.put(s, head, unit.tokens.clone(), vec![id]);
        let id = self.apposition(s, tree, head, id);
        self.cast.at.insert((s, head), vec![id]);
        // "the Australian swimmer Jane Doe": a noun that names no actor by itself is who is named after it.
        if tree.rel(head) == "appos"
            && let Some(noun) = tree.head(head).filter(|&h| h < head && tree.token(h).upos == Upos::NOUN)
            && self.cast.at(s, noun).is_empty()
            && is_person_noun(tree.lemma(noun))
        {
            let country = self
                .world
                .scan(&forms(tree.sentence, &tree.phrase(noun)), self.date)
                .into_iter()
                .find(|h| h.kind == HitKind::Adjective)
                .and_then(|h| h.country);
            let e = &mut self.cast.entities[id];
            e.country = e.country.take().or(country);
            self.cast.at.insert((s, noun), vec![id]);
        }
    }

    /// "Ayman Soussan, Syria's deputy foreign minister": the apposition says who the named one is; "(SDF)" after a
    /// name is another name for it.
    /// Gives the entity that the whole phrase means.
    pub(super) fn apposition(&mut self, s: usize, tree: &Tree<'_>, head: usize, mut id: EntityId) -> EntityId {
        let appositions: Vec<usize> = tree.children_by(head, &["appos"]).collect();
        for a in appositions {
            let range = self.named_whole(tree, a);
            let words = forms(tree.sentence, &range);
            if words.len() == 1
                && words[0].len() >= 2
                && words[0].chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '-')
            {
                self.by_name.insert(key(words[0]), id);
                continue;
            }
            let mut r = self.world.resolve(&words, a - range.start, self.date);
            if let Some(n) = tree.sentence.names.iter().find(|n| n.kind == NameKind::Person && n.tokens.contains(&a))
                && !r.person_named
                && r.sector.is_none()
            {
                // A name that no table knows.
                r.name = Some(clean(&forms(tree.sentence, &n.tokens)));
                r.person_named = true;
            }
            let e = &mut self.cast.entities[id];
            let role_tells = r.role.is_some() || r.sector.is_some();
            if e.person && !r.person_named && role_tells {
                e.country = e.country.take().or(r.country);
                e.sector = e.sector.or(r.sector);
                e.role = e.role.take().or(r.role).or(Some(clean(&words)));
                self.put(s, a, range, vec![id]);
            } else if !e.person && e.country.is_none() && r.kind == Kind::Organization {
                // "the Islamist group Boko Haram"
                if let Some(body) = self.add(r, false) {
                    self.cast.at.insert((s, a), vec![body]);
                    id = body;
                }
            } else if !e.person && !e.plural && r.person_named {
                // "the deputy foreign minister, Ayman Soussan": the office's holder is named after it.
                let (country, sector, role) = (e.country.clone(), e.sector, e.role.clone());
                let gender = e.gender;
                let name = r.name.unwrap_or_else(|| clean(&words));
                let person = self.enter(Entity {
                    name,
                    country: r.country.or(country),
                    sector: r.sector.or(sector),
                    role: r.role.or(role),
                    office: r.office,
                    wikidata: r.wikidata,
                    kind: Kind::Person,
                    person: true,
                    gender,
                    ..Entity::default()
                });
                self.put(s, a, range, vec![person]);
                id = person;
            }
        }
        id
    }

    /// The words of an apposition: its phrase, or the whole name that a table has of it ("the watchdog, the Organisation for
    /// the Prohibition of Chemical Weapons").
    fn named_whole(&self, tree: &Tree<'_>, a: usize) -> Range<usize> {
        let phrase = tree.phrase(a);
        let far = phrase.start..tree.len().min(phrase.end + 8);
        let hits = self.world.scan(&forms(tree.sentence, &far), self.date);
        let body = hits
            .into_iter()
            .find(|h| h.kind == HitKind::Organization && (h.range.start..h.range.end).contains(&(a - phrase.start)));
        body.map_or(phrase.clone(), |h| phrase.start..phrase.end.max(phrase.start + h.range.end))
    }

    /// "Jane Doe is the Czech defence minister": the predicate says who the subject is.
    pub(super) fn predicated(&mut self, s: usize, tree: &Tree<'_>, head: usize, office: EntityId) {
        if tree.child(head, &["cop"]).is_none() || self.cast.entities[office].kind != Kind::Office {
            return;
        }
        let Some(&person) = tree.child(head, &["nsubj"]).and_then(|n| self.cast.at(s, n).first()) else { return };
        let known = self.cast.entities[office].clone();
        let e = &mut self.cast.entities[person];
        if e.person && e.country.is_none() {
            e.country = known.country;
            e.sector = e.sector.or(known.sector);
            e.role = e.role.take().or(known.role);
        }
    }
}
