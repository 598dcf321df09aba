-- Extended statistics.
select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::bigint, s.oid::bigint, 0,
       array[n.nspname, s.stxname]::text[],
       pg_catalog.format('%I.%I', n.nspname, s.stxname),
       pg_catalog.jsonb_build_object(
         'definition', pg_catalog.pg_get_statisticsobjdef(s.oid),
         'target', nullif(s.stxstattarget, -1)
       )::text
  from pg_catalog.pg_statistic_ext s
  join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
 where s.oid >= 16384
