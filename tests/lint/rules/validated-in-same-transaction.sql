---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: in one file
alter table users add constraint grown check (age > 17) not valid;
alter table users validate constraint grown;

---- finds
warning[validated-in-same-transaction]: grown is added in this transaction, whose lock is still held
  --> 1_case.up.sql:2:1
    |
  2 | alter table users validate constraint grown;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: validate it in another transaction

1 warning

---- good: in two transactions
begin;
alter table users add constraint grown check (age > 17) not valid;
commit;
begin;
alter table users validate constraint grown;
commit;
