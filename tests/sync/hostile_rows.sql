-- Rows of the source: edge values, and the states of keys that are not what they seem.
set session_replication_role = replica;
insert into "We""ird.Schema"."Ta.ble" ("sélect", "dot.ted ""quoted""")
  select 'v' || i, case when i % 2 = 0 then E'tab\tnl\nback\\slash' end from generate_series(1, 20) i;
insert into app."b.c" values (1, 'in app');
insert into "app.b".c values (1, 'in app.b'), (2, null);
insert into app.日本語 (名前, "emoji 🙂") values ('鈴木', '🙂'), (null, '');
insert into app.countdown (v) select 'c' || i from generate_series(1, 9) i;
insert into app.shares_a (v) select 'a' || i from generate_series(1, 4) i;
insert into app.shares_b (v) select 'b' || i from generate_series(1, 9) i;
insert into app.tickets (v) select 't' || i from generate_series(1, 12) i;
insert into app.small (v) select 's' || i from generate_series(1, 3) i;
insert into app.overfull (v) values ('1'), ('2');
insert into app.overfull values (2000000, 'beyond the sequence');
insert into app.numbers values
  (1, -32768, -2147483648, -9223372036854775808, '-Infinity', 'NaN', 'NaN', 0.00001, '-92233720368547758.08', true, 0.0001),
  (2, 32767, 2147483647, 9223372036854775807, 1.17549435e-38, 5e-324, 'Infinity', -123456789012345.12345, '92233720368547758.07', false, 99999999.9999),
  (3, 0, 0, 0, '-0', '-0', 1.10, 1.1, '$1,234.56', null, 1),
  (4, null, null, null, 0.1, 0.1, 1e-300, null, null, null, null),
  (5, 1, 1, 1, 3.4028235e38, 1.7976931348623157e308, repeat('9', 1000)::numeric, 1, 0, true, null);
