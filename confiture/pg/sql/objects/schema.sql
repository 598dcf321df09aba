-- Schemas. `public` is there from the beginning.
select 'pg_catalog.pg_namespace'::pg_catalog.regclass::bigint, n.oid::bigint, 0,
       array[n.nspname]::text[], pg_catalog.quote_ident(n.nspname),
       '{}'
  from pg_catalog.pg_namespace n
 where (n.oid >= 16384 or n.oid = 2200) and n.nspname !~ '^pg_'
