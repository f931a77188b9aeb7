//! Place names and what each means, as data: `toponyms.txt` says its own format.

use chancery_coding::Coder;
use chancery_coding::codebook::Codebook;
use chancery_coding::toponyms::Weights;
use chancery_language::{Model, Reader};
use chancery_record::{Article, NamedPlace};
use chancery_world::World;

const CASES: &str = include_str!("toponyms.txt");

#[test]
fn the_weights_are_sound() {
    let weights = Weights::embedded();
    assert!(weights.least > 0.0 && weights.least < 1.0);
    assert!(Weights::parse("size\t1.5\n").is_some());
    assert!(Weights::parse("no such feature\t1.5\n").is_none());
    assert!(Weights::parse("size 1.5\n").is_none());
}

#[test]
fn names_mean_places() {
    let (model, codebook) = (Model::embedded().unwrap(), Codebook::embedded());
    let coder = Coder::new(&codebook, World::embedded(), model.version());
    let mut reader = Reader::new(&model);
    let cases: Vec<&str> = CASES.split("\n== ").skip(1).collect();
    let mut wrong = Vec::new();
    for case in &cases {
        let expected: Vec<&str> = case.lines().filter(|l| l.starts_with("> ") || l.starts_with("! ")).collect();
        let text: Vec<&str> = case.lines().skip(1).filter(|l| !expected.contains(l) && !l.is_empty()).collect();
        let article = Article { text: text.join("\n"), ..Article::default() };
        let reading = reader.read(&article.text);
        let places = coder.code(article, &reading).record.places;
        for line in expected {
            if !holds(&places, line) {
                let title = case.lines().next().unwrap_or_default();
                wrong.push(format!("{title}: {line}\n    has {}", shown(&places)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

fn holds(places: &[NamedPlace], line: &str) -> bool {
    let names = |p: &&NamedPlace, name: &str| p.mentions.iter().any(|m| m.text.eq_ignore_ascii_case(name));
    let Some((name, what)) = line[2..].split_once(" = ") else {
        return !places.iter().any(|p| names(&p, line[2..].trim()));
    };
    places.iter().filter(|p| names(p, name)).any(|p| match what.trim() {
        "?" => p.precision.is_none() && p.country.is_none() && p.lat.is_none(),
        "-" => p.precision.is_some() && p.country.is_none(),
        code if code.len() == 3 && !code.starts_with(char::is_numeric) => p.country.as_deref() == Some(code),
        id => p.geonames.map(|g| g.to_string()).as_deref() == Some(id),
    })
}

fn shown(places: &[NamedPlace]) -> String {
    let one = |p: &NamedPlace| {
        let words: Vec<&str> = p.mentions.iter().map(|m| m.text.as_str()).collect();
        format!("{} = {:?} {:?} {:.2}", words.join("/"), p.country, p.geonames, p.confidence)
    };
    places.iter().map(one).collect::<Vec<_>>().join("; ")
}
