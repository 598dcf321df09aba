insert into app.teams (name) select 'team ' || g from generate_series(1, 5) g;
insert into app.people (team, email, full_name)
  select 1 + g % 5, 'person' || g || '@secret.test', 'Person Number ' || g
  from generate_series(1, 300) g;
insert into app.events (person, day, detail)
  select 1 + g % 300, date '2023-06-01' + g, jsonb_build_object('n', g)
  from generate_series(1, 700) g;
