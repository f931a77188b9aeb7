//! The small language in which the codebook says how an act is worded: `accuse|blame R of X?`.
//!
//! A pattern is a list of lemmas and what must (or, with `?`, may) stand with them in the dependency tree, so that one
//! pattern covers active and passive, relative clauses, participles and control. `codebook/README.md` has the grammar.

/// Which role of an event a part of the sentence fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Who acts.
    Actor,
    /// Who is acted on.
    Recipient,
    /// Mediator or host.
    Third,
}

/// What may stand in an element's place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Somebody or something that fills a role.
    Role(Role),
    /// Any phrase; it fills no role.
    Any,
    /// A phrase whose head has one of these lemmas.
    Words(Vec<String>),
    /// The same, and it fills a role ("summon R=ambassador|envoy").
    RoleWords(Role, Vec<String>),
}

/// Where an element hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The direct object; for a noun pattern, nothing.
    Object(Fill),
    /// A dependent by one of these prepositions.
    Preposition(Vec<String>, Fill),
    /// A particle of the verb.
    Particle(String),
    /// The verb must be passive ("were *held*").
    Passive,
    /// The verb must have no direct object ("rallied", not "rallied his men").
    Intransitive,
    /// A complement clause.
    Clause {
        /// Whether its subject is the recipient.
        recipient: bool,
        /// Whether it must be an infinitive with "to".
        infinitive: bool,
    },
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Where and what.
    pub slot: Slot,
    /// Whether the pattern fails without it.
    pub required: bool,
}

/// How an act is worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What the active subject fills; for a noun, its possessor or nationality.
    pub subject: Role,
    /// Lemmas of the word that names the act.
    pub lemmas: Vec<String>,
    /// What stands with it.
    pub elements: Vec<Element>,
}

/// The prepositions that patterns may name. Everything else in lower case is a word.
pub const PREPOSITIONS: &[&str] = &[
    "about",
    "above",
    "across",
    "after",
    "against",
    "ahead",
    "along",
    "alongside",
    "among",
    "around",
    "as",
    "at",
    "before",
    "behind",
    "between",
    "beyond",
    "by",
    "despite",
    "during",
    "for",
    "from",
    "in",
    "inside",
    "into",
    "near",
    "of",
    "off",
    "on",
    "onto",
    "out",
    "outside",
    "over",
    "since",
    "through",
    "throughout",
    "to",
    "toward",
    "towards",
    "under",
    "upon",
    "via",
    "with",
    "within",
    "without",
];

fn role(text: &str) -> Option<Role> {
    match text {
        "A" => Some(Role::Actor),
        "R" => Some(Role::Recipient),
        "T" => Some(Role::Third),
        _ => None,
    }
}

fn fill(text: &str) -> Option<Fill> {
    if let Some(role) = role(text) {
        return Some(Fill::Role(role));
    }
    if text == "X" {
        return Some(Fill::Any);
    }
    if let Some((of, words)) = text.split_once('=') {
        let words: Vec<String> = words.split('|').map(str::to_owned).collect();
        return role(of).filter(|_| words.iter().all(|w| is_word(w))).map(|r| Fill::RoleWords(r, words));
    }
    let words: Vec<String> = text.split('|').map(str::to_owned).collect();
    words.iter().all(|w| is_word(w)).then_some(Fill::Words(words))
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '\'' | '.'))
}

fn are_prepositions(text: &str) -> bool {
    text.split('|').all(|w| PREPOSITIONS.contains(&w))
}

