---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touched before update on users for each row execute function touch();
create policy own on users using (id = 1);

---- bad: both
drop trigger touched on users;
drop policy if exists own on public.users;

---- finds
warning[drops-trigger-or-policy]: trigger touched of users goes, and what it did
  --> 1_case.up.sql:1:1
    |
  1 | drop trigger touched on users;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: say in a comment what does it from now on

warning[drops-trigger-or-policy]: policy own of public.users goes, and what it did
  --> 1_case.up.sql:2:1
    |
  2 | drop policy if exists own on public.users;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: say in a comment what does it from now on

2 warnings

---- good: made again
drop trigger touched on users;
create trigger touched before insert on users for each row execute function touch();

---- good: a table of the same file
create table teams (id bigint primary key);
create policy own on teams using (id = 1);
drop policy own on teams;
