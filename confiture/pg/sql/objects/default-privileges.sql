-- Default privileges, as the difference from what PostgreSQL gives: those of a schema add to it,
-- those of no schema replace it.
select 'pg_catalog.pg_default_acl'::pg_catalog.regclass::bigint, d.oid::bigint, 0,
       array[coalesce(n.nspname, ''), r.role, k.word]::text[], k.word,
       pg_catalog.jsonb_build_object(
         'of_role', r.role,
         'schema', pg_catalog.quote_ident(n.nspname),
         'granted', (
           select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(e)
                                              order by e.grantee, e.privilege), '[]')
             from pg_catalog.aclexplode(d.defaclacl) x
            cross join lateral (
              select case when x.grantee = 0 then 'public'
                          when x.grantee = d.defaclrole then r.role
                          else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(x.grantee)) end,
                     pg_catalog.lower(x.privilege_type), x.is_grantable
            ) e (grantee, privilege, grantable)
            where not exists (
              select from pg_catalog.aclexplode(u.usual) g
               where g.grantee = x.grantee and g.privilege_type = x.privilege_type
                 and g.is_grantable = x.is_grantable)),
         'revoked', (
           select coalesce(pg_catalog.jsonb_agg(pg_catalog.to_jsonb(e)
                                              order by e.grantee, e.privilege), '[]')
             from pg_catalog.aclexplode(u.usual) x
            cross join lateral (
              select case when x.grantee = 0 then 'public' else r.role end,
                     pg_catalog.lower(x.privilege_type), x.is_grantable
            ) e (grantee, privilege, grantable)
            where not exists (
              select from pg_catalog.aclexplode(d.defaclacl) g
               where g.grantee = x.grantee and g.privilege_type = x.privilege_type
                 and g.is_grantable = x.is_grantable))
       )::text
  from pg_catalog.pg_default_acl d
  left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace
 cross join lateral (
    select case when pg_catalog.pg_get_userbyid(d.defaclrole) = current_user then 'current_user'
                else pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(d.defaclrole)) end
  ) r (role)
 cross join lateral (
    select case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences'
                                when 'f' then 'functions' when 'T' then 'types'
                                when 'n' then 'schemas' when 'L' then 'large objects' end
  ) k (word)
 cross join lateral (
    -- acldefault calls sequences s.
    select case when d.defaclnamespace = 0
                then pg_catalog.acldefault(
                       (case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end)::"char",
                       d.defaclrole) end
  ) u (usual)
