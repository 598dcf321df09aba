---- before: an enum
create type mood as enum ('sad', 'happy');
create table users (id bigint primary key, mood mood);

---- bad: in the same transaction
alter type mood add value 'ok' after 'sad';
update users set mood = 'ok' where mood is null;

---- finds
error[enum-value-used-too-soon]: this fails: it uses a label of an enum that is not committed
  --> 1_case.up.sql:2:1
    |
  2 | update users set mood = 'ok' where mood is null;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add the label in a migration before

1 error

---- good: in the next one
begin;
alter type mood add value 'ok' after 'sad';
commit;
begin;
update users set mood = 'ok' where mood is null;
commit;
