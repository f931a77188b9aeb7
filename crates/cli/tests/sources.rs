//! Where articles come from: archives read on after a stop, other languages, and the web.

use assert_cmd::cargo::CommandCargoExt;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::cargo_bin("chancery").expect("the command is built");
    command.args(args).current_dir(folder).stdin(Stdio::null());
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().expect("the command starts")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A page of its own words, as a record of an archive.
fn record(number: usize) -> Vec<u8> {
    let html = format!(
        "<html><body><h1>Ministers meet, part {number}</h1><p>The two ministers met in Vienna on Monday, officials said. \
         The army shelled the town, and {number} people were killed, the police said.</p></body></html>"
    );
    let block = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}");
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    (head + &block + "\r\n\r\n").into_bytes()
}

/// A folder with two archives, and a list in which ids repeat.
fn folder() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let mut broken = record(7);
    broken.truncate(broken.len() - 30);
    for (name, numbers) in [("a.warc", 0..30usize), ("b.warc", 30..80)] {
        let mut bytes: Vec<u8> = numbers.flat_map(record).collect();
        bytes.extend(&broken);
        fs::write(folder.path().join(name), bytes).expect("the file is written");
    }
    let line = |n: usize| format!("{{\"id\":\"{}\",\"text\":\"The minister met {n} envoys in Vienna.\"}}\n", n % 2);
    fs::write(folder.path().join("list.jsonl"), (0..9).map(line).collect::<String>()).expect("the file is written");
    folder
}

#[test]
fn a_stopped_run_goes_on_to_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    for files in [["a.warc", "b.warc"].as_slice(), &["list.jsonl"], &["list.jsonl", "b.warc"]] {
        let with = |out: &str, more: &[&str]| {
            run(folder, &[["read", "--format", "jsonl", "--output", out].as_slice(), more, files].concat())
        };
        assert!(with("whole.jsonl", &[]).status.success());
        let whole = fs::read(folder.join("whole.jsonl")).expect("the output is there");
        // Stopped between two records, inside one, before the first and after the last.
        let line = whole.iter().position(|b| *b == b'\n').expect("a line") + 1;
        for stop in [0, 10, line, line + 1, whole.len() / 2, whole.len() * 2 / 3, whole.len() - 1, whole.len()] {
            fs::write(folder.join("part.jsonl"), &whole[..stop]).expect("it is written");
            let output = with("part.jsonl", &["--resume"]);
            assert!(output.status.success(), "{files:?} stopped at {stop}: {}", said(&output));
            let resumed = fs::read(folder.join("part.jsonl")).expect("the output is there");
            assert!(resumed == whole, "{files:?} stopped at {stop}");
        }
    }
}

#[test]
fn a_killed_run_goes_on_to_the_same_bytes() {
    let folder = folder();
    let folder = folder.path();
    let args = |out| ["read", "--format", "jsonl", "--output", out, "a.warc", "b.warc", "--resume"];
    assert!(run(folder, &args("whole.jsonl")).status.success());
    let whole = fs::read(folder.join("whole.jsonl")).expect("the output is there");
    // Wherever the kills fall, the end is the same.
    for _ in 0..3 {
        let mut child = command(folder, &args("part.jsonl")).stderr(Stdio::null()).spawn().expect("the command starts");
        thread::sleep(Duration::from_millis(250));
        child.kill().expect("it is killed or has ended");
        child.wait().expect("it has ended");
    }
    assert!(run(folder, &args("part.jsonl")).status.success());
    assert!(fs::read(folder.join("part.jsonl")).expect("the output is there") == whole);
}

