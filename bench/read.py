"""A contender: all objects of a database, read into a catalog.

python -m bench.read CONNINFO            (libpq's keywords as JSON)
"""

from __future__ import annotations

import json
import sys

from confiture.pg import objects
from confiture.pg.session import connect


def main(conninfo: str) -> None:
    session = connect(json.loads(conninfo), environment="bench", settings={})
    objects.read(session)
    session.close()


if __name__ == "__main__":
    main(sys.argv[1])
