//! Places that are named by what they are: "the city of Aleppo", "Helmand province", "the Syrian capital".

use crate::resolve::Phrase;
use crate::scan::Match;
use crate::text::join;
use crate::types::{HitKind, Kind, Resolved};

impl Phrase<'_> {
    /// "northern city of Idlib", "Helmand province", "the Syrian capital": a place by its kind.
    pub(crate) fn place_noun(&self, head: usize) -> Resolved {
        let usable = |m: &&Match| !self.is_stance(m) && !matches!(m.kind, HitKind::Person | HitKind::Organization);
        let is_place = |m: &Match| matches!(m.kind, HitKind::Place | HitKind::Capital);
        let of_state = |m: &Match| matches!(m.kind, HitKind::Adjective | HitKind::State);
        let state = self.hits.iter().filter(usable).find(|m| of_state(m));
        let country = |m: &Match| self.world.codes(m, self.date).1.map(str::to_owned);
        // "the Syrian town of Afrin", "the Yemeni capital, Sanaa": the name follows.
        let after = self.low.get(head + 1).is_some_and(|w| matches!(w.as_str(), "of" | ","));
        let after = if after { head + 2 } else { head + 1 };
        let named =
            self.hits.iter().filter(usable).find(|m| is_place(m) && m.range.start <= after && m.range.start > head);
        if let Some(m) = named {
            let name = match m.kind {
                HitKind::Capital => self.world.states[m.item as usize].capital,
                _ => self.world.codes(m, self.date).0,
            };
            return place(name.to_owned(), country(m).or_else(|| state.and_then(country)));
        }
        if let Some(m) = state.filter(|_| self.low[head] == "capital") {
            let state = &self.world.states[m.item as usize];
            let name = if state.capital.is_empty() { state.name } else { state.capital };
            return place(name.to_owned(), Some(state.iso3.to_owned()));
        }
        // A town that no table has takes the state before it.
        if self.low.get(head + 1).is_some_and(|w| w == "of")
            && let Some(run) = self.name_run(head + 2)
        {
            return place(join(self.words[run].iter().copied()), state.and_then(country));
        }
        let nearest = self.hits.iter().filter(usable).min_by_key(|m| m.range.start.abs_diff(head));
        let Some(m) = nearest else { return Resolved::default() };
        let span = m.range.start.min(head)..m.range.end.max(head + 1);
        place(join(self.words[span].iter().copied()), country(m))
    }
}

/// A place, resolved by its kind.
fn place(name: String, country: Option<String>) -> Resolved {
    Resolved { name: Some(name), country, kind: Kind::Place, basis: "grammar:place", ..Resolved::default() }
}
