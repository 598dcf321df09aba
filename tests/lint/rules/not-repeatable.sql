---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create index by_name on users (name);

---- bad: an index, and one that goes
create index concurrently by_age on users (age);
drop index concurrently by_name;

---- finds
note[not-repeatable]: this fails when the file is run again after a failure
  --> 1_case.up.sql:1:1
    |
  1 | create index concurrently by_age on users (age);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: give it a file of its own, or drop it before, if it exists

note[not-repeatable]: this fails when the file is run again after a failure
  --> 1_case.up.sql:2:1
    |
  2 | drop index concurrently by_name;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: say if exists

2 notes

---- good: alone
drop index concurrently by_name;

---- good: ready for a second try
drop index concurrently if exists by_age;
create index concurrently by_age on users (age);
