"""The objects of a database as values, each kind with the statements that make, change and drop it.

One module per kind; importing this package registers them all.
"""

import importlib
import pkgutil

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
)

__all__ = ["OBJECTS", "Access", "Alteration", "Catalog", "Grant", "Key", "Object", "Pace", "Phase"]

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
