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
        let hidden = model.encoder.encode(&Gemm::new(), model.word_bytes(), &batch, &mut scratch).last;
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

/// What `training/types.py` has in f32 for the vectors of these words.
#[cfg(has_types)]
#[test]
fn types_agree() {
    use chancery_record::EventType;
    let model = Model::embedded().unwrap();
    for (text, wanted) in [
        (
            "The foreign minister of Norway met her Chilean counterpart in Oslo on Tuesday and praised the new port.",
            &[("met", EventType::CONSULT, 0.8684), ("praised", EventType::SUPPORT, 0.5545)][..],
        ),
        (
            "Soldiers strafed two villages overnight, residents say, and police rounded up 17 protesters outside the \
             parliament.",
            &[
                ("strafed", EventType::ASSAULT, 0.1161),
                ("say", EventType::PROTEST, 0.0002),
                ("rounded", EventType::COERCE, 0.3406),
            ],
        ),
    ] {
        let sentence = Reader::new(&model).read(text).sentences.remove(0);
        let found: Vec<_> =
            sentence.predicates.iter().map(|p| (&*sentence.tokens[p.token].form, p.types[0].0, p.types[0].1)).collect();
        assert_eq!(found.len(), wanted.len(), "{found:?}");
        for (found, wanted) in found.iter().zip(wanted) {
            assert_eq!((found.0, found.1), (wanted.0, wanted.1));
            assert!((found.2 - wanted.2).abs() < 0.005, "{found:?} for {wanted:?}");
        }
        for predicate in &sentence.predicates {
            assert_eq!(predicate.types.len(), EventType::ALL.len());
            assert!(predicate.types.is_sorted_by(|a, b| a.1 >= b.1));
            assert!((0.0..=1.001).contains(&predicate.types.iter().map(|t| t.1).sum::<f32>()));
        }
    }
}

#[cfg(has_types)]
#[test]
fn types_of_another_model_are_refused() {
    let (bytes, _) = crate::model::EMBEDDED_TYPES.unwrap();
    let other = crate::testing::model(crate::Precision::Int8);
    let refused = crate::types::Types::new(bytes.into(), &other.weights.config).err().unwrap();
    assert!(refused.to_string().contains("train them again"), "{refused}");
}
