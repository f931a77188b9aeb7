//! Looks up place names from standard input, one a line: prints name, country and coordinates, parted by tabs.
use chancery_world::World;
use std::io::BufRead;

fn main() {
    let world = World::embedded();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        match world.place(line.trim(), None) {
            Some(p) => println!(
                "{}\t{}\t{}\t{}\t{:?}",
                p.name,
                p.country.unwrap_or("-"),
                p.lat.map_or("-".into(), |x| x.to_string()),
                p.lon.map_or("-".into(), |x| x.to_string()),
                p.kind
            ),
            None => println!("-"),
        }
    }
}
