-- Schemas that publications name.
select 'pg_catalog.pg_publication_namespace'::pg_catalog.regclass::bigint, r.oid::bigint, 0,
       array[p.pubname, n.nspname]::text[],
       pg_catalog.quote_ident(n.nspname),
       pg_catalog.jsonb_build_object('publication', pg_catalog.quote_ident(p.pubname))::text
  from pg_catalog.pg_publication_namespace r
  join pg_catalog.pg_publication p on p.oid = r.pnpubid
  join pg_catalog.pg_namespace n on n.oid = r.pnnspid
 where r.oid >= 16384
