//! The model in the program against what PyTorch gave at training (reference.json beside the model).

use crate::encoder::{Batch, Gemm, Scratch};
use crate::{Model, NameKind, Reader, wordpiece};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Deserialize)]
struct Reference {
    sentences: Vec<Sentence>,
}

#[derive(Deserialize)]
struct Sentence {
    words: Vec<String>,
    ids: Vec<u32>,
    shapes: Vec<u8>,
    upos: Vec<String>,
    lemmas: Vec<String>,
    heads: Vec<i64>,
    deprels: Vec<String>,
    names: Vec<String>,
    predicates: Vec<bool>,
    hidden: BTreeMap<usize, Vec<f32>>,
}

fn reference() -> Vec<Sentence> {
    let path = Path::new(env!("CHANCERY_MODEL_FILE")).with_file_name("reference.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    serde_json::from_str::<Reference>(&text).unwrap().sentences
}

#[test]
fn pieces_and_hidden_states_agree() {
    let model = Model::embedded().unwrap();
    let config = &model.weights.config;
    for sentence in reference() {
        let (mut ids, mut shapes, mut firsts) = (vec![config.cls], vec![0], Vec::new());
        for word in &sentence.words {
            firsts.push(ids.len());
            model.pieces.cut(word, &mut ids);
            shapes.resize(ids.len(), wordpiece::shape(word));
        }
        ids.push(config.sep);
        shapes.push(0);
        assert_eq!((&ids, &shapes), (&sentence.ids, &sentence.shapes), "{:?}", sentence.words);
        let mut batch = Batch::default();
        batch.push(&ids, &shapes, config.max_positions);
        let mut scratch = Scratch::default();
        let hidden = model.encoder.encode(&Gemm::new(), model.word_bytes(), &batch, &mut scratch);
        for (word, wanted) in sentence.hidden {
            let row = &hidden[firsts[word] * config.hidden..];
            for (found, wanted) in row.iter().zip(&wanted) {
                assert!((found - wanted).abs() < 0.25, "{found} for {wanted} in {:?}", sentence.words);
            }
        }
    }
}

#[test]
fn decisions_agree() {
    let model = Model::embedded().unwrap();
    let sentences = reference();
    let words: Vec<Vec<String>> = sentences.iter().map(|s| s.words.clone()).collect();
    let reading = Reader::new(&model).read_tokens(&words);
    let (mut asked, mut differ) = (0, Vec::new());
    let mut check = |what: &str, word: &str, found: &str, wanted: &str| {
        asked += 1;
        if found != wanted {
            differ.push(format!("{what} of {word}: {found} for {wanted}"));
        }
    };
    for (found, wanted) in reading.sentences.iter().zip(&sentences) {
        let code = |kind: NameKind| kind.code().to_string();
        let mut names = vec!["O".to_string(); wanted.words.len()];
        for name in &found.names {
            for token in name.tokens.clone() {
                names[token] = format!("{}-{}", if token == name.tokens.start { "B" } else { "I" }, code(name.kind));
            }
        }
        for (i, token) in found.tokens.iter().enumerate() {
            let word = &wanted.words[i];
            check("upos", word, token.upos.code(), &wanted.upos[i]);
            check("lemma", word, &token.lemma, &wanted.lemmas[i]);
            let head = token.head.map_or(-1, |h| h as i64);
            check("head", word, &head.to_string(), &wanted.heads[i].to_string());
            check("relation", word, token.deprel, &wanted.deprels[i]);
            check("name", word, &names[i], &wanted.names[i]);
            let predicate = found.predicates.iter().any(|p| p.token == i);
            check("predicate", word, &predicate.to_string(), &wanted.predicates[i].to_string());
        }
    }
    // Bytes for floats may turn a close decision here and there.
    assert!(differ.len() * 40 <= asked, "{} of {asked} differ: {differ:#?}", differ.len());
}

#[test]
fn readings_do_not_depend_on_company() {
    let model = Model::embedded().unwrap();
    let texts: Vec<String> = reference().iter().map(|s| s.words.join(" ")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).cycle().take(40).collect();
    let alone: Vec<_> = texts.iter().map(|t| Reader::new(&model).read(t)).collect();
    assert_eq!(Reader::new(&model).read_many(&texts), alone);
}
