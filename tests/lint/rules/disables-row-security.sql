---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
alter table users enable row level security;
create policy own on users using (id = 1);

---- bad: a table in use
alter table users disable row level security;

---- finds
warning[disables-row-security]: everybody who may read users sees all its rows from now on
  --> 1_case.up.sql:1:1
    |
  1 | alter table users disable row level security;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: change the policies

1 warning

---- good: another policy
alter policy own on users using (id = 2);
