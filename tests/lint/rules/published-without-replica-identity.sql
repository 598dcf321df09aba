---- bad: a table of a publication, and one of a schema
create schema app;
create table app.visits (at timestamptz);
create table visits (at timestamptz);
create publication a for table visits;
create publication b for tables in schema app;
---- finds
error[published-without-replica-identity]: table app.visits is published, and nothing tells its rows apart
  --> a.sql:2:1
    |
  2 | create table app.visits (at timestamptz);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter table app.visits replica identity …

error[published-without-replica-identity]: table public.visits is published, and nothing tells its rows apart
  --> a.sql:3:1
    |
  3 | create table visits (at timestamptz);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter table public.visits replica identity …

2 errors
---- good: a key, another identity, or inserts only
create table users (id bigint primary key);
create table visits (at timestamptz);
alter table visits replica identity full;
create table log (at timestamptz);
create publication a for table users, visits;
create publication b for table log with (publish = 'insert');
