// The SQL that makes of a database what its dump expects to find: what template0 has, and what belongs to others. It is one
// transaction with what follows it, so nobody ever sees the empty database.
//
// What stays: extensions that somebody else installed, schemas of somebody else, subscriptions, and everything of the whole server.

/** Somebody's locks are waited for this long. */
const LOCK_SECONDS = 30;

export interface Emptying {
  /** Whether the capture had a schema `public`. */
  readonly hasPublicSchema: boolean;
  /** Whether settings, comment and privileges of the database itself are reset, too. */
  readonly isWhole: boolean;
}

/** `pg_catalog` alone is looked up in: a name of a user's own must not be called by a superuser by mistake. */
export function emptyDatabaseSql({ hasPublicSchema, isWhole }: Emptying): string {
  return [
    "BEGIN;",
    "SET LOCAL search_path = pg_catalog;",
    `SET LOCAL lock_timeout = '${LOCK_SECONDS}s';`,
    "SET LOCAL statement_timeout = 0;",
    "SET LOCAL idle_in_transaction_session_timeout = 0;",
    "SET LOCAL client_min_messages = error;",
    END_OTHER_SESSIONS,
    DROP_OBJECTS,
    RESET_DEFAULT_PRIVILEGES,
    hasPublicSchema ? RESET_PUBLIC_SCHEMA : "DROP SCHEMA IF EXISTS public CASCADE;",
    ...(isWhole ? [RESET_DATABASE] : []),
    "",
  ].join("\n");
}

/**
 * Their transactions would keep ours waiting for tables that are about to go, and what they write would go with them. Those that we may
 * not end are waited for. They may connect again at once, and then wait for us.
 */
const END_OTHER_SESSIONS = `
DO $orchestrator$
DECLARE session record;
BEGIN
  FOR session IN SELECT a.pid FROM pg_stat_activity a JOIN pg_database d ON d.oid = a.datid
    WHERE d.datname = current_database() AND a.pid <> pg_backend_pid() AND coalesce(a.backend_type, 'client backend') = 'client backend'
  LOOP
    BEGIN
      PERFORM pg_terminate_backend(session.pid);
    EXCEPTION WHEN insufficient_privilege THEN NULL;
    END;
  END LOOP;
END $orchestrator$;`;

/**
 * Event triggers first, so that they do not run; then what is in no schema; then schemas, or what is in those that stay. Each may be
 * gone already with one before it. 16384 is the first number that a server gives to what users make.
 */
const DROP_OBJECTS = `
DO $orchestrator$
DECLARE statements text[]; statement text;
BEGIN
  WITH kept_schema AS (
    SELECT n.oid FROM pg_namespace n WHERE n.nspname = 'public' OR NOT pg_has_role(n.nspowner, 'USAGE')
      OR EXISTS (SELECT FROM pg_extension e WHERE e.extnamespace = n.oid AND (e.extname = 'plpgsql' OR NOT pg_has_role(e.extowner, 'USAGE')))
  ), object AS (
    SELECT 1 AS step, 'pg_event_trigger'::regclass AS classid, oid FROM pg_event_trigger
    UNION ALL SELECT 2, 'pg_publication'::regclass, oid FROM pg_publication
    UNION ALL SELECT 3, 'pg_extension'::regclass, oid FROM pg_extension WHERE extname <> 'plpgsql' AND pg_has_role(extowner, 'USAGE')
    UNION ALL SELECT 4, 'pg_foreign_data_wrapper'::regclass, oid FROM pg_foreign_data_wrapper WHERE pg_has_role(fdwowner, 'USAGE')
    UNION ALL SELECT 5, 'pg_foreign_server'::regclass, oid FROM pg_foreign_server WHERE pg_has_role(srvowner, 'USAGE')
    UNION ALL SELECT 6, 'pg_namespace'::regclass, oid FROM pg_namespace
      WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND oid NOT IN (SELECT oid FROM kept_schema)
    UNION ALL SELECT 7, d.classid::regclass, d.objid FROM pg_depend d JOIN pg_namespace n ON n.oid = d.refobjid
      WHERE d.refclassid = 'pg_namespace'::regclass AND d.deptype = 'n' AND d.classid <> 'pg_extension'::regclass
        AND n.oid IN (SELECT oid FROM kept_schema) AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND (pg_has_role(n.nspowner, 'USAGE') OR EXISTS (SELECT FROM pg_shdepend s
          WHERE s.dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND s.classid = d.classid AND s.objid = d.objid
            AND s.refclassid = 'pg_authid'::regclass AND s.deptype = 'o' AND pg_has_role(s.refobjid, 'USAGE')))
    UNION ALL SELECT 8, 'pg_cast'::regclass, oid FROM pg_cast
    UNION ALL SELECT 9, 'pg_language'::regclass, oid FROM pg_language WHERE pg_has_role(lanowner, 'USAGE')
    UNION ALL SELECT 10, 'pg_am'::regclass, oid FROM pg_am
  )
  SELECT array_agg(format('DROP %s IF EXISTS %s CASCADE', CASE
      WHEN o.classid = 'pg_proc'::regclass THEN 'ROUTINE'
      WHEN i.type = 'foreign-data wrapper' THEN 'FOREIGN DATA WRAPPER'
      WHEN i.type = 'statistics object' THEN 'STATISTICS'
      ELSE upper(i.type) END, i.identity) ORDER BY o.step, o.oid)
    INTO statements FROM object o, pg_identify_object(o.classid, o.oid, 0) i
    WHERE o.oid >= 16384 AND i.identity IS NOT NULL AND NOT EXISTS (
      SELECT FROM pg_depend m WHERE m.classid = o.classid AND m.objid = o.oid AND m.objsubid = 0 AND m.deptype IN ('e', 'i'));
  FOREACH statement IN ARRAY coalesce(statements, '{}') LOOP
    EXECUTE statement;
  END LOOP;
  PERFORM lo_unlink(oid) FROM pg_largeobject_metadata;
END $orchestrator$;`;

