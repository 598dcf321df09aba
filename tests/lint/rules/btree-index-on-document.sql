---- bad: a B-tree of documents
create table events (id bigint primary key, payload jsonb);
create index on events (payload);

---- finds
warning[btree-index-on-document]: index public.events_payload_idx is a B-tree of whole documents
  --> a.sql:2:1
    |
  2 | create index on events (payload);
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  help: use gin, or index a path of them

1 warning

---- good: gin, or a path
create table events (id bigint primary key, payload jsonb);
create index on events using gin (payload);
create index on events ((payload ->> 'email'));
