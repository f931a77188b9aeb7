//! The model file: a safetensors file with a JSON description, checked name by name and shape by shape.

use safetensors::{Dtype, SafeTensors};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use std::path::Path;

/// Why a model could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// The file could not be read.
    #[error("cannot read the model {path}: {source}")]
    Read {
        /// The path as given.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The bytes are not those that were published.
    #[error("the model's SHA-256 is {found}, but {expected} was expected: the file is damaged or from another version")]
    Sum {
        /// What SHA256SUMS says.
        expected: String,
        /// What the bytes give.
        found: String,
    },
    /// Not a model file, or one with a part missing or of the wrong size.
    #[error("the model is not usable: {0}")]
    Format(String),
    /// The program was built without a model.
    #[error(
        "this program was built without a model: put chancery.safetensors into models/ (or name one in CHANCERY_MODEL) \
         and build again, or load a file"
    )]
    Absent,
}

/// What the model file says of itself.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Config {
    pub version: String,
    pub vocab: Vec<String>,
    pub unk: u32,
    pub cls: u32,
    pub sep: u32,
    pub hidden: usize,
    pub layers: usize,
    pub heads: usize,
    pub ffn: usize,
    pub max_positions: usize,
    pub ln_eps: f32,
    pub shapes: Vec<String>,
    pub upos: Vec<String>,
    pub feats: Vec<String>,
    pub lemma: Vec<String>,
    pub names: Vec<String>,
    pub uner: Vec<String>,
    pub deprel: Vec<String>,
    pub roles: Vec<String>,
    pub attr: Vec<String>,
}

/// A file's bytes with the place of each tensor; `C` is what it says of itself.
pub(crate) struct Weights<C = Config> {
    pub config: C,
    bytes: Cow<'static, [u8]>,
    tensors: std::collections::BTreeMap<String, Place>,
}

struct Place {
    dtype: Dtype,
    shape: Vec<usize>,
    start: usize,
    end: usize,
}

/// A linear layer as the file holds it: one row of weights for each output.
pub(crate) struct Rows {
    pub outputs: usize,
    pub inputs: usize,
    pub weights: RowWeights,
    pub bias: Vec<f32>,
}

/// The numbers of [`Rows`].
pub(crate) enum RowWeights {
    /// Bytes with a scale for each row.
    Int8(Vec<i8>, Vec<f32>),
    /// Floats.
    Float(Vec<f32>),
}

/// Checks the sum of a file's bytes, in lower-case hexadecimal.
pub(crate) fn check_sum(bytes: &[u8], expected: &str) -> Result<(), ModelError> {
    let found: String = Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect();
    if found == expected { Ok(()) } else { Err(ModelError::Sum { expected: expected.to_string(), found }) }
}

/// The sum that a SHA256SUMS text gives for a file's name.
pub(crate) fn sum_of<'a>(sums: &'a str, name: &str) -> Option<&'a str> {
    sums.lines().find_map(|line| {
        let (sum, file) = line.split_once(char::is_whitespace)?;
        (file.trim_start().trim_start_matches('*') == name).then_some(sum)
    })
}

/// Reads a file; where a SHA256SUMS beside it names the file, the sum must agree.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, ModelError> {
    let bytes = std::fs::read(path).map_err(|source| ModelError::Read { path: path.display().to_string(), source })?;
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if let Ok(sums) = std::fs::read_to_string(path.with_file_name("SHA256SUMS"))
        && let Some(sum) = sum_of(&sums, &name)
    {
        check_sum(&bytes, sum)?;
    }
    Ok(bytes)
}

impl Weights {
    /// Takes a model's bytes apart.
    pub(crate) fn parse(bytes: Cow<'static, [u8]>) -> Result<Weights, ModelError> {
        let weights = Weights::take_apart(bytes)?;
        weights.check()?;
        Ok(weights)
    }

    fn check(&self) -> Result<(), ModelError> {
        let c = &self.config;
        let wrong = |what: String| Err(ModelError::Format(what));
        if c.hidden == 0 || c.hidden != c.heads * crate::ops::HEAD {
            return wrong(format!("{} heads of {} do not make {}", c.heads, crate::ops::HEAD, c.hidden));
        }
        if c.max_positions < 3 || c.shapes.len() != crate::wordpiece::SHAPES {
            return wrong(format!("{} positions and {} shapes", c.max_positions, c.shapes.len()));
        }
        if [c.unk, c.cls, c.sep].iter().any(|&id| id as usize >= c.vocab.len()) {
            return wrong("a special piece lies outside the vocabulary".into());
        }
        for (what, list) in [("upos", &c.upos), ("feats", &c.feats), ("lemma", &c.lemma), ("deprel", &c.deprel)] {
            if list.is_empty() {
                return wrong(format!("it has no {what} labels"));
            }
        }
        for (what, list, first) in
            [("names", &c.names, "O"), ("uner", &c.uner, "O"), ("roles", &c.roles, "-"), ("attr", &c.attr, "-")]
        {
            if list.first().is_none_or(|l| l != first) {
                return wrong(format!("the first of its {what} labels is not {first:?}"));
            }
        }
        Ok(())
    }
}

