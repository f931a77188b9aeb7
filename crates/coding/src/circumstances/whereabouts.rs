//! Where an act took place, by the words of its sentence.

use super::{Circumstances, clause_of, clause_of_below, depth, part_of};
use crate::tree::Tree;
use chancery_language::Upos;
use chancery_record::{Place, PlacePrecision};

/// How far from its word an act's place may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What is said or agreed: only at the verb itself. A place within what it is about is that thing's.
    Words,
    /// A meeting: the same, and where those are who are met.
    Talks,
    /// A journey: the same, and where it goes to.
    Journey,
    /// Force and other bodily acts: where their objects and those who act are, too.
    Bodies,
    /// Troops and people that go somewhere: the same, and where they go to.
    Dispatch,
    /// Troops and people that leave: the same, and where they leave from.
    Departure,
}

impl Circumstances {
    /// Where an act took place, by the words of its own clause or of one that it is part of. A landmark ("20 miles north
    /// of Aden") is left out.
    pub fn place(&self, tree: &Tree<'_>, trigger: usize, carrier: Option<usize>, reach: Reach) -> Option<Place> {
        self.located(tree, trigger, carrier, reach, false)
    }

    /// The landmark that says where an act took place, if its clause names one.
    pub fn landmark(&self, tree: &Tree<'_>, trigger: usize, carrier: Option<usize>, reach: Reach) -> Option<Place> {
        self.located(tree, trigger, carrier, reach, true)
    }

    fn located(
        &self,
        tree: &Tree<'_>,
        trigger: usize,
        carrier: Option<usize>,
        reach: Reach,
        landmarks: bool,
    ) -> Option<Place> {
        let bodily = matches!(reach, Reach::Bodies | Reach::Dispatch | Reach::Departure);
        let fits = |t: usize, p: &Place| {
            if landmarks != landmark(tree, t) {
                return false;
            }
            if landmarks {
                return true;
            }
            let prep = tree.preposition(tree.first_conjunct(t)).unwrap_or_default();
            // "on the border", but "sanctions on Iran".
            let whole = p.precision == PlacePrecision::Country;
            (LOCATIVE.contains(&prep.as_str()) && !(whole && prep == "on"))
                || (bodily && prep == "through")
                || (prep == "of" && part_of_town(tree, t))
                || (matches!(reach, Reach::Journey | Reach::Dispatch) && matches!(prep.as_str(), "to" | "into"))
                || (reach == Reach::Departure && matches!(prep.as_str(), "from" | "out of"))
                || before_subject(tree, t)
                || bodily && names_site(tree, t, p)
        };
        let mut best: Option<(usize, &Place)> = None;
        // The event noun's own phrase, a modifier included ("the Mosul offensive").
        if tree.is_nominal(trigger) {
            for (t, p) in
                self.places.iter().filter(|(t, _)| tree.within(*t, trigger) && clause_of_below(tree, *t, trigger))
            {
                // "the Mosul offensive", "Trump's Syria withdrawal"; but "the Syria attack" may be Syria's.
                let owned = tree.children(trigger).iter().any(|&c| tree.token(c).deprel == "nmod:poss");
                if fits(*t, p)
                    || (tree.rel(*t) == "compound"
                        && tree.head(*t) == Some(trigger)
                        && (owned || p.precision != PlacePrecision::Country))
                {
                    let d = t.abs_diff(trigger);
                    if best.is_none_or(|(b, _)| d < b) {
                        best = Some((d, p));
                    }
                }
            }
        }
        let mut clause = carrier.unwrap_or_else(|| clause_of(tree, trigger));
        for _ in 0..5 {
            if best.is_some() {
                break;
            }
            let here = |t: usize, p: &Place| {
                fits(t, p)
                    && clause_of(tree, t) == clause
                    && (bodily || tree.within(t, trigger) && trigger != clause || stands_at(tree, t, clause, reach))
            };
            for (t, p) in self.places.iter().filter(|(t, p)| here(*t, p)) {
                // "in Aleppo, in northern Syria": the closer place, the finer where both are as close.
                let d = 4 * depth(tree, *t, clause)
                    + usize::from(p.precision == PlacePrecision::Country)
                    + 2 * usize::from(p.country.is_none())
                    + t.abs_diff(clause) / 8;
                if best.is_none_or(|(b, _)| d < b) {
                    best = Some((d, p));
                }
            }
            match part_of(tree, clause) {
                Some(up) => clause = up,
                None => break,
            }
        }
        if best.is_none() && bodily {
            // In a clause of its own object or participle: "planes intercepted aircraft flying off the coast of Alaska".
            best = self
                .places
                .iter()
                .filter(|(t, p)| {
                    fits(*t, p)
                        && *t > trigger
                        && tree.within(*t, trigger)
                        && !tree.path_up(*t).take_while(|&x| x != trigger).any(|x| {
                            // "a raid claimed by the Front, which has been talking in Geneva"
                            let aside = tree.token(x).deprel == "acl:relcl"
                                && tree.head(x).is_some_and(|h| tree.token(h).upos == Upos::PROPN);
                            aside
                                || tree.rel(x) == "ccomp"
                                || tree.rel(x) == "conj" && tree.is_verb(x) && self.apart(tree, x)
                        })
                })
                .map(|(t, p)| (*t, p))
                .min_by_key(|(t, _)| *t);
        }
        best.map(|(_, p)| p.clone())
    }

