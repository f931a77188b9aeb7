//! The encoder's forward pass: a BERT of six layers over sentences laid end to end.
//!
//! The linear layers multiply bytes: activations are quantised row by row (a scale and a zero point each), weights lie
//! packed, sums are whole numbers and therefore exact. Everything else is in `ops`. No number of one sentence depends on
//! another sentence.

use crate::ops;
use crate::weights::{ModelError, RowWeights, Rows, Weights};
use rten_gemm::{GemmExecutor, GemmInputA, GemmInputB, GemmOptions, PackedBMatrix};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};

/// How the linear layers are computed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// Bytes times bytes: what is shipped.
    #[default]
    Int8,
    /// Floats: slow, to measure what the bytes cost.
    Float,
}

/// Multiplies bytes for the processor at hand.
pub(crate) struct Gemm {
    executor: GemmExecutor<u8, i8, i32>,
    /// Without VNNI, x86 adds pairs of products in 16 bits, which can overflow.
    saturates: bool,
}

impl Gemm {
    pub(crate) fn new() -> Gemm {
        let executor = GemmExecutor::<u8, i8, i32>::new();
        let saturates = executor.may_saturate();
        Gemm { executor, saturates }
    }

    fn multiply(&self, a: &[u8], b: &PackedBMatrix<i8>, out: &mut [i32]) {
        if self.saturates { self.multiply_halves(a, b, out) } else { self.run(a, b, out) }
    }

    /// The same sums where 16 bits overflow: seven bits and the eighth apart, neither of which can (127 x 127 x 2).
    fn multiply_halves(&self, a: &[u8], b: &PackedBMatrix<i8>, out: &mut [i32]) {
        let mut low = vec![0; out.len()];
        self.run(&a.iter().map(|x| x >> 1).collect::<Vec<u8>>(), b, out);
        self.run(&a.iter().map(|x| x & 1).collect::<Vec<u8>>(), b, &mut low);
        for (o, low) in out.iter_mut().zip(low) {
            *o = 2 * *o + low;
        }
    }

    /// Zero points are not given to the product: rten-gemm 0.27 takes those of the first rows for all.
    fn run(&self, a: &[u8], b: &PackedBMatrix<i8>, out: &mut [i32]) {
        let a = NdTensorView::from_data([a.len() / b.rows(), b.rows()], a);
        let done = self.executor.gemm(out, GemmInputA::Unpacked(a), GemmInputB::Packed(b), GemmOptions::default());
        debug_assert!(done.is_ok(), "{done:?}");
    }
}

/// Buffers of a linear layer, kept from call to call.
#[derive(Default)]
pub(crate) struct Buffers {
    bytes: Vec<u8>,
    scale: Vec<f32>,
    zero: Vec<u8>,
    sums: Vec<i32>,
}

/// y = W x + b.
pub(crate) struct Linear {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    matrix: Matrix,
    bias: Vec<f32>,
}

enum Matrix {
    /// With the sum of each output's weights, which a zero point counts for.
    Int8 {
        packed: PackedBMatrix<i8>,
        scale: Vec<f32>,
        total: Vec<i32>,
    },
    Float {
        transposed: Vec<f32>,
    },
}

impl Linear {
    pub(crate) fn new(rows: Rows, precision: Precision) -> Linear {
        let Rows { outputs, inputs, weights, bias } = rows;
        let matrix = match precision {
            Precision::Int8 => {
                let (q, scale) = match weights {
                    RowWeights::Int8(q, scale) => (q, scale),
                    RowWeights::Float(w) => quantise_weights(&w, inputs),
                };
                let total = q.chunks_exact(inputs).map(|row| row.iter().map(|&q| q as i32).sum()).collect();
                let q = NdTensor::from_data([outputs, inputs], q);
                let packed = GemmExecutor::<u8, i8, i32>::new().prepack_b(q.transposed());
                Matrix::Int8 { packed, scale, total }
            }
            Precision::Float => {
                let w = match weights {
                    RowWeights::Int8(q, scale) => q
                        .chunks_exact(inputs)
                        .zip(scale)
                        .flat_map(|(q, s)| q.iter().map(move |&q| q as f32 * s))
                        .collect(),
                    RowWeights::Float(w) => w,
                };
                Matrix::Float { transposed: transpose(&w, outputs, inputs, outputs) }
            }
        };
        Linear { inputs, outputs, matrix, bias }
    }

