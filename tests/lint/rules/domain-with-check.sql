---- bad: a check, and NOT NULL
create domain email as text check (value like '%@%');
create domain name as text not null;

---- finds
note[domain-with-check]: domain public.email has a constraint, which no table can leave out
  --> a.sql:1:1
    |
  1 | create domain email as text check (value like '%@%');
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: write the check in the tables

note[domain-with-check]: domain public.name has a constraint, which no table can leave out
  --> a.sql:2:1
    |
  2 | create domain name as text not null;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: write the check in the tables

2 notes

---- good: nothing but a name
create domain email as text;
