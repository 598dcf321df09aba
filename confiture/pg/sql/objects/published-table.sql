-- Tables that publications name. The columns are in the order of their names, since a table's
-- columns may stand in another order elsewhere.
select 'pg_catalog.pg_publication_rel'::pg_catalog.regclass::bigint, r.oid::bigint, 0,
       array[p.pubname, n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'publication', pg_catalog.quote_ident(p.pubname),
         'columns', (select pg_catalog.jsonb_agg(pg_catalog.quote_ident(a.attname)
                                                 order by a.attname)
                       from pg_catalog.pg_attribute a
                      where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)),
         'filter', pg_catalog.pg_get_expr(r.prqual, r.prrelid)
       )::text
  from pg_catalog.pg_publication_rel r
  join pg_catalog.pg_publication p on p.oid = r.prpubid
  join pg_catalog.pg_class c on c.oid = r.prrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where r.oid >= 16384
