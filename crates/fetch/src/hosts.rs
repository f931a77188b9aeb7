//! When and whether a host may be asked: its `robots.txt`, the time between requests, and when it wants to be left alone.

use crate::client::{Answer, Client};
use crate::robots::{MOST, Robots};
use crate::{Options, Task};
use std::collections::{BTreeMap, VecDeque};
use std::thread::sleep;
use std::time::{Duration, Instant};
use url::Url;

/// Most redirects that lead to a `robots.txt` (RFC 9309 asks for five).
const REDIRECTS: usize = 5;

/// Whether an address may be asked for now.
pub(crate) enum Turn {
    Yes,
    /// Not yet: its `robots.txt` was asked for, and the time between two requests must pass.
    Wait,
    Disallowed,
    /// The host asked for a wait that is too long.
    Left(String),
}

/// The hosts that a run has to do with, by scheme, name and port.
pub(crate) struct Hosts {
    hosts: BTreeMap<String, Host>,
    agent: String,
    delay: Duration,
    longest: Duration,
}

#[derive(Default)]
struct Host {
    robots: Option<Robots>,
    /// When it may be asked next; none where it was not asked yet.
    next: Option<Instant>,
    /// Why it is left alone.
    left: Option<String>,
}

fn name(url: &Url) -> String {
    url.origin().ascii_serialization()
}

impl Hosts {
    pub(crate) fn new(options: &Options) -> Self {
        let agent = options.agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        Hosts { hosts: BTreeMap::new(), agent, delay: options.delay, longest: options.longest_wait }
    }

    fn host(&mut self, url: &Url) -> &mut Host {
        self.hosts.entry(name(url)).or_default()
    }

    /// Takes the first task whose host may be asked, and waits where there is none yet.
    pub(crate) fn next(&mut self, queue: &mut VecDeque<Task>) -> Option<Task> {
        let now = Instant::now();
        let when = |task: &Task| self.hosts.get(&name(&task.url)).and_then(|host| host.next).unwrap_or(now);
        // The first whose host may be asked now; else the one whose host may be asked soonest.
        let mut best: Option<(usize, Instant)> = None;
        for (at, task) in queue.iter().enumerate() {
            let when = when(task);
            if best.is_none_or(|(_, soonest)| when < soonest) {
                best = Some((at, when));
            }
            if when <= now {
                best = Some((at, when));
                break;
            }
        }
        let (at, when) = best?;
        sleep(when.saturating_duration_since(now));
        queue.remove(at)
    }

    /// Whether an address may be asked for; asks for the host's `robots.txt` where it is not known.
    pub(crate) fn ask(&mut self, url: &Url, client: &Client) -> Turn {
        if let Some(why) = &self.host(url).left {
            return Turn::Left(why.clone());
        }
        if self.host(url).robots.is_none() {
            let robots = match self.fetched(url, client) {
                Ok(robots) => robots,
                Err(why) => {
                    self.host(url).left = Some(why.clone());
                    return Turn::Left(why);
                }
            };
            if let Some(delay) = robots.delay.filter(|delay| *delay > self.longest) {
                let why = self.too_long("robots.txt", delay);
                self.host(url).left = Some(why.clone());
                return Turn::Left(why);
            }
            self.host(url).robots = Some(robots);
            self.asked(url);
        }
        let now = Instant::now();
        let host = self.host(url);
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        match &host.robots {
            Some(robots) if !robots.allows(path) => Turn::Disallowed,
            _ if host.next.is_some_and(|next| next > now) => Turn::Wait,
            _ => Turn::Yes,
        }
    }

    /// Asks for a host's `robots.txt`. Where there is none, all may be read.
    ///
    /// # Errors
    /// Where the server fails: then nothing of the host may be read now.
    fn fetched(&mut self, url: &Url, client: &Client) -> Result<Robots, String> {
        let mut at = url.join("/robots.txt").map_err(|error| error.to_string())?;
        for _ in 0..=REDIRECTS {
            match client.get(&at, None, Some(MOST))? {
                Answer::Document(document) => {
                    return Ok(Robots::parse(&String::from_utf8_lossy(&document.bytes), &self.agent));
                }
                Answer::Elsewhere(to) => at = to,
                Answer::Status(400..=499) => return Ok(Robots::open()),
                Answer::Later(_) | Answer::Status(_) | Answer::NotModified => {
                    return Err("its robots.txt cannot be had now, and so nothing of the host is read".to_owned());
                }
            }
        }
        // So many redirects are as good as no file (RFC 9309, 2.3.1.2).
        Ok(Robots::open())
    }

    /// Notes that a host was asked just now.
    pub(crate) fn asked(&mut self, url: &Url) {
        let least = self.delay;
        let host = self.host(url);
        let wanted = host.robots.as_ref().and_then(|robots| robots.delay).unwrap_or_default();
        host.next = Some(Instant::now() + least.max(wanted));
    }

    /// Notes that a host wants to be asked later.
    ///
    /// # Errors
    /// Where it wants a longer wait than we wait; it is then left alone.
    pub(crate) fn put_off(&mut self, url: &Url, wait: Option<Duration>) -> Result<(), String> {
        // A server that does not say how long gets a good while.
        let wait = wait.unwrap_or((self.delay * 10).min(self.longest)).max(self.delay);
        if wait > self.longest {
            let why = self.too_long("the server", wait);
            self.host(url).left = Some(why.clone());
            return Err(why);
        }
        self.host(url).next = Some(Instant::now() + wait);
        Ok(())
    }

    fn too_long(&self, who: &str, wait: Duration) -> String {
        format!(
            "{who} asks to wait {} s between requests, and the most is {} s",
            wait.as_secs(),
            self.longest.as_secs()
        )
    }
}