/** Back to what the server has built in: for all of the database, and in schemas that stay. */
const RESET_DEFAULT_PRIVILEGES = `
DO $orchestrator$
DECLARE entry record; grantee text;
BEGIN
  FOR entry IN SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I', pg_get_userbyid(a.defaclrole))
      || coalesce(' IN SCHEMA ' || quote_ident(n.nspname), '') AS head, a.defaclacl, n.oid AS schema, quote_ident(pg_get_userbyid(a.defaclrole)) AS role,
      CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END AS kind
    FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace WHERE pg_has_role(a.defaclrole, 'USAGE')
  LOOP
    FOR grantee IN SELECT DISTINCT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END FROM aclexplode(entry.defaclacl) x
    LOOP
      EXECUTE format('%s REVOKE ALL ON %s FROM %s', entry.head, entry.kind, grantee);
    END LOOP;
    CONTINUE WHEN entry.schema IS NOT NULL;
    EXECUTE format('%s GRANT ALL ON %s TO %s', entry.head, entry.kind, entry.role);
    IF entry.kind IN ('FUNCTIONS', 'TYPES') THEN
      EXECUTE format('%s GRANT ALL ON %s TO PUBLIC', entry.head, entry.kind);
    END IF;
  END LOOP;
END $orchestrator$;`;

/** As pg_dump expects it in a new database, whatever it was since; where it is somebody else's, it stays as it is. */
const RESET_PUBLIC_SCHEMA = `
DO $orchestrator$
DECLARE grantee text; owner text;
BEGIN
  SELECT quote_ident(rolname) INTO owner FROM pg_roles
    WHERE CASE WHEN current_setting('server_version_num')::int >= 150000 THEN rolname = 'pg_database_owner' ELSE oid = 10 END;
  IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'public') THEN
    CREATE SCHEMA public;
  END IF;
  IF NOT (SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'public') THEN
    RETURN;
  END IF;
  FOR grantee IN SELECT DISTINCT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END
    FROM pg_namespace, aclexplode(nspacl) x WHERE nspname = 'public'
  LOOP
    EXECUTE format('REVOKE ALL ON SCHEMA public FROM %s CASCADE', grantee);
  END LOOP;
  IF (SELECT quote_ident(pg_get_userbyid(nspowner)) FROM pg_namespace WHERE nspname = 'public') <> owner THEN
    EXECUTE format('ALTER SCHEMA public OWNER TO %s', owner);
  END IF;
  EXECUTE format('GRANT ALL ON SCHEMA public TO %s', owner);
  IF current_setting('server_version_num')::int >= 150000 THEN
    GRANT USAGE ON SCHEMA public TO PUBLIC;
  ELSE
    GRANT ALL ON SCHEMA public TO PUBLIC;
  END IF;
  COMMENT ON SCHEMA public IS 'standard public schema';
END $orchestrator$;`;

const RESET_DATABASE = `
DO $orchestrator$
DECLARE name text := quote_ident(current_database()); word text; owner text;
BEGIN
  SELECT quote_ident(pg_get_userbyid(datdba)) INTO owner FROM pg_database WHERE datname = current_database();
  EXECUTE format('COMMENT ON DATABASE %s IS NULL', name);
  EXECUTE format('ALTER DATABASE %s RESET ALL', name);
  FOR word IN SELECT quote_ident(pg_get_userbyid(s.setrole)) FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
    WHERE d.datname = current_database() AND s.setrole <> 0 AND current_setting('is_superuser') = 'on'
  LOOP
    EXECUTE format('ALTER ROLE %s IN DATABASE %s RESET ALL', word, name);
  END LOOP;
  FOR word IN SELECT DISTINCT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee)) END
    FROM pg_database, aclexplode(datacl) x WHERE datname = current_database()
  LOOP
    EXECUTE format('REVOKE ALL ON DATABASE %s FROM %s CASCADE', name, word);
  END LOOP;
  EXECUTE format('GRANT ALL ON DATABASE %s TO %s', name, owner);
  EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %s TO PUBLIC', name);
END $orchestrator$;`;
