"""A comment lets a finding be that is not there, or names no rule that there is.

The fault was mended, or the comment stands in the wrong place: above the statement, or behind its
end, it holds for the statement; inside, for its own line, or for the next one where it has a line
of its own.

Instead: remove it, as `--fix` does.
"""

from confiture.errors import Severity
from confiture.lint.abc import comment_rule

comment_rule("unused-ignore", Severity.WARNING, __name__)
