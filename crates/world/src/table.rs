//! Reading of tables: tab-separated text with `#` comments and a line that names the columns.

use thiserror::Error;

/// Why a table could not be loaded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {problem}; {cure}")]
pub struct TableError {
    /// The table's file.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub cure: String,
}

/// What a table holds, and so which columns it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// States and territories.
    States,
    /// Adjectives and nouns of peoples that tell their state.
    Peoples,
    /// Names that stand for a government or a part of it.
    Metonyms,
    /// Organisations, groups, parties, outlets.
    Organizations,
    /// Persons with their offices.
    Persons,
    /// Places.
    Places,
    /// Towns and divisions of the whole world, as an outline.
    Towns,
    /// Agent nouns.
    Agents,
    /// Word classes.
    Words,
}

impl Table {
    /// All of them, in the order in which their names count: a state before a town of the same name.
    pub const ALL: [Table; 9] = [
        Table::States,
        Table::Peoples,
        Table::Metonyms,
        Table::Organizations,
        Table::Persons,
        Table::Places,
        Table::Towns,
        Table::Agents,
        Table::Words,
    ];

    /// Columns that the table must have, in this order.
    pub fn columns(self) -> &'static [&'static str] {
        match self {
            Table::States => &[
                "iso3",
                "name",
                "adjectives",
                "names",
                "people",
                "capital",
                "capital_names",
                "lat",
                "lon",
                "middle_lat",
                "middle_lon",
                "wikidata",
            ],
            Table::Peoples => &["adjectives", "people", "country"],
            Table::Metonyms => &["names", "plain", "country", "sector"],
            Table::Organizations => &["name", "aliases", "country", "sector", "wikidata"],
            Table::Persons => &["name", "aliases", "wikidata", "country", "office", "sector", "rank", "start", "end"],
            Table::Places => &["name", "aliases", "country", "lat", "lon", "kind", "geonames"],
            Table::Towns => &["level", "name", "aliases", "lat", "lon", "size", "geonames", "short"],
            Table::Agents => &["sector", "kind", "flags", "phrases"],
            Table::Words => &["class", "words"],
        }
    }

    /// Columns that may follow those, in any order. As cells of a row they come after the others, in this order.
    pub fn optional(self) -> &'static [&'static str] {
        match self {
            Table::Organizations => &["source", "id", "eras"],
            Table::Persons | Table::Places => &["source", "id"],
            _ => &[],
        }
    }

    /// The table whose columns a line names.
    fn of_columns(cells: &[&str]) -> Option<Table> {
        Table::ALL.into_iter().find(|table| {
            let needed = table.columns();
            let (first, rest) = cells.split_at(needed.len().min(cells.len()));
            let extra = |c: &&str| table.optional().contains(c);
            first == needed && rest.iter().all(extra) && (1..rest.len()).all(|i| !rest[..i].contains(&rest[i]))
        })
    }
}

/// One row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row<'t> {
    file: &'t str,
    /// Line in the file, counted from 1.
    pub line: usize,
    cells: Vec<&'t str>,
}

impl<'t> Row<'t> {
    /// The text of a column.
    pub fn cell(&self, column: usize) -> &'t str {
        self.cells.get(column).copied().unwrap_or("").trim()
    }

    /// The file that it stands in.
    pub fn file(&self) -> &'t str {
        self.file
    }

    /// The parts of a column that holds a list.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'t str> + use<'t> {
        self.cell(column).split('|').map(str::trim).filter(|s| !s.is_empty())
    }

    /// An error about this row.
    pub fn error(&self, problem: impl Into<String>, cure: impl Into<String>) -> TableError {
        TableError { file: self.file.to_owned(), line: self.line, problem: problem.into(), cure: cure.into() }
    }
}

/// Reads a table: which one it is, by its columns, and its rows.
///
/// # Errors
/// Where no table has such columns, or a row has too many cells.
pub(crate) fn rows<'t>(file: &'t str, text: &'t str) -> Result<(Table, Vec<Row<'t>>), TableError> {
    let mut out = Vec::with_capacity(text.len() / 64);
    let mut head: Option<(Table, Vec<usize>)> = None;
    for (i, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let mut row = Row { file, line: i + 1, cells: line.split('\t').collect() };
        let Some((table, order)) = &head else {
            let names: Vec<&str> = row.cells.iter().map(|c| c.trim()).collect();
            let Some(table) = Table::of_columns(&names) else { return Err(no_columns(&row, &names)) };
            let position = |name: &&str| names.iter().position(|n| n == name).unwrap_or(usize::MAX);
            head = Some((table, table.columns().iter().chain(table.optional()).map(position).collect()));
            continue;
        };
        let known = order.iter().filter(|at| **at != usize::MAX).count();
        if row.cells.len() > known {
            return Err(row.error(
                format!("the row has {} cells, the table {known} columns", row.cells.len()),
                "take out the surplus tab",
            ));
        }
        if !table.optional().is_empty() {
            row.cells = order.iter().map(|at| row.cells.get(*at).copied().unwrap_or("")).collect();
        }
        out.push(row);
    }
    match head {
        Some((table, _)) => Ok((table, out)),
        None => Err(no_columns(&Row { file, line: 1, cells: Vec::new() }, &[])),
    }
}

/// What to say of columns that no table has: those of the table that has most of them.
fn no_columns(row: &Row<'_>, names: &[&str]) -> TableError {
    let alike = |table: &Table| table.columns().iter().filter(|c| names.contains(c)).count();
    let stem = row.file.rsplit(['/', '\\']).next().unwrap_or("").trim_end_matches(".tsv");
    let called = Table::ALL.into_iter().find(|t| format!("{t:?}").to_lowercase() == stem);
    let best = called.or_else(|| Table::ALL.into_iter().max_by_key(alike).filter(|t| alike(t) > 0));
    let cure = match best {
        Some(table) => format!("name them {:?}, parted by tabs, in this order", table.columns().join(" ")),
        None => {
            let all: Vec<String> = Table::ALL.iter().map(|t| format!("{:?}", t.columns().join(" "))).collect();
            format!("the first line that is no comment names them, parted by tabs, as one of {}", all.join(", "))
        }
    };
    row.error(format!("the columns are {:?}", names.join(" ")), cure)
}
