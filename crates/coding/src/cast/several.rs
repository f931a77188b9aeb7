//! One phrase, several entities ("the Russian and Syrian defense ministers", "North and South Korea"), and short forms of a
//! text's own.

use super::EntityId;
use super::phrases::Builder;
use super::words::*;
use crate::tree::Tree;
use std::ops::Range;

impl Builder<'_> {
    /// "North and South Korea": two states whose names share their last word.
    pub(super) fn halves(&mut self, tree: &Tree<'_>, head: usize) -> Option<Vec<EntityId>> {
        let form = |back: usize| head.checked_sub(back).map(|t| tree.token(t).form.as_str());
        let (first, and, second, last) = (form(3)?, form(2)?, form(1)?, form(0)?);
        if and != "and" || !first.starts_with(char::is_uppercase) || !second.starts_with(char::is_uppercase) {
            return None;
        }
        let code = |half: &str| {
            let hits = self.world.scan(&[half, last], self.date);
            hits.into_iter()
                .find(|h| h.kind == chancery_world::HitKind::State && h.range == (0..2))
                .and_then(|h| h.country)
        };
        code(first).and(code(second))?;
        let ids: Vec<EntityId> = [first, second].iter().filter_map(|half| self.named_in(&[half, last], 0)).collect();
        (ids.len() == 2 && ids[0] != ids[1]).then_some(ids)
    }

    /// One head, several owners: "the Russian and Syrian defense ministers", "the foreign ministers of Egypt and Jordan".
    pub(super) fn shared(
        &mut self,
        tree: &Tree<'_>,
        head: usize,
        range: &Range<usize>,
        plural: bool,
    ) -> Option<Vec<EntityId>> {
        if !plural {
            return None;
        }
        let words = forms(tree.sentence, range);
        let at = head - range.start;
        let agent = self.world.agent(&words[..=at])?;
        let tail = &words[(at + 1).saturating_sub(agent.words)..=at];
        let mut singular = singular_of(tail, true);
        let office = agent.is_office
            || self.world.agent(&singular.iter().map(String::as_str).collect::<Vec<_>>()).is_some_and(|a| a.is_office);
        if !office {
            singular = tail.iter().map(|w| w.to_string()).collect();
        }
        let mut countries: Vec<String> = Vec::new();
        let mut bodies: Vec<usize> = Vec::new();
        for hit in self.world.scan(&words[..at], self.date) {
            let hyphened = words.get(hit.range.end).is_some_and(|w| w.starts_with('-'))
                || words[hit.range.clone()].iter().any(|w| w.contains('-'));
            if matches!(hit.kind, chancery_world::HitKind::Adjective | chancery_world::HitKind::State) && !hyphened {
                countries.extend(hit.country.clone());
            }
            // "British and EU negotiators"
            if hit.kind == chancery_world::HitKind::Organization
                && matches!(hit.country.as_deref(), Some("EUR" | "UNO" | "IGO"))
                && !hyphened
                && words[..at].contains(&"and")
            {
                bodies.push(hit.range.start);
            }
        }
        if countries.len() + bodies.len() < 2 {
            // "the leaders of Niger and Benin", "officials from Egypt, Sudan and Ethiopia"
            let of = tree.children(head).iter().copied().find(|&c| {
                c > head && tree.rel(c) == "nmod" && matches!(tree.preposition(c).as_deref(), Some("of" | "from"))
            })?;
            countries.clear();
            // "representatives of the ministers of foreign affairs of Iran and Egypt": the states stand further down.
            let mut of = of;
            while !self.states(tree, of)
                && let Some(deeper) =
                    tree.children_by(of, &["nmod"]).find(|&c| tree.preposition(c).as_deref() == Some("of"))
            {
                of = deeper;
            }
            for c in tree.conjuncts(of) {
                let phrase = tree.phrase(c);
                let hits = self.world.scan(&forms(tree.sentence, &phrase), self.date);
                countries.extend(hits.into_iter().find_map(|h| h.country.clone()));
            }
        }
        countries.dedup();
        if countries.len() + bodies.len() < 2 {
            return None;
        }
        let mut ids = Vec::new();
        for c in countries {
            let adjective = self.world.country(&c).map(|k| k.adjective.to_string())?;
            let mut phrase: Vec<&str> = adjective.split(' ').collect();
            phrase.extend(singular.iter().map(String::as_str));
            let r = self.world.resolve(&phrase, phrase.len() - 1, self.date);
            ids.extend(self.add(r, !office));
        }
        for b in bodies {
            ids.extend(self.named_in(&words, b));
        }
        (ids.len() >= 2).then_some(ids)
    }

    /// Whether a phrase names a country.
    fn states(&self, tree: &Tree<'_>, head: usize) -> bool {
        let phrase = tree.phrase(head);
        self.world.scan(&forms(tree.sentence, &phrase), self.date).iter().any(|h| h.country.is_some())
    }

    /// Short forms that the text gives to names of its own ("National Roll of Residents (NRR)"), where the tables know
    /// another body by them.
    pub(super) fn short_forms(&mut self, trees: &[Tree<'_>]) {
        for tree in trees {
            let form = |i: usize| tree.get(i).map_or("", |t| t.form.as_str());
            for i in 2..tree.len().saturating_sub(2) {
                let short = form(i + 1);
                let capitals = (2..=6).contains(&short.len()) && short.chars().all(|c| c.is_ascii_uppercase());
                if form(i) != "(" || form(i + 2) != ")" || !capitals {
                    continue;
                }
                let before = |k: usize| (k..i).map(form).collect::<Vec<_>>();
                let Some(long) =
                    (i.saturating_sub(9)..i - 1).rev().map(before).find(|w| initials(&w.join(" ")) == short)
                else {
                    continue;
                };
                let Some(known) = self.world.scan(&[short], self.date).into_iter().next() else { continue };
                let alike = |a: &str, b: &str| {
                    let (a, b) = (a.to_lowercase(), b.to_lowercase());
                    a.len() > 3 && a.chars().take(4).eq(b.chars().take(4))
                };
                let same = known.name.split_whitespace().any(|k| long.iter().any(|l| alike(k, l)))
                    || self.world.scan(&long, self.date).iter().any(|h| h.name == known.name);
                if !same {
                    self.own_short.push(short.to_owned());
                }
            }
        }
    }
}
