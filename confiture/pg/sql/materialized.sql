-- Materialized views that users made, each after those that it reads, also through views.
with recursive reads (view, relation) as (
  select w.ev_class, d.refobjid
    from pg_catalog.pg_rewrite w
    join pg_catalog.pg_depend d on d.objid = w.oid
     and d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
     and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
     and d.refobjid <> w.ev_class
    join pg_catalog.pg_class c on c.oid = d.refobjid and c.relkind in ('v', 'm')
), below (top, relation, depth) as (
  select c.oid, c.oid, 0 from pg_catalog.pg_class c where c.relkind = 'm'
  union
  select b.top, r.relation, b.depth + 1 from below b join reads r on r.view = b.relation
)
select n.nspname, c.relname
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where c.relkind = 'm'
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      and d.objid = c.oid and d.deptype = 'e')
 order by (select pg_catalog.max(b.depth) from below b where b.top = c.oid), c.oid
