//! Measures a model as it is shipped, on the test sets:
//!
//!     cargo run --release -p chancery-language --example evaluate -- --data ../shared-data [--model FILE [--float]]
//!
//! `--data` names the folder into which the data sets are unpacked (`language/`, `attribution/`). Without `--model` the
//! model in the program is measured. `--float` computes with floats instead of bytes.

mod gold;

use chancery_language::{Model, NameKind, Precision, Reader, Reading, segments, tokens};
use gold::Tree;
use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Counts of found, wanted and right.
#[derive(Default, Clone, Copy)]
struct Score {
    found: usize,
    wanted: usize,
    right: usize,
}

impl Score {
    fn add<T: Ord>(&mut self, found: &BTreeSet<T>, wanted: &BTreeSet<T>) {
        self.found += found.len();
        self.wanted += wanted.len();
        self.right += found.intersection(wanted).count();
    }

    fn show(&self) -> String {
        let share = |n: usize| 100.0 * self.right as f64 / n.max(1) as f64;
        let f1 = 200.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64;
        format!("F1 {f1:5.2} (precision {:5.2}, recall {:5.2})", share(self.found), share(self.wanted))
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut data = PathBuf::from("../data");
    let mut file: Option<PathBuf> = None;
    let mut precision = Precision::Int8;
    let mut only: Option<String> = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--data" => data = value()?.into(),
            "--model" => file = Some(value()?.into()),
            "--only" => only = Some(value()?),
            "--float" => precision = Precision::Float,
            other => return Err(format!("{other} is not known").into()),
        }
    }
    let wanted = |part: &str| only.as_deref().is_none_or(|o| o == part);
    let language = data.join("language");
    if wanted("tokens") {
        segmentation("EWT test", &gold::trees(&language.join("en_ewt-ud-test.conllu"))?);
        segmentation("GUM test", &gold::trees(&language.join("gum11-open-test.conllu"))?);
        if only.is_some() {
            return Ok(());
        }
    }
    let model = match &file {
        Some(file) => Model::load_as(file, precision)?,
        None if precision == Precision::Float => {
            return Err("--float needs --model FILE: the model in the program computes with bytes".into());
        }
        None => Model::embedded()?,
    };
    println!("model {} ({precision:?})", model.version());
    let mut reader = Reader::new(&model);
    if wanted("trees") {
        for (name, file) in [
            ("EWT test", "en_ewt-ud-test.conllu"),
            ("PUD", "en_pud-ud-test.conllu"),
            ("GUM test", "gum11-open-test.conllu"),
        ] {
            trees(name, &mut reader, &gold::trees(&language.join(file))?);
        }
    }
    if wanted("sentences") {
        for (name, file) in [("EWT test", "en_ewt-ud-test.conllu"), ("GUM test", "gum11-open-test.conllu")] {
            sentences(name, &mut reader, &gold::trees(&language.join(file))?);
        }
    }
    if wanted("names") {
        uner(&mut reader, &language.join("uner-ewt-test.iob2"))?;
        newswire(&mut reader, &language.join("worldwide-newswire-dev.iob2"))?;
    }
    if wanted("roles") {
        let trees = gold::trees(&language.join("en_ewt-ud-test.conllu"))?;
        roles(&mut reader, &trees, &language.join("en_ewt-propbank-test.tsv"))?;
    }
    if wanted("attribution") {
        attribution(&mut reader, &data.join("attribution/polnear-dev.jsonl"))?;
    }
    Ok(())
}

/// Tokens and sentences by the rules alone, from raw text.
fn segmentation(name: &str, trees: &[Tree]) {
    let mut score = Score::default();
    for tree in trees {
        let found: BTreeSet<_> = tokens(&tree.text).into_iter().map(|t| (t.chars.start, t.chars.end)).collect();
        let wanted: BTreeSet<_> = places(tree).into_iter().collect();
        if std::env::var_os("SHOW").is_some() && found != wanted {
            let text: Vec<char> = tree.text.chars().collect();
            let show = |set: &BTreeSet<(usize, usize)>, other: &BTreeSet<(usize, usize)>| -> String {
                set.difference(other).map(|&(s, e)| text[s..e].iter().collect::<String>()).collect::<Vec<_>>().join(" ")
            };
            println!("{} <> {}", show(&found, &wanted), show(&wanted, &found));
        }
        score.add(&found, &wanted);
    }
    println!("{name}: tokens from raw text {}", score.show());
    let mut score = Score::default();
    for (text, wanted) in documents(trees) {
        let found =
            segments(&text).map(|s| (s.tokens[0].chars.start, s.tokens[s.tokens.len() - 1].chars.end)).collect();
        score.add(&found, &wanted);
    }
    println!("{name}: sentences by rules {}", score.show());
}

/// Places of a sentence's words in its text.
fn places(tree: &Tree) -> Vec<(usize, usize)> {
    let text: Vec<char> = tree.text.chars().collect();
    let mut at = 0;
    let mut out = Vec::new();
    for word in &tree.words {
        let form: Vec<char> = word.form.chars().collect();
        while at < text.len() && text[at].is_whitespace() {
            at += 1;
        }
        out.push((at, at + form.len()));
        at += form.len();
    }
    out
}

