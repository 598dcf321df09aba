-- Two schemas, because two groups of people look after them: the shop sells
-- jam, customer relations (crm) knows the people. Most personal data is in crm.

create schema shop;
comment on schema shop is 'What is cooked, stored, sold, paid and sent';

create schema crm;
comment on schema crm is 'The people: staff, customers, newsletter, support';