    /// One row of outputs for each row of inputs.
    pub(crate) fn apply(&self, gemm: &Gemm, buffers: &mut Buffers, x: &[f32], out: &mut Vec<f32>) {
        let rows = x.len() / self.inputs;
        out.resize(rows * self.outputs, 0.0);
        match &self.matrix {
            Matrix::Int8 { packed, scale, total } => {
                let Buffers { bytes, scale: row_scale, zero, sums } = buffers;
                bytes.resize(x.len(), 0);
                row_scale.resize(rows, 0.0);
                zero.resize(rows, 0);
                sums.resize(rows * self.outputs, 0);
                ops::quantise(x, self.inputs, bytes, row_scale, zero);
                gemm.multiply(bytes, packed, sums);
                ops::dequantise(sums, row_scale, zero, scale, total, &self.bias, out);
            }
            Matrix::Float { transposed } => {
                ops::product(x, self.inputs, transposed, self.outputs, out);
                for row in out.chunks_exact_mut(self.outputs) {
                    for (o, &b) in row.iter_mut().zip(&self.bias) {
                        *o += b;
                    }
                }
            }
        }
    }
}

/// Rows of floats as bytes with a scale each, zero in the middle.
fn quantise_weights(w: &[f32], inputs: usize) -> (Vec<i8>, Vec<f32>) {
    let mut q = Vec::with_capacity(w.len());
    let mut scales = Vec::with_capacity(w.len() / inputs.max(1));
    for row in w.chunks_exact(inputs) {
        let scale = row.iter().fold(0.0f32, |m, v| m.max(v.abs())).max(1e-12) / 127.0;
        q.extend(row.iter().map(|v| (v / scale).round() as i8));
        scales.push(scale);
    }
    (q, scales)
}

/// `[rows, columns]` as `[columns, padded]`, zeros where `padded` is more than `rows`.
pub(crate) fn transpose(w: &[f32], rows: usize, columns: usize, padded: usize) -> Vec<f32> {
    let mut out = vec![0.0; columns * padded];
    for r in 0..rows {
        for c in 0..columns {
            out[c * padded + r] = w[r * columns + c];
        }
    }
    out
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl Norm {
    fn new(weights: &Weights, name: &str, width: usize) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: weights.floats(&format!("{name}.w"), &[width])?,
            bias: weights.floats(&format!("{name}.b"), &[width])?,
        })
    }
}

struct Layer {
    qkv: Linear,
    out: Linear,
    ln1: Norm,
    ffn1: Linear,
    ffn2: Linear,
    ln2: Norm,
}

/// The encoder's weights, but for the word embeddings, which stay where the file's bytes are.
pub(crate) struct Encoder {
    word_scale: Vec<f32>,
    position: Vec<f32>,
    shape: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    hidden: usize,
    eps: f32,
}

/// Sentences of pieces, end to end.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) ids: Vec<u32>,
    pub(crate) shapes: Vec<u8>,
    places: Vec<u32>,
    lengths: Vec<usize>,
}

impl Batch {
    pub(crate) fn clear(&mut self) {
        self.ids.clear();
        self.shapes.clear();
        self.places.clear();
        self.lengths.clear();
    }

    /// Adds a sentence's pieces with their shapes, the marks of its ends among them; beyond `positions` all stand last.
    pub(crate) fn push(&mut self, ids: &[u32], shapes: &[u8], positions: usize) {
        self.ids.extend_from_slice(ids);
        self.shapes.extend_from_slice(shapes);
        self.places.extend((0..ids.len()).map(|i| i.min(positions - 1) as u32));
        self.lengths.push(ids.len());
    }
}

/// Buffers of the forward pass, kept from batch to batch.
#[derive(Default)]
pub(crate) struct Scratch {
    pub(crate) linear: Buffers,
    x: Vec<f32>,
    wide: Vec<f32>,
    context: Vec<f32>,
    add: Vec<f32>,
    attention: ops::AttentionBuffers,
    early: Vec<f32>,
}

/// After so many layers a hidden state is kept: what a word means is plainer there than after the last, which serves grammar.
pub(crate) const EARLY: usize = 2;

/// Hidden states of pieces, row by row.
pub(crate) struct States<'s> {
    /// After [`EARLY`] layers.
    pub(crate) early: &'s [f32],
    /// After all.
    pub(crate) last: &'s [f32],
}

