//! Phrases of `phrases.tsv` against what they must resolve to.

use chancery_record::PartialDate;
use chancery_world::World;

#[test]
fn phrases_resolve() {
    let world = World::embedded();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in include_str!("phrases.tsv").lines().filter(|l| !l.starts_with('#') && !l.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [date, phrase, name, country, sector] = cells[..] else { panic!("five cells in {line:?}") };
        let marked: Vec<&str> = phrase.split(' ').collect();
        let head = marked.iter().position(|w| w.starts_with('*')).unwrap_or_else(|| panic!("a head in {phrase:?}"));
        let words: Vec<&str> = marked.iter().map(|w| w.trim_start_matches('*')).collect();
        let r = world.resolve(&words, head, PartialDate::parse(date));
        let got = (
            r.name.as_deref().unwrap_or("-").to_owned(),
            r.country.as_deref().unwrap_or("-").to_owned(),
            r.sector.map_or("-", |s| s.code()),
        );
        count += 1;
        if (got.0.as_str(), got.1.as_str(), got.2) != (name, country, sector) {
            wrong.push(format!(
                "{date} {phrase}: got {got:?} by {:?}, expected {:?}",
                r.basis,
                (name, country, sector)
            ));
        }
    }
    assert!(count >= 120, "{count} phrases");
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
