//! What must hold for a page of any tags in any order.

use chancery_page::{Hints, from_html};
use proptest::prelude::*;

/// A piece of a page: a tag that opens, closes or does both, with the names that rules look at, or text.
fn piece() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "div",
        "p",
        "article",
        "main",
        "section",
        "aside",
        "nav",
        "footer",
        "form",
        "figure",
        "figcaption",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "h1",
        "h2",
        "h3",
        "a",
        "b",
        "i",
        "span",
        "br",
        "img",
        "time",
        "title",
        "script",
        "style",
        "template",
        "select",
        "option",
        "svg",
        "math",
        "noscript",
        "iframe",
        "textarea",
        "blockquote",
        "body",
        "html",
        "head",
        "frameset",
        "button",
        "caption",
    ]);
    let said = prop::sample::select(vec![
        "",
        " class=article-body",
        " class='related has-video'",
        " class=caption",
        " class=standfirst",
        " class=image",
        " itemprop=datePublished content=2023-03-15T02:00:00Z",
        " style='display: none'",
        " type='application/ld+json'",
        " id=comments",
        " a='>' b",
        " class='",
    ]);
    prop_oneof![
        4 => (names.clone(), said).prop_map(|(name, said)| format!("<{name}{said}>")),
        2 => names.prop_map(|name| format!("</{name}>")),
        3 => Just("The two ministers met in the border town on Tuesday and agreed to open the crossing. ".to_owned()),
        1 => Just("Jo Park | 15 March 2023".to_owned()),
        1 => Just("{\"@type\":\"NewsArticle\",\"headline\":\"Ministers meet\",\"author\":\"Jo Park\"}".to_owned()),
        1 => "\\PC{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    /// Nothing is made up: the letters of the text stand in the page.
    #[test]
    fn letters_are_the_page_s(pieces in prop::collection::vec(piece(), 0..60)) {
        let page = pieces.concat();
        let Ok(article) = from_html(page.as_bytes(), &Hints::default()) else { return Ok(()) };
        let count = |text: &str, letter: char| text.chars().filter(|c| *c == letter).count();
        for letter in ('a'..='z').chain('A'..='Z') {
            // A title may stand in the head and in the body.
            prop_assert!(count(&article.text, letter) <= 2 * count(&page, letter), "{letter:?} of {page}");
        }
        prop_assert!(!article.text.is_empty());
        prop_assert!(article.updated.is_none_or(|u| article.published.is_none_or(|p| p <= u)));
        prop_assert_eq!(article.published.is_some(), article.published_basis.is_some());
        prop_assert_eq!(article.authors.is_empty(), article.bases.authors.is_none());
    }
}
