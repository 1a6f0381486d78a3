"""How the competencies of the real editions ask for what they ask: one function for each shape of path."""

from .organisations import Least

NO_FIGURES: dict[str, int] = {}


def least(competency, path, *people, figures=NO_FIGURES, attestations=(), market="developed"):
    return Least(competency, path, path.rsplit("-", 1)[1], people, figures, attestations, market)


def people_only(competency, option, silver, gold):
    """A path at both levels that asks for people alone."""
    return [least(competency, f"{option}-silver", *silver), least(competency, f"{option}-gold", *gold)]


def customer_engagement(level, people, net_new, market):
    return least(
        "cloud-business-applications",
        f"enterprise-customer-engagement-{level}",
        *people,
        figures={"d365-customer-engagement-net-new-revenue": net_new},
        market=market,
    )


def operations(level, people, revenue, net_new, market):
    return least(
        "cloud-business-applications",
        f"enterprise-operations-{level}",
        *people,
        figures={"d365-operations-revenue": revenue, "d365-operations-net-new-revenue": net_new},
        market=market,
    )


def crm(level, people, net_new, market):
    return least(
        "cloud-customer-relationship-management",
        f"cloud-crm-reseller-{level}",
        *people,
        figures={"crm-online-net-new-revenue": net_new},
        market=market,
    )


def azure(level, people, consumption, market="developed"):
    return least(
        "cloud-platform",
        f"azure-consumption-{level}",
        *people,
        figures={"azure-consumption": consumption},
        market=market,
    )


def office(level, people, entitlements, market="developed"):
    return least(
        "cloud-productivity",
        f"managed-service-partner-{level}",
        *people,
        figures={"o365-active-entitlements": entitlements},
        market=market,
    )


def mobility(path, people, new_customers, entitlements):
    return least(
        "enterprise-mobility-management",
        path,
        *people,
        figures={"ems-new-customers": new_customers, "ems-active-entitlements": entitlements},
    )


def surface_hub(level, people, devices):
    return least(
        "windows-and-devices",
        f"surface-hub-{level}",
        *people,
        figures={"surface-hub-devices-shipped": devices},
        attestations=("surface-hub-adr",),
    )
