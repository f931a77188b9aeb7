//! What is taken out of plain text, and what stays.

use chancery_page::{Hints, from_text, furniture::Furniture};

const HEAD: &str = "Ministers meet over border crossing";
const FIRST: &str =
    "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month.";
const SECOND: &str =
    "Officials from both sides will draw up a timetable, the interior ministry said in a statement late in the day.";
const LAST: &str =
    "The crossing has been shut since the spring, when shots were fired at a customs post and two guards were hurt.";

/// The reason for which a paragraph is taken out between two paragraphs of prose; none where it stays.
fn middle(paragraph: &str) -> Option<String> {
    reason(&format!("{HEAD}\n\n{FIRST}\n\n{paragraph}\n\n{SECOND}\n\n{LAST}"), paragraph)
}

fn reason(text: &str, paragraph: &str) -> Option<String> {
    let article = from_text(text, &Hints::default());
    let folded = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let removed = article.removed.iter().find(|r| r.text == folded).map(|r| r.reason.clone());
    assert_eq!(
        removed.is_none(),
        article.text.contains(&folded),
        "{paragraph:?} neither stays nor is listed:\n{article:#?}"
    );
    for prose in [FIRST, LAST] {
        assert!(article.text.contains(prose), "{prose:?} went with {paragraph:?}");
    }
    removed
}

/// Notes a case that did not come out as expected.
fn collect(wrong: &mut Vec<String>, paragraph: &str, got: Option<String>, expected: Option<&str>) {
    if got.as_deref() != expected {
        wrong.push(format!("{paragraph:?}: got {got:?}, expected {expected:?}"));
    }
}

