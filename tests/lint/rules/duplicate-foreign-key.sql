---- bad: the same twice
create table users (id bigint primary key);
create table posts (id bigint primary key, author bigint references users);
alter table posts add constraint again foreign key (author) references users (id) on delete cascade;

---- finds
warning[duplicate-foreign-key]: foreign key posts_author_fkey of public.posts says the same as again
  --> a.sql:2:58
    |
  2 | create table posts (id bigint primary key, author bigint references users);
    |                                                          ^^^^^^^^^^^^^^^^^
  help: alter table public.posts drop constraint posts_author_fkey

1 warning

---- good: two columns
create table users (id bigint primary key);
create table posts (id bigint primary key, author bigint references users, editor bigint references users);
