-- Dictionaries of text search.
select 'pg_catalog.pg_ts_dict'::pg_catalog.regclass::bigint, d.oid::bigint, 0,
       array[n.nspname, d.dictname]::text[],
       pg_catalog.format('%I.%I', n.nspname, d.dictname),
       pg_catalog.jsonb_build_object(
         'template', pg_catalog.format('%I.%I', tn.nspname, t.tmplname),
         'options', d.dictinitoption
       )::text
  from pg_catalog.pg_ts_dict d
  join pg_catalog.pg_namespace n on n.oid = d.dictnamespace
  join pg_catalog.pg_ts_template t on t.oid = d.dicttemplate
  join pg_catalog.pg_namespace tn on tn.oid = t.tmplnamespace
 where d.oid >= 16384
