//! Published vectors, read when they are there.

use std::path::PathBuf;

use serde_json::Value;

/// The set of that name in `mask-vectors.json`, or `None` where the file is absent.
pub(crate) fn vectors(set: &str) -> Option<Value> {
    let folder = std::env::var_os("CONFITURE_SHARED_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let text = std::fs::read_to_string(folder.join("mask-vectors.json")).ok()?;
    let sets: Value = serde_json::from_str(&text).unwrap();
    Some(sets[set].clone())
}

pub(crate) fn bytes(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}
