"""How a report is written, one format per module; importing this package registers them all."""

import importlib
import pkgutil
from collections.abc import Callable

from confiture.lint.report import Report
from confiture.registry import Registry

FORMATS: Registry[Callable[[Report], str]] = Registry("report format")

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
