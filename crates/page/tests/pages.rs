//! HTML pages.

use chancery_page::{Hints, PageError, from_html};
use chancery_record::{Article, Basis};

const BODY: [&str; 3] = [
    "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month.",
    "Officials from both sides will draw up a timetable, the interior ministry said in a statement late in the day.",
    "The crossing has been shut since the spring, when shots were fired at a customs post and two guards were hurt.",
];

fn read(page: &str) -> Article {
    from_html(page.as_bytes(), &Hints { name: "talks.html".to_owned(), ..Hints::default() }).expect("an article")
}

/// A page whose body is `inner`, with a menu and a footer.
fn page(head: &str, inner: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=en><head><title>Ministers meet | Example Times</title>{head}</head><body>\
         <nav><ul><li><a href=/>Home</a><li><a href=/world>World</a></ul></nav>{inner}\
         <footer><p>Example Times is a newspaper of the border. It has been printed every day since 1902.</p></footer></body></html>"
    )
}

fn paragraphs() -> String {
    BODY.map(|p| format!("<p>{p}</p>")).concat()
}

#[test]
fn the_article_stays_and_the_rest_is_listed() {
    let check = |inner: &str, reason: &str, words: &str| {
        let article = read(&page("", &format!("<article><h1>Ministers meet over crossing</h1>{inner}</article>")));
        let expected = format!("Ministers meet over crossing\n\n{}", BODY.join("\n\n"));
        assert_eq!(article.text, expected, "{inner}");
        assert!(
            article.removed.iter().any(|r| r.reason == reason && r.text.contains(words)),
            "{inner}\n{:#?}",
            article.removed
        );
    };
    let [a, b, c] = BODY.map(|p| format!("<p>{p}</p>"));
    check(&format!("{a}{b}{c}"), "navigation", "World");
    check(&format!("{a}{b}{c}"), "footer", "printed every day");
    check(
        &format!("{a}<p>See also <a href=/x>Harbour strike ends</a></p>{b}{c}"),
        "related-link",
        "Harbour strike ends",
    );
    check(
        &format!("{a}<div class=related-links><h3>Related</h3><a href=/x>Harbour strike ends</a></div>{b}{c}"),
        "related-link",
        "Harbour",
    );
    check(
        &format!("{a}{b}<aside><p>Our reporters tell you what the closure means. It is a long story.</p></aside>{c}"),
        "promo",
        "long story",
    );
    check(
        &format!(
            "<figure><img src=x><figcaption>Guards at the crossing. It was shut in spring.</figcaption></figure>{a}{b}{c}"
        ),
        "caption",
        "Guards at",
    );
    check(
        &format!("{a}<div class='newsletter-signup'><p>Get our letter. It comes every day.</p></div>{b}{c}"),
        "newsletter",
        "every day",
    );
    check(
        &format!(
            "{a}{b}{c}<section id=comments><p>I do not believe a word of this, and neither does my neighbour.</p></section>"
        ),
        "comment-form",
        "my neighbour",
    );
    check(&format!("<div class=article__byline>By <a href=/jo>Jo Park</a></div>{a}{b}{c}"), "byline", "Jo Park");
    check(
        &format!(
            "{a}{b}{c}<div><h3><a href=/x>Harbour strike ends</a></h3><p>The workers went back after nine days without pay.</p></div>"
        ),
        "related-link",
        "nine days",
    );
    check(
        &format!(
            "{a}{b}<blockquote class=twitter-tweet><p>I am glad that the crossing will open. It is about time.</p></blockquote>{c}"
        ),
        "embed",
        "about time",
    );
    check(&format!("{a}{b}{c}<p>Copyright © 2021 Example Times. All rights reserved.</p>"), "copyright", "2021");
}

#[test]
fn headings_quotes_and_lists_stay_in_order() {
    let article = read(&page(
        "",
        &format!(
            "<h1>Ministers meet</h1><div class=story-body><p>{}</p><h2>What was agreed</h2><ul><li>The crossing opens on the first of May.</li>\
             <li>Customs posts are rebuilt by both sides.</li></ul><blockquote>We will not go home before that, a driver said.</blockquote><p>{}</p></div>",
            BODY[0], BODY[1]
        ),
    ));
    let expected = [
        "Ministers meet",
        BODY[0],
        "What was agreed",
        "The crossing opens on the first of May.",
        "Customs posts are rebuilt by both sides.",
        "We will not go home before that, a driver said.",
        BODY[1],
    ];
    assert_eq!(article.text, expected.join("\n\n"));
}

