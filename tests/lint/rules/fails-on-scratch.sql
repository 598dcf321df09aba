---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);

---- bad: a column that is not there
alter table posts add column body text;
update users
   set nickname = 'x'
 where id = 1;

---- finds
error[fails-on-scratch]: column "nickname" of relation "users" does not exist [42703]
  --> 1_case.up.sql:3:8
    |
  3 |    set nickname = 'x'
    |        ^^^^^^^^
  help: correct it; the migrations before it have run

1 error

---- bad: at the commit
create table a (id bigint primary key, b bigint references users deferrable initially deferred);
insert into a values (1, 7);

---- finds
error[fails-on-scratch]: insert or update on table "a" violates foreign key constraint "a_b_fkey" (in public.a, constraint a_b_fkey) [23503]
  --> 1_case.up.sql:2:1
    |
  2 | insert into a values (1, 7);
    | ^^^^^^
  help: correct it; the migrations before it have run

1 error

---- good: it runs, for a role that is nowhere
alter table users add column nickname text;
grant select on users to someone;
update users set nickname = 'x' where id = 1;

---- good: told by another rule
begin;
create index concurrently by_name on users (name);
commit;