impl<C: DeserializeOwned> Weights<C> {
    /// Takes a file's bytes apart.
    pub(crate) fn take_apart(bytes: Cow<'static, [u8]>) -> Result<Weights<C>, ModelError> {
        let format = |e: &dyn std::fmt::Display| ModelError::Format(e.to_string());
        let (header, metadata) = SafeTensors::read_metadata(&bytes).map_err(|e| format(&e))?;
        let text = metadata
            .metadata()
            .as_ref()
            .and_then(|m| m.get("config"))
            .ok_or_else(|| ModelError::Format("it has no `config` in its metadata".into()))?;
        let config: C = serde_json::from_str(text).map_err(|e| format(&e))?;
        let data = header + 8;
        let tensors = metadata
            .tensors()
            .into_iter()
            .map(|(name, info)| {
                let (start, end) = info.data_offsets;
                let place =
                    Place { dtype: info.dtype, shape: info.shape.clone(), start: data + start, end: data + end };
                (name, place)
            })
            .collect();
        Ok(Weights { config, bytes, tensors })
    }
}

impl<C> Weights<C> {
    fn place(&self, name: &str) -> Result<&Place, ModelError> {
        self.tensors.get(name).ok_or_else(|| ModelError::Format(format!("tensor {name} is missing")))
    }

    /// The sizes of a tensor of two dimensions.
    pub(crate) fn shape2(&self, name: &str) -> Result<(usize, usize), ModelError> {
        match self.place(name)?.shape[..] {
            [a, b] => Ok((a, b)),
            ref other => Err(ModelError::Format(format!("tensor {name} has shape {other:?}, not two dimensions"))),
        }
    }

    /// A tensor's bytes, of the type and shape that it must have.
    fn raw(&self, name: &str, types: &[Dtype], shape: &[usize]) -> Result<(&[u8], Dtype), ModelError> {
        let place = self.place(name)?;
        if !types.contains(&place.dtype) || place.shape != shape {
            return Err(ModelError::Format(format!(
                "tensor {name} is {:?} {:?}, expected {types:?} {shape:?}",
                place.dtype, place.shape
            )));
        }
        let count: usize = shape.iter().product();
        let size = match place.dtype {
            Dtype::F32 => 4,
            Dtype::F16 => 2,
            _ => 1,
        };
        match self.bytes.get(place.start..place.end) {
            Some(raw) if raw.len() == count * size => Ok((raw, place.dtype)),
            _ => Err(ModelError::Format(format!("tensor {name} does not fill its place in the file"))),
        }
    }

    /// A tensor of signed bytes, as they lie in the file.
    pub(crate) fn bytes(&self, name: &str, shape: &[usize]) -> Result<&[u8], ModelError> {
        Ok(self.raw(name, &[Dtype::I8], shape)?.0)
    }

    /// A tensor of half or single floats.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let (raw, dtype) = self.raw(name, &[Dtype::F32, Dtype::F16], shape)?;
        let values: Vec<f32> = match dtype {
            Dtype::F16 => raw.as_chunks::<2>().0.iter().map(|b| half(u16::from_le_bytes(*b))).collect(),
            _ => raw.as_chunks::<4>().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
        };
        if values.iter().all(|v| v.is_finite()) {
            Ok(values)
        } else {
            Err(ModelError::Format(format!("tensor {name} holds a number that is not finite")))
        }
    }

    /// A quantised layer: `NAME.q`, `NAME.scale`, `NAME.bias`.
    pub(crate) fn quantised(&self, name: &str, outputs: usize, inputs: usize) -> Result<Rows, ModelError> {
        let q = self.bytes(&format!("{name}.q"), &[outputs, inputs])?.iter().map(|&b| b as i8).collect();
        let scale = self.floats(&format!("{name}.scale"), &[outputs])?;
        let bias = self.floats(&format!("{name}.bias"), &[outputs])?;
        Ok(Rows { outputs, inputs, weights: RowWeights::Int8(q, scale), bias })
    }

    /// A layer of floats: `NAME.w`, `NAME.b`; the outputs are as many as the tensor has.
    pub(crate) fn dense(&self, name: &str, inputs: usize) -> Result<Rows, ModelError> {
        let (outputs, _) = self.shape2(&format!("{name}.w"))?;
        let w = self.floats(&format!("{name}.w"), &[outputs, inputs])?;
        let bias = self.floats(&format!("{name}.b"), &[outputs])?;
        Ok(Rows { outputs, inputs, weights: RowWeights::Float(w), bias })
    }
}

/// A half float as a single one.
fn half(bits: u16) -> f32 {
    let sign = ((bits as u32) & 0x8000) << 16;
    let exponent = (bits >> 10) & 0x1f;
    let fraction = (bits & 0x3ff) as u32;
    let magnitude = match exponent {
        0 => return f32::from_bits(sign | (fraction as f32 / 16_777_216.0).to_bits()),
        31 => 0x7f80_0000 | (fraction << 13),
        e => ((e as u32 + 112) << 23) | (fraction << 13),
    };
    f32::from_bits(sign | magnitude)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_floats() {
        for (bits, want) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x3555, 0.333_251_95),
            (0x0001, 5.960_464_5e-8),
            (0x8400, -6.103_515_6e-5),
            (0x7bff, 65504.0),
        ] {
            assert_eq!(half(bits), want, "{bits:#x}");
        }
        assert!(half(0x7c00).is_infinite());
    }

    #[test]
    fn sums_are_found_and_checked() {
        let sums = "aa  other.bin\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc.bin\n";
        assert_eq!(sum_of(sums, "other.bin"), Some("aa"));
        assert_eq!(sum_of(sums, "none.bin"), None);
        assert!(check_sum(b"abc", sum_of(sums, "abc.bin").unwrap()).is_ok());
        let message = check_sum(b"abd", "aa").unwrap_err().to_string();
        assert!(message.contains("aa was expected"), "{message}");
    }

    #[test]
    fn what_is_no_model_is_refused() {
        for bytes in [&b""[..], b"not a model", &[0xff; 64]] {
            assert!(matches!(Weights::parse(Cow::Owned(bytes.to_vec())), Err(ModelError::Format(_))));
        }
    }
}
