-- Loose on purpose: only a confirmation mail can tell whether an address is
-- real, and a masked address must pass here as well as the true one did.
create domain crm.email_address as varchar(254)
    constraint email_address_has_one_at check (value ~ '^[^@[:space:]]+@[^@[:space:]]+$');

comment on domain crm.email_address is 'An e-mail address: something, one @, something';
