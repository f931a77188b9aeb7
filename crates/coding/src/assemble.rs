//! Puts the parts together as a record: ids in order, spans in characters of the article, only the actors that are named.

use crate::acts::{Act, Ground};
use crate::cast::{Cast, EntityId};
use crate::circumstances::{Circumstances, Reach};
use crate::figures::{self, FigureContext, FigureMention};
use crate::merge::Group;
use crate::quotes::Quote;
use crate::relations::Link;
use crate::statements::{Piece, Said};
use crate::toponyms::Toponym;
use crate::tree::Tree;
use crate::{Coded, Coder, Considered, Explanation, Outcome};
use chancery_record::{
    Actor, ActorId, Article, Event, EventId, Figure, Kind, Mention, NamedPlace, Record, Relation, Span, Statement,
    StatementId, Versions,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// What a record is made of.
pub struct Parts<'a> {
    pub article: Article,
    pub trees: &'a [Tree<'a>],
    pub cast: &'a Cast,
    pub quotes: &'a [Quote],
    pub said: &'a [Said],
    /// Times and places, by sentence.
    pub circumstances: &'a [Circumstances],
    /// Whether the article as a whole bears on no politics.
    pub unpolitical: bool,
    pub acts: &'a [Act],
    pub groups: &'a [Group],
    pub links: &'a [Link],
    pub considered: Vec<Considered>,
    pub toponyms: Vec<Toponym>,
    pub coder: &'a Coder<'a>,
}

/// Characters of a text by position, so that spans are cut without walking the text anew.
struct Characters<'a> {
    text: &'a str,
    bytes: Vec<usize>,
}

impl<'a> Characters<'a> {
    fn new(text: &'a str) -> Self {
        let mut bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).collect();
        bytes.push(text.len());
        Characters { text, bytes }
    }

    fn span(&self, range: Range<usize>) -> Span {
        let end = range.end.min(self.bytes.len() - 1);
        let start = range.start.min(end);
        Span { start, end, text: self.text[self.bytes[start]..self.bytes[end]].to_owned() }
    }
}

/// Gives entities their ids in the record when they are first named.
#[derive(Default)]
struct Names {
    ids: BTreeMap<EntityId, ActorId>,
    order: Vec<EntityId>,
}

impl Names {
    fn id(&mut self, e: EntityId) -> ActorId {
        if let Some(&id) = self.ids.get(&e) {
            return id;
        }
        self.order.push(e);
        let id = ActorId(self.order.len() as u32);
        self.ids.insert(e, id);
        id
    }

    fn all(&mut self, es: &[EntityId]) -> Vec<ActorId> {
        es.iter().map(|&e| self.id(e)).collect()
    }
}

/// Makes the record.
pub fn assemble(parts: Parts<'_>) -> Coded {
    let text = parts.article.text.clone();
    let chars = Characters::new(&text);
    let mut names = Names::default();
    let tokens = |s: usize, r: &Range<usize>| parts.trees[s].chars(r);
    let events: Vec<Event> = parts
        .groups
        .iter()
        .enumerate()
        .map(|(n, g)| {
            let entry = &parts.coder.codebook.entries[g.whole.entry];
            let mut mentions: Vec<Mention> = g
                .acts
                .iter()
                .map(|&i| {
                    let a = &parts.acts[i];
                    Mention {
                        span: chars.span(tokens(a.sentence, &a.mention)),
                        trigger: chars.span(tokens(a.sentence, &(a.trigger..a.trigger + 1))),
                    }
                })
                .collect();
            mentions.dedup_by(|b, a| a.span == b.span);
            let w = &g.whole;
            Event {
                id: EventId(n as u32 + 1),
                kind: w.kind,
                mode: entry.mode.clone(),
                cameo: entry.cameo.clone(),
                quad: w.kind.quad() as u8,
                contexts: entry.contexts.clone(),
                actor: names.all(&w.actor),
                recipient: names.all(&w.recipient),
                third: names.all(&w.third),
                date: w.date.clone(),
                place: w.place.clone(),
                status: w.status,
                said_by: w.said_by.map(|e| names.id(e)).into_iter().collect(),
                condition: w.condition.map(|c| {
                    let sub = parts.trees[w.sentence].subtree(c);
                    chars.span(tokens(w.sentence, &(sub[0]..sub[sub.len() - 1] + 1)))
                }),
                mentions,
                confidence: (parts.coder.codebook.calibrated(w.confidence) * 1000.0).round() / 1000.0,
                rule: entry.rule.clone(),
            }
        })
        .collect();
    let statements = statements(&parts, &chars, &mut names);
    let relations: Vec<Relation> = parts
        .links
        .iter()
        .map(|l| Relation {
            kind: l.kind,
            from: names.id(l.from),
            to: names.id(l.to),
            role: l.role.clone(),
            start: l.start,
            end: l.end,
            status: l.status.to_owned(),
            said_by: l.said_by.map(|e| names.id(e)).into_iter().collect(),
            mentions: vec![chars.span(tokens(l.mention.0, &l.mention.1))],
        })
        .collect();
    let figures = figures(&parts, &chars, &mut names);
    let places = places(&parts, &chars);
    let considered = explain(&parts);
    let actors = names
        .order
        .iter()
        .enumerate()
        .map(|(n, &e)| {
            let x = parts.cast.entity(e);
            Actor {
                id: ActorId(n as u32 + 1),
                name: x.name.clone(),
                country: x.country.clone(),
                sector: x.sector,
                role: x.role.clone(),
                office: x.office.clone(),
                wikidata: x.wikidata.clone(),
                mentions: x.mentions.iter().map(|m| chars.span(tokens(m.sentence, &m.tokens))).collect(),
            }
        })
        .collect();
    let versions = Versions {
        chancery: env!("CARGO_PKG_VERSION").to_owned(),
        model: parts.coder.model.clone(),
        codebook: parts.coder.codebook.version().to_owned(),
        world: parts.coder.world.version(),
    };
    Coded {
        record: Record {
            id: parts.article.id.clone(),
            article: parts.article,
            actors,
            events,
            statements,
            relations,
            figures,
            places,
            versions,
        },
        considered,
        toponyms: parts.toponyms,
    }
}

