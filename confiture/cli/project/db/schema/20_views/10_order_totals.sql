create view order_totals as
select
  users.id as user_id,
  count(orders.id) as orders,
  coalesce(sum(orders.total), 0) as total
from users
left join orders on orders.user_id = users.id and orders.status <> 'cancelled'
group by users.id;

comment on view order_totals is 'How much each user has bought; cancelled orders do not count';
