//! Whether an act happened: negation, modals, what governs its clause, and conditions.

use crate::codebook::{Codebook, Realis};
use crate::tree::Tree;
use chancery_language::Upos;
use chancery_record::Status;

/// What the grammar around an act says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether it happened.
    pub status: Status,
    /// The clause that states a condition, by its head.
    pub condition: Option<usize>,
    /// The word that decided, for the explanation.
    pub because: Option<usize>,
    /// The act is the goal of another ("deployed troops *to fight* …"), not itself reported.
    pub purpose: bool,
    /// That other is an undertaking that consists of it ("the campaign *to liberate* Mosul").
    pub campaign: bool,
}

const CONDITIONS: &[&str] = &["if", "unless", "provided", "once", "until"];

/// Judges an act by its trigger, the verb that carries an event noun, and the words that the pattern took ("made *no*
/// commitment").
pub fn standing(
    tree: &Tree<'_>,
    trigger: usize,
    light: Option<usize>,
    light_status: Option<Realis>,
    taken: &[usize],
    codebook: &Codebook,
) -> Standing {
    let mut out = Standing { status: Status::Actual, condition: None, because: None, purpose: false, campaign: false };
    let worst = |status: Status, because: usize, out: &mut Standing| {
        // A denial outweighs a possibility, and that a plan; the first word found of equal weight stays.
        let weight = |s: Status| match s {
            Status::Actual => 0,
            Status::Planned => 1,
            Status::Possible => 2,
            Status::Denied => 3,
        };
        if weight(status) > weight(out.status) {
            out.status = status;
            out.because = Some(because);
        }
    };
    // "The summit is scheduled to end Friday": what ends goes on.
    let ends = |v: usize| {
        std::iter::once(v)
            .chain(tree.children_by(v, &["xcomp"]))
            .any(|v| matches!(tree.lemma(v), "end" | "conclude" | "continue" | "last" | "wrap"))
    };
    if let Some(s) = light_status.filter(|&s| s != Realis::Actual && !light.is_some_and(ends)) {
        worst(status_of(s), light.unwrap_or(trigger), &mut out);
    }
    own_words(tree, trigger, codebook, &mut |s, b| worst(s, b, &mut out));
    if !tree.is_verb(trigger) {
        // "talks expected to start in May"
        for c in tree.children_by(trigger, &["acl"]).filter(|&c| tree.token(c).deprel != "acl:relcl") {
            if let Some(r) = codebook.passives.get(tree.lemma(c)).filter(|_| !tree.token(c).form.ends_with("ing")) {
                worst(status_of(*r), c, &mut out);
            }
        }
    }
    // "will discuss a possible ceasefire": the talking is sure.
    let topic = matches!(tree.lemma(trigger), "discuss" | "debate" | "talk" | "negotiate" | "consider");
    for &t in taken {
        if let Some(no) = tree.children_by(t, &["det"]).find(|&d| tree.lower(d) == "no") {
            worst(Status::Denied, no, &mut out);
        }
        // "alleged war crimes committed in the north"
        for a in tree.children_by(t, &["amod"]).filter(|_| !topic) {
            if let Some(r) = codebook.governors.get(tree.lemma(a)).filter(|r| **r == Realis::Possible) {
                worst(status_of(*r), a, &mut out);
            }
        }
        // "blocking any future attempt": of none that is known.
        // But "froze any assets" is of all there are.
        let held = matches!(tree.lemma(t), "asset" | "property" | "fund" | "account" | "holding" | "interest");
        if let Some(any) = tree.children_by(t, &["det"]).find(|&d| !held && tree.lower(d) == "any") {
            worst(Status::Possible, any, &mut out);
        }
    }
    let mut at = trigger;
    if let Some(l) = light {
        own_words(tree, l, codebook, &mut |s, b| worst(s, b, &mut out));
        at = l;
    }
    let mut steps = 0;
    loop {
        if let Some(c) = condition_of(tree, at) {
            out.condition.get_or_insert(c);
            if modal_ahead(tree, at) {
                worst(Status::Possible, c, &mut out);
            }
        }
        if tree.children_by(at, &["mark"]).any(|k| tree.lower(k) == "whether") {
            worst(Status::Possible, at, &mut out);
        }
        if at == trigger || Some(at) == light {
            // "No official has met him"
            let none = tree
                .children_by(at, &["nsubj"])
                .find_map(|n| tree.children_by(n, &["det"]).find(|&d| tree.lower(d) == "no"));
            if let Some(no) = none {
                worst(Status::Denied, no, &mut out);
            }
        }
        let Some(head) = tree.head(at) else { break };
        steps += 1;
        if steps > 6 {
            break;
        }
        let rel = tree.token(at).deprel;
        let mark = tree.children_by(at, &["mark"]).map(|m| tree.lower(m)).next();
        match tree.rel(at) {
            "conj" => {
                // A conjunct shares the modals before the first verb ("will meet and sign"), if it has no subject of its own.
                if tree.child(at, &["nsubj"]).is_none() {
                    own_words(tree, head, codebook, &mut |s, b| {
                        if s != Status::Denied || tree.child(at, &["cc"]).is_some_and(|c| tree.lower(c) == "or") {
                            worst(s, b, &mut out);
                        }
                    });
                    at = head;
                    continue;
                }
                break;
            }
            "xcomp" | "ccomp" | "csubj" => {
                govern(tree, head, at, codebook, &mut |s, b| worst(s, b, &mut out));
            }
            "acl" if rel != "acl:relcl" => {
                // "a plan to attack", "efforts to release", "accused of killing".
                let to = mark.as_deref() == Some("to") || tree.token(at).feats.verb_form == Some("Inf");
                if to && tree.head(head).is_none() && tree.child(head, &["nsubj", "cop"]).is_none() {
                    // A headline: "Kenya to host talks".
                    worst(Status::Planned, at, &mut out);
                } else if let Some(because) = disowned(tree, head) {
                    worst(Status::Denied, because, &mut out);
                } else if let Some(r) = codebook.governors.get(tree.lemma(head)) {
                    worst(status_of(*r), head, &mut out);
                } else if to {
                    // "a strike to target fighters"
                    out.purpose = true;
                    if UNDERTAKINGS.contains(&tree.lemma(head)) {
                        out.campaign = true;
                        own_words(tree, head, codebook, &mut |s, b| worst(s, b, &mut out));
                    }
                }
                break;
            }
            "advcl"
                if mark.as_deref() == Some("to")
                    && tree.is_passive(head)
                    && (codebook.passives.contains_key(tree.lemma(head))
                        || codebook.cue_verbs.contains_key(tree.lemma(head))) =>
            {
                // "were reported to have entered": the parser's adverbial is the report's content.
                govern(tree, head, at, codebook, &mut |s, b| worst(s, b, &mut out));
                at = head;
                continue;
            }
            // "joined together to impose sanctions": several do it.
            "advcl"
                if mark.as_deref() == Some("to") && matches!(tree.lemma(head), "join" | "unite" | "team" | "band") =>
            {
                govern(tree, head, at, codebook, &mut |s, b| worst(s, b, &mut out));
                at = head;
                continue;
            }
            // "was freed, only to be detained again": what came of it.
            "advcl"
                if mark.as_deref() == Some("to")
                    && tree.children_by(at, &["advmod"]).any(|a| a < at && tree.lower(a) == "only") =>
            {
                break;
            }
            "advcl" => {
                let prep = tree.preposition(at);
                if prep.as_deref() == Some("from") && codebook.governors.get(tree.lemma(head)) == Some(&Realis::Denied)
                {
                    // "refrained from attacking"
                    worst(Status::Denied, head, &mut out);
                }
                if matches!(prep.as_deref(), Some("in case")) {
                    worst(Status::Possible, at, &mut out);
                }
                if tree
                    .children_by(at, &["mark", "case", "cc", "advmod"])
                    .any(|k| matches!(tree.lower(k).as_str(), "rather" | "instead"))
                {
                    worst(Status::Denied, at, &mut out);
                }
                // "if there is a seat to fill because a judge resigns": what is part of a condition is one.
                let supposed = |t: usize| {
                    tree.rel(t) == "advcl"
                        && tree.children_by(t, &["mark"]).any(|k| matches!(tree.lower(k).as_str(), "if" | "unless"))
                };
                let finite = matches!(mark.as_deref(), Some("because" | "since" | "when" | "after" | "before" | "as"));
                if finite && tree.path_up(head).take(5).any(supposed) {
                    worst(Status::Possible, at, &mut out);
                }
                match mark.as_deref() {
                    Some("if" | "unless" | "whether" | "until" | "once") => worst(Status::Possible, at, &mut out),
                    Some("without") => worst(Status::Denied, at, &mut out),
                    Some("to" | "order") => out.purpose = true,
                    _ if matches!(tree.preposition(at).as_deref(), Some("without" | "against")) => {
                        worst(Status::Denied, at, &mut out)
                    }
                    _ => {}
                }
                break;
            }
            "nsubj" if at == trigger && ends(head) => break,
            "obj" | "nsubj" | "obl" | "nmod" | "compound" if at == trigger => {
                // An event noun under a governing verb or noun: "plans an attack", "prevented a strike", "threat of war".
                if light.is_none() {
                    let applies = tree.is_verb(head)
                        && matches!(tree.rel(at), "obj" | "nsubj")
                        && (tree.rel(at) == "obj" || tree.is_passive(head))
                        || !tree.is_verb(head) && matches!(tree.rel(at), "nmod" | "compound");
                    // "considers such strikes lawful" weighs none.
                    let opinion = tree.lemma(head) == "consider" && tree.child(head, &["xcomp", "ccomp"]).is_some();
                    if applies
                        && !opinion
                        && let Some(r) = codebook.governors.get(tree.lemma(head))
                    {
                        worst(status_of(*r), head, &mut out);
                    }
                    if tree.is_verb(head) {
                        own_words(tree, head, codebook, &mut |s, b| {
                            if applies {
                                worst(s, b, &mut out);
                            }
                        });
                    }
                }
                break;
            }
            "obj" | "nsubj" | "obl" | "parataxis" | "root" => break,
            _ => break,
        }
        at = head;
    }
    out
}

