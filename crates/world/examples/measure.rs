//! Measures opening and scanning: `measure [FILE]` opens the tables, compiles them anew, and scans the lines of a text
//! file.
use chancery_world::World;
use std::time::Instant;

fn main() {
    let t = Instant::now();
    let world = World::embedded();
    println!("open: {:.1} ms; resident {}", t.elapsed().as_secs_f64() * 1e3, resident());
    let t = Instant::now();
    World::load(&world.sources()).expect("the tables compile");
    println!("compile: {:.1} ms", t.elapsed().as_secs_f64() * 1e3);
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

/// Memory of the process that is in use, where the system tells.
fn resident() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS"));
    line.map_or("unknown".to_owned(), |line| line["VmRSS:".len()..].trim().to_owned())
}
