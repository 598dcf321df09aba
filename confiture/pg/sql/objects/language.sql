-- Procedural languages.
select 'pg_catalog.pg_language'::pg_catalog.regclass::bigint, l.oid::bigint, 0,
       array[l.lanname]::text[], pg_catalog.quote_ident(l.lanname),
       pg_catalog.jsonb_build_object(
         'trusted', l.lanpltrusted,
         'handler', (select pg_catalog.format('%I.%I', n.nspname, p.proname)
                       from pg_catalog.pg_proc p
                       join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                      where p.oid = l.lanplcallfoid),
         'inline', (select pg_catalog.format('%I.%I', n.nspname, p.proname)
                      from pg_catalog.pg_proc p
                      join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                     where p.oid = l.laninline),
         'validator', (select pg_catalog.format('%I.%I', n.nspname, p.proname)
                         from pg_catalog.pg_proc p
                         join pg_catalog.pg_namespace n on n.oid = p.pronamespace
                        where p.oid = l.lanvalidator)
       )::text
  from pg_catalog.pg_language l
 where l.oid >= 16384 and l.lanispl
