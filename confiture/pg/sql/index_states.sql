-- The indexes of the table $1 (as SQL spells it), of its partitions, and of their TOAST tables; of
-- all tables of the schema $2; of all tables where neither is given: number, name as SQL spells
-- it, bare name, whether it is complete, and whether it is of the table $1 itself.
with recursive tables as (
  select c.oid, c.reltoastrelid
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.oid = pg_catalog.to_regclass($1) or n.nspname = $2 or ($1 is null and $2 is null)
  union
  select c.oid, c.reltoastrelid
  from tables t
  join pg_catalog.pg_inherits h on h.inhparent = t.oid
  join pg_catalog.pg_class c on c.oid = h.inhrelid
)
select i.indexrelid::int8, pg_catalog.format('%I.%I', n.nspname, c.relname), c.relname::text,
       i.indisvalid and i.indisready and i.indislive,
       coalesce(i.indrelid = pg_catalog.to_regclass($1), false)
from tables t
join pg_catalog.pg_index i on i.indrelid in (t.oid, t.reltoastrelid)
join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
