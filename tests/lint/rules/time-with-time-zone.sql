---- bad: timetz
create table shops (id bigint primary key, opens time with time zone);
---- finds
warning[time-with-time-zone]: column public.shops.opens is time with time zone, whose zone means nothing without a date
  --> a.sql:1:44
    |
  1 | create table shops (id bigint primary key, opens time with time zone);
    |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use timestamptz, or time and the name of a zone

1 warning
---- good: time
create table shops (id bigint primary key, opens time, zone text);
