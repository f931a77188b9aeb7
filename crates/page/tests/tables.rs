//! Tables of articles (Parquet).

use chancery_page::{Hints, PageError, articles, table};
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use std::fs::File;
use std::io::{Seek, Write};
use std::sync::Arc;

const PROSE: &str =
    "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month.";

/// A column: strings, or numbers of any width.
enum Column<'a> {
    Strings(&'a [Option<&'a str>]),
    Numbers(&'a [Option<i64>]),
}

/// A file with these columns, all optional.
fn written(schema: &str, columns: &[Column], packed: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(&format!("message articles {{ {schema} }}")).expect("a schema"));
    let properties = Arc::new(WriterProperties::builder().set_compression(packed).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).expect("a writer");
    let mut group = writer.next_row_group().expect("a row group");
    for column in columns {
        let mut open = group.next_column().expect("a column").expect("as many columns as in the schema");
        match (open.untyped(), column) {
            (ColumnWriter::ByteArrayColumnWriter(out), Column::Strings(values)) => {
                let levels: Vec<i16> = values.iter().map(|v| v.is_some().into()).collect();
                let values: Vec<ByteArray> = values.iter().flatten().map(|v| ByteArray::from(*v)).collect();
                out.write_batch(&values, Some(&levels), None).expect("it is written");
            }
            (ColumnWriter::Int64ColumnWriter(out), Column::Numbers(values)) => {
                let levels: Vec<i16> = values.iter().map(|v| v.is_some().into()).collect();
                let values: Vec<i64> = values.iter().flatten().copied().collect();
                out.write_batch(&values, Some(&levels), None).expect("it is written");
            }
            (ColumnWriter::Int32ColumnWriter(out), Column::Numbers(values)) => {
                let levels: Vec<i16> = values.iter().map(|v| v.is_some().into()).collect();
                let values: Vec<i32> = values.iter().flatten().map(|v| *v as i32).collect();
                out.write_batch(&values, Some(&levels), None).expect("it is written");
            }
            _ => panic!("the column is of another type"),
        }
        open.close().expect("it is closed");
    }
    group.close().expect("it is closed");
    writer.into_inner().expect("the file")
}

fn opened(bytes: &[u8]) -> File {
    let mut file = tempfile::tempfile().expect("a temporary file");
    file.write_all(bytes).expect("it is written");
    file.rewind().expect("it is read from its beginning");
    file
}

fn hints() -> Hints {
    Hints { name: "batch.parquet".to_owned(), ..Hints::default() }
}

/// Id, date and text of each row; errors as their messages.
fn read(bytes: &[u8]) -> Vec<(String, String, String)> {
    let row = |result: Result<chancery_record::Article, PageError>| match result {
        Ok(article) => (article.id, article.published.map(|d| d.to_string()).unwrap_or_default(), article.text),
        Err(error) => ("error".to_owned(), String::new(), error.to_string()),
    };
    table(opened(bytes), &hints()).map(row).collect()
}

fn strings(packed: Compression) -> Vec<u8> {
    written(
        "optional binary id (UTF8); optional binary url (UTF8); optional binary published (UTF8); optional binary text (UTF8); \
         optional binary html (UTF8);",
        &[
            Column::Strings(&[Some("one"), None, Some("three"), Some("four")]),
            Column::Strings(&[Some("https://news.example/1"), None, None, None]),
            Column::Strings(&[Some("2023-03-15"), None, Some("soon"), None]),
            Column::Strings(&[Some(PROSE), None, Some(PROSE), None]),
            Column::Strings(&[
                None,
                Some("<html><body><p>The army left the town on Friday.</p></body></html>"),
                None,
                None,
            ]),
        ],
        packed,
    )
}

#[test]
fn a_row_is_an_article() {
    for packed in [Compression::UNCOMPRESSED, Compression::SNAPPY, Compression::ZSTD(Default::default())] {
        let got = read(&strings(packed));
        let row = |id: &str, day: &str, text: &str| (id.to_owned(), day.to_owned(), text.to_owned());
        assert_eq!(got[0], row("one", "2023-03-15", PROSE));
        assert_eq!(got[1], row("batch-2", "", "The army left the town on Friday."));
        assert!(got[2].2.starts_with("row 3 is not an article") && got[2].2.contains("\"soon\""), "{got:?}");
        assert!(got[3].2.contains("neither \"text\" nor \"html\""), "{got:?}");
        assert_eq!(got.len(), 4);
    }
}

#[test]
fn dates_and_numbers_are_read_as_they_are_kept() {
    let check = |kind: &str, value: i64, day: &str| {
        let schema = format!("optional int64 id; optional {kind}; optional binary text (UTF8);");
        let columns = [Column::Numbers(&[Some(7)]), Column::Numbers(&[Some(value)]), Column::Strings(&[Some(PROSE)])];
        let got = read(&written(&schema, &columns, Compression::SNAPPY));
        assert_eq!(got, [("7".to_owned(), day.to_owned(), PROSE.to_owned())], "{kind}");
    };
    let seconds = 1_678_838_400 + 3600;
    check("int32 published (DATE)", 19_431, "2023-03-15");
    check("int64 published (TIMESTAMP(MILLIS,true))", seconds * 1000, "2023-03-15");
    check("int64 published (TIMESTAMP(MICROS,true))", seconds * 1_000_000, "2023-03-15");
    check("int64 published (TIMESTAMP(NANOS,true))", seconds * 1_000_000_000, "2023-03-15");
}

#[test]
fn what_is_no_table_of_articles_says_why() {
    let check = |bytes: &[u8], expected: &str| {
        let got = read(bytes);
        assert!(got.len() == 1 && got[0].2.contains(expected), "{got:?}");
    };
    check(b"", "cannot be read");
    check(b"PAR1 and no more", "cannot be read");
    let numbers = written("optional int64 text;", &[Column::Numbers(&[Some(1)])], Compression::SNAPPY);
    check(&numbers, "no column \"text\" or \"html\" of strings; its columns are [\"text\"]");
    let none = written("optional binary text (UTF8);", &[Column::Strings(&[])], Compression::SNAPPY);
    check(&none, "the input is empty");
    let piped: Vec<String> =
        articles(&numbers[..], &hints()).map(|r| r.map_or_else(|e| e.to_string(), |a| a.id)).collect();
    assert!(piped.len() == 1 && piped[0].contains("not through a pipe"), "{piped:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever bytes of a file are changed or cut off, reading comes to an end.
    #[test]
    fn any_damage_is_survived(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6), cut in 0usize..60) {
        let mut bytes = strings(Compression::SNAPPY);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(bytes.len() - cut);
        prop_assert!(read(&bytes).len() < 100);
    }
}
