-- What depends on extensions by ALTER … DEPENDS ON EXTENSION. A negative catalog stands for the
-- dependence of an object of that catalog, and the place of the column for the extension.
select -d.classid::bigint, d.objid::bigint, d.refobjid::bigint,
       array[o.type, o.identity, e.extname]::text[],
       case d.classid when 'pg_catalog.pg_proc'::pg_catalog.regclass then 'routine'
                      else o.type end || ' ' || o.identity,
       pg_catalog.jsonb_build_object('extension', pg_catalog.quote_ident(e.extname))::text
  from pg_catalog.pg_depend d
  join pg_catalog.pg_extension e on e.oid = d.refobjid
 cross join lateral pg_catalog.pg_identify_object(d.classid, d.objid, 0) o
 where d.deptype = 'x' and d.objid >= 16384
