-- Sequences that feed a column of the tables in $1: owned, identity, or named in its default.
select distinct n.nspname, s.relname, tn.nspname, t.relname, a.attname, q.seqincrement
  from pg_catalog.pg_class s
  join pg_catalog.pg_namespace n on n.oid = s.relnamespace
  join pg_catalog.pg_sequence q on q.seqrelid = s.oid
  join lateral (
    select d.refobjid as relid, d.refobjsubid as attnum
      from pg_catalog.pg_depend d
     where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = s.oid
       and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
       and d.deptype in ('a', 'i') and d.refobjsubid > 0
    union
    select f.adrelid, f.adnum
      from pg_catalog.pg_depend d
      join pg_catalog.pg_attrdef f on f.oid = d.objid
     where d.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass
       and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjid = s.oid
  ) feeds on true
  join pg_catalog.pg_class t on t.oid = feeds.relid
  join pg_catalog.pg_namespace tn on tn.oid = t.relnamespace
  join pg_catalog.pg_attribute a on a.attrelid = feeds.relid and a.attnum = feeds.attnum
 where s.relkind = 'S' and t.oid = any ($1::bigint[]::oid[]) and t.relkind in ('r', 'p')
 order by 1, 2, 3, 4, 5
