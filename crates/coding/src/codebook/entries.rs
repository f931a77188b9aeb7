//! Files of entries: `agree.toml` and its like, one for each event type, and `relations.toml`.

use super::pattern::{self, Pattern};
use super::tables::event_type;
use super::{Codebook, Entry, Report, SubjectKind, Target};
use chancery_record::{RelationType, Sector};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeFile {
    #[serde(rename = "type")]
    kind: Option<Spanned<String>>,
    #[serde(default)]
    entry: Vec<RawEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEntry {
    id: Spanned<String>,
    relation: Option<Spanned<String>>,
    mode: Option<Spanned<String>>,
    cameo: Option<Spanned<String>>,
    #[serde(default)]
    contexts: Vec<String>,
    #[serde(default)]
    verb: Vec<Spanned<String>>,
    #[serde(default)]
    noun: Vec<Spanned<String>>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    subject: SubjectKind,
    #[serde(default)]
    by: Vec<Spanned<String>>,
    #[serde(default)]
    recipient: bool,
    #[serde(default)]
    planned: bool,
    #[serde(default)]
    hyphen: Vec<String>,
    /// Which side of a hyphenated word the relation comes from; only `modifier` is known.
    from: Option<Spanned<String>>,
}

/// Takes the entries of a file into the codebook, and reports its mistakes at the bytes where they stand.
pub(super) fn entries(name: &str, text: &str, book: &mut Codebook, report: &mut Report<'_>) {
    let file: TypeFile = match toml::from_str(text) {
        Ok(file) => file,
        Err(e) => return report(e.span().map_or(0, |s| s.start), e.message().to_owned()),
    };
    let kind = file.kind.as_ref().and_then(|k| event_type(k, report));
    let mut ids: Vec<String> = Vec::new();
    for raw in file.entry {
        let at = raw.id.span().start;
        let id = raw.id.get_ref().clone();
        if ids.contains(&id) {
            report(at, format!("the id {id:?} stands twice in this file; give one of them another name"));
        }
        ids.push(id.clone());
        let target = match (&raw.relation, kind) {
            (Some(r), _) => match RelationType::ALL.iter().find(|t| t.code() == r.get_ref()) {
                Some(&t) => Target::Relation(t),
                None => {
                    report(
                        r.span().start,
                        format!(
                            "{:?} is no relation; the relations are {}",
                            r.get_ref(),
                            list(RelationType::ALL.iter().map(|t| t.code()))
                        ),
                    );
                    continue;
                }
            },
            (None, Some(t)) => Target::Event(t),
            (None, None) => {
                report(
                    at,
                    format!("entry {id:?} in {name} codes nothing: give the file a type, or the entry a relation"),
                );
                continue;
            }
        };
        if let Some(c) = &raw.cameo
            && (!(2..=4).contains(&c.get_ref().len()) || !c.get_ref().bytes().all(|b| b.is_ascii_digit()))
        {
            report(c.span().start, format!("{:?} is no CAMEO code; write 2 to 4 digits, as \"043\"", c.get_ref()));
        }
        let code = match target {
            Target::Event(t) => t.code(),
            Target::Relation(t) => t.code(),
        };
        if let Some(f) = raw.from.as_ref().filter(|f| f.get_ref() != "modifier") {
            report(f.span().start, format!("{:?} is not known; write from = \"modifier\"", f.get_ref()));
        }
        if let Target::Relation(t) = target {
            for h in &raw.hyphen {
                book.hyphens.insert(h.clone(), t);
            }
        }
        let by: Vec<Sector> = raw
            .by
            .iter()
            .filter_map(|code| {
                let found = Sector::from_code(code.get_ref());
                if found.is_none() {
                    let known = list(Sector::ALL.iter().map(|s| s.code()));
                    report(code.span().start, format!("{:?} is no sector; the sectors are {known}", code.get_ref()));
                }
                found
            })
            .collect();
        let mut parse = |patterns: &[Spanned<String>], noun: bool| -> Vec<Pattern> {
            patterns
                .iter()
                .filter_map(|p| pattern::parse(p.get_ref(), noun).map_err(|what| report(p.span().start, what)).ok())
                .flat_map(|p| if noun { pattern::split_compounds(p) } else { vec![p] })
                .collect()
        };
        let verbs = parse(&raw.verb, false);
        let nouns = parse(&raw.noun, true);
        let index = book.entries.len();
        for (list, map) in [(&verbs, &mut book.verbs), (&nouns, &mut book.nouns)] {
            for (p, pattern) in list.iter().enumerate() {
                for lemma in &pattern.lemmas {
                    map.entry(lemma.clone()).or_default().push((index, p));
                }
            }
        }
        let stem = format!("{code}/{}", id.trim_end_matches("-noun"));
        let family = book.entry(&stem).unwrap_or(index);
        book.entries.push(Entry {
            target,
            family,
            rule: format!("{code}/{id}"),
            mode: raw.mode.map(Spanned::into_inner).filter(|m| !m.is_empty()),
            cameo: raw.cameo.map(Spanned::into_inner),
            contexts: raw.contexts,
            verbs,
            nouns,
            unless: raw.unless,
            subject: raw.subject,
            by,
            needs_recipient: raw.recipient,
            planned: raw.planned,
        });
    }
}

/// Items in words.
pub(super) fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    items.collect::<Vec<_>>().join(", ")
}
