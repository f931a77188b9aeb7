//! The arithmetic between the matrix products: quantising, layer norm, GELU, attention and small dense products.
//!
//! Each operation is plain arithmetic over fixed lanes, compiled for the widest instructions that the processor has
//! (`rten_simd` picks them at run time). Nothing is fused or reordered from one instruction set to the next, and every
//! row is computed by itself, so a sentence's numbers are the same bits on every machine and in every batch.

use rten_simd::ops::{BitOps, NumOps};
use rten_simd::{Isa, SimdOp};

/// Lanes that the loops work in; one register of AVX-512, two of AVX2, four of NEON.
const LANES: usize = 16;

/// Adding and subtracting this rounds a small float to a whole number.
const ROUND: f32 = 12_582_912.0;

/// Declares a function whose body is compiled once for each instruction set.
macro_rules! vectorised {
    ($(#[$doc:meta])* fn $name:ident<'a>($($arg:ident : $ty:ty),* $(,)?) $body:block) => {
        $(#[$doc])*
        pub(crate) fn $name<'a>($($arg: $ty),*) {
            struct Op<'a> { $($arg: $ty),* }
            impl<'a> SimdOp for Op<'a> {
                type Output = ();
                #[inline(always)]
                fn eval<I: Isa>(self, _isa: I) {
                    let Op { $($arg),* } = self;
                    $body
                }
            }
            Op { $($arg),* }.dispatch();
        }
    };
}

#[inline(always)]
fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn smaller(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}

/// e^x for x <= 0 or small, to about one unit in the last place; what lies under -87 counts as -87.
#[inline(always)]
fn exp(x: f32) -> f32 {
    let x = smaller(larger(x, -87.0), 88.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    // ln 2 in two parts, so that the reduced argument keeps its low bits.
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let p = 1.987_569_1e-4 * r + 1.398_199_9e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 1.666_666_5e-1;
    let p = p * r + 0.5;
    let y = p * r * r + r + 1.0;
    let exponent = shifted.to_bits().wrapping_sub(ROUND.to_bits()).wrapping_add(127) << 23;
    y * f32::from_bits(exponent)
}

/// x times the standard normal distribution at x, by the error function of Abramowitz and Stegun, 7.1.26 (error under
/// 1.5e-7).
#[inline(always)]
fn gelu(x: f32) -> f32 {
    let z = x * std::f32::consts::FRAC_1_SQRT_2;
    let a = z.abs();
    let t = 1.0 / (1.0 + 0.327_591_1 * a);
    let p = 1.061_405_4 * t - 1.453_152;
    let p = p * t + 1.421_413_8;
    let p = p * t - 0.284_496_74;
    let p = p * t + 0.254_829_6;
    let tail = p * t * exp(-a * a);
    let erf = f32::from_bits((1.0 - tail).to_bits() | (z.to_bits() & 0x8000_0000));
    0.5 * x * (1.0 + erf)
}

#[inline(always)]
fn sum(lanes: [f32; LANES]) -> f32 {
    let mut width = LANES / 2;
    let mut lanes = lanes;
    while width > 0 {
        for i in 0..width {
            lanes[i] += lanes[i + width];
        }
        width /= 2;
    }
    lanes[0]
}

#[inline(always)]
fn quantise_row(row: &[f32], out: &mut [u8]) -> (f32, u8) {
    let mut low = [0.0f32; LANES];
    let mut high = [0.0f32; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for i in 0..LANES {
            low[i] = smaller(chunk[i], low[i]);
            high[i] = larger(chunk[i], high[i]);
        }
    }
    for &x in rest {
        low[0] = smaller(x, low[0]);
        high[0] = larger(x, high[0]);
    }
    let low = low.into_iter().fold(0.0, smaller);
    let high = high.into_iter().fold(0.0, larger);
    let scale = larger((high - low) / 255.0, 1e-12);
    let inverse = 1.0 / scale;
    let zero = (-low * inverse + ROUND) - ROUND;
    // Adding 2^23 leaves the rounded value in the low bits of the float.
    let offset = zero + 8_388_608.0;
    for (o, &x) in out.iter_mut().zip(row) {
        let v = x * inverse + offset;
        *o = smaller(larger(v, 8_388_608.0), 8_388_863.0).to_bits() as u8;
    }
    (scale, zero as u8)
}

vectorised! {
    /// Turns each row of `width` floats into bytes with a scale and a zero point of its own.
    fn quantise<'a>(x: &'a [f32], width: usize, out: &'a mut [u8], scale: &'a mut [f32], zero: &'a mut [u8]) {
        for ((row, out), (scale, zero)) in
            x.chunks_exact(width).zip(out.chunks_exact_mut(width)).zip(scale.iter_mut().zip(zero))
        {
            (*scale, *zero) = quantise_row(row, out);
        }
    }
}

vectorised! {
    /// Whole sums of a quantised product to floats: less the row's zero point times the column's total of weights, times
    /// the row's scale and the column's, plus the column's bias.
    fn dequantise<'a>(
        sums: &'a [i32], row_scale: &'a [f32], row_zero: &'a [u8], column_scale: &'a [f32], column_total: &'a [i32],
        bias: &'a [f32], out: &'a mut [f32],
    ) {
        let width = bias.len();
        for (((sums, out), &scale), &zero) in
            sums.chunks_exact(width).zip(out.chunks_exact_mut(width)).zip(row_scale).zip(row_zero)
        {
            let columns = column_scale.iter().zip(column_total).zip(bias);
            for ((o, &s), ((&c, &total), &b)) in out.iter_mut().zip(sums).zip(columns) {
                *o = (s - zero as i32 * total) as f32 * (scale * c) + b;
            }
        }
    }
}

