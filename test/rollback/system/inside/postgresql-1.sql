create table customers (id serial primary key, name text not null, since timestamptz default '2020-02-02 02:02:02+00');
insert into customers (name) select 'customer ' || i from generate_series(1, 2000) as i;
create table orders (n bigint primary key, what text not null, customer integer references customers default 1);
create index orders_by_what on orders (what);
create view regulars as select name from customers where id < 100;
create function vat(net numeric) returns numeric language sql immutable as 'select net * 0.16';
comment on table orders is 'What was ordered';
