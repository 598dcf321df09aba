-- Templates of dictionaries of text search.
select 'pg_catalog.pg_ts_template'::pg_catalog.regclass::bigint, t.oid::bigint, 0,
       array[n.nspname, t.tmplname]::text[],
       pg_catalog.format('%I.%I', n.nspname, t.tmplname),
       pg_catalog.jsonb_build_object(
         'functions', (
           select pg_catalog.jsonb_agg(array[f.name, f.function::text] order by f.place)
             from (values (1, 'init', t.tmplinit), (2, 'lexize', t.tmpllexize))
                  f (place, name, function)
            where f.function <> 0)
       )::text
  from pg_catalog.pg_ts_template t
  join pg_catalog.pg_namespace n on n.oid = t.tmplnamespace
 where t.oid >= 16384
