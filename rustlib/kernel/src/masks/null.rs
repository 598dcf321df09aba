//! `null`: nothing is left.

use super::{ANY, Built, Class, Declaration, Mask, Outcome, Uniqueness};

pub(super) const DECLARATION: Declaration = Declaration {
    name: "null",
    summary: "replaces every value by NULL",
    parameters: &[],
    types: ANY,
    uniqueness: Uniqueness::Constant,
    keyed: false,
    output: Class::Public,
    example: "anything → NULL",
    build: |_, _| {
        Ok(Built {
            mask: Box::new(Null),
            uniqueness: Uniqueness::Constant,
            min_chars: 0,
        })
    },
};

struct Null;

impl Mask for Null {
    fn apply(&self, _value: &[u8], _out: &mut Vec<u8>) -> Outcome {
        Outcome::Null
    }
}
