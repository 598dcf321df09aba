---- bad: a child
create table people (id bigint primary key);
create table employees (salary numeric) inherits (people);
---- finds
note[table-inheritance]: table public.employees inherits from public.people, whose keys do not hold for it
  --> a.sql:2:1
    |
  2 | create table employees (salary numeric) inherits (people);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use partitions, or a foreign key

1 note
---- good: a partition
create table people (id bigint primary key) partition by range (id);
create table some_people partition of people for values from (1) to (9);
