-- Enumerations.
select 'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.oid::bigint, 0,
       array[n.nspname, t.typname]::text[],
       pg_catalog.format('%I.%I', n.nspname, t.typname),
       pg_catalog.jsonb_build_object(
         'labels', (select coalesce(pg_catalog.jsonb_agg(e.enumlabel order by e.enumsortorder),
                                    '[]')
                      from pg_catalog.pg_enum e where e.enumtypid = t.oid)
       )::text
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
 where t.typtype = 'e' and t.oid >= 16384
