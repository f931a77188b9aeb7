//! One request, bounded in time and size, to an address that may be asked.

use crate::{Options, Validators};
use flate2::read::MultiGzDecoder;
use std::io::{self, Read};
use std::net::IpAddr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use ureq::config::Config;
use ureq::http::{Response, Uri, header::HeaderMap};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body};
use url::Url;

/// What a server answered.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A document, unpacked.
    Document(Document),
    /// What the validators belong to has not changed.
    NotModified,
    /// The document is elsewhere.
    Elsewhere(Url),
    /// Ask again later: after the time that the server named, if it named one.
    Later(Option<Duration>),
    /// The status says that there is nothing to read.
    Status(u16),
}

/// A document as a server gave it.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) bytes: Vec<u8>,
    /// The media type in lower case, without parameters; empty where the server names none.
    pub(crate) kind: String,
    pub(crate) charset: Option<String>,
    pub(crate) validators: Validators,
}

/// Asks servers. See [`Client::get`].
pub(crate) struct Client {
    agent: Agent,
    most_bytes: usize,
}

/// Resolves names, and gives only addresses that may be asked. The connection is made to what this gives, so that a name
/// which resolves differently the next time gains nothing.
#[derive(Debug)]
struct Checked {
    inner: DefaultResolver,
    reaches: fn(IpAddr) -> bool,
}

/// A name leads only to addresses that may not be asked.
#[derive(Debug, thiserror::Error)]
#[error("{host} is at {address}, which is no public address; --allow-private asks such addresses too")]
struct NotPublic {
    host: String,
    address: IpAddr,
}

impl Resolver for Checked {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let mut kept = self.empty();
        for address in found.iter().filter(|address| (self.reaches)(address.ip())) {
            kept.push(*address);
        }
        match found.iter().next() {
            Some(first) if kept.is_empty() => {
                let host = uri.host().unwrap_or_default().to_owned();
                Err(ureq::Error::Other(Box::new(NotPublic { host, address: first.ip() })))
            }
            _ => Ok(kept),
        }
    }
}

impl Client {
    pub(crate) fn new(options: &Options) -> Self {
        let agent: String = options.agent.chars().filter(|c| matches!(c, ' '..='~')).collect();
        let config = Agent::config_builder()
            // A proxy would resolve names itself, past the check of their addresses.
            .proxy(None)
            .user_agent(agent)
            .accept("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5")
            .accept_encoding("gzip")
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(options.timeout))
            .max_response_header_size(64 << 10)
            .max_idle_connections(16)
            .build();
        let resolver = Checked { inner: DefaultResolver::default(), reaches: options.reaches };
        let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
        Client { agent, most_bytes: options.most_bytes }
    }

    /// Asks for a document; with validators, only if it changed. `most` bounds its bytes instead of the option where it is
    /// given, and cuts it off there.
    ///
    /// # Errors
    /// Why there is no answer, or none that can be used, for a person.
    pub(crate) fn get(&self, url: &Url, known: Option<&Validators>, most: Option<usize>) -> Result<Answer, String> {
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
            return Err("only addresses with http or https are fetched".to_owned());
        }
        let mut plain = url.clone();
        plain.set_fragment(None);
        if plain.set_username("").is_err() || plain.set_password(None).is_err() {
            return Err("this address cannot be asked".to_owned());
        }
        let mut request = self.agent.get(plain.as_str());
        if let Some(etag) = known.and_then(|known| known.etag.as_deref()) {
            request = request.header("If-None-Match", etag);
        }
        if let Some(day) = known.and_then(|known| known.last_modified.as_deref()) {
            request = request.header("If-Modified-Since", day);
        }
        let response = request.call().map_err(said)?;
        let header = |name: &str| text(response.headers(), name);
        match response.status().as_u16() {
            200..=203 => self.document(response, most).map(Answer::Document),
            304 => Ok(Answer::NotModified),
            301 | 302 | 303 | 307 | 308 => {
                let to = header("location").ok_or("it redirects to nowhere")?;
                let to = url.join(&to).map_err(|_| format!("it redirects to {to:?}, which is no address"))?;
                Ok(Answer::Elsewhere(to))
            }
            429 | 503 => Ok(Answer::Later(header("retry-after").and_then(|value| wait(&value)))),
            status => Ok(Answer::Status(status)),
        }
    }

    fn document(&self, response: Response<Body>, most: Option<usize>) -> Result<Document, String> {
        let header = |name: &str| text(response.headers(), name);
        let kind = header("content-type").unwrap_or_default().to_ascii_lowercase();
        let coding = header("content-encoding").unwrap_or_default().to_ascii_lowercase();
        let validators = Validators { etag: header("etag"), last_modified: header("last-modified") };
        let charset = kind.split_once("charset=").map(|(_, set)| set.trim_matches(['"', '\'', ' ']));
        let charset = charset.map(|set| set.split([';', '"']).next().unwrap_or_default().to_owned());
        let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
        let limit = most.unwrap_or(self.most_bytes);
        let whole = |bytes: Vec<u8>| match bytes.len() > limit && most.is_none() {
            true => Err(format!("it is longer than {limit} bytes; --max-bytes raises the limit")),
            false => Ok(bytes),
        };
        let packed = whole(taken(response.into_body().into_reader(), limit).map_err(|e| said(ureq::Error::from(e)))?)?;
        let unpack = |packed: &[u8]| {
            let bytes = taken(MultiGzDecoder::new(packed), limit);
            whole(bytes.map_err(|error| format!("its gzip cannot be unpacked: {error}"))?)
        };
        let mut bytes = match coding.as_str() {
            "gzip" | "x-gzip" if packed.starts_with(GZIP) => unpack(&packed)?,
            "" | "identity" | "gzip" | "x-gzip" => packed,
            other => return Err(format!("it is packed as {other:?}, which was not asked for")),
        };
        // A file that is gzipped itself, as sitemaps often are.
        if bytes.starts_with(GZIP) {
            bytes = unpack(&bytes)?;
        }
        Ok(Document { bytes, kind, charset, validators })
    }
}

const GZIP: &[u8] = b"\x1F\x8B";

/// Reads one byte more than `limit` at most, which shows that there are too many.
fn taken(reader: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name)?.to_str().ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

/// The time that `Retry-After` names: seconds, or a date.
fn wait(value: &str) -> Option<Duration> {
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value).ok()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    Some(Duration::from_secs(u64::try_from(then.as_second()).unwrap_or_default().saturating_sub(now)))
}

/// Why there was no answer, for a person.
fn said(error: ureq::Error) -> String {
    match error {
        ureq::Error::Timeout(_) => "it took longer than the time limit; --timeout raises it".to_owned(),
        ureq::Error::HostNotFound => "no such host was found".to_owned(),
        ureq::Error::Other(inner) => inner.to_string(),
        ureq::Error::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref::<ureq::Error>()) {
            Some(ureq::Error::Timeout(_)) => said(ureq::Error::Timeout(ureq::Timeout::Global)),
            _ => format!("the connection failed: {error}"),
        },
        other => format!("the server cannot be asked: {other}"),
    }
}

#[cfg(test)]
mod tests {
    use super::wait;
    use std::time::Duration;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        assert_eq!(wait("120"), Some(Duration::from_secs(120)));
        assert_eq!(wait("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert!(wait("Fri, 21 Oct 2095 07:28:00 GMT").is_some_and(|wait| wait > Duration::from_secs(1 << 30)));
        assert_eq!(wait("soon"), None);
    }
}
