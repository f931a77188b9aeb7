//! Measures extraction on the page sets of `../shared/data/pages` (unpacked), beside dom_smoothie alone.
//!
//!     cargo run --release -p chancery-page --example measure -- bodies|snippets|dates|articles|text FILE.jsonl [-v]

use chancery_page::{Hints, from_html, from_text};
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

fn tokens(text: &str) -> BTreeMap<String, usize> {
    let mut bag = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *bag.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    bag
}

/// Precision, recall and F1 of one bag of words against another.
fn overlap(got: &str, gold: &str) -> (f64, f64, f64) {
    let (got, gold) = (tokens(got), tokens(gold));
    let both: usize = got.iter().map(|(w, n)| n.min(gold.get(w).unwrap_or(&0))).sum();
    let share = |bag: &BTreeMap<String, usize>| both as f64 / bag.values().sum::<usize>().max(1) as f64;
    let (p, r) = (share(&got), share(&gold));
    (p, r, if both == 0 { 0.0 } else { 2.0 * p * r / (p + r) })
}

/// Title and text by dom_smoothie alone.
fn smoothie(html: &str) -> (String, String) {
    let article = dom_smoothie::Readability::new(html, None, None).ok().and_then(|mut r| r.parse().ok());
    article.map(|a| (a.title.to_string(), a.text_content.to_string())).unwrap_or_default()
}

/// All strings inside a value, in order.
fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(s) => out.push(s.clone()),
        Value::Array(a) => a.iter().for_each(|v| strings(v, out)),
        Value::Object(o) => ["summary", "sections", "headline", "paragraphs"]
            .iter()
            .filter_map(|k| o.get(*k))
            .for_each(|v| strings(v, out)),
        _ => {}
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[derive(Default)]
struct Clock {
    ours: Duration,
    theirs: Duration,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [what, file, ..] = arguments.as_slice() else {
        eprintln!("give what to measure (bodies, snippets, dates, articles, text) and the file");
        std::process::exit(2);
    };
    let verbose = arguments.iter().any(|a| a == "-v");
    let lines = std::fs::read_to_string(file).expect("the file can be read");
    let rows: Vec<Value> =
        lines.lines().filter_map(|l| serde_json::from_str(&l.replace(": NaN", ": null")).ok()).collect();
    match what.as_str() {
        "bodies" => bodies(&rows, verbose),
        "snippets" => snippets(&rows, verbose),
        "dates" => dates(&rows, verbose),
        "articles" => rows.iter().for_each(|r| {
            let article = article(r, &mut Clock::default());
            println!("{}", serde_json::to_string(&article).expect("an article has string keys"));
        }),
        _ => removed(&rows),
    }
}

fn article(row: &Value, clock: &mut Clock) -> chancery_record::Article {
    let html = row["html"].as_str().unwrap_or_default();
    let hints = Hints { url: row["url"].as_str().map(str::to_owned), ..Hints::default() };
    let start = Instant::now();
    let article = from_html(html.as_bytes(), &hints).unwrap_or_default();
    clock.ours += start.elapsed();
    article
}

fn body_of(article: &chancery_record::Article) -> String {
    let title = article.title.as_deref().unwrap_or_default();
    article.text.strip_prefix(title).unwrap_or(&article.text).to_owned()
}

fn bodies(rows: &[Value], verbose: bool) {
    let mut clock = Clock::default();
    let (mut ours, mut theirs, mut titles, mut days) = (Vec::new(), Vec::new(), 0, 0);
    for row in rows {
        let mut gold = Vec::new();
        strings(&row["body"], &mut gold);
        let gold = gold.join("\n");
        let article = article(row, &mut clock);
        let start = Instant::now();
        let (_, other) = smoothie(row["html"].as_str().unwrap_or_default());
        clock.theirs += start.elapsed();
        let (mine, other) = (overlap(&body_of(&article), &gold), overlap(&other, &gold));
        let same = |a: &str, b: &str| tokens(a) == tokens(b);
        let title_ok = same(article.title.as_deref().unwrap_or_default(), row["title"].as_str().unwrap_or_default());
        titles += usize::from(title_ok);
        let day = article.published.map(|d| d.to_string()).unwrap_or_default();
        let day_ok = row["date"].as_str().is_some_and(|d| d.starts_with(&day) && !day.is_empty());
        days += usize::from(day_ok);
        if verbose {
            println!(
                "{:.3} {:.3} {:.3} | {:.3} {:.3} {:.3} {} title {title_ok} {:?} day {day_ok} {day}",
                mine.2,
                mine.0,
                mine.1,
                other.2,
                other.0,
                other.1,
                row["file"].as_str().unwrap_or_default(),
                article.title
            );
        }
        ours.push(mine);
        theirs.push(other);
    }
    let mean = |v: &[(f64, f64, f64)], f: fn(&(f64, f64, f64)) -> f64| v.iter().map(f).sum::<f64>() / v.len() as f64;
    for (name, v, t) in [("chancery", &ours, clock.ours), ("dom_smoothie", &theirs, clock.theirs)] {
        println!(
            "{name:12} F1 {:.3}  precision {:.3}  recall {:.3}  pages with F1 >= 0.99: {}  {:.1} ms a page",
            mean(v, |x| x.2),
            mean(v, |x| x.0),
            mean(v, |x| x.1),
            v.iter().filter(|x| x.2 >= 0.99).count(),
            t.as_secs_f64() * 1000.0 / v.len() as f64
        );
    }
    println!("titles {titles} of {}, days {days} of {}", rows.len(), rows.len());
}

