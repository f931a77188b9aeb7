//! Cases for quantities, which need forms only, and for figures, which need a tree.

use super::*;
use chancery_language::{Feats, NameKind, Token};
use proptest::prelude::*;

/// Reads a sentence of `cases.txt`.
fn sentence(line: &str) -> Sentence {
    const RELATIONS: &[&str] = &[
        "acl",
        "acl:relcl",
        "advcl",
        "advmod",
        "amod",
        "appos",
        "aux",
        "aux:pass",
        "case",
        "cc",
        "ccomp",
        "compound",
        "compound:prt",
        "conj",
        "cop",
        "dep",
        "det",
        "det:predet",
        "fixed",
        "mark",
        "nmod",
        "nmod:poss",
        "nmod:unmarked",
        "nsubj",
        "nsubj:pass",
        "nummod",
        "obj",
        "obl",
        "obl:unmarked",
        "punct",
        "root",
        "xcomp",
    ];
    let (mut tokens, mut start) = (Vec::new(), 0);
    for token in line.split(' ') {
        let parts: Vec<&str> = token.split('/').collect();
        let [form, upos, head, deprel, flag @ ..] = parts.as_slice() else { panic!("{token:?} is no token") };
        let mut feats = Feats::default();
        match flag.first() {
            Some(&"P") => feats.number = Some("Plur"),
            Some(&"N") => (feats.tense, feats.verb_form) = (Some("Past"), Some("Part")),
            _ => {}
        }
        // A hyphen stands without spaces.
        if start > 0 && (*form == "-" || tokens.last().is_some_and(|t: &Token| t.form == "-")) {
            start -= 1;
        }
        let end = start + form.chars().count();
        tokens.push(Token {
            start,
            end,
            form: (*form).into(),
            lemma: form.to_lowercase(),
            upos: Upos::from_code(upos).expect("a part of speech"),
            feats,
            head: head.parse::<usize>().expect("a number").checked_sub(1),
            deprel: RELATIONS.iter().find(|r| *r == deprel).unwrap_or_else(|| panic!("{deprel:?} is no relation")),
            head_prob: 1.0,
        });
        start = end + 1;
    }
    Sentence { end: start.saturating_sub(1), tokens, ..Sentence::default() }
}

fn words(s: &Sentence, range: Range<usize>) -> String {
    s.tokens[range].iter().map(|t| t.form.as_str()).collect::<Vec<_>>().join(" ")
}

fn bound(v: Option<f64>) -> String {
    v.map_or("-".into(), |v| v.to_string())
}

