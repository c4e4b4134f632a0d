-- Once, as the server's administrator: psql -v owner_password=… -v web_password=… -f deploy/postgresql.sql
-- kepu_owner owns the tables: migrate, upgrade and restore run as it. kepu_web serves: it owns nothing, and may only
-- read and insert where tables are append-only; `kepu grants --apply` (as kepu_owner) gives it its rights.
CREATE ROLE kepu_owner LOGIN PASSWORD :'owner_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE ROLE kepu_web LOGIN PASSWORD :'web_password' NOSUPERUSER NOCREATEDB NOCREATEROLE;
CREATE DATABASE kepu OWNER kepu_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE kepu FROM PUBLIC;
GRANT CONNECT ON DATABASE kepu TO kepu_web;
\connect kepu
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO kepu_owner;
GRANT USAGE ON SCHEMA public TO kepu_web;
