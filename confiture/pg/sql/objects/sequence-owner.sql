-- Which columns own which sequences. -1 stands for what pg_depend says of a sequence.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, -1,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'column', pg_catalog.format('%I.%I.%I', rn.nspname, r.relname, a.attname),
         'of_role', (select pg_catalog.quote_ident(o.rolname) from pg_catalog.pg_roles o
                   where o.oid = c.relowner and o.rolname <> current_user),
         'needs', pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('sequence', array[n.nspname, c.relname]),
           pg_catalog.jsonb_build_array(case r.relkind when 'v' then 'view' else 'table' end,
                                        array[rn.nspname, r.relname]),
           pg_catalog.jsonb_build_array('column', array[rn.nspname, r.relname, a.attname])),
         'goes_with', pg_catalog.jsonb_build_array(
           pg_catalog.jsonb_build_array('sequence', array[n.nspname, c.relname]))
       )::text
  from pg_catalog.pg_depend d
  join pg_catalog.pg_class c on c.oid = d.objid and c.relkind = 'S' and c.relpersistence <> 't'
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join pg_catalog.pg_class r on r.oid = d.refobjid
  join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
 where d.objid >= 16384 and d.deptype = 'a'
   and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
   and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
