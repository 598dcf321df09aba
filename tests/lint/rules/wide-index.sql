---- bad: four columns
create table t (id bigint primary key, a int, b int, c int, d int);
create index on t (a, b, c, d);
---- finds
note[wide-index]: index public.t_a_b_c_d_idx has 4 columns
  --> a.sql:2:1
    |
  2 | create index on t (a, b, c, d);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: keep the columns that choose best

1 note
---- good: three, unique, or included
create table t (id bigint primary key, a int, b int, c int, d int);
create index on t (a, b, c) include (d);
create unique index on t (a, b, c, d);
