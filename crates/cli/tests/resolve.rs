//! `chancery world resolve` as a user types it.

use assert_cmd::Command;
use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command as Process, Stdio};

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

fn run(args: &[&str], stdin: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let output = command.args(["world", "resolve"]).args(args).write_stdin(stdin).output().expect("the command starts");
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).expect("the output is UTF-8"),
        err: String::from_utf8(output.stderr).expect("the messages are UTF-8"),
    }
}

fn lines(out: &str) -> Vec<Value> {
    out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn a_phrase_with_its_date_and_context() {
    let check = |args: &[&str], parts: &[&str]| {
        let Run { code, out, .. } = run(args, "");
        assert_eq!(code, Some(0), "{args:?}\n{out}");
        for part in parts {
            assert!(out.lines().any(|line| line.ends_with(part)), "{part:?} of {args:?} in\n{out}");
        }
    };
    check(&["the", "Turkish", "defence", "minister"], &["  Turkish defence minister", " TUR", " GOV"]);
    check(
        &["--date", "2005-06-01", "British Prime Minister"],
        &[" Tony Blair", " Prime Minister of the United Kingdom"],
    );
    check(&["--context", "British Prime Minister Rishi Sunak spoke.", "--date", "2023-06", "Snack"], &[" Rishi Sunak"]);
    check(&["--date", "2023", "Taliban"], &[" AFG", " GOV", " taliban", " Q42418"]);
}

#[test]
fn what_is_unknown_exits_with_1() {
    for args in [&["the", "table"][..], &[""], &["John", "Smith"]] {
        let Run { code, out, .. } = run(args, "");
        assert_eq!(code, Some(1), "{args:?}");
        assert!(out.contains("names nothing"), "{args:?}: {out}");
    }
}

#[test]
fn wrong_command_lines_exit_with_2() {
    let check = |args: &[&str], part: &str| {
        let Run { code, err, .. } = run(args, "");
        assert_eq!(code, Some(2), "{args:?}");
        assert!(err.contains(part), "{part:?} in {err}");
    };
    check(&[], "PHRASE");
    check(&["--date", "yesterday", "Moscow"], "2023-03-15");
    check(&["--jsonl", "Moscow"], "cannot be used with");
}

#[test]
fn json_lines_are_answered_one_by_one() {
    let stdin = concat!(
        "{\"phrase\":\"protesters in Tehran\"}\n",
        "\n",
        "no JSON\n",
        "{\"phrase\":\"the two countries\",\"context\":\"Russia and Ukraine met.\",\"date\":\"2022-03-29\"}\n",
        "{\"phrase\":\"the army\",\"date\":\"last week\"}\n",
        "{\"phrase\":7}\n",
        "{\"context\":\"x\"}\n",
        "[]\n",
        "{\"phrase\":\"the table\",\"context\":null,\"date\":\"\"}",
    );
    let Run { code, out, err } = run(&["--jsonl"], stdin);
    let answers = lines(&out);
    assert_eq!(code, Some(0), "{err}");
    assert_eq!(answers.len(), 8, "{out}");
    assert_eq!((&answers[0]["country"], &answers[0]["sectors"][0]), (&"IRN".into(), &"CVL".into()));
    let members = ["name", "country", "sectors", "office", "id", "basis"];
    assert!(members.iter().all(|key| answers[0].get(key).is_some()), "{}", answers[0]);
    assert_eq!(answers[2]["countries"], serde_json::json!(["RUS", "UKR"]));
    assert!(answers[2]["country"].is_null());
    for (answer, part) in
        [(1, "not JSON"), (3, "last week"), (4, "no text"), (5, "no \"phrase\""), (6, "no JSON object")]
    {
        let said = answers[answer]["error"].as_str().unwrap_or_default();
        assert!(said.contains(part), "{part:?} in {said:?}");
        assert!(err.contains(said), "{said:?} on standard error too");
    }
    assert!(answers[7]["name"].is_null() && answers[7]["sectors"] == serde_json::json!([]));
}

#[test]
fn a_stream_without_a_good_line_exits_with_1() {
    assert_eq!(run(&["--jsonl"], "x\ny\n").code, Some(1));
    assert_eq!(run(&["--jsonl"], "").code, Some(0));
    assert_eq!(run(&["--jsonl"], &format!("{}\n", "x".repeat(5 << 20))).code, Some(1));
}

/// The answer to a line comes before the next line is asked.
#[test]
fn answers_do_not_wait_for_the_end() {
    let mut child = Process::new(env!("CARGO_BIN_EXE_chancery"))
        .args(["world", "resolve", "--jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut ask = child.stdin.take().expect("its input");
    let mut told = BufReader::new(child.stdout.take().expect("its output"));
    for (phrase, country) in [("the Kremlin", "RUS"), ("Boko Haram militants", "NGA")] {
        writeln!(ask, "{}", serde_json::json!({ "phrase": phrase })).expect("a line is written");
        let mut line = String::new();
        told.read_line(&mut line).expect("a line is read");
        assert_eq!(lines(&line)[0]["country"], country);
    }
    drop(ask);
    assert!(child.wait().expect("it ends").success());
}
