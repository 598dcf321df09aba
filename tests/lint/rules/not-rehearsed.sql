---- bad: an extension of nobody
create extension no_such_extension;

---- finds
note[not-rehearsed]: this could not be tried: the private server lacks the extension
  --> 1_case.up.sql:1:1
    |
  1 | create extension no_such_extension;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: install it there, to have the migrations rehearsed

1 note

---- good: one that is there
create extension pg_trgm;
