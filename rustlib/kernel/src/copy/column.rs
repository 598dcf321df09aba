//! What can happen to a column: it is masked, collected, or looked up.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Column;
use super::recent::Recent;
use crate::ValueSet;
use crate::masks::{Mask, Outcome};

/// Replaced by a mask.
pub struct Masked {
    mask: Arc<dyn Mask>,
    recent: Option<Recent>,
}

impl Masked {
    pub fn new(mask: Arc<dyn Mask>) -> Self {
        let recent = mask.repeats().then(Recent::new);
        Self { mask, recent }
    }
}

impl Column for Masked {
    fn replace(&mut self, value: Option<&[u8]>, out: &mut Vec<u8>) -> Outcome {
        let Some(value) = value else {
            return self.mask.apply_null(out);
        };
        let Some(recent) = &mut self.recent else {
            return self.mask.apply(value, out);
        };
        let outcome = recent.apply(&*self.mask, value, out);
        if recent.is_useless() {
            self.recent = None;
        }
        outcome
    }
}

/// Handed to a function; nothing is written.
pub struct Collect<F: FnMut(&[u8])>(pub F);

impl<F: FnMut(&[u8]) + Send> Column for Collect<F> {
    fn replace(&mut self, value: Option<&[u8]>, _out: &mut Vec<u8>) -> Outcome {
        if let Some(value) = value {
            (self.0)(value);
        }
        Outcome::Null
    }
}

/// Looked up in a set; counts the values found.
pub struct Count {
    pub set: Arc<ValueSet>,
    pub found: Arc<AtomicU64>,
}

impl Column for Count {
    fn replace(&mut self, value: Option<&[u8]>, _out: &mut Vec<u8>) -> Outcome {
        if value.is_some_and(|value| self.set.contains(value)) {
            self.found.fetch_add(1, Ordering::Relaxed);
        }
        Outcome::Null
    }
}
