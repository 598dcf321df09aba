//! `phone`: FF1 over the subscriber's digits; country code, length and layout stay.
//!
//! A permutation has fixed points: a number of n digits maps to itself with chance 10^-n, which is
//! accepted, because moving it elsewhere would make two numbers meet.

use super::{Arguments, Built, Class, Context, Declaration, Mask, Outcome, TEXT, Uniqueness};
use crate::Error;
use crate::ff1::{Ff1, MAX_DIGITS};
use crate::keyed::{Digits, Keyed};
use crate::lists::country_code;

pub(super) const DECLARATION: Declaration = Declaration {
    name: "phone",
    summary: "replaces the digits of a telephone number after its country code, one to one",
    parameters: &[],
    types: TEXT,
    uniqueness: Uniqueness::Bijective,
    keyed: true,
    output: Class::Internal,
    example: "+44 20 7946 0123 → +44 83 1502 9968",
    build,
};

/// Digits put in place of a value that holds nothing to replace.
const TOKEN_DIGITS: usize = 10;

fn build(_: &mut Arguments, context: &Context<'_>) -> Result<Built, Error> {
    Ok(Built {
        mask: Box::new(Phone {
            ff1: Ff1::new(context.key()?)?,
            keyed: context.keyed()?,
            token: context.max_chars.unwrap_or(TOKEN_DIGITS).min(TOKEN_DIGITS),
        }),
        uniqueness: Uniqueness::Bijective,
        min_chars: 0,
    })
}

struct Phone {
    ff1: Ff1,
    keyed: Keyed,
    token: usize,
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'(' | b')' | b'.' | b'/')
}

impl Phone {
    /// Appends the masked number; `None` where the value is no number that FF1 takes.
    fn permute(&self, value: &[u8], out: &mut Vec<u8>) -> Option<()> {
        let mut digits = [0; MAX_DIGITS];
        let mut count = 0;
        for (at, byte) in value.iter().enumerate() {
            match byte {
                b'0'..=b'9' => {
                    *digits.get_mut(count)? = byte - b'0';
                    count += 1;
                }
                b'+' if at == 0 => {}
                byte if is_separator(*byte) => {}
                _ => return None,
            }
        }
        let kept = match value.first() {
            Some(b'+') => country_code(&digits[..count])?,
            _ => 0,
        };
        let (country, subscriber) = digits[..count].split_at_mut(kept);
        if !self.ff1.permute(country, subscriber) {
            return None;
        }
        let mut next = digits[..count].iter();
        out.extend(value.iter().map(|byte| match byte {
            b'0'..=b'9' => next.next().map_or(b'0', |digit| b'0' + digit),
            other => *other,
        }));
        Some(())
    }

    /// Appends keyed digits in the value's layout: every character that is no separator goes.
    fn token(&self, value: &[u8], out: &mut Vec<u8>) {
        let mut digits = Digits::new(&self.keyed, value);
        let start = out.len();
        let mut replaced = false;
        for (at, byte) in value.iter().enumerate() {
            let kept = is_separator(*byte) || (at == 0 && *byte == b'+');
            // Continuation bytes belong to the character before them: one digit for both.
            if kept {
                out.push(*byte);
            } else if byte & 0xC0 != 0x80 {
                out.push(digits.next_digit());
                replaced = true;
            }
        }
        if !replaced {
            out.truncate(start);
            out.extend((0..self.token).map(|_| digits.next_digit()));
        }
    }
}

impl Mask for Phone {
    fn apply(&self, value: &[u8], out: &mut Vec<u8>) -> Outcome {
        if self.permute(value, out).is_some() {
            return Outcome::Masked;
        }
        self.token(value, out);
        Outcome::Unparsed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Scope;
    use crate::masks::find;

    fn mask() -> Box<dyn Mask> {
        let scope = Scope {
            release: "r",
            domain: "d",
        };
        let built = find("phone")
            .unwrap()
            .build(Arguments::default(), Some(&[3; 32]), scope, None);
        built.unwrap().mask
    }

    fn phone(mask: &dyn Mask, value: &str) -> (String, Outcome) {
        let mut out = Vec::new();
        let outcome = mask.apply(value.as_bytes(), &mut out);
        (String::from_utf8(out).unwrap(), outcome)
    }

    fn layout(text: &str) -> String {
        let shape = |c: char| if c.is_ascii_digit() { '9' } else { c };
        text.chars().map(shape).collect()
    }

    #[test]
    fn layout_and_country_stay() {
        for (value, kept) in [
            ("+44 20 7946 0123", "+44 "),
            ("+1 (555) 010-0199", "+1 ("),
            ("+352 621 123 456", "+352 "),
            ("030/1234567", ""),
            ("020 7946 0123", ""),
            ("123456", ""),
        ] {
            let (out, outcome) = phone(&*mask(), value);
            assert_eq!(outcome, Outcome::Masked, "{value}");
            assert_eq!(layout(&out), layout(value));
            assert!(out.starts_with(kept), "{out}");
            assert_ne!(out, value);
        }
    }

    #[test]
    fn what_is_no_number_is_replaced_and_counted() {
        for (value, expected) in [
            ("12345", "99999"),
            ("+1 1234", "+9 9999"),
            ("+999 123456789", "+999 999999999"),
            ("call me, maybe", "9999 999 99999"),
            ("080-FLOWERS", "999-9999999"),
            ("０１２３４５６", "9999999"),
            ("", "9999999999"),
            ("--", "9999999999"),
            ("12+34567890", "99999999999"),
        ] {
            let (out, outcome) = phone(&*mask(), value);
            assert_eq!(outcome, Outcome::Unparsed, "{value}");
            assert_eq!(layout(&out), expected);
            assert_ne!(out, value);
        }
    }

    #[test]
    fn one_to_one_over_a_whole_range() {
        let mask = mask();
        let mut seen: Vec<String> = (0..10_000)
            .map(|n| phone(&*mask, &format!("+44 20{n:04}")).0)
            .collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 10_000);
    }
}