vectorised! {
    /// GELU of every number, in place.
    fn gelu_rows<'a>(x: &'a mut [f32]) {
        let (chunks, rest) = x.as_chunks_mut::<LANES>();
        for chunk in chunks {
            for v in chunk {
                *v = gelu(*v);
            }
        }
        for v in rest {
            *v = gelu(*v);
        }
    }
}

vectorised! {
    /// max(x, 0) of every number, in place.
    fn relu<'a>(x: &'a mut [f32]) {
        for v in x {
            *v = larger(*v, 0.0);
        }
    }
}

vectorised! {
    /// Adds `add` to `x` and normalises each row to mean 0 and variance 1, then times `weight` plus `bias`.
    fn add_norm<'a>(x: &'a mut [f32], add: &'a [f32], weight: &'a [f32], bias: &'a [f32], eps: f32) {
        let width = weight.len();
        for (x, add) in x.chunks_exact_mut(width).zip(add.chunks_exact(width)) {
            let mut total = [0.0f32; LANES];
            let mut squares = [0.0f32; LANES];
            for (x, &a) in x.iter_mut().zip(add) {
                *x += a;
            }
            let (chunks, rest) = x.as_chunks::<LANES>();
            for chunk in chunks {
                for i in 0..LANES {
                    total[i] += chunk[i];
                }
            }
            let mean = (sum(total) + rest.iter().sum::<f32>()) / width as f32;
            for chunk in chunks {
                for i in 0..LANES {
                    let d = chunk[i] - mean;
                    squares[i] += d * d;
                }
            }
            let spread = sum(squares) + rest.iter().map(|v| (v - mean) * (v - mean)).sum::<f32>();
            let factor = 1.0 / (spread / width as f32 + eps).sqrt();
            for ((x, &w), &b) in x.iter_mut().zip(weight).zip(bias) {
                *x = (*x - mean) * factor * w + b;
            }
        }
    }
}

/// A row-major matrix as it stands in a larger one: rows are `stride` numbers apart.
#[derive(Clone, Copy)]
struct Grid<'a> {
    data: &'a [f32],
    stride: usize,
}

// The index runs over the rows of `a` at once.
#[allow(clippy::needless_range_loop)]
/// `R` rows, from `row` on, of the product of `a` (`depth` columns) and `b`; `columns` is a multiple of [`LANES`].
#[inline(always)]
fn product_rows<I: Isa, const R: usize>(
    isa: I,
    (a, row, depth): (Grid, usize, usize),
    b: Grid,
    columns: usize,
    (out, out_stride): (&mut [f32], usize),
) {
    let ops = isa.f32();
    let a: [&[f32]; R] = std::array::from_fn(|r| &a.data[(row + r) * a.stride..][..depth]);
    for column in (0..columns).step_by(ops.len()) {
        let mut acc = [ops.zero(); R];
        for d in 0..depth {
            let lane = ops.load(&b.data[d * b.stride + column..]);
            for r in 0..R {
                // Not fused: the same bits on every machine.
                acc[r] = ops.add(acc[r], ops.mul(ops.splat(a[r][d]), lane));
            }
        }
        for (r, acc) in acc.into_iter().enumerate() {
            ops.store(acc, &mut out[(row + r) * out_stride + column..]);
        }
    }
}

/// The product of `rows` rows; many at a time, so that they share loads and additions need not wait for one another.
#[inline(always)]
fn product_grid<I: Isa>(
    isa: I,
    (a, rows, depth): (Grid, usize, usize),
    b: Grid,
    columns: usize,
    (out, out_stride): (&mut [f32], usize),
) {
    let mut row = 0;
    while row < rows {
        let (a, out) = ((a, row, depth), (&mut *out, out_stride));
        row += match rows - row {
            8.. => {
                product_rows::<I, 8>(isa, a, b, columns, out);
                8
            }
            4.. => {
                product_rows::<I, 4>(isa, a, b, columns, out);
                4
            }
            2.. => {
                product_rows::<I, 2>(isa, a, b, columns, out);
                2
            }
            _ => {
                product_rows::<I, 1>(isa, a, b, columns, out);
                1
            }
        };
    }
}

