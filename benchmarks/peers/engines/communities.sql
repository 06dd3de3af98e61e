-- The ten rules over communities in DuckDB's SQL: one grouping, to which organizations of unknown community, the group
-- of the null key, are added everywhere. `m` is membership and `s` whether a member satisfies, either of them null where
-- it is unknown; the numbers of a rule are a struct of that name.

CREATE TEMP MACRO numbers(m) AS {'low': count(*) FILTER (m), 'high': count(*) FILTER (coalesce(m, true))};
CREATE TEMP MACRO shares(m, s) AS {
    'low': count(*) FILTER (m),
    'high': count(*) FILTER (coalesce(m, true)),
    'yes': count(*) FILTER (m AND s),
    'can': count(*) FILTER (coalesce(m, true) AND coalesce(s, true)),
    'doubtful': count(*) FILTER (m IS NULL AND NOT coalesce(s, false)),
    'hopeful': count(*) FILTER (m IS NULL AND coalesce(s, true)),
    'never': count(*) FILTER (coalesce(m, true) AND NOT coalesce(s, false))};
CREATE TEMP MACRO at_least(own, loose, bound, fails) AS
    CASE WHEN coalesce(own.low, 0) >= bound THEN 2
        WHEN coalesce(own.high, 0) + coalesce(loose.high, 0) < bound THEN fails ELSE 0 END;
CREATE TEMP MACRO at_most(own, loose, bound, fails) AS
    CASE WHEN coalesce(own.high, 0) + coalesce(loose.high, 0) <= bound THEN 2
        WHEN coalesce(own.low, 0) > bound THEN fails ELSE 0 END;
CREATE TEMP MACRO reaches(own, loose, top, bottom) AS
    own.yes * bottom >= top * (own.low + own.doubtful + coalesce(loose.never, 0));
CREATE TEMP MACRO misses(own, loose, top, bottom) AS
    (own.can + coalesce(loose.can, 0)) * bottom < top * (own.low + own.hopeful + coalesce(loose.can, 0));
CREATE TEMP MACRO share(own, loose, holds, breaks, fails) AS
    CASE WHEN coalesce(own.high, 0) + coalesce(loose.high, 0) = 0 THEN 1
        WHEN own.low > 0 AND holds THEN 2 WHEN own.low > 0 AND breaks THEN fails ELSE 0 END;
CREATE TEMP MACRO only_of(kind, wanted, status) AS
    CASE WHEN kind = wanted THEN status WHEN kind IS NOT NULL THEN 1 ELSE 0 END;

CREATE TEMP VIEW member AS
SELECT
    *,
    coalesce(established_on <= DATE '2018-12-31', true)
        AND CASE WHEN dissolved_on IS NULL AND NOT dissolved_on__unknown THEN true
            ELSE dissolved_on >= DATE '2018-12-31' END AS existing,
    existing AND category IN ('community_service', 'community_charity', 'social_work') AS local,
    CASE WHEN charter_party_building_on IS NULL AND NOT charter_party_building_on__unknown THEN false
        ELSE charter_party_building_on <= DATE '2018-12-31' END AS in_charter,
    CASE WHEN committee_consulted_on IS NULL AND NOT committee_consulted_on__unknown
            OR filed_on IS NULL AND NOT filed_on__unknown THEN false
        ELSE committee_consulted_on <= filed_on END AS consulted
FROM read_parquet(getvariable('folder') || '/organization.parquet')
WHERE community IS NOT NULL OR community__unknown;

CREATE TEMP TABLE gathered AS
SELECT
    community,
    numbers(local) AS local,
    numbers(local AND registration = 'filed') AS filed,
    numbers(existing AND operating_status = 'dormant') AS dormant,
    numbers(existing AND full_time_staff >= 5) AS larger,
    shares(existing, party_work_covered) AS covered,
    shares(existing AND full_time_party_members >= 1,
        party_organization_form IN ('standalone', 'joint', 'extended', 'functional')) AS organized,
    shares(existing AND registration = 'registered', in_charter) AS charter,
    shares(existing AND registration = 'filed', consulted) AS consulted,
    shares(existing, operating_status = 'dormant') AS dormant_share
FROM member
GROUP BY community;

CREATE TEMP TABLE statuses AS
WITH located AS (
    SELECT community.id, community.kind
    FROM read_parquet(getvariable('folder') || '/community.parquet') AS community
    LEFT JOIN read_parquet(getvariable('folder') || '/street.parquet') AS street ON community.street = street.id
    LEFT JOIN read_parquet(getvariable('folder') || '/county.parquet') AS county ON street.county = county.id
    WHERE coalesce(county.city = '330800', true)
)
SELECT
    only_of(kind, 'urban', at_least(own.local, loose.local, 13, 16))::UTINYINT AS "urban-organizations",
    only_of(kind, 'rural', at_least(own.local, loose.local, 4, 16))::UTINYINT AS "rural-organizations",
    at_least(own.filed, loose.filed, 2, 32)::UTINYINT AS "filed-organizations",
    at_most(own.dormant, loose.dormant, 1, 16)::UTINYINT AS "dormant-organizations",
    at_least(own.larger, loose.larger, 1, 32)::UTINYINT AS "larger-organizations",
    share(own.covered, loose.covered,
        reaches(own.covered, loose.covered, 2, 3), misses(own.covered, loose.covered, 2, 3), 16)::UTINYINT
        AS "work-covered",
    share(own.organized, loose.organized,
        reaches(own.organized, loose.organized, 1, 2), misses(own.organized, loose.organized, 1, 2), 16)::UTINYINT
        AS "party-organizations",
    share(own.charter, loose.charter,
        reaches(own.charter, loose.charter, 4, 5), misses(own.charter, loose.charter, 4, 5), 16)::UTINYINT AS "charter",
    share(own.consulted, loose.consulted,
        reaches(own.consulted, loose.consulted, 9, 10), misses(own.consulted, loose.consulted, 9, 10), 16)::UTINYINT
        AS "consulted",
    share(own.dormant_share, loose.dormant_share,
        misses(own.dormant_share, loose.dormant_share, 1, 10),
        reaches(own.dormant_share, loose.dormant_share, 1, 10), 32)::UTINYINT AS "dormant-share"
FROM located
LEFT JOIN gathered AS own ON located.id = own.community
LEFT JOIN (SELECT * FROM gathered WHERE community IS NULL) AS loose ON true;
