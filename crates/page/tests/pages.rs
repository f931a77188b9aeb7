//! HTML pages.

use chancery_page::{Hints, PageError, from_html};
use chancery_record::Article;

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
    check(
        &format!("{a}<div class=inline-image><img src=x><div>The post in spring.</div></div>{b}{c}"),
        "caption",
        "post in",
    );
    check(&format!("{a}<figure><img src=x><span>The post in spring.</span></figure>{b}{c}"), "caption", "post in");
    check(&format!("{a}<p class=caption>The post in spring.</p>{b}{c}"), "caption", "post in");
    check(
        &format!(
            "<figure><figcaption>Guards wait for the bus at the crossing in spring.</figcaption></figure>{a}\
             <p>Guards wait for the bus at the crossing in spring.</p>{b}{c}"
        ),
        "caption",
        "wait for the bus",
    );
    check(
        &format!(
            "{a}{b}{c}{}",
            "<div class=tile><a href=/x>Harbour strike ends</a><p>The workers went back after nine days.</p></div>"
                .repeat(3)
        ),
        "related-link",
        "nine days",
    );
    check(
        &format!("{a}{b}{c}<h3>What else happened</h3><ul><li><a href=/x>Harbour strike ends</a></ul>"),
        "navigation",
        "What else happened",
    );
    check(
        &format!("{a}{b}{c}<div>Explore further</div><ul><li><a href=/x>Harbour</a><li><a href=/y>Border</a></ul>"),
        "navigation",
        "Explore further",
    );
    check(&format!("<p>Jo Park and Kim Lee</p>{a}{b}{c}"), "byline", "Kim Lee");
    check(
        &format!("{a}{b}{c}<p>Correction: An earlier version gave the wrong month of the opening.</p>"),
        "correction",
        "wrong month",
    );
    let notes = [
        ("To view the full story, please subscribe to the Border Post.", "paywall-note"),
        ("If you're seeing this message but are a subscriber, you can log in at once.", "paywall-note"),
        ("First-time subscribers also receive a special gift from the town.", "paywall-note"),
        ("The Border Post is not responsible for the opinions of its guests.", "editorial-note"),
        ("Would you like to comment on this article? Sign in now.", "comment-form"),
        ("Submit your letter to the editor via this form.", "comment-form"),
    ];
    for (note, reason) in notes {
        check(&format!("{a}{b}{c}<p>{note}</p>"), reason, note);
    }
    check(
        &format!("{a}{b}<div class='pum pum-overlay'><p>Join our readers and write to us about the town.</p></div>{c}"),
        "newsletter",
        "Join our readers",
    );
}

#[test]
fn what_only_looks_like_furniture_stays() {
    let check = |inner: &str| {
        let article = read(&page("", &format!("<article><h1>Ministers meet over crossing</h1>{inner}</article>")));
        let expected = format!("Ministers meet over crossing\n\n{}", BODY.join("\n\n"));
        assert_eq!(article.text, expected, "{inner}");
    };
    let [a, b, c] = BODY.map(|p| format!("<p>{p}</p>"));
    check(&format!("<p class='has-normal-font-size'>{}</p>{b}{c}", BODY[0]));
    check(&format!("<div class='elementor-widget elementor-widget-text-editor'>{a}</div>{b}{c}"));
    check(&format!("<div class='article-body with-sidebar no-ads'>{a}{b}{c}</div>"));
    check(&format!("<div class=sponsor-content><div class=article-body>{a}{b}{c}</div></div>"));
    check(&format!(
        "<div class=photo><img src=x>{a}</div><div class=photo><img src=y>{b}</div><div class=photo>{c}</div>"
    ));
    check(&format!(
        "{a}<p>{}<a href=/x>statement<span class=sr-only>, opens in a new window</span></a>{}</p>{c}",
        BODY[1].split("statement").next().unwrap_or_default(),
        BODY[1].split("statement").nth(1).unwrap_or_default()
    ));
    check(&format!(
        "{a}<p>{}<a href=/x>statement<span>, opens new tab</span></a>{}</p>{c}",
        BODY[1].split("statement").next().unwrap_or_default(),
        BODY[1].split("statement").nth(1).unwrap_or_default()
    ));
}

#[test]
fn the_summary_under_the_headline_is_text() {
    let summary = "Two neighbours end a long quarrel over a road.";
    let check = |head: &str, above: &str| {
        let article = read(&page(head, &format!("{above}<article>{}</article>", paragraphs())));
        let expected = format!("Ministers meet\n\n{summary}\n\n{}", BODY.join("\n\n"));
        assert_eq!(article.text, expected, "{head} {above}");
    };
    let described = format!("<meta name=description content='{summary}'>");
    check("", &format!("<h1>Ministers meet</h1><h2>{summary}</h2>"));
    check("", &format!("<h1>Ministers meet</h1><div>15 March 2023</div><p>{summary}</p>"));
    check("", &format!("<h1>Ministers meet</h1><div class=standfirst>{summary}</div>"));
    check("", &format!("<h1>Ministers meet</h1><div class=summary-list><ul><li>{summary}</li></ul></div>"));
    check(&described, &format!("<h1>Ministers meet</h1><div class=promo>{summary}</div>"));
}

