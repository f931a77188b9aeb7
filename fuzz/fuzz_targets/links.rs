//! Any bytes as a feed, a sitemap or a saved page: lists of addresses and articles come out, or an error.
#![no_main]

use chancery_page::{Hints, articles, links};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (choice, bytes) = input;
    let starts: [&[u8]; 6] = [
        b"<?xml version='1.0'?><rss version='2.0'><channel>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>",
        b"{\"version\":\"https://jsonfeed.org/version/1.1\",",
        b"<urlset>",
        b"<sitemapindex>",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n",
    ];
    let bytes = [starts[usize::from(choice) % starts.len()], bytes].concat();
    if let Ok(Some(found)) = links(&bytes) {
        assert!(
            found.articles.iter().all(|link| !link.url.is_empty()) && found.lists.iter().all(|url| !url.is_empty())
        );
    }
    let _ = articles(&bytes[..], &Hints::default()).take(bytes.len() + 2).count();
});
