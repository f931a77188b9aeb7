//! Tables of articles as Parquet files.

use crate::given::Given;
use crate::{Hints, MAX_ARTICLE, PageError};
use chancery_record::Article;
use parquet::basic::Type as Physical;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Columns that are read; the names are those of [`Given`].
const COLUMNS: &[&str] = &["id", "url", "title", "published", "date", "text", "html", "language", "outlet", "agency"];

/// Rows that are unpacked at once: a row may hold a whole page.
const ROWS: usize = 8;

/// First and last bytes of a Parquet file.
pub const PARQUET: &[u8] = b"PAR1";

/// Streams the articles of a Parquet file, one a row: columns `id`, `url`, `title`, `published` (text, a date or a time),
/// `text` or `html`, `language`, `outlet` and `agency`, of which `text` or `html` must be there. What the file keeps beside
/// them is not read. Memory is bounded by the file's largest page.
///
/// A row that is no article is an error in its place.
pub fn table(file: File, hints: &Hints) -> Table {
    Table { hints: hints.clone(), state: State::Start(file), row: 0 }
}

/// The articles of a table, in its order. See [`table`].
pub struct Table {
    hints: Hints,
    state: State,
    row: usize,
}

enum State {
    Start(File),
    Rows(Box<RowIter<'static>>),
    Done,
}

fn bad(why: impl ToString) -> PageError {
    PageError::BadTable { why: why.to_string() }
}

/// Runs what a damaged file may make the library panic in.
fn guarded<T>(work: impl FnOnce() -> Result<T, PageError>) -> Result<T, PageError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(bad("its structure is broken")))
}

fn open(file: File) -> Result<RowIter<'static>, PageError> {
    let reader = SerializedFileReader::new(file).map_err(bad)?;
    let schema = reader.metadata().file_metadata().schema();
    let kept = |column: &&Arc<Type>| column.is_primitive() && COLUMNS.contains(&column.name());
    let columns: Vec<Arc<Type>> = schema.get_fields().iter().filter(kept).cloned().collect();
    let strings = |column: &Arc<Type>| {
        ["text", "html"].contains(&column.name()) && column.get_physical_type() == Physical::BYTE_ARRAY
    };
    if !columns.iter().any(strings) {
        let names: Vec<&str> = schema.get_fields().iter().map(|column| column.name()).collect();
        return Err(bad(format!("it has no column \"text\" or \"html\" of strings; its columns are {names:?}")));
    }
    let projection = Type::group_type_builder(schema.name()).with_fields(columns).build().map_err(bad)?;
    let rows = RowIter::from_file_into(Box::new(reader)).with_batch_size(ROWS);
    rows.project(Some(projection)).map_err(bad)
}

/// The parts of an article that a row holds.
fn given(row: &Row) -> Result<Given, String> {
    let mut given = Given::default();
    for (name, field) in row.get_column_iter() {
        if matches!(field, Field::Null) {
            continue;
        }
        if name == "id" {
            given.id = Some(match field {
                Field::Str(id) => id.as_str().into(),
                Field::Bytes(id) => String::from_utf8_lossy(id.data()).into(),
                Field::Byte(_) | Field::Short(_) | Field::Int(_) | Field::Long(_) => field.to_string().into(),
                Field::UByte(_) | Field::UShort(_) | Field::UInt(_) | Field::ULong(_) => field.to_string().into(),
                _ => return Err("\"id\" is neither a string nor a whole number".to_owned()),
            });
            continue;
        }
        let value = match field {
            Field::Str(text) if text.len() <= MAX_ARTICLE => text.clone(),
            Field::Bytes(bytes) if bytes.len() <= MAX_ARTICLE => String::from_utf8_lossy(bytes.data()).into_owned(),
            Field::Str(_) | Field::Bytes(_) => return Err(format!("{name:?} is longer than {MAX_ARTICLE} bytes")),
            _ => match day(field) {
                Some(day) if ["published", "date"].contains(&name.as_str()) => day,
                _ => return Err(format!("{name:?} is no string: {field}")),
            },
        };
        let part = match name.as_str() {
            "url" => &mut given.url,
            "title" => &mut given.title,
            "published" => &mut given.published,
            "date" => &mut given.date,
            "text" => &mut given.text,
            "html" => &mut given.html,
            "language" => &mut given.language,
            "outlet" => &mut given.outlet,
            "agency" => &mut given.agency,
            _ => continue,
        };
        *part = Some(value);
    }
    Ok(given)
}

/// The day of a date, or of a time (UTC).
fn day(field: &Field) -> Option<String> {
    const DAY: i64 = 86_400;
    let seconds = match field {
        Field::Date(days) => i64::from(*days) * DAY,
        Field::TimestampMillis(time) => time.div_euclid(1000),
        Field::TimestampMicros(time) => time.div_euclid(1_000_000),
        // Nanoseconds come without their unit; what counts seconds or less finely is no time.
        Field::Long(time) if time.unsigned_abs() > 1_000_000_000_000_000 => time.div_euclid(1_000_000_000),
        _ => return None,
    };
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(jiff::tz::Offset::UTC.to_datetime(time).date().to_string())
}

impl Iterator for Table {
    type Item = Result<Article, PageError>;

    fn next(&mut self) -> Option<Self::Item> {
        let opened = match std::mem::replace(&mut self.state, State::Done) {
            State::Start(file) => guarded(|| open(file).map(Box::new)),
            State::Rows(rows) => Ok(rows),
            State::Done => return None,
        };
        let result = opened.and_then(|mut rows| {
            let row = guarded(|| rows.next().transpose().map_err(bad))?;
            Ok(row.map(|row| (row, rows)))
        });
        let row = match result {
            Ok(Some((row, rows))) => {
                self.state = State::Rows(rows);
                row
            }
            Ok(None) if self.row == 0 => return Some(Err(PageError::Empty)),
            Ok(None) => return None,
            Err(error) => return Some(Err(error)),
        };
        self.row += 1;
        let bad = |why| PageError::BadRow { row: self.row, why };
        Some(given(&row).map_err(bad).and_then(|given| given.article(self.row, &self.hints, bad)))
    }
}
