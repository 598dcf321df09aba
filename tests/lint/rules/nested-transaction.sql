---- bad: a second begin, and a second commit
begin;
create table teams (id bigint primary key);
start transaction;
create table groups (id bigint primary key);
commit;
commit;

---- finds
warning[nested-transaction]: a transaction is open already, and this begins none
  --> 1_case.up.sql:3:1
    |
  3 | start transaction;
    | ^^^^^^^^^^^^^^^^^
  help: take it away, or commit before

warning[nested-transaction]: no transaction is open that this could end
  --> 1_case.up.sql:6:1
    |
  6 | commit;
    | ^^^^^^
  help: take it away

2 warnings

---- good: one after the other
begin;
create table teams (id bigint primary key);
commit;
begin;
savepoint first;
create table groups (id bigint primary key);
release first;
end;
