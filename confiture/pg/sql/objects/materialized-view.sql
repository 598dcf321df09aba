-- Materialized views; their indexes are objects of their own.
with stored_rows (oid, path, type) as (
  select v.attrelid, array[n.nspname, r.relname, a.attname],
         pg_catalog.format_type(a.atttypid, a.atttypmod)
    from pg_catalog.pg_class m
    join pg_catalog.pg_attribute v on v.attrelid = m.oid and v.attnum > 0
    join pg_catalog.pg_type t on t.oid = v.atttypid
    join pg_catalog.pg_class r on r.reltype in (t.oid, t.typelem) and r.relkind in ('r', 'p', 'f')
    join pg_catalog.pg_namespace n on n.oid = r.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
   where m.relkind = 'm' and r.oid >= 16384
)
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'options', coalesce(pg_catalog.to_jsonb(c.reloptions), '[]'),
         'toast_options', coalesce((select pg_catalog.to_jsonb(t.reloptions)
                                      from pg_catalog.pg_class t where t.oid = c.reltoastrelid),
                                   '[]'),
         'access_method', (select pg_catalog.quote_ident(m.amname) from pg_catalog.pg_am m
                            where m.oid = c.relam and m.amname <> 'heap'),
         'tablespace', (select pg_catalog.quote_ident(s.spcname)
                          from pg_catalog.pg_tablespace s where s.oid = c.reltablespace),
         'definition', pg_catalog.btrim(pg_catalog.pg_get_viewdef(c.oid), E' \n;'),
         'populated', c.relispopulated,
         'rows', (select coalesce(pg_catalog.jsonb_agg(distinct s.path || s.type), '[]')
                    from stored_rows s where s.oid = c.oid),
         'needs', (select coalesce(pg_catalog.jsonb_agg(distinct
                                     pg_catalog.jsonb_build_array('column', s.path)), '[]')
                     from stored_rows s where s.oid = c.oid)
       )::text
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'm' and c.oid >= 16384
