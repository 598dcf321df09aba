---- bad: now, as a string
create table events (id bigint primary key, at timestamptz default 'now');

---- finds
warning[frozen-default]: the default of public.events.at is one moment, for all rows
  --> a.sql:1:45
    |
  1 | create table events (id bigint primary key, at timestamptz default 'now');
    |                                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use now(), which is called for each row

1 warning

---- good: now, as a function, and no moment at all
create table events (id bigint primary key, at timestamptz default now(),
  ends timestamptz default 'infinity', day date default current_date, note text default '2024-01-31');
