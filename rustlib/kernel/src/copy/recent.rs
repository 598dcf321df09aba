//! What a mask made of the values it met last, for columns that repeat few of them.

use crate::masks::{Mask, Outcome};

const SLOT_BITS: u32 = 11;
/// Bytes of a value and of its replacement together; with what else a slot holds, 128.
const ROOM: usize = 125;

/// What a value found is worth in values sought for nothing.
const GAIN: u32 = 3;
/// So many more values may be sought than their gains allow, before it is given up.
const CREDIT: u32 = 1 << 13;

pub(super) struct Recent {
    /// One value each, 256 KiB in all: a value takes the place of the one before it.
    slots: Vec<Slot>,
    credit: u32,
}

#[derive(Clone)]
#[repr(align(64))] // a short value and its replacement are one line of the processor's cache
struct Slot {
    /// `None` where the slot is empty.
    outcome: Option<Outcome>,
    value: u8,
    replacement: u8,
    bytes: [u8; ROOM],
}

impl Recent {
    pub(super) fn new() -> Self {
        let empty = Slot {
            outcome: None,
            value: 0,
            replacement: 0,
            bytes: [0; ROOM],
        };
        Self {
            slots: vec![empty; 1 << SLOT_BITS],
            credit: CREDIT,
        }
    }

    /// Whether the values repeat so seldom that seeking them costs more than it saves.
    pub(super) fn is_useless(&self) -> bool {
        self.credit == 0
    }

    /// Does what the mask does. It must be the same one for as long as this lives.
    pub(super) fn apply(&mut self, mask: &dyn Mask, value: &[u8], out: &mut Vec<u8>) -> Outcome {
        if value.len() > ROOM {
            return mask.apply(value, out);
        }
        let slot = &mut self.slots[index(value)];
        if let Some((outcome, replacement)) = slot.find(value) {
            out.extend_from_slice(replacement);
            self.credit = CREDIT.min(self.credit + GAIN);
            return outcome;
        }
        self.credit = self.credit.saturating_sub(1);
        let start = out.len();
        let outcome = mask.apply(value, out);
        slot.keep(value, &out[start..], outcome);
        outcome
    }
}

impl Slot {
    fn find(&self, value: &[u8]) -> Option<(Outcome, &[u8])> {
        let (kept, rest) = self.bytes.split_at_checked(usize::from(self.value))?;
        let outcome = self.outcome.filter(|_| kept == value)?;
        Some((outcome, rest.get(..usize::from(self.replacement))?))
    }

    fn keep(&mut self, value: &[u8], replacement: &[u8], outcome: Outcome) {
        if value.len() + replacement.len() > ROOM {
            return;
        }
        let (kept, rest) = self.bytes.split_at_mut(value.len());
        kept.copy_from_slice(value);
        rest[..replacement.len()].copy_from_slice(replacement);
        self.value = value.len() as u8;
        self.replacement = replacement.len() as u8;
        self.outcome = Some(outcome);
    }
}

/// Spreads values over the slots; values that meet only displace each other.
fn index(value: &[u8]) -> usize {
    // 2^64 divided by the golden ratio: Knuth's multiplicative hashing.
    const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (words, rest) = value.as_chunks::<8>();
    let rest = rest.iter().fold(1, |sum, b| sum << 8 | u64::from(*b));
    let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(SPREAD).rotate_left(29);
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    (mix(words.fold(0, mix), rest).wrapping_mul(SPREAD) >> (u64::BITS - SLOT_BITS)) as usize
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// Writes the value backwards and notes how often it was asked.
    #[derive(Default)]
    struct Backwards(AtomicU64);

    impl Mask for Backwards {
        fn apply(&self, value: &[u8], out: &mut Vec<u8>) -> Outcome {
            self.0.fetch_add(1, Ordering::Relaxed);
            out.extend(value.iter().rev());
            match value.first() {
                Some(b'?') => Outcome::Unparsed,
                _ => Outcome::Masked,
            }
        }
    }

    fn run(values: &[String]) -> u64 {
        let (mask, plain) = (Backwards::default(), Backwards::default());
        let mut recent = Recent::new();
        let (mut out, mut expected) = (Vec::new(), Vec::new());
        for value in values {
            let outcome = recent.apply(&mask, value.as_bytes(), &mut out);
            assert_eq!(outcome, plain.apply(value.as_bytes(), &mut expected));
        }
        assert!(out == expected);
        mask.0.into_inner()
    }

    #[test]
    fn replacements_are_those_of_the_mask() {
        // Far more values than slots, so that they displace each other, and of any length.
        let many: Vec<String> = (0..40_000usize)
            .map(|n| format!("{}{}", ["", "?"][n % 2], n % 9_000).repeat(n % 40))
            .collect();
        run(&many);
    }

    #[test]
    fn a_value_that_comes_again_is_not_masked_again() {
        for (value, times) in [
            ("", 1),
            ("Zoë", 1),
            ("?", 1),
            (&"x".repeat(62), 1),
            (&"x".repeat(63), 3),
            (&"x".repeat(126), 3),
        ] {
            assert_eq!(run(&vec![value.to_owned(); 3]), times, "{value:?}");
        }
    }

    #[test]
    fn it_is_useless_where_few_values_come_again() {
        for (repeats, useless) in [(1, true), (2, false)] {
            let (mask, mut recent) = (Backwards::default(), Recent::new());
            for value in (0..10_000).map(|n| (n / repeats).to_string()) {
                recent.apply(&mask, value.as_bytes(), &mut Vec::new());
            }
            assert_eq!(recent.is_useless(), useless, "{repeats}");
        }
    }

    #[test]
    fn values_spread_over_the_slots() {
        let mut slots: Vec<usize> = (0..1000)
            .map(|n| index(format!("Person{n}").as_bytes()))
            .collect();
        slots.sort_unstable();
        slots.dedup();
        // At random, 1000 values would take some 790 of the 2048 slots.
        assert!(slots.len() > 700, "{}", slots.len());
    }
}
