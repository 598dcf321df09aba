-- How far the session $1 is with an index: what it does, and how many percent of that are done.
select p.phase,
       case
         when p.phase like '%scanning%' and p.blocks_total > 0
              then 100 * p.blocks_done / p.blocks_total
         when p.phase like '%tuples%' and p.tuples_total > 0
              then 100 * p.tuples_done / p.tuples_total
       end::int
from pg_catalog.pg_stat_progress_create_index p
where p.pid = $1
