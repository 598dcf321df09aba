-- Transforms of types for languages.
select 'pg_catalog.pg_transform'::pg_catalog.regclass::bigint, f.oid::bigint, 0,
       array[pg_catalog.format_type(f.trftype, null), l.lanname]::text[],
       pg_catalog.format('for %s language %I', pg_catalog.format_type(f.trftype, null),
                         l.lanname),
       pg_catalog.jsonb_build_object(
         'from_sql', case when f.trffromsql <> 0
                          then f.trffromsql::pg_catalog.regprocedure::text end,
         'to_sql', case when f.trftosql <> 0 then f.trftosql::pg_catalog.regprocedure::text end
       )::text
  from pg_catalog.pg_transform f
  join pg_catalog.pg_language l on l.oid = f.trflang
 where f.oid >= 16384
