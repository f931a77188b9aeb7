//! Articles from the web, fetched politely: by the hosts' `robots.txt`, slowly, once, and within limits.
//!
//! [`Fetcher::run`] is the way in: it asks for addresses, follows feeds and sitemaps among them to their articles, and
//! gives each article as it came, for `chancery-page` to read. Only this crate opens connections.
//!
//! What a server may do to us is bounded: each request in time and in bytes, packed and unpacked; redirects, lists and
//! waits in number. Addresses that are not public are not asked, whatever name or redirect leads there, unless the
//! caller allows it ([`Options::reaches`]).

mod address;
mod client;
mod hosts;
mod robots;
mod state;

pub use address::is_public;
pub use robots::Robots;
pub use state::{State, Validators};

use chancery_page::{Link, Links, characters, links};
use chancery_record::PartialDate;
use client::{Answer, Client, Document};
use hosts::{Hosts, Turn};
use regex::Regex;
use serde::Serialize;
use state::key;
use std::collections::{BTreeSet, VecDeque};
use std::net::IpAddr;
use std::sync::LazyLock;
use std::time::Duration;
use url::Url;

/// What a run may do, and how long it waits.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who asks: the `User-Agent`, in printable ASCII (other characters are left out). Its first word, up to a slash, is the
    /// name that `robots.txt` knows it by.
    pub agent: String,
    /// Whether an address may be asked: [`is_public`] unless the caller knows better.
    pub reaches: fn(IpAddr) -> bool,
    /// Most articles to give.
    pub max: usize,
    /// Least time between two requests to one host.
    pub delay: Duration,
    /// Longest time that a host may ask us to wait, by `Retry-After` or `Crawl-delay`; one that asks for more is left.
    pub longest_wait: Duration,
    /// Most time for one request, from the look-up of the name to the last byte.
    pub timeout: Duration,
    /// Most redirects from one address.
    pub redirects: usize,
    /// Most bytes of one document, packed and unpacked.
    pub most_bytes: usize,
    /// Most feeds and sitemaps to read.
    pub lists: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            agent: concat!("chancery/", env!("CARGO_PKG_VERSION"), " (reads news for research; obeys robots.txt)")
                .to_owned(),
            reaches: is_public,
            max: 100,
            delay: Duration::from_secs(1),
            longest_wait: Duration::from_secs(120),
            timeout: Duration::from_secs(30),
            redirects: 5,
            most_bytes: 16 << 20,
            lists: 50,
        }
    }
}

/// An article as it was fetched; its JSON is a line that `chancery read` takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fetched {
    /// The address again.
    pub id: String,
    /// Where it stands: the address that the page calls its own, or the one that it was found at.
    pub url: String,
    /// Its headline, where the list that named it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its day of publication, where the list that named it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// The page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    /// The text, of a document that is no page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// What became of an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An article.
    Article(Box<Fetched>),
    /// It has not changed since an earlier run, or was fetched then.
    Known(String),
    /// The host's `robots.txt` does not let us read it.
    Disallowed(String),
    /// The same article was fetched under another address.
    Duplicate(String),
    /// It could not be fetched: the address, and why.
    Failed(String, String),
}

/// An address to ask for.
struct Task {
    url: Url,
    /// The page as a list named it; none for what the caller named.
    link: Option<Link>,
    /// Whether a list named it as a list.
    list: bool,
    /// How deep in lists it stands.
    depth: usize,
    /// Redirects that led here.
    redirects: usize,
    /// The address that was asked for first.
    first: String,
    /// How often the server has put us off.
    put_off: usize,
}

/// Deepest nesting of lists that is followed: a sitemap index, its sitemaps, their articles.
const DEPTH: usize = 3;

/// Most addresses of one run. It bounds what lists without end can make us keep.
const ADDRESSES: usize = 250_000;

/// How often one address is asked for again after the server put us off.
const PUT_OFF: usize = 2;

/// A run over some addresses.
pub struct Fetcher<'a> {
    options: &'a Options,
    client: Client,
    hosts: Hosts,
    state: &'a mut State,
    queue: VecDeque<Task>,
    /// Keys of what this run has asked for or taken.
    taken: BTreeSet<String>,
    /// Keys with which no later run needs to deal, for the validators of the lists that name them.
    settled: BTreeSet<String>,
    /// Lists in the order in which they were read: key, validators, keys of what they name.
    lists: Vec<(String, Validators, Vec<String>)>,
    articles: usize,
}

