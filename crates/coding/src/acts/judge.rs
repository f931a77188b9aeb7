//! What makes a match no act of its own, and who is cited for one that is.

use super::Scene;
use crate::cast::{EntityId, content_head};
use crate::circumstances::clause_of;
use crate::codebook::{Barred, Codebook, Target};
use crate::matcher::Match;
use crate::statements::{Said, innermost};
use crate::tree::Tree;
use chancery_language::Upos;
use chancery_record::EventType;

/// A word of another domain in the clause that bars the type.
pub(super) fn guarded(
    tree: &Tree<'_>,
    m: &Match,
    kind: EventType,
    all: &[Match],
    codebook: &Codebook,
) -> Option<&'static str> {
    let bars = |entry: usize, clause: usize| {
        let rule = &codebook.entries[entry].rule;
        tree.subtree(clause).into_iter().filter_map(|t| codebook.guards.get(tree.lemma(t))).flatten().any(|b| match b {
            Barred::Type(k) => *k == kind,
            Barred::Rule(r) => r == rule,
        })
    };
    let mut clause = clause_of(tree, m.trigger);
    // "crashed, killing four": a participle is judged with the clause that it belongs to.
    if tree.rel(clause) == "advcl" && tree.token(clause).form.ends_with("ing") {
        clause = tree.head(clause).unwrap_or(clause);
        // "attacked a bus, killing four": by what was done on purpose.
        let harm = |o: &Match| matches!(codebook.entries[o.entry].rule.as_str(), "ASSAULT/kill" | "ASSAULT/wound");
        let force = |o: &&Match| o.trigger == clause && codebook.entries[o.entry].target == Target::Event(kind);
        let force = all.iter().find(force).filter(|o| kind == EventType::ASSAULT && !harm(o) && !bars(o.entry, clause));
        if harm(m) && force.is_some() {
            return None;
        }
    }
    let barred = bars(m.entry, clause);
    // "injured after a fire broke out": an accident, if nobody set it.
    let fire = matches!(codebook.entries[m.entry].rule.as_str(), "ASSAULT/kill" | "ASSAULT/wound")
        && tree.subtree(clause).into_iter().any(|t| {
            tree.lemma(t) == "fire"
                && tree.head(t).is_some_and(|h| matches!(tree.lemma(h), "break" | "engulf" | "sweep" | "gut"))
        });
    (barred || fire).then_some("a word of another domain stands in its clause")
}

