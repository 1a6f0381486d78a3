"""Tailspin Toys: DevOps by an override of ten weeks ago, because too few of the same people are scrum masters."""

from memberships.demo.world import World
from partners.models import Role


def tell(world: World) -> None:
    """Two people hold both exams and neither the method certificate any more."""
    tailspin = world.partner(
        "Tailspin Toys", legal_name="Tailspin Toys K.K.", country="JP", city="Osaka", joined=760
    )
    tailspin.person(
        "Yuki Nakamura",
        since=750,
        roles=[Role.ADMIN],
        note="DevOps silver rests on an override placed ten weeks ago that ends in three; a note, no alert",
    )
    kenji = tailspin.person("Kenji Mori", "70-496 70-498", since=600, note="My achievements: one has expired")
    kenji.earns("scrum-csm", earned=730, known=590, ends=240)
    kenji.associates(tailspin, 589)
    tailspin.everybody(
        "590 Sakura Ito: 70-498",
        "400 Haruto Sato: 70-483",
        "390 Ayumi Kondo: 70-486",
        "210 Minh Tran: 70-496 70-498",
        "205 Park Ji-woo: pmi-acp",
        "120 Rina Abe: 70-735",
        "90 Daichi Ueda",
        "45 Emi Hayashi: 70-697",
        "18 Taro Fujita",
    )
    tailspin.override(
        "devops",
        "silver",
        70,
        "Kenji Mori's renewed Scrum Alliance certificate is with the vendor for checking.",
    )
    tailspin.override(
        "messaging",
        "silver",
        330,
        "A transfer of certificates was under way.",
        ended=(285, "The certificates turned out to belong to another person."),
    )
    tailspin.terms(135, "silver")
