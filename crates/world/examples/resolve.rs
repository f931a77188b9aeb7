//! Resolves phrases from standard input, one a line: `[date TAB] phrase [TAB head index]`. Without an index each phrase's
//! head is its last word before a preposition.
use chancery_record::PartialDate;
use chancery_world::World;
use std::io::BufRead;

fn main() {
    let started = std::time::Instant::now();
    let world = World::embedded();
    eprintln!("loaded in {:?}: {:?}", started.elapsed(), world.counts());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let (date, phrase) = match line.split_once('\t') {
            Some((d, p)) => (PartialDate::parse(d), p.to_owned()),
            None => (None, line.clone()),
        };
        let words: Vec<&str> = phrase.split_whitespace().collect();
        let stop = ["of", "for", "in", "from", "to", "at", "on", "with"];
        let head = words.iter().skip(1).position(|w| stop.contains(w)).unwrap_or(words.len().saturating_sub(1));
        let r = world.resolve(&words, head, date);
        let sector = r.sector.map_or("-", |s| s.code());
        println!(
            "{phrase} => {} | {} {sector} | {:?} | role {:?} | office {:?} | {:?} | {}",
            r.name.as_deref().unwrap_or("-"),
            r.country.as_deref().unwrap_or("-"),
            r.kind,
            r.role,
            r.office,
            r.wikidata,
            r.basis
        );
        for h in world.scan(&words, date) {
            println!("    {:?} {:?} {} {:?}", h.range, h.kind, h.name, h.country);
        }
    }
}
