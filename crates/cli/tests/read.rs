//! `chancery read` as a user types it: what comes out, what is said of bad input, and the exit code.

use assert_cmd::Command;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

fn chancery(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(args).env_remove("NO_COLOR").current_dir(examples());
    command
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(args: &[&str], stdin: &[u8]) -> Run {
    let output = chancery(args).write_stdin(stdin).output().expect("the command starts");
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("the messages are UTF-8"),
    }
}

/// A folder with a few inputs: their names, and what they hold.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("the file is written");
    }
    folder
}

fn ids(jsonl: &str) -> Vec<String> {
    let id = |line: &str| {
        serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON")["id"].as_str().map(str::to_owned)
    };
    jsonl.lines().map(|line| id(line).expect("a record has an id")).collect()
}

const EXAMPLES: [&str; 4] = ["treaty.html", "visit-scraped.txt", "ministry-release.txt", "wire.jsonl"];

#[test]
fn bad_input_is_reported_and_the_rest_is_read() {
    let good =
        b"Talks begin in Geneva\n\nThe two sides met in Geneva on Monday, officials said. They agreed to meet again.\n";
    let lines =
        b"{\"id\":\"one\",\"published\":\"2020-01-01\",\"text\":\"The minister met the envoy in Vienna.\"}\nnot json\n\
                  {\"id\":\"three\",\"text\":\"The army shelled the town on Friday.\"}\n";
    let folder = folder(&[
        ("good.txt", good),
        ("empty.txt", b""),
        ("binary.txt", b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0"),
        ("broken.txt", b"The envoy met the pr\xFFsident in Paris on Monday, and the talks went on for two hours.\n"),
        ("no-body.html", b"<!DOCTYPE html><html><head><title>Nothing</title></head></html>"),
        ("lines.jsonl", lines),
    ]);
    let path = |name: &str| folder.path().join(name).display().to_string();
    // The inputs, the records that come out, what the messages say, and the exit code.
    let check = |names: &[&str], records: usize, said: &[&str], code: i32| {
        let paths: Vec<String> = names.iter().map(|name| path(name)).collect();
        let mut args = vec!["read", "--format", "jsonl"];
        args.extend(paths.iter().map(String::as_str));
        let got = run(&args, b"");
        assert_eq!(ids(&got.out).len(), records, "{names:?}: {}", got.err);
        for words in said {
            assert!(got.err.contains(words), "{names:?}: {words:?} is not in\n{}", got.err);
        }
        assert_eq!(got.code, Some(code), "{names:?}");
    };
    check(&["good.txt"], 1, &[], 0);
    check(&["empty.txt"], 0, &["empty.txt: the input is empty"], 1);
    check(&["binary.txt"], 0, &["binary.txt: the input looks like a program"], 1);
    check(&["broken.txt"], 1, &[], 0);
    check(&["no-body.html"], 0, &["no-body.html: no article text"], 1);
    check(&["absent.txt"], 0, &["absent.txt: there is no such file"], 1);
    check(&["."], 0, &["it is a folder; name the files in it"], 1);
    check(
        &["lines.jsonl"],
        2,
        &["lines.jsonl: line 2 is not an article", "2 articles", "1 input could not be read"],
        0,
    );
    check(
        &["good.txt", "absent.txt", "lines.jsonl"],
        3,
        &["absent.txt: there is no such file", "2 inputs could not be read"],
        0,
    );
    let one_line =
        [b"{\"text\":\"".as_slice(), "The army shelled the town. ".repeat(200_000).as_bytes(), b"\"}\n"].concat();
    let long = run(&["read", "--format", "jsonl", "-"], &one_line);
    assert!(long.err.contains("bytes of text, and the most is"), "{}", long.err);
    assert_eq!(long.code, Some(1));
}

#[test]
fn strict_fails_where_anything_failed() {
    let check = |args: &[&str], code: i32| assert_eq!(run(args, b"").code, Some(code), "{args:?}");
    check(&["read", "--strict", "--format", "jsonl", "wire.jsonl"], 0);
    check(&["read", "--strict", "--format", "jsonl", "wire.jsonl", "absent"], 1);
    check(&["read", "--format", "jsonl", "wire.jsonl", "absent"], 0);
}

#[test]
fn wrong_command_lines_say_what_is_allowed() {
    let check = |args: &[&str], said: &str, code: i32| {
        let got = run(args, b"");
        assert!(got.err.contains(said), "{args:?}: {}", got.err);
        assert_eq!((got.code, got.out.as_str()), (Some(code), ""), "{args:?}");
    };
    check(&["read"], "required arguments", 2);
    check(&["read", "a", "--published", "Wednesday"], "expected a date such as 2023-03-15", 2);
    check(&["read", "a", "--published", "2023-02-30"], "expected a date such as 2023-03-15", 2);
    check(&["read", "a", "--min-confidence", "7"], "expected a number from 0 to 1", 2);
    check(&["read", "a", "--threads", "0"], "--threads", 2);
    check(&["read", "a", "--format", "xml"], "[possible values: text, json, jsonl]", 2);
    check(&["read", "a", "--explain", "--format", "json"], "--explain goes with --format text", 2);
    check(&["read", "a", "--only", "article", "--explain"], "leave them out", 2);
    check(&["read", "a", "--only", "text"], "[possible values: article]", 2);
    check(&["read", "https://news.example/a"], "nothing is fetched", 1);
    check(&["read", "wire.jsonl", "--output", "wire.jsonl"], "--output would overwrite", 2);
    check(&["read", "wire.jsonl", "--output", "no/such/folder"], "cannot be written", 1);
}

#[test]
fn only_the_article_on_demand() {
    let whole = run(&["read", "--format", "jsonl", "visit-scraped.txt"], b"");
    let whole: serde_json::Value = serde_json::from_str(&whole.out).expect("one record");
    for format in ["json", "jsonl"] {
        let got = run(&["read", "--only", "article", "--format", format, "visit-scraped.txt"], b"");
        let got: serde_json::Value = serde_json::from_str(&got.out).expect("one article");
        for member in ["schema", "id", "article"] {
            assert_eq!(got[member], whole[member], "{format} {member}");
        }
        assert!(got.get("events").is_none(), "what was not read is absent");
    }
    let text = run(&["read", "--only", "article", "visit-scraped.txt", "wire.jsonl"], b"");
    for removed in whole["article"]["removed"].as_array().expect("a list") {
        assert!(text.out.contains(removed["reason"].as_str().expect("a reason")), "{}", text.out);
    }
    assert!(text.err.contains("words read\n"), "{}", text.err);
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let page = fs::read(examples().join("treaty.html")).expect("the example is there");
    let from_file = run(&["read", "--format", "jsonl", "treaty.html"], b"");
    let piped = run(&["read", "--format", "jsonl", "-"], &page);
    assert_eq!(piped.code, Some(0), "{}", piped.err);
    assert_eq!(piped.out.replace("\"stdin\"", "\"treaty\""), from_file.out);
}

#[test]
fn threads_and_batches_do_not_change_a_byte() {
    for format in ["text", "json", "jsonl"] {
        let with = |options: &[&str]| run(&[["read", "--format", format].as_slice(), options, &EXAMPLES].concat(), b"");
        let one = with(&["--threads", "1"]);
        for options in
            [["--threads", "2", "--batch", "8"], ["--threads", "2", "--batch", "1"], ["--threads", "5", "--batch", "3"]]
        {
            let other = with(&options);
            assert!(one.out == other.out && one.err == other.err, "{format} {options:?}");
        }
    }
}

#[test]
fn the_order_of_files_changes_only_the_order_of_records() {
    let mut backwards = EXAMPLES;
    backwards.reverse();
    let lines = |files: &[&str]| {
        let got = run(&[["read", "--format", "jsonl"].as_slice(), files].concat(), b"");
        let mut lines: Vec<String> = got.out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&EXAMPLES), lines(&backwards));
}

