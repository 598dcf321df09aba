-- Owners (NULL for the reading role itself), and privileges beyond and below the default.
with owned (classid, oid, sub, owner, acl, kind) as (
  select 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, 0, c.relowner, c.relacl,
         case c.relkind when 'S' then 's' else 'r' end
    from pg_catalog.pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
  union all
  select 'pg_catalog.pg_class'::pg_catalog.regclass, c.oid, a.attnum, c.relowner, a.attacl, 'c'
    from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
   where a.attacl is not null and a.attnum > 0
  union all
  select 'pg_catalog.pg_proc'::pg_catalog.regclass, p.oid, 0, p.proowner, p.proacl, 'f'
    from pg_catalog.pg_proc p
  union all
  select 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0, t.typowner, t.typacl, 'T'
    from pg_catalog.pg_type t
  union all
  select 'pg_catalog.pg_namespace'::pg_catalog.regclass, n.oid, 0, n.nspowner, n.nspacl, 'n'
    from pg_catalog.pg_namespace n
  union all
  select 'pg_catalog.pg_language'::pg_catalog.regclass, l.oid, 0, l.lanowner, l.lanacl, 'l'
    from pg_catalog.pg_language l
  union all
  select 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, w.oid, 0, w.fdwowner,
         w.fdwacl, 'F' from pg_catalog.pg_foreign_data_wrapper w
  union all
  select 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, s.oid, 0, s.srvowner, s.srvacl, 'S'
    from pg_catalog.pg_foreign_server s
  union all
  select 'pg_catalog.pg_collation'::pg_catalog.regclass, l.oid, 0, l.collowner, null, null
    from pg_catalog.pg_collation l
  union all
  select 'pg_catalog.pg_conversion'::pg_catalog.regclass, v.oid, 0, v.conowner, null, null
    from pg_catalog.pg_conversion v
  union all
  select 'pg_catalog.pg_operator'::pg_catalog.regclass, o.oid, 0, o.oprowner, null, null
    from pg_catalog.pg_operator o
  union all
  select 'pg_catalog.pg_opclass'::pg_catalog.regclass, o.oid, 0, o.opcowner, null, null
    from pg_catalog.pg_opclass o
  union all
  select 'pg_catalog.pg_opfamily'::pg_catalog.regclass, o.oid, 0, o.opfowner, null, null
    from pg_catalog.pg_opfamily o
  union all
  select 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, d.oid, 0, d.dictowner, null, null
    from pg_catalog.pg_ts_dict d
  union all
  select 'pg_catalog.pg_ts_config'::pg_catalog.regclass, g.oid, 0, g.cfgowner, null, null
    from pg_catalog.pg_ts_config g
  union all
  select 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, e.oid, 0, e.evtowner, null, null
    from pg_catalog.pg_event_trigger e
  union all
  select 'pg_catalog.pg_publication'::pg_catalog.regclass, p.oid, 0, p.pubowner, null, null
    from pg_catalog.pg_publication p
  union all
  select 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, s.oid, 0, s.stxowner, null, null
    from pg_catalog.pg_statistic_ext s
), named (classid, oid, sub, owner, reader, acl, usual) as (
  select o.classid, o.oid, o.sub, o.owner, r.rolname = current_user, o.acl,
         coalesce(pg_catalog.acldefault(o.kind::"char", o.owner), '{}')
    from owned o join pg_catalog.pg_roles r on r.oid = o.owner
   where o.oid >= 16384 or o.oid = 2200
), entries (classid, oid, sub, beyond, grantee, privilege, grantable) as (
  select x.classid, x.oid, x.sub, s.beyond,
         case when e.grantee = 0 then 'public'
              when e.grantee = x.owner and x.reader then 'current_user'
              else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(e.grantee)) end,
         pg_catalog.lower(e.privilege_type), e.is_grantable
    from named x
   cross join (values (true), (false)) s (beyond)
   cross join lateral pg_catalog.aclexplode(case when s.beyond then x.acl else x.usual end) e
   where x.acl is not null
     and not exists (
       select from pg_catalog.aclexplode(case when s.beyond then x.usual else x.acl end) u
        where u.grantee = e.grantee and u.privilege_type = e.privilege_type
          and u.is_grantable = e.is_grantable)
)
select x.classid::bigint, x.oid::bigint, x.sub,
       case when not x.reader and x.sub = 0
            then pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.owner)) end,
       (select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                          e.grantee, e.privilege, e.grantable)
                        order by e.grantee, e.privilege), '[]')::text
          from entries e
         where (e.classid, e.oid, e.sub) = (x.classid, x.oid, x.sub) and e.beyond),
       (select coalesce(pg_catalog.jsonb_agg(pg_catalog.jsonb_build_array(
                          e.grantee, e.privilege, e.grantable)
                        order by e.grantee, e.privilege), '[]')::text
          from entries e
         where (e.classid, e.oid, e.sub) = (x.classid, x.oid, x.sub) and not e.beyond)
  from named x
 where not (x.reader or x.sub > 0) or x.acl is not null
