"""The least that attains each level of edition 2017-12 by each path, read off the edition by eye."""

from .ways import (
    azure,
    crm,
    customer_engagement,
    least,
    mobility,
    office,
    operations,
    people_only,
    surface_hub,
)

APPLICATION_DEVELOPMENT = people_only(
    "application-development", "application-builder", [(2, "70-480")], [(4, "mcsd-app-builder")]
)

# The same people may pass an exam and take the assessment, or others.
APPLICATION_INTEGRATION = [
    *people_only(
        "application-integration",
        "application-integrator",
        [(2, "70-483 ta-biztalk")],
        [(4, "70-412 ta-biztalk")],
    ),
    *people_only(
        "application-integration",
        "application-integrator",
        [(1, "70-487"), (1, "70-464"), (2, "ta-biztalk")],
        [(2, "70-742"), (2, "70-532"), (4, "ta-biztalk")],
    ),
]

CLOUD_BUSINESS_APPLICATIONS = [
    customer_engagement("silver", [(5, "MB2-715 MB2-716 MB2-717")], 100_000, "developed"),
    customer_engagement("silver", [(5, "MB2-715 MB2-716 MB2-718")], 50_000, "developing"),
    customer_engagement("gold", [(15, "MB2-715 MB2-716 MB2-877")], 300_000, "developed"),
    customer_engagement("gold", [(15, "MB2-715 MB2-716"), (15, "MB2-717")], 150_000, "developing"),
    operations("silver", [(5, "MB6-894 70-535 MB6-895")], 100_000, 25_000, "developed"),
    operations("silver", [(5, "MB6-894 70-535"), (5, "MB6-896")], 50_000, 12_000, "developing"),
    operations("gold", [(15, "MB6-894 70-535 MB6-897")], 300_000, 75_000, "developed"),
    operations("gold", [(15, "MB6-894 70-535"), (15, "MB6-895")], 150_000, 37_000, "developing"),
]

CLOUD_CRM = [
    crm("silver", [(1, "MB2-714 MB2-710"), (1, "MB2-712")], 100_000, "developed"),
    crm("silver", [(1, "MB2-877 MB2-715"), (1, "MB2-716")], 50_000, "developing"),
    crm("gold", [(2, "MB2-713 MB2-706"), (2, "MB2-707")], 300_000, "developed"),
    crm("gold", [(2, "MB2-717 MB2-715"), (2, "MB2-716")], 150_000, "developing"),
]

CLOUD_PLATFORM = [
    azure("silver", [(1, "ta-cloud-platform")], 15_000),
    azure("silver", [(1, "70-535")], 15_000),
    azure("silver", [(1, "mcsa-linux-on-azure")], 10_000, "developing"),
    azure("gold", [(2, "ta-azure-iot")], 100_000),
    azure("gold", [(1, "70-532"), (1, "70-475")], 100_000),
    azure("gold", [(2, "70-535")], 100_000, "developing"),
]

CLOUD_PRODUCTIVITY = [
    office("silver", [(1, "70-346 70-347")], 2_000),
    office("silver", [(1, "mcsa-office-365")], 1_000, "developing"),
    office("gold", [(2, "mcsa-office-365")], 4_000),
    office("gold", [(2, "70-346 70-347")], 4_000, "developing"),
]

COLLABORATION_AND_CONTENT = [
    *people_only(
        "collaboration-and-content",
        "sharepoint-services-partner",
        [(2, "70-347 70-339")],
        [(4, "70-347 70-339")],
    ),
    *people_only(
        "collaboration-and-content",
        "sharepoint-services-partner",
        [(1, "mcse-productivity"), (1, "mcsd-app-builder")],
        [(4, "mcse-productivity")],
    ),
]

COMMUNICATIONS = [
    *people_only(
        "communications",
        "systems-integrator",
        [(1, "70-334 70-333"), (1, "70-334 70-333 ta-skype-operations-framework")],
        [(2, "70-334 70-333"), (2, "70-334 70-333 ta-skype-operations-framework")],
    ),
    *people_only(
        "communications",
        "systems-integrator",
        [(1, "mcse-productivity ta-skype-operations-framework"), (1, "70-334 70-333")],
        [(2, "mcse-productivity"), (2, "70-334 70-333 ta-skype-operations-framework")],
    ),
]

DATA_ANALYTICS = [
    *people_only(
        "data-analytics",
        "data-analytics-specialist",
        [(1, "70-767 70-768 ta-data-analytics-foundational")],
        [
            (1, "70-773 70-774 ta-data-analytics-foundational"),
            (1, "70-475 70-775 ta-data-analytics-foundational"),
        ],
    ),
    *people_only(
        "data-analytics",
        "data-analytics-beginners",
        [(2, "ta-data-analytics-foundational ta-business-intelligence")],
        [
            (3, "ta-data-analytics-foundational ta-advanced-analytics"),
            (1, "ta-data-analytics-foundational ta-big-data"),
        ],
    ),
    least(
        "data-analytics", "power-bi-silver", (1, "ta-business-intelligence"), figures={"power-bi-seats": 250}
    ),
    least(
        "data-analytics", "power-bi-gold", (2, "ta-business-intelligence"), figures={"power-bi-seats": 1_000}
    ),
]

