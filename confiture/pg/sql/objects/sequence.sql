-- Sequences, but for those of identity columns. An owned one goes with its column, but can do
-- without it: see sequence-owner.
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.relname]::text[],
       pg_catalog.format('%I.%I', n.nspname, c.relname),
       pg_catalog.jsonb_build_object(
         'unlogged', c.relpersistence = 'u',
         'type', pg_catalog.format_type(q.seqtypid, null),
         'start', q.seqstart, 'increment', q.seqincrement, 'least', q.seqmin, 'most', q.seqmax,
         'cache', q.seqcache, 'cycle', q.seqcycle,
         'goes_with', (
           select coalesce(pg_catalog.jsonb_agg(
                    case when r.relkind = 'v' then
                      pg_catalog.jsonb_build_array('view', array[rn.nspname, r.relname])
                    else pg_catalog.jsonb_build_array(
                      'column', array[rn.nspname, r.relname, a.attname]) end), '[]')
             from pg_catalog.pg_depend d
             join pg_catalog.pg_class r on r.oid = d.refobjid
             join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace
             join pg_catalog.pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
              and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype = 'a')
       )::text
  from pg_catalog.pg_class c
  join pg_catalog.pg_sequence q on q.seqrelid = c.oid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.oid >= 16384 and c.relpersistence <> 't'
   and not exists (
     select from pg_catalog.pg_depend d
      where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype = 'i')
