---- bad: where search_path says
create table teams (id bigint primary key);

---- finds
note[table-without-schema]: the schema of teams is the one that search_path names first
  --> 1_case.up.sql:1:14
    |
  1 | create table teams (id bigint primary key);
    |              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: write it before the name

1 note

---- good: where it says itself, or for the session
create table public.teams (id bigint primary key);
create temporary table work (a int);
