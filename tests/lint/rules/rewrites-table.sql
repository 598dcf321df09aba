---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create domain grown as int check (value > 17);

---- bad: its storage changes
alter table users set unlogged;

---- finds
warning[rewrites-table]: nobody can use users until it is written anew
  --> 1_case.up.sql:1:1
    |
  1 | alter table users set unlogged;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: do it while nobody uses the table

1 warning

---- bad: by VACUUM
vacuum (full) users;

---- finds
warning[rewrites-table]: nobody can use the table until it is written anew
  --> 1_case.up.sql:1:1
    |
  1 | vacuum (full) users;
    | ^^^^^^^^^^^^^^^^^^^
  help: do it while nobody uses the table

1 warning

---- bad: by CLUSTER
cluster users using users_pkey;

---- finds
warning[rewrites-table]: nobody can use the table until it is written anew
  --> 1_case.up.sql:1:1
    |
  1 | cluster users using users_pkey;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: do it while nobody uses the table

1 warning

---- bad: by a domain
alter table users add column years grown;

---- finds
warning[rewrites-table]: nobody can use users until it is written anew
  --> 1_case.up.sql:1:1
    |
  1 | alter table users add column years grown;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: do it while nobody uses the table

1 warning

---- good: VACUUM without FULL
vacuum (analyze) users;

---- good: what it is already
alter table users set logged;
