-- Composite types that are no table's.
select 'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.oid::bigint, 0,
       array[n.nspname, t.typname]::text[],
       pg_catalog.format('%I.%I', n.nspname, t.typname),
       pg_catalog.jsonb_build_object(
         'attributes', (
           select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                    'name', pg_catalog.quote_ident(a.attname),
                    'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
                    'collation', (select pg_catalog.format('%I.%I', ln.nspname, l.collname)
                                    from pg_catalog.pg_collation l
                                    join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
                                   where l.oid = a.attcollation
                                     and a.attcollation <> y.typcollation),
                    'comment', pg_catalog.col_description(a.attrelid, a.attnum))
                  order by a.attnum), '[]')
             from pg_catalog.pg_attribute a
             join pg_catalog.pg_type y on y.oid = a.atttypid
            where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped)
       )::text
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  join pg_catalog.pg_class c on c.oid = t.typrelid
 where t.typtype = 'c' and c.relkind = 'c' and t.oid >= 16384
