---- bad: money
create table orders (id bigint primary key, total money);
---- finds
warning[money-column]: column public.orders.total is money, which means what lc_monetary says
  --> a.sql:1:45
    |
  1 | create table orders (id bigint primary key, total money);
    |                                             ^^^^^^^^^^^^
  help: use numeric, and a column for the currency

1 warning
---- good: numeric
create table orders (id bigint primary key, total numeric(12, 2), currency text);
