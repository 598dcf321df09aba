-- Classes of operators, with the members that are theirs and not only their family's.
select 'pg_catalog.pg_opclass'::pg_catalog.regclass::bigint, c.oid::bigint, 0,
       array[n.nspname, c.opcname, m.amname]::text[],
       pg_catalog.format('%I.%I using %I', n.nspname, c.opcname, m.amname),
       pg_catalog.jsonb_build_object(
         'name', pg_catalog.format('%I.%I', n.nspname, c.opcname),
         'default', c.opcdefault,
         'type', pg_catalog.format_type(c.opcintype, null),
         'method', pg_catalog.quote_ident(m.amname),
         'family', pg_catalog.format('%I.%I', fn.nspname, f.opfname),
         'storage', pg_catalog.format_type(nullif(c.opckeytype, 0), null),
         'members', (
           select coalesce(pg_catalog.jsonb_agg(x.definition order by x.kind, x.number,
                                                x.definition), '[]')
             from (
               select 'o', o.amopstrategy, pg_catalog.format(
                        'operator %s %s%s', o.amopstrategy,
                        o.amopopr::pg_catalog.regoperator,
                        (select pg_catalog.format(' for order by %I.%I', sn.nspname, s.opfname)
                           from pg_catalog.pg_opfamily s
                           join pg_catalog.pg_namespace sn on sn.oid = s.opfnamespace
                          where s.oid = o.amopsortfamily))
                 from pg_catalog.pg_amop o
                 join pg_catalog.pg_depend d
                   on d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass and d.objid = o.oid
                  and d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
                where d.refobjid = c.oid
               union all
               select 'p', p.amprocnum, pg_catalog.format(
                        'function %s (%s, %s) %s', p.amprocnum,
                        pg_catalog.format_type(p.amproclefttype, null),
                        pg_catalog.format_type(p.amprocrighttype, null),
                        p.amproc::pg_catalog.regprocedure)
                 from pg_catalog.pg_amproc p
                 join pg_catalog.pg_depend d
                   on d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass
                  and d.objid = p.oid
                  and d.refclassid = 'pg_catalog.pg_opclass'::pg_catalog.regclass
                where d.refobjid = c.oid
             ) x (kind, number, definition))
       )::text
  from pg_catalog.pg_opclass c
  join pg_catalog.pg_namespace n on n.oid = c.opcnamespace
  join pg_catalog.pg_am m on m.oid = c.opcmethod
  join pg_catalog.pg_opfamily f on f.oid = c.opcfamily
  join pg_catalog.pg_namespace fn on fn.oid = f.opfnamespace
 where c.oid >= 16384
