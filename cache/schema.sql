-- The cache: one SQLite database that holds the query graph of one project.
--
-- Tables are private and change with every version: a cache whose schema differs is replaced, never
-- migrated. The views at the end are public; docs/cache.md documents them under a version of their
-- own.
--
-- Fingerprints are the first 16 bytes of a SHA-256, as BLOBs in the tables and as 32 hexadecimal
-- digits in the views. `tick` is a clock that every stored trace advances; it orders what happened
-- to the cache.
--
-- Every row that a build relies on carries a checksum, because a flipped bit must become a cache
-- miss and never a wrong program. Texts are covered by a CRC-32 (`row_check`, see checksum.ts),
-- numbers that are updated in place by a generated column, so that no statement can forget it.

-- What the cache was made by. A reader that expects anything else replaces the cache.
CREATE TABLE meta (
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row. Node numbers are never given out twice, so that an old trace cannot name a newer node.
CREATE TABLE counter (
  id          INTEGER PRIMARY KEY CHECK (id = 1),
  next_number INTEGER NOT NULL,
  tick        INTEGER NOT NULL,
  row_check   INTEGER GENERATED ALWAYS AS
    ((next_number * 61 + tick * 17 + 1) * 65537 % 4294967291) STORED
) STRICT;
INSERT INTO counter (id, next_number, tick) VALUES (1, 1, 0);

-- Names of queries; nodes refer to them by number.
CREATE TABLE query (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  row_check INTEGER NOT NULL
) STRICT;

-- An input or a memo. `dirty` is 0, or the tick at which the node became dirty. `current` is the
-- `used` of its current trace. `input` is 1 when that trace reads nothing: such a value cannot be
-- recomputed.
CREATE TABLE node (
  number      INTEGER PRIMARY KEY,
  query       INTEGER NOT NULL,
  key         TEXT NOT NULL,
  row_check   INTEGER NOT NULL,
  dirty       INTEGER NOT NULL,
  current     INTEGER NOT NULL,
  input       INTEGER NOT NULL,
  state_check INTEGER GENERATED ALWAYS AS
    ((number * 61 + dirty * 17 + current * 3 + input) * 65537 % 4294967291) STORED,
  UNIQUE (query, key)
) STRICT;

-- How a result came about. `id` is node * 8 + slot: the traces of a node lie side by side, need no
-- index of their own and cannot be more than eight. `used` is the tick at which the trace last
-- became current. `dependencies` is a JSON array of node * 2 + channel (0 the value, 1 the reports)
-- in the order read. `fingerprints` are the value's, the reports', one for each dependency and, of
-- an external result, the order's: one BLOB, because each BLOB costs a microsecond. `value_text`
-- stands last, so that reading the rest of a row does not touch its overflow pages; it is checked
-- against its fingerprint.
CREATE TABLE trace (
  id           INTEGER PRIMARY KEY,
  used         INTEGER NOT NULL,
  microseconds INTEGER NOT NULL,
  dependencies TEXT NOT NULL,
  fingerprints BLOB NOT NULL,
  row_check    INTEGER NOT NULL,
  reports_text TEXT NOT NULL,
  value_text   TEXT
) STRICT;

-- Reverse dependencies: `node`'s current trace reads `dependency`.
CREATE TABLE edge (
  dependency INTEGER NOT NULL,
  node       INTEGER NOT NULL,
  PRIMARY KEY (dependency, node)
) STRICT, WITHOUT ROWID;

-- The source files that the stored inputs were taken from; `record` is a JSON object (FileRecord).
CREATE TABLE file (
  path      TEXT NOT NULL PRIMARY KEY,
  record    TEXT NOT NULL,
  row_check INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The files that builds wrote (OutputRecord).
CREATE TABLE output (
  path      TEXT NOT NULL PRIMARY KEY,
  record    TEXT NOT NULL,
  row_check INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The last builds (BuildRecord), when they ended in ticks, and what they did. `history` is a JSON
-- object (see builds.ts) with a checksum of its own, and stands last, so that a list of builds is
-- read without it. `size_bytes` is that of both texts.
CREATE TABLE build (
  id            INTEGER PRIMARY KEY,
  tick          INTEGER NOT NULL,
  is_build      INTEGER NOT NULL,
  size_bytes    INTEGER NOT NULL,
  row_check     INTEGER NOT NULL,
  history_check INTEGER NOT NULL,
  record        TEXT NOT NULL,
  history       TEXT NOT NULL
) STRICT;

-- Public views, version 2. See docs/cache.md.

CREATE VIEW v_meta AS
  SELECT name, value FROM meta;

CREATE VIEW v_memos AS
  SELECT
    node.number AS node,
    query.name AS query,
    node.key AS key,
    node.input <> 0 AS input,
    node.dirty <> 0 AS dirty,
    lower(hex(substr(trace.fingerprints, 1, 16))) AS value_fingerprint,
    trace.value_text AS value,
    lower(hex(substr(trace.fingerprints, 17, 16))) AS reports_fingerprint,
    trace.reports_text AS reports,
    trace.microseconds AS cost_us,
    length(CAST(trace.value_text AS BLOB)) AS size_bytes,
    json_array_length(trace.dependencies) AS dependencies
  FROM node
  JOIN query ON query.id = node.query
  JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7
    AND trace.used = node.current;

CREATE VIEW v_inputs AS
  SELECT node, query, key, value_fingerprint, value, size_bytes FROM v_memos WHERE input;

CREATE VIEW v_traces AS
  SELECT
    node.number AS node,
    query.name AS query,
    node.key AS key,
    trace.used = node.current AS current,
    rank() OVER (PARTITION BY node.number ORDER BY trace.used DESC) AS recency,
    lower(hex(substr(trace.fingerprints, 1, 16))) AS value_fingerprint,
    lower(hex(substr(trace.fingerprints, 17, 16))) AS reports_fingerprint,
    CASE WHEN length(trace.fingerprints) > 16 * (2 + json_array_length(trace.dependencies))
      THEN lower(hex(substr(trace.fingerprints, -16))) END AS order_fingerprint,
    trace.value_text IS NOT NULL AS stored,
    trace.microseconds AS cost_us
  FROM node
  JOIN query ON query.id = node.query
  JOIN trace ON trace.id BETWEEN node.number * 8 AND node.number * 8 + 7;

CREATE VIEW v_dependencies AS
  SELECT
    from_query.name AS from_query,
    from_node.key AS from_key,
    dependency.key AS ordinal,
    CASE dependency.value & 1 WHEN 0 THEN 'value' ELSE 'reports' END AS channel,
    to_query.name AS to_query,
    to_node.key AS to_key,
    lower(hex(substr(trace.fingerprints, dependency.key * 16 + 33, 16))) AS fingerprint,
    from_node.number AS from_node,
    to_node.number AS to_node
  FROM node AS from_node
  JOIN query AS from_query ON from_query.id = from_node.query
  JOIN trace ON trace.id BETWEEN from_node.number * 8 AND from_node.number * 8 + 7
    AND trace.used = from_node.current
  JOIN json_each(trace.dependencies) AS dependency
  JOIN node AS to_node ON to_node.number = dependency.value >> 1
  JOIN query AS to_query ON to_query.id = to_node.query;

CREATE VIEW v_dependents AS
  SELECT
    to_query.name AS query,
    to_node.key AS key,
    from_query.name AS dependent_query,
    from_node.key AS dependent_key,
    from_node.dirty <> 0 AS dependent_dirty
  FROM node AS to_node
  JOIN query AS to_query ON to_query.id = to_node.query
  JOIN edge ON edge.dependency = to_node.number
  JOIN node AS from_node ON from_node.number = edge.node
  JOIN query AS from_query ON from_query.id = from_node.query;

CREATE VIEW v_queries AS
  SELECT
    query,
    count(*) AS memos,
    sum(dirty) AS dirty,
    sum(cost_us) AS cost_us,
    sum(size_bytes) AS size_bytes,
    max(cost_us) AS slowest_us
  FROM v_memos
  GROUP BY query;

-- Keys that name a declaration: `module::kind name`.
CREATE VIEW v_declarations AS
  SELECT
    key AS declaration,
    substr(key, 1, instr(key, '::') - 1) AS module,
    substr(key, instr(key, '::') + 2) AS name,
    count(*) AS memos,
    max(dirty) AS dirty,
    sum(cost_us) AS cost_us,
    sum(size_bytes) AS size_bytes
  FROM v_memos
  WHERE instr(key, '::') > 0
  GROUP BY key;

-- Values of the lowering queries, JSON strings unquoted.
CREATE VIEW v_ir AS
  SELECT
    query,
    key,
    dirty,
    CASE json_type(value) WHEN 'text' THEN value ->> '$' ELSE value END AS text
  FROM v_memos
  WHERE value IS NOT NULL AND (query IN ('mir', 'fragment'));

CREATE VIEW v_diagnostics AS
  SELECT
    memo.query AS query,
    memo.key AS key,
    memo.dirty AS dirty,
    report.key AS ordinal,
    report.value ->> '$.severity' AS severity,
    report.value ->> '$.code' AS code,
    report.value ->> '$.message' AS message,
    report.value AS diagnostic
  FROM v_memos AS memo
  JOIN json_each(memo.reports) AS report
  WHERE memo.reports <> '[]';

CREATE VIEW v_files AS
  SELECT
    path,
    record ->> '$.module' AS module,
    record ->> '$.sizeBytes' AS size_bytes,
    record ->> '$.mtimeNs' AS mtime_ns,
    record ->> '$.fingerprint' AS fingerprint,
    record ->> '$.trusted' AS trusted
  FROM file;

CREATE VIEW v_outputs AS
  SELECT
    path,
    record ->> '$.sizeBytes' AS size_bytes,
    record ->> '$.mtimeNs' AS mtime_ns,
    record ->> '$.fingerprint' AS fingerprint
  FROM output;

CREATE VIEW v_builds AS
  SELECT
    id,
    strftime('%Y-%m-%dT%H:%M:%fZ', (record ->> '$.startedAtMs') / 1000.0, 'unixepoch')
      AS started_at,
    record ->> '$.durationMs' AS duration_ms,
    record ->> '$.outcome' AS outcome,
    record -> '$.statistics' AS statistics,
    record ->> '$.goal' AS goal,
    record ->> '$.profile' AS profile,
    record -> '$.phases' AS phases,
    record ->> '$.executed' AS executed
  FROM build;

CREATE VIEW v_executions AS
  SELECT
    build.id AS build,
    execution.key AS ordinal,
    execution.value ->> '$[0]' AS query,
    execution.value ->> '$[1]' AS key,
    execution.value ->> '$[2]' AS cost_us,
    execution.value ->> '$[3]' AS unchanged,
    execution.value ->> '$[4]' AS value_fingerprint,
    execution.value ->> '$[5]' AS cause,
    execution.value ->> '$[6]' AS cause_query,
    execution.value ->> '$[7]' AS cause_key,
    execution.value ->> '$[8]' AS cause_channel
  FROM build
  JOIN json_each(build.history, '$.executions') AS execution;

CREATE VIEW v_changes AS
  SELECT
    build.id AS build,
    change.key AS ordinal,
    change.value ->> '$.node.query' AS query,
    change.value ->> '$.node.key' AS key,
    change.value ->> '$.change' AS change,
    change.value ->> '$.before' AS before,
    change.value ->> '$.after' AS after
  FROM build
  JOIN json_each(build.history, '$.changes') AS change;

CREATE VIEW v_adoptions AS
  SELECT
    build.id AS build,
    adoption.value ->> '$[0]' AS query,
    adoption.value ->> '$[1]' AS key,
    adoption.value ->> '$[2]' AS value_fingerprint
  FROM build
  JOIN json_each(build.history, '$.adopted') AS adoption;
