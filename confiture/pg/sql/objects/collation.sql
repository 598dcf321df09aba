-- Collations. Catalogs name and keep the locale of a provider in several ways, by version.
select 'pg_catalog.pg_collation'::pg_catalog.regclass::bigint, l.oid::bigint, 0,
       array[n.nspname, l.collname]::text[],
       pg_catalog.format('%I.%I', n.nspname, l.collname),
       pg_catalog.jsonb_build_object(
         'provider', case l.collprovider when 'i' then 'icu' when 'b' then 'builtin'
                                         else 'libc' end,
         'locale', case when l.collprovider <> 'c' then coalesce(
                             pg_catalog.to_jsonb(l) ->> 'colllocale',
                             pg_catalog.to_jsonb(l) ->> 'colliculocale') end,
         'lc_collate', case when l.collprovider = 'c' then l.collcollate end,
         'lc_ctype', case when l.collprovider = 'c' then l.collctype end,
         'rules', pg_catalog.to_jsonb(l) ->> 'collicurules',
         'deterministic', l.collisdeterministic
       )::text
  from pg_catalog.pg_collation l
  join pg_catalog.pg_namespace n on n.oid = l.collnamespace
 where l.oid >= 16384
