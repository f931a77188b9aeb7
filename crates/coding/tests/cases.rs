//! Short texts and what their records must hold, as data: `cases/AREA.txt`, one test for each area.
//!
//! A case is a headline `== what it shows`, options, the text, and what is expected:
//!
//! ```text
//! == a visitor and a host
//! published: 2023-03-15
//! The Egyptian foreign minister visited Damascus on Tuesday.
//! > CONSULT/visit Egyptian foreign minister/EGY/GOV -> Syria/SYR/GOV | @ Damascus/SYR | on 2023-03-14
//! ! ASSAULT
//! ```
//!
//! Options stand before the text. `published: YYYY-MM-DD` is the day of publication (2023-03-15 where it is left out);
//! `todo: reason` marks a case that is not solved yet: it may fail, and must not pass. The text runs to the first line of
//! expectations; an empty line in it parts paragraphs.
//!
//! Expectations, one a line; what one leaves out may be anything:
//!
//! - `> TYPE[/mode] ACTORS -> RECIPIENTS`, then parts after ` | `: `third ACTORS`, `@ NAME/COUNTRY`, `on DATE` or
//!   `on FROM..TO` with either side left out where it is open, a status (`actual`, `planned`, `possible`, `denied`),
//!   `said ACTOR`, `if WORDS` (the condition holds them), `word WORD` (a mention's trigger). `none` says that the part is
//!   empty, `?` that it may be anything. `A <-> B` takes actors and recipients together.
//! - ACTORS are parted by ` + ` and must be all there are. An actor is `NAME/COUNTRY/SECTOR`: each word of NAME stands in
//!   the actor's name, the codes are equal; any of the three may be empty.
//! - `S SPEAKER | CUE | CONTENT`, and optionally `| KIND`: a statement. CONTENT is compared word by word; `…` stands for
//!   any words. `?` may stand for each.
//! - `R TYPE FROM -> TO`, then `| role WORDS`, `| STATUS`, `| said ACTOR`, `| since DATE`, `| until DATE`: a relation.
//! - `F UNIT LOW..HIGH WHAT`: a figure, with a side left out where it is open; each word of WHAT stands in its `what`.
//! - `! ` before any of these: none such is in the record.
//! - `= N TYPE`, and `= N events`, `= N S`, `= N R`, `= N F`: so many there are. `> none` is `= 0 events`.

use chancery_coding::Coder;
use chancery_coding::codebook::Codebook;
use chancery_language::{Model, Reader};
use chancery_record::{Actor, ActorId, Article, Event, PartialDate, Record, When, days_in_month};
use chancery_world::World;
use std::fmt::Write;
use std::path::Path;
use std::sync::OnceLock;

/// A case, as its file gives it.
#[derive(Debug, Default)]
struct Case {
    /// Line of the headline, from 1.
    line: usize,
    name: String,
    published: Option<PartialDate>,
    todo: Option<String>,
    text: String,
    expected: Vec<String>,
}

/// Reads a file of cases; panics with the line of what it cannot read.
fn cases(area: &str) -> Vec<Case> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(area).with_extension("txt");
    let file = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut out: Vec<Case> = Vec::new();
    for (i, line) in file.lines().enumerate() {
        if let Some(name) = line.strip_prefix("== ") {
            out.push(Case {
                line: i + 1,
                name: name.to_owned(),
                published: PartialDate::parse("2023-03-15"),
                ..Case::default()
            });
            continue;
        }
        let Some(case) = out.last_mut() else { continue };
        let sign = ["> ", "! ", "= ", "S ", "R ", "F "].iter().any(|s| line.starts_with(s));
        if sign || !case.expected.is_empty() {
            if sign {
                case.expected.push(line.trim().to_owned());
            }
            assert!(sign || line.trim().is_empty(), "{area}.txt:{}: text after the expectations: {line}", i + 1);
        } else if let Some(date) = line.strip_prefix("published: ") {
            case.published = PartialDate::parse(date);
            assert!(case.published.is_some(), "{area}.txt:{}: no date: {date}", i + 1);
        } else if let Some(reason) = line.strip_prefix("todo: ") {
            case.todo = Some(reason.to_owned());
        } else {
            case.text.push_str(line);
            case.text.push('\n');
        }
    }
    for case in &mut out {
        case.text = case.text.trim().to_owned();
        assert!(!case.text.is_empty(), "{area}.txt:{}: a case without text", case.line);
        assert!(!case.expected.is_empty(), "{area}.txt:{}: a case that expects nothing", case.line);
    }
    out
}

