-- Every object that users may have made, and how PostgreSQL itself calls it. The reader takes away
-- those that a kind has found, or that stand for another one; no kind models what is left.
-- Large objects and the settings of parameters are no part of a schema.
with present (classid, oid) as (
  select 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid
    from pg_catalog.pg_class c
   where c.relkind in ('r', 'p', 'f', 'v', 'm', 'S', 'i', 'I') and c.relpersistence <> 't'
     and c.relnamespace <> 'pg_toast'::pg_catalog.regnamespace
  union all
  select 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid from pg_catalog.pg_type t
  union all
  select 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid from pg_catalog.pg_proc p
  union all
  select 'pg_catalog.pg_constraint'::pg_catalog.regclass, k.oid from pg_catalog.pg_constraint k
  union all
  select 'pg_catalog.pg_attrdef'::pg_catalog.regclass, f.oid from pg_catalog.pg_attrdef f
  union all
  select 'pg_catalog.pg_rewrite'::pg_catalog.regclass, w.oid from pg_catalog.pg_rewrite w
  union all
  select 'pg_catalog.pg_trigger'::pg_catalog.regclass, t.oid from pg_catalog.pg_trigger t
  union all
  select 'pg_catalog.pg_policy'::pg_catalog.regclass, p.oid from pg_catalog.pg_policy p
  union all
  select 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid from pg_catalog.pg_namespace n
   where n.nspname !~ '^pg_'
  union all
  select 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid from pg_catalog.pg_operator o
   where o.oprcode <> 0
  union all
  select 'pg_catalog.pg_opclass'::pg_catalog.regclass, o.oid from pg_catalog.pg_opclass o
  union all
  select 'pg_catalog.pg_opfamily'::pg_catalog.regclass, o.oid from pg_catalog.pg_opfamily o
  union all
  select 'pg_catalog.pg_am'::pg_catalog.regclass, m.oid from pg_catalog.pg_am m
  union all
  select 'pg_catalog.pg_cast'::pg_catalog.regclass, c.oid from pg_catalog.pg_cast c
  union all
  select 'pg_catalog.pg_collation'::pg_catalog.regclass, c.oid from pg_catalog.pg_collation c
  union all
  select 'pg_catalog.pg_conversion'::pg_catalog.regclass, c.oid from pg_catalog.pg_conversion c
  union all
  select 'pg_catalog.pg_language'::pg_catalog.regclass, l.oid from pg_catalog.pg_language l
  union all
  select 'pg_catalog.pg_transform'::pg_catalog.regclass, t.oid from pg_catalog.pg_transform t
  union all
  select 'pg_catalog.pg_extension'::pg_catalog.regclass, e.oid from pg_catalog.pg_extension e
  union all
  select 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, e.oid
    from pg_catalog.pg_event_trigger e
  union all
  select 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, w.oid
    from pg_catalog.pg_foreign_data_wrapper w
  union all
  select 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid
    from pg_catalog.pg_foreign_server s
  union all
  select 'pg_catalog.pg_user_mapping'::pg_catalog.regclass, m.umid
    from pg_catalog.pg_user_mappings m
  union all
  select 'pg_catalog.pg_default_acl'::pg_catalog.regclass, d.oid from pg_catalog.pg_default_acl d
  union all
  select 'pg_catalog.pg_publication'::pg_catalog.regclass, p.oid from pg_catalog.pg_publication p
  union all
  select 'pg_catalog.pg_publication_rel'::pg_catalog.regclass, r.oid
    from pg_catalog.pg_publication_rel r
  union all
  select 'pg_catalog.pg_publication_namespace'::pg_catalog.regclass, r.oid
    from pg_catalog.pg_publication_namespace r
  union all
  select 'pg_catalog.pg_subscription'::pg_catalog.regclass, s.oid
    from pg_catalog.pg_subscription s
    join pg_catalog.pg_database d on d.oid = s.subdbid and d.datname = current_database()
  union all
  select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid
    from pg_catalog.pg_statistic_ext s
  union all
  select 'pg_catalog.pg_ts_config'::pg_catalog.regclass, c.oid from pg_catalog.pg_ts_config c
  union all
  select 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, d.oid from pg_catalog.pg_ts_dict d
  union all
  select 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, p.oid from pg_catalog.pg_ts_parser p
  union all
  select 'pg_catalog.pg_ts_template'::pg_catalog.regclass, t.oid from pg_catalog.pg_ts_template t
)
select p.classid::bigint, p.oid::bigint, i.type || ' ' || i.identity
  from present p
 cross join lateral pg_catalog.pg_identify_object(p.classid, p.oid, 0) i
 where p.oid >= 16384 and i.identity is not null
   and coalesce(i.schema, '') !~ '^pg_(temp|toast)'
   -- What PostgreSQL makes along with another object, as ranges bring casts and partitions
   -- have triggers of their parents.
   and not exists (select from pg_catalog.pg_depend d
                    where d.classid = p.classid and d.objid = p.oid
                      and d.deptype in ('i', 'P', 'S'))
   -- Parts of temporary tables; a default is told as `for` its column.
   and i.identity !~ ' (on|for) pg_temp'
union all
select 0, 0, 'security label of ' || l.provider || ' on ' || l.objtype || ' ' || l.objname
  from pg_catalog.pg_seclabels l
 where l.objtype not in ('role', 'database', 'tablespace', 'large object')
