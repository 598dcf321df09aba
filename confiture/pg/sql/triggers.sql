-- Triggers that users made on the tables in $1.
select t.tgrelid::bigint, t.tgname, t.tgenabled::text
  from pg_catalog.pg_trigger t
 where not t.tgisinternal and t.tgrelid = any ($1::bigint[]::oid[])
 order by t.tgrelid, t.tgname collate "C"