impl<'a> Fetcher<'a> {
    /// A run that knows what earlier runs did from `state`, and notes there what it does.
    pub fn new(options: &'a Options, state: &'a mut State) -> Self {
        Fetcher {
            options,
            client: Client::new(options),
            hosts: Hosts::new(options),
            state,
            queue: VecDeque::new(),
            taken: BTreeSet::new(),
            settled: BTreeSet::new(),
            lists: Vec::new(),
            articles: 0,
        }
    }

    /// Fetches the articles of `urls`, of pages and of lists of pages, and gives what became of each address as soon as it
    /// is known, with the state so far. Ends when all is done, or with the first error of `give`.
    ///
    /// # Errors
    /// Those of `give`.
    pub fn run<E>(mut self, urls: &[String], mut give: impl FnMut(Outcome, &State) -> Result<(), E>) -> Result<(), E> {
        for text in urls {
            match Url::parse(text) {
                Ok(url) => self.add(url, None, false, 0),
                Err(error) => give(Outcome::Failed(text.clone(), format!("it is no address: {error}")), self.state)?,
            }
        }
        while self.articles < self.options.max
            && let Some(task) = self.hosts.next(&mut self.queue)
        {
            if let Some(outcome) = self.visit(task) {
                self.articles += usize::from(matches!(outcome, Outcome::Article(_)));
                give(outcome, self.state)?;
            }
        }
        self.settle_lists();
        Ok(())
    }

    fn add(&mut self, url: Url, link: Option<Link>, list: bool, depth: usize) {
        if self.taken.len() < ADDRESSES && self.taken.insert(key(&url)) {
            let first = url.to_string();
            self.queue.push_back(Task { url, link, list, depth, redirects: 0, first, put_off: 0 });
        }
    }

    /// Deals with one address whose turn it is. None where it led to others, or has to wait.
    fn visit(&mut self, mut task: Task) -> Option<Outcome> {
        let own = key(&task.url);
        let failed = |why: String| Some(Outcome::Failed(task.first.clone(), why));
        let known = self.state.get(&own);
        if task.link.is_some() && known.is_some() {
            self.settled.extend([own, key_of(&task.first)]);
            return Some(Outcome::Known(task.first));
        }
        match self.hosts.ask(&task.url, &self.client) {
            Turn::Yes => {}
            Turn::Disallowed => {
                self.settled.insert(key_of(&task.first));
                return Some(Outcome::Disallowed(task.first));
            }
            Turn::Left(why) => return failed(why),
            Turn::Wait => {
                self.queue.push_front(task);
                return None;
            }
        }
        let answer = self.client.get(&task.url, known, None);
        self.hosts.asked(&task.url);
        match answer {
            Err(why) => failed(why),
            Ok(Answer::NotModified) => {
                self.settled.insert(key_of(&task.first));
                Some(Outcome::Known(task.first))
            }
            Ok(Answer::Elsewhere(_)) if task.redirects == self.options.redirects => {
                failed(format!("it redirects more than {} times", self.options.redirects))
            }
            Ok(Answer::Elsewhere(to)) => {
                task.redirects += 1;
                let new = key(&to);
                // A redirect to where we were, as from http to https, is no duplicate.
                if new != own && new != key_of(&task.first) && !self.taken.insert(new) {
                    return self.duplicate(&task, Validators::default());
                }
                task.url = to;
                self.queue.push_front(task);
                None
            }
            Ok(Answer::Later(wait)) => {
                if let Err(why) = self.hosts.put_off(&task.url, wait) {
                    return failed(why);
                }
                task.put_off += 1;
                if task.put_off > PUT_OFF {
                    return failed("the server is too busy to answer".to_owned());
                }
                self.queue.push_front(task);
                None
            }
            Ok(Answer::Status(status)) => {
                if matches!(status, 401 | 403 | 404 | 410 | 451) {
                    self.settled.insert(key_of(&task.first));
                }
                failed(format!("the server answered with status {status}"))
            }
            Ok(Answer::Document(document)) => self.document(task, document),
        }
    }

