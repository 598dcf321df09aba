insert into users (id, email, name, phone) values
  (1, 'ada@example.com', 'Ada Bell', '+33 1 99 00 12 34'),
  (2, 'ben@example.com', 'Ben Carter', null),
  (3, 'chloe@example.com', 'Chloé Durand', '+33 1 99 00 56 78');

select setval(pg_get_serial_sequence('users', 'id'), max(id)) from users;