    /// Where somebody stands who speaks or acts by words: "said from Paris", "told reporters in Lomé", "*speaking in Gharm*,
    /// he thanked them", "Burhan, *visiting troops in Omdurman*, threatened to close it".
    pub fn standing(&self, tree: &Tree<'_>, verb: usize) -> Option<Place> {
        let clause = tree.first_conjunct(verb);
        let said = |t: usize| {
            let from = |x: usize| {
                tree.rel(x) == "obl"
                    && tree.preposition(x).is_some_and(|p| p == "from" || p == "in" || p == "at" || p == "outside")
            };
            clause_of(tree, t) == clause
                && tree.preposition(t).is_some_and(|p| p == "in" || p == "at" || p == "from")
                && tree.path_up(t).take_while(|&x| x != clause).all(|x| x == t && tree.rel(t) == "nmod" || from(x))
        };
        if let Some((_, p)) = self.places.iter().find(|(t, _)| said(*t)) {
            return Some(p.clone());
        }
        let participles = tree
            .children_by(clause, &["advcl"])
            .chain(tree.child(clause, &["nsubj"]).into_iter().flat_map(|n| tree.children_by(n, &["acl"])));
        let there = participles
            .filter(|&v| tree.token(v).form.to_lowercase().ends_with("ing") && PRESENCE.contains(&tree.lemma(v)))
            .find_map(|v| {
                let at = |t: usize| {
                    clause_of(tree, t) == v
                        && (tree.rel(t) == "obj" && tree.lemma(v) != "address"
                            || tree.preposition(t).is_some_and(|p| LOCATIVE.contains(&p.as_str())))
                };
                self.places.iter().find(|(t, _)| at(*t))
            });
        there.map(|(_, p)| p.clone())
    }

    /// Whether a conjunct is told of another time than the verb before it: "was ousted in 1999 and settled in Dakar".
    fn apart(&self, tree: &Tree<'_>, conjunct: usize) -> bool {
        let first = tree.first_conjunct(conjunct);
        self.times.iter().any(|t| clause_of(tree, t.token) == first)
    }

    /// The town that a body is named by: "a Moscow court", "Nairobi police".
    pub fn seat(&self, tree: &Tree<'_>, body: usize) -> Option<Place> {
        self.places
            .iter()
            .find(|(t, p)| {
                tree.head(*t) == Some(body)
                    && matches!(tree.rel(*t), "compound" | "amod" | "nmod")
                    && tree.preposition(*t).is_none_or(|prep| prep == "in" || prep == "of")
                    && p.precision != PlacePrecision::Country
            })
            .map(|(_, p)| p.clone())
    }
}

