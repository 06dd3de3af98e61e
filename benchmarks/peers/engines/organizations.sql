-- The forty rules in DuckDB's SQL: what a comparison with a null leaves open stays null, and is unknown at the end.
-- In marked fields null is none, unless `<field>__unknown`; in optional ones without such a companion it is none.

CREATE TEMP MACRO is_none(field, unknown) AS field IS NULL AND NOT unknown;
CREATE TEMP MACRO unless_none(field, unknown, compared) AS CASE WHEN field IS NULL AND NOT unknown THEN false ELSE compared END;
CREATE TEMP MACRO present(field, unknown) AS CASE WHEN NOT unknown THEN field IS NOT NULL END;
CREATE TEMP MACRO existing(day, established, dissolved, unknown, city) AS
    coalesce(established <= day, true)
    AND CASE WHEN dissolved IS NULL AND NOT unknown THEN true ELSE dissolved >= day END
    AND city = '330800';
CREATE TEMP MACRO status(applies, holds, fails) AS
    (CASE WHEN NOT applies THEN 1 WHEN applies AND holds THEN 2 WHEN applies AND NOT holds THEN fails ELSE 0 END)::UTINYINT;

CREATE TEMP VIEW located AS
SELECT
    o.*,
    county.kind AS county_kind,
    community.kind AS community_kind,
    existing(DATE '2018-12-31', established_on, dissolved_on, dissolved_on__unknown, county.city) AS in_2018,
    existing(DATE '2018-10-31', established_on, dissolved_on, dissolved_on__unknown, county.city) AS in_autumn,
    existing(DATE '2019-01-31', established_on, dissolved_on, dissolved_on__unknown, county.city) AS today,
    registered_on + 60 AS due,
    least(registered_on + 60, DATE '2019-01-31') AS measured,
    registered_on IS NOT NULL AND due >= DATE '2018-05-09'
        AND existing(measured, established_on, dissolved_on, dissolved_on__unknown, county.city) AS sixty_days_on,
    category IN ('community_service', 'community_charity', 'social_work') AS local,
    party_organization_form IN ('standalone', 'joint', 'extended', 'functional') AS established,
    platform_role IN ('hub', 'support') AS platform,
    registration = 'registered' AS registered,
    registration = 'filed' AS filed,
    assessment_grade IS NOT NULL AS graded
FROM read_parquet(getvariable('folder') || '/organization.parquet') AS o
LEFT JOIN read_parquet(getvariable('folder') || '/county.parquet') AS county ON o.county = county.id
LEFT JOIN read_parquet(getvariable('folder') || '/community.parquet') AS community ON o.community = community.id
WHERE coalesce(county.city = '330800', true);

