-- Check constraints of domains.
select 'pg_catalog.pg_constraint'::pg_catalog.regclass::bigint, k.oid::bigint, 0,
       array[n.nspname, t.typname, k.conname]::text[],
       pg_catalog.quote_ident(k.conname),
       pg_catalog.jsonb_build_object(
         'domain', pg_catalog.format('%I.%I', n.nspname, t.typname),
         'definition', pg_catalog.regexp_replace(pg_catalog.pg_get_constraintdef(k.oid),
                                                 ' NOT VALID$', ''),
         'unproven', not k.convalidated
       )::text
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_type t on t.oid = k.contypid
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
 where k.contype = 'c' and t.oid >= 16384
