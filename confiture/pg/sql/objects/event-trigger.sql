-- Event triggers.
select 'pg_catalog.pg_event_trigger'::pg_catalog.regclass::bigint, e.oid::bigint, 0,
       array[e.evtname]::text[],
       pg_catalog.quote_ident(e.evtname),
       pg_catalog.jsonb_build_object(
         'event', e.evtevent,
         'tags', coalesce((select pg_catalog.jsonb_agg(pg_catalog.quote_literal(g.tag)
                                                       order by g.place)
                             from pg_catalog.unnest(e.evttags)
                                  with ordinality g (tag, place)), '[]'),
         'function', pg_catalog.format('%I.%I', n.nspname, p.proname),
         'firing', case e.evtenabled when 'D' then 'disable' when 'R' then 'enable replica'
                                     when 'A' then 'enable always' else 'enable' end
       )::text
  from pg_catalog.pg_event_trigger e
  join pg_catalog.pg_proc p on p.oid = e.evtfoid
  join pg_catalog.pg_namespace n on n.oid = p.pronamespace
 where e.oid >= 16384
