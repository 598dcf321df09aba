---- bad: prices
create table items (id bigint primary key, unit_price double precision, fee real);
---- finds
warning[float-for-amount]: column public.items.unit_price is double precision, which holds no exact amounts
  --> a.sql:1:44
    |
  1 | create table items (id bigint primary key, unit_price double precision, fee real);
    |                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use numeric

warning[float-for-amount]: column public.items.fee is real, which holds no exact amounts
  --> a.sql:1:73
    |
  1 | create table items (id bigint primary key, unit_price double precision, fee real);
    |                                                                         ^^^^^^^^^
  help: use numeric

2 warnings
---- good: numeric, and what is measured
create table items (id bigint primary key, unit_price numeric, weight double precision);
