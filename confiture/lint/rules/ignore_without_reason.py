"""A comment lets a finding be, and gives no reason.

Whoever reads it next year cannot tell whether the reason still holds.

Instead: `-- confiture: ignore drops-column because nothing has read it since June`.
"""

from confiture.errors import Severity
from confiture.lint.abc import comment_rule

comment_rule("ignore-without-reason", Severity.WARNING, __name__)
