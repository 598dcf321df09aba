---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create materialized view names as select name from users;
create unique index on names (name);

---- bad: a view that is read
refresh materialized view names;

---- finds
warning[refresh-without-concurrently]: nobody can read names until its query is done
  --> 1_case.up.sql:1:1
    |
  1 | refresh materialized view names;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: refresh materialized view concurrently

1 warning

---- good: concurrently, or emptied
refresh materialized view concurrently names;
refresh materialized view names with no data;

---- good: one of the same file
create materialized view ages as select age from users;
refresh materialized view ages;
