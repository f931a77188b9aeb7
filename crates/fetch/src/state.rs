//! What earlier runs have fetched: so that nothing is asked for twice.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};
use url::Url;

/// The form of the file.
const SCHEMA: &str = "chancery-fetch/1";

/// What a server says of a page so that it can be asked for only if it changed (RFC 9110, 13).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The `ETag` of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// The `Last-Modified` of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// Addresses that were fetched, and their validators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    schema: String,
    /// By [`key`].
    seen: BTreeMap<String, Validators>,
}

impl Default for State {
    fn default() -> Self {
        State { schema: SCHEMA.to_owned(), seen: BTreeMap::new() }
    }
}

impl State {
    /// Reads a state from its file; an empty one where there is no such file.
    ///
    /// # Errors
    /// Where the file cannot be read or is no state.
    pub fn load(path: &Path) -> io::Result<State> {
        let text = match fs::read(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::default()),
            text => text?,
        };
        let state: State = serde_json::from_slice(&text).map_err(io::Error::other)?;
        if state.schema != SCHEMA {
            let why = format!("its schema is {:?}; this version reads {SCHEMA:?}", state.schema);
            return Err(io::Error::other(why));
        }
        Ok(state)
    }

    /// Writes the state to its file: to a new one beside it, which then takes its place, so that a stop leaves the old one
    /// whole.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        fs::write(&beside, serde_json::to_vec_pretty(self).map_err(io::Error::other)?)?;
        fs::rename(&beside, path)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Validators> {
        self.seen.get(key)
    }

    pub(crate) fn put(&mut self, key: String, validators: Validators) {
        self.seen.insert(key, validators);
    }
}

/// What names a page whichever way its address is written: without scheme, fragment, default port, and the parameters
/// that only say how a reader came there.
pub(crate) fn key(url: &Url) -> String {
    let told = |name: &str| {
        name.starts_with("utm_")
            || ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid"].contains(&name)
    };
    let mut plain = url.clone();
    plain.set_fragment(None);
    if url.query_pairs().any(|(name, _)| told(&name)) {
        let kept: Vec<_> = url.query_pairs().filter(|(name, _)| !told(name)).collect();
        plain.query_pairs_mut().clear().extend_pairs(kept);
        if plain.query() == Some("") {
            plain.set_query(None);
        }
    }
    let whole = plain.as_str();
    whole.split_once("://").map_or(whole, |(_, rest)| rest).to_owned()
}

#[cfg(test)]
mod tests {
    use super::key;
    use url::Url;

    #[test]
    fn ways_to_write_an_address_are_one() {
        let check = |url: &str, expected: &str| assert_eq!(key(&Url::parse(url).expect(url)), expected, "{url}");
        check("https://News.Example:443/a#top", "news.example/a");
        check("http://news.example/a?utm_source=x&utm_medium=y", "news.example/a");
        check("https://news.example/a?id=1&utm_source=x", "news.example/a?id=1");
        check("https://news.example/a?q=a+b%20c", "news.example/a?q=a+b%20c");
        check("https://news.example:8080", "news.example:8080/");
    }
}
