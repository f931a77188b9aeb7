//! A small model with random weights, in the form of a real one.

use crate::encoder::Precision;
use crate::model::Model;
use crate::weights::Weights;
use safetensors::Dtype;
use safetensors::tensor::TensorView;
use std::borrow::Cow;
use std::collections::HashMap;

const HIDDEN: usize = 64;
const INNER: usize = 96;
const LAYERS: usize = 2;
pub(crate) const POSITIONS: usize = 48;

struct Maker {
    state: u64,
    tensors: Vec<(String, Dtype, Vec<usize>, Vec<u8>)>,
}

impl Maker {
    fn next(&mut self) -> f32 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }

    fn floats(&mut self, name: &str, shape: &[usize], scale: f32, offset: f32) {
        let count: usize = shape.iter().product();
        let bytes = (0..count).flat_map(|_| (self.next() * scale + offset).to_le_bytes()).collect();
        self.tensors.push((name.into(), Dtype::F32, shape.to_vec(), bytes));
    }

    fn bytes(&mut self, name: &str, shape: &[usize]) {
        let count: usize = shape.iter().product();
        let bytes = (0..count).map(|_| (self.next() * 127.0) as i8 as u8).collect();
        self.tensors.push((name.into(), Dtype::I8, shape.to_vec(), bytes));
    }

    fn norm(&mut self, name: &str) {
        self.floats(&format!("{name}.w"), &[HIDDEN], 0.1, 1.0);
        self.floats(&format!("{name}.b"), &[HIDDEN], 0.1, 0.0);
    }

    fn dense(&mut self, name: &str, outputs: usize, inputs: usize) {
        self.floats(&format!("{name}.w"), &[outputs, inputs], 0.3, 0.0);
        self.floats(&format!("{name}.b"), &[outputs], 0.3, 0.0);
    }
}

/// The bytes of a model file.
pub(crate) fn model_bytes(seed: u64) -> Vec<u8> {
    let mut vocab: Vec<String> = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"].map(String::from).to_vec();
    for c in ('!'..='~').filter(|c| !c.is_ascii_uppercase()) {
        vocab.push(c.to_string());
        vocab.push(format!("##{c}"));
    }
    vocab.extend(["the", "minister", "said", "army", "##ed", "##ing"].map(String::from));
    let names = ["O", "B-Person", "I-Person", "B-Location", "I-Location"];
    let config = serde_json::json!({
        "version": "test", "vocab": vocab, "pad": 0, "unk": 1, "cls": 2, "sep": 3, "hidden": HIDDEN, "layers": LAYERS,
        "heads": 2, "ffn": INNER, "max_positions": POSITIONS, "ln_eps": 1e-12, "shapes": ["", "", "", "", "", "", "", ""],
        "upos": ["NOUN", "VERB", "PUNCT"], "feats": ["_", "Number=Plur"], "lemma": ["l;0;", "k;0;", "l;1;"],
        "names": names, "uner": ["O", "B-PER", "I-PER"], "deprel": ["root", "nsubj", "obj", "punct"],
        "roles": ["-", "ARG0", "ARG1", "ARGM-TMP"], "attr": ["-", "source", "content"], "scores": {}
    });
    let mut m = Maker { state: seed, tensors: Vec::new() };
    let count = vocab.len();
    m.bytes("emb.word.q", &[count, HIDDEN]);
    m.floats("emb.word.scale", &[count], 0.002, 0.01);
    m.floats("emb.pos", &[POSITIONS, HIDDEN], 0.3, 0.0);
    m.floats("emb.shape", &[8, HIDDEN], 0.3, 0.0);
    m.norm("emb.ln");
    for layer in 0..LAYERS {
        for (name, outputs, inputs) in
            [("qkv", 3 * HIDDEN, HIDDEN), ("out", HIDDEN, HIDDEN), ("ffn1", INNER, HIDDEN), ("ffn2", HIDDEN, INNER)]
        {
            m.bytes(&format!("layer.{layer}.{name}.q"), &[outputs, inputs]);
            m.floats(&format!("layer.{layer}.{name}.scale"), &[outputs], 0.0005, 0.003);
            m.floats(&format!("layer.{layer}.{name}.bias"), &[outputs], 0.1, 0.0);
        }
        m.norm(&format!("layer.{layer}.ln1"));
        m.norm(&format!("layer.{layer}.ln2"));
    }
    m.dense("tag", 3 + 2 + 3 + 5 + 3 + 8, HIDDEN);
    for (name, outputs) in [
        ("arc_dep", 24),
        ("arc_head", 24),
        ("label_dep", 16),
        ("label_head", 16),
        ("role_pred", 16),
        ("role_arg", 16),
        ("attr_cue", 8),
        ("attr_tok", 8),
    ] {
        m.dense(name, outputs, HIDDEN);
    }
    m.floats("arc.u", &[24, 24], 0.3, 0.0);
    m.floats("arc.v", &[24], 0.3, 0.0);
    m.dense("label", 4, 16);
    m.dense("role", 4, 16);
    m.dense("attr", 3, 8);
    let views: Vec<(String, TensorView)> = m
        .tensors
        .iter()
        .map(|(name, dtype, shape, bytes)| (name.clone(), TensorView::new(*dtype, shape.clone(), bytes).unwrap()))
        .collect();
    let metadata = HashMap::from([("config".to_string(), config.to_string())]);
    safetensors::serialize(views, Some(metadata)).unwrap()
}

/// A model of random weights.
pub(crate) fn model(precision: Precision) -> Model {
    Model::build(Weights::parse(Cow::Owned(model_bytes(7))).unwrap(), None, precision).unwrap()
}
