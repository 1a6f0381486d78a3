"""The least that attains the levels that edition 2017-07 asks for otherwise, read off the edition by eye."""

from .ways import azure, crm, customer_engagement, least, office, operations, people_only

APPLICATION_DEVELOPMENT = people_only(
    "application-development",
    "application-builder",
    [(2, "ta-azure-app-development")],
    [(4, "mcsd-app-builder")],
)

# Two and two others, four and four others.
APPLICATION_INTEGRATION = people_only(
    "application-integration",
    "application-integrator",
    [(2, "70-483"), (2, "ta-biztalk")],
    [(4, "70-412"), (4, "ta-biztalk")],
)

# One figure for both markets; the same people pass the technical and the functional exams.
CLOUD_BUSINESS_APPLICATIONS = [
    way(level, people, *figures, market)
    for market in ("developed", "developing")
    for way, level, people, figures in [
        (customer_engagement, "silver", [(5, "MB2-715 MB2-716 MB2-717")], [100_000]),
        (customer_engagement, "gold", [(15, "MB2-715 MB2-716 MB2-718")], [300_000]),
        (operations, "silver", [(5, "MB6-893 MB6-892 MB6-890 70-764")], [100_000, 25_000]),
        (operations, "gold", [(15, "MB6-893 MB6-892 MB6-890 70-764")], [300_000, 75_000]),
    ]
]

CLOUD_CRM = [
    crm("silver", [(1, "MB2-709 MB2-706"), (1, "MB2-707")], 100_000, "developed"),
    crm("silver", [(1, "MB2-714 MB2-710"), (1, "MB2-712")], 100_000, "developing"),
    crm("gold", [(2, "MB2-713 MB2-710"), (2, "MB2-712")], 300_000, "developed"),
    crm("gold", [(2, "MB2-709 MB2-706"), (2, "MB2-707")], 300_000, "developing"),
]

CLOUD_PLATFORM = [
    azure("silver", [(1, "70-534")], 15_000),
    azure("silver", [(1, "ta-azure-rds")], 15_000, "developing"),
    azure("gold", [(2, "70-534")], 100_000),
    azure("gold", [(2, "ta-cloud-platform")], 100_000, "developing"),
]

CLOUD_PRODUCTIVITY = [
    office("silver", [(1, "70-346 70-347")], 2_000),
    office("silver", [(1, "70-346 70-347")], 1_000, "developing"),
    office("gold", [(2, "mcsa-office-365")], 4_000, "developing"),
]

DATACENTER = [least("datacenter", "datacenter-solutions-silver", (1, "70-243"), (1, "70-744"))]


def erp(level, revenue, market):
    """Five different people, one for each exam."""
    return least(
        "enterprise-resource-planning",
        f"erp-reseller-{level}",
        *((1, code) for code in ("MB6-890", "MB6-892", "MB6-893", "MB6-705", "70-462")),
        figures={"erp-license-revenue": revenue},
        market=market,
    )


ENTERPRISE_RESOURCE_PLANNING = [
    erp("silver", 75_000, "developed"),
    erp("silver", 75_000, "developing"),
    erp("gold", 175_000, "developed"),
    erp("gold", 175_000, "developing"),
]

WINDOWS_AND_DEVICES = people_only(
    "windows-and-devices", "device-partner", [(2, "70-734")], [(3, "70-734"), (1, "70-734")]
)

EVERY_WAY = [
    *APPLICATION_DEVELOPMENT,
    *APPLICATION_INTEGRATION,
    *CLOUD_BUSINESS_APPLICATIONS,
    *CLOUD_CRM,
    *CLOUD_PLATFORM,
    *CLOUD_PRODUCTIVITY,
    *DATACENTER,
    *ENTERPRISE_RESOURCE_PLANNING,
    *WINDOWS_AND_DEVICES,
]