#[test]
fn furniture_goes_from_the_middle_of_a_text() {
    let mut wrong = Vec::new();
    let mut check = |paragraph: &str, expected: &str| collect(&mut wrong, paragraph, middle(paragraph), Some(expected));
    check("See also  Harbour workers end their strike after nine days", "related-link");
    check("SEE ALSO: Harbour workers end their strike", "related-link");
    check("Read more: Why did the harbour strike last so long?", "related-link");
    check("STORY:Harbour strike 'close to an end'", "related-link");
    check("» Related: Harbour strike ends", "related-link");
    check("WATCH | Harbour workers return to the docks", "related-link");
    check("( PHOTOS: Ten views of the harbour)", "related-link");
    check("More:", "related-link");
    check("You may also like", "related-link");
    check("Read More", "read-more");
    check("Click here for the full list of closed crossings", "read-more");
    check("Continue reading below", "read-more");
    check("ADVERTISEMENT", "advertisement");
    check("Story continues below advertisement", "advertisement");
    check("– Advertisement –", "advertisement");
    check("Sign up for our Morning Briefing newsletter and get the news in your inbox.", "newsletter");
    check("Sign up for Daily Newsletters Manage Newsletters", "newsletter");
    check("By signing up you agree to our terms and to receive marketing messages from us.", "newsletter");
    check("LISTEN TO ARTICLE 1:50 SHARE THIS ARTICLE Share Tweet Post Email", "share-bar");
    check("Share on Facebook Share on Twitter Print", "share-bar");
    check("Follow us on Twitter @exampletimes", "share-bar");
    check("Enlarge this image toggle caption Jo Park/Example Photos", "caption");
    check("Guards stand at the closed crossing on Monday. (Jo Park/Reuters)", "caption");
    check("FILE PHOTO: Guards stand at the crossing, March 3, 2020. REUTERS/Jo Park", "caption");
    check("In this file photo taken in May, a guard looks across the river.", "caption");
    check("Slideshow (6 Images)", "caption");
    check("Photo: Jo Park", "photo-credit");
    check("Getty Images", "photo-credit");
    check("Media playback is unsupported on your device", "embed");
    check("View this post on Instagram", "embed");
    check("We use cookies to give you the best experience on our website.", "cookie-notice");
    check("Copyright © 2021 The Example Times. All rights reserved.", "copyright");
    check("This material may not be published, broadcast, rewritten or redistributed.", "copyright");
    check("___", "separator");
    check("* * *", "separator");
    check("Tags: border, trade, customs", "tags");
    check("ANALYSIS/OPINION:", "tags");
    check("Download our app for the latest news", "promo");
    check("Already a subscriber? Log in here", "promo");
    check("Have a tip? Email our newsroom at tips@example.com", "promo");
    check("Skip to main content", "navigation");
    check("Home > World > Europe", "navigation");
    check("3 hours ago", "date-line");
    check("Leave a Reply", "comment-form");
    check("12 Comments", "comment-form");
    check("The opinions expressed by columnists are their own.", "editorial-note");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn furniture_goes_from_the_end_of_a_text() {
    let mut wrong = Vec::new();
    let mut check = |paragraph: &str, expected: &str| {
        let text = format!("{HEAD}\n\n{FIRST}\n\n{SECOND}\n\n{LAST}\n\n{paragraph}");
        collect(&mut wrong, paragraph, reason(&text, paragraph), Some(expected));
    };
    check("Reporting by Jo Park in Geneva; Editing by Ana Lima", "credit");
    check("(Additional reporting by Jo Park; writing by Ana Lima)", "credit");
    check("— With assistance by Jo Park, and Ana Lima", "credit");
    check("Contributing: Associated Press", "credit");
    check("Narrated on behalf of Jo from Geneva.", "credit");
    check("Associated Press writer Jo Park in Geneva contributed to this report.", "credit");
    check("Jo Park is a reporter at the Example Times, where she covers trade.", "author-bio");
    check("Follow Jo Park on Twitter at @jopark", "author-bio");
    check("CORRECTION: An earlier version of this article gave the wrong name of the town.", "editorial-note");
    check("Your email address will not be published. Required fields are marked *", "comment-form");
    check("Name *", "comment-form");
    check("Save my name, email, and website in this browser for the next time I comment.", "comment-form");
    check("By Jo Park", "byline");
}

#[test]
fn prose_at_the_end_of_a_text_stays() {
    let mut wrong = Vec::new();
    let mut check = |paragraph: &str| {
        let text = format!("{HEAD}\n\n{FIRST}\n\n{SECOND}\n\n{LAST}\n\n{paragraph}");
        collect(&mut wrong, paragraph, reason(&text, paragraph), None);
    };
    check("They reached an agreement late on Sunday.");
    check("The author was arrested in May.");
    check("Jo Park is a journalist who was sentenced to two years in prison in 2016.");
    check("He can be a hard man to reach, traders say.");
    check("The report incorrectly said that the crossing was open.");
    check("Talks go on.");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn furniture_goes_from_above_a_text() {
    let mut wrong = Vec::new();
    let mut check = |paragraph: &str, expected: &str| {
        let text = format!("{HEAD}\n\n{paragraph}\n\n{FIRST}\n\n{SECOND}\n\n{LAST}");
        collect(&mut wrong, paragraph, reason(&text, paragraph), Some(expected));
    };
    check("By Jo Park, Associated Press", "byline");
    check("By Jo Park and Ana Lima", "byline");
    check("Published: 15 March 2023", "date-line");
    check("Wednesday, March 15, 2023", "date-line");
    check("5 min read", "share-bar");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn prose_and_subheadings_stay() {
    let mut wrong = Vec::new();
    let mut check = |paragraph: &str| collect(&mut wrong, paragraph, middle(paragraph), None);
    check("See also the second chapter of the report, which lists every crossing that was closed.");
    check("Read the ministry's letter and you will find no word of regret.");
    check("Will the crossing ever open again?");
    check("'No commitment'");
    check("Trade across the river");
    check("What happens next?");
    check("Also on Monday, the president spoke to his counterpart by telephone for an hour.");
    check("Share prices fell by two per cent after the announcement.");
    check("Print workers joined the strike on Wednesday.");
    check("Follow-up talks are planned for June.");
    check("More than 200 lorries were waiting at the gate.");
    check("Reporting by the public broadcaster showed that the guards had fired first.");
    check("Contributing to the fund are five states and two banks.");
    check("Photos from Friday showed the burnt customs post.");
    check("A video posted on social media by the group showed two men at the gate.");
    check("A satellite image showed the new road.");
    check("This is the first time that the agency (EPA) has closed a crossing.");
    check("The rule was written by the Environmental Protection Agency (EPA).");
    check("By Tuesday night the crossing was quiet.");
    check("By then the guards had left.");
    check("Facebook, which owns the network, did not comment on the closure.");
    check("Copyright law was not discussed at the meeting in the town.");
    check("The newsletter of the customs union was printed in the town until last year.");
    check("UPDATE: The minister has confirmed that the crossing will open on Friday.");
    check("Comments by the minister angered traders on both sides of the river.");
    check("Leave the border open, the traders demanded.");
    check("Subscribe to that view or not, traders say, the closure has cost them dearly.");
    check("\"No.\"");
    check("No.");
    check("25% tariffs on 2,493 items from current 10%");
    check("“We will not go home,” said Ana Lima, a driver.");
    check("The report was published by the ministry in May.");
    check("The minister is a former editor of the town's only newspaper and has written of the border before.");
    check("Video: none was taken.");
    check("Media sources said that the guards had been warned.");
    check("The video could not be verified, and the army has not said who filmed it.");
    check("The video has not been independently verified.");
    check("The text is subject to the approval of both parliaments.");
    check("The document is to be published on Friday.");
    check("Unauthorised marches are forbidden in the town without the permission of the council.");
    check("The report contains information on two hundred shots that were fired.");
    check("Information from the guard's telephone was used to find the driver.");
    check("Two former ministers contributed to the report, which took a year.");
    check("Support the work of the border commission");
    check("Search for the missing guard goes on");
    check("Send a message to the capital");
    check("Back to the front");
    check("Reply to the capital");
    check("Set up in 2014, the group posts on Telegram.");
    check("Join the talks or leave the region, the group was told.");
    check("Yes, I would sign it again, the minister said.");
    check("By continuing the closure we accept a loss, the trader said.");
    check("Thank you for your support, the president told the guards.");
    check("Press here has been told to keep silent.");
    check("Sources: guards to leave in May");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn labels_and_notes_of_all_kinds_go() {
    let mut wrong = Vec::new();
    let mut check = |paragraph: &str, expected: &str| collect(&mut wrong, paragraph, middle(paragraph), Some(expected));
    check("Must-read: Harbour workers end their strike", "related-link");
    check("ALSO READ | Harbour workers end their strike", "related-link");
    check("You might be interested in: Why the harbour strike failed. And what comes next.", "related-link");
    check("[Read: Harbour workers end their strike]", "related-link");
    check("Harbour workers end their strike after nine days Read more", "related-link");
    check("Article continues after this message", "advertisement");
    check("Paid message", "advertisement");
    check("Subscribe to the Example Courier for as little as $1 a week.", "promo");
    check("You have three free articles left this month.", "promo");
    check("Already have an account? Sign in", "promo");
    check("Share on Facebook Tweet Pin It Email", "share-bar");
    check("Home / Politics", "navigation");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn what_looks_like_a_label_stays() {
    let mut wrong = Vec::new();
    let mut check = |paragraph: &str| collect(&mut wrong, paragraph, middle(paragraph), None);
    check("The minister had one demand: open the crossing");
    check("The story continues to trouble the town.");
    check("More than that: the guards were never paid.");
    check("Next: a vote in the council.");
    check("(The guards were paid on Friday.)");
    check("Traders already have an account of the losses, which the ministry will not read.");
    check("He would like the other side to read more");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_page_after_an_article_goes() {
    let text = format!(
        "{HEAD}\n\n{FIRST}\n\n{LAST}\n\nOpen to all\n\nShare this article\n\nHarbour strike ends\n\nTwo hurt in fire"
    );
    let article = from_text(&text, &Hints::default());
    assert!(article.text.ends_with("Open to all"), "{}", article.text);
    let reasons: Vec<&str> = article.removed.iter().map(|r| r.reason.as_str()).collect();
    assert_eq!(reasons, ["share-bar", "after-article", "after-article"]);
}

#[test]
fn a_related_heading_takes_the_headlines_under_it() {
    let text = format!(
        "{HEAD}\n\n{FIRST}\n\n{SECOND}\n\n{LAST}\n\nRelated Articles\n\nHarbour workers end strike\n\nTown council votes on new road"
    );
    let article = from_text(&text, &Hints::default());
    let removed: Vec<&str> = article.removed.iter().map(|r| r.text.as_str()).collect();
    assert_eq!(removed, ["Related Articles", "Harbour workers end strike", "Town council votes on new road"]);
    assert!(article.removed.iter().all(|r| r.reason == "related-link"));
    assert!(article.text.ends_with(LAST));
}

#[test]
fn mistakes_in_a_table_are_named_with_line_and_cure() {
    let check = |text: &str, line: usize, expected: &str| {
        let error = Furniture::from_toml(text).err().expect("a mistake");
        assert_eq!(error.line, line, "{error}");
        assert!(error.to_string().contains(expected), "{error}");
    };
    let names = "\n[names]\nsmall = []\n";
    check(&format!("[[rule]]\nreason = \"x\"\npatterns = ['(']{names}"), 3, "not a regular expression");
    check(&format!("[[rule]]\nreason = \"Not A Name\"\npatterns = ['a']{names}"), 2, "use small letters and hyphens");
    check(&format!("[[rule]]\nreason = \"x\"\npatern = ['a']{names}"), 3, "data/furniture.toml");
    check(&format!("[[rule]]\nreason = \"x\"\npatterns = ['a']\nwhere = \"top\"{names}"), 4, "data/furniture.toml");
    check("rule = 5", 1, "data/furniture.toml");
    assert!(Furniture::from_toml(&format!("[[rule]]\nreason = \"x\"\npatterns = ['a']{names}")).is_ok());
}
