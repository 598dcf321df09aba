---- bad: no commit
begin;
create table teams (id bigint primary key);

---- finds
error[transaction-not-ended]: nothing ends this transaction
  --> 1_case.up.sql:1:1
    |
  1 | begin;
    | ^^^^^
  help: end it with commit, or take begin away

1 error

---- good: a commit
begin;
create table teams (id bigint primary key);
commit;

---- good: neither
create table teams (id bigint primary key);
