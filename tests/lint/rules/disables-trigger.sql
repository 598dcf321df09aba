---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touched before update on users for each row execute function touch();

---- bad: one, and all
alter table users disable trigger touched;
alter table posts disable trigger all;

---- finds
warning[disables-trigger]: trigger touched of users stays disabled
  --> 1_case.up.sql:1:1
    |
  1 | alter table users disable trigger touched;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: enable them in the same transaction

warning[disables-trigger]: triggers of posts stay disabled
  --> 1_case.up.sql:2:1
    |
  2 | alter table posts disable trigger all;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: enable them in the same transaction

2 warnings

---- good: enabled again
alter table users disable trigger touched;
update users set age = 18 where age = 17;
alter table users enable trigger touched;