/// Why an act is only the content of another, where it is.
pub(super) fn content_of(tree: &Tree<'_>, m: &Match, all: &[Match], codebook: &Codebook) -> Option<&'static str> {
    use EventType::*;
    let top = m.light.unwrap_or(m.trigger);
    // "underlined the commitment to supporting Iraq" is told by its own words.
    let supports = |o: &Match| codebook.entries[o.entry].target == Target::Event(SUPPORT) && !o.nominal;
    if supports(m)
        && all.iter().any(|o| {
            o.trigger > m.trigger
                && supports(o)
                && m.taken.iter().any(|&t| tree.within(o.trigger, t))
                && !m.recipient.iter().any(|&r| tree.within(o.trigger, r))
        })
    {
        return Some("what it affirms is told by the words of its own");
    }
    let coerced = |o: &Match| matches!(codebook.entries[o.entry].target, Target::Event(COERCE | SANCTION));
    if all.iter().any(|o| coerced(o) && ordered_done(tree, m.trigger, o.trigger)) {
        return Some("an order that is its own doing");
    }
    for other in all {
        if other.stance && !m.stance && other.trigger == top {
            return Some("a refusal, demand or threat by its grammar");
        }
        if other.trigger == m.trigger || other.light == Some(m.trigger) {
            continue;
        }
        let Target::Event(kind) = codebook.entries[other.entry].target else { continue };
        if !other.nominal
            && m.nominal
            && !matches!(kind, ACCUSE | SUPPORT)
            && other.collocates.contains(&m.trigger)
            && Target::Event(kind) != codebook.entries[m.entry].target
        {
            return Some("a word of another act (\"lift sanctions\")");
        }
        let reason = match kind {
            // "Their belligerence demands an answer": who blames asks for nothing by it.
            REQUEST if m.stance && tree.child(other.trigger, &["nsubj"]).is_some_and(|s| tree.within(top, s)) => {
                continue;
            }
            // "ordered two editors jailed"
            REQUEST if ordered_done(tree, other.trigger, m.trigger) => continue,
            REQUEST => "what is asked for",
            THREATEN => "what is threatened",
            // What is done to others on the strength of an agreement is reported with it, as still to come.
            AGREE
                if matches!(codebook.entries[m.entry].target, Target::Event(SANCTION | RETREAT | AID))
                    && !m.nominal =>
            {
                continue;
            }
            // "passed a resolution condemning the arrests": what it says is said by passing it.
            AGREE
                if matches!(codebook.entries[m.entry].target, Target::Event(t) if speech(t))
                    && tree.token(m.trigger).deprel == "acl"
                    && tree.token(m.trigger).form.ends_with("ing")
                    && tree.head(m.trigger).is_some_and(|h| other.taken.contains(&h)) =>
            {
                continue;
            }
            AGREE => "what is agreed or promised",
            REJECT => "what is refused",
            CONCEDE => "what is conceded",
            CONSULT if m.nominal && (m.light.is_none() || m.light == Some(other.trigger)) => {
                let top = m.trigger;
                // "discussed the reconstruction", "talks about a ceasefire"
                let about = tree.patients(other.trigger).contains(&top) && !other.nominal
                    || tree
                        .obliques(other.trigger)
                        .iter()
                        .any(|o| o.token == top && matches!(o.prep.as_str(), "on" | "about" | "over"));
                if about
                    && !other.recipient.contains(&top)
                    && !matches!(codebook.entries[m.entry].target, Target::Event(CONSULT))
                {
                    return Some("the topic of talks");
                }
                continue;
            }
            _ => continue,
        };
        let in_clause = other.clause.is_some_and(|c| tree.within(top, c));
        let in_words = other
            .taken
            .iter()
            .any(|&t| tree.within(top, t) && (m.nominal || !tree.token(top).deprel.starts_with("acl:relcl")));
        if in_clause || in_words {
            return Some(reason);
        }
    }
    None
}

/// Whether a verb orders to be done what the other verb names, as a court does: "ordered the editors jailed".
fn ordered_done(tree: &Tree<'_>, verb: usize, done: usize) -> bool {
    let governor = match tree.rel(done) {
        "xcomp" => tree.head(done),
        "acl" => tree.head(done).filter(|&o| tree.rel(o) == "obj").and_then(|o| tree.head(o)),
        _ => None,
    };
    tree.lemma(verb) == "order"
        && governor == Some(verb)
        && tree.is_passive(done)
        && tree.child(done, &["mark", "aux"]).is_none()
}

/// Whether what stands as a purpose is done in the act that serves it: "called the king to congratulate him", "sent a letter to
/// protest", "launched raids to detain suspects", "sent jets to bomb the reactor", "sent a team to investigate".
pub(super) fn done_in_it(tree: &Tree<'_>, m: &Match, kind: EventType) -> Option<usize> {
    use EventType::*;
    let top = m.light.unwrap_or(m.trigger);
    let verb = match tree.rel(top) {
        "advcl" => tree.head(top),
        "acl" => tree.head(top).filter(|&n| tree.rel(n) == "obj").and_then(|n| tree.head(n)),
        _ => None,
    };
    let verb = verb.filter(|&h| tree.is_verb(h))?;
    let with = |words: &[&str]| tree.patients(verb).iter().any(|&p| words.contains(&tree.lemma(content_head(tree, p))));
    let done = match tree.lemma(verb) {
        "call" | "telephone" | "phone" | "write" | "cable" | "tweet" => {
            matches!(kind, SUPPORT | ACCUSE | CONCEDE | THREATEN | REQUEST)
        }
        // "moved to expel the envoy": it is under way; where troops move, it is what they are sent for.
        "move" => {
            !matches!(kind, ASSAULT | MOBILIZE)
                && tree
                    .child(verb, &["obj", "obl"])
                    .is_none_or(|o| tree.preposition(o).is_none() && tree.rel(o) == "obl")
        }
        // "used the speech to call on the generals", "took to Twitter to deride the ruling"
        "use" if with(OCCASIONS) => word(kind),
        "hold" | "give" | "deliver" if with(&["speech", "address", "press-conference", "conference", "interview"]) => {
            word(kind)
        }
        "take" if tree.obliques(verb).iter().any(|o| o.prep == "to" && PLATFORMS.contains(&tree.lemma(o.token))) => {
            word(kind)
        }
        "send" | "issue" | "release" if with(&["letter", "message", "statement", "telegram", "note", "cable"]) => {
            matches!(kind, SUPPORT | ACCUSE | CONCEDE | THREATEN)
        }
        "send" | "dispatch" | "deploy" if kind == ACCUSE => with(SENT) && INQUIRIES.contains(&tree.lemma(m.trigger)),
        "send" | "dispatch" | "scramble" if kind == ASSAULT => {
            with(&["jet", "warplane", "plane", "bomber", "aircraft", "helicopter", "drone", "missile", "gunship"])
        }
        "launch" | "conduct" | "carry" | "mount" | "begin" => {
            matches!(kind, COERCE | ASSAULT)
                && with(&["operation", "raid", "sweep", "offensive", "campaign", "crackdown"])
        }
        _ => false,
    };
    done.then_some(verb)
}

/// Whether an act is done by speaking.
fn word(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, SUPPORT | ACCUSE | CONCEDE | THREATEN | REQUEST | REJECT)
}

/// What somebody uses to speak.
const OCCASIONS: &[&str] = &[
    "speech",
    "address",
    "appearance",
    "interview",
    "conference",
    "occasion",
    "opportunity",
    "visit",
    "statement",
    "platform",
];

