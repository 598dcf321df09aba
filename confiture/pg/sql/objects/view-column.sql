-- Columns of views and materialized views.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, a.attnum::int,
       array[n.nspname, c.relname, a.attname]::text[],
       pg_catalog.quote_ident(a.attname),
       pg_catalog.jsonb_build_object(
         'view', pg_catalog.format('%I.%I', n.nspname, c.relname),
         'materialized', c.relkind = 'm',
         'storage', case a.attstorage when 'p' then 'plain' when 'e' then 'external'
                                      when 'm' then 'main' else 'extended' end,
         'usual_storage', case t.typstorage when 'p' then 'plain' when 'e' then 'external'
                                            when 'm' then 'main' else 'extended' end,
         'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
         'statistics', nullif(a.attstattarget, -1),
         'options', coalesce(pg_catalog.to_jsonb(a.attoptions), '[]'),
         'needs', stated.dependency,
         'goes_with', stated.dependency
       )::text
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_type t on t.oid = a.atttypid
 cross join lateral (
    select pg_catalog.jsonb_build_array(pg_catalog.jsonb_build_array(
             case c.relkind when 'm' then 'materialized-view' else 'view' end,
             array[n.nspname, c.relname]))
  ) stated (dependency)
 where c.relkind in ('v', 'm') and c.oid >= 16384 and c.relpersistence <> 't'
   and a.attnum > 0 and not a.attisdropped
