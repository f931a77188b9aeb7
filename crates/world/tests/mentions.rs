//! Mentions of `mentions.tsv` against what they must resolve to: those looked at, and those held out.

use chancery_language::tokens;
use chancery_record::PartialDate;
use chancery_world::{Mention, World};

/// Share of the cases that must be right: of those looked at, and of those held out, of which 0.97 is the aim.
const RIGHT: [f64; 2] = [0.97, 0.95];

fn words(text: &str) -> Vec<&str> {
    tokens(text).into_iter().map(|token| &text[token.bytes]).collect()
}

/// Whether an answer is one of those parted by "/"; "." asks nothing.
fn fits(expected: &str, answer: &str) -> bool {
    expected == "." || expected.split('/').any(|e| e == answer || e == "." || e == "-" && answer.is_empty())
}

fn right(cells: &[&str], m: &Mention) -> bool {
    let [_, _, country, sectors, name, office, holder, ..] = cells else { panic!("seven cells in {cells:?}") };
    let countries = {
        let mut all = m.countries.clone();
        all.sort();
        all.join("+")
    };
    let country_fits = country.split('/').any(|e| {
        let mut all: Vec<&str> = e.split('+').collect();
        all.sort_unstable();
        fits(&all.join("+"), &countries)
    });
    let mut expected = sectors.split(',');
    let first = m.sectors.first().map_or("", |s| s.code());
    let sectors_fit =
        fits(expected.next().unwrap_or("."), first) && expected.all(|e| m.sectors.iter().any(|s| s.code() == e));
    let is_in = |expected: &str, answer: Option<&str>| expected == "." || answer.is_some_and(|a| a.contains(expected));
    country_fits
        && sectors_fit
        && fits(name, m.resolved.name.as_deref().unwrap_or(""))
        && is_in(office, m.resolved.office.as_deref())
        && is_in(holder, m.holder.as_ref().map(|(name, _)| name.as_str()))
}

#[test]
fn mentions_resolve() {
    let world = World::embedded();
    let (mut count, mut good) = ([0, 0], [0, 0]);
    let mut wrong = String::new();
    let mut groups: Vec<(String, [usize; 4])> = Vec::new();
    let mut at = 0;
    for line in include_str!("mentions.tsv").lines() {
        if let Some(group) = line.strip_prefix("# ") {
            at = 0;
            groups.push((group.to_owned(), [0; 4]));
            continue;
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let context = words(cells.get(7).copied().unwrap_or(""));
        let m = world.mention(&words(cells[1]), &context, PartialDate::parse(cells[0]));
        at += 1;
        let held = usize::from(at % 3 == 0);
        count[held] += 1;
        let tally = &mut groups.last_mut().expect("a group opens").1;
        tally[held * 2 + 1] += 1;
        if right(&cells, &m) {
            good[held] += 1;
            tally[held * 2] += 1;
        } else if held == 0 {
            let sectors: Vec<&str> = m.sectors.iter().map(|s| s.code()).collect();
            let r = &m.resolved;
            wrong += &format!(
                "{}\n    got {} {} {:?} office {:?} holder {:?} by {:?}\n",
                cells.join(" | "),
                m.countries.join("+"),
                sectors.join(","),
                r.name.as_deref().unwrap_or("-"),
                r.office.as_deref().unwrap_or("-"),
                m.holder.as_ref().map_or("-", |h| h.0.as_str()),
                r.basis
            );
        }
    }
    for (group, [a, b, c, d]) in groups.iter().filter(|(_, t)| t[1] > 0) {
        println!("{a:4} of {b:4}, held out {c:4} of {d:4}  {group}");
    }
    println!("{wrong}");
    println!("{} of {} right; held out {} of {}", good[0], count[0], good[1], count[1]);
    for held in [0, 1] {
        assert!(
            f64::from(good[held]) >= RIGHT[held] * f64::from(count[held]),
            "{} of {} right",
            good[held],
            count[held]
        );
    }
}
