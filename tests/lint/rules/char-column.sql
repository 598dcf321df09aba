---- bad: char with and without a length
create table countries (code char(2) primary key, flag char);

---- finds
warning[char-column]: column public.countries.code is character(2), which is filled up with blanks
  --> a.sql:1:25
    |
  1 | create table countries (code char(2) primary key, flag char);
    |                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use text, and a check on the length

warning[char-column]: column public.countries.flag is character(1), which is filled up with blanks
  --> a.sql:1:51
    |
  1 | create table countries (code char(2) primary key, flag char);
    |                                                   ^^^^^^^^^^
  help: use text, and a check on the length

2 warnings

---- good: text and the system's "char"
create table countries (code text primary key check (length(code) = 2), kind "char");
