---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: between begin and commit
begin;
create index concurrently by_name on users (name);
commit;

---- finds
error[cannot-run-in-transaction]: this fails: it cannot run in a transaction
  --> 1_case.up.sql:2:1
    |
  2 | create index concurrently by_name on users (name);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: move it out of begin … commit

1 error

---- good: by itself, in a file that is a transaction otherwise
create table teams (id bigint primary key);
create index concurrently by_name on users (name);