fn statements(parts: &Parts<'_>, chars: &Characters<'_>, names: &mut Names) -> Vec<Statement> {
    let mut all: Vec<(Piece, &Said)> =
        parts.said.iter().filter(|s| !s.aside).flat_map(|s| s.content.iter().map(move |&p| (p, s))).collect();
    all.sort_by_key(|(p, s)| (p.start, p.end, s.cue));
    let mut out: Vec<Statement> = Vec::new();
    for (piece, said) in all {
        let start = parts.trees[piece.start.0].token(piece.start.1).start;
        let end = parts.trees[piece.end.0].token(piece.end.1).end;
        let content = chars.span(start..end);
        if out.last().is_some_and(|l| l.content == content) {
            continue;
        }
        let cue_tree = &parts.trees[said.cue.0];
        out.push(Statement {
            id: StatementId(out.len() as u32 + 1),
            speaker: names.id(said.speaker),
            via: names.all(&said.via),
            kind: kind(piece, parts.quotes),
            cue: chars.span(cue_tree.chars(&said.cue_tokens)).text,
            medium: medium(cue_tree, said.cue.1),
            date: None,
            content,
        });
    }
    out
}

/// Quoted, reported, or both, by how the piece lies to the quoted blocks.
fn kind(piece: Piece, quotes: &[Quote]) -> Kind {
    let whole = quotes.iter().any(|q| q.start <= piece.start && piece.end <= q.end);
    let some = quotes.iter().any(|q| q.start <= piece.end && piece.start <= q.end);
    match (whole, some) {
        (true, _) => Kind::Direct,
        (false, true) => Kind::Mixed,
        _ => Kind::Indirect,
    }
}

/// The medium of a statement: "said on Twitter", "said in a statement".
fn medium(tree: &Tree<'_>, cue: usize) -> Option<String> {
    const MEDIA: &[&str] = &[
        "statement",
        "twitter",
        "facebook",
        "interview",
        "letter",
        "speech",
        "conference",
        "report",
        "television",
        "tv",
        "radio",
        "telegram",
        "post",
        "tweet",
        "article",
        "briefing",
        "telephone",
        "website",
        "video",
        "email",
        "address",
    ];
    tree.obliques(cue)
        .into_iter()
        .filter(|o| matches!(o.prep.as_str(), "on" | "in" | "at" | "to" | "during" | "via" | "through"))
        .map(|o| o.token)
        .find(|&t| MEDIA.contains(&tree.lemma(t)))
        .map(|t| {
            let range = tree.phrase(t);
            range
                .filter(|&i| !matches!(tree.lower(i).as_str(), "a" | "an" | "the"))
                .map(|i| tree.token(i).form.as_str())
                .collect::<Vec<_>>()
                .join(" ")
        })
}

