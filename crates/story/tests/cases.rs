//! Who took from whom, on short articles of our own.

use chancery_record::PartialDate;
use chancery_story::{Copies, Document, copies};
use proptest::prelude::*;

const SHELLING: &str = "Artillery fire struck a vegetable market in the eastern town of Derwan on Tuesday morning, killing nine people \
and wounding 31, the regional health office said. Shells landed shortly after eight, when stalls were busiest, according to Halim Oruc, \
who sells onions there. \"I heard a whistle and then everything was dust,\" he said. The army blamed the Harran Front, which has held \
the hills north of the town since March. A spokesman for the front, Selim Dagar, denied it had fired on civilians and called for an \
independent inquiry. Two of the dead were children, hospital director Nadia Ferit said. Schools in Derwan will stay closed until Sunday.";

const REWRITE: &str = "Nine shoppers lost their lives and 31 more were hurt when a produce market in Derwan, in the country's east, came under \
artillery bombardment early on Tuesday, according to regional health officials. Onion seller Halim Oruc described how the rounds came down \
just past eight o'clock, the busiest hour of the day. \"I heard a whistle and then everything was dust,\" he recalled. Military commanders \
pointed the finger at the Harran Front, whose fighters took the heights above Derwan in March. The front's spokesman, Selim Dagar, rejected \
that, insisting no civilians had been targeted, and demanded that outsiders investigate. Children made up two of the fatalities, said Nadia \
Ferit, who runs the hospital. There will be no lessons in town before Sunday.";

const OWN_REPORT: &str = "Mourners filled the main mosque of Derwan on Wednesday to bury those killed a day earlier, when shells fell on the town's \
market. Imam Yusuf Karat told the crowd that the town \"has no more tears\". Monitors of the Border Watch network, who visited the site, \
counted four craters and said the angle of impact suggested fire from the north. They had photographs of fragments of 122-millimetre rockets. \
The defence ministry in the capital promised to answer \"with full force\", and residents said they had seen columns of trucks heading for the hills.";

const BANK: &str = "The senate of Norvia confirmed Ingrid Solvang as governor of the central bank on Wednesday by 54 votes to 44. The \
50-year-old, the first woman in the post, takes over from Hakon Berg on July 1. She told senators that inflation, now 6.8 percent, would \
be back at two by the end of next year. \"Price stability is a promise to those who cannot negotiate,\" she said. Conservative senators \
objected to her support for a carbon tax. Solvang grew up on a fishing boat and studied in Bergen and Chicago. The krone rose slightly.";

fn document(id: &str, day: &str, title: &str, body: &str) -> Document {
    Document {
        id: id.into(),
        published: PartialDate::parse(day),
        title: Some(title.into()),
        body: body.into(),
        ..Document::default()
    }
}

fn beginning(text: &str, share: f64) -> String {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    sentences[..(sentences.len() as f64 * share) as usize].concat()
}

/// Each copy as `copy < source kind`, and the others as themselves.
fn tree(documents: &[Document]) -> Vec<String> {
    let mut out = Vec::new();
    for (document, lineage) in documents.iter().zip(copies(documents)) {
        if lineage.sources.is_empty() {
            out.push(document.id.clone());
        }
        for source in &lineage.sources {
            out.push(format!("{} < {} {}", document.id, documents[source.article as usize].id, source.kind.code()));
        }
    }
    out.sort();
    out
}

#[test]
fn copies_lead_to_their_source() {
    let check = |documents: &[Document], expected: &[&str]| assert_eq!(tree(documents), expected);
    let original = document("a", "2031-01-05", "Shelling kills nine", SHELLING);
    let with = |id: &str, day: &str, title: &str, body: &str| [original.clone(), document(id, day, title, body)];

    check(&with("b", "2031-01-06", "Shelling kills nine", SHELLING), &["a", "b < a exact"]);
    check(&with("b", "2031-01-06", "Dust over Derwan", SHELLING), &["a", "b < a re-headlined"]);
    check(&with("b", "2031-01-06", "Shelling kills nine", &beginning(SHELLING, 0.6)), &["a", "b < a cut"]);
    check(&with("b", "2031-01-06", "Nine dead", REWRITE), &["a", "b < a rewritten"]);
    // Somebody else's report of the event is no copy, nor is what has nothing to do with it.
    check(&with("b", "2031-01-06", "Derwan buries its dead", OWN_REPORT), &["a", "b"]);
    check(&with("b", "2031-01-06", "Solvang confirmed", BANK), &["a", "b"]);
    // What was published before was not taken from it.
    check(&with("b", "2031-01-04", "Nine dead", REWRITE), &["a < b rewritten", "b"]);
    // On one day the cut text is not the origin of what it lacks.
    check(&with("0", "2031-01-05", "Shelling kills nine", &beginning(SHELLING, 0.6)), &["0 < a cut", "a"]);
    // An unknown day comes last.
    check(&with("0", "", "Shelling kills nine", SHELLING), &["0 < a exact", "a"]);
    // A rewrite is not looked for months later; the same words are.
    check(&with("b", "2031-06-06", "Nine dead", REWRITE), &["a", "b"]);
    check(&with("b", "2031-06-06", "Shelling kills nine", SHELLING), &["a", "b < a exact"]);
}

