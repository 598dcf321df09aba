-- Conversions between encodings.
select 'pg_catalog.pg_conversion'::pg_catalog.regclass::bigint, v.oid::bigint, 0,
       array[n.nspname, v.conname]::text[],
       pg_catalog.format('%I.%I', n.nspname, v.conname),
       pg_catalog.jsonb_build_object(
         'source', pg_catalog.pg_encoding_to_char(v.conforencoding),
         'target', pg_catalog.pg_encoding_to_char(v.contoencoding),
         'function', v.conproc::pg_catalog.regproc::text,
         'default', v.condefault
       )::text
  from pg_catalog.pg_conversion v
  join pg_catalog.pg_namespace n on n.oid = v.connamespace
 where v.oid >= 16384