/// Lower-case words, without punctuation; "people's" is "peoples".
fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase().replace(['’', '\''], "");
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn holds(text: &str, part: &str) -> bool {
    let text = words(text);
    words(part).iter().all(|w| text.contains(w))
}

/// Whether a text is the words of a pattern, in which `…` stands for any words.
fn reads(text: &str, pattern: &str) -> bool {
    let text = words(text);
    let parts: Vec<Vec<String>> = pattern.split('…').map(words).collect();
    let (first, last) = (&parts[0], &parts[parts.len() - 1]);
    if parts.len() == 1 {
        return text == *first;
    }
    let mut at = first.len();
    if !text.starts_with(first) || !text.ends_with(last) || text.len() < first.len() + last.len() {
        return false;
    }
    for part in &parts[1..parts.len() - 1] {
        match (at..text.len()).find(|&i| text[i..].starts_with(part)) {
            Some(i) => at = i + part.len(),
            None => return false,
        }
    }
    at <= text.len() - last.len()
}

/// Whether an actor is what `NAME/COUNTRY/SECTOR` says.
fn is_actor(actor: &Actor, pattern: &str) -> bool {
    let mut parts = pattern.trim().split('/');
    let (name, country, sector) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    holds(&actor.name, name)
        && (country.is_empty() || actor.country.as_deref() == Some(country))
        && (sector.is_empty() || actor.sector.map(|s| s.code()) == Some(sector))
}

fn actor(record: &Record, id: ActorId) -> &Actor {
    record.actors.iter().find(|a| a.id == id).expect("the record holds every actor that it names")
}

/// Whether actors are those of a list, one for one.
fn are_actors(record: &Record, ids: &[ActorId], list: &str) -> bool {
    match list.trim() {
        "" | "?" => return true,
        "none" => return ids.is_empty(),
        _ => {}
    }
    let patterns: Vec<&str> = list.split(" + ").collect();
    fn pair(record: &Record, ids: &[ActorId], patterns: &[&str]) -> bool {
        let Some((pattern, rest)) = patterns.split_first() else { return ids.is_empty() };
        (0..ids.len()).any(|i| {
            is_actor(actor(record, ids[i]), pattern) && {
                let mut left = ids.to_vec();
                left.remove(i);
                pair(record, &left, rest)
            }
        })
    }
    pair(record, ids, &patterns)
}

/// The first day of a date; a month and a year are read as all of their days.
fn first_day(date: Option<PartialDate>) -> Option<PartialDate> {
    date.map(|d| PartialDate::day(d.year, d.month.unwrap_or(1), d.day.unwrap_or(1)))
}

fn last_day(date: Option<PartialDate>) -> Option<PartialDate> {
    date.map(|d| {
        let month = d.month.unwrap_or(12);
        PartialDate::day(d.year, month, d.day.unwrap_or_else(|| days_in_month(d.year, month)))
    })
}

fn is_date(when: Option<&When>, pattern: &str) -> bool {
    match (pattern, when) {
        ("?", _) => true,
        ("none", when) => when.is_none(),
        (_, None) => false,
        (pattern, Some(when)) => {
            let (from, to) = pattern.split_once("..").unwrap_or((pattern, pattern));
            let read = |text: &str| {
                assert!(text.is_empty() || PartialDate::parse(text).is_some(), "{text:?} is no date");
                PartialDate::parse(text)
            };
            first_day(read(from)) == first_day(when.start) && last_day(read(to)) == last_day(when.end)
        }
    }
}

fn is_event(record: &Record, event: &Event, pattern: &str) -> bool {
    let mut parts = pattern.split(" | ");
    let roles = parts.next().unwrap_or_default();
    let (kind, roles) = roles.split_once(' ').unwrap_or((roles, ""));
    let (kind, mode) = kind.split_once('/').unwrap_or((kind, ""));
    let typed = (kind == "?" || event.kind.code() == kind) && (mode.is_empty() || event.mode.as_deref() == Some(mode));
    let cast = if let Some((a, b)) = roles.split_once("<->") {
        let pooled = [&event.actor[..], &event.recipient].concat();
        are_actors(record, &pooled, &format!("{} + {}", a.trim(), b.trim()))
    } else {
        let (a, b) = roles.split_once("->").unwrap_or((roles, ""));
        are_actors(record, &event.actor, a) && are_actors(record, &event.recipient, b)
    };
    typed
        && cast
        && parts.all(|part| {
            let (key, value) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
            match (key, value) {
                ("actual" | "planned" | "possible" | "denied", "") => status_word(event) == key,
                ("third", list) => are_actors(record, &event.third, list),
                ("said", list) => are_actors(record, &event.said_by, list),
                ("on", date) => is_date(event.date.as_ref(), date),
                ("@", "none") => event.place.is_none(),
                ("@", place) => event.place.as_ref().is_some_and(|p| {
                    let (name, country) = place.split_once('/').unwrap_or((place, ""));
                    holds(&p.name, name) && (country.is_empty() || p.country.as_deref() == Some(country))
                }),
                ("if", "none") => event.condition.is_none(),
                ("if", text) => event.condition.as_ref().is_some_and(|c| holds(&c.text, text)),
                ("word", word) => event.mentions.iter().any(|m| holds(&m.trigger.text, word)),
                _ => panic!("{part:?} is no part of an event"),
            }
        })
}

