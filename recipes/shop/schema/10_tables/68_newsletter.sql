-- Anyone may subscribe, with or without an account. The address itself is the
-- key here, and a foreign key points to it: masked, both ends must still meet.
create table crm.newsletter_subscribers (
    email         crm.email_address      primary key,
    customer_id   integer                references crm.customers (id) on delete set null,
    display_name  varchar(80),
    topics        crm.newsletter_topic[] not null check (cardinality(topics) > 0),
    signup_ip     inet,
    subscribed_at timestamptz            not null default now(),
    left_at       timestamptz,

    constraint newsletter_subscribers_leave_later check (left_at > subscribed_at)
);

-- Anna@ and anna@ are one mailbox.
create unique index newsletter_subscribers_mailbox_idx
    on crm.newsletter_subscribers (lower(email));
create index newsletter_subscribers_customer_id_idx
    on crm.newsletter_subscribers (customer_id) where customer_id is not null;
create index newsletter_subscribers_topics_idx
    on crm.newsletter_subscribers using gin (topics);

create table crm.newsletter_opens (
    email       crm.email_address not null
                references crm.newsletter_subscribers (email)
                on update cascade on delete cascade,
    campaign_id integer           not null references shop.campaigns (id) on delete cascade,
    opened_at   timestamptz       not null,
    clicks      smallint          not null default 0 check (clicks >= 0),

    primary key (email, campaign_id)
);

create index newsletter_opens_campaign_id_idx on crm.newsletter_opens (campaign_id);

comment on table crm.newsletter_subscribers is 'Who gets the newsletter';
comment on column crm.newsletter_subscribers.email is 'Personal: equal to the customer''s, if there is one';
comment on column crm.newsletter_subscribers.display_name is 'Personal: how the letter begins';
comment on column crm.newsletter_subscribers.signup_ip is 'Personal: proof of consent';
comment on table crm.newsletter_opens is 'Who opened which campaign''s letter';
comment on column crm.newsletter_opens.email is 'Personal';
