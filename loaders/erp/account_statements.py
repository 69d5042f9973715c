"""The statements of `accounts`: from distinct texts to accounts, rejects and staged rows.

`@name` marks pieces of SQL that `account_sql` builds, `$name` bound values. A verdict is NULL, or
a list of reason code and message.
"""

from __future__ import annotations

DISTINCT = """
CREATE OR REPLACE TEMP TABLE work_account_text AS
WITH found AS (
    SELECT DISTINCT coalesce(@account, '') AS account_text,
        @year::SMALLINT AS fiscal_year,
        coalesce(@kind, '') AS account_kind
    FROM @table
    WHERE @year IS NOT NULL
), tidy AS (
    SELECT *, @trimmed AS text FROM found
)
SELECT *, CASE
    WHEN text = '' THEN [$empty_reason, 'the account is empty']
    WHEN regexp_matches(text, $exponent)
    THEN [$exponent_reason, concat('account ''', replace(text, chr(31), '|'),
        ''' is a number in E notation: a spreadsheet has lost its digits')]
    WHEN regexp_matches(text, $date_like)
    THEN [$date_reason, concat('account ''', replace(text, chr(31), '|'),
        ''' is a date: a spreadsheet has changed its codes')] END AS verdict
FROM tidy
"""

KNOWN = """
CREATE TEMP TABLE IF NOT EXISTS work_account_known (
    reading VARCHAR, account_text VARCHAR, fiscal_year SMALLINT, account_kind VARCHAR,
    account_id UBIGINT, kind VARCHAR, spend_class VARCHAR, category_code VARCHAR,
    is_federal BOOLEAN, is_transfer BOOLEAN, location_id VARCHAR, layout_id VARCHAR,
    canonical VARCHAR, display VARCHAR, codes STRUCT(segment VARCHAR, code VARCHAR)[],
    is_padded BOOLEAN)
"""

TYPES = """
CREATE TEMP TABLE IF NOT EXISTS work_account_type (of_account VARCHAR, typed VARCHAR)
"""

TYPED = """
INSERT INTO work_account_type
SELECT unnest($accounts::VARCHAR[]), unnest($kinds::VARCHAR[])
"""

UNREAD = """
CREATE OR REPLACE TEMP TABLE work_account_unread AS
SELECT t.* FROM work_account_text AS t
ANTI JOIN (SELECT * FROM work_account_known WHERE reading = $reading) AS k
    USING (account_text, fiscal_year, account_kind)
WHERE t.verdict IS NULL
"""

TRIED = """
CREATE OR REPLACE TEMP TABLE work_account_try (
    account_text VARCHAR, fiscal_year SMALLINT, account_kind VARCHAR, layout_no INTEGER,
    layout_id VARCHAR, display VARCHAR, canonical VARCHAR,
    codes STRUCT(segment VARCHAR, code VARCHAR)[], is_padded BOOLEAN, verdict VARCHAR[],
    kind VARCHAR, spend_class VARCHAR, category_code VARCHAR, is_federal BOOLEAN,
    is_transfer BOOLEAN, location_code VARCHAR)
"""

TRY = """
INSERT INTO work_account_try
WITH split AS (
    SELECT *, @raw AS raw FROM work_account_unread WHERE @candidates
), filled AS (
    SELECT * EXCLUDE (verdict), @parts AS parts, @padded AS is_padded FROM split
), judged AS (
    SELECT *, @verdict AS verdict FROM filled
), kinds AS (
    SELECT j.* EXCLUDE (verdict), CASE WHEN t.typed IS NOT NULL THEN t.typed
        WHEN account_kind <> '' THEN account_kind ELSE @kind END AS kind, verdict
    FROM judged AS j LEFT JOIN work_account_type AS t ON t.of_account = lower(@display)
), decided AS (
    SELECT * EXCLUDE (verdict), CASE
        WHEN verdict IS NOT NULL THEN verdict
        WHEN kind IS NULL THEN [@no_kind, concat('account ''', replace(text, chr(31), '|'),
            ''' fits no rule of kinds')]
        WHEN kind NOT IN ('expenditure', 'revenue', 'asset', 'liability', 'equity', 'balance',
            'control')
        THEN [@no_kind, concat('account kind ''', kind, ''' is none that Plumbline knows')]
        END AS verdict
    FROM kinds
), classes AS (
    SELECT *, @spend_class AS spend_class FROM decided
)
SELECT account_text, fiscal_year, account_kind, @number, @layout, @display, @canonical, @codes,
    is_padded, verdict, kind, spend_class, @category, @federal, @transfer, @location
FROM classes
"""