#[test]
fn words_inside_a_sentence_stay_whatever_their_class() {
    let check = |paragraph: &str, expected: &str| {
        let article = read(&page("", &format!("<article>{}{paragraph}</article>", paragraphs())));
        assert_eq!(article.text.split("\n\n").last(), Some(expected), "{paragraph}");
    };
    check(
        "<p><span class=dateline>GENEVA –</span> The envoy left on Friday night.</p>",
        "GENEVA – The envoy left on Friday night.",
    );
    check(
        "<p>The <em><span class=author>minister</span></em> left on Friday night.</p>",
        "The minister left on Friday night.",
    );
    check(
        "<p>The soft\u{ad}hyphen and the<br>line break went on Friday.</p>",
        "The softhyphen and the line break went on Friday.",
    );
    check(
        "<div>The first line ended.<br><br>The second line ended on Friday.</div>",
        "The second line ended on Friday.",
    );
}

#[test]
fn what_the_page_says_of_itself() {
    let ld = r#"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle",
        "headline":"Ministers meet &amp; agree","datePublished":"2023-03-15T08:00:00Z","author":[{"@type":"Person","name":"Jo Park"}],
        "publisher":{"@type":"Organization","name":"Example Times"}}]}</script>"#;
    let check = |head: &str, get: fn(&Article) -> Option<String>, expected: Option<&str>| {
        let article = read(&page(head, &format!("<article>{}</article>", paragraphs())));
        assert_eq!(get(&article).as_deref(), expected, "{head}");
    };
    let day = |a: &Article| a.published.map(|d| d.to_string());
    check(ld, |a| a.title.clone(), Some("Ministers meet & agree"));
    check(ld, day, Some("2023-03-15"));
    check(ld, |a| a.outlet.clone(), Some("Example Times"));
    check(ld, |a| a.credits.first().cloned(), Some("Jo Park"));
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
    let article = read(&page(
        "",
        &format!(
            "<h1>Ministers meet over crossing</h1><div class=info>15 March 2023</div><article>{}</article>",
            paragraphs()
        ),
    ));
    assert_eq!(article.published.map(|d| d.to_string()).as_deref(), Some("2023-03-15"));
    assert_eq!(article.published_basis, Some(Basis::Page));
}

#[test]
fn pages_without_text_say_so() {
    let check = |bytes: &[u8]| {
        let error = from_html(bytes, &Hints::default()).expect_err("no text");
        assert!(matches!(error, PageError::NoText { .. }), "{error}");
        assert!(error.to_string().contains("no article text was found"), "{error}");
    };
    check(b"");
    check(b"<html><head><title>Login</title></head></html>");
    check(b"<html><body><script>let a = 'The ministers met on Tuesday.';</script></body></html>");
    check(b"<html><body><img src=x></body></html>");
}

#[test]
fn a_page_without_a_body_element_reads() {
    let article = read(&format!("<title>Ministers meet over crossing</title>{}", paragraphs()));
    assert_eq!(article.text, format!("Ministers meet over crossing\n\n{}", BODY.join("\n\n")));
}

#[test]
fn comments_for_old_browsers_do_not_swallow_the_page() {
    let article =
        read(&format!("<!DOCTYPE html><!--[if gt IE 9]><html><head></head><body>{}</body></html>", paragraphs()));
    assert_eq!(article.text, BODY.join("\n\n"));
}

#[test]
fn deep_nesting_reads() {
    let deep = 200_000;
    let article = read(&format!("{}{}{}", "<div>".repeat(deep), paragraphs(), "</div>".repeat(deep)));
    assert_eq!(article.text, BODY.join("\n\n"));
}

#[test]
fn broken_characters_of_pages_are_repaired() {
    let article = read(&page(
        "",
        "<article><p>The minister said it wasnâ€™t easy to open the crossing again in winter.</p></article>",
    ));
    assert!(article.text.ends_with("it wasn’t easy to open the crossing again in winter."), "{}", article.text);
}
