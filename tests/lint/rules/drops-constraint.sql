---- before: tables in use
create table users (id bigint primary key, name text, age int);
create table posts (id bigint primary key, author bigint);
alter table users add constraint grown check (age > 17);

---- bad: it goes
alter table users drop constraint grown;

---- finds
note[drops-constraint]: constraint grown of users goes, and what relies on it
  --> 1_case.up.sql:1:1
    |
  1 | alter table users drop constraint grown;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: make sure that nothing does, and say so in a comment

1 note

---- good: it comes back in another form
alter table users drop constraint grown;
alter table users add constraint grown check (age > 20) not valid;
