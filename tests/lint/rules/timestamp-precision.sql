---- bad: whole seconds
create table events (id bigint primary key, at timestamptz(0));
---- finds
note[timestamp-precision]: column public.events.at is timestamp(0) with time zone, which rounds to what is yet to come
  --> a.sql:1:45
    |
  1 | create table events (id bigint primary key, at timestamptz(0));
    |                                             ^^^^^^^^^^^^^^^^^^
  help: leave the precision out

1 note
---- good: all digits
create table events (id bigint primary key, at timestamptz);
