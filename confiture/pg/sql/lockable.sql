-- The relations $1 (as SQL spells them, each with the mode $2) in the order in which they are
-- locked, and how: `lock` by LOCK TABLE, `owner` by naming the owner again, null not at all.
--
-- Views come before the tables that they read, and parents before their children, because queries
-- lock them so. A view that reads another is nearly always younger than that one.
with recursive wanted as (
  select w.name, pg_catalog.to_regclass(w.name)::oid as oid, w.mode
  from unnest($1::text[], $2::text[]) as w (name, mode)
), above (oid, ancestor, depth) as (
  select w.oid, w.oid, 0 from wanted w
  union all
  select a.oid, i.inhparent, a.depth + 1
  from above a join pg_catalog.pg_inherits i on i.inhrelid = a.ancestor
), known as (
  select w.name, w.mode, c.oid::int8 as oid, c.relkind,
         pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as spelt,
         pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(c.relowner)) as owner,
         pg_catalog.pg_has_role(c.relowner, 'usage') as owned, c.relkind in ('v', 'm') as reads,
         case when w.mode = 'ACCESS SHARE' then pg_catalog.has_table_privilege(c.oid, 'select')
              else pg_catalog.has_table_privilege(c.oid, 'update, delete, truncate') end as allowed,
         (select max(a.depth) from above a where a.oid = w.oid) as depth
  from wanted w
  left join pg_catalog.pg_class c on c.oid = w.oid
  left join pg_catalog.pg_namespace n on n.oid = c.relnamespace
)
select k.name, k.spelt, k.mode, k.owner,
       case
         when k.relkind in ('r', 'p') and k.allowed then 'lock'
         -- No mode that ALTER gives a sequence lets its readers in and keeps nextval out.
         when k.relkind = 'S' and k.owned
              and k.mode in ('SHARE ROW EXCLUSIVE', 'EXCLUSIVE', 'ACCESS EXCLUSIVE') then 'owner'
         when k.relkind in ('r', 'p', 'v', 'm', 'f') and k.owned and k.mode = 'ACCESS EXCLUSIVE'
              then 'owner'
       end
from known k
order by k.reads desc, k.depth, case when k.reads then -k.oid else k.oid end
