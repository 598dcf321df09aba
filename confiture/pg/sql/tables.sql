-- One row per table that a user made; partitions carry the topmost table they belong to.
select n.nspname, c.relname, c.relkind::text, c.relpersistence = 'u',
       pn.nspname, p.relname, rn.nspname, r.relname,
       array(select array[hn.nspname, hc.relname] from pg_catalog.pg_inherits h
               join pg_catalog.pg_class hc on hc.oid = h.inhparent
               join pg_catalog.pg_namespace hn on hn.oid = hc.relnamespace
              where h.inhrelid = c.oid and not c.relispartition order by h.inhseqno)::text[],
       array(select a.attname from pg_catalog.pg_attribute a
               join pg_catalog.pg_partitioned_table k on k.partrelid = a.attrelid
              where a.attrelid = c.oid and a.attnum > 0
                and (a.attnum = any (k.partattrs)
                     or k.partexprs::text ~ (':varattno ' || a.attnum || ' '))
              order by a.attnum)::text[],
       greatest(c.reltuples, 0)::bigint,
       case when c.relkind = 'r' then pg_catalog.pg_table_size(c.oid) else 0 end,
       c.oid::bigint
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_inherits i on i.inhrelid = c.oid and c.relispartition
  left join pg_catalog.pg_class p on p.oid = i.inhparent
  left join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
  left join pg_catalog.pg_class r
         on c.relispartition and r.oid = pg_catalog.pg_partition_root(c.oid)
  left join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
 where c.relkind in ('r', 'p', 'f')
   and c.relpersistence <> 't'
   and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'confiture')
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      and d.objid = c.oid and d.deptype = 'e')
 order by n.nspname collate "C", c.relname collate "C"
