-- Publications.
select 'pg_catalog.pg_publication'::pg_catalog.regclass::bigint, p.oid::bigint, 0,
       array[p.pubname]::text[], pg_catalog.quote_ident(p.pubname),
       pg_catalog.jsonb_build_object(
         'all_tables', p.puballtables,
         'publish', pg_catalog.to_jsonb(pg_catalog.array_remove(array[
           case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
           case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end
         ], null)),
         'via_root', p.pubviaroot,
         'generated', case pg_catalog.to_jsonb(p) ->> 'pubgencols'
                        when 's' then 'stored' when 'n' then 'none' end
       )::text
  from pg_catalog.pg_publication p
 where p.oid >= 16384
