-- Last, since it reads nearly everything above.
refresh materialized view shop.monthly_revenue;
