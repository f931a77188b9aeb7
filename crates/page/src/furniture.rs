//! The furniture of pages: which whole paragraphs are no part of the article, and why, as a table.
//!
//! The table is data (`data/furniture.toml`, whose head explains its fields). A paragraph is matched whole and never cut.

use crate::paragraph::{self, Paragraph};
use regex::bytes::{RegexSet, RegexSetBuilder};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use toml::Spanned;

/// The rules by which paragraphs are taken out.
pub struct Furniture {
    rules: Vec<Rule>,
    patterns: Vec<Patterns>,
    bars: Vec<Bar>,
    leads: Vec<Lead>,
    small: BTreeSet<String>,
}

/// Why a table of furniture cannot be used: where, what, and what to do.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {why}; {cure}")]
pub struct FurnitureError {
    /// Line of the table, from 1.
    pub line: usize,
    /// What is wrong.
    pub why: String,
    /// How to mend it.
    pub cure: String,
}

/// Patterns of rules for one form and length of paragraphs, and the rule that each belongs to.
struct Patterns {
    set: RegexSet,
    rule: Vec<usize>,
    /// Whether they are for the form that keeps its capitals.
    cased: bool,
    /// Longest paragraph that one of the rules may take, in words.
    longest: usize,
}

/// Words of the longest paragraph of most rules. Those for longer ones are apart, since most paragraphs are longer.
const SHORT: usize = 40;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Where {
    #[default]
    Any,
    Head,
    Tail,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    reason: Spanned<String>,
    patterns: Vec<Spanned<String>>,
    #[serde(default = "usual_words")]
    max_words: usize,
    #[serde(default)]
    cased: bool,
    #[serde(default)]
    open: bool,
    #[serde(default, rename = "where")]
    place: Where,
    #[serde(default)]
    takes: bool,
    #[serde(default)]
    names: bool,
}