/// Where somebody speaks who takes to it.
const PLATFORMS: &[&str] = &[
    "twitter",
    "facebook",
    "instagram",
    "telegram",
    "television",
    "airwave",
    "podium",
    "floor",
    "media",
    "microphone",
    "stage",
];

/// Those whom a state sends to look into something.
const SENT: &[&str] =
    &["team", "expert", "specialist", "investigator", "inspector", "delegation", "mission", "agent", "operative"];

/// What they do there.
const INQUIRIES: &[&str] =
    &["investigate", "probe", "inspect", "examine", "audit", "question", "interrogate", "interview"];

/// Whether somebody is sent for something that is no help: to investigate, to fight, to negotiate.
pub(super) fn sent_otherwise(tree: &Tree<'_>, m: &Match) -> bool {
    let purpose = |t: usize| {
        let other = |c: usize| {
            INQUIRIES.contains(&tree.lemma(c))
                || matches!(
                    tree.lemma(c),
                    "fight"
                        | "attack"
                        | "bomb"
                        | "destroy"
                        | "capture"
                        | "arrest"
                        | "negotiate"
                        | "discuss"
                        | "attend"
                        | "launch"
                )
        };
        tree.children_by(t, &["advcl", "acl", "xcomp"])
            .any(|c| tree.token(c).feats.verb_form == Some("Inf") && other(c))
    };
    !m.nominal
        && matches!(tree.lemma(m.trigger), "send" | "dispatch" | "deploy")
        && (purpose(m.trigger) || m.collocates.iter().any(|&t| purpose(t)))
}

/// Whether a token stands within quotation marks of its sentence.
fn in_quotes(tree: &Tree<'_>, t: usize) -> bool {
    (0..t).filter(|&i| matches!(tree.token(i).form.as_str(), "“" | "”" | "\"" | "``" | "''")).count() % 2 == 1
}

/// Whether a type is done in words.
pub(super) fn speech(kind: EventType) -> bool {
    use EventType::*;
    matches!(kind, SUPPORT | ACCUSE | REQUEST | REJECT | THREATEN | AGREE | CONCEDE)
}

/// Who is cited for an act: the speaker of the innermost statement that holds it. Nobody, where the speaker does the act
/// by saying so, or announces it as a fact of its own.
pub(super) fn source(scene: &Scene<'_>, s: usize, m: &Match, kind: EventType, actor: &[EntityId]) -> Option<EntityId> {
    let Said { cue, speaker, .. } = *innermost(scene.said, s, m.trigger)?;
    if m.speaker.is_some() || m.stance || (speech(kind) && actor.contains(&speaker)) {
        return None;
    }
    // "Officials said that Putin, who invaded in 2014, …": an aside in indirect speech is the article's own.
    let tree = &scene.trees[s];
    let aside = tree.path_up(m.trigger).find(|&t| tree.token(t).deprel == "acl:relcl").is_some_and(|r| {
        let first = tree.subtree(r).into_iter().find(|&t| tree.token(t).upos != Upos::PUNCT);
        r > 0 && cue.0 == s && first.is_some_and(|f| f > 0 && tree.token(f - 1).form == ",")
    });
    if (aside || presupposed(tree, m)) && !in_quotes(tree, m.trigger) {
        return None;
    }
    let announces = matches!(
        scene.trees[cue.0].lemma(cue.1),
        "announce" | "declare" | "vow" | "pledge" | "promise" | "confirm" | "agree"
    );
    (!(announces && actor.contains(&speaker))).then_some(speaker)
}

/// Whether an act is taken for known by who speaks: a definite noun ("after *the* previous *attack*") that is not what the
/// clause tells of.
fn presupposed(tree: &Tree<'_>, m: &Match) -> bool {
    let points = tree.children(m.trigger).iter().any(|&c| {
        tree.token(c).deprel == "nmod:poss"
            || (tree.rel(c) == "det" && matches!(tree.lower(c).as_str(), "the" | "that" | "this" | "those" | "these"))
    });
    // "shot it down shortly after attacking the base"
    let before = tree.rel(m.trigger) == "advcl"
        && tree.child(m.trigger, &["nsubj"]).is_none()
        && tree
            .children_by(m.trigger, &["mark", "case"])
            .any(|k| matches!(tree.lower(k).as_str(), "after" | "since" | "before"));
    before || m.nominal && m.light.is_none() && points && tree.rel(m.trigger) != "nsubj"
}

/// Whether another name follows whom a verb has as its object: "called the envoy “a liar”".
pub(super) fn named_next(tree: &Tree<'_>, m: &Match) -> bool {
    let end = m.recipient.iter().flat_map(|&t| tree.subtree(t)).max();
    let opens = |t: usize| matches!(tree.lower(t).as_str(), "a" | "an" | "“" | "\"" | "``" | "‘");
    m.recipient.iter().any(|&r| {
        let last = tree.subtree(r).into_iter().filter(|&t| t <= r).max().unwrap_or(r);
        [Some(last), end].into_iter().flatten().any(|t| t + 1 < tree.len() && opens(t + 1))
    })
}
