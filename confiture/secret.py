"""Secrets, found by reference when they are needed and never before."""

from __future__ import annotations

import importlib
import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock

from confiture.errors import ConfitureError, Diagnostic
from confiture.model.access import SecretReference

MASTER_KEY_BYTES = 32


def find(reference: SecretReference, *, root: Path) -> str:
    """The secret's text. Raises ConfitureError when it is not there."""
    arguments = dict(reference.arguments)
    if reference.kind == "env":
        return _from_environment(reference.name, arguments["name"])
    if reference.kind == "file":
        create = arguments.get("create") == "true"
        return _from_file(reference.name, root / arguments["path"], create=create)
    return _from_keyring(reference.name, arguments)


def master_key(text: str, *, name: str) -> bytes:
    """The 32 bytes that a masking key's text stands for: 64 hexadecimal digits."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise ConfitureError(
            Diagnostic(
                "bad-masking-key",
                f"secret {name!r} is not a masking key: 64 hexadecimal digits are needed",
                hint="make one with: openssl rand -hex 32",
            )
        )
    return key


class MasterKeys:
    """Masking keys by the name of their secret, each found once, when first asked for.

    Not a dictionary, and no dataclass: neither shows itself without showing the keys.
    """

    def __init__(self, references: Iterable[SecretReference], *, root: Path) -> None:
        self._references = {reference.name: reference for reference in references}
        self._root = root
        self._found: dict[str, bytes] = {}
        self._lock = Lock()

    def get(self, name: str) -> bytes:
        """Raises ConfitureError when the secret is not there, or is no key."""
        with self._lock:
            if name not in self._found:
                text = find(self._references[name], root=self._root)
                self._found[name] = master_key(text, name=name)
            return self._found[name]


def _from_environment(name: str, variable: str) -> str:
    value = os.environ.get(variable)
    if not value:
        raise _missing(name, f"the environment variable {variable} is not set", f"set {variable}")
    return value


def _from_file(name: str, path: Path, *, create: bool) -> str:
    if create and not path.exists():
        _create(path)
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise _missing(
            name, f"{path}: {reason}", "write it there, readable by you alone"
        ) from error


def _create(path: Path) -> None:
    """Write a new random key; of several that try at once, one writes and all read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(MASTER_KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _from_keyring(name: str, arguments: Mapping[str, str]) -> str:
    try:
        keyring = importlib.import_module("keyring")
    except ImportError as error:
        raise _missing(name, "the package keyring is missing", "pip install keyring") from error
    value = keyring.get_password(arguments["service"], arguments["user"])
    if not value:
        what = f"{arguments['service']}/{arguments['user']}"
        raise _missing(name, f"the keyring holds nothing for {what}", "keyring set SERVICE USER")
    return str(value)


def _missing(name: str, why: str, remedy: str) -> ConfitureError:
    return ConfitureError(
        Diagnostic("secret-not-found", f"secret {name!r} was not found: {why}", hint=remedy)
    )
