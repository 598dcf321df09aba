---- bad: a table, a column and a function
create table "Users" (id bigint, "first name" text);
create function "doIt"() returns int language sql return 1;
---- finds
warning[name-needs-quotes]: table public.Users has to be quoted: "Users"
  --> a.sql:1:1
    |
  1 | create table "Users" (id bigint, "first name" text);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: name it with lower-case letters, digits and _

warning[name-needs-quotes]: column public.Users.first name has to be quoted: "first name"
  --> a.sql:1:34
    |
  1 | create table "Users" (id bigint, "first name" text);
    |                                  ^^^^^^^^^^^^^^^^^^
  help: name it with lower-case letters, digits and _

warning[name-needs-quotes]: function public.doIt. has to be quoted: "doIt"
  --> a.sql:2:1
    |
  2 | create function "doIt"() returns int language sql return 1;
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: name it with lower-case letters, digits and _

3 warnings
---- good: lower case
create table users (id bigint, first_name text, größe int);