impl Encoder {
    pub(crate) fn new(weights: &Weights, precision: Precision) -> Result<Encoder, ModelError> {
        let c = &weights.config;
        weights.bytes("emb.word.q", &[c.vocab.len(), c.hidden])?;
        let layers = (0..c.layers)
            .map(|i| {
                let linear = |name: &str, outputs, inputs| {
                    Ok(Linear::new(weights.quantised(&format!("layer.{i}.{name}"), outputs, inputs)?, precision))
                };
                Ok(Layer {
                    qkv: linear("qkv", 3 * c.hidden, c.hidden)?,
                    out: linear("out", c.hidden, c.hidden)?,
                    ln1: Norm::new(weights, &format!("layer.{i}.ln1"), c.hidden)?,
                    ffn1: linear("ffn1", c.ffn, c.hidden)?,
                    ffn2: linear("ffn2", c.hidden, c.ffn)?,
                    ln2: Norm::new(weights, &format!("layer.{i}.ln2"), c.hidden)?,
                })
            })
            .collect::<Result<_, ModelError>>()?;
        Ok(Encoder {
            word_scale: weights.floats("emb.word.scale", &[c.vocab.len()])?,
            position: weights.floats("emb.pos", &[c.max_positions, c.hidden])?,
            shape: weights.floats("emb.shape", &[c.shapes.len(), c.hidden])?,
            norm: Norm::new(weights, "emb.ln", c.hidden)?,
            layers,
            hidden: c.hidden,
            eps: c.ln_eps,
        })
    }

    /// The hidden states of each piece, row by row. `words` are the bytes of the word embeddings.
    pub(crate) fn encode<'s>(&self, gemm: &Gemm, words: &[u8], batch: &Batch, scratch: &'s mut Scratch) -> States<'s> {
        let hidden = self.hidden;
        let Scratch { linear, x, wide, context, add, attention, early } = scratch;
        x.resize(batch.ids.len() * hidden, 0.0);
        add.clear();
        add.resize(x.len(), 0.0);
        context.resize(x.len(), 0.0);
        let Batch { ids, shapes, places, lengths } = batch;
        let table = ops::Embedding {
            words,
            scale: &self.word_scale,
            position: &self.position,
            shape: &self.shape,
            width: hidden,
        };
        ops::embed(&table, ids, places, shapes, x);
        ops::add_norm(x, add, &self.norm.weight, &self.norm.bias, self.eps);
        for (number, layer) in self.layers.iter().enumerate() {
            layer.qkv.apply(gemm, linear, x, wide);
            let mut row = 0;
            for &length in lengths {
                let qkv = &wide[row * 3 * hidden..(row + length) * 3 * hidden];
                let out = &mut context[row * hidden..(row + length) * hidden];
                ops::attention(qkv, hidden, attention, out);
                row += length;
            }
            layer.out.apply(gemm, linear, context, add);
            ops::add_norm(x, add, &layer.ln1.weight, &layer.ln1.bias, self.eps);
            layer.ffn1.apply(gemm, linear, x, wide);
            ops::gelu_rows(wide);
            layer.ffn2.apply(gemm, linear, wide, add);
            ops::add_norm(x, add, &layer.ln2.weight, &layer.ln2.bias, self.eps);
            if number + 1 == EARLY {
                early.clone_from(x);
            }
        }
        States { early, last: x }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_multiply_exactly_with_and_without_wide_sums() {
        let (rows, depth, columns) = (21, 1536, 35);
        let a: Vec<u8> = (0..rows * depth).map(|i| if i % 3 == 0 { 255 } else { (i * 31 % 256) as u8 }).collect();
        let w: Vec<i8> = (0..columns * depth).map(|i| if i % 2 == 0 { 127 } else { (i * 17 % 255) as i8 }).collect();
        let packed = GemmExecutor::<u8, i8, i32>::new()
            .prepack_b(NdTensorView::from_data([columns, depth], &w[..]).transposed());
        let want: Vec<i32> = (0..rows * columns)
            .map(|i| {
                let (r, c) = (i / columns, i % columns);
                (0..depth).map(|d| a[r * depth + d] as i32 * w[c * depth + d] as i32).sum()
            })
            .collect();
        let gemm = Gemm::new();
        let mut out = vec![0; rows * columns];
        gemm.multiply(&a, &packed, &mut out);
        assert_eq!(out, want);
        gemm.multiply_halves(&a, &packed, &mut out);
        assert_eq!(out, want);
    }

    #[test]
    fn int8_layer_is_close_to_the_float_layer() {
        let w: Vec<f32> = (0..20 * 64).map(|i| ((i * 37) % 101) as f32 / 50.0 - 1.0).collect();
        // Rows of different ranges, more of them than one step of the product takes.
        let x: Vec<f32> = (0..21 * 64).map(|i| (((i * 53) % 97) as f32 / 40.0 - 1.0) / (1 + i / 64) as f32).collect();
        let run = |precision| {
            let rows = Rows { outputs: 20, inputs: 64, weights: RowWeights::Float(w.clone()), bias: vec![0.5; 20] };
            let mut out = Vec::new();
            Linear::new(rows, precision).apply(&Gemm::new(), &mut Buffers::default(), &x, &mut out);
            out
        };
        for (a, b) in run(Precision::Int8).iter().zip(run(Precision::Float)) {
            assert!((a - b).abs() < 0.1, "{a} for {b}");
        }
    }
}
