---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a lock, then an index
alter table users add column mail text;
create index on posts (author);

---- finds
warning[lock-held-during-work]: nobody can use public.users while this runs
  --> 1_case.up.sql:2:1
    |
  2 | create index on posts (author);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: commit after line 1, which takes the lock

1 warning

---- good: two transactions
begin;
alter table users add column mail text;
commit;
begin;
create index on posts (author);
commit;

---- good: the lock last
create index on posts (author);
alter table users add column mail text;

---- good: what is new is no work
alter table users add column mail text;
create table teams (id bigint primary key, name text);
create index on teams (name);