fn figures(parts: &Parts<'_>, chars: &Characters<'_>, names: &mut Names) -> Vec<Figure> {
    let mut found: Vec<(usize, FigureMention)> = Vec::new();
    // Goals, prices and crowds of a match report bear on no politics.
    if parts.unpolitical {
        return Vec::new();
    }
    for (s, tree) in parts.trees.iter().enumerate() {
        let triggers = parts.acts.iter().filter(|a| a.sentence == s).map(|a| a.trigger).collect();
        for f in figures::figures(tree.sentence, &FigureContext { triggers }) {
            let again = |(t, g): &(usize, FigureMention)| {
                figures::same_figure((&f, tree.sentence), (g, parts.trees[*t].sentence))
            };
            if !found.iter().any(again) {
                found.push((s, f));
            }
        }
    }
    let mut out = Vec::new();
    for (s, f) in found {
        let tree = &parts.trees[s];
        let said = parts.said.iter().filter(|x| x.reports);
        let speaker =
            said.clone().find(|x| x.content.iter().any(|p| p.contains(s, f.quantity.start))).map(|x| x.speaker);
        // Of the event whose word governs what is counted, or of the one in whose clause it stands.
        let governs = |i: &usize| parts.acts[*i].sentence == s && Some(parts.acts[*i].trigger) == f.predicate;
        let within = |i: &usize| parts.acts[*i].sentence == s && parts.acts[*i].mention.contains(&f.quantity.start);
        let of = |is: &dyn Fn(&usize) -> bool| parts.groups.iter().position(|g| g.acts.iter().any(is));
        let event = of(&governs).or_else(|| of(&within));
        let place = event.and_then(|e| parts.groups[e].whole.place.clone()).or_else(|| {
            let counted = f.predicate.or(f.noun).unwrap_or(f.quantity.start);
            parts.circumstances[s].place(tree, counted, None, Reach::Words)
        });
        out.push(Figure {
            quantity: chars.span(tree.chars(&f.quantity)).text,
            low: f.low,
            high: f.high,
            unit: f.unit,
            what: f.what.clone(),
            event: event.map(|e| EventId(e as u32 + 1)),
            place: place.and_then(|p| p.country).into_iter().collect(),
            said_by: speaker.map(|e| names.id(e)).into_iter().collect(),
            mention: chars.span(tree.chars(&f.mention)),
        });
    }
    out
}

fn places(parts: &Parts<'_>, chars: &Characters<'_>) -> Vec<NamedPlace> {
    // A hundredth of a degree is what the tables have.
    let degrees = |x: f32| (f64::from(x) * 1000.0).round() / 1000.0;
    let mut out: Vec<NamedPlace> = Vec::new();
    for t in &parts.toponyms {
        let mentions = || t.mentions.iter().map(|(s, r)| chars.span(parts.trees[*s].chars(r)));
        let Some(c) = t.place() else {
            let name = t.name.clone();
            out.push(NamedPlace {
                name,
                confidence: thousandths(t.confidence),
                mentions: mentions().collect(),
                ..NamedPlace::default()
            });
            continue;
        };
        let place = NamedPlace {
            name: t.shown().to_owned(),
            country: c.country.map(str::to_owned),
            lat: c.lat.map(degrees),
            lon: c.lon.map(degrees),
            geonames: c.geonames,
            precision: Some(c.kind),
            confidence: thousandths(t.confidence),
            basis: t.basis(&parts.coder.weights).into_iter().map(str::to_owned).collect(),
            mentions: mentions().collect(),
        };
        // Two names of one place ("Alexandria, Va.", "Alexandria") are one.
        let same = |p: &&mut NamedPlace| {
            p.precision.is_some() && (&p.name, p.lat, p.lon) == (&place.name, place.lat, place.lon)
        };
        match out.iter_mut().find(same) {
            Some(p) => {
                p.mentions.extend(place.mentions);
                p.mentions.sort_by_key(|m| m.start);
                p.confidence = p.confidence.max(place.confidence);
            }
            None => out.push(place),
        }
    }
    out
}

fn thousandths(x: f32) -> f32 {
    (x * 1000.0).round() / 1000.0
}

/// What speaks for or against an act, in words: "words 0.67, dated".
fn grounds(all: &[Ground]) -> String {
    let one = |&(name, value): &Ground| if value == 1.0 { name.to_owned() } else { format!("{name} {value:.2}") };
    all.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn explain(parts: &Parts<'_>) -> Vec<Explanation> {
    parts
        .considered
        .iter()
        .map(|c: &Considered| {
            let tree = &parts.trees[c.sentence];
            let outcome = match c.outcome {
                Outcome::Refused(why) => format!("refused: {why}"),
                Outcome::Act(i) => match parts.groups.iter().position(|g| g.acts.contains(&i)) {
                    Some(g) => {
                        let inferred = &parts.groups[g].inferred;
                        let elsewhere = match inferred.is_empty() {
                            true => String::new(),
                            false => format!("; a party from elsewhere: {}", inferred.join("; ")),
                        };
                        format!("coded e{}, by {}{elsewhere}", g + 1, grounds(&parts.acts[i].grounds))
                    }
                    None => "refused: it points back to an event, and none was found".to_owned(),
                },
            };
            Explanation {
                sentence: c.sentence,
                start: tree.sentence.start,
                end: tree.sentence.end,
                trigger: tree.token(c.trigger).form.clone(),
                rule: c.rule.clone(),
                outcome,
            }
        })
        .collect()
}
