---- bad: text and a number
create table events (id bigint primary key, created_at text, paid_at bigint, birth_date varchar(10));
---- finds
note[time-as-text]: column public.events.created_at is named like a time, and is text
  --> a.sql:1:45
    |
  1 | create table events (id bigint primary key, created_at text, paid_at bigint, birth_date varchar(10));
    |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use timestamptz or date

note[time-as-text]: column public.events.paid_at is named like a time, and is bigint
  --> a.sql:1:62
    |
  1 | create table events (id bigint primary key, created_at text, paid_at bigint, birth_date varchar(10));
    |                                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use timestamptz or date

note[time-as-text]: column public.events.birth_date is named like a time, and is character varying(10)
  --> a.sql:1:78
    |
  1 | create table events (id bigint primary key, created_at text, paid_at bigint, birth_date varchar(10));
    |                                                                              ^^^^^^^^^^^^^^^^^^^^^^^
  help: use timestamptz or date

3 notes
---- good: times
create table events (id bigint primary key, created_at timestamptz, format text, beat int);
