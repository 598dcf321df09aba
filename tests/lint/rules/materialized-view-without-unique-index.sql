---- bad: no index, and one of some rows
create materialized view totals as select 1 as a;
create unique index on totals (a) where a > 0;
---- finds
note[materialized-view-without-unique-index]: materialized view public.totals cannot be refreshed concurrently
  --> a.sql:1:1
    |
  1 | create materialized view totals as select 1 as a;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: create unique index on public.totals (…)

1 note
---- good: a unique index
create materialized view totals as select 1 as a;
create unique index on totals (a);
