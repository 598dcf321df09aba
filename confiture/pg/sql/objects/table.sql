-- Tables, partitioned and foreign ones among them.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'relkind', c.relkind,
         'unlogged', c.relpersistence = 'u',
         'options', coalesce(pg_catalog.to_jsonb(c.reloptions), '[]'),
         'toast_options', coalesce((select pg_catalog.to_jsonb(t.reloptions)
                                      from pg_catalog.pg_class t where t.oid = c.reltoastrelid),
                                   '[]'),
         'access_method', (select m.amname from pg_catalog.pg_am m
                            where m.oid = c.relam and m.amname <> 'heap'),
         'tablespace', (select pg_catalog.quote_ident(s.spcname)
                          from pg_catalog.pg_tablespace s where s.oid = c.reltablespace),
         'row_type', case when c.reloftype <> 0
                          then pg_catalog.format_type(c.reloftype, null) end,
         'inherits', (select coalesce(pg_catalog.jsonb_agg(
                               array[pn.nspname, p.relname] order by h.inhseqno), '[]')
                        from pg_catalog.pg_inherits h
                        join pg_catalog.pg_class p on p.oid = h.inhparent
                        join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
                       where h.inhrelid = c.oid and not c.relispartition),
         'partition_key', pg_catalog.pg_get_partkeydef(c.oid),
         'row_security', c.relrowsecurity,
         'row_security_forced', c.relforcerowsecurity,
         'replica_identity', case when c.relkind = 'f' then 'default' else case c.relreplident
                               when 'n' then 'nothing' when 'f' then 'full'
                               when 'i' then 'index' else 'default' end end,
         'server', pg_catalog.quote_ident(s.srvname),
         'server_options', (select coalesce(pg_catalog.jsonb_agg(
                                     array[pg_catalog.quote_ident(o.option_name), o.option_value]
                                     order by o.option_name), '[]')
                              from pg_catalog.pg_options_to_table(f.ftoptions) o)
       )::text
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_foreign_table f on f.ftrelid = c.oid
  left join pg_catalog.pg_foreign_server s on s.oid = f.ftserver
 where c.relkind in ('r', 'p', 'f') and c.oid >= 16384 and c.relpersistence <> 't'