/// `out[m, columns] = a[m, depth] b[depth, columns]`, all row by row; fastest where `columns` is a multiple of 16.
pub(crate) fn product(a: &[f32], depth: usize, b: &[f32], columns: usize, out: &mut [f32]) {
    struct Op<'a> {
        a: Grid<'a>,
        rows: usize,
        depth: usize,
        b: Grid<'a>,
        columns: usize,
        out: &'a mut [f32],
    }
    impl SimdOp for Op<'_> {
        type Output = ();
        #[inline(always)]
        fn eval<I: Isa>(self, isa: I) {
            let Op { a, rows, depth, b, columns, out } = self;
            let whole = columns - columns % LANES;
            product_grid(isa, (a, rows, depth), b, whole, (out, columns));
            for (row, out) in out.chunks_exact_mut(columns).enumerate() {
                for (column, out) in out.iter_mut().enumerate().skip(whole) {
                    *out = (0..depth).fold(0.0, |sum, d| sum + a.data[row * depth + d] * b.data[d * columns + column]);
                }
            }
        }
    }
    if let Some(rows) = out.len().checked_div(columns) {
        let (a, b) = (Grid { data: a, stride: depth }, Grid { data: b, stride: columns });
        Op { a, rows, depth, b, columns, out }.dispatch();
    }
}

/// Numbers a head of the attention works in, MiniLM's.
pub(crate) const HEAD: usize = 32;

/// Scratch of [`attention`].
#[derive(Default)]
pub(crate) struct AttentionBuffers {
    keys: Vec<f32>,
    scores: Vec<f32>,
}

/// Attention of one sentence: `qkv` holds its rows of queries, keys and values (`hidden` numbers each), `out` takes as many
/// rows of `hidden`.
pub(crate) fn attention(qkv: &[f32], hidden: usize, buffers: &mut AttentionBuffers, out: &mut [f32]) {
    struct Op<'a> {
        qkv: &'a [f32],
        hidden: usize,
        buffers: &'a mut AttentionBuffers,
        out: &'a mut [f32],
    }
    impl SimdOp for Op<'_> {
        type Output = ();
        #[inline(always)]
        fn eval<I: Isa>(self, isa: I) {
            let Op { qkv, hidden, buffers: AttentionBuffers { keys, scores }, out } = self;
            let stride = 3 * hidden;
            let length = qkv.len() / stride;
            let padded = length.next_multiple_of(LANES);
            let scale = 1.0 / (HEAD as f32).sqrt();
            keys.clear();
            keys.resize(HEAD * padded, 0.0);
            scores.clear();
            scores.resize(length * padded, 0.0);
            for at in (0..hidden).step_by(HEAD) {
                for (j, row) in qkv.chunks_exact(stride).enumerate() {
                    for (d, &k) in row[hidden + at..][..HEAD].iter().enumerate() {
                        keys[d * padded + j] = k * scale;
                    }
                }
                let queries = Grid { data: &qkv[at..], stride };
                let key_grid = Grid { data: keys, stride: padded };
                product_grid(isa, (queries, length, HEAD), key_grid, padded, (scores, padded));
                for row in scores.chunks_exact_mut(padded) {
                    softmax_row(row, length);
                }
                let weights = Grid { data: scores, stride: padded };
                let values = Grid { data: &qkv[2 * hidden + at..], stride };
                product_grid(isa, (weights, length, length), values, HEAD, (&mut out[at..], hidden));
            }
        }
    }
    if !qkv.is_empty() {
        Op { qkv, hidden, buffers, out }.dispatch();
    }
}

/// Softmax of the first `length` numbers of a row that is a multiple of [`LANES`] long.
#[inline(always)]
fn softmax_row(row: &mut [f32], length: usize) {
    row[length..].fill(f32::NEG_INFINITY);
    let (chunks, _) = row.as_chunks_mut::<LANES>();
    let mut top = [f32::NEG_INFINITY; LANES];
    for chunk in chunks.iter() {
        for i in 0..LANES {
            top[i] = larger(chunk[i], top[i]);
        }
    }
    let top = top.into_iter().fold(f32::NEG_INFINITY, larger);
    let mut total = [0.0f32; LANES];
    for chunk in chunks.iter_mut() {
        for i in 0..LANES {
            chunk[i] = exp(chunk[i] - top);
            total[i] += chunk[i];
        }
    }
    let factor = 1.0 / sum(total);
    for chunk in chunks {
        for x in chunk {
            *x *= factor;
        }
    }
}

