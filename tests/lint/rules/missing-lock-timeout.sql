---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a table in use, told once
create table teams (id bigint primary key);
alter table users add column mail text;
alter table posts add column body text;

---- finds
note[missing-lock-timeout]: this waits for a lock on public.users without end, and others behind it
  --> 1_case.up.sql:2:1
    |
  2 | alter table users add column mail text;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: set local lock_timeout = '2s'

1 note

---- good: a limit
set local lock_timeout = '2s';
alter table users add column mail text;

---- good: nothing that is in use
create table teams (id bigint primary key);
alter table teams add column name text;
