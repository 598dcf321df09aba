---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create index by_name on users (name);

---- bad: a table
reindex table users;

---- finds
warning[reindex-without-concurrently]: nobody can write to what users is about until this is done
  --> 1_case.up.sql:1:1
    |
  1 | reindex table users;
    | ^^^^^^^^^^^^^^^^^^^
  help: reindex concurrently, in a file of its own

1 warning

---- bad: an index
reindex (verbose) index by_name;

---- finds
warning[reindex-without-concurrently]: nobody can write to what by_name is about until this is done
  --> 1_case.up.sql:1:1
    |
  1 | reindex (verbose) index by_name;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: reindex concurrently, in a file of its own

1 warning

---- good: concurrently
reindex table concurrently users;

---- good: one of the same file
create table teams (id bigint primary key);
reindex table teams;
