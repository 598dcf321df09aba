-- Defaults of columns; what generates a column is part of the column.
select 'pg_catalog.pg_attrdef'::pg_catalog.regclass::bigint, f.oid::bigint, 0,
       array[n.nspname, c.relname, a.attname]::text[],
       pg_catalog.quote_ident(a.attname),
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('%I.%I', n.nspname, c.relname),
         'relation', case c.relkind when 'f' then 'foreign table' when 'v' then 'view'
                                    else 'table' end,
         'own', a.attislocal,
         'expression', pg_catalog.pg_get_expr(f.adbin, f.adrelid),
         'volatile', exists (
           select from pg_catalog.regexp_matches(f.adbin::text, ':(?:op)?funcid (\d+)', 'g') m (id)
             join pg_catalog.pg_proc p on p.oid = m.id[1]::pg_catalog.oid
            where p.provolatile = 'v')
       )::text
  from pg_catalog.pg_attrdef f
  join pg_catalog.pg_class c on c.oid = f.adrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum
 where f.oid >= 16384 and a.attgenerated = '' and c.relpersistence <> 't'
