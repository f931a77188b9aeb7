//! Lists the most frequent capitalised names of a text that no table has: what a row may be worth adding for.
//! `unknown FILE [COUNT]`, one sentence a line, tokens parted by spaces.
use chancery_record::PartialDate;
use chancery_world::World;
use std::collections::BTreeMap;

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("a file to read");
    let count = args.next().and_then(|n| n.parse().ok()).unwrap_or(200);
    let text = std::fs::read_to_string(path).expect("the file reads");
    let world = World::embedded();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let (date, line) = line.split_once('\t').unwrap_or(("", line));
        let words: Vec<&str> = line.split_whitespace().collect();
        let hits = world.scan(&words, PartialDate::parse(date));
        let free = |i: usize| {
            words[i].starts_with(char::is_uppercase)
                && words[i].chars().nth(1).is_some()
                && !hits.iter().any(|h| h.range.contains(&i))
                && world.agent(&words[..=i]).is_none()
        };
        let mut i = 1;
        while i < words.len() {
            let start = i;
            while i < words.len() && free(i) {
                i += 1;
            }
            if i > start && words[start - 1] != "." {
                *names.entry(words[start..i].join(" ")).or_default() += 1;
            }
            i += 1;
        }
    }
    let mut by: Vec<(usize, String)> = names.into_iter().map(|(name, n)| (n, name)).collect();
    by.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    for (n, name) in by.into_iter().take(count) {
        println!("{n}\t{name}");
    }
}
