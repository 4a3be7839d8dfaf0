#!/bin/sh
# Run once by the PostgreSQL container: the three roles and the database, exactly as docs/operations/database.md says.
set -eu
psql -v ON_ERROR_STOP=1 -U postgres -v owner="$MOONDESK_OWNER_PASSWORD" -v app="$MOONDESK_APP_PASSWORD" <<'SQL'
CREATE ROLE moondesk_owner LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE moondesk_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'app';
CREATE ROLE moondesk_reader NOLOGIN NOSUPERUSER NOBYPASSRLS;
GRANT moondesk_reader TO moondesk_owner;
CREATE DATABASE moondesk OWNER moondesk_owner ENCODING 'UTF8' TEMPLATE template0;
SQL
