"""The settings that every session is pinned to, so that a value means the same on both sides.

A role's or a database's own settings would otherwise swap day and month, move instants by the
zone, print floats short, or hide rows. `row_security = off` makes PostgreSQL refuse a query whose
rows a policy would filter, instead of returning fewer.
"""

from __future__ import annotations

from collections.abc import Mapping

from confiture.model.names import literal

PINNED: Mapping[str, str] = {
    "bytea_output": "hex",
    "client_encoding": "UTF8",
    "client_min_messages": "warning",
    "datestyle": "ISO, MDY",
    "default_transaction_deferrable": "off",
    "default_transaction_isolation": "read committed",
    "extra_float_digits": "3",
    "idle_in_transaction_session_timeout": "0",
    "intervalstyle": "postgres",
    "jit": "off",
    "lc_monetary": "C",
    "row_security": "off",
    "search_path": "",
    "standard_conforming_strings": "on",
    "timezone": "UTC",
    "xmloption": "content",
}


def pin_statement(settings: Mapping[str, str]) -> str:
    """One SELECT that sets everything for the session and returns it as text, in order."""
    columns = ", ".join(
        f"set_config({literal(name)}, {literal(value)}, false)" for name, value in settings.items()
    )
    return f"select {columns}"
