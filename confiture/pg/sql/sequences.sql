-- Sequences that feed a column of the tables in $1: owned, identity, or named in its default.
with feeds (sequence, relid, attnum) as materialized (
  select d.objid, d.refobjid, d.refobjsubid
    from pg_catalog.pg_depend d
   where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
     and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
     and d.deptype in ('a', 'i') and d.refobjsubid > 0
  union
  select d.refobjid, f.adrelid, f.adnum
    from pg_catalog.pg_depend d
    join pg_catalog.pg_attrdef f on f.oid = d.objid
   where d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
     and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
)
select n.nspname, s.relname, tn.nspname, t.relname, a.attname, q.seqincrement,
       a.atttypid in ('pg_catalog.int2'::pg_catalog.regtype, 'pg_catalog.int4'::pg_catalog.regtype,
                      'pg_catalog.int8'::pg_catalog.regtype)
  from feeds f
  join pg_catalog.pg_class s on s.oid = f.sequence and s.relkind = 'S'
  join pg_catalog.pg_namespace n on n.oid = s.relnamespace
  join pg_catalog.pg_sequence q on q.seqrelid = s.oid
  join pg_catalog.pg_class t on t.oid = f.relid and t.relkind in ('r', 'p')
  join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = f.relid and a.attnum = f.attnum
 where t.oid = any ($1::bigint[]::oid[])
 order by 1, 2, 3, 4, 5
