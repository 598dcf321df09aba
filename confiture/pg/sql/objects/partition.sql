-- Attachments of partitions. pg_depend has the tables in another light: a partition may go
-- without its parent, and the other way round.
select 'pg_catalog.pg_inherits'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'parent', pg_catalog.format('%I.%I', pn.nspname, p.relname),
         'bound', pg_catalog.pg_get_expr(c.relpartbound, c.oid),
         'referenced', exists (select from pg_catalog.pg_constraint k
                                where k.contype = 'f' and k.confrelid = c.oid
                                  and k.conparentid <> 0),
         'needs', pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('table', array[pn.nspname, p.relname]),
           pg_catalog.jsonb_build_array('table', array[n.nspname, c.relname])),
         'goes_with', pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('table', array[n.nspname, c.relname]))
       )::text
  from pg_catalog.pg_inherits h
  join pg_catalog.pg_class c on c.oid = h.inhrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class p on p.oid = h.inhparent
  join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
 where c.relispartition and c.relkind in ('r', 'p', 'f') and c.relpersistence <> 't'
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      and d.objid = c.oid and d.deptype = 'e')
