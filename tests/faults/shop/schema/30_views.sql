create materialized view app.events_per_team as
  select p.team, count(*) as events
  from app.people p join app.events e on e.person = p.id
  group by p.team;

create function app.note() returns trigger language plpgsql as
$$ begin insert into app.log values (tg_op || ' ' || tg_table_name); return null; end $$;
create trigger note after insert or delete on app.people
  for each statement execute function app.note();
