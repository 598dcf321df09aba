-- Extensions, but for those of initdb.
select 'pg_catalog.pg_extension'::pg_catalog.regclass::bigint, e.oid::bigint, 0,
       array[e.extname]::text[], pg_catalog.quote_ident(e.extname),
       pg_catalog.jsonb_build_object(
         'schema', pg_catalog.quote_ident(n.nspname),
         'version', e.extversion,
         'relocatable', e.extrelocatable
       )::text
  from pg_catalog.pg_extension e
  join pg_catalog.pg_namespace n on n.oid = e.extnamespace
 where e.oid >= 16384
