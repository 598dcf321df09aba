//! A set of values held as 64-bit keyed hashes: does any source value survive in the target?

use std::hash::{BuildHasher, RandomState};

/// The key is random and never leaves the process; two different values meet with chance 2^-64.
#[derive(Debug, Default)]
pub struct ValueSet {
    hasher: RandomState,
    hashes: Vec<u64>,
    /// How many of `hashes` were left when they were last sorted.
    distinct: usize,
}

const SORT_AT_LEAST: usize = 1 << 16;

impl ValueSet {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn insert(&mut self, value: &[u8]) {
        self.hashes.push(self.hasher.hash_one(value));
        // Sorting at each doubling keeps memory within twice the distinct values.
        if self.hashes.len() >= SORT_AT_LEAST.max(self.distinct * 2) {
            self.sort();
        }
    }

    /// Must follow the last `insert` before `contains` and `len`.
    pub fn sort(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.distinct = self.hashes.len();
    }

    pub fn contains(&self, value: &[u8]) -> bool {
        let hash = self.hasher.hash_one(value);
        self.hashes.binary_search(&hash).is_ok()
    }

    pub fn len(&self) -> usize {
        self.hashes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_each_value_once() {
        let mut set = ValueSet::new();
        for number in 0..300_000u32 {
            set.insert(&(number % 100_000).to_le_bytes());
        }
        set.sort();
        assert_eq!(set.len(), 100_000);
        assert!((0..100_000u32).all(|number| set.contains(&number.to_le_bytes())));
        assert!(!set.contains(b"absent") && !set.contains(b""));
    }
}
