//! Hashes that are the same on every machine and in every version.

use std::hash::{BuildHasherDefault, Hasher};

/// 32 bits: one in four thousand million.
pub(crate) type Hash = u32;

/// The hash of some bytes (FNV-1a, then the finaliser of SplitMix64 so that the low numbers are as random as the rest).
pub(crate) fn of(bytes: &[u8]) -> Hash {
    mix(bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3)))
}

/// The hash of a run of hashes.
pub(crate) fn run(hashes: impl IntoIterator<Item = Hash>) -> Hash {
    mix(hashes
        .into_iter()
        .fold(0x9e37_79b9_7f4a_7c15, |h, x| (h.rotate_left(23) ^ u64::from(x)).wrapping_mul(0x0100_0000_01b3)))
}

fn mix(mut h: u64) -> Hash {
    h = (h ^ (h >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    h = (h ^ (h >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (h ^ (h >> 31)) as Hash
}

/// For maps whose keys are hashes already.
#[derive(Default)]
pub(crate) struct Identity(u64);

impl Hasher for Identity {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.0 = (self.0 << 8) | u64::from(*b));
    }
    fn write_u32(&mut self, n: u32) {
        // The map takes its buckets from the low bits and its tags from the highest seven.
        self.0 = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map from hashes.
pub(crate) type HashMap<V> = std::collections::HashMap<Hash, V, BuildHasherDefault<Identity>>;
