"""Trey Research: gold by sales alone, read in Traditional Chinese."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """ERP gold and Small and Midmarket silver hold if sales stay as they are; no new figures for two months."""
    trey = world.partner(
        "Trey Research",
        legal_name="Trey Research Co., Ltd.",
        country="TW",
        city="Taipei",
        joined=870,
        language="zh-hant",
    )
    trey.person(
        "Lin Shu-Fen",
        since=860,
        roles=[Role.ADMIN],
        note="in Chinese: ERP gold by sales alone, and the day on which it falls without new figures",
    )
    trey.everybody(
        "600 Wang Chia-Hao: MB6-894 MB6-895",
        "590 Huang Mei-Hui: MB6-896",
        "300 Chang Kuo-Wei: 70-347",
        "200 Tsai Pei-Shan",
        "90 Lee Cheng-Han: 70-535",
        "40 Wu Yi-Ting",
    )
    trey.monthly("erp-license-revenue", 19_500, months=22, stop=2)
    trey.monthly("o365-new-customers", 1, months=13, stop=1)
    trey.terms(30, "gold")
