---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a table in use
revoke select, insert on users, posts from pg_monitor;

---- finds
note[revokes-privilege]: whoever relies on this privilege on users fails from now on
  --> 1_case.up.sql:1:1
    |
  1 | revoke select, insert on users, posts from pg_monitor;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make sure that nothing does, and say so in a comment

1 note

---- good: a grant, and a table of the same file
grant select on users to pg_monitor;
create table teams (id bigint primary key);
revoke all on teams from public;
