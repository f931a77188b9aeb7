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

/// One row of a table.
#[derive(Debug)]
pub(crate) struct Row<'f> {
    file: &'f str,
    /// Line in the file, counted from 1.
    pub line: usize,
    cells: Vec<&'static str>,
}

impl<'f> Row<'f> {
    /// The text of a column.
    pub fn cell(&self, column: usize) -> &'static str {
        self.cells.get(column).copied().unwrap_or("").trim()
    }

    /// The parts of a column that holds a list.
    pub fn list(&self, column: usize) -> impl Iterator<Item = &'static str> + use<> {
        self.cell(column).split('|').map(str::trim).filter(|s| !s.is_empty())
    }

    /// An error about this row.
    pub fn error(&self, problem: impl Into<String>, cure: impl Into<String>) -> TableError {
        TableError { file: self.file.to_owned(), line: self.line, problem: problem.into(), cure: cure.into() }
    }
}

/// Reads the rows of a table whose columns must be `columns`, in this order.
pub(crate) fn rows<'f>(file: &'f str, text: &'static str, columns: &[&str]) -> Result<Vec<Row<'f>>, TableError> {
    let mut out = Vec::with_capacity(text.len() / 64);
    let mut named = false;
    for (i, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let mut cells = Vec::with_capacity(columns.len());
        cells.extend(line.split('\t'));
        let row = Row { file, line: i + 1, cells };
        if !named {
            if row.cells.iter().map(|c| c.trim()).ne(columns.iter().copied()) {
                return Err(row.error(
                    format!("the columns are {:?}", row.cells.join(" ")),
                    format!("name them {:?}, parted by tabs, in this order", columns.join(" ")),
                ));
            }
            named = true;
            continue;
        }
        if row.cells.len() > columns.len() {
            return Err(row.error(
                format!("the row has {} cells, the table {} columns", row.cells.len(), columns.len()),
                "take out the surplus tab",
            ));
        }
        out.push(row);
    }
    Ok(out)
}