/// Raw documents with the places of their sentences.
fn documents(trees: &[Tree]) -> Vec<(String, BTreeSet<(usize, usize)>)> {
    let mut out: Vec<(String, BTreeSet<(usize, usize)>)> = Vec::new();
    let mut length = 0;
    for tree in trees {
        if tree.new_document || out.is_empty() {
            out.push(Default::default());
            length = 0;
        }
        let Some((text, sentences)) = out.last_mut() else { continue };
        if length > 0 {
            let gap = if tree.new_paragraph { "\n\n" } else { " " };
            text.push_str(gap);
            length += gap.len();
        }
        text.push_str(&tree.text);
        let start = length;
        length += tree.text.chars().count();
        sentences.insert((start, length));
    }
    out
}

/// Sentences from raw text, with the model's own cuts.
fn sentences(name: &str, reader: &mut Reader, trees: &[Tree]) {
    let mut score = Score::default();
    for (text, wanted) in documents(trees) {
        let found = reader.read(&text).sentences.iter().map(|s| (s.start, s.end)).collect();
        score.add(&found, &wanted);
    }
    println!("{name}: sentences by rules and model {}", score.show());
}

/// Tags and trees on the treebank's own tokens.
fn trees(name: &str, reader: &mut Reader, trees: &[Tree]) {
    let forms: Vec<Vec<String>> = trees.iter().map(Tree::forms).collect();
    let start = Instant::now();
    let reading = reader.read_tokens(&forms);
    let seconds = start.elapsed().as_secs_f64();
    let (mut words, mut upos, mut lemma, mut feats, mut uas, mut las, mut universal) = (0, 0, 0, 0, 0, 0, 0);
    for (tree, sentence) in trees.iter().zip(&reading.sentences) {
        for (gold, token) in tree.words.iter().zip(&sentence.tokens) {
            words += 1;
            upos += usize::from(token.upos.code() == gold.upos);
            lemma += usize::from(token.lemma.to_lowercase() == gold.lemma.to_lowercase());
            let want = |key: &str| gold.feats.split('|').find_map(|f| f.strip_prefix(key)?.strip_prefix('='));
            let f = token.feats;
            let same = [
                ("Tense", f.tense),
                ("Number", f.number),
                ("VerbForm", f.verb_form),
                ("Voice", f.voice),
                ("Mood", f.mood),
            ];
            feats += usize::from(same.iter().all(|(key, value)| want(key) == *value));
            if token.head.map_or(0, |h| h + 1) == gold.head {
                uas += 1;
                las += usize::from(token.deprel == gold.deprel);
                let part = |relation: &str| relation.split(':').next().unwrap_or_default().to_string();
                universal += usize::from(part(token.deprel) == part(&gold.deprel));
            }
        }
    }
    let share = |n: usize| 100.0 * n as f64 / words as f64;
    println!(
        "{name}: UPOS {:.2}, feats {:.2}, lemma {:.2}, UAS {:.2}, LAS {:.2} (without subtypes {:.2}); {:.0} words/s",
        share(upos),
        share(feats),
        share(lemma),
        share(uas),
        share(las),
        share(universal),
        words as f64 / seconds
    );
}

/// UNER's names on EWT, by the head trained for them.
fn uner(reader: &mut Reader, path: &Path) -> Result<(), Box<dyn Error>> {
    let sentences = gold::tagged(path)?;
    let words: Vec<Vec<String>> = sentences.iter().map(|(w, _)| w.clone()).collect();
    let mut score = Score::default();
    for (names, (_, tags)) in reader.uner_names(&words).iter().zip(&sentences) {
        let found = names
            .iter()
            .filter_map(|n| {
                let kind = match n.kind {
                    NameKind::Person => "PER",
                    NameKind::Organization => "ORG",
                    NameKind::Location => "LOC",
                    _ => return None,
                };
                Some((n.tokens.start, n.tokens.end, kind.to_string()))
            })
            .collect();
        let wanted = gold::spans(tags).into_iter().filter(|(_, _, kind)| kind != "OTH").collect();
        score.add(&found, &wanted);
    }
    println!("UNER-EWT test: names {}", score.show());
    Ok(())
}

