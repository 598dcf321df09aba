//! Streams made by hand and at random: any cut gives the same bytes, and nothing panics.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::key::Scope;
use crate::masks::{Arguments, find};

type Row = Vec<Option<Vec<u8>>>;

fn mask(name: &str) -> Option<Box<dyn Column>> {
    let scope = Scope {
        release: "r",
        domain: "d",
    };
    let built = find(name)
        .unwrap()
        .build(Arguments::default(), Some(&[9; 32]), scope, None)
        .unwrap();
    Some(Box::new(Masked::new(Arc::from(built.mask))))
}

/// One plan for each choice of masked columns.
fn plan(columns: usize, masked: u8) -> Plan {
    (0..columns)
        .map(|at| {
            if masked >> at & 1 == 1 {
                mask("hash")
            } else {
                None
            }
        })
        .collect()
}

fn binary(rows: &[Row]) -> Vec<u8> {
    let mut out = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0".to_vec();
    for row in rows {
        out.extend_from_slice(&(row.len() as i16).to_be_bytes());
        for field in row {
            let length = field.as_ref().map_or(-1, |field| field.len() as i32);
            out.extend_from_slice(&length.to_be_bytes());
            out.extend_from_slice(field.as_deref().unwrap_or_default());
        }
    }
    out.extend_from_slice(&(-1i16).to_be_bytes());
    out
}

fn text(rows: &[Row]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        for (at, field) in row.iter().enumerate() {
            if at > 0 {
                out.push(b'\t');
            }
            match field {
                None => out.extend_from_slice(b"\\N"),
                Some(field) => super::text::escape(field, &mut out),
            }
        }
        out.push(b'\n');
    }
    out
}

fn run(
    format: Format,
    plan: Plan,
    stream: &[u8],
    cuts: &[usize],
) -> Result<(Vec<u8>, Counts), Error> {
    let mut transformer = Transformer::new(format, plan);
    let mut out = Vec::new();
    let mut rest = stream;
    for cut in cuts {
        let (block, after) = rest.split_at((*cut).min(rest.len()));
        transformer.feed(block, &mut out)?;
        rest = after;
    }
    transformer.feed(rest, &mut out)?;
    Ok((out, transformer.finish()?))
}

fn masked_rows(rows: &[Row], masked: u8) -> Vec<Row> {
    let mut hash = mask("hash").unwrap();
    let mut rows = rows.to_vec();
    for field in rows.iter_mut().flat_map(|row| row.iter_mut().enumerate()) {
        if masked >> field.0 & 1 == 1 {
            let mut out = Vec::new();
            let outcome = hash.replace(field.1.as_deref(), &mut out);
            *field.1 = (outcome != Outcome::Null).then_some(out);
        }
    }
    rows
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let field = proptest::option::of(proptest::collection::vec(
        prop_oneof![
            any::<u8>(),
            Just(b'\\'),
            Just(b'\t'),
            Just(b'\n'),
            Just(b'N')
        ],
        0..12,
    ));
    proptest::collection::vec(proptest::collection::vec(field, 3), 0..8)
}

proptest! {
    #[test]
    fn any_cut_gives_the_rows_masked(
        rows in rows(),
        masked in 0u8..8,
        cuts in proptest::collection::vec(0usize..9, 0..200),
    ) {
        let expected = masked_rows(&rows, masked);
        for (format, encode) in [(Format::Binary, binary as fn(&[Row]) -> Vec<u8>), (Format::Text, text)] {
            let (out, counts) = run(format, plan(3, masked), &encode(&rows), &cuts).unwrap();
            prop_assert_eq!(&out, &encode(&expected));
            prop_assert_eq!(counts.rows, rows.len() as u64);
            let values = rows.iter().flat_map(|row| row.iter().enumerate());
            let values = values.filter(|(at, value)| masked >> at & 1 == 1 && value.is_some());
            prop_assert_eq!(counts.masked, values.count() as u64);
        }
    }

    #[test]
    fn nonsense_is_an_error_and_never_a_panic(
        rows in rows(),
        masked in 0u8..8,
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        end in any::<prop::sample::Index>(),
        cuts in proptest::collection::vec(0usize..9, 0..50),
    ) {
        for (format, encode) in [(Format::Binary, binary as fn(&[Row]) -> Vec<u8>), (Format::Text, text)] {
            let mut stream = encode(&rows);
            if !stream.is_empty() {
                let at = at.index(stream.len());
                stream[at] = byte;
            }
            let whole = run(format, plan(3, masked), &stream, &[]);
            let cut = run(format, plan(3, masked), &stream, &cuts);
            prop_assert_eq!(whole.is_ok(), cut.is_ok());
            let short = end.index(stream.len() + 1);
            let _ = run(format, plan(3, masked), &stream[..short], &cuts);
        }
    }

    #[test]
    fn escapes_are_undone(value in proptest::collection::vec(any::<u8>(), 0..40)) {
        let (mut escaped, mut plain) = (Vec::new(), Vec::new());
        super::text::escape(&value, &mut escaped);
        super::text::unescape(&escaped, &mut plain).unwrap();
        prop_assert_eq!(plain, value);
    }
}

