//! `email`: a pronounceable local part, a token that makes it unique, and a domain that cannot
//! receive mail.

use super::{
    Argument, Arguments, Built, Class, Context, Declaration, Kind, Mask, Outcome, Parameter, TEXT,
    Uniqueness,
};
use crate::Error;
use crate::keyed::{Keyed, TOKEN_CHARS};
use crate::lists::{self, Names};

pub(super) const DECLARATION: Declaration = Declaration {
    name: "email",
    summary: "replaces an e-mail address by a unique one in a reserved domain",
    parameters: &[Parameter {
        name: "domain",
        kind: Kind::Text,
        default: Some(Argument::Text("example.com")),
        choices: &[],
        doc: "example.com, .org or .net, or a name under .test, .example, .invalid or .localhost",
    }],
    types: TEXT,
    uniqueness: Uniqueness::CollisionFree,
    keyed: true,
    output: Class::Internal,
    example: "jo@corp.com → emma.carter.k3jq5nx2m4p6a@example.com",
    build,
};

fn build(arguments: &mut Arguments, context: &Context<'_>) -> Result<Built, Error> {
    let domain = arguments.text("domain")?.to_ascii_lowercase();
    if !is_reserved(&domain) {
        return Err(Error::mask(
            "domain",
            "the domain is not reserved by RFC 2606 or RFC 6761",
        ));
    }
    let suffix = format!("@{domain}");
    let min_chars = TOKEN_CHARS + suffix.len();
    context.require(min_chars)?;
    let names = lists::english();
    // Decided for the column, not for the value, so that one column has one style.
    let named = context.fits(names.longest_first() + names.longest_last() + 2 + min_chars);
    let keyed = context.keyed()?;
    Ok(Built {
        mask: Box::new(Email {
            keyed,
            suffix,
            names: named.then_some(names),
        }),
        uniqueness: Uniqueness::CollisionFree,
        min_chars,
    })
}

/// RFC 2606 and RFC 6761: names under which no mailbox can exist. 253 is the limit of RFC 1035.
fn is_reserved(domain: &str) -> bool {
    let label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let reserved = match labels.as_slice() {
        [.., "example", "com" | "org" | "net"] => true,
        [.., top] => matches!(*top, "test" | "example" | "invalid" | "localhost"),
        [] => false,
    };
    reserved && domain.len() <= 253 && labels.into_iter().all(label)
}

struct Email {
    keyed: Keyed,
    suffix: String,
    names: Option<Names>,
}

impl Mask for Email {
    fn apply(&self, value: &[u8], out: &mut Vec<u8>) -> Outcome {
        let digest = self.keyed.digest(value);
        let start = out.len();
        if let Some(names) = &self.names {
            out.extend_from_slice(names.first[digest.index(0, names.first.len())].as_bytes());
            out.push(b'.');
            out.extend_from_slice(names.last[digest.index(1, names.last.len())].as_bytes());
            out.push(b'.');
            out[start..].make_ascii_lowercase();
        }
        out.extend_from_slice(&digest.token());
        out.extend_from_slice(self.suffix.as_bytes());
        Outcome::Masked
    }
}

#[cfg(test)]
mod tests {
    use super::is_reserved;

    #[test]
    fn only_reserved_domains() {
        for domain in [
            "example.com",
            "example.net",
            "mail.example.org",
            "a.test",
            "test",
            "x.invalid",
        ] {
            assert!(is_reserved(domain), "{domain}");
        }
        for domain in [
            "",
            "com",
            "example.de",
            "gmail.com",
            "myexample.com",
            "test.com",
            ".test",
            "a..test",
            "-a.test",
            "a b.test",
            "x@y.test",
            "é.test",
        ] {
            assert!(!is_reserved(domain), "{domain}");
        }
    }
}
