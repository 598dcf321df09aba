"""A trigger is disabled.

That is what is left of a bulk load whose end was forgotten: what the trigger watches over has not
been watched since.

Instead: `alter table … enable trigger`, or drop it.
"""

from __future__ import annotations

from collections.abc import Iterator

from confiture.errors import Severity
from confiture.lint.abc import Found, schema_rule
from confiture.lint.schema import Schema


@schema_rule("disabled-trigger", Severity.WARNING)
def check(schema: Schema) -> Iterator[Found]:
    for trigger in schema.of("trigger"):
        if trigger.firing == "disable":
            message = f"trigger {trigger.path[-1]} of {'.'.join(trigger.path[:2])} is disabled"
            hint = f"alter table {trigger.table} enable trigger {trigger.sql}"
            yield Found(message, hint, trigger.key)
