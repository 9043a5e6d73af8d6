// What a line of a program's log means, in the wordings of the runtimes and clients themselves. Not proven: wordings of other versions.

import assert from "node:assert/strict";
import { explainLogLine } from "../../rollout/message/read";

/** A line, the failure's code, and what the explanation has to name. */
const LINES: readonly (readonly [line: string, code: string, named: string])[] = [
  ["Error: Cannot find module '/app/dist/server.js'", "MODULE_MISSING", "find /app/dist/server.js in"],
  ["ModuleNotFoundError: No module named 'psycopg2'", "MODULE_MISSING", "find psycopg2 in"],
  ["Error: Could not find or load main class com.example.Main", "MODULE_MISSING", "find com.example.Main in"],
  ["Error: Unable to access jarfile /app/app.jar", "MODULE_MISSING", "find /app/app.jar in"],
  ["cannot load such file -- bootsnap/setup (LoadError)", "MODULE_MISSING", "find bootsnap/setup in"],
  ["Could not open input file: artisan", "MODULE_MISSING", "find artisan in"],
  [
    "Could not load file or assembly 'Npgsql, Version=6.0.0.0'. The system cannot find the file specified.",
    "MODULE_MISSING",
    "find Npgsql in",
  ],
  ["python3: can't open file '/app/manage.py': [Errno 2] No such file", "MODULE_MISSING", "find /app/manage.py in"],
  ["The application to execute does not exist: '/app/api.dll'.", "MODULE_MISSING", "find a module or file in"],
  ["KeyError: 'DATABASE_URL'", "PROGRAM_SETTING", "take one: DATABASE_URL"],
  ["/entrypoint.sh: line 3: DB_HOST: unbound variable", "PROGRAM_SETTING", "take one: DB_HOST"],
  ["Error: SESSION_SECRET is not set", "PROGRAM_SETTING", "take one: SESSION_SECRET"],
  ["missing required env var STRIPE_KEY", "PROGRAM_SETTING", "take one: STRIPE_KEY"],
  ["Error: getaddrinfo ENOTFOUND db.internal", "PROGRAM_HOST_UNKNOWN", "the host db.internal:"],
  [
    'could not translate host name "db.internal" to address: Name or service not known',
    "PROGRAM_HOST_UNKNOWN",
    "the host db.internal:",
  ],
  ["java.net.UnknownHostException: db.internal", "PROGRAM_HOST_UNKNOWN", "the host db.internal:"],
  ["dial tcp: lookup redis on 169.254.169.253:53: no such host", "PROGRAM_HOST_UNKNOWN", "the host redis:"],
  ["socket.gaierror: [Errno -2] Name or service not known", "PROGRAM_HOST_UNKNOWN", "the host that it names:"],
  ["Error: connect ETIMEDOUT 10.0.3.7:5432", "PROGRAM_UNREACHABLE", "reach 10.0.3.7:5432 ("],
  ["dial tcp 10.0.3.7:6379: i/o timeout", "PROGRAM_UNREACHABLE", "reach 10.0.3.7:6379 ("],
  [
    'connection to server at "db.example.com" (10.0.0.4), port 5432 failed: Connection timed out',
    "PROGRAM_UNREACHABLE",
    "reach db.example.com (",
  ],
  ["could not connect to server: Connection timed out", "PROGRAM_UNREACHABLE", "reach what it needs ("],
  ["connect ECONNREFUSED 127.0.0.1:5432", "PROGRAM_LOCALHOST", "in its own task"],
  ["Error: EACCES: permission denied, open '/data/app.db'", "PROGRAM_FILES", "open /data/app.db as"],
  ["mkdir: cannot create directory '/var/lib/app': Permission denied", "PROGRAM_FILES", "open /var/lib/app as"],
  ["bind() to 0.0.0.0:80 failed (13: Permission denied)", "PROGRAM_FILES", "open 0.0.0.0:80 as"],
  ['FATAL: password authentication failed for user "app"', "PROGRAM_LOGIN", "refuses its login"],
  ['PG::UndefinedTable: ERROR: relation "users" does not exist', "PROGRAM_SCHEMA", "lacks a schema, table"],
];

describe("a line of a program's log", () => {
  for (const [line, code, named] of LINES)
    it(`${code}: ${line}`, () => {
      const found = explainLogLine(line);
      assert.equal(found?.code, code);
      assert.ok(found.cause.includes(named), found.cause);
    });

  for (const line of ["listening on port 8080", "connected to db.internal:5432", "GET /users/missing 404", ""])
    it(`is not explained where it is no error: ${line}`, () => assert.equal(explainLogLine(line), undefined));
});