insert into app.times values
  (1, 'infinity', '-infinity', 'infinity', '00:00', '00:00+15:59', '1 mon', 'empty', '(,)', '[2020-01-01,infinity)', '{}', '{}'),
  (2, '4713-01-01 BC', '4713-01-01 00:00:00 BC', '0044-03-15 12:00:00+00 BC', '24:00', '24:00:00-15:59', '-1 mons +30 days -23:59:59.999999', '[2020-01-01,2020-02-01)', null, null, '{[1,3),[7,9)}', '{[2020-01-01,2020-02-01),[2021-01-01,)}'),
  (3, '5874897-12-31', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59.999999+00', '23:59:59.999999', '12:00+00:00:01', '178000000 years', null, null, null, null, null),
  (4, '1900-02-28', '1582-10-04', '2024-03-31 02:30:00+01', null, null, '1 day -24:00:00', null, null, null, null, null);
insert into app.texts (id, t, v, c, n, ch, code, codes, ci, cis, moods, mood, hs, by, j, jb, ts, tq, jp) values
  (1, '', '', '', '', '', '', '{}', '', '{}', '{}', null, '', '', '{"b":1, "a" : [1,2],"a":3}', '{}', '', null, '$'),
  (2, E'\\N', E'\\.', 'ab', 'Näme', 'x', 'abc1', '{a,NULL,""}', 'MiXed', '{A,b}', '{sad,"O''K",NULL}', 'très "heureux"', 'a=>1, "b \"q\""=>NULL', '\x00ff0a5c', 'null', '{"k": [1.10, "é", null], "n": 1E400}', 'a:1A fat:2,4C', 'a & !b', 'strict $.a[*] ? (@ > 1)'),
  (3, E'\x01\x1f\x7f', 'é😀', 'ab      ', repeat('n', 63), E'\\377', null, '[0:1]={x,y}', 'ß', null, '[-2:-1]={happy,sad}', 'happy', null, decode(repeat('00', 5000), 'hex'), '"\u0041"', '"x"', null, null, null),
  (4, repeat('long ', 20000), null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
insert into app.shapes values
  (1, '(1e-300,-0)', '{1,2,3}', '[(0,0),(1,1)]', '((1,1),(0,0))', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),1>', '10.1.2.3/8', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', b'10101010101', b'', '00000000-0000-0000-0000-000000000000'),
  (2, '(NaN,Infinity)', null, null, null, '((0,0),(1,1))', null, null, '::ffff:1.2.3.4/128', '2001:db8::/32', null, null, null, b'1', 'ffffffff-ffff-ffff-ffff-ffffffffffff');
insert into app.systems values
  (1, 4294967295, 'app.keys', 'app.corrupt()', 'app.mood', '{app.tree,pg_class}', '(4294967295,65535)', '4294967295', 'FFFFFFFF/FFFFFFFF', '1 2 3', '1 4294967295'),
  (2, 0, 'pg_catalog.pg_class', 'pg_catalog.now()', 'app.point3[]', '{}', '(0,0)', '0', '0/0', '', '');
insert into app.compounds values
  (1, row(1, 'a,"b"', 'O''K'), array[row(null, '', null)::app.point3, null], '[2:3][-1:0]={{1,2},{3,NULL}}', '{"NULL",NULL,"","a,b","\"q\""}', '[1.5,Infinity)', '{[1,2),[3,)}', '{empty,"[1,5)"}', '{1,2.5}', array['a=>1'::public.hstore]),
  (2, row(null, null, null), '{}', '{}', null, 'empty', '{}', null, null, null);
insert into app.gone select i, 'b' || i, i * 2 from generate_series(1, 10) i;
insert into app.computed values ('Ada', 'Lovelace', 1), ('Alan', 'Turing', 2);
insert into app.fleeting values (1, 'gone in a crash');
insert into app.vehicle values (1, 'parent'), (2, 'too');
insert into app.car values (10, 'child', 4), (1, 'same id as a parent', 2);
insert into app.wheel values (1, 1), (2, 2);
insert into app.events select r, d, i, 'v' || i
  from unnest(array['eu', 'us']) r, generate_series(1, 30) i,
       lateral (select ('2020-12-15'::date + i)) x (d);
insert into app.event_notes (region, at, event_id, note) select region, at, id, v from app.events where id % 3 = 0;
insert into app.leaf_notes select id, region, at, id from app.events_eu_1;
insert into app.bookings values (1, 1, '[2020-01-01,2020-01-02)', null), (2, 1, '[2020-01-02,2020-01-03)', 'x'), (3, 1, '[2020-01-01,2020-01-03)', 'void');
insert into app.keys values (1, 1, null, 'Abc', 'd', '{"a": 1}'), (2, 2, null, 'abd', null, null), (3, null, null, '', '', '[]');
insert into app.replicated select i, i, 'r' from generate_series(1, 5) i;
insert into app.replicated_full values (1, 'x');
insert into app.chicken values (1, 1, 'c1'), (2, 2, 'c2'), (3, null, null);
insert into app.egg values (1, 2, 'c2'), (2, 1, null);
insert into app.tree values (1, 2, 'x'), (2, 1, 'y'), (3, 3, 'z'), (4, null, null);
insert into app.pairs values (1, 'a'), (1, 'b');
insert into app.pair_users values (1, 1, 'a'), (2, null, null);
insert into app.untaken values (1, 1, 'source');
insert into app.loose values (1, 1), (2, 999);
insert into app.pinned values (1, 'p');
alter table app.triggered disable trigger user;
insert into app.triggered values (1, 'one'), (2, 'two');
alter table app.triggered enable trigger "origin's", enable replica trigger replica,
  enable always trigger always, enable trigger whole, enable trigger truncated;
set session_replication_role = origin;
alter table app.ruled disable rule nowhere;
insert into app.ruled values (1, 'r');
alter table app.ruled enable rule nowhere;
insert into app.secured values (1, 's'), (2, 's');
insert into app.dated values ('2020-05-05', 'here');
refresh materialized view app.level_1;
refresh materialized view app.level_2;
truncate app.audit;
insert into app.audit (what, at) values ('kept', '2020-01-01');
