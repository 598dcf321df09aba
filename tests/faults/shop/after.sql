insert into app.log values ('after');
select setval('app.people_id_seq', nextval('app.people_id_seq') + 1000);
