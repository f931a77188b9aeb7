//! Scores time expressions against TimeBank and AQUAINT (TIMEX3 of type DATE) and GUM's dates.
//!
//! ```text
//! cargo run --release -p chancery-coding --example score_dates -- FOLDER [MODEL] [--misses]
//! ```
//!
//! FOLDER holds `te3-timebank.jsonl`, `te3-aquaint.jsonl` and `gum-dates.tsv` (`../shared/data`, set "dates"). An extent is
//! found when it overlaps a gold one; a value is right when its days are those of the gold value. A gold value that names
//! no week or day of its year ("1989-WXX") asks for the year only, and one with a modifier ("early March", which TIMEX3
//! writes as March) for days inside of it. Of GUM, only dates with a value of their own count, and a sentence
//! stands for a paragraph.

use chancery_coding::dates::{Running, TimeExpression, TimeRole, Vague, earliest, expressions, latest};
use chancery_language::{Model, Reader, Sentence};
use chancery_record::PartialDate;
use serde_json::Value;
use std::error::Error;
use std::path::Path;

/// What a gold value asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Gold {
    Days(PartialDate, PartialDate),
    SomeTimeIn(i16),
    Vague(Vague),
    /// A value that names no stretch of the calendar.
    Other,
}

#[derive(Default)]
struct Tally {
    gold: usize,
    found: usize,
    overlap: usize,
    exact: usize,
    right: usize,
}

impl Tally {
    fn report(&self, name: &str) {
        let f1 = |n: usize| 2.0 * n as f64 / (self.gold + self.found).max(1) as f64;
        println!(
            "{name:10} gold {:5} found {:5} extent F1 {:.3} (exact {:.3}) value F1 {:.3} value of found {:.3}",
            self.gold,
            self.found,
            f1(self.overlap),
            f1(self.exact),
            f1(self.right),
            self.right as f64 / self.overlap.max(1) as f64
        );
    }
}

/// Reads a TIMEX3 value.
fn gold(value: &str) -> Gold {
    match value {
        "PRESENT_REF" => return Gold::Vague(Vague::Present),
        "PAST_REF" => return Gold::Vague(Vague::Past),
        "FUTURE_REF" => return Gold::Vague(Vague::Future),
        _ => {}
    }
    let value = value.split('T').next().unwrap_or_default();
    let year = |y: i16| PartialDate { year: y, month: None, day: None };
    if let Ok(number) = value.trim_end_matches('X').parse::<i16>()
        && value.len() <= 4
    {
        let span = 10i16.pow(4 - value.trim_end_matches('X').len() as u32);
        return Gold::Days(year(number * span), year(number * span + span - 1));
    }
    let Some((y, rest)) = value.split_once('-') else { return Gold::Other };
    let Ok(y) = y.parse::<i16>() else { return Gold::Other };
    if rest.contains('X') {
        return Gold::SomeTimeIn(y);
    }
    let months = |first: u8, last: u8| {
        let month = |m: u8| PartialDate { year: y + i16::from(m > 12), month: Some((m - 1) % 12 + 1), day: None };
        Gold::Days(month(first), month(last))
    };
    match rest {
        "Q1" => return months(1, 3),
        "Q2" => return months(4, 6),
        "Q3" => return months(7, 9),
        "Q4" => return months(10, 12),
        "H1" => return months(1, 6),
        "H2" => return months(7, 12),
        "SP" => return months(3, 5),
        "SU" => return months(6, 8),
        "FA" => return months(9, 11),
        "WI" => return months(12, 14),
        _ => {}
    }
    if let Some(week) = rest.strip_prefix('W') {
        let weekend = week.ends_with("-WE");
        let monday = week
            .trim_end_matches("-WE")
            .parse()
            .ok()
            .and_then(|w| jiff::civil::ISOWeekDate::new(y, w, jiff::civil::Weekday::Monday).ok());
        let day = |k: i32| {
            let d = monday?.date().checked_add(jiff::Span::new().days(k)).ok()?;
            Some(PartialDate::day(d.year(), d.month() as u8, d.day() as u8))
        };
        return day(if weekend { 5 } else { 0 }).zip(day(6)).map_or(Gold::Other, |(a, b)| Gold::Days(a, b));
    }
    PartialDate::parse(value).map_or(Gold::Other, |d| Gold::Days(d, d))
}

