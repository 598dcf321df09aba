-- Sequences of identity columns. Their owner is the table's.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[rn.nspname, r.relname, a.attname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       '{}'
  from pg_catalog.pg_depend d
  join pg_catalog.pg_class c on c.oid = d.objid and c.relkind = 'S' and c.relpersistence <> 't'
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class r on r.oid = d.refobjid
  join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
 where d.objid >= 16384 and d.deptype = 'i'
   and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
   and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
