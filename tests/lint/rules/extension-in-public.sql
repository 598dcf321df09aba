---- bad: beside the tables
create extension pg_trgm;
---- finds
note[extension-in-public]: extension pg_trgm lies in schema public
  --> a.sql:1:1
    |
  1 | create extension pg_trgm;
    | ^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter extension pg_trgm set schema extensions

1 note
---- good: in a schema of its own
create schema extensions;
create extension pg_trgm schema extensions;