fn status_word(event: &Event) -> String {
    format!("{:?}", event.status).to_lowercase()
}

/// Whether the record holds what one line, less its `!`, asks for.
fn has(record: &Record, line: &str) -> bool {
    let (sign, pattern) = line.split_once(' ').unwrap_or((line, ""));
    match sign {
        ">" if pattern == "none" => record.events.is_empty(),
        "S" => {
            let parts: Vec<&str> = pattern.split(" | ").collect();
            let &[speaker, cue, content, ref kind @ ..] = &parts[..] else { panic!("{line:?} is no statement") };
            record.statements.iter().any(|s| {
                are_actors(record, &[s.speaker], speaker)
                    && (cue == "?" || s.cue.eq_ignore_ascii_case(cue))
                    && (content == "?" || reads(&s.content.text, content))
                    && kind.iter().all(|k| format!("{:?}", s.kind).eq_ignore_ascii_case(k))
            })
        }
        "R" => {
            let mut parts = pattern.split(" | ");
            let (kind, ends) = parts.next().and_then(|p| p.split_once(' ')).unwrap_or((pattern, "?"));
            let (from, to) = ends.split_once("->").unwrap_or((ends, "?"));
            let parts: Vec<&str> = parts.collect();
            record.relations.iter().any(|r| {
                r.kind.code() == kind
                    && are_actors(record, &[r.from], from)
                    && are_actors(record, &[r.to], to)
                    && parts.iter().all(|part| match part.split_once(' ') {
                        Some(("since", day)) => r.start.is_some_and(|d| d.to_string() == day),
                        Some(("until", day)) => r.end.is_some_and(|d| d.to_string() == day),
                        Some(("role", role)) => r.role.as_deref().is_some_and(|x| holds(x, role)),
                        Some(("said", list)) => are_actors(record, &r.said_by, list),
                        _ => r.status == *part,
                    })
            })
        }
        "F" => {
            let mut parts = pattern.splitn(3, ' ');
            let unit = parts.next().unwrap_or_default();
            let (low, high) =
                parts.next().and_then(|p| p.split_once("..")).unwrap_or_else(|| panic!("{line:?} is no figure"));
            let what = parts.next().unwrap_or_default();
            record.figures.iter().any(|f| {
                f.unit.code() == unit
                    && f.low == low.parse().ok()
                    && f.high == high.parse().ok()
                    && holds(&f.what, what)
            })
        }
        "=" => {
            let (n, what) = pattern.split_once(' ').unwrap_or((pattern, ""));
            let count = match what {
                "events" => record.events.len(),
                "S" => record.statements.len(),
                "R" => record.relations.len(),
                "F" => record.figures.len(),
                kind => record.events.iter().filter(|e| e.kind.code() == kind).count(),
            };
            n.parse() == Ok(count)
        }
        // What is left is an event, with its sign or, after a `!`, without.
        ">" => record.events.iter().any(|e| is_event(record, e, pattern)),
        _ => record.events.iter().any(|e| is_event(record, e, line)),
    }
}

