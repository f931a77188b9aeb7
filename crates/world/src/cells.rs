//! What cells of a table hold: numbers, dates, codes.

use crate::table::{Row, TableError};
use chancery_record::{PartialDate, Sector};

/// A date; none where the cell is empty.
pub(crate) fn date(row: &Row<'_>, column: usize) -> Result<Option<PartialDate>, TableError> {
    match row.cell(column) {
        "" => Ok(None),
        text => PartialDate::parse(text).map(Some).ok_or_else(|| {
            row.error(
                format!("{text:?} is no date"),
                "write YYYY, YYYY-MM or YYYY-MM-DD, and ? for an end that no source tells",
            )
        }),
    }
}

/// Two numbers, or none where one is missing.
pub(crate) fn pair(a: Option<f64>, b: Option<f64>) -> Option<(f64, f64)> {
    Some((a?, b?))
}

/// Degrees; none where the cell is empty.
pub(crate) fn coordinate(row: &Row<'_>, column: usize) -> Result<Option<f64>, TableError> {
    match row.cell(column) {
        "" => Ok(None),
        text => match text.parse::<f64>() {
            Ok(n) if n.abs() <= 180.0 => Ok(Some(n)),
            _ => Err(row.error(format!("{text:?} is no coordinate"), "write degrees between -180 and 180")),
        },
    }
}

/// A sector by its code; none where the cell is empty.
pub(crate) fn sector(row: &Row<'_>, column: usize) -> Result<Option<Sector>, TableError> {
    match row.cell(column) {
        "" => Ok(None),
        code => Sector::from_code(code)
            .map(Some)
            .ok_or_else(|| row.error(format!("{code:?} is no sector"), "use a PLOVER sector such as GOV, MIL or REB")),
    }
}

/// A Wikidata item as it stands; nothing where the cell is empty.
pub(crate) fn wikidata<'t>(row: &Row<'t>, column: usize) -> Result<&'t str, TableError> {
    match row.cell(column) {
        "" => Ok(""),
        q if q.len() > 1 && q.starts_with('Q') && q[1..].bytes().all(|b| b.is_ascii_digit()) => Ok(q),
        other => Err(row.error(format!("{other:?} is no Wikidata item"), "write Q and a number, or nothing")),
    }
}
