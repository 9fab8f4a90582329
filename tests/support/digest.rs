//! A number that stands for many.

/// FNV-1a of 64 bits: of bytes as it was published, of longer words each taken as one (G. Fowler, L. C. Noll, K.-P. Vo,
/// FNV hash, 1991).
pub fn fnv1a(words: impl IntoIterator<Item = u64>) -> u64 {
    words.into_iter().fold(0xcbf2_9ce4_8422_2325, |hash, word| (hash ^ word).wrapping_mul(0x0100_0000_01b3))
}
