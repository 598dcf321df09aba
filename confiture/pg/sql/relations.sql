-- Every relation of users with its storage, the table that an index is of, how often this
-- transaction has read it whole so far, and the columns, with their types, of what has rows or is
-- the type of a column.
select c.oid::int8, pg_catalog.format('%I.%I', n.nspname, c.relname),
       case c.relkind
         when 'r' then 'table' when 'p' then 'table' when 'i' then 'index' when 'I' then 'index'
         when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
         when 'f' then 'foreign table' else 'type'
       end,
       c.relfilenode::int8, coalesce(i.indrelid, 0)::int8,
       case when c.relkind in ('r', 'm') then pg_catalog.pg_stat_get_xact_numscans(c.oid) else 0 end,
       case when c.relkind in ('r', 'p', 'm') or exists (
           select from pg_catalog.pg_attribute u
             join pg_catalog.pg_class uc on uc.oid = u.attrelid and uc.relkind in ('r', 'p', 'm')
            where c.relkind = 'c' and not u.attisdropped
              and u.atttypid in (c.reltype, (select y.typarray from pg_catalog.pg_type y
                                              where y.oid = c.reltype)))
         then (select coalesce(pg_catalog.jsonb_object_agg(a.attnum, array[
                        a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)]), '{}')
                 from pg_catalog.pg_attribute a
                where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) end
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_index i on i.indexrelid = c.oid
where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'confiture')
  and n.nspname not like 'pg\_temp\_%' and n.nspname not like 'pg\_toast\_temp\_%'