#[test]
fn figures_of_the_cases() {
    let mut wrong = Vec::new();
    for case in include_str!("cases.txt").split("\n\n").skip(1) {
        let (line, expected) = case.trim_end().split_once('\n').unwrap_or((case.trim_end(), ""));
        let s = sentence(line);
        let show = |m: &FigureMention| {
            format!(
                "> {}: {} {} {} {}",
                words(&s, m.quantity.clone()),
                m.unit.code(),
                bound(m.low),
                bound(m.high),
                m.what
            )
        };
        let found: Vec<String> = figures(&s, &FigureContext::default()).iter().map(show).collect();
        if found.join("\n") != expected {
            wrong.push(format!(
                "{}\nexpected:\n{expected}\nfound:\n{}",
                words(&s, 0..s.tokens.len()),
                found.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// A small count that matters to no predicate of the tables counts where an event of the article governs it.
#[test]
fn events_make_small_counts_matter() {
    let s = sentence("Norland/PROPN/2/nsubj hosted/VERB/0/root two/NUM/4/nummod singers/NOUN/2/obj/P ./PUNCT/2/punct");
    let t = sentence("Norland/PROPN/2/nsubj praised/VERB/0/root two/NUM/4/nummod doctors/NOUN/2/obj/P ./PUNCT/2/punct");
    let count = |s: &Sentence, triggers: &[usize]| figures(s, &FigureContext { triggers: triggers.to_vec() }).len();
    assert_eq!((count(&s, &[1]), count(&t, &[]), count(&t, &[1])), (0, 0, 1));
}

#[test]
fn names_are_no_figures() {
    let mut s = sentence(
        "The/DET/2/det group/NOUN/5/nsubj of/ADP/4/case 70/NUM/2/nmod met/VERB/0/root 90/NUM/7/nummod rebels/NOUN/5/obj/P",
    );
    let found = |s: &Sentence| {
        figures(s, &FigureContext::default()).iter().map(|f| words(s, f.quantity.clone())).collect::<Vec<_>>()
    };
    assert_eq!(found(&s), ["90"]);
    s.names.push(chancery_language::Name { tokens: 5..7, kind: NameKind::Organization, prob: 0.9 });
    assert!(found(&s).is_empty());
}

#[test]
fn the_same_figure_twice() {
    let one = sentence("Rebels/NOUN/2/nsubj/P freed/VERB/0/root 40/NUM/4/nummod hostages/NOUN/2/obj/P");
    let other = sentence("They/PRON/2/nsubj/P freed/VERB/0/root 40/NUM/4/nummod trucks/NOUN/2/obj/P");
    let wounded = sentence("Rebels/NOUN/2/nsubj/P wounded/VERB/0/root 40/NUM/4/nummod hostages/NOUN/2/obj/P");
    let first = |s: &Sentence| figures(s, &FigureContext::default()).remove(0);
    let same = |a: &Sentence, b: &Sentence| same_figure((&first(a), a), (&first(b), b));
    let killed = sentence("Rebels/NOUN/2/nsubj/P killed/VERB/0/root 40/NUM/4/nummod hostages/NOUN/2/obj/P");
    assert_eq!(
        (same(&one, &one), same(&one, &other), same(&one, &killed), same(&killed, &wounded)),
        (true, false, true, false)
    );
}

#[test]
fn quantities_of_phrases() {
    let check = |text: &str, expected: &[&str]| {
        let tokens = text.split(' ').map(|w| Token { form: w.into(), ..Token::default() }).collect();
        let s = Sentence { tokens, ..Sentence::default() };
        let show = |q: &Quantity| {
            let kind = match q.kind {
                QuantityKind::Count => String::new(),
                QuantityKind::Money(u) => format!(" {}", u.code()),
                other => format!(" {other:?}"),
            };
            format!("{} = {} {}{kind}", words(&s, q.tokens.clone()), bound(q.low), bound(q.high))
        };
        assert_eq!(quantities(&s).iter().map(show).collect::<Vec<_>>(), expected, "{text:?}");
    };
    check("more than 50,000 people", &["more than 50,000 = 50000 -"]);
    check("no fewer than six", &["no fewer than six = 6 -"]);
    check("nearly half a million", &["nearly half a million = - 500000"]);
    check("up to 30 men", &["up to 30 = - 30"]);
    check("as many as 30 men", &["as many as 30 = - 30"]);
    check("about 40 men", &["about 40 = 40 40"]);
    check("an estimated 1.5 million", &["an estimated 1.5 million = 1500000 1500000"]);
    check("between 5 and 10 men", &["between 5 and 10 = 5 10"]);
    check("5 to 10 million men", &["5 to 10 million = 5000000 10000000"]);
    check("100 or 200 men", &["100 or 200 = 100 200"]);
    check("~50-100 feet", &["~50-100 = 50 100"]);
    check("50 or more men", &["50 or more = 50 -"]);
    check("500+ men", &["500+ = 500 -"]);
    check("several men , a few men and a couple of men", &["several = 3 -", "a few = 3 -", "a couple of = 2 -"]);
    check("dozens of men and scores of cars", &["dozens = 24 -", "scores = 40 -"]);
    check("hundreds of thousands of men", &["hundreds of thousands = 200000 -"]);
    check("tens of thousands of men", &["tens of thousands = 20000 -"]);
    check("several hundred men", &["several hundred = 300 -"]);
    check("over two dozen men", &["over two dozen = 24 -"]);
    check("no casualties and no plan", &["no = 0 0 None"]);
    check("$ 60 billion", &["$ 60 billion = 60000000000 60000000000 USD"]);
    check("$ 5 bn and £ 3 m", &["$ 5 bn = 5000000000 5000000000 USD", "£ 3 m = 3000000 3000000 GBP"]);
    check("US$5,000", &["US$5,000 = 5000 5000 USD"]);
    check("3 million euros", &["3 million euros = 3000000 3000000 EUR"]);
    check("90 yen", &["90 yen = 90 90 OtherMoney"]);
    check("25 % of it", &["25 % = 0.25 0.25 Share"]);
    check("7.3 per cent", &["7.3 per cent = 0.073 0.073 Share"]);
    check("5 to 10 percent", &["5 to 10 percent = 0.05 0.1 Share"]);
    check("3 percentage points", &["3 = 3 3"]);
    check("half of them", &["half = 0.5 0.5 Share"]);
    check("two thirds of them", &["two thirds = 0.6667 0.6667 Share"]);
    check("a quarter of them", &["a quarter = 0.25 0.25 Share"]);
    check("one in five children", &["one in five = 0.2 0.2 Share"]);
    check("a large majority of them", &["a large majority = 0.5 - Share"]);
    check("one of them and one another", &[]);
    check("the third time", &[]);
}

proptest! {
    /// No words in any order, and no tree, make the reader fail; what it finds is in order and inside the sentence.
    #[test]
    fn any_words(words in prop::collection::vec((prop::sample::select(vec![
        "the", "of", "and", "to", "-", "$", "%", "half", "a", "third", "million", "50,000", "2011", "1", "9999999999999999999999", "one", "in",
        "men", "killed", "between", "or", "more", "than", "dozens", "years", "miles", "per", "cent", "no", "casualties", "~5-6", "bn", ",",
    ]), 0usize..14), 0..12)) {
        let text: Vec<String> = words.iter().enumerate().map(|(i, (w, h))| {
            let upos = ["NOUN", "NUM", "VERB", "ADJ", "PUNCT"][(i + h) % 5];
            let head = if *h > words.len() || *h == i + 1 { 0 } else { *h };
            format!("{w}/{upos}/{head}/{}", ["nmod", "nummod", "obj", "case", "nsubj"][(i * 3 + h) % 5])
        }).collect();
        if text.is_empty() {
            return Ok(());
        }
        let s = sentence(&text.join(" "));
        let mut end = 0;
        for f in figures(&s, &FigureContext::default()) {
            prop_assert!(f.quantity.start >= end && f.quantity.start < f.quantity.end && f.quantity.end <= s.tokens.len());
            prop_assert!(f.mention.start <= f.quantity.start && f.mention.end >= f.quantity.end && f.mention.end <= s.tokens.len());
            prop_assert!(f.low.is_some() || f.high.is_some());
            prop_assert!(f.low.zip(f.high).is_none_or(|(a, b)| a <= b));
            end = f.quantity.end;
        }
    }
}
