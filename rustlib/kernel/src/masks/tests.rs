//! What every mask must hold to, as one table of masks and one of values.

use super::*;

const SCOPE: Scope<'static> = Scope {
    release: "staging",
    domain: "people",
};
const KEY: [u8; 32] = [1; 32];
const OTHER_KEY: [u8; 32] = [2; 32];

const VALUES: &[&str] = &[
    "",
    " ",
    "a",
    "jo@corp.com",
    "Jo@corp.com",
    "Zoë Müller-Łukasz",
    "李小龍",
    "👩‍👩‍👧‍👦 family",
    "+44 20 7946 0123",
    "020 7946 0123",
    "1234567890123456",
    "a\tb\nc\\d",
];

pub(super) fn text(value: &str) -> Argument {
    Argument::Bytes(value.as_bytes().to_vec())
}

fn masks() -> Vec<(&'static str, Vec<(&'static str, Argument)>)> {
    vec![
        ("null", vec![]),
        ("constant", vec![("value", text("x"))]),
        ("constant", vec![("value", Argument::Null)]),
        ("redact", vec![]),
        ("hash", vec![]),
        (
            "hash",
            vec![
                ("length", Argument::Integer(13)),
                ("encoding", text("base32")),
            ],
        ),
        ("email", vec![]),
        ("email", vec![("domain", text("Corp.TEST"))]),
        ("name", vec![]),
        ("name", vec![("part", text("first"))]),
        (
            "name",
            vec![("part", text("last")), ("unique", Argument::Boolean(true))],
        ),
        ("phone", vec![]),
        ("partial", vec![("keep_last", Argument::Integer(2))]),
    ]
}

pub(super) fn build(
    name: &str,
    arguments: &[(&str, Argument)],
    key: Option<&[u8]>,
    max_chars: Option<usize>,
) -> Result<Built, Error> {
    let arguments = arguments
        .iter()
        .map(|(name, value)| (name.to_string(), value.clone()));
    find(name)?.build(arguments.collect(), key, SCOPE, max_chars)
}

pub(super) fn apply(built: &Built, value: &str) -> Option<String> {
    let mut out = b"before".to_vec();
    let outcome = built.mask.apply(value.as_bytes(), &mut out);
    let text = String::from_utf8(out).unwrap();
    let masked = text.strip_prefix("before").unwrap().to_owned();
    assert!(outcome != Outcome::Null || masked.is_empty());
    (outcome != Outcome::Null).then_some(masked)
}

#[test]
fn same_key_and_value_same_output_in_any_order() {
    for (name, arguments) in masks() {
        let one = build(name, &arguments, Some(&KEY), None).unwrap();
        let two = build(name, &arguments, Some(&KEY), None).unwrap();
        let forth: Vec<_> = VALUES.iter().map(|value| apply(&one, value)).collect();
        let mut back: Vec<_> = VALUES
            .iter()
            .rev()
            .map(|value| apply(&two, value))
            .collect();
        back.reverse();
        assert_eq!(forth, back, "{name}");
    }
}

#[test]
fn another_key_changes_every_output() {
    for (name, arguments) in masks() {
        if !find(name).unwrap().keyed || find(name).unwrap().name == "name" {
            continue;
        }
        let one = build(name, &arguments, Some(&KEY), None).unwrap();
        let two = build(name, &arguments, Some(&OTHER_KEY), None).unwrap();
        for value in VALUES.iter().filter(|value| value.len() != 1) {
            assert_ne!(apply(&one, value), apply(&two, value), "{name} {value:?}");
        }
    }
}

#[test]
fn another_key_changes_nearly_every_name() {
    let one = build("name", &[], Some(&KEY), None).unwrap();
    let two = build("name", &[], Some(&OTHER_KEY), None).unwrap();
    let values: Vec<String> = (0..1000).map(|n| format!("Person {n}")).collect();
    let same = values
        .iter()
        .filter(|value| apply(&one, value) == apply(&two, value))
        .count();
    assert!(same <= 1, "{same}");
}

#[test]
fn null_stays_null_but_for_constant() {
    for (name, arguments) in masks() {
        let built = build(name, &arguments, Some(&KEY), None).unwrap();
        let mut out = Vec::new();
        let outcome = built.mask.apply_null(&mut out);
        let constant = name == "constant" && arguments[0].1 != Argument::Null;
        assert_eq!(outcome != Outcome::Null, constant, "{name}");
    }
}

