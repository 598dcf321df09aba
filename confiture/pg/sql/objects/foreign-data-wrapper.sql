-- Foreign-data wrappers.
select 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass::bigint, w.oid::bigint, 0,
       array[w.fdwname]::text[], pg_catalog.quote_ident(w.fdwname),
       pg_catalog.jsonb_build_object(
         'handler', (select pg_catalog.format('%I.%I', n.nspname, p.proname)
                       from pg_catalog.pg_proc p
                       join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                      where p.oid = w.fdwhandler),
         'validator', (select pg_catalog.format('%I.%I', n.nspname, p.proname)
                         from pg_catalog.pg_proc p
                         join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                        where p.oid = w.fdwvalidator),
         'options', (select coalesce(pg_catalog.jsonb_agg(
                              array[pg_catalog.quote_ident(o.option_name), o.option_value]
                              order by o.option_name), '[]')
                       from pg_catalog.pg_options_to_table(w.fdwoptions) o)
       )::text
  from pg_catalog.pg_foreign_data_wrapper w
 where w.oid >= 16384
