-- A block as pg_dump writes it: one row a line, columns parted by tabs, \N for
-- null, \. at the end. Parents stand before children only for the reader: the
-- foreign key is checked when the whole block is in.

COPY shop.categories (id, parent_id, slug, name, position) FROM stdin;
1	\N	spreads	Spreads	1
2	1	jams	Jams	1
3	2	berry-jams	Berry jams	1
4	2	stone-fruit-jams	Stone fruit jams	2
5	2	orchard-jams	Orchard jams	3
6	1	jellies	Jellies	2
7	1	marmalades	Marmalades	3
8	1	fruit-butters	Fruit butters	4
9	\N	savoury	Savoury	2
10	9	chutneys	Chutneys	1
11	\N	gifts	Gifts	3
12	11	for-christmas	For Christmas	1
\.

-- The rows brought their own ids, so the sequence has to be told.
select setval(pg_get_serial_sequence('shop.categories', 'id'), (select max(id) from shop.categories));
