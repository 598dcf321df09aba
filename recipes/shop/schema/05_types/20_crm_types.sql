-- Enums are for short lists that change with the program, not with the business:
-- a value can be added in place, but never removed.

create type crm.customer_status as enum ('active', 'dormant', 'blocked');

create type crm.department as enum ('management', 'kitchen', 'warehouse', 'support', 'sales');

create type crm.newsletter_topic as enum ('new_flavours', 'recipes', 'offers', 'harvest_diary');

create type crm.ticket_channel as enum ('email', 'phone', 'web_form', 'chat');
