---- bad: NULL for what is NOT NULL
create table users (id bigint primary key);
create table posts (
  id bigint primary key,
  author bigint not null references users on delete set null,
  editor bigint not null references users on update set default
);
---- finds
error[foreign-key-action-fails]: ON DELETE SET NULL of posts_author_fkey sets public.posts.author to NULL, which is NOT NULL
  --> a.sql:4:26
    |
  4 |   author bigint not null references users on delete set null,
    |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: ON DELETE RESTRICT or CASCADE

error[foreign-key-action-fails]: ON UPDATE SET DEFAULT of posts_editor_fkey sets public.posts.editor to NULL, which is NOT NULL
  --> a.sql:5:26
    |
  5 |   editor bigint not null references users on update set default
    |                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: ON UPDATE RESTRICT or CASCADE

2 errors
---- good: columns that may be NULL, have a default, or are not among those cleared
create table users (a int, b int, primary key (a, b), c int unique);
create table posts (
  id bigint primary key, a int not null, b int, c int not null default 1
    references users (c) on delete set default,
  foreign key (a, b) references users on delete set null (b)
);
