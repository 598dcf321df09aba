---- bad: a table and a column
create table "user" (id bigint, "end" date);

---- finds
warning[name-is-keyword]: table public.user is named by a key word of SQL
  --> a.sql:1:1
    |
  1 | create table "user" (id bigint, "end" date);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: take a word that needs no quotes

warning[name-is-keyword]: column public.user.end is named by a key word of SQL
  --> a.sql:1:33
    |
  1 | create table "user" (id bigint, "end" date);
    |                                 ^^^^^^^^^^^
  help: take a word that needs no quotes

2 warnings

---- good: words that SQL does not know, or does not keep for itself
create table account (id bigint, name text, value int, position int);

---- good: other reasons for quotes
create table "Account" (id bigint);
