insert into app.virtual (id, a) values (1, 'Ab'), (2, null);
insert into app.temporal values
  (1, '[2020-01-01,2020-02-01)', 'x'), (1, '[2020-02-01,2020-03-01)', 'y'), (2, '[2020-01-01,)', 'z');
insert into app.temporal_uses values (1, 1, '[2020-01-15,2020-02-15)');
insert into app.unenforced values (1, 999, -1);
insert into app.later values (1, 'v');
insert into app.by_identity (at, v) select '2020-03-03', 'i' || i from generate_series(1, 5) i;
