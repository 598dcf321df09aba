---- bad: no index, and one in which the column comes second
create table users (id bigint primary key);
create table posts (
  id bigint primary key,
  author bigint not null references users,
  "Editor" bigint,
  constraint edited foreign key ("Editor") references users
);
create index on posts (id, author);
---- finds
warning[foreign-key-without-index]: no index serves foreign key posts_author_fkey of public.posts
  --> a.sql:4:26
    |
  4 |   author bigint not null references users,
    |                          ^^^^^^^^^^^^^^^^
  help: create index on public.posts (author)

warning[foreign-key-without-index]: no index serves foreign key edited of public.posts
  --> a.sql:6:3
    |
  6 |   constraint edited foreign key ("Editor") references users
    |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create index on public.posts ("Editor")

2 warnings
---- good: the first columns of an index, in any order
create table users (a int, b int, primary key (a, b));
create table posts (a int, b int, c int, foreign key (a, b) references users);
create index on posts (b, a, c);
create table likes (a int, b int, primary key (a, b), foreign key (a, b) references users);
---- good: an index of the keys that are not null
create table users (id bigint primary key);
create table posts (id bigint primary key, author bigint references users);
create index on posts (author) where author is not null;
