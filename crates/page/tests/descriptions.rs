//! What pages say of themselves: title, days, authors, outlet, agency, address, each with its basis.

use chancery_page::{Hints, from_html};
use chancery_record::{Article, Basis, Source};

const TEXT: &str = "<p>The two ministers met in the border town on Tuesday and agreed to open the crossing again next month.</p>\
    <p>Officials from both sides will draw up a timetable, the interior ministry said in a statement late in the day.</p>";

fn read(page: &str) -> Article {
    from_html(page.as_bytes(), &Hints { name: "talks.html".to_owned(), ..Hints::default() }).expect("an article")
}

/// A page with `head`, and `above` over its text.
fn page(head: &str, above: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Ministers meet | Example Times</title>{head}</head><body>\
         <nav><a href=/>Home</a></nav>{above}<article>{TEXT}</article>\
         <footer><p>Example Times has been printed since 1902. © 2019</p></footer></body></html>"
    )
}

fn ld(script: &str) -> String {
    format!("<script type='application/ld+json'>{script}</script>")
}

fn day(article: &Article) -> Option<String> {
    article.published.map(|d| d.to_string())
}

#[test]
fn what_the_page_says_of_itself() {
    let script = r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle",
        "headline":"Ministers meet &amp; agree","datePublished":"2023-03-15T08:00:00Z","author":[{"@type":"Person","name":"Jo Park"}],
        "publisher":{"@type":"Organization","name":"Example Times"}}]}</script>"#;
    let check = |head: &str, get: fn(&Article) -> Option<String>, expected: Option<&str>| {
        let article = read(&page(head, ""));
        assert_eq!(get(&article).as_deref(), expected, "{head}");
    };
    check(script, |a| a.title.clone(), Some("Ministers meet & agree"));
    check(script, day, Some("2023-03-15"));
    check(script, |a| a.outlet.clone(), Some("Example Times"));
    check(script, |a| a.credits.first().cloned(), Some("Jo Park"));
    check("", |a| a.title.clone(), Some("Ministers meet"));
    check(
        "<meta property=og:title content='Ministers meet in town'>",
        |a| a.title.clone(),
        Some("Ministers meet in town"),
    );
    check("<meta property=og:site_name content='Border Post'>", |a| a.outlet.clone(), Some("Border Post"));
    check("<meta name=author content='Jo Park, Associated Press'>", |a| a.agency.clone(), Some("AP"));
    check("<meta property='article:published_time' content='2023-03-14T10:00:00+01:00'>", day, Some("2023-03-14"));
    check("<meta name=date content='14 March 2023'>", day, Some("2023-03-14"));
    check("<link rel=canonical href='https://news.example/2023/03/13/talks'>", day, Some("2023-03-13"));
    check(
        "<link rel=canonical href='https://news.example/talks'>",
        |a| a.url.clone(),
        Some("https://news.example/talks"),
    );
    check("<script type='application/ld+json'>{broken</script>", day, None);
    check("", day, None);
    check("", |a| a.language.clone(), Some("en"));
}

#[test]
fn a_date_near_the_headline_is_the_page_s() {
    let article = read(&page("", "<h1>Ministers meet over crossing</h1><div class=info>15 March 2023</div>"));
    assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2023-03-15"));
    assert_eq!(article.published_basis, Some(Basis::Page));
}

