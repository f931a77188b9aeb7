//! Actors in words.

use super::layout::{Page, plain};
use chancery_record::{Actor, ActorId, Record};
use std::collections::HashMap;

/// The record's actors by id, as entries call them.
pub struct Names<'r>(HashMap<ActorId, &'r Actor>);

impl<'r> Names<'r> {
    /// For the actors of one record.
    pub fn new(actors: &'r [Actor]) -> Self {
        Names(actors.iter().map(|actor| (actor.id, actor)).collect())
    }

    /// The name alone.
    pub fn name(&self, id: ActorId) -> String {
        self.0.get(&id).map_or_else(|| id.to_string(), |actor| plain(&actor.name))
    }

    /// Several names.
    pub fn list(&self, ids: &[ActorId]) -> String {
        listed(ids.iter().map(|id| self.name(*id)))
    }

    /// Several names with country and sector, which are faint.
    pub fn coded(&self, ids: &[ActorId], page: &Page) -> String {
        listed(ids.iter().map(|id| match self.0.get(id).map(|actor| codes(actor)) {
            Some(codes) if !codes.is_empty() => format!("{} {}", self.name(*id), page.faint(&format!("({codes})"))),
            _ => self.name(*id),
        }))
    }
}

/// "A", "A and B", "A, B and C".
fn listed(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    match names.pop() {
        Some(last) if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// Country and sector, as far as they are known.
fn codes(actor: &Actor) -> String {
    let sector = actor.sector.map(|sector| sector.code().to_owned());
    actor.country.iter().cloned().chain(sector).collect::<Vec<_>>().join(" ")
}

/// The part that says who the actors are.
pub fn write(record: &Record, page: &mut Page) {
    if record.actors.is_empty() {
        return;
    }
    page.heading("Actors", record.actors.len());
    for actor in &record.actors {
        let mut facts = Vec::new();
        if let Some(office) = actor.office.as_ref().or(actor.role.as_ref()) {
            facts.push(plain(office));
        }
        let codes = codes(actor);
        facts.extend((!codes.is_empty()).then_some(codes));
        facts.extend(actor.wikidata.as_deref().map(plain));
        match actor.mentions.len() {
            0 => {}
            1 => facts.push("1 mention".into()),
            n => facts.push(format!("{n} mentions")),
        }
        let line = format!("{}  {}", page.strong(&plain(&actor.name)), page.faint(&facts.join(" · ")));
        page.wrapped("  ", "      ", &line);
    }
}
