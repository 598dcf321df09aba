//! Outputs of masks that are given away: a release under one key must stay the same release.

use super::tests::{apply, build, text};
use super::*;

const LONG: &str =
    "a value of more than fifty-five bytes, which takes the long way through HMAC: Łódź";

type Row<'a> = (&'a str, Vec<(&'a str, Argument)>, &'a str, &'a str);

fn rows() -> Vec<Row<'static>> {
    vec![
        ("hash", vec![], "", "5fa25a4873df89c8d4f154f48cc8a20e"),
        (
            "email",
            vec![],
            "",
            "trevor.mckay.dkarll5ihkklu@example.com",
        ),
        ("name", vec![], "", "Carmen Decker"),
        (
            "hash",
            vec![],
            "jo@corp.com",
            "f1359fb8e17a6cef5831d69264b8d6e2",
        ),
        (
            "email",
            vec![],
            "jo@corp.com",
            "jean.stafford.v5mrzrghwxtmw@example.com",
        ),
        ("name", vec![], "jo@corp.com", "Vincent Stewart"),
        ("hash", vec![], LONG, "26feb116ffa01e4e6ec2c966ed39caa6"),
        (
            "email",
            vec![],
            LONG,
            "diana.stone.4h74yjj5xed52@example.com",
        ),
        ("name", vec![], LONG, "Dora Rogers"),
        (
            "hash",
            vec![("length", Argument::Integer(64))],
            "K-10087",
            "480a78e8809be84cbafcf9f11986a4c64e6ee795de933343968a8f7a15e1fd73",
        ),
        (
            "hash",
            vec![("length", Argument::Integer(17))],
            "K-10087",
            "480a78e8809be84cb",
        ),
        (
            "hash",
            vec![
                ("encoding", text("base32")),
                ("length", Argument::Integer(52)),
            ],
            "K-10087",
            "jafhr2eatpuezox47hyrtbveyzhg5z4v32jtgq4wrkhxufpb7vzq",
        ),
        (
            "hash",
            vec![
                ("encoding", text("base32")),
                ("length", Argument::Integer(13)),
            ],
            "K-10087",
            "jafhr2eatpuez",
        ),
        (
            "email",
            vec![("domain", text("corp.test"))],
            "Jo@corp.com",
            "laura.morton.kimmvbyx5gube@corp.test",
        ),
        ("name", vec![("part", text("first"))], "Zoë", "Rita"),
        (
            "name",
            vec![("part", text("last"))],
            "Müller-Łukasz",
            "Hoffman",
        ),
        (
            "name",
            vec![("part", text("last")), ("unique", Argument::Boolean(true))],
            "李",
            "Forrest tnv5gw4p2acxi",
        ),
        ("phone", vec![], "+44 20 7946 0123", "+44 66 3347 2164"),
        ("phone", vec![], "+33 1 23 45 67 89", "+33 6 79 21 29 69"),
        ("phone", vec![], "+1 (555) 010-0199", "+1 (130) 249-2771"),
        ("phone", vec![], "+352 621 123 456", "+352 149 810 068"),
        ("phone", vec![], "030/1234567", "770/7922115"),
        ("phone", vec![], "123456", "316504"),
        ("phone", vec![], "123456789012345678", "954640084605205000"),
        (
            "phone",
            vec![],
            "1234567890123456789",
            "5141391316625065932",
        ),
        (
            "phone",
            vec![],
            "987654321098765432109876543210987654",
            "820820897647919180354499661275477338",
        ),
        ("phone", vec![], "+999 123456789", "+761 108813921"),
        ("phone", vec![], "080-FLOWERS", "326-4454458"),
        ("phone", vec![], "", "7048987043"),
        ("phone", vec![], "12345", "88337"),
        (
            "partial",
            vec![("keep_last", Argument::Integer(4))],
            "4111111111111111",
            "************1111",
        ),
        ("redact", vec![], "x", "***"),
    ]
}

#[test]
fn outputs_never_change() {
    for (name, arguments, value, expected) in rows() {
        let built = build(name, &arguments, Some(&[1; 32]), None).unwrap();
        assert_eq!(
            apply(&built, value).as_deref(),
            Some(expected),
            "{name} {value:?}"
        );
    }
}