#[test]
fn titles_are_headlines() {
    let check = |head: &str, above: &str, expected: &str, source: Source| {
        let article = read(&page(head, above));
        assert_eq!(article.title.as_deref(), Some(expected), "{head} {above}");
        assert_eq!(article.bases.title, Some(source), "{head} {above}");
    };
    let og = |title: &str| format!("<meta property=og:title content=\"{title}\">");
    check("", "", "Ministers meet", Source::Element);
    check("", "<h1>Ministers meet in town</h1>", "Ministers meet in town", Source::Element);
    check("", "<h1>Log in</h1><h1>Ministers meet in town</h1>", "Ministers meet in town", Source::Element);
    check(&og("Ministers meet"), "<h1>Example Times</h1>", "Ministers meet", Source::Meta);
    check(&og("Ministers meet - what you need to know"), "", "Ministers meet - what you need to know", Source::Meta);
    check(&og("Ministers meet in town - Border Post"), "", "Ministers meet in town", Source::Meta);
    check(
        &og("Ministers meet in town"),
        "<h1>Ministers meet in town <span>A long quarrel ends</span></h1>",
        "Ministers meet in town",
        Source::Element,
    );
    check(&ld(r#"{"@type":"NewsArticle","headline":"A quarrel ends"}"#), "", "A quarrel ends", Source::JsonLd);
}

#[test]
fn days_have_a_basis() {
    let check = |head: &str, above: &str, published: Option<&str>, source: Option<Source>| {
        let article = read(&page(head, above));
        assert_eq!(day(&article).as_deref(), published, "{head} {above}");
        assert_eq!(article.bases.published, source, "{head} {above}");
    };
    let article =
        |day: &str| ld(&format!(r#"{{"@type":"NewsArticle","headline":"Ministers meet","datePublished":"{day}"}}"#));
    let shown = "<h1>Ministers meet</h1><div class=byline>14 March 2023</div>";
    check(&article("2023-03-15"), "", Some("2023-03-15"), Some(Source::JsonLd));
    check("<meta name=pubdate content=2023-03-15>", "", Some("2023-03-15"), Some(Source::Meta));
    check("", "<time class=published datetime=2023-03-15>Wed</time>", Some("2023-03-15"), Some(Source::Element));
    check(
        "<link rel=canonical href='https://news.example/2023/03/15/talks'>",
        "",
        Some("2023-03-15"),
        Some(Source::Url),
    );
    check("", shown, Some("2023-03-14"), Some(Source::Text));
    // The third of April where the page is British; else it may be the fourth of March.
    let numbers = |lang: &str| {
        let page = page("", "<h1>Ministers meet</h1><div class=byline>03/04/2023</div>");
        day(&read(&page.replace("lang=en", lang)))
    };
    assert_eq!(numbers("lang=en-GB").as_deref(), Some("2023-04-03"));
    assert_eq!(numbers("lang=en-US"), None);
    // Of another article, of the page's footer, of nothing.
    check("", "", None, None);
    let list = r#"{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2023-03-15"}]}"#;
    check(&ld(list), "", None, None);
    let others = r#"[{"@type":"NewsArticle","headline":"Harbour strike ends","datePublished":"2023-03-10"},
        {"@type":"NewsArticle","headline":"Ministers meet","datePublished":"2023-03-15"}]"#;
    check(&ld(others), "", Some("2023-03-15"), Some(Source::JsonLd));
    // Two in the morning in Greenwich is the evening before in the west; noon is noon of the same day nearly everywhere.
    check(&article("2023-03-15T02:00:00Z"), shown, Some("2023-03-14"), Some(Source::Text));
    check(&article("2023-03-15T12:00:00Z"), shown, Some("2023-03-15"), Some(Source::JsonLd));
    check(&article("2023-03-15T02:00:00-05:00"), shown, Some("2023-03-15"), Some(Source::JsonLd));
}

#[test]
fn updates_come_after_publication() {
    let check = |published: &str, modified: &str, expected: Option<&str>| {
        let head = ld(&format!(r#"{{"@type":"Article","datePublished":"{published}","dateModified":"{modified}"}}"#));
        let article = read(&page(&head, ""));
        assert_eq!(article.updated.map(|d| d.to_string()).as_deref(), expected, "{published} {modified}");
    };
    check("2023-03-15", "2023-03-16", Some("2023-03-16"));
    check("2023-03-15", "2023-03-15", Some("2023-03-15"));
    check("2023-03-15", "2023-03-14", None);
    check("2023-03-15", "soon", None);
}

#[test]
fn authors_are_persons_where_the_page_names_them() {
    let check = |head: &str, above: &str, expected: &[&str], source: Option<Source>| {
        let article = read(&page(head, above));
        assert_eq!(article.authors, expected, "{head} {above}");
        assert_eq!(article.bases.authors, source, "{head} {above}");
    };
    let byline = "<h1>Ministers meet</h1><div class=byline>By Jo Park and Kim Lee | 15 March 2023</div>";
    let outlet = "<meta property=og:site_name content='Example Times'>";
    check("<meta name=author content='Jo Park'>", "", &["Jo Park"], Some(Source::Meta));
    check(
        &ld(r#"{"@type":"Article","author":[{"name":"Jo Park"},{"name":"Kim Lee"}]}"#),
        "",
        &["Jo Park", "Kim Lee"],
        Some(Source::JsonLd),
    );
    check("", byline, &["Jo Park", "Kim Lee"], Some(Source::Element));
    check(
        &format!("{outlet}<meta name=author content='Example Times'>"),
        byline,
        &["Jo Park", "Kim Lee"],
        Some(Source::Element),
    );
    check(&format!("{outlet}<meta name=author content='Example Times'>"), "", &["Example Times"], Some(Source::Meta));
    check("", "", &[], None);
}

#[test]
fn a_front_page_is_no_canonical_address() {
    let head =
        "<link rel=canonical href='https://news.example/'><meta property=og:url content='https://news.example/talks'>";
    let article = read(&page(head, ""));
    assert_eq!(article.url.as_deref(), Some("https://news.example/talks"));
    assert_eq!(article.bases.url, Some(Source::Meta));
}

#[test]
fn corrections_are_kept_apart() {
    let note = "This article was amended on 15 March 2023: the crossing opens in May.";
    let article = read(&page("", "").replace("</article>", &format!("<p>{note}</p></article>")));
    assert_eq!(article.corrections, [note]);
    assert!(!article.text.contains("amended"), "{}", article.text);
}
