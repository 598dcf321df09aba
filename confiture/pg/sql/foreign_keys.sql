-- Foreign keys of the tables in $1 that are not a partition's share of its parent's key.
select k.conrelid::bigint, k.conname, pg_catalog.pg_get_constraintdef(k.oid),
       array(select a.attname from pg_catalog.unnest(k.conkey) with ordinality u (num, n)
               join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.num
              order by u.n)::text[],
       n.nspname, c.relname,
       array(select a.attname from pg_catalog.unnest(k.confkey) with ordinality u (num, n)
               join pg_catalog.pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.num
              order by u.n)::text[],
       array(select pg_catalog.format('operator(%I.%s)', o.nspname, p.oprname)
               from pg_catalog.unnest(k.conpfeqop) with ordinality u (oid, n)
               join pg_catalog.pg_operator p on p.oid = u.oid
               join pg_catalog.pg_namespace o on o.oid = p.oprnamespace
              order by u.n)::text[],
       k.convalidated, pg_catalog.obj_description(k.oid, 'pg_constraint')
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.confrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where k.contype = 'f' and k.conparentid = 0 and k.conrelid = any ($1::bigint[]::oid[])
 order by k.conrelid, k.conname collate "C"
