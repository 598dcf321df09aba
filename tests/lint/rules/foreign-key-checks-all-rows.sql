---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: by itself
alter table posts add constraint by_user foreign key (author) references users;

---- finds
warning[foreign-key-checks-all-rows]: nobody can write to posts and users until all rows are checked
  --> 1_case.up.sql:1:23
    |
  1 | alter table posts add constraint by_user foreign key (author) references users;
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add it not valid, and validate it in another transaction

1 warning

---- bad: with a column that has a value
alter table posts add column editor bigint default 1 references users;

---- finds
warning[foreign-key-checks-all-rows]: nobody can write to posts and users until all rows are checked
  --> 1_case.up.sql:1:54
    |
  1 | alter table posts add column editor bigint default 1 references users;
    |                                                      ^^^^^^^^^^^^^^^^
  help: add it not valid, and validate it in another transaction

1 warning

---- good: not valid, or with a column that is empty
alter table posts add constraint by_user foreign key (author) references users not valid;
alter table posts add column editor bigint references users;

---- good: a table of the same file
create table likes (id bigint primary key, post bigint references posts);
alter table likes add column by_user bigint;
alter table likes add foreign key (by_user) references users;
