-- Range types.
select 'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.oid::bigint, 0,
       array[n.nspname, t.typname]::text[],
       pg_catalog.format('%I.%I', n.nspname, t.typname),
       pg_catalog.jsonb_build_object(
         'subtype', pg_catalog.format_type(r.rngsubtype, null),
         'operator_class', (select pg_catalog.format('%I.%I', pn.nspname, p.opcname)
                              from pg_catalog.pg_opclass p
                              join pg_catalog.pg_namespace pn on pn.oid = p.opcnamespace
                             where p.oid = r.rngsubopc and not p.opcdefault),
         'collation', (select pg_catalog.format('%I.%I', ln.nspname, l.collname)
                         from pg_catalog.pg_collation l
                         join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
                        where l.oid = r.rngcollation and r.rngcollation <> s.typcollation),
         'canonical', nullif(r.rngcanonical::pg_catalog.regproc::text, '-'),
         'difference', nullif(r.rngsubdiff::pg_catalog.regproc::text, '-'),
         'multirange', pg_catalog.format('%I.%I', mn.nspname, m.typname),
         'multirange_name', m.typname,
         'constructors', (
           select coalesce(pg_catalog.jsonb_agg(
                    array[p.oid::pg_catalog.regprocedure::text, p.proname] order by p.oid), '[]')
             from pg_catalog.pg_depend d
             join pg_catalog.pg_proc p on p.oid = d.objid
            where d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass and d.deptype = 'i'
              and d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
              and d.refobjid in (t.oid, m.oid))
       )::text
  from pg_catalog.pg_range r
  join pg_catalog.pg_type t on t.oid = r.rngtypid
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  join pg_catalog.pg_type s on s.oid = r.rngsubtype
  join pg_catalog.pg_type m on m.oid = r.rngmultitypid
  join pg_catalog.pg_namespace mn on mn.oid = m.typnamespace
 where t.oid >= 16384
