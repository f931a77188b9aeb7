//! `chancery world resolve`: which actor a phrase stands for, one phrase or a stream of them.

use crate::args::ResolveArgs;
use anyhow::Context as _;
use chancery_language::tokens;
use chancery_record::PartialDate;
use chancery_world::{Mention, World};
use serde_json::{Value, json};
use std::io::{BufRead, Read, Write};
use std::process::ExitCode;

/// Longest line of JSON lines, in bytes: no phrase with its context is longer.
const LONGEST_LINE: u64 = 4 << 20;

/// A member of an answer: its name and value.
type Member = (&'static str, Value);

/// Runs the command. A phrase that names nothing that is known exits with 1, and so does a stream without one good line.
///
/// # Errors
/// Where standard input cannot be read or the output not be written.
pub fn run(args: &ResolveArgs, world: &World) -> anyhow::Result<ExitCode> {
    if args.jsonl {
        return stream(world);
    }
    let phrase = args.phrase.join(" ");
    let answer = answer(world, &phrase, args.context.as_deref().unwrap_or(""), args.date);
    let mut out = std::io::stdout().lock();
    let told = |key: &str, value: &Value| match value {
        Value::Null => false,
        Value::Array(list) => key == "sectors" && !list.is_empty(),
        _ => matches!(key, "name" | "country"),
    };
    if !answer.iter().any(|(key, value)| told(key, value)) {
        writeln!(out, "{phrase:?} names nothing that the tables or the grammar of offices know")?;
        return Ok(ExitCode::FAILURE);
    }
    for (key, value) in answer {
        let text = match value {
            Value::Null => continue,
            Value::String(text) => text,
            Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
            other => other.to_string(),
        };
        if !text.is_empty() {
            writeln!(out, "{key:<10}{text}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Answers lines as they come; a bad one is answered by what is wrong with it.
fn stream(world: &World) -> anyhow::Result<ExitCode> {
    let mut input = std::io::stdin().lock();
    let mut out = std::io::stdout().lock();
    let (mut good, mut bad) = (0usize, 0usize);
    let mut line = Vec::new();
    for number in 1usize.. {
        line.clear();
        let read =
            (&mut input).take(LONGEST_LINE).read_until(b'\n', &mut line).context("standard input cannot be read")?;
        if read == 0 {
            break;
        }
        let whole = line.ends_with(b"\n") || (read as u64) < LONGEST_LINE;
        if !whole {
            skip_line(&mut input).context("standard input cannot be read")?;
        }
        let content = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line).trim_ascii();
        if content.is_empty() {
            continue;
        }
        let asked =
            if whole { question(content) } else { Err(format!("the line is longer than {LONGEST_LINE} bytes")) };
        let answer = match asked {
            Ok((phrase, context, date)) => {
                good += 1;
                answer(world, &phrase, &context, date)
            }
            Err(problem) => {
                bad += 1;
                eprintln!("chancery: standard input, line {number}: {problem}");
                vec![("error", json!(format!("line {number}: {problem}")))]
            }
        };
        writeln!(out, "{}", object(&answer))?;
        out.flush()?;
    }
    Ok(if good == 0 && bad > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn skip_line(input: &mut impl BufRead) -> std::io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        if let Some(at) = buffer.iter().position(|b| *b == b'\n') {
            input.consume(at + 1);
            return Ok(());
        }
        let n = buffer.len();
        input.consume(n);
    }
}

/// Phrase, context and date of a line.
fn question(line: &[u8]) -> Result<(String, String, Option<PartialDate>), String> {
    const FORM: &str =
        r#"write {"phrase": "…", "context": "…", "date": "YYYY-MM-DD"}, of which the last two may be missing"#;
    let value: Value = serde_json::from_slice(line).map_err(|error| format!("not JSON ({error}); {FORM}"))?;
    let Value::Object(object) = value else { return Err(format!("no JSON object; {FORM}")) };
    let text = |key: &str| match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(format!("{key:?} is {other}, which is no text; {FORM}")),
    };
    let phrase = text("phrase")?.ok_or_else(|| format!("no \"phrase\"; {FORM}"))?;
    let date = match text("date")?.filter(|text| !text.trim().is_empty()) {
        None => None,
        Some(text) => Some(PartialDate::parse(text.trim()).ok_or_else(|| {
            format!("the date {text:?} cannot be read; write a date such as 2023-03-15, 2023-03 or 2023")
        })?),
    };
    Ok((phrase, text("context")?.unwrap_or_default(), date))
}

/// Members as a JSON object, in their order.
fn object(members: &[Member]) -> String {
    let members: Vec<String> = members.iter().map(|(key, value)| format!("{}:{value}", json!(key))).collect();
    format!("{{{}}}", members.join(","))
}

fn answer(world: &World, phrase: &str, context: &str, date: Option<PartialDate>) -> Vec<Member> {
    let words: Vec<&str> = tokens(phrase).into_iter().map(|token| &phrase[token.bytes]).collect();
    let around: Vec<&str> = tokens(context).into_iter().map(|token| &context[token.bytes]).collect();
    let Mention { resolved: r, countries, sectors, holder } = world.mention(&words, &around, date);
    let (holder, holder_wikidata) = holder.map_or((None, None), |(name, item)| (Some(name), item));
    let sectors: Vec<&str> = sectors.iter().map(|sector| sector.code()).collect();
    vec![
        ("name", json!(r.name)),
        ("country", json!(r.country)),
        ("countries", json!(countries)),
        ("sectors", json!(sectors)),
        ("office", json!(r.office)),
        ("role", json!(r.role)),
        ("holder", json!(holder)),
        ("holder_wikidata", json!(holder_wikidata)),
        ("id", json!(r.id)),
        ("wikidata", json!(r.wikidata)),
        ("basis", json!(Some(r.basis).filter(|basis| !basis.is_empty()))),
    ]
}