CHOSEN = """
INSERT INTO work_account_known
WITH read AS (
    SELECT * FROM work_account_try WHERE verdict IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY account_text, fiscal_year, account_kind ORDER BY layout_no) = 1
)
SELECT $reading, account_text, fiscal_year, account_kind,
    md5_number_lower(concat_ws(chr(31), $district, fiscal_year::VARCHAR, canonical))
        AS account_id,
    kind, spend_class, category_code, is_federal, is_transfer,
    coalesce(l.location_id, read.location_code) AS location_id,
    layout_id, canonical, display, codes, is_padded
FROM read LEFT JOIN work_location AS l ON l.code = read.location_code
"""

ASKED = """
CREATE OR REPLACE TEMP TABLE work_account AS
SELECT k.* EXCLUDE (reading),
    CASE WHEN list_contains($flipped::VARCHAR[], k.kind) THEN -1 ELSE 1 END::SMALLINT
        AS normal_sign
FROM work_account_known AS k
SEMI JOIN work_account_text AS t USING (account_text, fiscal_year, account_kind)
WHERE k.reading = $reading
"""

REJECTS = """
CREATE OR REPLACE TEMP TABLE work_account_reject AS
WITH failed AS (
    SELECT account_text, fiscal_year, account_kind,
        arg_min(verdict[1], layout_no) AS reason_code,
        string_agg(verdict[2], '; ' ORDER BY layout_no) AS message
    FROM work_account_try WHERE verdict IS NOT NULL GROUP BY ALL
)
SELECT t.account_text, t.fiscal_year, t.account_kind,
    coalesce(t.verdict[1], f.reason_code, $reason) AS reason_code,
    coalesce(t.verdict[2], f.message,
        concat('account ''', replace(t.text, chr(31), '|'),
            ''' belongs to no layout of fiscal year ', t.fiscal_year)) AS message
FROM work_account_text AS t
LEFT JOIN failed AS f USING (account_text, fiscal_year, account_kind)
ANTI JOIN work_account AS a USING (account_text, fiscal_year, account_kind)
"""

SHORT_KEYS = """
CREATE OR REPLACE TEMP TABLE work_account AS
SELECT t.account_text, t.fiscal_year, t.account_kind, a.account_id, a.kind, a.spend_class,
    a.category_code, a.is_federal, a.is_transfer, a.location_id,
    CASE WHEN list_contains($flipped::VARCHAR[], a.kind) THEN -1 ELSE 1 END::SMALLINT
        AS normal_sign,
    a.layout_id, a.canonical, a.display,
    NULL::STRUCT(segment VARCHAR, code VARCHAR)[] AS codes, false AS is_padded
FROM work_account_text AS t
JOIN (SELECT * FROM stage.account
      QUALIFY count(*) OVER (PARTITION BY fiscal_year, short_key) = 1) AS a
  ON a.short_key = t.text AND a.fiscal_year = t.fiscal_year
WHERE t.verdict IS NULL
"""

SHORT_KEY_REJECTS = """
CREATE OR REPLACE TEMP TABLE work_account_reject AS
SELECT t.account_text, t.fiscal_year, t.account_kind,
    coalesce(t.verdict[1], $reason) AS reason_code,
    coalesce(t.verdict[2], concat('short key ''', t.text, CASE
        WHEN EXISTS (FROM stage.account AS a
                     WHERE a.short_key = t.text AND a.fiscal_year = t.fiscal_year)
        THEN ''' stands for several accounts in the account master of fiscal year '
        ELSE ''' is not in the account master of fiscal year ' END, t.fiscal_year)) AS message
FROM work_account_text AS t
ANTI JOIN work_account AS a USING (account_text, fiscal_year, account_kind)
"""

NEW = """
CREATE OR REPLACE TEMP TABLE work_account_new AS
SELECT w.* FROM work_account AS w
ANTI JOIN stage.account AS a USING (account_id)
QUALIFY row_number() OVER (
    PARTITION BY account_id ORDER BY is_padded, display, account_text, account_kind) = 1
"""

STAGE_ACCOUNTS = """
INSERT INTO stage.account BY NAME
SELECT account_id, $district AS district_id, fiscal_year, display, canonical, layout_id, kind,
    spend_class, category_code, is_federal, is_transfer, location_id, normal_sign,
    $provisional::BOOLEAN AS is_provisional, $import_id::VARCHAR AS import_id
FROM work_account_new ORDER BY account_id
"""

STAGE_SEGMENTS = """
INSERT INTO stage.account_segment BY NAME
SELECT account_id, fiscal_year, part.segment AS segment, part.code AS code
FROM (SELECT account_id, fiscal_year, unnest(codes) AS part FROM work_account_new)
ORDER BY account_id, segment
"""

DESCRIBE = """
UPDATE stage.account AS a SET @target = coalesce(a.@target, d.found)
FROM (
    SELECT w.account_id, min(s.@source) AS found
    FROM @table AS s
    JOIN work_account AS w
      ON w.account_text = coalesce(s.@account, '') AND w.fiscal_year = s.@year
    WHERE s.@source IS NOT NULL
    GROUP BY ALL
) AS d
WHERE d.account_id = a.account_id
"""
