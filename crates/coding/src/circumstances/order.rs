//! Times that a clause or noun is put in an order to: "since the 2020 election", "before the earthquake", "began in 2014".

use super::clause_of;
use crate::dates::{self, TimeExpression, TimeRole};
use crate::tree::Tree;
use chancery_language::Upos;
use chancery_record::{PartialDate, Precision, When};
use std::collections::BTreeMap;
use std::ops::Range;

/// "a debate during which …", "Friday, when …": a relative clause that is told of the time of what it hangs on.
pub fn in_which(tree: &Tree<'_>, clause: usize) -> bool {
    tree.token(clause).deprel == "acl:relcl"
        && tree.children_by(clause, &["obl", "advmod"]).any(|c| match tree.lower(c).as_str() {
            "which" => matches!(tree.preposition(c).as_deref(), Some("during" | "at")),
            word => word == "when",
        })
}

/// How a preposition of order puts a clause to what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Since,
    Before,
    Until,
    After,
    During,
    /// "in the aftermath of": after it, and not long after.
    Aftermath,
}

/// The order that a noun's preposition states.
pub(super) fn order(tree: &Tree<'_>, noun: usize) -> Option<Order> {
    match tree.preposition(noun)?.as_str() {
        "since" => Some(Order::Since),
        "before" | "prior to" => Some(Order::Before),
        "until" | "till" => Some(Order::Until),
        "after" | "following" => Some(Order::After),
        "during" | "throughout" => Some(Order::During),
        "of" if tree.head(noun).is_some_and(|h| matches!(tree.lemma(h), "aftermath" | "wake")) => {
            Some(Order::Aftermath)
        }
        _ => None,
    }
}

/// Whether a time is that of an occurrence which the clause only deals with: "condemned the *3 May* attack", "protested
/// against the *2020* vote"; but "killed two in the 3 May attack", "held the March vote".
pub(super) fn dealt_with(tree: &Tree<'_>, noun: usize) -> bool {
    if !OCCASIONS.contains(&tree.lemma(noun)) {
        return false;
    }
    let prep = tree.preposition(noun);
    let object = match tree.rel(noun) {
        "obj" => true,
        "obl" => prep.is_some_and(|p| matches!(p.as_str(), "against" | "over" | "about" | "on" | "for" | "to" | "of")),
        _ => false,
    };
    object && tree.head(noun).is_some_and(|verb| !MAKING.contains(&tree.lemma(verb)))
}

/// The noun that a time stands before, between it and its article: "the *19 December* vote".
pub(super) fn enclosing(tree: &Tree<'_>, tokens: &Range<usize>) -> Option<usize> {
    let article = tokens.start.checked_sub(1).filter(|&a| tree.rel(a) == "det")?;
    tree.head(article).filter(|&noun| noun == tokens.end)
}

/// When what stands in an order to a time was. Of what came after it no more is told than that it did.
pub(super) fn ordered(when: &When, order: Order) -> Option<When> {
    let open = |start: Option<PartialDate>, end: Option<PartialDate>| {
        let open = When { start, end, precision: Precision::Open, text: None };
        start.or(end).map(|_| as_stated(open, when))
    };
    match order {
        Order::During => Some(When { text: None, ..when.clone() }),
        Order::Since => open(when.start, None),
        Order::Before => open(None, when.start),
        Order::Until => open(None, when.end),
        Order::After | Order::Aftermath => None,
    }
}

/// Whether a time was over more than a month before the publication, so that what came after it need not be news.
pub(super) fn long_ago(when: &When, published: Option<PartialDate>) -> bool {
    let days = |d: PartialDate| {
        372 * i32::from(d.year) + 31 * i32::from(d.month.unwrap_or(12)) + i32::from(d.day.unwrap_or(31))
    };
    published.zip(when.end).is_none_or(|(p, e)| days(p) - days(e) > 31)
}

/// Whether a time is what something is compared with: "the first visit since 2011", "the deadliest day since the war".
pub(super) fn compares(tree: &Tree<'_>, token: usize) -> bool {
    let superlative = |t: usize| {
        let word = tree.lower(t);
        matches!(word.as_str(), "first" | "last" | "only" | "most" | "least")
            || word.ends_with("est") && matches!(tree.token(t).upos, Upos::ADJ | Upos::ADV) && word.len() > 5
    };
    let first = |a: usize| matches!(tree.lower(a).as_str(), "first" | "only" | "last");
    for head in tree.path_up(token).filter(|&h| h != token) {
        if tree.is_verb(head) {
            // "held its first talks since 2019", the parser may hang on the verb.
            return tree.children_by(head, &["obj"]).any(|o| o < token && tree.children_by(o, &["amod"]).any(first));
        }
        if superlative(head) || tree.children_by(head, &["amod", "nummod", "det", "advmod"]).any(superlative) {
            return true;
        }
    }
    false
}

