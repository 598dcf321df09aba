-- Extended statistics. PostgreSQL prints columns as they stand in the table, which may be otherwise
-- elsewhere; here they are in the order of their names.
select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass::bigint, s.oid::bigint, 0,
       array[n.nspname, s.stxname]::text[],
       pg_catalog.format('%I.%I', n.nspname, s.stxname),
       pg_catalog.jsonb_build_object(
         'definition', pg_catalog.replace(
           pg_catalog.pg_get_statisticsobjdef(s.oid),
           ' ON ' || pg_catalog.pg_get_statisticsobjdef_columns(s.oid) || ' FROM ',
           ' ON ' || pg_catalog.concat_ws(', ',
             (select pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', '
                                           order by a.attname)
                from pg_catalog.pg_attribute a
               where a.attrelid = s.stxrelid and a.attnum = any (s.stxkeys)),
             pg_catalog.array_to_string(
               pg_catalog.pg_get_statisticsobjdef_expressions(s.oid), ', ')
           ) || ' FROM '),
         'target', nullif(s.stxstattarget, -1)
       )::text
  from pg_catalog.pg_statistic_ext s
  join pg_catalog.pg_namespace n on n.oid = s.stxnamespace
 where s.oid >= 16384