/// A record in the grammar of the cases.
fn show(record: &Record) -> String {
    let list = |ids: &[ActorId]| {
        let all: Vec<String> = ids
            .iter()
            .map(|&id| {
                let a = actor(record, id);
                format!("{}/{}/{}", a.name, a.country.as_deref().unwrap_or(""), a.sector.map_or("", |s| s.code()))
            })
            .collect();
        if all.is_empty() { "none".to_owned() } else { all.join(" + ") }
    };
    let side = |d: Option<PartialDate>| d.map_or(String::new(), |d| d.to_string());
    let mut out = String::new();
    for e in &record.events {
        let mode = e.mode.as_deref().map_or(String::new(), |m| format!("/{m}"));
        let date = e.date.as_ref().map_or("none".into(), |w| match (w.start, w.end) {
            (a, b) if a == b => side(a),
            (a, b) => format!("{}..{}", side(a), side(b)),
        });
        let place =
            e.place.as_ref().map_or("none".into(), |p| format!("{}/{}", p.name, p.country.as_deref().unwrap_or("")));
        let triggers: Vec<&str> = e.mentions.iter().map(|m| m.trigger.text.as_str()).collect();
        let condition = e.condition.as_ref().map_or(String::new(), |c| format!(" | if {}", c.text));
        let _ = writeln!(
            out,
            "    > {}{mode} {} -> {} | third {} | @ {place} | on {date} | {} | said {}{condition} | word {}   [{}]",
            e.kind.code(),
            list(&e.actor),
            list(&e.recipient),
            list(&e.third),
            status_word(e),
            list(&e.said_by),
            triggers.join(", "),
            e.rule
        );
    }
    for s in &record.statements {
        let _ = writeln!(out, "    S {} | {} | {} | {:?}", list(&[s.speaker]), s.cue, s.content.text, s.kind);
    }
    for r in &record.relations {
        let role = r.role.as_deref().map_or(String::new(), |x| format!(" | role {x}"));
        let _ = writeln!(
            out,
            "    R {} {} -> {}{role} | {} | said {} | since {} | until {}",
            r.kind.code(),
            list(&[r.from]),
            list(&[r.to]),
            r.status,
            list(&r.said_by),
            side(r.start),
            side(r.end)
        );
    }
    for f in &record.figures {
        let side = |x: Option<f64>| x.map_or(String::new(), |x| x.to_string());
        let _ = writeln!(out, "    F {} {}..{} {}", f.unit.code(), side(f.low), side(f.high), f.what);
    }
    out
}

/// What a case's record lacks, or has and must not.
fn check(case: &Case, record: &Record) -> Vec<String> {
    let fails = |line: &&String| match line.strip_prefix("! ") {
        Some(absent) => has(record, absent),
        None => !has(record, line),
    };
    case.expected.iter().filter(fails).cloned().collect()
}

/// Reads the cases of an area and reports those that are not as expected.
fn area(name: &str) {
    static SHARED: OnceLock<(Model, Codebook)> = OnceLock::new();
    let (model, codebook) =
        SHARED.get_or_init(|| (Model::embedded().expect("the cases are read with the model"), Codebook::embedded()));
    let coder = Coder::new(codebook, World::embedded(), model.version());
    let cases = cases(name);
    let texts: Vec<&str> = cases.iter().map(|c| c.text.as_str()).collect();
    let readings = Reader::new(model).read_many(&texts);
    let (mut report, mut failed, mut todo) = (String::new(), 0, 0);
    for (case, reading) in cases.iter().zip(&readings) {
        let article = Article {
            id: format!("{name}:{}", case.line),
            published: case.published,
            text: case.text.clone(),
            ..Article::default()
        };
        let record = coder.code(article, reading).record;
        let missing = check(case, &record);
        let verdict = match (&case.todo, missing.is_empty()) {
            (None, true) => continue,
            (None, false) => "FAILED".to_owned(),
            (Some(_), true) => "FAILED: it passes, so take its todo away".to_owned(),
            (Some(reason), false) => {
                todo += 1;
                format!("todo ({reason})")
            }
        };
        failed += usize::from(verdict.starts_with("FAILED"));
        let _ = writeln!(
            report,
            "\n{name}.txt:{}: {} · {verdict}\n  {}",
            case.line,
            case.name,
            case.text.replace('\n', "\n  ")
        );
        for line in &missing {
            let _ = writeln!(report, "  not so: {line}");
        }
        let _ = write!(report, "  got:\n{}", show(&record));
    }
    println!("{report}\n{name}: {} of {} cases as expected, {todo} to do", cases.len() - failed - todo, cases.len());
    assert!(failed == 0, "{name}: {failed} of {} cases are not as expected", cases.len());
}

macro_rules! areas {
    ($($area:ident),* $(,)?) => {
        $(#[test] fn $area() { area(stringify!($area)); })*

        /// Every file of cases is run.
        #[test]
        fn all_areas() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
            for entry in std::fs::read_dir(folder).expect("the cases' folder") {
                let path = entry.expect("an entry").path();
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                assert!([$(stringify!($area)),*].contains(&name.as_str()), "{} belongs to no area", path.display());
            }
        }
    };
}

areas!(roles, status, sources, stances, dates, places, merging, coreference, actors, types, unreal, relations, figures);
