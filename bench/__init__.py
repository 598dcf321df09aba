"""How fast a table is copied and masked, beside the tools that people would use instead.

    python -m bench --rows 1000000

Each contender copies one wide table between two databases of a private PostgreSQL, in turn and
several times, so that what else the machine does meets all of them alike.
"""