/// The word that denies a report: "denied claims that …", "dismissed as false a report that …", "reports that … were untrue". Not
/// where the report is somebody's by name: then it stands against the denial.
fn disowned(tree: &Tree<'_>, report: usize) -> Option<usize> {
    if !matches!(
        tree.lemma(report),
        "report" | "claim" | "allegation" | "accusation" | "rumor" | "rumour" | "suggestion" | "speculation" | "charge"
    ) || tree.obliques(report).iter().any(|o| matches!(o.prep.as_str(), "from" | "by" | "in"))
    {
        return None;
    }
    let verb = tree.head(report)?;
    let denies = matches!(tree.lemma(verb), "deny" | "dismiss" | "reject" | "refute" | "rebut");
    let false_ = tree.rel(report) == "nsubj"
        && matches!(
            tree.lemma(verb),
            "untrue" | "false" | "baseless" | "wrong" | "unfounded" | "nonsense" | "lie" | "groundless"
        );
    (denies && tree.rel(report) == "obj" || false_).then_some(verb)
}

fn status_of(r: Realis) -> Status {
    match r {
        Realis::Actual => Status::Actual,
        Realis::Planned => Status::Planned,
        Realis::Possible => Status::Possible,
        Realis::Denied => Status::Denied,
    }
}

/// What a governor and its own negation and modals say of its complement.
fn govern(tree: &Tree<'_>, head: usize, below: usize, codebook: &Codebook, worst: &mut dyn FnMut(Status, usize)) {
    let reports =
        tree.rel(below) == "ccomp" && !matches!(codebook.governors.get(tree.lemma(head)), Some(Realis::Denied));
    let lemma = tree.lemma(head);
    let passive = tree.is_passive(head).then(|| codebook.passives.get(lemma)).flatten();
    if let Some(r) = passive.or_else(|| codebook.governors.get(lemma)) {
        worst(status_of(*r), head);
    }
    let yet = |verb: usize| tree.children_by(verb, &["advmod"]).any(|a| tree.lower(a) == "yet");
    if lemma == "have" && tree.obliques(head).iter().any(|o| o.prep == "until") {
        // "has until June to destroy its weapons"
        worst(Status::Planned, head);
    }
    if lemma == "yet" || matches!(lemma, "have" | "be") && yet(head) {
        // "has yet to release"
        worst(Status::Denied, head);
    }
    // "did not say that X attacked" does not deny the attack; "was not able to attack" does.
    if !reports {
        own_words(tree, head, codebook, worst);
    }
}

