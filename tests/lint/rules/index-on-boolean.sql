---- bad: nothing but a boolean
create table jobs (id bigint primary key, done boolean not null);
create index on jobs (done);
---- finds
note[index-on-boolean]: index public.jobs_done_idx is on boolean public.jobs.done alone
  --> a.sql:2:1
    |
  2 | create index on jobs (done);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: index the rare rows, with WHERE

1 note
---- good: the rare rows, or with another column
create table jobs (id bigint primary key, done boolean not null, at timestamptz);
create index on jobs (at) where not done;
create index on jobs (done, at);
