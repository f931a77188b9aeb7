//! Later mentions of what was named before: pronouns, "the group", "the two leaders", first persons, offices without their
//! holder. Each rule leaves a mention alone when it has no clear antecedent.

use super::phrases::Builder;
use super::words::*;
use super::{Cast, Entity, EntityId, Place};
use crate::statements::Said;
use crate::tree::Tree;
use chancery_language::Upos;
use chancery_record::Sector;
use chancery_world::Kind;

impl Cast {
    /// Lets pronouns of the first person mean who speaks: in a statement its speaker, elsewhere the issuer of the text
    /// (the first state or official that the text names), as in a press release.
    pub fn first_person(&mut self, trees: &[Tree<'_>], said: &[Said]) {
        let issuer = (0..trees.len().min(3)).find_map(|s| {
            (0..trees[s].len()).filter(|&t| trees[s].rel(t) == "nsubj").find_map(|t| {
                self.at(s, t).first().copied().filter(|&e| {
                    matches!(self.entities[e].sector, Some(Sector::GOV | Sector::MIL))
                        || NO_STATE.iter().any(|c| self.entities[e].country.as_deref() == Some(c))
                })
            })
        });
        for (s, tree) in trees.iter().enumerate() {
            for t in 0..tree.len() {
                if tree.token(t).upos != Upos::PRON
                    || !matches!(tree.lower(t).as_str(), "we" | "us" | "our" | "i" | "me" | "my" | "ours")
                {
                    continue;
                }
                let speaker = said.iter().find(|x| x.content.iter().any(|p| p.contains(s, t))).map(|x| x.speaker);
                let plural = matches!(tree.lower(t).as_str(), "we" | "us" | "our" | "ours");
                if let Some(id) = speaker.or(issuer.filter(|_| plural)) {
                    self.entities[id].mentions.push(Place { sentence: s, tokens: t..t + 1, head: t });
                    self.at.insert((s, t), vec![id]);
                }
            }
        }
    }

    /// "The resolution demanded …": a document that is told of acts for whoever made it, where one of the sentences before says
    /// who did ("the council adopted a resolution", "a report by the ministry").
    pub fn documents(&mut self, trees: &[Tree<'_>]) {
        const BACK: usize = 4;
        for s in 0..trees.len() {
            let tree = &trees[s];
            for t in (0..tree.len()).filter(|&t| tree.rel(t) == "nsubj" && is_document(tree.lemma(t))) {
                let definite =
                    tree.children_by(t, &["det"]).any(|d| matches!(tree.lower(d).as_str(), "the" | "this" | "that"));
                if !definite || !self.at(s, t).is_empty() || !self.fill(tree, s, t, true).is_empty() {
                    continue;
                }
                let author = (s.saturating_sub(BACK)..s).rev().find_map(|b| {
                    let before = &trees[b];
                    (0..before.len()).filter(|&d| before.lemma(d) == tree.lemma(t)).find_map(|d| {
                        let owner = self.fill(before, b, d, true);
                        let maker = || -> Vec<EntityId> {
                            let verb = before.head(d).filter(|&h| before.is_verb(h) && before.rel(d) == "obj");
                            verb.map(|v| before.agents(v))
                                .unwrap_or_default()
                                .iter()
                                .flat_map(|&a| self.fill(before, b, a, false))
                                .collect()
                        };
                        Some(if owner.is_empty() { maker() } else { owner }).filter(|found| found.len() == 1)
                    })
                });
                if let Some(author) = author {
                    self.at.insert((s, t), author);
                }
            }
        }
    }

    /// An office named without its holder and its country ("Foreign Secretary" in a headline) is the one person whom the
    /// article calls by it.
    pub(super) fn join_offices(&mut self, trees: &[Tree<'_>]) {
        self.part_offices(trees);
        self.at_home();
        for id in 0..self.entities.len() {
            let e = &self.entities[id];
            if e.person || !matches!(e.kind, Kind::Office | Kind::Group | Kind::Person | Kind::Unknown) {
                continue;
            }
            // With a country, the office must be called by the same words ("the Iraqi Foreign Minister").
            let name = e.role.as_deref().filter(|_| e.country.is_some()).unwrap_or(&e.name).to_lowercase();
            let several = |m: &Place| {
                let head = trees[m.sentence].token(m.head);
                head.upos != Upos::PRON && head.feats.number == Some("Plur")
            };
            if (e.country.is_some() && e.role.is_none()) || e.mentions.iter().any(several) {
                continue;
            }
            let country = e.country.clone();
            let mut holders = self.entities.iter().enumerate().filter(|(_, p)| {
                let held = p.office.as_deref().is_some_and(|o| {
                    let o = o.to_lowercase();
                    name.split_whitespace().count() > 1
                        && name.split_whitespace().all(|w| o.split_whitespace().any(|x| x == w))
                });
                p.person
                    && (country.is_none() || p.country == country)
                    && (held
                        || p.role.as_deref().is_some_and(|r| {
                            r.to_lowercase() == name || r.to_lowercase().ends_with(&format!(" {name}"))
                        }))
            });
            let (Some((holder, _)), None) = (holders.next(), holders.next()) else { continue };
            let mentions = std::mem::take(&mut self.entities[id].mentions);
            self.entities[holder].mentions.extend(mentions);
            for ids in self.at.values_mut() {
                for x in ids.iter_mut().filter(|x| **x == id) {
                    *x = holder;
                }
            }
        }
    }

    /// A minister of one thing is not the minister of another: "the prime minister" after a foreign minister is somebody
    /// else, of the same country for all that is said.
    fn part_offices(&mut self, trees: &[Tree<'_>]) {
        let portfolios = |words: &str| -> Vec<String> {
            let words = words.to_lowercase().replace("defence", "defense");
            words.split([' ', '-']).filter(|w| PORTFOLIOS.split(' ').any(|p| p == *w)).map(str::to_owned).collect()
        };
        let mut apart: Vec<((usize, usize), EntityId, String)> = Vec::new();
        for (&(s, head), ids) in &self.at {
            let [id] = ids[..] else { continue };
            let (tree, e) = (&trees[s], &self.entities[id]);
            if !e.person || tree.token(head).upos != Upos::NOUN || !matches!(tree.lemma(head), "minister" | "secretary")
            {
                continue;
            }
            let phrase: Vec<String> = tree.phrase(head).filter(|&t| t <= head).map(|t| tree.lower(t)).collect();
            let named = portfolios(&phrase.join(" "));
            let held = portfolios(&[e.role.as_deref(), e.office.as_deref()].map(Option::unwrap_or_default).join(" "));
            if !named.is_empty() && !held.is_empty() && !named.iter().any(|n| held.contains(n)) {
                let words = phrase.into_iter().filter(|w| !matches!(w.as_str(), "the" | "a" | "an"));
                apart.push(((s, head), id, words.collect::<Vec<_>>().join(" ")));
            }
        }
        apart.sort();
        for ((s, head), id, name) in apart {
            let of = &mut self.entities[id];
            let (country, at) = (of.country.clone(), |m: &Place| m.sentence == s && m.head == head);
            let mentions: Vec<Place> = of.mentions.iter().filter(|m| at(m)).cloned().collect();
            of.mentions.retain(|m| !at(m));
            let other =
                self.entities.iter().position(|e| e.kind == Kind::Office && e.name == name && e.country == country);
            let other = other.unwrap_or_else(|| {
                self.entities.push(Entity {
                    name,
                    country,
                    sector: Some(Sector::GOV),
                    kind: Kind::Office,
                    ..Entity::default()
                });
                self.entities.len() - 1
            });
            self.entities[other].mentions.extend(mentions);
            self.at.insert((s, head), vec![other]);
        }
    }

    /// "President Jane Doe" in a text about one country is that country's.
    fn at_home(&mut self) {
        let Some(home) = self.home.clone() else { return };
        for e in &mut self.entities {
            let office = e.role.as_deref().map(str::to_lowercase);
            let governs = matches!(office.as_deref(), Some("president" | "prime minister" | "premier" | "chancellor"));
            let unknown = e.person && e.country.is_none() && e.wikidata.is_none() && e.name.contains(' ');
            if unknown && e.sector == Some(Sector::GOV) && governs {
                e.country = Some(home.clone());
            }
        }
    }
}

/// Words that tell one minister from another.
const PORTFOLIOS: &str = "prime foreign defense interior finance justice health trade economy energy education information \
    agriculture home labor labour transport culture security environment oil";

/// Nouns of what somebody makes to say something.
fn is_document(lemma: &str) -> bool {
    matches!(
        lemma,
        "resolution"
            | "statement"
            | "report"
            | "letter"
            | "declaration"
            | "communique"
            | "document"
            | "note"
            | "memo"
            | "decree"
    )
}

impl Builder<'_> {
    /// Who the main clause of a sentence has act together: two subjects ("Putin and Assad"), or a subject and the one
    /// whom it meets ("Johnson met Jaafari", "Russia held talks with Turkey").
    pub(super) fn acted_together(&self, s: usize, tree: &Tree<'_>) -> Option<Vec<EntityId>> {
        let root = (0..tree.len()).find(|&t| tree.head(t).is_none())?;
        let subject = tree.child(root, &["nsubj"])?;
        let mut all: Vec<EntityId> =
            tree.conjuncts(subject).into_iter().flat_map(|t| self.cast.at(s, t).to_vec()).collect();
        if all.len() == 1 {
            let with = tree.obliques(root).into_iter().find(|o| o.prep == "with").map(|o| o.token);
            let other = tree.child(root, &["obj"]).filter(|&o| !self.cast.at(s, o).is_empty()).or(with)?;
            all.extend(self.cast.at(s, other));
        }
        let persons = all.iter().all(|&e| self.cast.entities[e].person || self.cast.entities[e].kind == Kind::Office);
        let states = all.iter().all(|&e| {
            let e = &self.cast.entities[e];
            e.kind == Kind::State || (e.kind == Kind::Organization && e.country.as_deref() == Some("EUR"))
        });
        // Two forces, or a government and those who fight it.
        let forces = all.iter().all(|&e| {
            let e = &self.cast.entities[e];
            armed(e) || (!e.person && e.sector == Some(Sector::GOV) && e.kind != Kind::Office)
        });
        (all.len() == 2 && all[0] != all[1] && (persons || states || forces)).then_some(all)
    }

    /// "the two leaders", "both countries": the last that many of their kind.
    pub(super) fn pair(&mut self, s: usize, tree: &Tree<'_>, head: usize, definite: bool) -> Option<Vec<EntityId>> {
        let lemma = tree.lemma(head);
        let wanted: fn(&Entity) -> bool = match lemma {
            // A minister, unless the prime one, is none of "the two leaders".
            "leader" | "president" => |e| {
                let below = has_role(e, "minister") && !has_role(e, "prime");
                let onlooker = matches!(e.sector, Some(Sector::JRN | Sector::EDU | Sector::BUS | Sector::CVL));
                (e.person || e.kind == Kind::Office) && !below && !onlooker
            },
            "minister" | "man" | "official" | "premier" | "diplomat" => |e| e.person || e.kind == Kind::Office,
            "country" | "nation" | "state" | "government" => |e| e.kind == Kind::State,
            "power" => |e| e.kind == Kind::State || e.country.as_deref() == Some("EUR"),
            "side" | "party" | "camp" => {
                |e| {
                    // Those who watch or mediate are none of the sides.
                    let onlooker = matches!(e.country.as_deref(), Some("UNO" | "NGO")) || e.sector == Some(Sector::JRN);
                    !onlooker && (e.person || matches!(e.kind, Kind::State | Kind::Group | Kind::Organization))
                }
            }
            _ => return None,
        };
        // "members of both parties": parties that have members are no sides of a conflict.
        let members = |h: usize| {
            matches!(
                tree.lemma(h),
                "member" | "lawmaker" | "senator" | "politician" | "legislator" | "candidate" | "leadership"
            )
        };
        if lemma == "party" && tree.head(head).is_some_and(members) {
            return None;
        }
        let two = tree.children_by(head, &["nummod"]).any(|n| tree.lower(n) == "two")
            || tree.children_by(head, &["det"]).any(|d| tree.lower(d) == "both");
        let both = two
            && (definite || tree.children(head).iter().any(|&c| matches!(tree.lower(c).as_str(), "both" | "these")));
        // "The parties agreed", "the leaders pledged", right after two did something together.
        let the = definite
            && tree.token(head).feats.number == Some("Plur")
            && matches!(lemma, "party" | "side" | "leader" | "president")
            && tree.children(head).iter().all(|&c| matches!(tree.rel(c), "det" | "punct" | "case" | "conj" | "cc"));
        if !both && !the {
            return None;
        }
        let fit = |p: &[EntityId]| p.iter().all(|&e| wanted(&self.cast.entities[e]));
        // Those of the sentence before; else the two whom the text had act together most often, the first of them.
        let mut best: Option<(usize, &Vec<EntityId>)> = None;
        for pair in self.pairs.iter().filter(|p| fit(p)) {
            let times = self.pairs.iter().filter(|p| *p == pair).count();
            if best.is_none_or(|(n, _)| times > n) {
                best = Some((times, pair));
            }
        }
        let often = best.filter(|&(n, _)| n > 1).map(|(_, p)| p.clone());
        let near = |back: usize| self.pair.clone().filter(|(at, p)| s - at <= back && fit(p)).map(|(_, p)| p);
        let told = near(1).or(often).or_else(|| near(3)).or_else(|| best.map(|(_, p)| p.clone()));
        if let Some(pair) = told {
            self.named_pair = Some((s, head, pair.clone()));
            return Some(pair);
        }
        if !both {
            return None;
        }
        let mut recent: Vec<(usize, usize, EntityId)> = self
            .cast
            .entities
            .iter()
            .enumerate()
            .filter(|(_, e)| wanted(e) && e.country.is_some())
            .filter_map(|(i, e)| e.mentions.last().map(|m| (m.sentence, m.head, i)))
            .collect();
        // The most often named come first: the two whom the text is about, not two that were touched in passing.
        recent.sort_by_key(|&(s, h, i)| {
            (std::cmp::Reverse(self.cast.entities[i].mentions.len().min(3)), std::cmp::Reverse((s, h)))
        });
        recent.truncate(2);
        (recent.len() == 2).then(|| {
            let mut ids: Vec<EntityId> = recent.into_iter().map(|(_, _, i)| i).collect();
            ids.sort_unstable();
            ids
        })
    }

    /// Bare "troops", "the rebels": the force of that kind that the text has named, where it has named those of one country
    /// or group only.
    pub(super) fn force(&self, s: usize, sector: Option<Sector>, lemma: &str, bare: bool) -> Option<EntityId> {
        let fits = match sector {
            // "Officers" are police where the text has named police and no soldiers.
            Some(Sector::MIL) if lemma == "officer" => {
                let soldiers = self.cast.entities.iter().any(|e| e.sector == Some(Sector::MIL) && e.country.is_some());
                let police = self.cast.entities.iter().enumerate().rev().find(|(_, e)| {
                    e.sector == Some(Sector::COP) && !e.person && e.kind != Kind::Office && !e.mentions.is_empty()
                });
                return police.filter(|_| bare && !soldiers).map(|(id, _)| id);
            }
            Some(Sector::MIL) => {
                matches!(lemma, "troop" | "troops" | "force" | "soldier" | "army" | "military" | "unit")
            }
            Some(Sector::PRM) if lemma.starts_with("paramilitar") => {
                // "The paramilitaries" are the one armed group that the text calls so, or has.
                let named = |e: &Entity| {
                    matches!(e.sector, Some(Sector::PRM | Sector::REB)) && e.kind == Kind::Organization && !e.person
                };
                let mut groups = self.cast.entities.iter().enumerate().filter(|(_, e)| named(e));
                return match (groups.next(), groups.next()) {
                    (Some((id, _)), None) => Some(id),
                    _ => None,
                };
            }
            Some(Sector::REB) => {
                matches!(
                    lemma,
                    "rebel" | "militant" | "fighter" | "insurgent" | "separatist" | "jihadist" | "militiaman"
                )
            }
            _ => false,
        };
        if !fits || !bare {
            return None;
        }
        let mut named = self.cast.entities.iter().enumerate().filter(|(_, e)| {
            e.sector == sector
                && e.country.is_some()
                && !e.person
                && e.kind != Kind::Office
                && e.mentions.last().is_some_and(|m| s - m.sentence <= 12)
        });
        let (last, first) = named.next()?;
        let (mut last, country) = (last, first.country.clone());
        for (id, e) in named {
            if e.country != country
                || (sector == Some(Sector::REB) && e.kind == Kind::Organization && first.name != e.name)
            {
                return None;
            }
            last = id;
        }
        Some(last)
    }

    /// The last entity that a definite noun can mean.
    pub(super) fn definite(&self, lemma: &str, plural: bool) -> Option<EntityId> {
        if plural {
            return None;
        }
        if matches!(lemma, "country" | "nation") {
            // The state that the text speaks of most, the last of those.
            let states = self.cast.entities.iter().enumerate().filter(|(_, e)| e.kind == Kind::State);
            return states
                .filter_map(|(i, e)| e.mentions.last().map(|m| (e.mentions.len(), (m.sentence, m.head), i)))
                .max()
                .map(|(_, _, i)| i);
        }
        let wanted: fn(&Entity) -> bool = match lemma {
            "group" | "organization" | "organisation" | "movement" => |e| {
                let armed_or_civic = matches!(e.sector, Some(Sector::REB | Sector::PTY | Sector::OPP | Sector::SOC));
                !e.person && (armed_or_civic || matches!(e.country.as_deref(), Some("IMG" | "NGO")))
            },
            "militia" => |e| !e.person && matches!(e.sector, Some(Sector::REB | Sector::PRM)),
            "ministry" => |e| e.name.to_lowercase().contains("ministry"),
            "bloc" | "alliance" | "union" => |e| matches!(e.country.as_deref(), Some("IGO" | "EUR")),
            "president" => |e| has_role(e, "president"),
            "minister" => |e| has_role(e, "minister") || has_role(e, "secretary"),
            "chancellor" => |e| has_role(e, "chancellor"),
            "premier" => |e| has_role(e, "premier") || has_role(e, "prime minister"),
            "spokesman" | "spokeswoman" | "spokesperson" => |e| e.person && has_role(e, "spokes"),
            "ambassador" | "envoy" => |e| e.person && (has_role(e, "ambassador") || has_role(e, "envoy")),
            "general" => |e| e.person && has_role(e, "general"),
            "company" | "firm" => |e| e.sector == Some(Sector::BUS) && e.kind == Kind::Organization,
            "agency" => |e| e.sector == Some(Sector::JRN) && e.kind == Kind::Organization,
            "leader" => |e| e.person && (e.role.is_some() || e.office.is_some()),
            _ => return None,
        };
        self.cast
            .entities
            .iter()
            .enumerate()
            .filter(|(_, e)| wanted(e))
            .filter_map(|(i, e)| e.mentions.last().map(|m| ((m.sentence, m.head), i)))
            .max()
            .map(|(_, i)| i)
    }
}

/// Whether an entity is an armed force, and not one of its people.
pub(super) fn armed(e: &Entity) -> bool {
    !e.person && matches!(e.sector, Some(Sector::MIL | Sector::REB | Sector::PRM))
}

fn has_role(e: &Entity, word: &str) -> bool {
    e.role.as_deref().is_some_and(|r| r.to_lowercase().contains(word))
        || (e.kind == Kind::Office && e.name.to_lowercase().contains(word))
}
