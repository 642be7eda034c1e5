//! Choices that look like chance and are always the same.

use serde_json::Value;

/// An xorshift generator.
#[derive(Clone, Debug)]
pub(crate) struct Random {
    seed: u64,
    state: u64,
}

impl Random {
    /// A generator for one purpose, named by a text.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        // FNV-1a: any spread will do.
        let start = 0xcbf2_9ce4_8422_2325 ^ seed;
        let state = purpose.bytes().fold(start, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        // Zero would stay zero.
        let state = state | 1;
        Self { seed, state }
    }

    /// A generator with the same seed for another purpose.
    pub(crate) fn begin(&self, purpose: &str) -> Self {
        Self::new(self.seed, purpose)
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    /// Puts values into another order.
    pub(crate) fn shuffle(&mut self, values: &mut [Value]) {
        for end in (1..values.len()).rev() {
            let other = (self.next() % (end as u64 + 1)) as usize;
            values.swap(end, other);
        }
    }
}
