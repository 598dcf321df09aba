-- Who else holds or waits for a lock on the relation $1[n] (as SQL spells it) in one of the modes
-- $2[n] (with commas between), and who keeps the session $3 waiting (0 for none): one row per
-- transaction and lock. Of the sessions of other users only a member of pg_read_all_stats sees the
-- age and the state.
with wanted as materialized (
  select w.relation, pg_catalog.to_regclass(w.relation)::oid as oid,
         string_to_array(w.modes, ',') as modes
  from unnest($1::text[], $2::text[]) as w (relation, modes)
), locks as materialized (
  select l.* from pg_catalog.pg_locks l where l.locktype in ('relation', 'transactionid')
), found as (
  select l.pid, l.virtualtransaction, w.relation, l.mode, l.granted
  from locks l
  join wanted w on w.oid = l.relation and l.mode = any (w.modes)
  where l.database = (select oid from pg_catalog.pg_database where datname = current_database())
    and l.pid is distinct from pg_catalog.pg_backend_pid()
  union all
  -- Of prepared transactions this tells no more than that there is one, as process 0.
  select nullif(b.pid, 0), 'process ' || b.pid, null, null, true
  from unnest(pg_catalog.pg_blocking_pids($3)) as b (pid)
)
select distinct
       coalesce(a.leader_pid, f.pid), f.virtualtransaction,
       coalesce(a.usename, p.owner)::text, nullif(a.application_name, ''), a.state,
       (1000 * extract(epoch from
          pg_catalog.clock_timestamp() - coalesce(a.xact_start, p.prepared)))::float8,
       f.relation, f.mode, f.granted, p.gid,
       case
         when f.pid is null and f.mode is null then 'a prepared transaction'
         when a.pid is null or a.usesysid is not null then ''
         when a.backend_type <> 'autovacuum worker' then a.backend_type
         when a.query like '%(to prevent wraparound)' then 'autovacuum to prevent wraparound'
         else 'autovacuum'
       end
from found f
left join pg_catalog.pg_stat_activity a on a.pid = f.pid
-- A prepared transaction has no process; it is known by the lock on its own number.
left join locks x on f.pid is null and x.pid is null and x.locktype = 'transactionid'
      and x.virtualtransaction = f.virtualtransaction
left join pg_catalog.pg_prepared_xacts p on p.transaction = x.transactionid
