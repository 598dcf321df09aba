-- Which tables inherit which. pg_depend tells that of the tables, in another light: a child may
-- stay without its parent.
select 'pg_catalog.pg_inherits'::pg_catalog.regclass::bigint, c.oid::bigint, p.oid::bigint,
       array[n.nspname, c.relname, pn.nspname, p.relname]::text[],
       pg_catalog.format('%s %I.%I', case c.relkind when 'f' then 'foreign table' else 'table' end,
                         n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'parent', pg_catalog.format('%I.%I', pn.nspname, p.relname),
         'needs', pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('table', array[pn.nspname, p.relname]))
       )::text
  from pg_catalog.pg_inherits h
  join pg_catalog.pg_class c on c.oid = h.inhrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class p on p.oid = h.inhparent
  join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
 where not c.relispartition and c.relkind in ('r', 'f') and c.relpersistence <> 't'
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      and d.objid = c.oid and d.deptype = 'e')
