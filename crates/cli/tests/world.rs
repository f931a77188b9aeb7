//! `chancery world` as a user runs it.

use assert_cmd::Command;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

fn chancery(args: &[&str]) -> (bool, String, String) {
    let output = Command::cargo_bin("chancery").expect("the program is built").args(args).output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
    (output.status.success(), text(output.stdout), text(output.stderr))
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        fs::write(dir.path().join(name), content).expect("a file");
    }
    dir
}

fn path(dir: &TempDir, name: &str) -> String {
    dir.path().join(name).display().to_string()
}

fn zipped(text: &str) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::fast());
    out.write_all(text.as_bytes()).expect("memory");
    out.finish().expect("memory")
}

fn table(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with('#')).skip(1).map(str::to_owned).collect()
}

#[test]
fn entries_are_shown_by_id() {
    for (id, holds) in [
        ("vladimir-putin", vec!["Q7747", "2012-05-07", "RUS GOV  President", "persons.tsv:"]),
        ("Q7747", vec!["vladimir-putin"]),
        ("SYR", vec!["Syria", "states.tsv:"]),
        ("islamic-state", vec!["Daesh", "REB", "organizations.tsv:"]),
        ("geonames-281133", vec!["Gaza City", "places.tsv:"]),
        ("the Kremlin", vec!["as an actor", "Russia"]),
    ] {
        let (done, out, err) = chancery(&["world", "show", id]);
        assert!(done, "{id}: {err}");
        for text in holds {
            assert!(out.contains(text), "{id}: {text:?} is not in {out}");
        }
    }
    assert!(!chancery(&["world", "show", "no-such-id-at-all"]).0);
}

#[test]
fn own_tables_are_checked_and_go_before_ours() {
    let persons = "name\taliases\twikidata\tcountry\toffice\tsector\trank\tstart\tend\n\
        Ada Quillfeather\t\t\tSYR\tMinister of Rain\tGOV\t3\t2020-01-01\t\n";
    let dir = folder(&[("mine.tsv", persons.as_bytes())]);
    let (done, out, err) = chancery(&["world", "check", &path(&dir, "mine.tsv")]);
    assert!(done && out.contains("no mistakes"), "{out}{err}");
    let (_, out, _) = chancery(&["world", "resolve", "--world", &path(&dir, ""), "--date", "2021", "Ada Quillfeather"]);
    assert!(out.contains("Minister of Rain"), "{out}");

    for (content, message) in [
        (persons.replace("SYR", "SYX").into_bytes(), "mine.tsv:2: \"SYX\" is no country; use"),
        (persons.replace("2020-01-01", "2020-02-30").into_bytes(), "mine.tsv:2: \"2020-02-30\" is no date; write"),
        (persons.replace("\trank", "\tgrade").into_bytes(), "mine.tsv:1: the columns are"),
        (b"name\t\xff\n".to_vec(), "mine.tsv:1: the text is not UTF-8; save"),
    ] {
        let dir = folder(&[("mine.tsv", &content)]);
        let (done, out, err) = chancery(&["world", "check", &path(&dir, "mine.tsv")]);
        assert!(!done && format!("{out}{err}").contains(message), "{message}: {out}{err}");
        let (done, _, err) = chancery(&["world", "show", "Syria", "--world", &path(&dir, "mine.tsv")]);
        assert!(!done && err.contains(message), "{message}: {err}");
    }
}

/// Imports one file. Gives the message and the rows of the tables.
fn import(name: &str, content: &[u8]) -> (bool, String, Vec<String>) {
    let dir = folder(&[(name, content)]);
    let out = dir.path().join("out");
    let (done, _, err) = chancery(&["world", "import", "-o", &out.display().to_string(), &path(&dir, name)]);
    let mut rows = Vec::new();
    for file in ["persons.tsv", "organizations.tsv", "places.tsv", "agents.tsv"] {
        rows.extend(table(&out.join(file)));
    }
    let left: Vec<_> =
        fs::read_dir(&out).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name())).collect();
    assert!(done || left.is_empty(), "nothing is half-imported: {left:?}");
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{left:?}");
    (done, err, rows)
}

