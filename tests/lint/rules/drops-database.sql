---- bad: a database
drop database if exists shop;

---- finds
error[drops-database]: database shop goes, with all that is in it
  --> 1_case.up.sql:1:1
    |
  1 | drop database if exists shop;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: take this out of the migration

1 error

---- good: a table
drop table if exists shop;
