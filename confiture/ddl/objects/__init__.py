"""The objects of a database as values, each kind with the statements that make, change and drop it.

One module per kind, imported when somebody reads OBJECTS.
"""

from confiture.ddl.objects.abc import (
    OBJECTS,
    Access,
    Alteration,
    Catalog,
    Grant,
    Key,
    Object,
    Pace,
    Phase,
    Sides,
)

__all__ = [
    "OBJECTS",
    "Access",
    "Alteration",
    "Catalog",
    "Grant",
    "Key",
    "Object",
    "Pace",
    "Phase",
    "Sides",
]
