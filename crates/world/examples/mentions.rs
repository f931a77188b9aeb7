//! Resolves phrases from standard input, one a line: `phrase`, or `phrase TAB date TAB context`. For looking at many.

use chancery_language::tokens;
use chancery_record::PartialDate;
use chancery_world::World;

fn words(text: &str) -> Vec<&str> {
    tokens(text).into_iter().map(|token| &text[token.bytes]).collect()
}

fn main() {
    for line in std::io::stdin().lines().map_while(Result::ok) {
        let cells: Vec<&str> = line.split('\t').collect();
        let date = cells.get(1).and_then(|d| PartialDate::parse(d));
        let context = words(cells.get(2).copied().unwrap_or(""));
        let m = World::embedded().mention(&words(cells[0]), &context, date);
        let sectors: Vec<&str> = m.sectors.iter().map(|s| s.code()).collect();
        let r = &m.resolved;
        println!(
            "{}\t{}\t{}\t{}\t{}\t{}\t{}",
            cells[0],
            m.countries.join("+"),
            sectors.join(","),
            r.name.as_deref().unwrap_or(""),
            r.office.as_deref().or(r.role.as_deref()).unwrap_or(""),
            m.holder.as_ref().map_or("", |h| h.0.as_str()),
            r.basis
        );
    }
}
