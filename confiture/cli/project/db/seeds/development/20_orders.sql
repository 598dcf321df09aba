insert into orders (user_id, status, total, note) values
  (1, 'sent', 42.50, 'Please ring twice'),
  (1, 'open', 12.00, null),
  (3, 'cancelled', 99.90, null);