/// Names in newswire.
fn newswire(reader: &mut Reader, path: &Path) -> Result<(), Box<dyn Error>> {
    let sentences = gold::tagged(path)?;
    let words: Vec<Vec<String>> = sentences.iter().map(|(w, _)| w.clone()).collect();
    let mut score = Score::default();
    let mut by_kind = std::collections::BTreeMap::<String, Score>::new();
    for (sentence, (_, tags)) in reader.read_tokens(&words).sentences.iter().zip(&sentences) {
        let found: BTreeSet<_> =
            sentence.names.iter().map(|n| (n.tokens.start, n.tokens.end, n.kind.code().to_string())).collect();
        let wanted: BTreeSet<_> = gold::spans(tags).into_iter().collect();
        score.add(&found, &wanted);
        for (_, _, kind) in found.iter().chain(&wanted) {
            by_kind.entry(kind.clone()).or_default();
        }
        for (kind, score) in &mut by_kind {
            let of = |set: &BTreeSet<(usize, usize, String)>| set.iter().filter(|n| n.2 == *kind).cloned().collect();
            score.add::<(usize, usize, String)>(&of(&found), &of(&wanted));
        }
    }
    println!("newswire dev: names {}", score.show());
    for (kind, score) in by_kind {
        println!("  {kind}: {} of {}", score.show(), score.wanted);
    }
    Ok(())
}

/// Predicates and roles, predicates found by the model.
fn roles(reader: &mut Reader, trees: &[Tree], path: &Path) -> Result<(), Box<dyn Error>> {
    let gold = gold::roles(path, trees)?;
    let forms: Vec<Vec<String>> = trees.iter().map(Tree::forms).collect();
    let reading = reader.read_tokens(&forms);
    let (mut predicates, mut arguments) = (Score::default(), Score::default());
    for (tree, sentence) in trees.iter().zip(&reading.sentences) {
        let wanted = &gold[&tree.id];
        predicates.add(
            &sentence.predicates.iter().map(|p| p.token).collect::<BTreeSet<_>>(),
            &wanted.keys().copied().collect(),
        );
        let found: BTreeSet<(usize, String, usize)> = sentence
            .predicates
            .iter()
            .flat_map(|p| p.arguments.iter().map(|a| (p.token, a.role.to_string(), a.token)))
            .collect();
        let wanted = wanted.iter().flat_map(|(p, l)| l.iter().map(|(r, w)| (*p, r.clone(), *w))).collect();
        arguments.add(&found, &wanted);
    }
    println!("EWT test: predicates {}", predicates.show());
    println!("EWT test: roles {}", arguments.show());
    Ok(())
}

/// Attributions from raw text: a found content is right where it shares at least half of the union of tokens with one
/// wanted, one to one; its source likewise.
fn attribution(reader: &mut Reader, path: &Path) -> Result<(), Box<dyn Error>> {
    type Pair = (BTreeSet<usize>, BTreeSet<usize>);
    let (mut content, mut source) = (Score::default(), Score::default());
    for article in gold::articles(path)? {
        let reading = reader.read(&article.text);
        // Tokens by their first character.
        let starts: Vec<(usize, usize)> =
            reading.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| (t.start, t.end))).collect();
        let cover = |spans: &Option<Vec<(usize, usize)>>| -> BTreeSet<usize> {
            let spans = spans.as_deref().unwrap_or_default();
            starts.iter().filter(|(s, e)| spans.iter().any(|(a, b)| s < b && a < e)).map(|(s, _)| *s).collect()
        };
        let wanted: Vec<Pair> = article
            .attributions
            .iter()
            .map(|a| (cover(&a.content), cover(&a.source)))
            .filter(|p| !p.0.is_empty())
            .collect();
        let found: Vec<Pair> = found(&reading).into_iter().filter(|p| !p.0.is_empty()).collect();
        content.found += found.len();
        content.wanted += wanted.len();
        let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
        for (i, f) in found.iter().enumerate() {
            for (j, w) in wanted.iter().enumerate() {
                let share = overlap(&f.0, &w.0);
                if share >= 0.5 {
                    pairs.push((share, i, j));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let (mut used_found, mut used_wanted) = (BTreeSet::new(), BTreeSet::new());
        for (_, i, j) in pairs {
            if used_found.contains(&i) || used_wanted.contains(&j) {
                continue;
            }
            used_found.insert(i);
            used_wanted.insert(j);
            content.right += 1;
            let (f, w) = (&found[i].1, &wanted[j].1);
            source.right += usize::from(f.is_empty() && w.is_empty() || overlap(f, w) >= 0.5);
        }
    }
    (source.found, source.wanted) = (content.found, content.wanted);
    println!("PolNeAR dev: content {}", content.show());
    println!("PolNeAR dev: content and source {}", source.show());
    Ok(())
}

fn overlap(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> f64 {
    let both = a.intersection(b).count();
    both as f64 / (a.len() + b.len() - both).max(1) as f64
}

/// The content and source of each attribution, as first characters of tokens.
fn found(reading: &Reading) -> Vec<(BTreeSet<usize>, BTreeSet<usize>)> {
    let mut out = Vec::new();
    for sentence in &reading.sentences {
        for attribution in &sentence.attributions {
            let of = |tokens: &[usize]| tokens.iter().map(|&t| sentence.tokens[t].start).collect::<BTreeSet<_>>();
            let mut content = of(&attribution.content);
            for (other, tokens) in &attribution.more {
                content.extend(tokens.clone().map(|t| reading.sentences[*other].tokens[t].start));
            }
            out.push((content, of(&attribution.source)));
        }
    }
    out
}