/// Negation, modals and adverbs on the word itself.
fn own_words(tree: &Tree<'_>, i: usize, codebook: &Codebook, worst: &mut dyn FnMut(Status, usize)) {
    for &c in tree.children(i) {
        let lower = tree.lower(c);
        let lemma = tree.lemma(c);
        match tree.rel(c) {
            "advmod" | "det" | "cc" | "mark" | "case" | "obl" | "discourse"
                if NEGATIONS.contains(&lower.as_str()) || (lemma == "not") =>
            {
                // "not only", "no longer than"
                let only = tree
                    .get(c + 1)
                    .is_some_and(|t| matches!(t.form.to_lowercase().as_str(), "only" | "just" | "least"));
                let pairing = lower == "neither" && tree.rel(c) == "cc";
                if !(only || pairing) {
                    worst(Status::Denied, c);
                }
            }
            "aux" => {
                let key = if codebook.modals.contains_key(&lower) { lower.as_str() } else { lemma };
                if let Some(r) = codebook.modals.get(key) {
                    let mut status = status_of(*r);
                    // Past reports turn "will" into "would".
                    if matches!(lower.as_str(), "would" | "'d") {
                        let planned = reported(tree, i) || laid_down(tree, i);
                        status = if planned { Status::Planned } else { Status::Possible };
                    }
                    worst(status, c);
                }
            }
            "advmod" | "amod" | "compound" => {
                if let Some(r) = codebook.adverbs.get(&lower).or_else(|| {
                    (tree.rel(c) == "amod")
                        .then(|| codebook.governors.get(lemma).or_else(|| codebook.governors.get(&lower)))
                        .flatten()
                }) {
                    worst(status_of(*r), c);
                }
            }
            _ => {}
        }
    }
    // "is to meet", "are to be withdrawn": a form of "be" with an infinitive.
    if tree.token(i).upos == Upos::VERB
        && tree.children_by(i, &["mark", "aux"]).any(|m| tree.lower(m) == "to")
        && matches!(tree.rel(i), "root" | "xcomp" | "ccomp" | "acl")
        && (tree.head(i).is_some_and(|h| tree.lemma(h) == "be")
            || tree
                .children_by(i, &["aux", "cop"])
                .any(|a| tree.lemma(a) == "be" && !matches!(tree.token(a).deprel, "aux:pass")))
    {
        // "was to have met" did not.
        let missed = tree.children_by(i, &["aux"]).any(|a| tree.lower(a) == "have");
        worst(if missed { Status::Denied } else { Status::Planned }, i);
    }
    // "headline infinitive": "Putin to visit China".
    if tree.head(i).is_none()
        && tree.is_verb(i)
        && tree.children_by(i, &["mark"]).any(|m| tree.lower(m) == "to")
        && tree.child(i, &["nsubj"]).is_some()
    {
        worst(Status::Planned, i);
    }
}

