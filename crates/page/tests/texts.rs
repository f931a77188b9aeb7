//! Plain text: paragraphs, headline, date, agency, credits.

use chancery_page::{Hints, from_text};
use chancery_record::{Article, Basis, PartialDate};

const PROSE: &str =
    "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month.";

fn read(text: &str) -> Article {
    from_text(text, &Hints { name: "folder/talks.txt".to_owned(), ..Hints::default() })
}

#[test]
fn paragraphs() {
    let check = |text: &str, expected: &[&str]| {
        let article = read(text);
        assert_eq!(article.text.split("\n\n").collect::<Vec<_>>(), expected, "{text:?}");
    };
    check("One ended.\n\nTwo ended.", &["One ended.", "Two ended."]);
    check("One ended.\r\n\r\nTwo ended.\r\n", &["One ended.", "Two ended."]);
    check("One  ended\u{a0}here.\n\n\n\n\tTwo\tended.", &["One ended here.", "Two ended."]);
    check("\u{feff}One ended.", &["One ended."]);
    check("“Curly” — kept…", &["“Curly” — kept…"]);
    check(
        "Words that were run together.They part, saidone minister ofthe others.",
        &["Words that were run together. They part, saidone minister of the others."],
    );
    // Lines that a mail program wrapped are one paragraph.
    check(
        "The two ministers met in the border town on Tuesday and agreed to open\nthe crossing again next month, a spokesman for the ministry of the\ninterior said. Traders were glad.\n\nThe guards were not.",
        &[
            "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month, a spokesman for the ministry of the interior said. Traders were glad.",
            "The guards were not.",
        ],
    );
    // Lines that are paragraphs stay apart.
    let (one, two) = (format!("{PROSE} It was late."), format!("{PROSE} It rained."));
    check(&format!("{one}\n{two}"), &[one.as_str(), two.as_str()]);
    // A sentence that was broken in two is put together.
    check(
        &format!("{PROSE} They will\nmeet again."),
        &[
            "The two ministers met in the border town on Tuesday and agreed to open the crossing again next month. They will meet again.",
        ],
    );
    // So are those between which a program put empty lines, and a word that was parted becomes one again.
    check(
        "The two ministers met in the border town on Tuesday and agreed to inter-\n\nrupt the work on the crossing, a spokesman for the ministry of the\n\ninterior said. The traders on the other side, who had been well-\n\nknown for their patience, went home when the news of it reached the\n\ntown. The guards, who had not been told, stayed where they were and\n\nwaited for the morning.\n\n\n\nNobody came.",
        &[
            "The two ministers met in the border town on Tuesday and agreed to interrupt the work on the crossing, a spokesman for the ministry of the interior said. The traders on the other side, who had been well-known for their patience, went home when the news of it reached the town. The guards, who had not been told, stayed where they were and waited for the morning.",
            "Nobody came.",
        ],
    );
    // A sentence that furniture or an empty line parted is whole again.
    check(
        "Talks held\n\nThe two ministers met in the border town on Tuesday and agreed\n\nAdvertisement\n\nto open the crossing again.",
        &["Talks held", "The two ministers met in the border town on Tuesday and agreed to open the crossing again."],
    );
    check("", &[""]);
    check(" \n\t\n ", &[""]);
}

#[test]
fn headline() {
    let check = |text: &str, expected: Option<&str>| assert_eq!(read(text).title.as_deref(), expected, "{text:?}");
    check(&format!("Ministers meet over crossing\n\n{PROSE}"), Some("Ministers meet over crossing"));
    check(&format!("Will the crossing open?\n\n{PROSE}"), Some("Will the crossing open?"));
    check(
        &format!("Skip to main content\n\nMinisters meet over crossing\n\n{PROSE}"),
        Some("Ministers meet over crossing"),
    );
    check(&format!("Jo Park\n\nEXAMPLE TIMES\n\n{PROSE}"), None);
    check(&format!("The crossing opened.\n\n{PROSE}"), None);
    check(&format!("Wednesday, March 15, 2023\n\n{PROSE}"), None);
    check(PROSE, None);
    check("Ministers meet over crossing", None);
}