#[test]
fn no_output_is_its_input() {
    for (name, arguments) in masks() {
        let built = build(name, &arguments, Some(&KEY), None).unwrap();
        for value in VALUES {
            let kept = name == "partial" && value.is_empty() || *value == "x";
            assert!(
                kept || apply(&built, value).as_deref() != Some(*value),
                "{name} {value:?}"
            );
        }
    }
}

#[test]
fn unique_masks_keep_values_apart() {
    for (name, arguments) in masks() {
        let built = build(name, &arguments, Some(&KEY), None).unwrap();
        if built.uniqueness != Uniqueness::CollisionFree {
            continue;
        }
        let mut seen: Vec<_> = (0..50_000)
            .map(|n| apply(&built, &format!("v{n}")))
            .collect();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 50_000, "{name}");
    }
}

#[test]
fn output_fits_the_column() {
    for (name, arguments) in masks() {
        for max in 0..80 {
            let Ok(built) = build(name, &arguments, Some(&KEY), Some(max)) else {
                let (_, min_chars) = find(name)
                    .unwrap()
                    .check(
                        arguments
                            .iter()
                            .map(|(n, a)| (n.to_string(), a.clone()))
                            .collect(),
                    )
                    .unwrap();
                assert!(max < min_chars, "{name} {max}");
                continue;
            };
            assert!(max >= built.min_chars);
            for value in VALUES.iter().filter(|value| value.chars().count() <= max) {
                let length = apply(&built, value).map_or(0, |out| out.chars().count());
                assert!(
                    length <= max || name == "constant",
                    "{name} {max} {value:?}"
                );
            }
        }
    }
}

#[test]
fn partial_counts_characters() {
    for (first, last, value, expected) in [
        (0, 4, "4111111111111111", "************1111"),
        (1, 1, "Zoë", "Z*ë"),
        (2, 2, "李小龍", "***"),
        (2, 1, "李小龍", "***"),
        (1, 0, "李小龍", "李**"),
        (0, 0, "", ""),
        (1, 1, "ab", "**"),
    ] {
        let arguments = [
            ("keep_first", Argument::Integer(first)),
            ("keep_last", Argument::Integer(last)),
        ];
        let built = build("partial", &arguments, None, None).unwrap();
        assert_eq!(apply(&built, value).unwrap(), expected);
    }
}

#[test]
fn wrong_parameters_are_named() {
    type Case<'a> = (
        &'a str,
        &'a [(&'a str, Argument)],
        Option<&'a [u8]>,
        Option<&'a str>,
    );
    let cases: &[Case<'_>] = &[
        ("hsah", &[], Some(&KEY), None),
        ("hash", &[], None, Some("key")),
        ("hash", &[], Some(&KEY[1..]), Some("key")),
        (
            "hash",
            &[("length", Argument::Integer(15))],
            Some(&KEY),
            Some("length"),
        ),
        (
            "hash",
            &[("length", Argument::Integer(65))],
            Some(&KEY),
            Some("length"),
        ),
        (
            "hash",
            &[("length", text("32"))],
            Some(&KEY),
            Some("length"),
        ),
        (
            "hash",
            &[("encoding", text("base64"))],
            Some(&KEY),
            Some("encoding"),
        ),
        (
            "hash",
            &[("lenght", Argument::Integer(32))],
            Some(&KEY),
            Some("lenght"),
        ),
        (
            "email",
            &[("domain", text("gmail.com"))],
            Some(&KEY),
            Some("domain"),
        ),
        (
            "name",
            &[("unique", Argument::Integer(1))],
            Some(&KEY),
            Some("unique"),
        ),
        ("partial", &[("char", text("**"))], None, Some("char")),
        (
            "partial",
            &[("keep_first", Argument::Integer(-1))],
            None,
            Some("keep_first"),
        ),
    ];
    for (name, arguments, key, expected) in cases {
        match build(name, arguments, *key, None) {
            Err(Error::Mask { parameter, .. }) => assert_eq!(parameter.as_deref(), *expected),
            _ => panic!("{name} was accepted"),
        }
    }
}

#[test]
fn declarations_are_complete_and_sorted() {
    assert!(ALL.windows(2).all(|pair| pair[0].name < pair[1].name));
    for declaration in ALL {
        assert!(!declaration.summary.is_empty() && declaration.example.contains('→'));
        assert!(declaration.parameters.iter().all(|p| !p.doc.is_empty()));
    }
}