fn usual_words() -> usize {
    25
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bar {
    reason: Spanned<String>,
    least: usize,
    need: BTreeSet<String>,
    words: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lead {
    reason: Spanned<String>,
    need: BTreeSet<String>,
    #[serde(default)]
    strong: BTreeSet<String>,
    words: BTreeSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Rule>,
    #[serde(default)]
    lead: Vec<Lead>,
    #[serde(default)]
    bar: Vec<Bar>,
    names: Names,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    small: BTreeSet<String>,
}

static OWN: LazyLock<Furniture> = LazyLock::new(|| {
    Furniture::from_toml(include_str!("../data/furniture.toml"))
        .expect("the table inside the program loads: it is tested")
});

impl Furniture {
    /// The table that Chancery comes with.
    pub fn own() -> &'static Furniture {
        &OWN
    }

    /// Reads a table.
    ///
    /// # Errors
    /// Where the text is not TOML of the table's form, a reason is not a name such as `related-link`, or a pattern is not
    /// a regular expression: the line, what is wrong, and the cure.
    pub fn from_toml(text: &str) -> Result<Furniture, FurnitureError> {
        let line = |at: usize| 1 + text.as_bytes()[..at.min(text.len())].iter().filter(|b| **b == b'\n').count();
        let file: File = toml::from_str(text).map_err(|e| FurnitureError {
            line: e.span().map_or(1, |s| line(s.start)),
            why: e.message().to_owned(),
            cure: "the fields of a rule are explained at the head of data/furniture.toml".to_owned(),
        })?;
        let named = file.rule.iter().map(|r| &r.reason).chain(file.bar.iter().map(|b| &b.reason));
        for reason in named.chain(file.lead.iter().map(|l| &l.reason)) {
            let name = reason.get_ref();
            if name.is_empty() || !name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-') {
                return Err(FurnitureError {
                    line: line(reason.span().start),
                    why: format!("{name:?} is not the name of a reason"),
                    cure: "use small letters and hyphens, such as \"related-link\"".to_owned(),
                });
            }
        }
        let compiled = |sources: &[String]| {
            // Patterns over bytes are an order of magnitude smaller than over characters, and quick to build.
            RegexSetBuilder::new(sources).unicode(false).size_limit(64 << 20).dfa_size_limit(16 << 20).build()
        };
        let patterns = |cased: bool, long: bool| -> Result<Patterns, FurnitureError> {
            let fits = |r: &Rule| r.cased == cased && (r.max_words > SHORT) == long;
            let chosen = file.rule.iter().enumerate().filter(|(_, r)| fits(r));
            let longest = file.rule.iter().filter(|r| fits(r)).map(|r| r.max_words).max().unwrap_or(0);
            let (rule, sources): (Vec<(usize, &Spanned<String>)>, Vec<String>) =
                chosen.flat_map(|(at, r)| r.patterns.iter().map(move |p| ((at, p), whole(p.get_ref())))).unzip();
            let set = compiled(&sources).map_err(|all| {
                let bad = rule.iter().zip(&sources).find_map(|((_, p), source)| {
                    let error = compiled(std::slice::from_ref(source)).err()?;
                    Some(FurnitureError {
                        line: line(p.span().start),
                        why: format!(
                            "{:?} is not a regular expression: {}",
                            p.get_ref(),
                            last_line(&error.to_string())
                        ),
                        cure:
                            "see the syntax at docs.rs/regex; put a backslash before signs that stand for themselves, \
                               and letters other than those of ASCII into (a|b), not into [ab]"
                                .to_owned(),
                    })
                });
                bad.unwrap_or_else(|| FurnitureError {
                    line: 1,
                    why: format!("the patterns together are too large: {}", last_line(&all.to_string())),
                    cure: "shorten counted repetitions such as .{0,500}".to_owned(),
                })
            })?;
            Ok(Patterns { set, rule: rule.into_iter().map(|(at, _)| at).collect(), cased, longest })
        };
        let patterns = [(false, false), (false, true), (true, false), (true, true)]
            .map(|(cased, long)| patterns(cased, long))
            .into_iter()
            .collect::<Result<_, _>>()?;
        Ok(Furniture { patterns, small: file.names.small, bars: file.bar, leads: file.lead, rules: file.rule })
    }

    /// Marks the paragraphs of one article that are furniture, each with its reason. Those that have a reason already,
    /// and headlines, stay as they are.
    pub(crate) fn mark(&self, paragraphs: &mut [Paragraph]) {
        let matches: Vec<Vec<usize>> =
            paragraphs.iter().map(|p| if p.free() { self.matching(&p.text) } else { Vec::new() }).collect();
        for (paragraph, rules) in paragraphs.iter_mut().zip(&matches) {
            if paragraph.free() && rules.is_empty() {
                let reason = self.bar(&paragraph.text).or_else(|| self.lead(&paragraph.text));
                paragraph.reason = reason.map(str::to_owned);
            }
        }
        let rules = |fit: &[usize]| -> Vec<&Rule> { fit.iter().map(|r| &self.rules[*r]).collect() };
        let prose: Vec<bool> = paragraphs
            .iter()
            .zip(&matches)
            .map(|(p, fit)| p.free() && p.is_prose() && rules(fit).iter().all(|r| r.place != Where::Any))
            .collect();
        let first = prose.iter().position(|p| *p).unwrap_or(paragraphs.len());
        // Author notes at the end read as prose, so the last prose is the last that no rule for the end fits.
        let last =
            (0..prose.len()).rev().find(|at| prose[*at] && rules(&matches[*at]).iter().all(|r| r.place != Where::Tail));
        let mut taking: Option<String> = None;
        for (at, (paragraph, fit)) in paragraphs.iter_mut().zip(&matches).enumerate().filter(|(_, (p, _))| p.free()) {
            let rule = rules(fit).into_iter().find(|rule| match rule.place {
                Where::Any => true,
                Where::Head => at < first,
                Where::Tail => last.is_some_and(|last| at > last),
            });
            match rule {
                Some(rule) => {
                    paragraph.reason = Some(rule.reason.get_ref().clone());
                    if rule.takes {
                        taking = paragraph.reason.clone();
                    } else if rule.reason.get_ref() != "separator" {
                        taking = None;
                    }
                }
                None if taking.is_some() && paragraph.is_headline() => paragraph.reason = taking.clone(),
                None => taking = None,
            }
        }
    }

    /// The rules that fit a paragraph by its words alone, in the order of the table.
    fn matching(&self, text: &str) -> Vec<usize> {
        let words = text.split_whitespace().count();
        if self.patterns.iter().all(|patterns| words > patterns.longest) {
            return Vec::new();
        }
        let kept = paragraph::plain(text);
        let kept = without_brackets(&kept);
        let lower = kept.to_lowercase();
        let mut rules: Vec<usize> = Vec::new();
        for patterns in self.patterns.iter().filter(|patterns| words <= patterns.longest) {
            let text = if patterns.cased { kept } else { &lower };
            rules.extend(patterns.set.matches(text.as_bytes()).iter().map(|p| patterns.rule[p]));
        }
        rules.sort_unstable();
        rules.dedup();
        rules.retain(|at| {
            let rule = &self.rules[*at];
            words <= rule.max_words
                && !(rule.open && paragraph::ends_sentence(text))
                && (!rule.names || self.only_names(kept))
        });
        rules
    }

    /// Whether all words but the small ones begin with a capital or a digit.
    fn only_names(&self, text: &str) -> bool {
        text.split(|c: char| c.is_whitespace() || "/;,()[]".contains(c)).all(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
            word.chars().next().is_none_or(|c| !c.is_lowercase() || c == '@')
                || word.contains('@')
                || self.small.contains(word)
                || word
                    .split(['-', '\''])
                    .nth(1)
                    .is_some_and(|part| part.chars().next().is_some_and(char::is_uppercase))
        })
    }

    /// The reason for a paragraph that is a label and a headline: "Must-read: Harbour strike ends".
    fn lead(&self, text: &str) -> Option<&str> {
        if paragraph::words(text) > 40 {
            return None;
        }
        let plain = paragraph::plain(text);
        let plain = without_brackets(&plain);
        let signs = [": ", " | ", " > ", " » ", " - "];
        let (at, sign) = signs.iter().filter_map(|sign| Some((plain.find(sign)?, *sign))).min()?;
        let (label, headline) = (plain[..at].to_lowercase(), &plain[at + sign.len()..]);
        let label: Vec<&str> =
            label.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|w| !w.is_empty()).collect();
        let ends = headline.ends_with(['.', '!', '"']) && paragraph::ends_sentence(headline);
        let lead = self.leads.iter().find(|lead| {
            label.iter().all(|word| lead.words.contains(*word))
                && label.iter().any(|word| lead.need.contains(*word))
                && (!ends || label.iter().any(|word| lead.strong.contains(*word)))
        })?;
        (paragraph::words(headline) >= 2).then(|| lead.reason.get_ref().as_str())
    }

    fn bar(&self, text: &str) -> Option<&str> {
        let lower = text.to_lowercase();
        let words =
            lower.split(|c: char| !(c.is_alphanumeric() || c == '-')).filter(|w| w.chars().any(char::is_alphabetic));
        let words: Vec<&str> = words.take(40).collect();
        let bar = self.bars.iter().find(|bar| {
            words.len() >= bar.least
                && words.len() < 40
                && words.iter().any(|w| bar.need.contains(*w))
                && words.iter().all(|w| bar.words.contains(*w))
        })?;
        Some(bar.reason.get_ref())
    }
}

/// What stands inside the brackets of a text that is bracketed as a whole.
fn without_brackets(text: &str) -> &str {
    [('(', ')'), ('[', ']')]
        .iter()
        .find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close))
        .filter(|inside| !inside.contains(['(', ')', '[', ']']) && !inside.is_empty())
        .unwrap_or(text)
}

/// A pattern for the whole paragraph.
fn whole(pattern: &str) -> String {
    format!("^(?:{pattern})$")
}

fn last_line(message: &str) -> &str {
    message.lines().last().unwrap_or_default().trim_start_matches("error: ")
}
