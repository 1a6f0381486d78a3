"""Contoso: the richest story. Gold in Cloud CRM rests on an override since a key person left."""

from memberships.demo.partner import Partner
from memberships.demo.world import World
from partners.models import Role

CRM = "cloud-customer-relationship-management"


def tell(world: World) -> None:
    """Silver since two years, gold since fifteen months, lost two weeks ago and held by an override since."""
    contoso = world.partner("Contoso", legal_name="Contoso Ltd", country="BE", city="Brussels", joined=1480)
    _office(contoso)
    _crm_team(contoso)
    _crm_reserve(contoso)
    _crm_figures(contoso)
    _azure(contoso)
    _begun(contoso)
    contoso.everybody(
        "900 Petra Novakova: 70-345 70-347",
        "880 Hiroshi Tanaka: 70-345 70-347",
        "410 Chiara Rinaldi: 70-345",
        "400 Samir Belkacem: 70-764 70-765",
        "365 Ewa Kowalczyk: 74-343 70-348",
        "350 Nathan Brooks: 70-480",
        "240 Freya Andersen: 70-410",
        "230 Luca Moretti: 70-740",
        "120 Yara Mansour",
        "60 Oliver Grant",
        "20 Manon Lefebvre",
        "12 Kwame Boateng",
    )
    contoso.invites("Amelie Laurent", 12)
    contoso.invites("Tariq Hassan", 2, roles=[Role.REPORT_VIEWER])
    contoso.invites("Bianca Stoica", 1)
    contoso.terms(173, "silver", "gold")


def _office(contoso: Partner) -> None:
    contoso.person(
        "Anna Petrov",
        since=1470,
        roles=[Role.ADMIN],
        note="start here: Competencies, then Cloud Customer Relationship Management: gold by override, at risk, "
        "and what cures it; behind the bell, Calendar has an address to subscribe to",
    )
    contoso.person(
        "Marc Dubois",
        since=900,
        roles=[Role.MEMBERSHIP_MANAGER],
        note="the same competencies and the alert, but no emails of people; Benefits: seats and a product key",
    )
    contoso.person(
        "Helena Costa",
        since=600,
        roles=[Role.REPORT_VIEWER],
        note="competencies and reports with names, no alert, no emails",
    )
    contoso.person("Yusuf Demir", since=500, roles=[Role.REFERRALS_MANAGER], note="no access to competencies")


def _crm_team(contoso: Partner) -> None:
    """Who makes silver and made gold: two for the first group, two for the second."""
    contoso.person(
        "Katrin Vogel",
        "MB2-718 MB2-715 MB2-716",
        since=690,
        roles=[Role.EMPLOYEE],
        note="My achievements: what counts where; needed in one group, so not in the other",
    )
    contoso.person("Mei-Ling Chen", "MB2-716", since=679)
    contoso.person("Daniel Okafor", "MB2-713 MB2-710 MB2-709", since=600)
    # Leaves two weeks ago: see moves.
    contoso.person("Lukas Brandt", "MB2-712", since=478)


def _crm_reserve(contoso: Partner) -> None:
    """Who nearly counts, each for another reason."""
    contoso.person("Amara Diallo", "MB2-713", since=430)
    contoso.person("Ines Carvalho", "MB2-709 MB2-710", since=800)
    sofia = contoso.person(
        "Sofia Lindqvist",
        "MB2-707 MB2-717",
        since=300,
        associated=False,
        note="My achievements: nothing associated yet, the whole transcript shown to Contoso",
    )
    sofia.shares(contoso, 290)
    peter = contoso.person("Peter Nowak", "70-697", since=700)
    peter.earns("MB2-712", earned=690, known=650, ends=26)
    peter.associates(contoso, 649)
    tomasz = contoso.person("Tomasz Wisniewski", "MB2-707", since=520)
    tomasz.is_revoked("MB2-707", 120)
    # Goes to Adventure Works and keeps the account: see moves.
    contoso.person(
        "Hugo Marchetti", "MB2-716 70-347", since=460, note="two accounts: counted here until half a year ago"
    )
    rohan = contoso.person("Rohan Mehta", "70-483", since=260)
    # The system gives the day on which a beta exam's result counts, which is still to come.
    rohan.earns("MB2-706", earned=-12, known=6)
    rohan.associates(contoso, 5)


def _crm_figures(contoso: Partner) -> None:
    contoso.monthly("crm-online-net-new-revenue", 29_500, months=31)
    contoso.override(
        CRM,
        "gold",
        11,
        "Rohan Mehta passed MB2-716 three weeks ago; the certification system has not recognised it yet.",
    )


def _azure(contoso: Partner) -> None:
    """Silver by consumption and one exam; others for gold have gone or are to come."""
    contoso.person("Nadia Haddad", "70-533", since=310)
    jonas = contoso.person("Jonas Weber", "70-534", since=640)
    jonas.earns("70-535", earned=-20, known=3)
    jonas.associates(contoso, 2)
    grace = contoso.person("Grace Mwangi", "ta-azure-iot ta-cloud-platform", since=450)
    grace.is_revoked("ta-azure-iot", 75)
    contoso.monthly("azure-consumption", 5_200, months=15)


def _begun(contoso: Partner) -> None:
    """Competencies where something is there, and not enough."""
    contoso.person("Priya Raman", "mcsa-office-365", since=330)
    contoso.reading("o365-active-entitlements", 1_420, 190)
    contoso.reading("o365-active-entitlements", 1_850, 40)
    contoso.person("Erik Johansson", "70-496 70-498", since=560)
    contoso.person("Laura Romano", "70-496 70-498", since=540)
    contoso.person("Victor Alvarez", "ta-data-analytics-foundational", since=210)
