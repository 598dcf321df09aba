-- Families of operators.
select 'pg_catalog.pg_opfamily'::pg_catalog.regclass::bigint, f.oid::bigint, 0,
       array[n.nspname, f.opfname, m.amname]::text[],
       pg_catalog.format('%I.%I using %I', n.nspname, f.opfname, m.amname),
       pg_catalog.jsonb_build_object(
         'members', (
           select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_object(
                    'place', x.place, 'definition', x.definition) order by x.place), '[]')
             from (
               select pg_catalog.format(
                        'operator %s (%s, %s)', o.amopstrategy,
                        pg_catalog.format_type(o.amoplefttype, null),
                        pg_catalog.format_type(o.amoprighttype, null)),
                      pg_catalog.format(
                        'operator %s %s%s', o.amopstrategy,
                        o.amopopr::pg_catalog.regoperator,
                        (select pg_catalog.format(' for order by %I.%I', sn.nspname, s.opfname)
                           from pg_catalog.pg_opfamily s
                           join pg_catalog.pg_namespace sn on sn.oid = s.opfnamespace
                          where s.oid = o.amopsortfamily))
                 from pg_catalog.pg_amop o
                 join pg_catalog.pg_depend d
                   on d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass and d.objid = o.oid
                  and d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass
                  and d.refobjid = f.oid
                where o.amopfamily = f.oid
               union all
               select pg_catalog.format(
                        'function %s (%s, %s)', p.amprocnum,
                        pg_catalog.format_type(p.amproclefttype, null),
                        pg_catalog.format_type(p.amprocrighttype, null)),
                      pg_catalog.format(
                        'function %s (%s, %s) %s', p.amprocnum,
                        pg_catalog.format_type(p.amproclefttype, null),
                        pg_catalog.format_type(p.amprocrighttype, null),
                        p.amproc::pg_catalog.regprocedure)
                 from pg_catalog.pg_amproc p
                 join pg_catalog.pg_depend d
                   on d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass
                  and d.objid = p.oid
                  and d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass
                  and d.refobjid = f.oid
                where p.amprocfamily = f.oid
             ) x (place, definition))
       )::text
  from pg_catalog.pg_opfamily f
  join pg_catalog.pg_namespace n on n.oid = f.opfnamespace
  join pg_catalog.pg_am m on m.oid = f.opfmethod
 where f.oid >= 16384
