-- Catalog rows that stand for (a part of) another row: of what, and which.
-- Members of an extension stand for it: what needs a type of citext needs the extension.
select d.classid::bigint, d.objid::bigint, 0,
       d.refclassid::bigint, d.refobjid::bigint, 0
  from pg_catalog.pg_depend d
 where d.deptype = 'e' and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
union all  -- the row type of a table or view
select 'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.oid::bigint, 0,
       'pg_catalog.pg_class'::pg_catalog.regclass::bigint, t.typrelid::bigint, 0
  from pg_catalog.pg_type t
  join pg_catalog.pg_class c on c.oid = t.typrelid and c.relkind <> 'c'
 where t.oid >= 16384
union all  -- the relation of a composite type
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, t.typrelid::bigint, 0,
       'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.oid::bigint, 0
  from pg_catalog.pg_type t
  join pg_catalog.pg_class c on c.oid = t.typrelid and c.relkind = 'c'
 where t.oid >= 16384
union all  -- arrays
select 'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.typarray::bigint, 0,
       'pg_catalog.pg_type'::pg_catalog.regclass::bigint, t.oid::bigint, 0
  from pg_catalog.pg_type t where t.oid >= 16384 and t.typarray <> 0
union all  -- the rule that makes a view
select 'pg_catalog.pg_rewrite'::pg_catalog.regclass::bigint, w.oid::bigint, 0,
       'pg_catalog.pg_class'::pg_catalog.regclass::bigint, w.ev_class::bigint, 0
  from pg_catalog.pg_rewrite w where w.oid >= 16384 and w.rulename = '_RETURN'
union all  -- the index of a key
select 'pg_catalog.pg_class'::pg_catalog.regclass::bigint, k.conindid::bigint, 0,
       'pg_catalog.pg_constraint'::pg_catalog.regclass::bigint, k.oid::bigint, 0
  from pg_catalog.pg_constraint k where k.oid >= 16384 and k.contype in ('p', 'u', 'x')
union all  -- NOT NULL of a domain or a column
select 'pg_catalog.pg_constraint'::pg_catalog.regclass::bigint, k.oid::bigint, 0,
       'pg_catalog.pg_type'::pg_catalog.regclass::bigint, k.contypid::bigint, 0
  from pg_catalog.pg_constraint k where k.contype = 'n' and k.contypid <> 0
union all
select 'pg_catalog.pg_constraint'::pg_catalog.regclass::bigint, k.oid::bigint, 0,
       'pg_catalog.pg_class'::pg_catalog.regclass::bigint, k.conrelid::bigint, k.conkey[1]::int
  from pg_catalog.pg_constraint k where k.contype = 'n' and k.conrelid <> 0
union all  -- the expression of a generated column
select 'pg_catalog.pg_attrdef'::pg_catalog.regclass::bigint, f.oid::bigint, 0,
       'pg_catalog.pg_class'::pg_catalog.regclass::bigint, f.adrelid::bigint, f.adnum::int
  from pg_catalog.pg_attrdef f
  join pg_catalog.pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum
 where a.attgenerated <> ''
union all  -- parts of operator families
select d.classid::bigint, d.objid::bigint, 0, d.refclassid::bigint, d.refobjid::bigint, 0
  from pg_catalog.pg_depend d
 where d.classid in ('pg_catalog.pg_amop'::pg_catalog.regclass,
                     'pg_catalog.pg_amproc'::pg_catalog.regclass)
   and d.refclassid in ('pg_catalog.pg_opclass'::pg_catalog.regclass,
                        'pg_catalog.pg_opfamily'::pg_catalog.regclass)
union all
select 'pg_catalog.pg_type'::pg_catalog.regclass::bigint, m.oid::bigint, 0,
       'pg_catalog.pg_type'::pg_catalog.regclass::bigint, r.rngtypid::bigint, 0
  from pg_catalog.pg_range r
  join pg_catalog.pg_type m on m.oid = r.rngmultitypid
 where r.rngtypid >= 16384