CREATE TEMP TABLE statuses AS
SELECT
    status(in_2018 AND full_time_party_members >= 3, party_organization_form = 'standalone', 16) AS "standalone-branch",
    status(in_2018 AND full_time_party_members >= 1, established, 16) AS "party-organization",
    status(in_2018, party_work_covered OR established, 16) AS "party-work-covered",
    status(in_2018 AND NOT established, party_instructor, 32) AS "instructor",
    status(in_2018, party_affiliation <> 'unsettled', 16) AS "affiliation-settled",
    status(in_2018 AND staff > 15, union_or_youth_league, 32) AS "union",
    status(in_2018 AND NOT decoupling AND management <> 'dual'
        AND NOT (management = 'direct' AND party_affiliation = 'territorial'),
        comprehensive_committee IS NOT NULL, 16) AS "responsible-body",
    status(in_2018 AND (decoupling OR management = 'dual'),
        party_affiliation IN ('sectoral', 'comprehensive'), 16) AS "sectoral-affiliation",
    status(in_2018, full_time_staff <= staff OR full_time_staff = 0, 16) AS "full-time-within-staff",
    status(in_2018, full_time_party_members <= full_time_staff OR full_time_party_members = 0, 16)
        AS "members-within-full-time",
    status(in_2018, party_members_total > full_time_party_members AND party_members_total > 0, 32)
        AS "members-beyond-full-time",
    status(in_2018 AND registered,
        unless_none(charter_party_building_on, charter_party_building_on__unknown,
            charter_party_building_on <= DATE '2018-12-31'), 16) AS "charter-party-building",
    status(in_2018 AND registered,
        unless_none(charter_core_values_on, charter_core_values_on__unknown,
            charter_core_values_on <= DATE '2018-12-31'), 16) AS "charter-core-values",
    status(in_2018 AND coalesce(established_on < DATE '2018-05-09', false),
        unless_none(charter_party_building_on, charter_party_building_on__unknown,
            charter_party_building_on BETWEEN DATE '2018-05-09' AND DATE '2018-12-31')
        OR unless_none(charter_core_values_on, charter_core_values_on__unknown,
            charter_core_values_on BETWEEN DATE '2018-01-01' AND DATE '2018-12-31'), 32) AS "charter-revised",
    status(in_2018 AND local AND filed,
        CASE WHEN is_none(committee_consulted_on, committee_consulted_on__unknown)
            OR is_none(filed_on, filed_on__unknown) THEN false ELSE committee_consulted_on <= filed_on END, 16)
        AS "committee-consulted",
    status(in_2018 AND filed, present(committee_consulted_on, committee_consulted_on__unknown), 16)
        AS "consultation-recorded",
    status(in_2018 AND filed, filing_office IS NOT NULL, 16) AS "filing-office",
    status(in_2018 AND registered, registration_authority IS NOT NULL AND uscc IS NOT NULL, 16)
        AS "registration-complete",
    status(in_2018 AND local, present(community, community__unknown), 16) AS "in-a-community",
    status(today AND certificate_expires_on IS NOT NULL,
        coalesce(certificate_expires_on > DATE '2019-01-31', false), 16) AS "certificate-valid",
    status(in_2018 AND coalesce(certificate_expires_on BETWEEN DATE '2018-01-01' AND DATE '2018-12-31', false),
        coalesce(expiry_reminded_on < certificate_expires_on, false), 16) AS "expiry-reminded",
    status(in_2018 AND coalesce(certificate_expires_on BETWEEN DATE '2018-05-09' AND DATE '2018-12-31', false),
        coalesce(expiry_reminded_on <= certificate_expires_on - 30, false), 32) AS "expiry-reminded-early",
    status(in_2018 AND coalesce(registered_on >= DATE '2016-01-01', false),
        coalesce(party_commitment_submitted_on <= registered_on + 10, false), 16) AS "party-commitment",
    status(sixty_days_on, coalesce(party_survey_submitted_on <= measured, false),
        CASE WHEN due < DATE '2019-01-31' THEN 16 ELSE 8 END) AS "party-survey",
    status(sixty_days_on AND kind IN ('social_association', 'social_service_organization'),
        party_information_collected_on IS NOT NULL,
        CASE WHEN due < DATE '2019-01-31' THEN 32 ELSE 8 END) AS "party-information",
    status(today, normally_active, 16) AS "normally-active",
    status(in_autumn, operating_status <> 'dormant', 16) AS "not-dormant",
    status(in_autumn AND operating_status = 'liquidating', present(dissolved_on, dissolved_on__unknown), 32)
        AS "liquidation-closed",
    status(today AND registered, NOT financial_rules_breached, 16) AS "financial-rules",
    status(today AND kind IN ('social_association', 'foundation'), board_meets_charter, 16) AS "board",
    status(in_2018 AND management = 'dual' AND registered, supervising_unit IS NOT NULL, 16) AS "dual-supervised",
    status(in_autumn AND decoupling, management = 'direct', 16) AS "decoupled",
    status(in_2018 AND charity AND registered,
        coalesce(assessment_grade IN ('grade_3a', 'grade_4a', 'grade_5a'), false), 32) AS "charity-graded",
    status(in_2018 AND public_fundraising, charity AND tax_exempt, 16) AS "fundraising",
    status(in_2018 AND tax_exempt, board_meets_charter AND NOT financial_rules_breached, 16) AS "tax-exempt",
    status(today AND graded,
        unless_none(assessment_expires_on, assessment_expires_on__unknown,
            assessment_expires_on > DATE '2019-01-31'), 16) AS "grade-valid",
    status(in_2018 AND graded,
        unless_none(assessment_expires_on, assessment_expires_on__unknown,
            assessment_expires_on >= DATE '2018-07-01'), 32) AS "grade-lapsed",
    status(in_2018 AND platform, full_time_staff > 2, 16) AS "platform-staffed",
    status(in_2018 AND local AND unless_none(community, community__unknown, community_kind = 'urban'),
        full_time_staff >= 3 OR charity, 32) AS "urban-service",
    status(in_autumn AND county_kind = 'district' AND platform, graded, 32) AS "district-platform-graded"
FROM located;
