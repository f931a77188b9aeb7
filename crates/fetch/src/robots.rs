//! `robots.txt`: what a host lets a crawler read (RFC 9309).

use std::time::Duration;

/// Most bytes of a `robots.txt` that are read; the RFC asks for 500 KiB at least.
pub const MOST: usize = 512 << 10;

/// The rules of one host for one crawler.
#[derive(Clone, Debug, PartialEq)]
pub struct Robots {
    /// Paths and whether they may be read.
    rules: Vec<(String, bool)>,
    /// Time between two requests that the host asks for.
    pub delay: Option<Duration>,
}

impl Robots {
    /// All may be read: the host has no `robots.txt`.
    pub fn open() -> Self {
        Robots { rules: Vec::new(), delay: None }
    }

    /// Reads a `robots.txt` as the crawler called `agent` should: the groups that name it (its product token, in any case)
    /// together, else those for all (`*`). Lines that mean nothing are passed over.
    pub fn parse(text: &str, agent: &str) -> Self {
        let (mut own, mut all) = (None::<Robots>, None::<Robots>);
        let (mut for_own, mut for_all, mut in_agents) = (false, false, false);
        let text = text.trim_start_matches('\u{feff}');
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !in_agents {
                    (for_own, for_all, in_agents) = (false, false, true);
                }
                for_own |= value.eq_ignore_ascii_case(agent);
                for_all |= value == "*";
                // A group without rules allows all.
                if for_own {
                    own.get_or_insert_with(Robots::open);
                }
                if for_all {
                    all.get_or_insert_with(Robots::open);
                }
                continue;
            }
            let rule = match key.as_str() {
                "allow" | "disallow" => (!value.is_empty()).then(|| (decoded(value), key == "allow")),
                "crawl-delay" => None,
                // Other records, such as Sitemap, belong to no group and end none.
                _ => continue,
            };
            in_agents = false;
            let delay = (key == "crawl-delay").then(|| value.parse().ok()).flatten();
            let delay = delay.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
            for group in [own.as_mut().filter(|_| for_own), all.as_mut().filter(|_| for_all)].into_iter().flatten() {
                group.rules.extend(rule.clone());
                group.delay = delay.or(group.delay);
            }
        }
        own.or(all).unwrap_or_else(Robots::open)
    }

    /// Whether a path (with its query) may be read: the longest rule that fits decides, and `allow` between equals.
    pub fn allows(&self, path: &str) -> bool {
        let path = decoded(path);
        let fitting = self.rules.iter().filter(|(rule, _)| fits(rule.as_bytes(), path.as_bytes()));
        path == "/robots.txt"
            || fitting.max_by_key(|(rule, allow)| (rule.len(), *allow)).is_none_or(|(_, allow)| *allow)
    }
}

/// A path in which letters that need no percent sign have none, so that two ways to write it are the same.
fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(c) = rest.chars().next() {
        let at = bytes.len() - rest.len();
        let digits = rest.get(1..3).filter(|_| c == '%').and_then(|d| u8::from_str_radix(d, 16).ok());
        match digits {
            Some(byte) if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                out.push(char::from(byte));
                rest = &rest[3..];
            }
            Some(_) => {
                out.push_str(&path[at..at + 3].to_ascii_uppercase());
                rest = &rest[3..];
            }
            None if c.is_ascii() => {
                out.push(c);
                rest = &rest[1..];
            }
            None => {
                for byte in c.to_string().bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Whether a rule with `*` (anything) and a `$` at its end (the end) fits the beginning of a path. Linear but for the
/// product of both lengths at worst.
fn fits(rule: &[u8], path: &[u8]) -> bool {
    let (rule, anchored) = rule.strip_suffix(b"$").map_or((rule, false), |rule| (rule, true));
    let (mut r, mut p) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        if r == rule.len() && (!anchored || p == path.len()) {
            return true;
        }
        match rule.get(r) {
            Some(b'*') => {
                star = Some((r + 1, p));
                r += 1;
            }
            Some(byte) if path.get(p) == Some(byte) => {
                r += 1;
                p += 1;
            }
            // Let the last star take one more character.
            _ => match star {
                Some((after, taken)) if taken < path.len() => {
                    star = Some((after, taken + 1));
                    (r, p) = (after, taken + 1);
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Robots, fits};
    use proptest::prelude::*;
    use std::time::Duration;

    #[test]
    fn the_longest_rule_decides() {
        let check = |text: &str, path: &str, expected: bool| {
            assert_eq!(Robots::parse(text, "chancery").allows(path), expected, "{path} by {text:?}");
        };
        check("", "/a", true);
        check("User-agent: *\nDisallow: /", "/a", false);
        check("User-agent: *\nDisallow: /", "/robots.txt", true);
        check("User-agent: *\nDisallow:", "/a", true);
        check("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/1", true);
        check("User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/1", false);
        check("User-agent: *\nDisallow: /page\nAllow: /page", "/page", true);
        check("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf", false);
        check("User-agent: *\nDisallow: /*.pdf$", "/a/b.pdf?x", true);
        check("User-agent: *\nDisallow: /*?print=", "/a?print=1", false);
        check("User-agent: *\nDisallow: /caf%C3%A9", "/café", false);
        check("User-agent: *\nDisallow: /%7Ejoe", "/~joe/x", false);
        check("user-agent:*\ndisallow:/a # not this", "/a", false);
        check("\u{feff}User-agent: *\r\nDisallow: /a\r\n", "/a", false);
    }

    #[test]
    fn the_own_group_goes_before_that_for_all() {
        let text = "User-agent: other\nUser-agent: Chancery\nDisallow: /a\nCrawl-delay: 2.5\n\nSitemap: x\n\
                    User-agent: *\nDisallow: /\n\nUser-agent: chancery\nDisallow: /b";
        let robots = Robots::parse(text, "chancery");
        let allowed: Vec<bool> = ["/a", "/b", "/c"].iter().map(|path| robots.allows(path)).collect();
        assert_eq!(allowed, [false, false, true]);
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        assert!(!Robots::parse(text, "somebody").allows("/c"));
        assert!(
            Robots::parse("User-agent: chancery\nDisallow:\n\nUser-agent: *\nDisallow: /", "chancery").allows("/c")
        );
        assert!(Robots::parse("User-agent: *\nCrawl-delay: -1\nCrawl-delay: 1e300", "chancery").delay.is_none());
    }

    proptest! {
        /// A rule fits as the regular expression fits that it stands for.
        #[test]
        fn rules_fit_as_expressions_do(rule in "/[ab*$]{0,8}", path in "/[ab$]{0,8}") {
            let (body, end) = rule.strip_suffix('$').map_or((rule.as_str(), ""), |rule| (rule, "$"));
            let expression = format!("^{}{end}", regex::escape(body).replace("\\*", ".*"));
            let expected = regex::Regex::new(&expression).expect("an expression").is_match(&path);
            prop_assert_eq!(fits(rule.as_bytes(), path.as_bytes()), expected);
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,200}", path in "\\PC{0,40}") {
            Robots::parse(&text, "chancery").allows(&path);
        }
    }
}
