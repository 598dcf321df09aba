---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: two tables in a transaction
alter table users add column mail text;
alter table posts add column body text;

---- finds
note[locks-several-tables]: this locks public.posts while public.users is locked
  --> 1_case.up.sql:2:1
    |
  2 | alter table posts add column body text;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: commit between the two

1 note

---- good: two transactions
begin;
alter table users add column mail text;
commit;
begin;
alter table posts add column body text;
commit;

---- good: one table twice
alter table users add column mail text;
alter table users add column born date;