const DUMP: &str = r#"[
{"type":"item","id":"Q900001","labels":{"en":{"value":"Ada Quillfeather"}},"aliases":{"en":[{"value":"Ada B. Quillfeather"}]},"claims":{"P27":[{"mainsnak":{"datavalue":{"value":{"id":"Q858"}}}}],"P39":[{"mainsnak":{"datavalue":{"value":{"id":"Q900002"}}},"qualifiers":{"P580":[{"snaktype":"value","datavalue":{"value":{"time":"+2012-05-07T00:00:00Z","precision":11}}}],"P582":[{"snaktype":"somevalue"}]}},{"mainsnak":{"datavalue":{"value":{"id":"Q900002"}}},"qualifiers":{"P580":[{"snaktype":"value","datavalue":{"value":{"time":"+2020-00-00T00:00:00Z","precision":9}}}]}}]}},
{"type":"item","id":"Q900003","labels":{"en":{"value":"Party of the Lamp"}},"claims":{"P31":[{"mainsnak":{"datavalue":{"value":{"id":"Q7278"}}}}],"P17":[{"mainsnak":{"datavalue":{"value":{"id":"Q858"}}}}]}},
{"type":"item","id":"Q900002","labels":{"en":{"value":"Minister of Defence of Syria"}},"claims":{"P1001":[{"mainsnak":{"datavalue":{"value":{"id":"Q858"}}}}]}}
]
"#;

#[test]
fn what_others_hold_is_imported() {
    let check = |name: &str, content: &[u8], expected: &[&str]| {
        let (done, err, rows) = import(name, content);
        assert!(done, "{name}: {err}");
        assert_eq!(rows, expected, "{name}: {err}");
    };
    let dump = [
        "Ada Quillfeather\tAda B. Quillfeather\tQ900001\tSYR\tMinister of Defence\tGOV\t2\t2012-05-07\t?\twikidata",
        "\t\t\tSYR\tMinister of Defence\tGOV\t2\t2020\t\twikidata",
        "Party of the Lamp\t\tSYR\tPTY\tQ900003\twikidata",
    ];
    check("dump.json", DUMP.as_bytes(), &dump);
    check("dump.json.gz", &zipped(DUMP), &dump);
    check(
        "result.csv",
        b"person,personLabel,positionLabel,countryLabel,start,end\n\
          http://www.wikidata.org/entity/Q900001,Ada Quillfeather,president,Syria,2012-05-07T00:00:00Z,2014\n\
          http://www.wikidata.org/entity/Q900001,Ada Quillfeather,\"judge, retired\",SYR,2015,\n",
        &[
            "Ada Quillfeather\t\tQ900001\tSYR\tpresident\tGOV\t1\t2012-05-07\t2014\t",
            "\t\t\tSYR\tjudge, retired\t\t3\t2015\t\t",
        ],
    );
    check(
        "result.json",
        br#"{"head":{"vars":["item","itemLabel","country","coord"]},"results":{"bindings":[
            {"itemLabel":{"type":"literal","value":"Quill Harbour"},"country":{"type":"uri","value":"http://www.wikidata.org/entity/Q858"},
             "coord":{"type":"literal","value":"Point(36.5 34.25)"}},
            {"itemLabel":{"type":"literal","value":"Lamp Society"},"country":{"type":"uri","value":"http://www.wikidata.org/entity/Q858"}}]}}"#,
        &["Lamp Society\t\tSYR\t\t\t", "Quill Harbour\t\tSYR\t34.25\t36.5\ttown\t\t"],
    );
    check(
        "own.actors.txt",
        b"# a dictionary of our own\nADA_QUILLFEATHER_ ; a comment\n+A._QUILLFEATHER_\n\t[SYRELI <890120]\n\t[SYRGOVMIL 890120-930119]\n\
          \t[SYROPP >930119]\nLEAGUE_OF_LAMPS_\n+LOL_\n\t[NGOHRI]\nSYRIA_ [SYR]\n",
        &[
            "Ada Quillfeather\tA. Quillfeather\t\tSYR\tOfficer\tMIL\t3\t1989-01-20\t1993-01-19\town.actors.txt",
            "\t\t\tSYR\tOpposition politician\tOPP\t3\t1993-01-19\t\town.actors.txt",
            "League of Lamps\tLOL\tNGO\tSOC\t\town.actors.txt",
        ],
    );
    check(
        "own.agents.txt",
        b"# nouns\nLAMPLIGHTER_ {LAMPLIGHTERS_} [~LAB]\n!MINE! = X, Y\nTOWN_CLERK_ [~GOV]\nTHING_ [~ZZZ]\n",
        &["LAB\tperson\t\tlamplighter", "GOV\tperson\t\ttown clerk"],
    );
}

