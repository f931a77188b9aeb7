//! Fetching from real servers on this machine, most of which behave badly.

use chancery_fetch::{Fetcher, Options, Outcome, State};
use flate2::Compression;
use flate2::read::GzEncoder;
use std::convert::Infallible;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

const PAGE: &str =
    "<html><body><p>The two ministers met in the border town on Tuesday and agreed to go on.</p></body></html>";

/// What a server does with a request.
enum Reply {
    /// Writes this and hangs up.
    Bytes(Vec<u8>),
    /// Writes this, then one letter after the other without end.
    Drip(&'static str),
    /// Writes this, then as much as the client takes.
    Flood(&'static str),
}

/// A server and the requests that it got.
struct Server {
    port: u16,
    requests: Arc<Mutex<Vec<String>>>,
}

fn serve(answer: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Server {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let (log, answer) = (requests.clone(), Arc::new(answer));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (log, answer) = (log.clone(), answer.clone());
            thread::spawn(move || {
                let _ = talk(stream, &log, &*answer);
            });
        }
    });
    Server { port, requests }
}

fn talk(mut stream: TcpStream, log: &Mutex<Vec<String>>, answer: &dyn Fn(&str, &str) -> Reply) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    log.lock().expect("no test fails here").push(path.clone());
    match answer(&path, &head) {
        Reply::Bytes(bytes) => stream.write_all(&bytes),
        Reply::Drip(start) => {
            stream.write_all(start.as_bytes())?;
            loop {
                stream.write_all(b"a")?;
                thread::sleep(Duration::from_millis(10));
            }
        }
        Reply::Flood(start) => {
            stream.write_all(start.as_bytes())?;
            loop {
                stream.write_all(&[b'a'; 8192])?;
            }
        }
    }
}

fn answer(status: &str, fields: &str, body: &[u8]) -> Reply {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{fields}\r\n", body.len());
    Reply::Bytes([head.as_bytes(), body].concat())
}

fn page(body: &str) -> Reply {
    answer("200 OK", "Content-Type: text/html; charset=utf-8\r\n", body.as_bytes())
}

fn none() -> Reply {
    answer("404 Not Found", "", b"")
}

fn here_only(address: IpAddr) -> bool {
    address == IpAddr::V4(Ipv4Addr::LOCALHOST)
}

/// Limits so small that a test meets them, without waits.
fn options() -> Options {
    Options {
        reaches: here_only,
        delay: Duration::ZERO,
        longest_wait: Duration::from_secs(1),
        timeout: Duration::from_millis(800),
        most_bytes: 100_000,
        ..Options::default()
    }
}

impl Server {
    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// What becomes of some paths, each in few words.
    fn fetch(&self, paths: &[&str], options: &Options, state: &mut State) -> Vec<String> {
        let urls: Vec<String> = paths.iter().map(|path| self.url(path)).collect();
        let here = self.url("");
        let mut told = Vec::new();
        let run = Fetcher::new(options, state).run(&urls, |outcome, _| {
            let text = match outcome {
                Outcome::Article(article) => format!("article {}", article.url),
                Outcome::Known(url) => format!("known {url}"),
                Outcome::Disallowed(url) => format!("disallowed {url}"),
                Outcome::Duplicate(url) => format!("duplicate {url}"),
                Outcome::Failed(url, why) => format!("failed {url}: {why}"),
            };
            told.push(text.replace(&here, ""));
            Ok::<(), Infallible>(())
        });
        assert_eq!(run, Ok(()));
        told
    }

    fn requests(&self) -> Vec<String> {
        std::mem::take(&mut *self.requests.lock().expect("no test fails here"))
    }
}

/// Fetches `/a` of a server without `robots.txt`, that answers thus.
fn check(reply: impl Fn() -> Reply + Send + Sync + 'static, expected: &str) {
    let server = serve(move |path, _| if path == "/robots.txt" { none() } else { reply() });
    let told = server.fetch(&["/a"], &options(), &mut State::default());
    assert!(told.len() == 1 && told[0].contains(expected), "{told:?}, expected {expected:?}");
}

fn gzip(reader: impl Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzEncoder::new(reader, Compression::best()).read_to_end(&mut bytes).expect("packs in memory");
    bytes
}

