---- bad: a check and a foreign key
create table users (id bigint primary key, age int);
alter table users add constraint grown check (age > 17) not valid;
create table posts (id bigint primary key, author bigint);
alter table posts add foreign key (author) references users not valid;
alter table posts add constraint has_author not null author not valid;

---- finds
warning[constraint-not-validated]: constraint grown of public.users is not validated
  --> a.sql:2:23
    |
  2 | alter table users add constraint grown check (age > 17) not valid;
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter table public.users validate constraint grown

warning[constraint-not-validated]: NOT NULL of public.posts.author is not validated
  --> a.sql:3:44
    |
  3 | create table posts (id bigint primary key, author bigint);
    |                                            ^^^^^^^^^^^^^^
  help: alter table public.posts validate constraint has_author

warning[constraint-not-validated]: constraint posts_author_fkey of public.posts is not validated
  --> a.sql:4:23
    |
  4 | alter table posts add foreign key (author) references users not valid;
    |                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: alter table public.posts validate constraint posts_author_fkey

3 warnings

---- good: validated
create table users (id bigint primary key, age int);
alter table users add constraint grown check (age > 17) not valid;
alter table users validate constraint grown;
