//! Measures loading and scanning: `measure [FILE]` loads the tables ten times and scans the lines of a text file.
use chancery_world::{EMBEDDED, World};
use std::time::Instant;

fn main() {
    let mut best = f64::MAX;
    for _ in 0..10 {
        let t = Instant::now();
        let w = World::load(&EMBEDDED).expect("the tables load");
        best = best.min(t.elapsed().as_secs_f64());
        drop(w);
    }
    println!("load: {:.1} ms at best of ten", best * 1e3);
    let world = World::embedded();
    println!("{:?}", world.counts());
    let Some(path) = std::env::args().nth(1) else { return };
    let text = std::fs::read_to_string(path).expect("the file reads");
    let date = chancery_record::PartialDate::parse("2018-06-01");
    let lines: Vec<Vec<&str>> =
        text.lines().map(|l| l.split_whitespace().collect()).filter(|l: &Vec<&str>| !l.is_empty()).collect();
    let t = Instant::now();
    let hits: usize = lines.iter().map(|l| world.scan(l, date).len()).sum();
    let scan = t.elapsed().as_secs_f64();
    let t = Instant::now();
    let named = lines.iter().filter(|l| world.resolve(l, l.len().min(3) - 1, date).name.is_some()).count();
    let resolve = t.elapsed().as_secs_f64();
    let n = lines.len() as f64;
    println!(
        "{} lines, {hits} hits: scan {:.1} us a line; resolve {:.1} us a line ({named} named)",
        lines.len(),
        scan / n * 1e6,
        resolve / n * 1e6
    );
}
