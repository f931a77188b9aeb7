//! One record that has something of everything, as a terminal shows it.

use super::{Look, record};
use crate::pipeline::{Explanation, Read};
use chancery_record::json;

fn sample() -> Read {
    let record = json::from_str(include_str!("../../tests/data/record.json")).expect("the record loads");
    let considered = |sentence, trigger: &str, rule: &str, outcome: &str| Explanation {
        sentence,
        start: 0,
        end: 0,
        trigger: trigger.into(),
        rule: rule.into(),
        outcome: outcome.into(),
    };
    Read {
        record,
        considered: vec![
            considered(0, "flies", "CONSULT/visit", "coded e1"),
            considered(2, "welcome", "SUPPORT/welcome", "refused: the subject is a pronoun inside a quotation"),
        ],
        sentences: vec![(0, 24), (26, 132), (133, 162)],
    }
}

#[test]
fn narrow() {
    insta::assert_snapshot!(record(&sample(), false, &Look { width: 60, color: false }));
}

#[test]
fn wide_and_explained() {
    insta::assert_snapshot!(record(&sample(), true, &Look { width: 120, color: false }));
}

#[test]
fn colors_change_nothing_but_the_colors() {
    let strip = |text: &str| anstream::adapter::strip_str(text).to_string();
    let colored = record(&sample(), true, &Look { width: 80, color: true });
    let plain = record(&sample(), true, &Look { width: 80, color: false });
    assert_ne!(colored, plain);
    // Asterisks stand for the underlined words where there is no colour, and may move a line's end by two columns.
    let words = |text: &str| text.replace('*', "").split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(words(&strip(&colored)), words(&plain));
}

#[test]
fn no_line_is_wider_than_the_page() {
    for width in 40..=130 {
        let text = record(&sample(), true, &Look { width, color: true });
        let longest = text.lines().map(textwrap::core::display_width).max();
        assert!(longest <= Some(width), "{width}: {longest:?}");
    }
}

#[test]
fn an_empty_record_says_so() {
    let mut read = sample();
    read.record.events.clear();
    read.record.statements.clear();
    read.record.relations.clear();
    read.record.figures.clear();
    read.record.actors.clear();
    insta::assert_snapshot!(record(&read, false, &Look { width: 60, color: false }));
}
