"""How fast Confiture is, beside the tools that people would use instead.

    python -m bench copy --rows 1000000      a table copied and masked
    python -m bench build                    databases built from DDL, read and planned

Each contender does the same on the same private PostgreSQL, in turn and several times, so that what
else the machine does meets all of them alike.
"""