/// Whether an expression means what the gold value says.
fn right(gold: Gold, loose: bool, e: &TimeExpression) -> bool {
    let (start, end) = (e.when.start.and_then(earliest), e.when.end.and_then(latest));
    match gold {
        Gold::Vague(v) => e.vague == Some(v),
        Gold::Other => !e.resolved,
        Gold::SomeTimeIn(y) => start.or(end).is_some_and(|d| d.year == y),
        Gold::Days(a, b) => {
            let (Some(a), Some(b)) = (earliest(a), latest(b)) else { return false };
            let inside = |d: Option<PartialDate>| d.is_some_and(|d| (a..=b).contains(&d));
            match e.role {
                TimeRole::Since => start == Some(a) || loose && inside(start),
                TimeRole::Until | TimeRole::Before => end == Some(b) || loose && inside(end),
                TimeRole::After => e.when.start.and_then(latest) == Some(b),
                _ => start == Some(a) && end == Some(b) || loose && inside(start) && inside(end),
            }
        }
    }
}

/// Whether the words of an expression take a part of what its TIMEX3 value names.
fn partial(e: &TimeExpression) -> bool {
    let text = e.when.text.as_deref().unwrap_or_default().to_lowercase();
    text.split(' ').any(|w| {
        matches!(w, "early" | "late" | "mid" | "earlier" | "later" | "end" | "beginning") || w.starts_with("mid-")
    })
}

fn dated(e: &TimeExpression) -> bool {
    !matches!(e.role, TimeRole::Duration | TimeRole::Frequency)
}

fn chars(s: &Sentence, e: &TimeExpression) -> (usize, usize) {
    (s.tokens[e.tokens.start].start, s.tokens[e.tokens.end - 1].end)
}

fn timex(path: &Path, reader: &mut Reader<'_>, misses: bool) -> Result<Tally, Box<dyn Error>> {
    let mut tally = Tally::default();
    for line in std::fs::read_to_string(path)?.lines() {
        let article: Value = serde_json::from_str(line)?;
        let published = PartialDate::parse(article["dct"].as_str().unwrap_or_default());
        let mut wanted: Vec<(usize, usize, bool, Gold, bool)> = Vec::new();
        for t in article["timex"].as_array().into_iter().flatten() {
            let at = |k: &str| t[k].as_u64().unwrap_or_default() as usize;
            let value = gold(t["value"].as_str().unwrap_or_default());
            wanted.push((at("b"), at("e"), t["type"] == "DATE", value, t.get("mod").is_some()));
        }
        tally.gold += wanted.iter().filter(|w| w.2).count();
        let mut used = vec![false; wanted.len()];
        let reading = reader.read(article["text"].as_str().unwrap_or_default());
        let mut running = Running::default();
        for s in &reading.sentences {
            let mut all = expressions(s, published);
            running.follow(s.paragraph, &mut all);
            for e in all.iter().filter(|e| dated(e)) {
                let (b, z) = chars(s, e);
                let hits: Vec<usize> = (0..wanted.len()).filter(|k| wanted[*k].0 < z && wanted[*k].1 > b).collect();
                if hits.first().is_some_and(|k| !wanted[*k].2) {
                    continue;
                }
                if misses && hits.is_empty() {
                    println!("spurious {:?} in {:?}", e.when.text, around(s, e));
                }
                // A range is two expressions in TIMEX3.
                let hits: Vec<usize> = hits.into_iter().filter(|k| wanted[*k].2 && !used[*k]).take(2).collect();
                tally.found += hits.len().max(1);
                tally.overlap += hits.len();
                for (n, k) in hits.iter().enumerate() {
                    used[*k] = true;
                    tally.exact += usize::from((b, z) == (wanted[*k].0, wanted[*k].1) || hits.len() == 2);
                    let mut side = e.clone();
                    if hits.len() == 2 {
                        (side.role, side.when) =
                            (if n == 0 { TimeRole::Since } else { TimeRole::Until }, e.when.clone());
                    }
                    let ok = right(wanted[*k].3, wanted[*k].4 || partial(e), &side);
                    tally.right += usize::from(ok);
                    if misses && !ok {
                        let value = &article["timex"];
                        println!("wrong {} in {:?} gold {}", show(e), around(s, e), asked(value, wanted[*k].0));
                    }
                }
            }
        }
        for (w, _) in wanted.iter().zip(&used).filter(|(w, used)| misses && w.2 && !**used) {
            let text: String = article["text"].as_str().unwrap_or_default().chars().skip(w.0).take(w.1 - w.0).collect();
            println!("unfound {text:?} gold {}", asked(&article["timex"], w.0));
        }
    }
    Ok(tally)
}

/// The value of the gold expression that begins at a character.
fn asked(timex: &Value, begin: usize) -> String {
    let found = timex.as_array().into_iter().flatten().find(|t| t["b"] == begin);
    found.and_then(|t| t["value"].as_str()).unwrap_or_default().to_owned()
}

