-- Views.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'options', coalesce(pg_catalog.to_jsonb(c.reloptions), '[]'),
         'columns', (select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                                       a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                                       a.attcollation::pg_catalog.regcollation::text)
                                     order by a.attnum), '[]')
                       from pg_catalog.pg_attribute a
                      where a.attrelid = c.oid and a.attnum > 0),
         'definition', pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' \n;')
       )::text
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'v' and c.oid >= 16384 and c.relpersistence <> 't'
