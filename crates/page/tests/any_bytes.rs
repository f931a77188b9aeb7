//! What must hold for any input.

use chancery_page::{Hints, articles, from_html, from_text};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Pieces of which texts and pages are made, so that the rules are reached.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("See also Harbour strike ends".to_owned()),
        Just("___".to_owned()),
        Just("By Jo Park, AP".to_owned()),
        Just("Leave a Reply".to_owned()),
        Just("The two ministers met in the border town on Tuesday and agreed to open the crossing again.".to_owned()),
        Just("GENEVA, March 15, 2023 (Reuters) - ".to_owned()),
        Just("Published: 15 March 2023".to_owned()),
        Just("The two ministers met in the border town on Tues-\nday and agreed to open ".to_owned()),
        Just("ofthe ministersaid,but".to_owned()),
        Just("&amp;amp;nbsp;caf\u{c3}\u{a9}\u{ad}".to_owned()),
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("<p>".to_owned()),
        Just("</p><div class=related>".to_owned()),
        Just("<h1>Title of it</h1>".to_owned()),
        Just("<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"articleBody\":\"".to_owned()),
        Just("<!--[if IE]>".to_owned()),
        Just("{\"text\":\"".to_owned()),
        Just("\"}\n".to_owned()),
        Just("WARC/1.0\r\nContent-Length: 5\r\nWARC-Type: resource\r\n\r\n".to_owned()),
        Just("<rss><channel><item><title>".to_owned()),
        "\\PC{0,40}",
        "[\\s\\S]{0,20}",
    ]
}

/// How often each letter and digit stands in some texts, capitals aside.
fn letters<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeMap<char, usize> {
    let mut bag = BTreeMap::new();
    for c in texts.flat_map(str::chars).filter(|c| c.is_alphanumeric()) {
        *bag.entry(c).or_insert(0) += 1;
    }
    bag
}

/// Whether characters of a text may be repaired, so that its letters are others afterwards.
fn may_be_mended(text: &str) -> bool {
    text.contains(|c: char| c == '&' || ('\u{80}'..='\u{f4}').contains(&c) || ('\u{fb00}'..='\u{fb06}').contains(&c))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Every letter of a plain text stands in the article's text or in what was removed, as often as in the input. (Spaces
    /// between words that were run together are added, hyphens at the ends of lines go.)
    #[test]
    fn nothing_of_a_text_vanishes(pieces in prop::collection::vec(piece(), 0..30)) {
        let text = pieces.concat();
        prop_assume!(!may_be_mended(&text));
        let article = from_text(&text, &Hints::default());
        let got = letters(article.removed.iter().map(|r| r.text.as_str()).chain([article.text.as_str()]));
        prop_assert_eq!(got, letters([text.as_str()].into_iter()));
    }

    /// A text that is clean comes back as it is.
    #[test]
    fn cleaning_twice_is_cleaning_once(pieces in prop::collection::vec(piece(), 0..30)) {
        let once = from_text(&pieces.concat(), &Hints::default());
        let twice = from_text(&once.text, &Hints::default());
        prop_assert_eq!(twice.removed, vec![]);
        prop_assert_eq!(twice.text, once.text);
    }

    /// Paragraphs are folded and parted by one empty line.
    #[test]
    fn the_text_is_folded(pieces in prop::collection::vec(piece(), 0..30)) {
        let article = from_text(&pieces.concat(), &Hints::default());
        for paragraph in article.text.split("\n\n").filter(|_| !article.text.is_empty()) {
            prop_assert_eq!(paragraph.split_whitespace().collect::<Vec<_>>().join(" "), paragraph);
            prop_assert!(!paragraph.is_empty());
        }
    }

    #[test]
    fn pages_of_any_pieces_do_not_panic(pieces in prop::collection::vec(piece(), 0..30)) {
        let _ = from_html(pieces.concat().as_bytes(), &Hints::default());
        let _ = articles(pieces.concat().as_bytes(), &Hints::default()).count();
    }

    #[test]
    fn any_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in 0usize..6) {
        let start: [&[u8]; 6] = [b"", b"<html>", b"{\"", b"WARC/1.0\r\n", b"\x1F\x8B\x08", b"<?xml version='1.0'?><rss>"];
        let bytes = [start[kind], &bytes].concat();
        let _ = from_html(&bytes, &Hints::default());
        let _ = articles(&bytes[..], &Hints::default()).take(1000).count();
    }
}