#[test]
fn pages_come_as_they_are() {
    check(|| page(PAGE), "article /a");
    check(|| answer("200 OK", "Content-Encoding: gzip\r\n", &gzip(PAGE.as_bytes())), "article /a");
    check(|| answer("200 OK", "Content-Type: text/plain\r\n", b"Talks ended."), "article /a");
    let server = serve(|path, _| match path {
        "/robots.txt" => none(),
        _ => answer("200 OK", "Content-Type: text/html; charset=iso-8859-1\r\n", b"<p>Z\xFCrich"),
    });
    let mut state = State::default();
    Fetcher::new(&options(), &mut state)
        .run(&[server.url("/a")], |outcome, _| {
            let Outcome::Article(article) = outcome else { panic!("{outcome:?}") };
            assert_eq!(article.html.as_deref(), Some("<p>Zürich"));
            Ok::<(), Infallible>(())
        })
        .expect("a run");
}

#[test]
fn hostile_answers_are_bounded() {
    // One letter at a time, in the header and in the body.
    check(|| Reply::Drip("HTTP/1.1 200 OK\r\nX: "), "longer than the time limit");
    check(|| Reply::Drip("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"), "longer than the time limit");
    // Without end.
    check(|| Reply::Flood("HTTP/1.1 200 OK\r\n\r\n"), "longer than 100000 bytes");
    check(|| Reply::Flood("HTTP/1.1 200 OK\r\nX: "), "cannot be asked");
    check(
        || answer("200 OK", "Content-Encoding: gzip\r\n", &gzip(std::io::repeat(b'a').take(10 << 20))),
        "longer than 100000",
    );
    check(|| answer("200 OK", "", &gzip(std::io::repeat(b'a').take(10 << 20))), "longer than 100000 bytes");
    // Shorter than it says, and no HTTP at all.
    check(|| Reply::Bytes(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort".to_vec()), "failed /a");
    check(|| Reply::Bytes(b"SSH-2.0-x\r\n".to_vec()), "failed /a");
    check(|| Reply::Bytes(Vec::new()), "failed /a");
    check(|| answer("200 OK", "Content-Encoding: br\r\n", b"x"), "packed as \"br\"");
    check(|| answer("200 OK", "Content-Encoding: gzip\r\n", b"\x1F\x8B\x08\0\0\0\0\0\0\0broken"), "cannot be unpacked");
    check(|| answer("200 OK", "Content-Type: image/png\r\n", b"\x89PNG"), "image/png, not a page");
    check(|| answer("500 Oh", "", b""), "status 500");
}

#[test]
fn redirects_are_followed_within_bounds() {
    let moved = |to: &'static str| move || answer("302 Found", &format!("Location: {to}\r\n"), b"");
    check(moved("/a?again"), "redirects more than 5 times");
    check(moved("ftp://127.0.0.1/a"), "only addresses with http");
    check(moved("http://127.0.0.2/a"), "127.0.0.2, which is no public address");
    check(moved("http://[::1]/a"), "::1, which is no public address");
    check(moved("http://2130706434/a"), "127.0.0.2, which is no public address");
    check(moved("http://[x/"), "which is no address");
    let count = Arc::new(Mutex::new(0));
    check(
        move || {
            let mut count = count.lock().expect("no test fails here");
            *count += 1;
            answer("301 Moved", &format!("Location: /{count}\r\n"), b"")
        },
        "redirects more than 5 times",
    );
    let server = serve(|path, _| match path {
        "/old" | "/older" => answer("301 Moved", "Location: /new\r\n", b""),
        "/new" => page(PAGE),
        _ => none(),
    });
    let told = server.fetch(&["/old", "/older"], &options(), &mut State::default());
    assert_eq!(told, ["article /new", "duplicate /older"]);
}

#[test]
fn private_addresses_are_not_asked() {
    let server = serve(|_, _| page(PAGE));
    let told =
        server.fetch(&["/a"], &Options { reaches: chancery_fetch::is_public, ..options() }, &mut State::default());
    assert!(told[0].contains("127.0.0.1, which is no public address"), "{told:?}");
    let local = format!("http://localhost:{}/a", server.port);
    let mut told = Vec::new();
    let options = Options { reaches: chancery_fetch::is_public, ..options() };
    let _ = Fetcher::new(&options, &mut State::default()).run(&[local], |outcome, _| {
        told.push(outcome);
        Ok::<(), Infallible>(())
    });
    assert!(matches!(told.as_slice(), [Outcome::Failed(_, why)] if why.contains("no public address")), "{told:?}");
    assert_eq!(server.requests(), [""; 0]);
}

#[test]
fn addresses_that_cannot_be_asked_say_why() {
    let server = serve(|_, _| page(PAGE));
    let secure = server.url("/a").replace("http://", "https://");
    let urls = ["news", "ftp://news.example/a", "http://absent.invalid/a", "http://127.0.0.1:1/a", &secure];
    let mut told = Vec::new();
    let urls: Vec<String> = urls.iter().map(|url| (*url).to_owned()).collect();
    let options = Options { agent: "chancery/1\u{7f}\n\u{e9}".to_owned(), ..options() };
    let _ = Fetcher::new(&options, &mut State::default()).run(&urls, |outcome, _| {
        told.push(outcome);
        Ok::<(), Infallible>(())
    });
    assert!(told.len() == urls.len() && told.iter().all(|o| matches!(o, Outcome::Failed(..))), "{told:?}");
}

#[test]
fn robots_are_obeyed() {
    let with = |robots: fn() -> Reply, expected: &[&str], asked: &[&str]| {
        let server = serve(move |path, _| if path == "/robots.txt" { robots() } else { page(PAGE) });
        let told = server.fetch(&["/a", "/b"], &options(), &mut State::default());
        let fits = told.len() == expected.len() && told.iter().zip(expected).all(|(told, part)| told.contains(part));
        assert!(fits, "{told:?}, expected {expected:?}");
        assert_eq!(server.requests(), asked);
    };
    let all: &[&str] = &["/robots.txt", "/a", "/b"];
    let robots: &[&str] = &["/robots.txt"];
    with(none, &["article /a", "article /b"], all);
    with(
        || answer("200 OK", "", b"User-agent: chancery\nDisallow: /a"),
        &["disallowed /a", "article /b"],
        &["/robots.txt", "/b"],
    );
    with(|| answer("503 Busy", "", b""), &["robots.txt cannot be had now", "robots.txt cannot be had now"], robots);
    with(
        || answer("200 OK", "", b"User-agent: *\nCrawl-delay: 3600"),
        &["asks to wait 3600 s", "asks to wait 3600 s"],
        robots,
    );
    // What is longer than is read is cut off.
    with(
        || Reply::Flood("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /a\n#"),
        &["disallowed /a", "article /b"],
        &["/robots.txt", "/b"],
    );
    // A redirect is to obey the rules of where it leads.
    let server = serve(|path, _| match path {
        "/robots.txt" => answer("200 OK", "", b"User-agent: *\nDisallow: /private"),
        _ => answer("302 Found", "Location: /private\r\n", b""),
    });
    assert_eq!(server.fetch(&["/a"], &options(), &mut State::default()), ["disallowed /a"]);
}

#[test]
fn a_server_that_puts_off_is_asked_again() {
    let busy = Arc::new(Mutex::new(0));
    let twice = busy.clone();
    check(
        move || {
            let mut count = twice.lock().expect("no test fails here");
            *count += 1;
            if *count < 3 { answer("429 Slow Down", "Retry-After: 0\r\n", b"") } else { page(PAGE) }
        },
        "article /a",
    );
    check(|| answer("429 Slow Down", "Retry-After: 0\r\n", b""), "too busy");
    check(|| answer("503 Busy", "Retry-After: 86400\r\n", b""), "the server asks to wait 86400 s");
    check(|| answer("503 Busy", "Retry-After: Fri, 21 Oct 2095 07:28:00 GMT\r\n", b""), "the server asks to wait");
}

/// A site with a news sitemap behind an index, a feed, and articles; `changed` says whether the lists have changed.
fn site(path: &str, head: &str) -> Reply {
    let port = head
        .to_ascii_lowercase()
        .split("host: 127.0.0.1:")
        .nth(1)
        .and_then(|rest| rest.split("\r\n").next().map(str::to_owned));
    let here = format!("http://127.0.0.1:{}", port.unwrap_or_default());
    let list = |body: String| {
        if head.to_ascii_lowercase().contains("if-none-match: \"1\"") {
            return answer("304 Not Modified", "ETag: \"1\"\r\n", b"");
        }
        answer("200 OK", "Content-Type: application/xml\r\nETag: \"1\"\r\n", body.as_bytes())
    };
    match path {
        "/feed" => list(format!(
            "<rss version='2.0'><channel><title>t</title>\
             <item><title>One</title><link>{here}/1?utm_source=rss</link><pubDate>Wed, 15 Mar 2023 10:00:00 GMT</pubDate></item>\
             <item><title>Two</title><link>{here}/2</link></item></channel></rss>"
        )),
        "/index.xml" => list(format!("<sitemapindex><sitemap><loc>{here}/map.xml.gz</loc></sitemap></sitemapindex>")),
        "/map.xml.gz" => answer(
            "200 OK",
            "Content-Type: application/gzip\r\n",
            &gzip(format!("<urlset><url><loc>{here}/1</loc></url><url><loc>{here}/3</loc></url></urlset>").as_bytes()),
        ),
        "/robots.txt" => none(),
        "/3" => page(&format!("<link rel=\"canonical\" href=\"/2\">{PAGE}")),
        _ => page(PAGE),
    }
}

#[test]
fn lists_are_followed_and_each_article_is_fetched_once() {
    let server = serve(site);
    let mut state = State::default();
    let told = server.fetch(&["/feed", "/index.xml"], &options(), &mut state);
    assert_eq!(told, ["article /1?utm_source=rss", "article /2", "duplicate /3"]);
    assert_eq!(
        server.requests(),
        ["/robots.txt", "/feed", "/index.xml", "/1?utm_source=rss", "/2", "/map.xml.gz", "/3"]
    );
    // The second run asks whether the lists have changed, and no more.
    assert_eq!(server.fetch(&["/feed", "/index.xml"], &options(), &mut state), ["known /feed", "known /index.xml"]);
    assert_eq!(server.requests(), ["/robots.txt", "/feed", "/index.xml"]);
    assert_eq!(server.fetch(&["/3"], &options(), &mut state), ["duplicate /3"]);
    // A run that was stopped by its limit leaves the list to be read again.
    let mut state = State::default();
    let told = server.fetch(&["/feed"], &Options { max: 1, ..options() }, &mut state);
    assert_eq!(told, ["article /1?utm_source=rss"]);
    assert_eq!(server.fetch(&["/feed"], &options(), &mut state), ["known /1?utm_source=rss", "article /2"]);
}

#[test]
fn what_a_list_says_of_an_article_comes_with_it() {
    let server = serve(site);
    let mut first = None;
    let _ = Fetcher::new(&options(), &mut State::default()).run(&[server.url("/feed")], |outcome, _| {
        if let Outcome::Article(article) = outcome {
            first.get_or_insert(article);
        }
        Ok::<(), Infallible>(())
    });
    let line = serde_json::to_value(first.expect("an article")).expect("JSON");
    let expected = serde_json::json!({
        "id": server.url("/1?utm_source=rss"),
        "url": server.url("/1?utm_source=rss"),
        "title": "One",
        "published": "2023-03-15",
        "html": PAGE,
    });
    assert_eq!(line, expected);
}

#[test]
fn lists_without_end_are_bounded() {
    // Every sitemap names another one.
    let count = Arc::new(Mutex::new(0));
    let server = serve(move |path, _| {
        let mut count = count.lock().expect("no test fails here");
        *count += 1;
        let body = format!("<sitemapindex><sitemap><loc>/{count}</loc></sitemap></sitemapindex>");
        if path == "/robots.txt" { none() } else { answer("200 OK", "", body.as_bytes()) }
    });
    let told = server.fetch(&["/a"], &options(), &mut State::default());
    assert!(told.len() == 1 && told[0].contains("lists in lists"), "{told:?}");
    assert_eq!(server.requests().len(), 5);
}

#[test]
fn a_state_is_kept_whole_or_refused() {
    let folder = std::env::temp_dir().join(format!("chancery-fetch-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join("state.json");
    assert_eq!(State::load(&path).expect("no state yet"), State::default());
    let server = serve(site);
    let mut state = State::default();
    server.fetch(&["/feed"], &options(), &mut state);
    state.save(&path).expect("it is written");
    assert_eq!(State::load(&path).expect("a state"), state);
    for wrong in ["", "{}", "{\"schema\":\"chancery-fetch/9\",\"seen\":{}}"] {
        std::fs::write(&path, wrong).expect("it is written");
        assert!(State::load(&path).is_err(), "{wrong}");
    }
    std::fs::remove_dir_all(&folder).expect("it is removed");
}
