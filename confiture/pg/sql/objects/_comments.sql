-- Comments on everything that lies in a database.
select d.classoid::bigint, d.objoid::bigint, d.objsubid, d.description
  from pg_catalog.pg_description d
 where d.objoid >= 16384 or d.objoid = 2200
