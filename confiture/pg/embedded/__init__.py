"""The project's private PostgreSQL server: found or installed binaries, started on demand.

    with lease(root) as server:
        psycopg.connect(**server.conninfo("postgres"))

One server per project and PostgreSQL major version, shared by all processes and threads that
hold a lease; the last to leave stops it, unless `start` pinned it. It is for scratch databases,
tests and local copies: durability is off (see `cluster.SETTINGS`), so it must not hold data
that cannot be made again.
"""

from confiture.pg.embedded.binaries import Binaries, binaries_at, find_binaries
from confiture.pg.embedded.server import Server, Status, lease, start, status, stop

__all__ = [
    "Binaries",
    "Server",
    "Status",
    "binaries_at",
    "find_binaries",
    "lease",
    "start",
    "status",
    "stop",
]
