-- Extensions, but for those of initdb.
select 'pg_catalog.pg_extension'::pg_catalog.regclass::bigint, e.oid::bigint, 0,
       array[e.extname]::text[], pg_catalog.quote_ident(e.extname),
       pg_catalog.jsonb_build_object(
         'schema', pg_catalog.quote_ident(n.nspname),
         -- None where it is what the server makes without a word.
         'version', nullif(e.extversion, a.default_version),
         'relocatable', e.extrelocatable
       )::text
  from pg_catalog.pg_extension e
  join pg_catalog.pg_namespace n on n.oid = e.extnamespace
  left join pg_catalog.pg_available_extensions a on a.name = e.extname
 where e.oid >= 16384
