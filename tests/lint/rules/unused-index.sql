---- bad: database: a table that is read, but not by its index
create table users (id bigint primary key, name text);
create index by_name on users (name);
create index by_id on users (id);
do $$ begin for i in 1 .. 1000 loop perform from users; end loop; end $$;
select pg_stat_force_next_flush();
---- finds
note[unused-index]: index public.by_id was not used in 1,003 reads of public.users
  help: drop index concurrently public.by_id

note[unused-index]: index public.by_name was not used in 1,003 reads of public.users
  help: drop index concurrently public.by_name

2 notes
---- good: database: one that hardly anybody reads
create table users (id bigint primary key, name text);
create index by_name on users (name);
---- good: files, for which nobody has counted
create table users (id bigint primary key, name text);
create index by_name on users (name);
---- good: database: an index that serves a foreign key
create table users (id bigint primary key);
create table posts (id bigint primary key, author bigint references users);
create index by_author on posts (author);
do $$ begin for i in 1 .. 1000 loop perform from posts; end loop; end $$;
select pg_stat_force_next_flush();