#[test]
fn escapes_as_the_server_reads_them() {
    for (escaped, plain) in [
        (&br"a\tb\\c"[..], &b"a\tb\\c"[..]),
        (br"\x41\x4g\xg", b"A\x04gxg"),
        (br"\101\7\08", b"A\x07\x008"),
        (br"\q\N", b"qN"),
    ] {
        let mut out = Vec::new();
        super::text::unescape(escaped, &mut out).unwrap();
        assert_eq!(out, plain);
    }
}

#[test]
fn malformed_streams_are_named() {
    let header = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
    let with = |tail: &[u8]| [header.as_slice(), tail].concat();
    let cases: Vec<(Format, Vec<u8>, &str)> = vec![
        (
            Format::Binary,
            b"PGCOPX".to_vec(),
            "the stream does not begin as COPY BINARY does",
        ),
        (
            Format::Binary,
            b"PGCOPY\n\xff\r\n\0\0\x01\0\0".to_vec(),
            "the binary stream has flags that are not known",
        ),
        (
            Format::Binary,
            b"PGCOPY\n\xff\r\n\0\0\0\0\0\xff\xff\xff\xff".to_vec(),
            "the header extension has a negative length",
        ),
        (
            Format::Binary,
            with(b""),
            "the binary stream ends before its trailer",
        ),
        (
            Format::Binary,
            with(b"\0\x02"),
            "row 1 has 2 columns; the plan has 3",
        ),
        (
            Format::Binary,
            with(b"\0\x03\xff\xff\xff\xfe"),
            "a field has a negative length",
        ),
        (
            Format::Binary,
            with(b"\xff\xff\0"),
            "the binary stream goes on after its trailer",
        ),
        (
            Format::Text,
            b"a\tb\n".to_vec(),
            "row 1 has fewer than the 3 columns of the plan",
        ),
        (
            Format::Text,
            b"a\tb\tc\td\n".to_vec(),
            "row 1 has more than the 3 columns of the plan",
        ),
        (
            Format::Text,
            b"a\tb\tc".to_vec(),
            "the text stream ends within a line",
        ),
        (
            Format::Text,
            b"a\\\tb\tc\n".to_vec(),
            "a field ends in a backslash",
        ),
    ];
    for (format, stream, message) in cases {
        let error = run(format, plan(3, 1), &stream, &[]).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
}

#[test]
fn header_extensions_and_tables_without_columns_pass() {
    let mut stream = b"PGCOPY\n\xff\r\n\0\0\0\0\x07\0\0\0\x03abc".to_vec();
    stream.extend_from_slice(&[0, 0, 0, 0, 255, 255]);
    let (out, counts) = run(Format::Binary, vec![], &stream, &[]).unwrap();
    assert_eq!((out, counts.rows), (stream, 2));
    let (out, counts) = run(Format::Text, vec![], b"\n\n", &[]).unwrap();
    assert_eq!((out, counts.rows), (b"\n\n".to_vec(), 2));
}

#[test]
fn unparsed_values_and_constants_for_null_are_counted() {
    let rows: Vec<Row> = vec![vec![Some(b"no phone".to_vec())], vec![None]];
    let (_, counts) = run(Format::Text, vec![mask("phone")], &text(&rows), &[]).unwrap();
    assert_eq!(
        counts,
        Counts {
            rows: 2,
            masked: 1,
            unparsed: 1
        }
    );
}