    fn document(&mut self, task: Task, document: Document) -> Option<Outcome> {
        let failed = |why: String| Some(Outcome::Failed(task.first.clone(), why));
        match links(&document.bytes) {
            Ok(Some(_)) if task.link.is_some() => failed("it is a list of articles, not an article".to_owned()),
            Ok(Some(found)) => self.list(&task, document.validators, found),
            Ok(None) if task.list => failed("it is named as a sitemap and is none".to_owned()),
            Ok(None) => self.article(&task, document),
            Err(error) => failed(error.to_string()),
        }
    }

    /// Puts the addresses that a list names behind those that wait.
    fn list(&mut self, task: &Task, validators: Validators, found: Links) -> Option<Outcome> {
        if task.depth == DEPTH || self.lists.len() == self.options.lists {
            let why = format!(
                "more than {} lists, or lists in lists more than {DEPTH} deep, are not read",
                self.options.lists
            );
            return Some(Outcome::Failed(task.first.clone(), why));
        }
        let join = |url: &str| task.url.join(url.trim()).ok();
        let lists: Vec<Url> = found.lists.iter().filter_map(|url| join(url)).collect();
        let articles: Vec<(Url, Link)> =
            found.articles.into_iter().filter_map(|link| Some((join(&link.url)?, link))).collect();
        let named = lists.iter().chain(articles.iter().map(|(url, _)| url)).map(key).collect();
        self.lists.push((key_of(&task.first), validators, named));
        for url in lists {
            self.add(url, None, true, task.depth + 1);
        }
        for (url, link) in articles {
            self.add(url, Some(link), false, task.depth + 1);
        }
        None
    }

    fn article(&mut self, task: &Task, document: Document) -> Option<Outcome> {
        let kind = document.kind.as_str();
        let page = kind.is_empty() || kind.contains("html") || kind.contains("xml");
        if !page && kind != "text/plain" {
            return Some(Outcome::Failed(task.first.clone(), format!("it is {kind}, not a page or a list of pages")));
        }
        let content = characters(&document.bytes, document.charset.as_deref());
        let url = match canonical(&content, &task.url) {
            Some(other) if key(&other) != key(&task.url) => {
                if self.state.get(&key(&other)).is_some() {
                    return self.duplicate(task, document.validators);
                }
                // What a page says of another host's address is not believed.
                if other.host() == task.url.host() { other } else { task.url.clone() }
            }
            _ => task.url.clone(),
        };
        for key in [key_of(&task.first), key(&task.url), key(&url)] {
            self.state.put(key.clone(), document.validators.clone());
            self.settled.insert(key.clone());
            self.taken.insert(key);
        }
        let (html, text) = if page { (Some(content), None) } else { (None, Some(content)) };
        let link = task.link.as_ref();
        Some(Outcome::Article(Box::new(Fetched {
            id: url.to_string(),
            url: url.to_string(),
            title: link.and_then(|link| link.title.clone()),
            published: link.and_then(|link| link.published.as_ref()).map(PartialDate::to_string),
            html,
            text,
        })))
    }

    /// Notes an address of an article that was fetched under another one.
    fn duplicate(&mut self, task: &Task, validators: Validators) -> Option<Outcome> {
        let own = key_of(&task.first);
        self.state.put(own.clone(), validators);
        self.settled.insert(own);
        Some(Outcome::Duplicate(task.first.clone()))
    }

    /// Notes the validators of the lists of which nothing is left to do: of any other the next run must see all again.
    fn settle_lists(&mut self) {
        // Lists that others name come later; they settle first.
        for (own, validators, named) in self.lists.drain(..).rev() {
            if named.iter().all(|key| self.settled.contains(key)) {
                self.settled.insert(own.clone());
                self.state.put(own, validators);
            }
        }
    }
}

fn key_of(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| key(&url))
}

/// The address that a page calls its own, where it is one of an article: a page that calls the front page its own is
/// mistaken.
fn canonical(page: &str, at: &Url) -> Option<Url> {
    static LINK: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?i)<link\b[^>]*\brel\s*=\s*["']?canonical\b[^>]*>"#).expect("an expression"));
    static ADDRESS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"(?i)\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))"#).expect("an expression"));
    let mut end = page.len().min(256 << 10);
    while !page.is_char_boundary(end) {
        end -= 1;
    }
    let link = LINK.find(&page[..end])?;
    let found = ADDRESS.captures(link.as_str())?;
    let text = found.iter().skip(1).flatten().next()?.as_str().replace("&amp;", "&");
    let url = at.join(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    (url.path() != "/" || at.path() == "/").then_some(url)
}
