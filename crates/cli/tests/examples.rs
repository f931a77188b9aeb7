//! The examples as the README shows them, and the commands beside `read`.

use assert_cmd::Command;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Standard output of a command that must succeed, run in the root of the repository.
fn output(args: &[&str]) -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(args)
        .current_dir(root())
        .output()
        .expect("the command starts");
    assert!(run.status.success(), "{args:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("the output is UTF-8")
}

#[test]
fn the_examples_give_their_records() {
    for example in ["treaty.html", "visit-scraped.txt", "ministry-release.txt", "wire.jsonl"] {
        insta::assert_snapshot!(example, output(&["read", &format!("examples/{example}")]));
    }
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).expect("the README is there");
    let output = output(&["read", "examples/treaty.html"]);
    // The head, the heading and the first events, which empty lines part.
    let beginning: Vec<&str> = output.split_inclusive("\n\n").take(7).collect();
    let beginning = beginning.concat();
    let block: String =
        beginning.trim_end().lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect();
    let (open, close) = ("<!-- the output begins -->\n\n", "\n<!-- the output ends -->");
    let (before, rest) = readme.split_once(open).expect("the README marks where the output begins");
    let (shown, after) = rest.split_once(close).expect("the README marks where the output ends");
    if env::var_os("UPDATE_README").is_some() {
        fs::write(&path, [before, open, &block, close, after].concat()).expect("the README is written");
    } else {
        assert_eq!(shown, block, "run it again with UPDATE_README=1");
    }
}

#[test]
fn the_readme_names_only_commands_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).expect("the README is there");
    let check = |command: &str| {
        assert!(readme.contains(&format!("chancery {command} ")), "the README does not name {command}");
        assert!(output(&[command, "--help"]).contains("Usage: chancery"), "{command}");
    };
    check("read");
    check("parse");
    check("copies");
    check("codebook");
    check("world");
    check("doctor");
}

#[test]
fn parse_writes_ten_columns_for_each_token() {
    let conllu = output(&["parse", "examples/treaty.html", "--format", "conllu"]);
    let tokens: Vec<&str> = conllu.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert!(tokens.iter().all(|token| token.split('\t').count() == 10), "{conllu}");
    assert!(tokens.iter().any(|token| token.split('\t').nth(1) == Some("Gorbachev")));
}

#[test]
fn copies_of_articles_and_of_records_are_found() {
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    let example = fs::read_to_string(root().join("examples/wire.jsonl")).expect("the example is there");
    let first = example.lines().next().expect("it has a line");
    let copy = first.replace("wire-1", "taken").replace("1990-08-02", "1990-08-03").replace("invades", "overruns");
    let file = folder.path().join("taken.jsonl");
    fs::write(&file, copy).expect("the file is written");
    let file = file.to_str().expect("a plain path");
    let lines = output(&["copies", "--format", "jsonl", "examples/wire.jsonl", file]);
    let last: serde_json::Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert_eq!(last["sources"][0]["id"], "wire-1", "{last}");
    assert_eq!(last["sources"][0]["kind"], "re-headlined", "{last}");

    let records = folder.path().join("records.jsonl");
    let read = output(&["read", "--format", "jsonl", "examples/wire.jsonl", file]);
    fs::write(&records, read).expect("the file is written");
    let of_records = output(&["copies", "--format", "jsonl", records.to_str().expect("a plain path")]);
    assert_eq!(of_records, lines);
    assert!(output(&["copies", "examples/wire.jsonl"]).contains("without copies"));
}

#[test]
fn a_codebook_is_checked() {
    assert!(output(&["codebook", "check"]).contains("no mistakes"));
    let embedded = output(&["codebook", "check"]);
    assert_eq!(output(&["codebook", "check", "codebook"]), embedded, "the folder holds what the program holds");

    let folder = tempfile::TempDir::new().expect("a temporary folder");
    for file in fs::read_dir(root().join("codebook")).expect("the codebook is there").flatten() {
        fs::copy(file.path(), folder.path().join(file.file_name())).expect("the file is copied");
    }
    let accuse = folder.path().join("accuse.toml");
    let text = fs::read_to_string(&accuse).expect("the file is there");
    fs::write(&accuse, text.replacen("type = \"ACCUSE\"", "type = \"ACUSE\"", 1)).expect("the file is written");
    let run = Command::new(env!("CARGO_BIN_EXE_chancery")).args(["codebook", "check"]).arg(folder.path()).output();
    let run = run.expect("the command starts");
    let message = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1));
    assert!(message.contains("accuse.toml:2: \"ACUSE\" is no event type"), "{message}");
}

#[test]
fn the_world_is_asked() {
    let check = |phrase: &str, date: &str, expected: &str| {
        let shown = output(&["world", "show", phrase, "--date", date]);
        assert!(shown.contains(expected), "{phrase} at {date}: {shown}");
    };
    check("the Kremlin", "2020", "country   RUS");
    check("Turkish defense minister", "2020", "country   TUR");
    let unknown = Command::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["world", "show", "xyzzy"])
        .output()
        .expect("the command starts");
    assert_eq!(unknown.status.code(), Some(1));
}

#[test]
fn doctor_names_the_versions_that_records_name() {
    let doctor = output(&["doctor"]);
    let record = output(&["read", "--format", "jsonl", "examples/treaty.html"]);
    let record: serde_json::Value = serde_json::from_str(&record).expect("one record");
    for part in ["model", "codebook", "world", "chancery"] {
        let version = record["versions"][part].as_str().expect("a version");
        assert!(!version.is_empty() && doctor.contains(version), "{part} {version}: {doctor}");
    }
}

#[test]
fn the_manual_page_has_the_commands() {
    let page = output(&["man"]);
    assert!(page.contains(".TH chancery") && page.contains("chancery\\-read"), "{page}");
}
