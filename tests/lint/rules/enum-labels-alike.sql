---- bad: case and blanks
create type mood as enum ('sad', 'ok', 'Sad', 'o k');

---- finds
warning[enum-labels-alike]: labels 'ok' and 'o k' of type public.mood look the same
  --> a.sql:1:1
    |
  1 | create type mood as enum ('sad', 'ok', 'Sad', 'o k');
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: keep one of them

warning[enum-labels-alike]: labels 'sad' and 'Sad' of type public.mood look the same
  --> a.sql:1:1
    |
  1 | create type mood as enum ('sad', 'ok', 'Sad', 'o k');
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: keep one of them

2 warnings

---- good: other words
create type mood as enum ('sad', 'ok', 'happy');