fn show(e: &TimeExpression) -> String {
    let side = |d: Option<PartialDate>| d.map_or("-".to_owned(), |d| d.to_string());
    let text = e.when.text.as_deref().unwrap_or_default();
    format!("{text:?} = {}..{} {:?} {:?}", side(e.when.start), side(e.when.end), e.role, e.vague)
}

/// An expression with the words around it.
fn around(s: &Sentence, e: &TimeExpression) -> String {
    let words = e.tokens.start.saturating_sub(6)..(e.tokens.end + 5).min(s.tokens.len());
    s.tokens[words].iter().map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ")
}

/// Scores the documents of one split, each read as one text of those of its sentences that hold a date.
fn gum(path: &Path, split: &str, reader: &mut Reader<'_>, misses: bool) -> Result<Tally, Box<dyn Error>> {
    let file = std::fs::read_to_string(path)?;
    // Rows are in the order of the text, some without a value: of a time that names no date of its own.
    let mut documents: Vec<(&str, Vec<Vec<&str>>)> = Vec::new();
    for row in file.lines().map(|l| l.split('\t').collect::<Vec<_>>()).filter(|r| r.len() > 13 && r[0] == split) {
        match documents.last_mut() {
            Some((doc, rows)) if *doc == row[2] => rows.push(row),
            _ => documents.push((row[2], vec![row])),
        }
    }
    let squash = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut tally = Tally::default();
    for (_, document) in &documents {
        let mut running = Running::default();
        for (paragraph, all) in document.chunk_by(|a, b| a[4] == b[4]).enumerate() {
            let rows: Vec<&Vec<&str>> = all.iter().filter(|r| !r[8].is_empty()).collect();
            tally.gold += rows.len();
            let mut used = vec![false; rows.len()];
            for s in &reader.read(all[0][13]).sentences {
                let mut found = expressions(s, PartialDate::parse(all[0][3]));
                running.follow(paragraph, &mut found);
                for e in found.iter().filter(|e| !rows.is_empty() && dated(e) && e.resolved) {
                    let mine = squash(&s.tokens[e.tokens.clone()].iter().map(|t| t.form.as_str()).collect::<String>());
                    let meets = |r: &[&str]| squash(r[7]).contains(&mine) || mine.contains(&squash(r[7]));
                    // A range is two dates in GUM.
                    let hits: Vec<usize> = (0..rows.len())
                        .filter(|k| !used[*k] && meets(rows[*k]))
                        .take(if e.role == TimeRole::During { 2 } else { 1 })
                        .collect();
                    // Where GUM marks a time but gives it no value, none is asked for.
                    if hits.is_empty() && all.iter().any(|r| r[8].is_empty() && meets(r)) {
                        continue;
                    }
                    if misses && hits.is_empty() {
                        println!("spurious {} in {:?}", show(e), around(s, e));
                    }
                    tally.found += hits.len().max(1);
                    tally.overlap += hits.len();
                    for (n, k) in hits.iter().enumerate() {
                        used[*k] = true;
                        tally.exact += usize::from(squash(rows[*k][7]) == mine || hits.len() == 2);
                        let mut side = e.clone();
                        if hits.len() == 2 {
                            side.role = if n == 0 { TimeRole::Since } else { TimeRole::Until };
                        }
                        let ok = right(gold(rows[*k][8]), partial(e), &side);
                        tally.right += usize::from(ok);
                        if misses && !ok {
                            println!("wrong {} in {:?} gold {}", show(e), around(s, e), rows[*k][8]);
                        }
                    }
                }
            }
            for (row, _) in rows.iter().zip(&used).filter(|(_, used)| misses && !**used) {
                println!("unfound {:?} gold {} in {:?}", row[7], row[8], row[13]);
            }
        }
    }
    Ok(tally)
}

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let folder = Path::new(paths.first().ok_or("give the folder that holds the date sets")?);
    let misses = flags.iter().any(|f| f == "--misses");
    let model = match paths.get(1) {
        Some(path) => Model::load(path)?,
        None => Model::embedded()?,
    };
    let mut reader = Reader::new(&model);
    timex(&folder.join("te3-timebank.jsonl"), &mut reader, misses)?.report("TimeBank");
    timex(&folder.join("te3-aquaint.jsonl"), &mut reader, misses)?.report("AQUAINT");
    for split in ["dev", "train"] {
        let tally = gum(&folder.join("gum-dates.tsv"), split, &mut reader, misses)?;
        tally.report(&format!("GUM {split}"));
    }
    Ok(())
}