/// Reads a pattern. `noun` says that it is a noun's: its elements are optional unless marked with `!`.
///
/// # Errors
/// A sentence that says what is wrong and how to mend it.
pub fn parse(text: &str, noun: bool) -> Result<Pattern, String> {
    let mut parts = text.split_whitespace().peekable();
    let mut subject = Role::Actor;
    if let Some(prefix) = parts.peek().and_then(|p| p.strip_suffix(':')) {
        subject = role(prefix).ok_or_else(|| format!("{prefix:?} is no role before the colon; write A:, R: or T:"))?;
        parts.next();
    }
    let first = parts.next().ok_or("the pattern is empty; write a lemma such as \"accuse R\"")?;
    let lemmas: Vec<String> = first.split('|').map(str::to_owned).collect();
    if let Some(bad) = lemmas.iter().find(|l| !is_word(l)) {
        return Err(format!("{bad:?} is no lemma; a pattern begins with lower-case lemmas parted by |"));
    }
    let mut elements = Vec::new();
    while let Some(part) = parts.next() {
        let (body, mark) = match part.strip_suffix(['?', '!']) {
            Some(body) => (body, part.chars().last()),
            None => (part, None),
        };
        let required = |mark: Option<char>| if noun { mark == Some('!') } else { mark != Some('?') };
        if let Some(particle) = body.strip_prefix('+') {
            if !is_word(particle) {
                return Err(format!("{part:?} is no particle; write +out"));
            }
            elements.push(Element { slot: Slot::Particle(particle.to_owned()), required: mark != Some('?') });
        } else if body == "INTR" && !noun {
            elements.push(Element { slot: Slot::Intransitive, required: mark != Some('?') });
        } else if body == "PASS" && !noun {
            elements.push(Element { slot: Slot::Passive, required: mark != Some('?') });
        } else if matches!(body, "CL" | "CL:R" | "INF" | "INF:R") {
            elements.push(Element {
                slot: Slot::Clause { recipient: body.ends_with(":R"), infinitive: body.starts_with("INF") },
                required: required(mark),
            });
        } else if are_prepositions(body) && mark.is_none() {
            let what = parts
                .next()
                .ok_or_else(|| format!("the preposition {body:?} needs what follows it: R, A, T, X or words"))?;
            let (what, mark) = match what.strip_suffix(['?', '!']) {
                Some(stem) => (stem, what.chars().last()),
                None => (what, None),
            };
            let fill = fill(what).ok_or_else(|| {
                format!("{what:?} cannot follow a preposition; write R, A, T, X or words parted by |")
            })?;
            let preps = body.split('|').map(str::to_owned).collect();
            elements.push(Element { slot: Slot::Preposition(preps, fill), required: required(mark) });
        } else if let Some(fill) = fill(body) {
            elements.push(Element { slot: Slot::Object(fill), required: required(mark) });
        } else {
            return Err(format!(
                "{part:?} is no element; write R, A, T, X, CL, CL:R, INF, INF:R, PASS, INTR, +particle, a preposition with what follows it, or words parted by |"
            ));
        }
    }
    Ok(Pattern { subject, lemmas, elements })
}

/// "suicide-bombing" as the treebank writes it: the noun "bombing" with "suicide" before it. Gives the pattern itself and
/// one more for each of its lemmas with a hyphen.
pub fn split_compounds(pattern: Pattern) -> Vec<Pattern> {
    let mut out: Vec<Pattern> = pattern
        .lemmas
        .iter()
        .filter_map(|l| {
            let (before, noun) = l.rsplit_once('-')?;
            let mut elements = vec![Element {
                slot: Slot::Object(Fill::Words(before.split('-').map(str::to_owned).collect())),
                required: true,
            }];
            elements.extend(pattern.elements.iter().cloned());
            Some(Pattern { subject: pattern.subject, lemmas: vec![noun.to_owned()], elements })
        })
        .collect();
    out.push(pattern);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, noun: bool, expected: &str) {
        let got = match parse(text, noun) {
            Ok(p) => format!(
                "{:?} {} {}",
                p.subject,
                p.lemmas.join("|"),
                p.elements
                    .iter()
                    .map(|e| format!("{:?}{}", e.slot, if e.required { "" } else { "?" }))
                    .collect::<Vec<_>>()
                    .join(" ")
            ),
            Err(e) => e,
        };
        assert!(got.contains(expected), "{text:?}: {got}");
    }

    #[test]
    fn patterns_read() {
        check("accuse|blame R", false, "Actor accuse|blame Object(Role(Recipient))");
        check("meet with R?", false, r#"Preposition(["with"], Role(Recipient))?"#);
        check(
            "R: come under attack|fire from A?",
            false,
            r#"Recipient come Preposition(["under"], Words(["attack", "fire"])) Preposition(["from"], Role(Actor))?"#,
        );
        check(
            "carry +out attack on|against R",
            false,
            r#"Particle("out") Object(Words(["attack"])) Preposition(["on", "against"], Role(Recipient))"#,
        );
        check("visit to R", true, r#"Preposition(["to"], Role(Recipient))?"#);
        check("support for R!", true, r#"Preposition(["for"], Role(Recipient))"#);
        check("demand CL:R", false, "Clause { recipient: true, infinitive: false }");
        check("tell R INF", false, "Clause { recipient: false, infinitive: true }");
        check("hold PASS R", false, "hold Passive Object(Role(Recipient))");
        check("summon R=envoy|consul", false, r#"Object(RoleWords(Recipient, ["envoy", "consul"]))"#);
        check("summon Q=envoy", false, "is no element");
        check("holding PASS", true, "is no element");
        check("", false, "the pattern is empty");
        check("Q: meet R", false, "is no role");
        check("Meet R", false, "is no lemma");
        check("meet with", false, "needs what follows");
        check("meet @", false, "is no element");
    }
}