/// An open date whose side is no more exact than the date that it was made of.
pub(super) fn as_stated(mut open: When, of: &When) -> When {
    for side in [&mut open.start, &mut open.end].into_iter().flatten() {
        if matches!(of.precision, Precision::Month | Precision::Year) {
            side.day = None;
        }
        if of.precision == Precision::Year {
            side.month = None;
        }
    }
    open
}

/// The common noun whose phrase a time stands in ("the *2020* election", "the earthquake of *6 February*").
pub(super) fn dated_noun(tree: &Tree<'_>, token: usize) -> Option<usize> {
    let noun = tree.head(token)?;
    (tree.token(noun).upos == Upos::NOUN && matches!(tree.rel(token), "nmod" | "nummod" | "compound" | "amod"))
        .then_some(noun)
}

/// Occurrences that the text dates, by the noun that names them: none for one that it dates in two ways.
pub(super) struct Occasions(BTreeMap<String, Option<When>>);

impl Occasions {
    pub(super) fn of(trees: &[Tree<'_>], times: &[Vec<TimeExpression>]) -> Occasions {
        let mut out: BTreeMap<String, Option<When>> = BTreeMap::new();
        for (tree, times) in trees.iter().zip(times) {
            for e in times.iter().filter(|e| e.role == TimeRole::At && e.resolved) {
                let Some(token) = tree.head_of(&e.tokens) else { continue };
                let own = dated_noun(tree, token);
                // "An earthquake struck on 6 February."
                let clause = clause_of(tree, token);
                let subject =
                    tree.child(clause, &["nsubj"]).filter(|_| tree.is_verb(clause) && tree.head(token) == Some(clause));
                let Some(noun) = own.or(subject).filter(|&n| OCCASIONS.contains(&tree.lemma(n))) else { continue };
                out.entry(tree.lemma(noun).to_owned())
                    .and_modify(|w| {
                        if w.as_ref().is_some_and(|w| (w.start, w.end) != (e.when.start, e.when.end)) {
                            *w = None;
                        }
                    })
                    .or_insert_with(|| Some(e.when.clone()));
            }
        }
        Occasions(out)
    }

    /// When the one was that a definite noun means.
    pub(super) fn when(&self, tree: &Tree<'_>, noun: usize) -> Option<&When> {
        let definite =
            tree.children_by(noun, &["det"]).any(|d| matches!(tree.lower(d).as_str(), "the" | "that" | "this"));
        let other = tree.children(noun).iter().any(|&c| matches!(tree.rel(c), "amod" | "nummod" | "compound"));
        self.0.get(tree.lemma(noun)).filter(|_| definite && !other)?.as_ref()
    }
}

/// Nouns for what happens once and dates what comes before and after.
pub(super) const OCCASIONS: &[&str] = &[
    "earthquake",
    "quake",
    "tsunami",
    "disaster",
    "attack",
    "bombing",
    "blast",
    "explosion",
    "massacre",
    "shooting",
    "assassination",
    "crash",
    "invasion",
    "annexation",
    "war",
    "coup",
    "revolution",
    "uprising",
    "revolt",
    "election",
    "vote",
    "referendum",
    "poll",
    "inauguration",
    "summit",
    "ceasefire",
    "truce",
    "armistice",
    "agreement",
    "deal",
    "accord",
    "treaty",
    "verdict",
    "storm",
    "hurricane",
    "cyclone",
    "flood",
    "outbreak",
    "pandemic",
    "handover",
    "raid",
];

/// Adverbs that set an act apart from the news of the day.
pub(super) const LONG_AGO: &[&str] = &[
    "once",
    "previously",
    "formerly",
    "historically",
    "repeatedly",
    "often",
    "sometimes",
    "regularly",
    "long",
    "famously",
    "originally",
    "initially",
    "ultimately",
    "eventually",
];

/// Verbs that set a term: "for ten years" tells how long from then on.
pub(super) const TERMS: &[&str] = &[
    "sentence",
    "jail",
    "ban",
    "bar",
    "suspend",
    "extend",
    "postpone",
    "delay",
    "renew",
    "prolong",
    "disqualify",
    "exile",
    "condemn",
];

/// Nouns for times that are over or lasting, so that what was in them or before is not the news of the day.
pub(super) const PERIODS: &[&str] = &[
    "war",
    "period",
    "era",
    "presidency",
    "rule",
    "tenure",
    "term",
    "campaign",
    "transition",
    "reign",
    "regime",
    "occupation",
    "revolution",
    "uprising",
    "pandemic",
    "lockdown",
    "childhood",
    "administration",
    "genocide",
    "dictatorship",
    "invasion",
    "coup",
    "earthquake",
    "quake",
    "tsunami",
    "annexation",
    "years",
    "independence",
];

/// What is done with an agreement, an attack or a meeting when it comes about.
pub(super) const MAKING: &[&str] = &[
    "sign",
    "reach",
    "strike",
    "broker",
    "conclude",
    "agree",
    "adopt",
    "hold",
    "launch",
    "carry",
    "stage",
    "impose",
    "make",
    "negotiate",
    "mediate",
    "commit",
    "conduct",
    "announce",
    "ratify",
    "seal",
    "pass",
    "approve",
    "issue",
    "organise",
    "organize",
];

/// What goes on once it has begun.
pub(super) const LASTING: &[&str] = &[
    "campaign",
    "war",
    "offensive",
    "operation",
    "occupation",
    "siege",
    "blockade",
    "insurgency",
    "crackdown",
    "uprising",
    "rebellion",
    "bombardment",
    "intervention",
    "mission",
    "deployment",
    "boycott",
    "embargo",
];

/// The noun that a relative clause in the past tells more of, and whether it is told as what happened in it ("in which").
pub(super) fn antecedent(tree: &Tree<'_>, clause: usize) -> Option<(usize, bool)> {
    let noun = tree.head(clause).filter(|_| tree.token(clause).deprel == "acl:relcl")?;
    let past = |t: usize| tree.token(t).feats.tense == Some("Past") && tree.token(t).feats.verb_form == Some("Fin");
    let told = past(clause) || tree.children_by(clause, &["aux"]).any(|a| past(a) && tree.lemma(a) == "be");
    let inside = tree
        .children_by(clause, &["obl"])
        .any(|c| tree.lower(c) == "which" && matches!(tree.preposition(c).as_deref(), Some("in" | "during" | "at")));
    let does = tree.children_by(clause, &["nsubj"]).any(|c| matches!(tree.lower(c).as_str(), "which" | "that"));
    (told && (inside || does)).then_some((noun, inside))
}

/// Whether the clause says that the act began: "began bombing in 2014", "launched its campaign in May".
pub(super) fn begins(tree: &Tree<'_>, trigger: usize, carrier: Option<usize>) -> bool {
    let verb = carrier.or(tree.head(trigger)).filter(|&v| v != trigger && tree.is_verb(v));
    let Some(verb) = verb else { return false };
    match tree.lemma(verb) {
        "begin" | "start" => {
            LASTING.contains(&tree.lemma(trigger)) || (tree.rel(trigger) == "xcomp" && tree.head(trigger) == Some(verb))
        }
        "launch" | "commence" => LASTING.contains(&tree.lemma(trigger)),
        _ => false,
    }
}

/// Whether a clause says when the subject of the verb above it comes about: "is scheduled *to open* on Friday".
pub(super) fn opens(tree: &Tree<'_>, clause: usize, above: usize, subject: usize) -> bool {
    tree.rel(clause) == "xcomp"
        && tree.head(clause) == Some(above)
        && tree.is_nominal(subject)
        && tree.head(subject) == Some(above)
        && tree.rel(subject) == "nsubj"
        && matches!(tree.lemma(clause), "begin" | "start" | "open" | "take" | "hold" | "resume" | "convene" | "happen")
}

/// Whether a time in a noun's phrase dates another noun there ("the raids since Friday's bombing").
pub(super) fn of_other_noun(tree: &Tree<'_>, t: usize, noun: usize) -> bool {
    tree.path_up(t).take_while(|&x| x != noun).any(|x| {
        let head = tree.head(x).filter(|&h| h != noun);
        tree.token(x).deprel == "nmod:poss" && head.is_some()
            || x == t && head.is_some_and(|h| OCCASIONS.contains(&tree.lemma(h)))
    })
}

/// Whether an expression leaves open when: "recently", "two weeks later" with nothing to count from, a religious feast.
pub(super) fn undated(e: &TimeExpression) -> bool {
    !e.resolved
        && !matches!(e.role, TimeRole::Duration | TimeRole::Frequency | TimeRole::Anniversary)
        && e.vague != Some(dates::Vague::Present)
}
