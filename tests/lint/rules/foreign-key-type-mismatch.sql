---- bad: an integer that refers to a bigint
create table users (id bigint primary key);
create table posts (
  id bigint primary key,
  author integer references users
);
---- finds
warning[foreign-key-type-mismatch]: column public.posts.author is integer, and refers to public.users.id, which is bigint
  --> a.sql:4:3
    |
  4 |   author integer references users
    |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make it bigint

1 warning
---- good: the same type
create table users (id bigint primary key);
create table posts (id bigint primary key, author bigint references users);
