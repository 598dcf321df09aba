//! `redact`: the same text in place of every value that is not NULL.

use super::{
    Argument, Built, Class, Declaration, Kind, Mask, Outcome, Parameter, TEXT, Uniqueness,
};

pub(super) const DECLARATION: Declaration = Declaration {
    name: "redact",
    summary: "replaces every value by the same text and keeps NULL",
    parameters: &[Parameter {
        name: "text",
        kind: Kind::Text,
        default: Some(Argument::Text("***")),
        choices: &[],
        doc: "the text, never truncated",
    }],
    types: TEXT,
    uniqueness: Uniqueness::Constant,
    keyed: false,
    output: Class::Public,
    example: "4 Privet Drive → ***",
    build: |arguments, context| {
        let text = arguments.text("text")?;
        let min_chars = text.chars().count();
        context.require(min_chars)?;
        Ok(Built {
            mask: Box::new(Redact(text)),
            uniqueness: Uniqueness::Constant,
            min_chars,
        })
    },
};

struct Redact(String);

impl Mask for Redact {
    fn apply(&self, _value: &[u8], out: &mut Vec<u8>) -> Outcome {
        out.extend_from_slice(self.0.as_bytes());
        Outcome::Masked
    }
}
