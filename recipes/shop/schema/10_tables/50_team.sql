-- A cycle: each warehouse has a manager, and each employee a warehouse. Neither
-- row can come first, so both foreign keys wait until the end of the
-- transaction (deferrable initially deferred).

create table shop.warehouses (
    id           smallint    generated always as identity primary key,
    code         char(3)     not null unique,
    name         varchar(60) not null,
    city         varchar(80) not null,
    country_code char(2)     not null references shop.countries (code),
    manager_id   integer     not null
);

create table crm.employees (
    id           integer           generated always as identity primary key,
    warehouse_id smallint          not null,
    manager_id   integer           references crm.employees (id) on delete set null,
    department   crm.department    not null,
    first_name   varchar(60)       not null,
    last_name    varchar(60)       not null,
    email        crm.email_address not null unique,
    phone        varchar(32),
    birth_date   date              not null,
    iban         varchar(34)       not null,
    salary       numeric(10,2)     not null check (salary > 0),
    skills       text[]            not null default '{}',
    badge_photo  bytea             check (octet_length(badge_photo) <= 65536),
    hired_on     date              not null,
    left_on      date,
    updated_at   timestamptz       not null default now(),

    constraint employees_leave_after_joining check (left_on > hired_on),
    constraint employees_warehouse_id_fkey foreign key (warehouse_id)
        references shop.warehouses (id) deferrable initially deferred
);

alter table shop.warehouses
    add constraint warehouses_manager_id_fkey foreign key (manager_id)
    references crm.employees (id) deferrable initially deferred;

create index employees_warehouse_id_idx on crm.employees (warehouse_id);
create index employees_manager_id_idx on crm.employees (manager_id);

comment on table shop.warehouses is 'Places that jars are sent from';
comment on table crm.employees is 'Everyone who works or worked here';
comment on column crm.employees.manager_id is 'Whom the employee reports to; null at the top';
comment on column crm.employees.first_name is 'Personal';
comment on column crm.employees.last_name is 'Personal';
comment on column crm.employees.email is 'Personal: address at work';
comment on column crm.employees.phone is 'Personal';
comment on column crm.employees.birth_date is 'Personal';
comment on column crm.employees.iban is 'Sensitive: where the salary goes';
comment on column crm.employees.salary is 'Sensitive: euros per year';
comment on column crm.employees.badge_photo is 'Personal: thumbnail on the badge';
