"""Where secrets come from, and what is said when they are not there."""

from __future__ import annotations

import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest

from confiture.errors import ConfitureError
from confiture.model.access import SecretReference
from confiture.secret import MasterKeys, find, master_key

KEY = "00ff" * 16


def reference(kind: str, **arguments: str) -> SecretReference:
    return SecretReference(name="s", kind=kind, arguments=tuple(sorted(arguments.items())))


def test_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP", "value")
    assert find(reference("env", name="SHOP"), root=tmp_path) == "value"


def test_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(" value\n")
    assert find(reference("file", path="secret"), root=tmp_path) == "value"


def test_a_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    made = reference("file", path="new/folder/key", create="true")
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: find(made, root=tmp_path), range(64)))
    assert len(found) == 1
    assert len(master_key(found.pop(), name="s")) == 32
    path = tmp_path / "new" / "folder" / "key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_from_the_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyring = ModuleType("keyring")
    passwords = {("shop", "keeper"): "value"}
    vars(keyring)["get_password"] = lambda service, user: passwords.get((service, user))
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    assert find(reference("keyring", service="shop", user="keeper"), root=tmp_path) == "value"
    with pytest.raises(ConfitureError, match="holds nothing for shop/nobody"):
        find(reference("keyring", service="shop", user="nobody"), root=tmp_path)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (reference("env", name="NOT_SET"), "NOT_SET is not set"),
        (reference("file", path="none"), "No such file"),
        (reference("file", path="."), "Is a directory"),
        (reference("file", path="binary"), "not UTF-8"),
    ],
)
def test_a_secret_that_is_not_there(tmp_path: Path, missing: SecretReference, said: str) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    with pytest.raises(ConfitureError, match=f"secret 's' was not found: .*{said}"):
        find(missing, root=tmp_path)


@pytest.mark.parametrize("text", ["", "canary", KEY[2:], KEY + "00", KEY.replace("f", "g")])
def test_what_is_no_key_is_not_quoted(text: str) -> None:
    with pytest.raises(ConfitureError, match="64 hexadecimal digits") as caught:
        master_key(text, name="s")
    assert not text or text not in str(caught.value)


def test_keys_are_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOP", KEY)
    keys = MasterKeys([reference("env", name="SHOP")], root=tmp_path)
    first = keys.get("s")
    monkeypatch.delenv("SHOP")
    assert keys.get("s") is first
    assert first == bytes.fromhex(KEY)
    assert KEY not in repr(keys)
    assert repr(first)[2:-1] not in repr(keys)
