"""Masks as Python sees them; their construction is tested in Rust."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

import polars as pl
import pyarrow as pa  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from confiture._kernel import Mask, MaskError, key_id, masks

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))


def mask(name: str, /, master: bytes | None = KEY, **params: Any) -> Mask:
    return Mask(name, params, key=master, release="test", domain="d")


def masked(mask: Mask, values: list[str | None]) -> list[str | None]:
    return list(pa.array(mask.apply(pa.array(values, pa.string()))).to_pylist())


def test_every_mask_declares_itself() -> None:
    names = [info.name for info in masks()]
    assert names == ["constant", "email", "hash", "name", "null", "partial", "phone", "redact"]
    for info in masks():
        assert info.summary
        assert "→" in info.example
        assert info.types in (["text"], ["any"])
        defaults = {p.name: p.default for p in info.parameters if not p.required}
        assert info.check(defaults)[0] == info.uniqueness


@pytest.mark.parametrize(
    ("name", "params", "expected"),
    [
        ("hash", {}, ("collision-free", 32)),
        ("hash", {"length": 13, "encoding": "base32"}, ("collision-free", 13)),
        ("email", {}, ("collision-free", 25)),
        ("name", {}, ("lossy", 1)),
        ("name", {"unique": True}, ("collision-free", 13)),
        ("redact", {"text": "[gelöscht]"}, ("constant", 10)),
        ("phone", {}, ("bijective", 0)),
    ],
)
def test_promises_follow_the_parameters(
    name: str, params: dict[str, Any], expected: tuple[str, int]
) -> None:
    info = next(info for info in masks() if info.name == name)
    assert info.check(params) == expected
    built = Mask(name, params, key=KEY, release="r", domain="d")
    assert (built.uniqueness, built.min_chars) == expected


@pytest.mark.parametrize(
    ("name", "params", "value", "pattern"),
    [
        ("null", {}, "x", None),
        ("constant", {"value": b"c"}, None, "c"),
        ("constant", {}, "x", None),
        ("redact", {}, "x", r"\*\*\*"),
        ("redact", {}, None, None),
        ("hash", {}, "x", "[0-9a-f]{32}"),
        ("email", {}, "x@y.de", r"[a-z]+\.[a-z]+\.[a-z2-7]{13}@example\.com"),
        ("email", {"domain": "corp.test"}, "", r".+@corp\.test"),
        ("name", {}, "Zoë", "[A-Z][a-z]+ [A-Z][A-Za-z]+"),
        ("name", {"part": "first"}, "", "[A-Z][a-z]+"),
        ("name", {"part": "last", "unique": True}, "x", "[A-Z][A-Za-z]+ [a-z2-7]{13}"),
        ("phone", {}, "+44 20 7946 0123", r"\+44 \d\d \d{4} \d{4}"),
        ("phone", {}, "ask Jo", r"\d{3} \d{2}"),
        ("partial", {"keep_last": 1, "char": "•"}, "Zoë", "••ë"),
    ],
)
def test_form_of_the_output(
    name: str, params: dict[str, Any], value: str | None, pattern: str | None
) -> None:
    [out] = masked(mask(name, **params), [value])
    assert (out is None) == (pattern is None)
    assert pattern is None or re.fullmatch(pattern, out or "")


def test_hash_is_hmac_under_the_documented_key() -> None:
    info = b"confiture/mask/v1|test|d|hash"
    extracted = hmac.digest(bytes(32), KEY, hashlib.sha256)
    key = hmac.digest(extracted, info + b"\x01", hashlib.sha256)
    for value in ("x", "ö" * 500):
        expected = hmac.digest(key, value.encode(), hashlib.sha256).hex()
        assert masked(mask("hash", length=64), [value]) == [expected]


@pytest.mark.parametrize(
    ("name", "params", "key", "parameter"),
    [
        ("hsah", {}, KEY, None),
        ("hash", {}, None, "key"),
        ("hash", {}, b"short", "key"),
        ("hash", {"length": 15}, KEY, "length"),
        ("hash", {"length": 2**70}, KEY, "length"),
        ("hash", {"length": True}, KEY, "length"),
        ("hash", {"length": 1.5}, KEY, "length"),
        ("hash", {"encoding": "hexx"}, KEY, "encoding"),
        ("hash", {"size": 1}, KEY, "size"),
        ("email", {"domain": "gmail.com"}, KEY, "domain"),
        ("partial", {"char": ""}, None, "char"),
    ],
)
def test_wrong_parameters(
    name: str, params: dict[str, Any], key: bytes | None, parameter: str | None
) -> None:
    with pytest.raises(MaskError) as caught:
        mask(name, key, **params)
    assert caught.value.parameter == parameter


@pytest.mark.parametrize(("name", "max_chars"), [("hash", 31), ("email", 24), ("redact", 2)])
def test_columns_too_short_are_refused(name: str, max_chars: int) -> None:
    with pytest.raises(MaskError, match="needs") as caught:
        Mask(name, {}, key=KEY, release="r", domain="d", max_chars=max_chars)
    assert caught.value.parameter == "max_chars"


def test_a_million_addresses_stay_apart() -> None:
    values = pl.Series([f"user{n}@corp.example" for n in range(1_000_000)])
    once, again, other = (pl.Series(mask("email", key).apply(values)) for key in (KEY, KEY, OTHER))
    assert once.n_unique() == len(values)
    assert (once == again).all()
    assert not (once == other).any()
    assert not once.is_in(values.implode()).any()


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.string_view()])
def test_arrow_types_are_kept(kind: pa.DataType) -> None:
    values = pa.array(["a", None, "", "longer than twelve bytes"], kind)
    out = pa.array(mask("hash").apply(values))
    assert out.type == kind
    assert out.to_pylist() == masked(mask("hash"), values.to_pylist())
    assert pa.array(mask("null").apply(values)).null_count == len(values)


def test_slices_and_chunks_do_not_matter() -> None:
    values = pa.array([f"v{n}" for n in range(1000)])
    whole = pa.array(mask("name").apply(values)).to_pylist()
    chunked = pa.chunked_array([values[:1], values[1:1], values[1:700], values[700:]])
    assert pa.array(mask("name").apply(chunked)).to_pylist() == whole
    assert pa.array(mask("name").apply(values[500:])).to_pylist() == whole[500:]
    assert len(mask("name").apply(values[:0])) == 0


@pytest.mark.parametrize("values", [pa.array([1, 2]), pa.array([], pa.int64()), pa.array([b"x"])])
def test_other_arrays_are_refused(values: pa.Array) -> None:
    with pytest.raises(MaskError, match="no array of strings"):
        mask("hash").apply(values)


@given(st.lists(st.none() | st.text(st.characters(exclude_characters="\0", codec="utf-8"))))
def test_order_and_batch_do_not_matter(values: list[str | None]) -> None:
    for name in ("hash", "email", "name", "phone", "partial"):
        together = masked(mask(name), values)
        alone = [masked(mask(name), [value])[0] for value in values]
        assert together == alone


def test_the_key_is_shown_nowhere() -> None:
    assert repr(mask("hash")) == 'Mask("hash")'
    assert re.fullmatch("[0-9a-f]{16}", key_id(KEY))
    assert key_id(KEY) != key_id(OTHER)
    with pytest.raises(MaskError):
        key_id(b"")