/// Whether a place is the verb's and not that of what it is about ("over the attack in Basra"): each noun between them stands
/// in a place itself ("at a conference in Geneva"), or is what is signed or attended there ("signed a deal in Doha", "for a
/// summit in Lomé"), or who is met.
fn stands_at(tree: &Tree<'_>, t: usize, clause: usize, reach: Reach) -> bool {
    tree.path_up(t).skip(1).take_while(|&x| x != clause).all(|x| {
        let prep = tree.preposition(x);
        let located = tree.rel(x) == "obl"
            && prep.as_deref().is_some_and(|p| {
                LOCATIVE.contains(&p) && !matches!(p, "on" | "over")
                    || matches!(p, "during" | "after" | "before" | "to" | "into")
            });
        let met = matches!(reach, Reach::Talks | Reach::Journey)
            && (tree.rel(x) == "obj" || prep.as_deref() == Some("with"))
            && !matches!(tree.lemma(clause), "discuss" | "debate" | "review" | "address" | "negotiate" | "assess");
        located || met || OCCASIONS.contains(&tree.lemma(x)) || part_of_town(tree, t) && tree.head(t) == Some(x)
    })
}

/// "in Hebron settlers beat a farmer": a subject has no preposition, so a place between one and it stands alone.
fn before_subject(tree: &Tree<'_>, t: usize) -> bool {
    tree.rel(t) == "compound"
        && tree.head(t).is_some_and(|h| {
            tree.rel(h) == "nsubj"
                && tree.children_by(h, &["case"]).any(|c| c + 1 == t && matches!(tree.lower(c).as_str(), "in" | "at"))
        })
}

/// "the streets of Lima", "the outskirts of Kabul": whether a place hangs on a word for a part of it.
fn part_of_town(tree: &Tree<'_>, t: usize) -> bool {
    tree.head(t).is_some_and(|h| {
        matches!(
            tree.lemma(h),
            "street"
                | "outskirt"
                | "outskirts"
                | "center"
                | "centre"
                | "edge"
                | "heart"
                | "south"
                | "north"
                | "east"
                | "west"
                | "part"
                | "sector"
                | "area"
        )
    })
}

/// "20 miles north of Aden": a place that says where another lies.
fn landmark(tree: &Tree<'_>, t: usize) -> bool {
    const DIRECTIONS: &[&str] = &["north", "south", "east", "west"];
    tree.children_by(tree.first_conjunct(t), &["case"]).any(|c| {
        c > 0
            && matches!(tree.lower(c).as_str(), "of" | "from")
            && DIRECTIONS.iter().any(|d| tree.lower(c - 1).ends_with(d))
            // "in the south of Syria" is within it.
            && (c < 2 || tree.token(c - 2).upos != Upos::DET)
    })
}

/// "outside a Sofia restaurant", "in Grozny's streets": a place that names or owns the thing at which something is.
fn names_site(tree: &Tree<'_>, t: usize, p: &Place) -> bool {
    let (owned, named) = (tree.token(t).deprel == "nmod:poss", tree.rel(t) == "compound");
    (owned || named && p.precision != PlacePrecision::Country)
        && tree.head(t).is_some_and(|h| {
            tree.path_up(h).take_while(|&x| tree.token(x).upos == Upos::NOUN).any(|x| {
                tree.preposition(x)
                    .is_some_and(|p| matches!(p.as_str(), "in" | "at" | "near" | "outside" | "inside" | "on"))
            })
        })
}

/// What one does at the place where one says the rest.
const PRESENCE: &[&str] =
    &["speak", "visit", "tour", "address", "appear", "stand", "attend", "talk", "campaign", "inspect"];

/// Prepositions that say where.
const LOCATIVE: &[&str] = &[
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "across",
    "around",
    "throughout",
    "within",
    "off",
    "along",
    "over",
    "on",
];

/// What is signed or attended at a place, so that who signs or attends it is there.
const OCCASIONS: &[&str] = &[
    "sideline",
    "sidelines",
    "margin",
    "summit",
    "conference",
    "meeting",
    "talk",
    "session",
    "ceremony",
    "forum",
    "negotiation",
    "agreement",
    "deal",
    "treaty",
    "accord",
    "pact",
    "declaration",
    "statement",
    "memorandum",
    "protocol",
    "document",
    "measure",
    "truce",
    "ceasefire",
];
