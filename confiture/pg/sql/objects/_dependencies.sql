-- Which object needs which, and how (see pg_depend).
select d.classid::bigint, d.objid::bigint, d.objsubid,
       d.refclassid::bigint, d.refobjid::bigint, d.refobjsubid, d.deptype::text
  from pg_catalog.pg_depend d
 where d.objid >= 16384 and (d.refobjid >= 16384 or d.refobjid = 2200) and d.deptype not in ('e', 'x')
   -- A sequence outlives the column that owns it: see sequence.sql and sequence-owner.sql.
   and not (d.deptype = 'a' and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0
            and d.objid in (select c.oid from pg_catalog.pg_class c where c.relkind = 'S'))
   -- A child outlives its parent: see inheritance.sql.
   and not (d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objsubid = 0
            and d.refclassid = d.classid and d.refobjsubid = 0
            and exists (select from pg_catalog.pg_inherits h
                          join pg_catalog.pg_class c on c.oid = h.inhrelid and c.relkind in ('r', 'f')
                         where not c.relispartition
                           and h.inhrelid = d.objid and h.inhparent = d.refobjid))
union all  -- see extension-dependence.sql
select -d.classid::bigint, d.objid::bigint, d.refobjid::bigint,
       x.classid::bigint, x.objid::bigint, x.objsubid, x.deptype
  from pg_catalog.pg_depend d
 cross join lateral (
    values (d.classid, d.objid, d.objsubid, 'a'), (d.refclassid, d.refobjid, d.refobjsubid, 'n')
  ) x (classid, objid, objsubid, deptype)
 where d.deptype = 'x' and d.objid >= 16384
