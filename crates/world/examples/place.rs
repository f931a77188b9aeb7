//! Looks up place names from standard input, one a line: prints all places that bear it, one a line.
use chancery_world::World;
use std::io::BufRead;

fn main() {
    let world = World::embedded();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        for c in world.places_named(line.trim()) {
            let within = [c.second, c.first].into_iter().flatten().map(|s| world.spot(s).name);
            println!(
                "{line}\t{}\t{}\t{}\t{:?} {:?}\t{}\t{:?}\t{:?}\t{}\t{}{}",
                c.name,
                within.collect::<Vec<_>>().join(" < "),
                c.country.unwrap_or("-"),
                c.lat,
                c.lon,
                c.size,
                c.level,
                c.known,
                c.geonames.unwrap_or(0),
                if c.alias { "alias " } else { "" },
                if c.capital { "capital" } else { "" },
            );
        }
    }
}
