---- bad: both ways to say it
set search_path = public;
set session lock_timeout to '2s';

---- finds
note[setting-outlives-migration]: search_path stays so for whatever this session runs next
  --> 1_case.up.sql:1:1
    |
  1 | set search_path = public;
    | ^^^^^^^^^^^^^^^^^^^^^^^^
  help: set local

note[setting-outlives-migration]: lock_timeout stays so for whatever this session runs next
  --> 1_case.up.sql:2:1
    |
  2 | set session lock_timeout to '2s';
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: set local

2 notes

---- good: for the transaction, or set back
set local search_path = public;
set statement_timeout = '1min';
reset statement_timeout;
