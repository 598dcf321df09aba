---- before: a table with a unique index
create table users (id bigint, number bigint not null);
create unique index by_id on users (id);
create unique index by_number on users (number);

---- bad: the column may be NULL
alter table users add primary key using index by_id;

---- finds
warning[primary-key-sets-not-null]: nobody can use users until all its rows are checked for NULL
  --> 1_case.up.sql:1:23
    |
  1 | alter table users add primary key using index by_id;
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: set the columns not null first

1 warning

---- good: it may not
alter table users add primary key using index by_number;