#[test]
fn what_cannot_be_imported_is_told_with_line_and_cure() {
    let check = |name: &str, content: &[u8], message: &str| {
        let (done, err, rows) = import(name, content);
        assert!(!done && rows.is_empty(), "{name}: {rows:?}");
        assert!(err.contains(message) && err.contains("; "), "{name}: {message:?} is not in {err}");
    };
    let cut = |text: &str, bytes: usize| text.as_bytes()[..bytes].to_vec();
    check("dump.json", &cut(DUMP, 300), "dump.json:2: the line is no entity");
    check("dump.json", DUMP.trim_end().trim_end_matches(']').as_bytes(), "the dump ends without its closing");
    let gz = zipped(DUMP);
    check("dump.json.gz", &gz[..gz.len() - 30], "cut off");
    check("dump.json", b"[\n{\"type\":\"item\"},\n]\n", "dump.json:2: the entity has no id");
    check("r.csv", b"who,office\nA B,mayor\n", "r.csv:1: no column has names");
    check("r.csv", b"name,office,country,start\nA B,mayor,SYR,2012-13\n", "r.csv:2: \"2012-13\" is no date");
    check("r.csv", b"name,office,country,start,end\nA B,mayor,SYR,2012,2010\n", "r.csv:2: the tenure ends");
    check("r.csv", b"name,office,country\nA B,mayor,Atlantis\n", "r.csv:2: \"Atlantis\" is no country");
    check("r.csv", b"name,office,country\nA B,mayor\n", "r.csv:2: the row cannot be read");
    check("r.csv", b"name,sector\nLamp Society,XXX\n", "r.csv:2: \"XXX\" is no sector");
    check("r.json", b"{\"head\":{\"vars\":[\"name\"]},\"results\":{\"bindings\":[{", "r.json:1: the result is no JSON");
    check("x.txt", b"nothing of all this\n", "x.txt:1: the content is of no format");
}

#[test]
fn unknown_actors_are_listed_with_a_row() {
    let article = r#"{"id":"a","published":"2023-03-15","title":"Talks","text":"Syrian mayor Ada Quillfeather met Bo Reedmace on Tuesday. Quillfeather condemned the attack."}"#;
    let dir = folder(&[("a.jsonl", article.as_bytes())]);
    let records = path(&dir, "records.jsonl");
    assert!(chancery(&["read", "--format", "jsonl", "-o", &records, &path(&dir, "a.jsonl")]).0);
    let (done, of_articles, err) = chancery(&["world", "unknown", &path(&dir, "a.jsonl")]);
    assert!(done, "{err}");
    assert!(of_articles.contains("persons.tsv\tAda Quillfeather\t\t\tSYR\tMayor\tGOV\t3"), "{of_articles}");
    let (_, of_records, _) = chancery(&["world", "unknown", &records]);
    assert_eq!(of_articles, of_records);
}
