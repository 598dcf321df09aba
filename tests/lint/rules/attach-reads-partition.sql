---- before: a partitioned table, and others
create table visits (at date not null) partition by range (at);
create table old (at date not null);
create table checked (
  at date not null,
  constraint bounds check (at >= '2024-01-01' and at < '2025-01-01')
);

---- bad: nothing says that its rows are within the bounds
alter table visits attach partition old for values from ('2025-01-01') to ('2026-01-01');

---- finds
warning[attach-reads-partition]: attaching old reads all its rows, and nobody can use it meanwhile
  --> 1_case.up.sql:1:1
    |
  1 | alter table visits attach partition old for values from ('2025-01-01') to ('2026-01-01');
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: first add and validate a check that says the same as the bounds

1 warning

---- good: a check says so
alter table visits attach partition checked for values from ('2024-01-01') to ('2025-01-01');

---- good: a table of the same file
create table new (at date not null);
alter table visits attach partition new for values from ('2026-01-01') to ('2027-01-01');