#[test]
fn what_stands_beside_the_body_is_no_text() {
    let notice =
        "<p>You can read on one device at a time.</p><p>Please sign out on the other one before you go on.</p>";
    let check = |inner: &str| {
        let article = read(&page("", &format!("<main><h1>Ministers meet</h1>{inner}</main>")));
        let expected = format!("Ministers meet\n\n{}", BODY.join("\n\n"));
        assert_eq!(article.text, expected, "{inner}");
        assert!(article.removed.iter().any(|r| r.text.contains("sign out")), "{:#?}", article.removed);
    };
    check(&format!("<article>{}</article><section>{notice}</section>", paragraphs()));
    check(&format!("<div class=story-body>{}</div><section>{notice}</section>", paragraphs()));
    // A body in two pieces is not cut to one of them.
    let [a, b, c] = BODY.map(|p| format!("<p>{p}</p>"));
    let inner = format!("<div class=story-body>{a}{b}</div><div class=story-body>{c}</div>");
    let article = read(&page("", &format!("<main><h1>Ministers meet</h1>{inner}</main>")));
    assert_eq!(article.text, format!("Ministers meet\n\n{}", BODY.join("\n\n")));
}

#[test]
fn tables_are_read_by_rows() {
    let table = "<table><tr><th>Post</th><th>Guards</th></tr><tr><td>North post</td><td>12</td></tr></table>";
    let check = |table: &str| {
        let article = read(&page(
            "",
            &format!("<article>{}{table}<p>{}</p></article>", paragraphs(), BODY[0].replace("two", "three")),
        ));
        assert!(article.text.contains("\n\nPost | Guards\n\nNorth post | 12\n\n"), "{}", article.text);
    };
    check(table);
    check(&format!("<figure class=wp-block-table>{table}</figure>"));
    // A page that is laid out by a table is read as if it were not.
    let article = read(&page("", &format!("<table><tr><td>Menu</td><td>{}</td></tr></table>", paragraphs())));
    assert!(article.text.ends_with(&BODY.join("\n\n")), "{}", article.text);
}

#[test]
fn a_text_that_json_ld_tells_stands_in_for_one_that_is_not_on_the_page() {
    let body = [BODY.join(" "), BODY.map(|p| p.replace("crossing", "bridge")).join(" ")];
    let ld = |body: &str| {
        let script = serde_json::json!({"@type": "NewsArticle", "headline": "Ministers meet", "articleBody": body});
        format!("<script type='application/ld+json'>{script}</script>")
    };
    let check = |head: &str, inner: &str, expected: &str| {
        let article = read(&page(head, inner));
        assert_eq!(article.text, expected, "{head} {inner}");
    };
    let whole = format!("Ministers meet\n\n{}", body.join("\n\n"));
    check(&ld(&body.join("\n")), "<div>Loading</div>", &whole);
    check(&ld(&body.join("\n")), &format!("<article><p>{}</p></article>", BODY[0]), &whole);
    check(&ld(&format!("<p>{}</p><p>{}</p>", body[0], body[1])), "<div>Loading</div>", &whole);
    let shown = format!("<h1>Ministers meet</h1><article>{}</article>", paragraphs());
    check(&ld(&BODY.join("\n").repeat(2)[..400]), &shown, &format!("Ministers meet\n\n{}", BODY.join("\n\n")));
}

#[test]
fn a_short_article_is_found_by_the_name_of_its_part() {
    let article = read(&page(
        "",
        "<h1>Ministers meet</h1><div class=article-body><p>The crossing is shut until Friday ...</p></div>\
         <div><p>Write to us.</p></div>",
    ));
    assert_eq!(article.text, "Ministers meet\n\nThe crossing is shut until Friday ...");
}

#[test]
fn scripts_without_spaces_are_counted_by_letters() {
    let text = "两国部长星期二在边境小城会面，同意下个月重新开放口岸。";
    let article = read(&page("", &format!("<article><p>{text}</p></article>")));
    assert!(article.text.contains(text), "{}", article.text);
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
fn the_heading_of_what_is_taken_out_goes_with_it() {
    let check = |inner: &str, kept: bool| {
        let article = read(&page(
            "",
            &format!(
                "<article>{}{inner}<h2>The town</h2><p>{}</p></article>",
                paragraphs(),
                BODY[0].replace("two", "three")
            ),
        ));
        assert_eq!(article.text.contains("What else happened"), kept, "{}", article.text);
        assert!(article.text.contains("The town"), "{}", article.text);
    };
    check("<h2>What else happened</h2><ul><li><a href=/x>Harbour strike ends</a></ul>", false);
    check("<h2>What else happened</h2><figure><img src=x><figcaption>The post.</figcaption></figure>", true);
    check("<h2>What else happened</h2><p>The harbour was shut on Friday.</p>", true);
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
