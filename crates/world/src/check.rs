//! What is wrong with tables that load: facts that cannot both hold, and names that will mislead.

use crate::compile::{Source, compile};
use crate::persons::{Class, bounds, class_of};
use crate::table::{Row, Table, TableError, rows};
use crate::text::folded;
use chancery_record::PartialDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Words of English that news writes in lower case.
const ENGLISH: &str = include_str!("../../../world/english.txt");
/// What is knowingly so in our own tables.
const ALLOWED: &str = include_str!("../../../world/allowed.tsv");

/// Mistakes after which a table is not read further.
const MOST_MISTAKES: usize = 20;

/// Days that two holders of one office may share: a handover, and dates that are a month long.
const HANDOVER: i32 = 45;

/// Finds mistakes in tables: what keeps them from loading, and in tables that load two holders of one office at a time,
/// items and GeoNames ids that stand twice, names that a row gives twice or two bodies share, rows without a code, and
/// names that are common words without a guard.
///
/// With a user's tables among the sources, only what concerns their rows is given.
pub fn check(sources: &[Source<'_>]) -> Vec<TableError> {
    let mistakes = mistakes(sources);
    if !mistakes.is_empty() {
        return mistakes;
    }
    let mut checker = Checker::default();
    let any_own = sources.iter().any(|source| source.own);
    // A user's rows come first, so that what is found of two rows is told of ours second.
    let mut ordered: Vec<&Source<'_>> = sources.iter().collect();
    ordered.sort_by_key(|source| !source.own);
    let parts: Vec<(Table, bool, Vec<Row<'_>>)> = ordered
        .iter()
        .filter_map(|source| rows(source.file, source.text).ok().map(|(table, rows)| (table, source.own, rows)))
        .collect();
    for (table, _, rows) in &parts {
        if *table == Table::Words {
            let guards = rows.iter().filter(|row| matches!(row.cell(0), "wordlike" | "given" | "common"));
            checker.guarded.extend(guards.flat_map(|row| row.list(1)).map(folded));
        }
    }
    for (table, own, rows) in &parts {
        checker.concerns = *own || !any_own;
        match table {
            Table::Persons => checker.persons(rows),
            Table::Organizations => checker.organizations(rows),
            Table::Places => checker.places(rows),
            Table::Metonyms => rows.iter().for_each(|row| checker.words(row, 0)),
            _ => {}
        }
    }
    checker.overlaps();
    checker.found
}

/// What keeps tables from loading, row by row.
fn mistakes(sources: &[Source<'_>]) -> Vec<TableError> {
    let mut found = Vec::new();
    let mut texts: Vec<String> = sources.iter().map(|source| source.text.to_owned()).collect();
    while found.len() < MOST_MISTAKES {
        let now: Vec<Source<'_>> =
            sources.iter().zip(&texts).map(|(source, text)| Source { text, ..source.clone() }).collect();
        let Err(error) = compile(&now) else { break };
        // The next mistake is the first once this row is gone.
        let at = sources.iter().position(|source| source.file == error.file);
        let rest = at.map(|at| without_line(&texts[at], error.line)).filter(|_| error.line > 0);
        let names_columns = error.problem.starts_with("the columns are");
        found.push(error);
        match (at, rest) {
            (Some(at), Some(text)) if text != texts[at] && !names_columns => texts[at] = text,
            _ => break,
        }
    }
    found
}

fn without_line(text: &str, line: usize) -> String {
    let keep = |(i, l): (usize, &str)| if i + 1 == line { "#".to_owned() } else { l.to_owned() };
    text.lines().enumerate().map(keep).collect::<Vec<_>>().join("\n")
}

/// A tenure in an office that one person holds at a time.
struct Held<'t> {
    person: &'t str,
    row: Row<'t>,
    from: PartialDate,
    until: Option<PartialDate>,
    concerns: bool,
}

#[derive(Default)]
struct Checker<'t> {
    found: Vec<TableError>,
    /// Whether the rows at hand are those that are asked about.
    concerns: bool,
    guarded: HashSet<String>,
    offices: BTreeMap<(String, String), Vec<Held<'t>>>,
    items: HashMap<(Table, &'t str), (String, usize)>,
    names: HashMap<String, (String, usize)>,
}

impl<'t> Checker<'t> {
    fn add(&mut self, row: &Row<'_>, problem: String, cure: &str) {
        if self.concerns {
            self.found.push(row.error(problem, cure));
        }
    }

    fn persons(&mut self, rows: &[Row<'t>]) {
        let mut person = "";
        for row in rows {
            if !row.cell(0).is_empty() {
                person = row.cell(0);
                self.item(Table::Persons, row, 2);
                self.aliases(row, 0, 1);
                self.words(row, 1);
            }
            if row.cell(5).is_empty() && row.cell(3).len() == 3 && !is_body(row.cell(3)) {
                self.add(
                    row,
                    format!("{person} holds an office of {} without a sector", row.cell(3)),
                    "fill the column sector",
                );
            }
            if row.cell(4).is_empty() {
                self.add(row, format!("{person} has a row without an office"), "fill the column office");
            }
            if matches!(row.cell(6), "1") {
                let surname = person.rsplit(' ').next().unwrap_or(person);
                self.word(row, surname, "common");
            }
            let date = |column| PartialDate::parse(row.cell(column));
            let (Some(from), true) = (date(7), single(row)) else { continue };
            // An end that no source tells says nothing of who held the office next.
            let until = if row.cell(8) == "?" { Some(from) } else { date(8) };
            let office = office_key(row.cell(4));
            self.offices.entry((row.cell(3).to_owned(), office)).or_default().push(Held {
                person,
                row: row.clone(),
                from,
                until,
                concerns: self.concerns,
            });
        }
    }

    fn organizations(&mut self, rows: &[Row<'t>]) {
        for row in rows {
            self.item(Table::Organizations, row, 4);
            self.aliases(row, 0, 1);
            self.words(row, 0);
            self.words(row, 1);
            if row.cell(2).is_empty() && row.cell(3).is_empty() {
                self.add(
                    row,
                    format!("{:?} has neither country nor sector", row.cell(0)),
                    "fill one of the two columns",
                );
            }
            let names: BTreeSet<&str> = row.list(0).chain(row.list(1)).collect();
            for name in names {
                let here = (row.file().to_owned(), row.line);
                let key = name.to_owned();
                if let Some((file, line)) = self.names.get(&key) {
                    let problem = format!("{name:?} is a name of the body at {file}:{line} already");
                    self.add(row, problem, "take it out of one of the two rows");
                } else {
                    self.names.insert(key, here);
                }
            }
        }
    }

    fn places(&mut self, rows: &[Row<'t>]) {
        for row in rows {
            self.item(Table::Places, row, 6);
            self.aliases(row, 0, 1);
            self.words(row, 0);
        }
    }

    /// An identifier of another source that two rows have.
    fn item(&mut self, table: Table, row: &Row<'t>, column: usize) {
        let item = row.cell(column);
        if item.is_empty() {
            return;
        }
        if let Some((file, line)) = self.items.get(&(table, item)) {
            let problem = format!("{item} is the row at {file}:{line} already");
            self.add(row, problem, "make one row of the two, or mend the item");
        } else {
            self.items.insert((table, item), (row.file().to_owned(), row.line));
        }
    }

    /// A name that a row gives twice.
    fn aliases(&mut self, row: &Row<'t>, name: usize, aliases: usize) {
        let mut seen = HashSet::from([row.cell(name)]);
        for alias in row.list(aliases) {
            if !seen.insert(alias) {
                self.add(row, format!("{alias:?} stands twice in the row"), "take one of the two out");
            }
        }
    }

    fn words(&mut self, row: &Row<'t>, column: usize) {
        for name in row.list(column) {
            self.word(row, name, "wordlike");
        }
    }

    /// A name of one word that is a word of English too, and that no class of words guards.
    fn word(&mut self, row: &Row<'t>, name: &str, class: &str) {
        let low = folded(name);
        let acronym = name.chars().all(|c| !c.is_lowercase());
        if name.contains([' ', '-'])
            || acronym
            || self.guarded.contains(&low)
            || !is_english(&low)
            || allowed("word", &low)
        {
            return;
        }
        let cure = format!("add {low:?} to the class {class} of words.tsv, or take the name out");
        self.add(row, format!("{name:?} is a common word"), &cure);
    }

    /// Two holders of one office at a time.
    fn overlaps(&mut self) {
        for ((country, office), mut held) in std::mem::take(&mut self.offices) {
            held.sort_by_key(|h| (h.from, h.row.line));
            for (i, first) in held.iter().enumerate() {
                for second in &held[i + 1..] {
                    let until = [first.until, second.until].into_iter().flatten().map(|d| bounds(d).0).min();
                    let days = until.unwrap_or(i32::MAX).saturating_sub(bounds(second.from).1);
                    let concerns = first.concerns || second.concerns;
                    let what = format!("{country} {office}");
                    let known = [first, second].iter().any(|h| allowed("overlap", &format!("{what}, {}", h.person)));
                    if first.person == second.person || days <= HANDOVER || !concerns || known {
                        continue;
                    }
                    // Of a user's row and ours, the user's is told of.
                    let (row, other) = if second.concerns { (second, first) } else { (first, second) };
                    let end = other.until.map_or_else(|| "no end".to_owned(), |end| format!("to {end}"));
                    let problem = format!(
                        "{} holds {what:?} from {} on, {} from {} {end} ({}:{})",
                        row.person,
                        row.from,
                        other.person,
                        other.from,
                        other.row.file(),
                        other.row.line
                    );
                    self.found
                        .push(row.row.error(problem, "end the one where the other begins, or name the offices apart"));
                }
            }
        }
    }
}

/// Whether one person holds the office at a time: heads of state and government, of international bodies, foreign and
/// defence ministers, under the name that the table gives them.
fn single(row: &Row<'_>) -> bool {
    let class = class_of(row.cell(4));
    let high = matches!(row.cell(6), "1" | "2");
    let one = matches!(class, Class::President | Class::Premier | Class::Monarch | Class::Foreign | Class::Defence);
    high && (one || is_body(row.cell(3)) && row.cell(3) != "IMG")
}

/// An office's name as the same offices have it.
fn office_key(office: &str) -> String {
    let mut key = folded(office).replace("defense", "defence").replace(" for ", " of ");
    for word in ["the ", "federal ", "national ", "acting ", "interim "] {
        key = key.replace(word, "");
    }
    key.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_body(code: &str) -> bool {
    crate::compile::NO_STATE.contains(&code)
}

fn is_english(low: &str) -> bool {
    let mut lines = ENGLISH.lines().filter(|line| !line.starts_with('#'));
    // Lines are in order, and so are their words.
    let line = lines.by_ref().take_while(|line| line.split(' ').next().is_some_and(|first| first <= low)).last();
    line.is_some_and(|line| line.split(' ').any(|word| word == low))
}

fn allowed(check: &str, what: &str) -> bool {
    ALLOWED.lines().any(|line| line.split('\t').take(2).eq([check, what]))
}
