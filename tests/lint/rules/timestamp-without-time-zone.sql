---- bad: timestamp, also an array of it and one with a precision
create table events (
  id bigint primary key,
  at timestamp not null,
  others timestamp(3)[]
);
---- finds
warning[timestamp-without-time-zone]: column public.events.at is timestamp without time zone, which is no point in time
  --> a.sql:3:3
    |
  3 |   at timestamp not null,
    |   ^^^^^^^^^^^^^^^^^^^^^
  help: use timestamptz

warning[timestamp-without-time-zone]: column public.events.others is timestamp(3) without time zone[], which is no point in time
  --> a.sql:4:3
    |
  4 |   others timestamp(3)[]
    |   ^^^^^^^^^^^^^^^^^^^^^
  help: use timestamptz

2 warnings
---- good: timestamptz and date
create table events (id bigint primary key, at timestamptz not null, day date);
