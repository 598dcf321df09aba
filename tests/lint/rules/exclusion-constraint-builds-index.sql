---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a table in use
alter table users add constraint once exclude using btree (name with =);

---- finds
warning[exclusion-constraint-builds-index]: nobody can use users until the index is built and all rows compared
  --> 1_case.up.sql:1:23
    |
  1 | alter table users add constraint once exclude using btree (name with =);
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make a new table with the constraint, fill it, and exchange the two

1 warning

---- good: a table of the same file
create table rooms (id bigint primary key, during tstzrange, exclude using gist (during with &&));
alter table rooms add exclude using gist (during with -|-);