#[test]
fn the_headline_opens_the_text_once() {
    let article =
        read(&format!("Ministers meet over border crossing\n\nMinisters meet over border crossing\n\n{PROSE}"));
    assert_eq!(article.text, format!("Ministers meet over border crossing\n\n{PROSE}"));
    assert_eq!(article.removed.len(), 1);
    assert_eq!(article.removed[0].reason, "repeated");
}

#[test]
fn date_of_publication() {
    let check = |text: String, expected: Option<(&str, Basis)>| {
        let article = read(&text);
        let got = article.published.map(|d| d.to_string()).zip(article.published_basis);
        assert_eq!(got.as_ref().map(|(d, b)| (d.as_str(), *b)), expected, "{text:?}");
    };
    check(format!("Talks held\n\nPublished: 15 March 2023\n\n{PROSE}"), Some(("2023-03-15", Basis::Page)));
    check(
        format!("Talks held\n\nUpdated: 16 March 2023\n\nPublished: 15 March 2023\n\n{PROSE}"),
        Some(("2023-03-15", Basis::Page)),
    );
    check(format!("Talks held\n\nThursday, May 7, 2015\n\n{PROSE}"), Some(("2015-05-07", Basis::Page)));
    check(format!("Talks held\n\nGENEVA, March 15, 2023 (Reuters) - {PROSE}"), Some(("2023-03-15", Basis::Inferred)));
    check(format!("Talks held\n\nGENEVA, March 15 (Reuters) - {PROSE}"), None);
    check(format!("Talks held\n\n{PROSE} The town was built on 15 March 1823."), None);
    check(format!("Talks held\n\n{PROSE}\n\n© 2023 Example Times"), None);
}

#[test]
fn hints_go_first() {
    let hints = Hints {
        name: "-".to_owned(),
        published: Some(PartialDate::day(2020, 1, 2)),
        url: Some("https://news.example/2019/05/06/talks".to_owned()),
    };
    let text = format!("Talks held\n\nPublished: 15 March 2023\n\n{PROSE}");
    let article = from_text(&text, &hints);
    assert_eq!(article.published, hints.published);
    assert_eq!(article.published_basis, Some(Basis::Given));
    assert_eq!(article.id, "stdin");
    let article = from_text(PROSE, &Hints { published: None, ..hints });
    assert_eq!(article.published, Some(PartialDate::day(2019, 5, 6)));
    assert_eq!(article.published_basis, Some(Basis::Page));
    assert_eq!(read(PROSE).id, "talks");
}

#[test]
fn agency_outlet_and_credits() {
    let check = |text: String, agency: Option<&str>, outlet: Option<&str>, credits: &[&str]| {
        let article = read(&text);
        assert_eq!((article.agency.as_deref(), article.outlet.as_deref()), (agency, outlet), "{text:?}");
        assert_eq!(article.credits, credits, "{text:?}");
    };
    check(format!("Talks held\n\nGENEVA (AP) — {PROSE}"), Some("AP"), None, &[]);
    check(
        format!("Talks held\n\n{PROSE}\n\nReporting by Jo Park; Editing by Ana Lima"),
        None,
        None,
        &["Reporting by Jo Park; Editing by Ana Lima"],
    );
    check(
        format!("Talks held\n\nBy Jo Park, Associated Press\n\n{PROSE}"),
        Some("AP"),
        None,
        &["By Jo Park, Associated Press"],
    );
    check(
        format!("Talks held\n\n{PROSE}\n\nCopyright © 2021 The Example Times, LLC."),
        None,
        Some("The Example Times"),
        &[],
    );
    check(format!("Talks held\n\n{PROSE}"), None, None, &[]);
}

#[test]
fn language() {
    let check = |text: &str, expected: &str| assert_eq!(read(text).language.as_deref(), Some(expected), "{text:?}");
    check(PROSE, "en");
    check(
        "Les deux ministres se sont réunis mardi dans la ville frontalière et ont décidé de rouvrir le passage.",
        "fr",
    );
}
