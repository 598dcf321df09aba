---- bad: keys in an array
create table posts (id bigint primary key, tag_ids bigint[]);
---- finds
note[ids-in-array]: column public.posts.tag_ids seems to hold keys in an array
  --> a.sql:1:44
    |
  1 | create table posts (id bigint primary key, tag_ids bigint[]);
    |                                            ^^^^^^^^^^^^^^^^^
  help: make a table with a row for each pair

1 note
---- good: numbers in an array
create table posts (id bigint primary key, scores bigint[]);