/// The tables that pieces are embedded by, rows of `width`.
pub(crate) struct Embedding<'a> {
    /// Signed bytes, times `scale` of the row.
    pub(crate) words: &'a [u8],
    pub(crate) scale: &'a [f32],
    pub(crate) position: &'a [f32],
    pub(crate) shape: &'a [f32],
    pub(crate) width: usize,
}

vectorised! {
    /// Embeds pieces: word row plus position row plus shape row.
    fn embed<'a>(
        table: &'a Embedding<'a>, ids: &'a [u32], places: &'a [u32], shapes: &'a [u8], out: &'a mut [f32],
    ) {
        let &Embedding { words, scale, position, shape, width } = table;
        for (((out, &id), &place), &kind) in out.chunks_exact_mut(width).zip(ids).zip(places).zip(shapes) {
            let (id, place, kind) = (id as usize, place as usize, kind as usize);
            let word = &words[id * width..(id + 1) * width];
            let position = &position[place * width..(place + 1) * width];
            let shape = &shape[kind * width..(kind + 1) * width];
            let scale = scale[id];
            for (((o, &w), &p), &s) in out.iter_mut().zip(word).zip(position).zip(shape) {
                *o = (w as i8) as f32 * scale + p + s;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponential_and_gelu_are_close() {
        for i in -800..=80 {
            let x = i as f32 * 0.1;
            let want = (x as f64).exp();
            assert!(((exp(x) as f64 - want) / want).abs() < 3e-7, "exp({x}) = {} for {want}", exp(x));
        }
        // Values of x Φ(x) from tables.
        for (x, want) in
            [(-3.0, -0.004_049_69), (-1.0, -0.158_655_25), (0.0, 0.0), (0.5, 0.345_731_23), (2.0, 1.954_499_7)]
        {
            assert!((gelu(x) - want).abs() < 1e-6, "gelu({x}) = {}", gelu(x));
        }
    }

    #[test]
    fn quantising_keeps_values_within_half_a_step() {
        let row: Vec<f32> = (0..37).map(|i| ((i * 29) % 37) as f32 * 0.3 - 4.0).collect();
        let mut out = vec![0u8; 37];
        let (mut scale, mut zero) = ([0.0], [0]);
        quantise(&row, 37, &mut out, &mut scale, &mut zero);
        for (&x, &q) in row.iter().zip(&out) {
            let back = (q as f32 - zero[0] as f32) * scale[0];
            assert!((back - x).abs() <= scale[0] * 1.01, "{x} became {back}");
        }
        quantise(&[0.0; 4], 4, &mut out[..4], &mut scale, &mut zero);
        assert_eq!((&out[..4], zero), (&[0u8; 4][..], [0]));
    }

    #[test]
    fn product_equals_the_plain_sum() {
        for (m, k, n) in [(1, 3, 5), (5, 7, 16), (6, 4, 35)] {
            let a: Vec<f32> = (0..m * k).map(|i| (i % 7) as f32 - 3.0).collect();
            let b: Vec<f32> = (0..k * n).map(|i| (i % 5) as f32 - 2.0).collect();
            let mut out = vec![0.0; m * n];
            product(&a, k, &b, n, &mut out);
            for i in 0..m {
                for j in 0..n {
                    let want: f32 = (0..k).map(|d| a[i * k + d] * b[d * n + j]).sum();
                    assert_eq!(out[i * n + j], want, "{m} {k} {n} at {i}, {j}");
                }
            }
        }
    }

    #[test]
    fn attention_equals_the_plain_formula() {
        for length in [1, 2, 5, 17] {
            let hidden = 2 * HEAD;
            let qkv: Vec<f32> = (0..length * 3 * hidden).map(|i| ((i * 7919) % 113) as f32 / 56.0 - 1.0).collect();
            let mut out = vec![0.0; length * hidden];
            attention(&qkv, hidden, &mut AttentionBuffers::default(), &mut out);
            for head in 0..2 {
                for i in 0..length {
                    let at = |j: usize, part: usize, d: usize| qkv[j * 3 * hidden + part * hidden + head * HEAD + d];
                    let scores: Vec<f64> = (0..length)
                        .map(|j| {
                            (0..HEAD).map(|d| (at(i, 0, d) * at(j, 1, d)) as f64).sum::<f64>() / (HEAD as f64).sqrt()
                        })
                        .collect();
                    let total: f64 = scores.iter().map(|s| s.exp()).sum();
                    for d in 0..HEAD {
                        let want: f64 = (0..length).map(|j| scores[j].exp() / total * at(j, 2, d) as f64).sum();
                        let got = out[i * hidden + head * HEAD + d] as f64;
                        assert!((got - want).abs() < 1e-5, "{got} for {want} ({length}, {head}, {i}, {d})");
                    }
                }
            }
        }
    }
}
