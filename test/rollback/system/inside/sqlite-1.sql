pragma journal_mode = wal;
pragma user_version = 1;
create table orders (n integer primary key, what text not null);
create table prices (article text primary key, cents integer, picture blob) without rowid;
insert into prices select 'article ' || value, value * 7, randomblob(300) from generate_series(1, 2000);
create index prices_by_cents on prices (cents);
create trigger cheap after update of cents on prices when new.cents < 0 begin select raise(abort, 'below zero'); end;