DATA_PLATFORM = [
    *people_only(
        "data-platform",
        "big-data",
        [(2, "ta-data-platform-foundational ta-sql-server")],
        [
            (2, "ta-data-platform-foundational ta-data-warehouse"),
            (2, "ta-data-platform-foundational ta-azure-data-services"),
        ],
    ),
    *people_only(
        "data-platform",
        "sql-server-specialist",
        [(1, "70-764 70-765 ta-data-platform-foundational")],
        [
            (1, "70-764 70-765 ta-data-platform-foundational"),
            (1, "70-762 70-761 70-473 ta-data-platform-foundational"),
        ],
    ),
]

DATACENTER = people_only(
    "datacenter",
    "datacenter-solutions",
    [(2, "70-412")],
    [(3, "mcsa-windows-server-2012"), (1, "mcsa-windows-server-2016")],
)

DEVOPS = people_only(
    "devops",
    "devops-partner",
    [(1, "70-496 70-498"), (1, "70-496 70-498 scrum-csm")],
    [(2, "70-496 70-498"), (1, "70-496 70-498 70-497"), (1, "70-496 70-498 psm-i")],
)

ENTERPRISE_MOBILITY_MANAGEMENT = [
    mobility("enterprise-partner-silver", [(2, "ta-ems-overview ta-mobile-device-management")], 3, 500),
    mobility("enterprise-partner-gold", [(4, "ta-ems-overview ta-identity-access-management")], 5, 4_000),
    mobility("smb-partner-silver", [(2, "ta-ems-overview ta-information-protection")], 20, 125),
    mobility("smb-partner-gold", [(4, "ta-ems-overview ta-cloud-app-security")], 5, 4_000),
]


def erp(revenue, market):
    return least(
        "enterprise-resource-planning",
        "erp-reseller-gold",
        figures={"erp-license-revenue": revenue},
        market=market,
    )


ENTERPRISE_RESOURCE_PLANNING = [erp(175_000, "developed"), erp(75_000, "developing")]

MESSAGING = [
    *people_only("messaging", "hybrid-services-partner", [(2, "70-347 70-345")], [(4, "70-347 70-345")]),
    *people_only(
        "messaging", "hybrid-services-partner", [(2, "mcse-productivity")], [(4, "mcse-productivity")]
    ),
]

PROJECT_AND_PORTFOLIO_MANAGEMENT = people_only(
    "project-and-portfolio-management",
    "project-and-portfolio-partner",
    [(2, "74-343 70-348")],
    [(2, "74-343 70-348"), (2, "74-343 70-348 70-339")],
)

SMALL_AND_MIDMARKET = [
    least(
        "small-and-midmarket-cloud-solutions",
        "o365-services-silver",
        figures={"o365-new-customers": 4},
    ),
    least(
        "small-and-midmarket-cloud-solutions",
        "o365-services-gold",
        (2, "70-347"),
        figures={"o365-new-customers": 25},
    ),
]

WINDOWS_AND_DEVICES = [
    *people_only(
        "windows-and-devices",
        "service-partner",
        [(1, "70-354"), (1, "70-357")],
        [(4, "ta-windows-10-deployment")],
    ),
    *people_only("windows-and-devices", "device-partner", [(2, "70-735")], [(4, "ta-iot-device-builder")]),
    surface_hub("silver", [(2, "ta-surface-hub")], 12),
    surface_hub("gold", [(3, "ta-surface-hub 70-347"), (1, "ta-surface-hub 70-697")], 52),
]

EVERY_WAY = [
    *APPLICATION_DEVELOPMENT,
    *APPLICATION_INTEGRATION,
    *CLOUD_BUSINESS_APPLICATIONS,
    *CLOUD_CRM,
    *CLOUD_PLATFORM,
    *CLOUD_PRODUCTIVITY,
    *COLLABORATION_AND_CONTENT,
    *COMMUNICATIONS,
    *DATA_ANALYTICS,
    *DATA_PLATFORM,
    *DATACENTER,
    *DEVOPS,
    *ENTERPRISE_MOBILITY_MANAGEMENT,
    *ENTERPRISE_RESOURCE_PLANNING,
    *MESSAGING,
    *PROJECT_AND_PORTFOLIO_MANAGEMENT,
    *SMALL_AND_MIDMARKET,
    *WINDOWS_AND_DEVICES,
]
