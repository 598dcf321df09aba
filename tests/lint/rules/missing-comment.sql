---- bad: a table and a view
create table users (id bigint primary key);
create view names as select id from users;
---- finds
note[missing-comment]: table public.users has no comment
  --> a.sql:1:1
    |
  1 | create table users (id bigint primary key);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: comment on table public.users is 'what a row stands for'

note[missing-comment]: view public.names has no comment
  --> a.sql:2:1
    |
  2 | create view names as select id from users;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: comment on view public.names is 'what a row stands for'

2 notes
---- good: one that has a comment
create table users (id bigint primary key);
comment on table users is 'whoever may log in';
