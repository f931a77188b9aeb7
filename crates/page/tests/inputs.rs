//! Whole inputs: formats, archives, feeds, and what cannot be read.

use chancery_page::{Hints, MAX_ARTICLE, PageError, articles};
use chancery_record::Article;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{self, BufReader, Read, Write};

const PROSE: &str =
    "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month.";

fn read(bytes: &[u8], name: &str) -> Vec<Result<Article, PageError>> {
    articles(bytes, &Hints { name: name.to_owned(), ..Hints::default() }).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("writes to memory");
    encoder.finish().expect("writes to memory")
}

/// The ids and texts of what was read; errors as their messages.
fn summary(bytes: &[u8], name: &str) -> Vec<(String, String)> {
    read(bytes, name)
        .into_iter()
        .map(|r| r.map_or_else(|e| ("error".to_owned(), e.to_string()), |a| (a.id, a.text)))
        .collect()
}

#[test]
fn formats_are_told_by_content() {
    let check = |bytes: &[u8], name: &str, expected: &[(&str, &str)]| {
        let got = summary(bytes, name);
        assert_eq!(got.iter().map(|(i, t)| (i.as_str(), t.as_str())).collect::<Vec<_>>(), expected, "{name}");
    };
    check(PROSE.as_bytes(), "a.txt", &[("a", PROSE)]);
    check(PROSE.as_bytes(), "-", &[("stdin", PROSE)]);
    check(format!("<html><body><p>{PROSE}</p></body></html>").as_bytes(), "a.txt", &[("a", PROSE)]);
    let lines = format!("{{\"id\":\"x\",\"text\":\"{PROSE}\"}}\n{{\"html\":\"<p>{PROSE}</p>\"}}\n");
    check(lines.as_bytes(), "b.jsonl", &[("x", PROSE), ("b-2", PROSE)]);
    check(&gzip(PROSE.as_bytes()), "a.txt.gz", &[("a", PROSE)]);
    let saved = format!(
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\
         Content-Type: text/html\r\n\r\n<html><body><p>{PROSE}</p></body></html>\r\n--b--\r\n"
    );
    check(saved.as_bytes(), "a.mhtml", &[("a", PROSE)]);
    check(&gzip(saved.as_bytes()), "-", &[("stdin", PROSE)]);
    check(&gzip(lines.as_bytes()), "b.jsonl.gz", &[("x", PROSE), ("b-2", PROSE)]);
    check(b"\xFF\xFEO\0n\0e\0 \0e\0n\0d\0e\0d\0.\0", "a.txt", &[("a", "One ended.")]);
    check(
        b"The caf\xE9 in Z\xFCrich was closed by the police.",
        "a.txt",
        &[("a", "The café in Zürich was closed by the police.")],
    );
}

#[test]
fn what_cannot_be_read_says_why() {
    let check = |bytes: &[u8], expected: &str| {
        let results = summary(bytes, "a");
        assert_eq!(results.len(), 1, "{results:?}");
        assert!(results[0].0 == "error" && results[0].1.contains(expected), "{results:?}");
    };
    check(b"", "the input is empty");
    check(b" \n\t ", "the input is empty");
    check(&gzip(b""), "the input is empty");
    check(b"\xEF\xBB\xBF", "no article text was found");
    check(b"%PDF-1.4 ...", "a PDF document");
    check(b"<?xml version='1.0'?><urlset><url><loc>https://news.example/1</loc></url></urlset>", "is a sitemap");
    check(b"PAR1\0\0", "not through a pipe");
    check(
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx",
        "saved page",
    );
    check(&gzip(&vec![b'a'; MAX_ARTICLE + 1]), "longer than");
    check(b"\0\x01\x02\x03\0\x01\x02\x03", "binary data");
    check(&gzip(&gzip(b"x")), "a gzip archive inside a gzip archive");
    check(b"<?xml version='1.0'?><rss><channel><title>x</", "cannot be read as one");
    check(&gzip(PROSE.as_bytes())[..40], "reading failed");
}

#[test]
fn feeds_give_their_entries() {
    let rss = format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Example Times</title><link>https://news.example</link>\
         <item><title>Ministers meet &amp; agree</title><guid>g1</guid><link>https://news.example/1</link>\
         <pubDate>Wed, 15 Mar 2023 10:00:00 GMT</pubDate><description>&lt;p&gt;{PROSE}&lt;/p&gt;</description></item>\
         <item><title>Harbour strike ends</title><guid>g2</guid><description>The workers went back on Monday.</description></item>\
         </channel></rss>"
    );
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Example Times</title><id>f</id><updated>2023-03-15T10:00:00Z</updated>\
         <entry><title>Ministers meet &amp; agree</title><id>g1</id><link href=\"https://news.example/1\"/>\
         <published>2023-03-15T10:00:00Z</published><updated>2023-03-16T10:00:00Z</updated><content type=\"html\">&lt;p&gt;{PROSE}&lt;/p&gt;</content></entry></feed>"
    );
    let json = format!(
        "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Example Times\",\"items\":[{{\"id\":\"g1\",\
         \"url\":\"https://news.example/1\",\"title\":\"Ministers meet & agree\",\"content_html\":\"<p>{PROSE}</p>\",\
         \"date_published\":\"2023-03-15T10:00:00Z\"}}]}}"
    );
    for (feed, count) in [(&rss, 2), (&atom, 1), (&json, 1)] {
        let got = read(feed.as_bytes(), "feed.xml");
        assert_eq!(got.len(), count);
        let first = got[0].as_ref().expect("an article");
        assert_eq!(first.text, format!("Ministers meet & agree\n\n{PROSE}"));
        assert_eq!((first.id.as_str(), first.url.as_deref()), ("g1", Some("https://news.example/1")));
        assert_eq!(first.published.map(|d| d.to_string()).as_deref(), Some("2023-03-15"));
        assert_eq!(first.outlet.as_deref(), Some("Example Times"));
    }
}

/// An endless input of one byte, to show that no more than the limit is kept.
struct Endless(u8);

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        into.fill(self.0);
        Ok(into.len())
    }
}

#[test]
fn an_input_without_end_is_cut_at_the_limit() {
    let mut got = articles(BufReader::with_capacity(1 << 20, Endless(b'a')), &Hints::default());
    let error = got.next().expect("a result").expect_err("too long");
    assert!(matches!(error, PageError::TooLong { limit: MAX_ARTICLE, .. }) && error.is_final(), "{error}");
    assert!(got.next().is_none());
}

#[test]
fn a_line_of_megabytes_reads() {
    let text = format!("{PROSE} ").repeat(50_000);
    let got = read(text.as_bytes(), "long.txt");
    let article = got[0].as_ref().expect("an article");
    assert_eq!(article.text, text.trim_end());
}
