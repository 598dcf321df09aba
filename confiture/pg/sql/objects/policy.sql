-- Policies of row-level security.
select 'pg_catalog.pg_policy'::pg_catalog.regclass::bigint, y.oid::bigint, 0,
       array[n.nspname, c.relname, y.polname]::text[],
       pg_catalog.quote_ident(y.polname),
       pg_catalog.jsonb_build_object(
         'table', pg_catalog.format('%I.%I', n.nspname, c.relname),
         'permissive', y.polpermissive,
         'command', case y.polcmd when 'r' then 'select' when 'a' then 'insert'
                                  when 'w' then 'update' when 'd' then 'delete' else 'all' end,
         'roles', (select pg_catalog.jsonb_agg(r.name order by r.name)
                     from (select case u.oid when 0 then 'public' else
                                    pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(u.oid)) end
                             from pg_catalog.unnest(y.polroles) u (oid)) r (name)),
         'visible', pg_catalog.pg_get_expr(y.polqual, y.polrelid),
         'writable', pg_catalog.pg_get_expr(y.polwithcheck, y.polrelid)
       )::text
  from pg_catalog.pg_policy y
  join pg_catalog.pg_class c on c.oid = y.polrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
 where y.oid >= 16384
