---- bad: two tables that need each other
create table users (id bigint primary key, team bigint not null);
create table teams (id bigint primary key, head bigint not null references users);
alter table users add foreign key (team) references teams;
---- finds
warning[foreign-key-circle]: no row can be the first of public.teams, public.users: each needs another
  --> a.sql:2:1
    |
  2 | create table teams (id bigint primary key, head bigint not null references users);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make one of the foreign keys deferrable

1 warning
---- good: a column that may be NULL, one that waits, and a table that refers to itself
create table users (id bigint primary key, team bigint);
create table teams (id bigint primary key, head bigint not null references users);
alter table users add foreign key (team) references teams;
create table a (id bigint primary key, b bigint not null);
create table b (id bigint primary key, a bigint not null references a deferrable);
alter table a add foreign key (b) references b deferrable;
create table nodes (id bigint primary key, parent bigint not null references nodes);
