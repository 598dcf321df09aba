create table shop.returned_lines (
    order_id    bigint             not null,
    line_no     smallint           not null,
    quantity    smallint           not null check (quantity > 0),
    reason      shop.return_reason not null,
    refund      numeric(10,2)      not null check (refund >= 0),
    returned_at timestamptz        not null,

    primary key (order_id, line_no),
    foreign key (order_id, line_no)
        references shop.order_lines (order_id, line_no) on delete cascade
);

comment on table shop.returned_lines is 'Jars that came back';
