-- Transactions in this database whose snapshot is older than $1 milliseconds, in the columns of
-- blockers.sql. Those of other users only a member of pg_read_all_stats sees.
select coalesce(a.leader_pid, a.pid), 'process ' || coalesce(a.leader_pid, a.pid),
       a.usename::text, nullif(a.application_name, ''), a.state,
       (1000 * extract(epoch from pg_catalog.clock_timestamp() - a.xact_start))::float8,
       null::text, null::text, true, null::text, ''
from pg_catalog.pg_stat_activity a
where a.datname = current_database() and a.pid <> pg_catalog.pg_backend_pid()
  and a.backend_xmin is not null and a.backend_type <> 'autovacuum worker'
  and a.xact_start < pg_catalog.clock_timestamp() - $1 * interval '1 millisecond'
