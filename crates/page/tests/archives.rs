//! WARC archives: what they give, with its place; what is damaged; and how to go on after a stop.

use chancery_page::{Hints, PageError, articles, articles_after};
use chancery_record::{Article, Provenance};
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write;

const PROSE: &str =
    "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month.";

fn hints() -> Hints {
    Hints { name: "folder/news.warc.gz".to_owned(), ..Hints::default() }
}

fn read(bytes: &[u8]) -> Vec<Result<Article, PageError>> {
    articles(bytes, &hints()).collect()
}

/// The ids of what was read; errors as "error OFFSET: why".
fn ids(results: Vec<Result<Article, PageError>>) -> Vec<String> {
    let id = |result| match result {
        Ok(Article { id, .. }) => id,
        Err(PageError::BadRecord { offset, why, .. }) => format!("error {offset}: {why}"),
        Err(other) => other.to_string(),
    };
    results.into_iter().map(id).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

/// One record.
fn record(kind: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("WARC/1.0\r\nWARC-Type: {kind}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

fn response(id: &str, http: &str, body: &[u8]) -> Vec<u8> {
    let block = [format!("HTTP/1.1 {http}\r\n\r\n").as_bytes(), body].concat();
    let headers = format!(
        "WARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Target-URI: https://news.example/{id}\r\nWARC-Payload-Digest: sha1:{id}\r\n"
    );
    record("response", &headers, &block)
}

fn page(id: &str) -> Vec<u8> {
    let html = format!("<html><body><h1>Ministers meet</h1><p>{PROSE}</p></body></html>");
    response(id, "200 OK\r\nContent-Type: text/html; charset=utf-8", html.as_bytes())
}

fn archive() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "", b"software: test"),
        page("one"),
        record("request", "", b"GET / HTTP/1.1\r\n\r\n"),
        response("moved", "301 Moved\r\nContent-Type: text/html", b"<p>Elsewhere.</p>"),
        response("picture", "200 OK\r\nContent-Type: image/png", b"\x89PNG"),
        page("two"),
        record("revisit", "WARC-Record-ID: <urn:uuid:again>\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
        page("three"),
        record("conversion", "WARC-Record-ID: <urn:uuid:four>\r\n", PROSE.as_bytes()),
    ]
}

/// The archive as it is; as one gzip member; and as crawlers write it, each record a member.
fn forms(records: &[Vec<u8>]) -> [Vec<u8>; 3] {
    [records.concat(), gzip(&records.concat()), records.iter().map(|r| gzip(r)).collect::<Vec<_>>().concat()]
}

#[test]
fn archives_give_their_pages() {
    for bytes in forms(&archive()) {
        let got = read(&bytes);
        let articles: Vec<&Article> = got.iter().map(|r| r.as_ref().expect("an article")).collect();
        assert_eq!(articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["one", "two", "three", "four"]);
        assert!(articles.iter().all(|a| a.text.ends_with(PROSE)));
        assert_eq!(articles[0].url.as_deref(), Some("https://news.example/one"));
    }
}

#[test]
fn the_place_in_the_archive_is_kept() {
    let records = archive();
    let [plain, whole, members] = forms(&records);
    let before: usize = records[..5].iter().map(Vec::len).sum();
    let packed: usize = records[..5].iter().map(|r| gzip(r).len()).sum();
    for (bytes, offset) in [(plain, before), (whole, 0), (members, packed)] {
        let article = read(&bytes).remove(1).expect("an article");
        let expected = Provenance {
            archive: "news.warc.gz".to_owned(),
            offset: offset as u64,
            record: Some("urn:uuid:two".to_owned()),
            digest: Some("sha1:two".to_owned()),
        };
        assert_eq!(article.provenance, Some(expected));
    }
}

#[test]
fn the_servers_charset_is_used() {
    let text = "The café in Zürich was closed, and the ministers met elsewhere in the town that day.";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let html = [b"<html><body><p>", &bytes[..], b"</p></body></html>"].concat();
    let got = read(&response("a", "200 OK\r\nContent-Type: text/html; charset=\"ISO-8859-1\"", &html));
    assert_eq!(got[0].as_ref().map(|a| a.text.as_str()).ok(), Some(text));
}

#[test]
fn a_damaged_record_stops_nothing() {
    let check = |damage: &dyn Fn(&mut Vec<Vec<u8>>), expected: [&[&str]; 3]| {
        let mut records = archive();
        damage(&mut records);
        for (bytes, expected) in forms(&records).iter().zip(expected) {
            let got = ids(read(bytes));
            let fits = got.len() == expected.len() && got.iter().zip(expected).all(|(got, part)| got.contains(part));
            assert!(fits, "{got:?}, expected {expected:?}");
        }
    };
    fn all<'a>(part: &'a [&'a str]) -> [&'a [&'a str]; 3] {
        [part; 3]
    }
    let bad = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\nx\r\n\r\n";
    check(&|r| r.insert(2, bad.to_vec()), all(&["one", "it has no Content-Length", "two", "three", "four"]));
    check(
        &|r| r.insert(2, b"something else\r\n".to_vec()),
        // Alone in a member, it goes on the record before.
        all(&["one", "no record", "two", "three", "four"]),
    );
    // The length of the page "two" is too small and too large.
    let length = |change: fn(usize) -> usize| {
        move |records: &mut Vec<Vec<u8>>| {
            let text = String::from_utf8(records[5].clone()).expect("a page is text");
            let (_, rest) = text.split_once("Content-Length: ").expect("a length");
            let old: usize = rest.split("\r\n").next().and_then(|n| n.parse().ok()).expect("a number");
            let new = text.replace(&format!("Length: {old}"), &format!("Length: {}", change(old)));
            records[5] = new.into_bytes();
        }
    };
    check(&length(|n| n - 20), all(&["one", "block does not end", "three", "four"]));
    // In one member, what was read too far cannot be gone back to.
    check(
        &length(|n| n + 20),
        [
            &["one", "block does not end", "three", "four"],
            &["one", "block does not end", "three", "four"],
            &["one", "it ends after", "three", "four"],
        ],
    );
    check(
        &length(|n| n + 100_000),
        [
            &["one", "it ends after", "three", "four"],
            &["one", "it ends after"],
            &["one", "it ends after", "three", "four"],
        ],
    );
}

#[test]
fn a_broken_member_is_named_and_passed_over() {
    let members: Vec<Vec<u8>> = archive().iter().map(|r| gzip(r)).collect();
    let at = |n: usize| members[..n].iter().map(Vec::len).sum::<usize>();
    let whole = members.concat();
    let check = |damage: &dyn Fn(&mut Vec<u8>), expected: &[&str]| {
        let mut bytes = whole.clone();
        damage(&mut bytes);
        let got = ids(read(&bytes));
        let fits = got.len() == expected.len() && got.iter().zip(expected).all(|(got, part)| got.contains(part));
        assert!(fits, "{got:?}, expected {expected:?}");
    };
    let named = format!("error {}: its gzip member is broken", at(5));
    let rest: &[&str] = &["one", &named, "three", "four"];
    // In the compressed data, in its sum, and in its first bytes.
    check(&|b| b[at(5) + 60..at(5) + 90].fill(0xA5), rest);
    check(&|b| b[at(6) - 6] ^= 0xFF, rest);
    check(&|b| b[at(5)] = 0, rest);
    check(&|b| drop(b.drain(at(5) + 40..at(5) + 50)), rest);
    check(&|b| drop(b.splice(at(5)..at(5), *b"garbage")), &["one", &named, "two", "three", "four"]);
    // An archive that was cut off.
    let cut = format!("error {}: the archive ends inside it", at(8));
    check(&|b| b.truncate(at(8) + 30), &["one", "two", "three", &cut]);
    check(&|b| b.truncate(at(8)), &["one", "two", "three"]);
    // What follows a sound record takes nothing from it.
    let more = format!("error {}: the archive ends inside it", at(9));
    check(&|b| b.extend(b"\x1F\x8B\x08\x08name"), &["one", "two", "three", "four", &more]);
    check(&|b| b.extend(&gzip(&[b'\n'; 5000])[..20]), &["one", "two", "three", "four", &more]);
    let more = format!("error {}: its gzip member is broken", at(9));
    let mut other = gzip(b"\n\n\n\n\n\n");
    let sum = other.len() - 8;
    other[sum] ^= 0xFF;
    check(&|b| b.extend(&other), &["one", "two", "three", "four", &more]);
    check(&|b| b.extend([0; 512]), &["one", "two", "three", "four", "its gzip member is broken"]);
}

#[test]
fn a_stopped_run_goes_on_after_its_last_record() {
    for bytes in forms(&archive()) {
        let all: Vec<Article> = read(&bytes).into_iter().map(|r| r.expect("an article")).collect();
        for (at, last) in all.iter().enumerate() {
            let after = last.provenance.as_ref().expect("the place of a record");
            let rest: Result<Vec<Article>, _> = articles_after(&bytes[..], &hints(), after).collect();
            assert_eq!(rest.expect("articles"), all[at + 1..], "after {}", last.id);
        }
        let wrong =
            Provenance { record: Some("urn:uuid:other".to_owned()), ..all[0].provenance.clone().expect("a place") };
        let got: Vec<_> = articles_after(&bytes[..], &hints(), &wrong).collect();
        assert!(matches!(got.as_slice(), [Err(PageError::NotThere { .. })]), "{got:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// A wrong byte costs the record in whose member it is, and no other.
    #[test]
    fn one_wrong_byte_costs_one_record(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let members: Vec<Vec<u8>> = archive().iter().map(|r| gzip(r)).collect();
        let mut bytes = members.concat();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let got = ids(read(&bytes));
        for (n, id) in [(1, "one"), (5, "two"), (7, "three"), (8, "four")] {
            let start: usize = members[..n].iter().map(Vec::len).sum();
            let inside = (start..start + members[n].len()).contains(&at);
            prop_assert!(inside || got.iter().any(|got| got == id), "{id} is lost: {got:?}");
        }
    }

    /// Whatever bytes are changed, cut out or put in, reading comes to an end, and undamaged members that no damage
    /// touches are read.
    #[test]
    fn any_damage_is_survived(
        form in 0usize..3,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8),
        cut in any::<prop::sample::Index>(),
        length in 0usize..40,
    ) {
        let mut bytes = forms(&archive())[form].clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let cut = cut.index(bytes.len());
        bytes.drain(cut..bytes.len().min(cut + length));
        let got = ids(read(&bytes));
        prop_assert!(got.len() < bytes.len());
        let after: Vec<u8> = [bytes, gzip(&page("last"))].concat();
        if form == 2 {
            let got = ids(read(&after));
            prop_assert_eq!(got.last().map(String::as_str), Some("last"));
        }
    }
}
