---- bad: an enum
create type mood as enum ('sad', 'ok', 'happy');
---- finds
note[enum-type]: type public.mood is an enum, whose labels cannot be removed
  --> a.sql:1:1
    |
  1 | create type mood as enum ('sad', 'ok', 'happy');
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use a table with a foreign key, or text with a check

1 note
---- good: a table
create table moods (name text primary key);
