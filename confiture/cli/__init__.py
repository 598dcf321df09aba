"""The command line: parse, call `api`, render. The only package that prints."""

from confiture.cli.main import main

__all__ = ["main"]