fn snippets(rows: &[Value], verbose: bool) {
    let mut clock = Clock::default();
    let mut tallies = [[0usize; 4]; 2];
    let (mut titles, mut titled, mut days, mut dated) = (0, 0, 0, 0);
    for row in rows {
        let article = article(row, &mut clock);
        let start = Instant::now();
        let (_, other) = smoothie(row["html"].as_str().unwrap_or_default());
        clock.theirs += start.elapsed();
        for (at, text) in [folded(&article.text), folded(&other)].iter().enumerate() {
            for (key, hit, miss) in [("with", 0, 1), ("without", 2, 3)] {
                for snippet in row[key].as_array().into_iter().flatten().filter_map(Value::as_str) {
                    let found = text.contains(&folded(snippet));
                    tallies[at][if found { hit } else { miss }] += 1;
                    if verbose && at == 0 && found != (key == "with") {
                        println!("{key} {} {:?}", row["url"].as_str().unwrap_or_default(), snippet);
                    }
                }
            }
        }
        if let Some(title) = row["title"].as_str().filter(|t| !t.is_empty()) {
            titled += 1;
            let ok = tokens(title) == tokens(article.title.as_deref().unwrap_or_default());
            titles += usize::from(ok);
            if verbose && !ok {
                println!("title {:?} gold {title:?}", article.title);
            }
        }
        if let Some(date) = row["date"].as_str().filter(|t| !t.is_empty()) {
            dated += 1;
            let ok = article.published.is_some_and(|d| d.to_string() == date);
            days += usize::from(ok);
            if verbose && !ok {
                println!(
                    "date {:?} gold {date} {}",
                    article.published.map(|d| d.to_string()),
                    row["url"].as_str().unwrap_or_default()
                );
            }
        }
    }
    for (name, [tp, missed, fp, tn], t) in
        [("chancery", tallies[0], clock.ours), ("dom_smoothie", tallies[1], clock.theirs)]
    {
        let (p, r) = (tp as f64 / (tp + fp) as f64, tp as f64 / (tp + missed) as f64);
        println!(
            "{name:12} F {:.3}  precision {p:.3}  recall {r:.3}  accuracy {:.3}  {:.1} ms a page",
            2.0 * p * r / (p + r),
            (tp + tn) as f64 / (tp + missed + fp + tn) as f64,
            t.as_secs_f64() * 1000.0 / rows.len() as f64
        );
    }
    println!("titles {titles} of {titled}, days {days} of {dated}");
}

fn dates(rows: &[Value], verbose: bool) {
    let mut clock = Clock::default();
    let (mut right, mut wrong) = (0, 0);
    for row in rows {
        let found = article(row, &mut clock).published.map(|d| d.to_string());
        let gold = row["date"].as_str().unwrap_or_default();
        right += usize::from(found.as_deref() == Some(gold));
        wrong += usize::from(found.as_deref().is_some_and(|f| f != gold));
        if verbose && found.as_deref() != Some(gold) {
            println!("{found:?} gold {gold} {}", row["url"].as_str().unwrap_or_default());
        }
    }
    println!("days exact {right} of {}, wrong {wrong}", rows.len());
}

/// Prints what is removed from plain texts, to be read by a person.
fn removed(rows: &[Value]) {
    for row in rows {
        let article = from_text(row["text"].as_str().unwrap_or_default(), &Hints::default());
        println!(
            "{} title {:?} day {:?} agency {:?} outlet {:?} credits {:?}",
            row["id"],
            article.title,
            article.published.map(|d| d.to_string()),
            article.agency,
            article.outlet,
            article.credits
        );
        for piece in &article.removed {
            println!("    {:14} {}", piece.reason, piece.text);
        }
    }
}
