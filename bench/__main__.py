"""The command line of the bench."""

from __future__ import annotations

import click

from bench.building import build
from bench.copying import copy


@click.group()
def main() -> None:
    """Measure Confiture beside what people would use instead."""


main.add_command(copy)
main.add_command(build)

if __name__ == "__main__":
    main()
