#!/bin/sh
# What version 1 of the system consists of, besides its units: run once, in the machine.
set -eu
here=$(dirname "$0")
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH

mkdir -p /opt/shop /var/lib/shop
install -m 755 "$here/shop-1" /opt/shop/shop
install -m 755 "$here/tell" /opt/shop/tell
echo 1 >/var/lib/shop/schema

mkdir /etc/shop
cd /etc/shop
echo 1 >version
printf 'interval=0.05\n' >shop.conf
mkdir -p sites/empty sites/main themes
printf 'main\n' >sites/main/site.conf
chmod 640 sites/main/site.conf
chown 1234:2345 sites/main/site.conf sites/main
chmod 3770 sites/main
ln -s ../sites/main/site.conf themes/current
ln -s nowhere themes/dangling
ln shop.conf themes/same-file
truncate -s 1M image
printf 'in the hole' | dd of=image bs=1 seek=500000 conv=notrunc status=none
printf 'a name\n' >"$(printf 'b\344r')"
mkfifo -m 600 orders.fifo
setfacl -m u:1234:r--,g:2345:rw- version
setfacl -d -m u:1234:rwx sites
# Not every kernel has attributes of users on a file system in memory.
setfattr -n user.origin -v factory shop.conf || setfattr -n trusted.origin -v factory shop.conf
touch -h -d '2021-03-04 05:06:07.123456789' themes/dangling image
touch -d '2022-03-04 05:06:07.987654321' sites/empty

systemctl daemon-reload
systemctl enable -q --now shop-postgresql
psql -h /run/shop-postgresql -U postgres -d postgres -Xq -c 'create role shop login' -c 'create database shop owner shop'
psql -h /run/shop-postgresql -U shop -d shop -Xq -v ON_ERROR_STOP=1 <"$here/postgresql-1.sql" >/dev/null
sqlite3 -bail /var/lib/shop/shop.db <"$here/sqlite-1.sql" >/dev/null
systemctl enable -q --now shop
