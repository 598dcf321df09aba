---- before: a domain in use
create domain email as text;
create table users (id bigint primary key, mail email);

---- bad: a check, and NOT NULL
alter domain email add constraint looks check (value like '%@%');
alter domain email set not null;

---- finds
warning[domain-constraint-reads-tables]: all tables with a column of email are read under a lock
  --> 1_case.up.sql:1:1
    |
  1 | alter domain email add constraint looks check (value like '%@%');
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add the constraint not valid, and validate it in another transaction

warning[domain-constraint-reads-tables]: all tables with a column of email are read under a lock
  --> 1_case.up.sql:2:1
    |
  2 | alter domain email set not null;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: add the constraint not valid, and validate it in another transaction

2 warnings

---- good: not valid
alter domain email add constraint looks check (value like '%@%') not valid;

---- good: a domain of the same file
create domain zip as text;
alter domain zip add check (length(value) = 5);
