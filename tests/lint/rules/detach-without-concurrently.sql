---- before: a partitioned table
create table visits (at date) partition by range (at);
create table visits_2025 partition of visits for values from ('2025-01-01') to ('2026-01-01');

---- bad: in a transaction
alter table visits detach partition visits_2025;

---- finds
warning[detach-without-concurrently]: nobody can use visits while visits_2025 is detached
  --> 1_case.up.sql:1:1
    |
  1 | alter table visits detach partition visits_2025;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: detach partition … concurrently, in a file of its own

1 warning

---- good: concurrently
alter table visits detach partition visits_2025 concurrently;