#[test]
fn what_cannot_be_resumed_says_why() {
    let folder = folder();
    let folder = folder.path();
    fs::create_dir(folder.join("other")).expect("a folder");
    fs::copy(folder.join("a.warc"), folder.join("other/a.warc")).expect("a copy");
    let written = run(folder, &["read", "--format", "jsonl", "--output", "out.jsonl", "a.warc"]);
    assert!(written.status.success());
    fs::write(folder.join("no.jsonl"), "no record\n").expect("it is written");
    let check = |out: &str, files: &[&str], expected: &str| {
        let args = [["read", "--format", "jsonl", "--resume", "--output", out].as_slice(), files].concat();
        let output = run(folder, &args);
        assert!(!output.status.success() && said(&output).contains(expected), "{files:?}: {}", said(&output));
    };
    check("out.jsonl", &["b.warc"], "give the same files in the same order");
    check("out.jsonl", &["a.warc", "other/a.warc"], "cannot tell them apart");
    check("no.jsonl", &["a.warc"], "does not end with a record");
    let output = run(folder, &["read", "--resume", "a.warc"]);
    assert!(said(&output).contains("--resume goes with --output FILE and --format jsonl"));
}

#[test]
fn other_languages_are_passed_over_until_asked_for() {
    let folder = TempDir::new().expect("a temporary folder");
    let folder = folder.path();
    let lines = "{\"id\":\"en\",\"text\":\"The ministers met in the capital on Tuesday and agreed to open the border.\"}\n\
                 {\"id\":\"fr\",\"text\":\"Les ministres se sont réunis mardi dans la capitale et ont décidé de rouvrir la frontière.\"}\n\
                 {\"id\":\"said\",\"language\":\"de-CH\",\"text\":\"Talks.\"}\n\
                 {\"id\":\"gb\",\"language\":\"en-GB\",\"text\":\"Talks.\"}\n";
    fs::write(folder.join("list.jsonl"), lines).expect("it is written");
    let some = run(folder, &["read", "--strict", "--format", "jsonl", "list.jsonl"]);
    assert_eq!(String::from_utf8_lossy(&some.stdout).lines().count(), 2);
    let note = "2 articles in other languages passed over (de-CH 1, fr 1; --all-languages reads them)";
    assert!(some.status.success() && said(&some).contains(note), "{}", said(&some));
    let all = run(folder, &["read", "--all-languages", "--format", "jsonl", "list.jsonl"]);
    assert_eq!(String::from_utf8_lossy(&all.stdout).lines().count(), 4);
}

#[test]
fn what_is_fetched_can_be_read() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let here = format!("http://{}", listener.local_addr().expect("an address"));
    let feed = format!(
        "<rss version='2.0'><channel><title>t</title><item><title>Ministers meet</title><link>{here}/1</link>\
         <pubDate>Wed, 15 Mar 2023 10:00:00 GMT</pubDate></item></channel></rss>"
    );
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 2000];
            let length = stream.read(&mut head).unwrap_or_default();
            let head = String::from_utf8_lossy(&head[..length]);
            let page =
                "<html><body><p>The two ministers met in Vienna on Monday, and agreed to meet again.</p></body></html>";
            let (status, body) = match head.split(' ').nth(1) {
                Some("/feed") => ("200 OK", feed.as_str()),
                Some("/1") => ("200 OK", page),
                _ => ("404 Not Found", ""),
            };
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
        }
    });
    let folder = TempDir::new().expect("a temporary folder");
    let folder = folder.path();
    let url = format!("{here}/feed");
    let refused = run(folder, &["fetch", &url]);
    assert!(!refused.status.success() && said(&refused).contains("no public address"), "{}", said(&refused));
    let args =
        ["fetch", &url, "--allow-private", "--delay", "0", "--state", "state.json", "--output", "articles.jsonl"];
    let fetched = run(folder, &args);
    assert!(fetched.status.success() && said(&fetched).contains("1 article fetched"), "{}", said(&fetched));
    let read = run(folder, &["read", "--format", "jsonl", "articles.jsonl"]);
    let record: serde_json::Value = serde_json::from_slice(&read.stdout).expect("a record");
    assert_eq!(record["article"]["published"], "2023-03-15");
    assert_eq!(record["article"]["title"], "Ministers meet");
    assert_eq!(record["article"]["url"], format!("{here}/1"));
    let again = run(folder, &args);
    assert!(again.status.success() && said(&again).contains("0 articles fetched; 1 not changed"), "{}", said(&again));
}
