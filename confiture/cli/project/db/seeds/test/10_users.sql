insert into users (id, email, name) values (1, 'one@example.com', 'User One');

select setval(pg_get_serial_sequence('users', 'id'), max(id)) from users;
