-- Attachments of partitions' indexes, those of constraints among them.
with indexes (oid, name, table_path, key) as (
  select c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname), array[n.nspname, t.relname],
         case when k.oid is null
              then pg_catalog.jsonb_build_array('index', array[n.nspname, c.relname])
              else pg_catalog.jsonb_build_array(
                     'constraint', array[n.nspname, t.relname, k.conname]) end
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    left join pg_catalog.pg_constraint k on k.conindid = c.oid and k.contype in ('p', 'u', 'x')
)
select 'pg_catalog.pg_inherits'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[], x.name,
       pg_catalog.jsonb_build_object(
         'parent', p.name,
         'table', x.table_path,
         'wholes', (select pg_catalog.jsonb_agg(w.key)
                      from pg_catalog.pg_partition_ancestors(h.inhrelid) a (oid)
                      join indexes w on w.oid = a.oid and w.oid <> h.inhrelid),
         'needs', pg_catalog.jsonb_build_array(
           x.key, p.key, pg_catalog.jsonb_build_array('partition', x.table_path)),
         'goes_with', pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('partition', x.table_path))
       )::text
  from pg_catalog.pg_inherits h
  join pg_catalog.pg_class c on c.oid = h.inhrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join indexes x on x.oid = h.inhrelid
  join indexes p on p.oid = h.inhparent
 where c.relispartition and c.relpersistence <> 't'
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      and d.objid = c.oid and d.deptype = 'e')