#[test]
fn an_agency_tells_syndication_and_the_origin() {
    let by = |id: &str, outlet: &str| Document {
        agency: Some("Northern Press".into()),
        outlet: Some(outlet.into()),
        ..document(id, "2031-01-05", "Shelling kills nine", SHELLING)
    };
    assert_eq!(tree(&[by("1", "Example Courier"), by("2", "Northern Press")]), ["1 < 2 syndicated", "2"]);
}

#[test]
fn two_stories_in_one_have_two_sources() {
    let merged = format!("{}\n\n{}", beginning(SHELLING, 0.6), beginning(BANK, 0.6));
    let documents = [
        document("a", "2031-01-05", "Shelling kills nine", SHELLING),
        document("b", "2031-01-05", "Solvang confirmed", BANK),
        document("m", "2031-01-06", "The day in brief", &merged),
    ];
    let lineage = copies(&documents).remove(2);
    assert_eq!(lineage.origins, [0, 1]);
    assert_eq!(lineage.sources.len(), 2);
}

#[test]
fn an_origin_that_comes_late_is_the_origin() {
    let mut all = Copies::default();
    let copy = all.add(&document("b", "2031-01-06", "Nine dead", REWRITE));
    assert_eq!((copy.number, copy.changed), (0, vec![]));
    let original = all.add(&document("a", "2031-01-05", "Shelling kills nine", SHELLING));
    assert_eq!((original.number, original.changed), (1, vec![0]));
    assert_eq!(all.lineage(0).origins, [1]);
    assert!(all.lineage(1).sources.is_empty());
    assert_eq!(all.lineage(7), Default::default());
    assert_eq!(all.explain(0, 7), None);
}

#[test]
fn the_score_is_the_sum_of_its_terms() {
    let mut all = Copies::default();
    all.add(&document("a", "2031-01-05", "Shelling kills nine", SHELLING));
    all.add(&document("b", "2031-01-06", "Nine dead", REWRITE));
    let evidence = all.explain(0, 1).expect("both were added");
    let sum: f32 = evidence.terms().iter().map(|(_, term)| term).sum();
    assert!((evidence.score() - 1.0 / (1.0 + (-sum).exp())).abs() < 1e-4);
}

/// A few articles made of sentences of ours, so that some are copies of others.
fn articles() -> impl Strategy<Value = Vec<Document>> {
    let sentences: Vec<&'static str> =
        [SHELLING, REWRITE, OWN_REPORT, BANK].iter().flat_map(|t| t.split_inclusive(". ")).collect();
    let body = prop::collection::vec(prop::sample::select(sentences), 0..9).prop_map(|s| s.concat());
    let article = (body, 1..4u8, any::<bool>());
    prop::collection::vec(article, 0..12).prop_map(|all| {
        let one = |(n, (body, day, dated)): (usize, (String, u8, bool))| Document {
            published: dated.then(|| PartialDate::day(2031, 1, day)),
            ..document(&format!("d{n:02}"), "", "Title", &body)
        };
        all.into_iter().enumerate().map(one).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_tree_does_not_depend_on_the_order(documents in articles(), seed in any::<u64>()) {
        let mut shuffled = documents.clone();
        shuffled.sort_by_key(|d| d.id.bytes().fold(seed, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3)));
        prop_assert_eq!(tree(&documents), tree(&shuffled));
        // Nor on whether they come one by one.
        let mut all = Copies::default();
        shuffled.iter().for_each(|d| drop(all.add(d)));
        let mut one_by_one = Vec::new();
        for (n, document) in shuffled.iter().enumerate() {
            let lineage = all.lineage(n as u32);
            if lineage.sources.is_empty() {
                one_by_one.push(document.id.clone());
            }
            let name = |s: &chancery_story::Source| format!("{} < {} {}", document.id, shuffled[s.article as usize].id, s.kind.code());
            one_by_one.extend(lineage.sources.iter().map(name));
        }
        one_by_one.sort();
        prop_assert_eq!(tree(&documents), one_by_one);
    }

    #[test]
    fn no_text_breaks_it(texts in prop::collection::vec("(?s)[a-zA-Z0-9 .,\"“”'\n€é-]{0,200}|.{0,60}", 0..6)) {
        let documents: Vec<Document> =
            texts.iter().enumerate().map(|(n, t)| document(&format!("{n}"), "2031-01-01", t, t)).collect();
        for (document, lineage) in documents.iter().zip(copies(&documents)) {
            for source in lineage.sources {
                prop_assert!((0.0..=1.0).contains(&source.score));
                chancery_story::difference(&documents[source.article as usize], document);
            }
        }
    }
}
