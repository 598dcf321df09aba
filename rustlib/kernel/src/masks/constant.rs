//! `constant`: one value for all rows, NULL included.

use super::{ANY, Argument, Built, Class, Declaration, Kind, Mask, Outcome, Parameter, Uniqueness};

pub(super) const DECLARATION: Declaration = Declaration {
    name: "constant",
    summary: "replaces every value, and NULL, by the same value",
    parameters: &[Parameter {
        name: "value",
        kind: Kind::Text,
        default: Some(Argument::Null),
        choices: &[],
        doc: "the value, as bytes in the wire form of the column's type, or NULL",
    }],
    types: ANY,
    uniqueness: Uniqueness::Constant,
    keyed: false,
    output: Class::Public,
    example: "anything → active",
    build: |arguments, _| {
        Ok(Built {
            mask: Box::new(Constant(arguments.bytes("value"))),
            uniqueness: Uniqueness::Constant,
            min_chars: 0,
        })
    },
};

struct Constant(Option<Vec<u8>>);

impl Mask for Constant {
    fn apply(&self, _value: &[u8], out: &mut Vec<u8>) -> Outcome {
        self.apply_null(out)
    }

    fn apply_null(&self, out: &mut Vec<u8>) -> Outcome {
        match &self.0 {
            Some(value) => {
                out.extend_from_slice(value);
                Outcome::Masked
            }
            None => Outcome::Null,
        }
    }
}
