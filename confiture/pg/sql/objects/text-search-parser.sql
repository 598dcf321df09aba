-- Parsers of text search.
select 'pg_catalog.pg_ts_parser'::pg_catalog.regclass::bigint, p.oid::bigint, 0,
       array[n.nspname, p.prsname]::text[],
       pg_catalog.format('%I.%I', n.nspname, p.prsname),
       pg_catalog.jsonb_build_object(
         'functions', (
           select pg_catalog.jsonb_agg(array[f.name, f.function::text] order by f.place)
             from (values (1, 'start', p.prsstart), (2, 'gettoken', p.prstoken),
                          (3, 'end', p.prsend), (4, 'lextypes', p.prslextype),
                          (5, 'headline', p.prsheadline)) f (place, name, function)
            where f.function <> 0)
       )::text
  from pg_catalog.pg_ts_parser p
  join pg_catalog.pg_namespace n on n.oid = p.prsnamespace
 where p.oid >= 16384
