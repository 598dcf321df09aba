-- Materialized views; their indexes are objects of their own.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'options', coalesce(pg_catalog.to_jsonb(c.reloptions), '[]'),
         'toast_options', coalesce((select pg_catalog.to_jsonb(t.reloptions)
                                      from pg_catalog.pg_class t where t.oid = c.reltoastrelid),
                                   '[]'),
         'access_method', (select pg_catalog.quote_ident(m.amname) from pg_catalog.pg_am m
                            where m.oid = c.relam and m.amname <> 'heap'),
         'tablespace', (select pg_catalog.quote_ident(s.spcname)
                          from pg_catalog.pg_tablespace s where s.oid = c.reltablespace),
         'definition', pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' \n;'),
         'populated', c.relispopulated
       )::text
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'm' and c.oid >= 16384