#[test]
fn the_date_given_goes_before_all_others() {
    let got = run(&["read", "--format", "jsonl", "--published", "1999-12", "treaty.html"], b"");
    let record: serde_json::Value = serde_json::from_str(&got.out).expect("one record");
    assert_eq!(record["article"]["published"], "1999-12");
    assert_eq!(record["article"]["published_basis"], "given");
}

#[test]
fn low_confidence_is_left_out_on_demand() {
    let events = |least: &str| {
        let got = run(&["read", "--format", "jsonl", "--min-confidence", least, "treaty.html"], b"");
        let record: serde_json::Value = serde_json::from_str(&got.out).expect("one record");
        record["events"].as_array().map_or(0, Vec::len)
    };
    assert!(events("0") > 0);
    assert_eq!(events("1"), 0);
}

#[test]
fn a_file_takes_the_output() {
    let folder = folder(&[]);
    let path = folder.path().join("records.jsonl");
    let to_file = run(&["read", "--format", "jsonl", "wire.jsonl", "--output", &path.display().to_string()], b"");
    assert_eq!(to_file.out, "");
    let written = fs::read_to_string(path).expect("the file is there");
    assert_eq!(written, run(&["read", "--format", "jsonl", "wire.jsonl"], b"").out);
}

#[test]
fn color_is_for_those_who_ask() {
    let escapes = |color: &str| run(&["read", "--color", color, "treaty.html"], b"").out.contains('\u{1b}');
    assert!(escapes("always"));
    assert!(!escapes("never"));
    // The output of a test is no terminal.
    assert!(!escapes("auto"));
}