/// Nouns of an undertaking that consists of what it is "to" do.
const UNDERTAKINGS: &[&str] =
    &["campaign", "operation", "offensive", "push", "battle", "fight", "war", "assault", "mission", "drive"];

/// Whether a plan or agreement lays down what "would" be done: as the subject ("the deal would ease sanctions"), or as that under
/// which or in exchange for which it is done.
fn laid_down(tree: &Tree<'_>, i: usize) -> bool {
    const PLANS: &[&str] = &[
        "deal",
        "agreement",
        "accord",
        "plan",
        "bill",
        "law",
        "legislation",
        "measure",
        "rule",
        "resolution",
        "proposal",
        "decree",
        "order",
        "treaty",
        "pact",
        "package",
        "amendment",
        "draft",
        "reform",
        "framework",
        "roadmap",
        "exchange",
    ];
    let plan = |t: usize| PLANS.contains(&tree.lemma(t));
    tree.agents(i).into_iter().any(plan)
        || tree.obliques(i).iter().any(|o| matches!(o.prep.as_str(), "under" | "in") && plan(o.token))
}

const NEGATIONS: &[&str] = &["not", "n't", "n’t", "never", "no", "neither", "nor", "without", "hardly", "barely"];

/// Whether a clause is what someone said.
fn reported(tree: &Tree<'_>, i: usize) -> bool {
    tree.path_up(i).any(|t| tree.rel(t) == "ccomp") || tree.children_by(i, &["parataxis"]).next().is_some()
}

/// The clause or phrase below a verb that states a condition, or what is demanded in return ("in exchange for prisoners").
fn condition_of(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let in_return = || {
        tree.obliques(verb).into_iter().map(|o| (o.prep, o.token)).find_map(|(prep, t)| {
            match (prep.as_str(), tree.lemma(t)) {
                ("in", "exchange" | "return") => {
                    tree.children_by(t, &["nmod"]).find(|&n| tree.preposition(n).as_deref() == Some("for")).map(|_| t)
                }
                ("in exchange for" | "in return for", _) => Some(t),
                ("on", "condition") => Some(t),
                _ => None,
            }
        })
    };
    condition_clause(tree, verb).or_else(in_return)
}

fn condition_clause(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    tree.children_by(verb, &["advcl"]).find(|&c| {
        tree.children_by(c, &["mark"]).any(|m| {
            let lower = tree.lower(m);
            CONDITIONS.contains(&lower.as_str())
                || (lower == "as" && tree.children_by(m, &["fixed"]).any(|f| tree.lower(f) == "long"))
                || (lower == "in"
                    && tree.children_by(m, &["fixed"]).any(|f| tree.lower(f) == "order")
                    && tree.child(c, &["nsubj"]).is_some())
        })
    })
}

/// Whether a verb stands in the future or under a modal, so that a condition beside it leaves it open.
fn modal_ahead(tree: &Tree<'_>, verb: usize) -> bool {
    tree.children_by(verb, &["aux"]).any(|a| {
        matches!(tree.lower(a).as_str(), "will" | "'ll" | "’ll" | "would" | "could" | "may" | "might" | "can" | "shall")
    })
}
