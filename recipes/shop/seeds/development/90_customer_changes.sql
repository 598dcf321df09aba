-- Life goes on: people marry, change their number, leave the newsletter. The
-- trigger on crm.customers notes it. Copies of the old name, on parcels and
-- in reviews, stay as they were.

-- The audit's numbers come from the trigger, so we cannot give them; start at 1
-- even if an interrupted run has already used some.
select setval(pg_get_serial_sequence('crm.customer_changes', 'id'), 1, false);

update crm.customers
set last_name = (array['Sonnenberg', 'Lachmann', 'Delorme', 'Rietveld', 'Achleitner'])[1 + id / 97 % 5],
    updated_at = timestamptz '2026-05-04 10:00+00' + id * interval '1 minute'
where id % 97 = 0;

update crm.customers
set phone = left(phone, -3) || lpad((id * 37 % 1000)::text, 3, '0'),
    updated_at = timestamptz '2026-05-18 10:00+00' + id * interval '1 minute'
where id % 17 = 0 and phone is not null;

update crm.customers
set marketing_opt_in = false,
    status = 'dormant',
    updated_at = timestamptz '2026-06-01 10:00+00' + id * interval '1 minute'
where id % 29 = 0 and status = 'active';
