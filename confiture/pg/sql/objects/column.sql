-- Columns of tables.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, a.attnum::int,
       array[n.nspname, c.relname, a.attname]::text[],
       pg_catalog.quote_ident(a.attname),
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('%I.%I', n.nspname, c.relname),
         'foreign', c.relkind = 'f',
         'typed', c.reloftype <> 0,
         'position', a.attnum,
         'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
         'collation', (select pg_catalog.format('%I.%I', ln.nspname, l.collname)
                         from pg_catalog.pg_collation l
                         join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
                        where l.oid = a.attcollation and a.attcollation <> t.typcollation),
         'not_null', a.attnotnull,
         'not_null_name', nn.name,
         'not_null_constraint', nn.whole_name,
         'not_null_taken', coalesce(nn.taken, false),
         'not_null_own', coalesce(nn.own, true),
         'not_null_inherited', a.attnotnull and exists (
           select from pg_catalog.pg_inherits h
             join pg_catalog.pg_attribute p on p.attrelid = h.inhparent and p.attnotnull
            where h.inhrelid = a.attrelid and p.attname = a.attname),
         'not_null_local', coalesce(nn.local, false),
         'not_null_unproven', coalesce(nn.unproven, false),
         'own', a.attislocal,
         'inherited', a.attinhcount > 0,
         'parent_tables', (
           select coalesce(pg_catalog.jsonb_agg(array[pn.nspname, p.relname]), '[]')
             from pg_catalog.pg_inherits h
             join pg_catalog.pg_class p on p.oid = h.inhparent
             join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
             join pg_catalog.pg_attribute pa on pa.attrelid = p.oid and pa.attname = a.attname
            where h.inhrelid = c.oid and a.attinhcount > 0),
         'identity', case a.attidentity when 'a' then 'always' when 'd' then 'by default' end,
         'sequence', (
           select pg_catalog.jsonb_build_object(
                    'name', pg_catalog.format('%I.%I', qn.nspname, qc.relname),
                    'path', array[qn.nspname, qc.relname],
                    'type', case when q.seqtypid <> a.atttypid
                                 then pg_catalog.format_type(q.seqtypid, null) end,
                    'start', q.seqstart, 'increment', q.seqincrement, 'least', q.seqmin,
                    'most', q.seqmax, 'cache', q.seqcache, 'cycle', q.seqcycle)
             from pg_catalog.pg_depend d
             join pg_catalog.pg_sequence q on q.seqrelid = d.objid
             join pg_catalog.pg_class qc on qc.oid = q.seqrelid
             join pg_catalog.pg_namespace qn on qn.oid = qc.relnamespace
            where a.attidentity <> '' and d.deptype = 'i'
              and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
              and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
              and d.refobjid = a.attrelid and d.refobjsubid = a.attnum),
         'generated', case a.attgenerated when 's' then 'stored' when 'v' then 'virtual' end,
         'expression', case when a.attgenerated <> ''
                            then pg_catalog.pg_get_expr(f.adbin, f.adrelid) end,
         'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
         'storage', case when a.attstorage <> t.typstorage then
           case a.attstorage when 'p' then 'plain' when 'e' then 'external'
                             when 'm' then 'main' else 'extended' end end,
         'usual_storage', case t.typstorage when 'p' then 'plain' when 'e' then 'external'
                                            when 'm' then 'main' else 'extended' end,
         'statistics', nullif(a.attstattarget, -1),
         'options', coalesce(pg_catalog.to_jsonb(a.attoptions), '[]'),
         'server_options', (select coalesce(pg_catalog.jsonb_agg(
                                     array[pg_catalog.quote_ident(o.option_name), o.option_value]
                                     order by o.option_name), '[]')
                              from pg_catalog.pg_options_to_table(a.attfdwoptions) o)
       )::text
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_type t on t.oid = a.atttypid
  left join pg_catalog.pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
  left join lateral (
    -- The name where it is not the one that the server would choose.
    select case when k.conname <> c.relname || '_' || a.attname || '_not_null'
                then pg_catalog.quote_ident(k.conname) end,
           k.connoinherit, not k.convalidated, k.conname, k.conislocal,
           exists (select from pg_catalog.pg_constraint o
                    where o.conname = k.conname and o.connamespace = k.connamespace
                      and o.conrelid <> k.conrelid)
      from pg_catalog.pg_constraint k
     where k.contype = 'n' and k.conrelid = a.attrelid and k.conkey[1] = a.attnum
  ) nn (name, local, unproven, whole_name, own, taken) on true
 where c.relkind in ('r', 'p', 'f') and c.oid >= 16384 and c.relpersistence <> 't'
   and a.attnum > 0 and not a.attisdropped
 order by a.attrelid, a.attnum
