"""Litware, Proseware and Fourth Coffee: developing markets, an action pack, and somebody brand-new."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Thresholds of developing markets make what developed ones would not."""
    _litware(world)
    _proseware(world)
    _fourth_coffee(world)
    world.enrols(
        "Margie's Travel", legal_name="Margie's Travel BV", country="NL", city="Utrecht",
        contact="Margje de Vries", ago=1,
    )  # fmt: skip


def _litware(world: World) -> None:
    litware = world.partner("Litware", legal_name="Litware Pvt Ltd", country="IN", city="Pune", joined=1000)
    litware.person(
        "Kavita Deshpande",
        since=990,
        roles=[Role.ADMIN],
        note="a developing market: Cloud Platform and Cloud CRM silver by the lower thresholds; no worries",
    )
    litware.person("Arun Pillai", "70-535 70-533", since=800)
    litware.everybody(
        "700 Neha Kulkarni: MB2-717 MB2-715",
        "690 Farhan Qureshi: MB2-716 MB2-712",
        "400 Lakshmi Iyengar: MB2-718 MB2-715",
        "390 Rahul Bose: mcsa-linux-on-azure",
        "300 Divya Menon: ta-azure-rds",
        "210 Suresh Patil: 70-346 70-347",
        "140 Ananya Ghosh: 70-346",
        "100 Imran Sheikh",
        "60 Pooja Verma",
        "35 Nikhil Joshi: 70-475",
    )
    litware.monthly("azure-consumption", 1_120, months=15)
    litware.monthly("crm-online-net-new-revenue", 5_600, months=15)
    litware.terms(251, "silver")


def _proseware(world: World) -> None:
    proseware = world.partner(
        "Proseware", legal_name="Proseware Ltda.", country="BR", city="Recife", joined=430
    )
    proseware.person(
        "Beatriz Almeida",
        since=425,
        roles=[Role.ADMIN],
        note="Action Pack: an order of silver waits for the vendor; Cloud Platform silver falls in 40 days",
    )
    caio = proseware.person("Caio Ribeiro", "70-480", since=300)
    caio.earns("ta-cloud-platform", earned=300, known=290, ends=-40)
    caio.associates(proseware, 289)
    proseware.everybody(
        "280 Thiago Moura: 70-483", "150 Larissa Pinto", "70 Gustavo Lima: MB2-716", "28 Renata Barros"
    )
    proseware.monthly("azure-consumption", 1_150, months=14)
    proseware.terms(160, "action-pack")


def _fourth_coffee(world: World) -> None:
    coffee = world.partner(
        "Fourth Coffee", legal_name="Fourth Coffee S.r.l.", country="IT", city="Turin", joined=4
    )
    coffee.person(
        "Giulia Ferraro",
        since=4,
        roles=[Role.ADMIN],
        note="enrolled this week: what an empty portal looks like",
    )
    coffee.person("Matteo Greco", since=3, note="My achievements of somebody without a transcript")
    coffee.person("Elisa Conti", since=3)
