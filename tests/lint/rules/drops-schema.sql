---- before: a schema
create schema app;

---- bad: a schema in use
drop schema app;

---- finds
warning[drops-schema]: schema app goes, with what is in it
  --> 1_case.up.sql:1:1
    |
  1 | drop schema app;
    | ^^^^^^^^^^^^^^^
  help: drop what is in it by name

1 warning

---- good: one of the same file
create schema other;
drop schema other;
