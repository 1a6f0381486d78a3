"""Contoso's people and their credit: one waits for an answer, one got it, one lets all follow, one may claim."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from PIL import Image, ImageDraw

from competencies.actions import credit
from competencies.models import CreditReport
from memberships.demo.partner import Partner, month_end
from memberships.demo.world import World
from partners.models import Role

PASSED_AGO = 21
"""So many days ago Rohan Mehta passed the exam that is not shown."""


def tell(world: World) -> None:
    """After Contoso's own story."""
    contoso = world.partner_named("Contoso")
    _missing(world, contoso)
    _disputed(world, contoso)
    _follows(world, contoso)
    _may_claim(contoso)


def _missing(world: World, contoso: Partner) -> None:
    rohan = world.someone("Rohan Mehta")
    note = "My achievements: reported MB2-716 as missing, and waits for an answer"
    world.may_sign_in(rohan, contoso, [Role.EMPLOYEE], note)

    def report(on: date) -> None:
        credit.report_achievement(
            user=rohan.user,
            organisation=contoso.row,
            credential="MB2-716",
            day=world.diary.ago(PASSED_AGO),
            note="Passed at the test centre in Ghent; the score report is attached.",
            file=_score_report("MB2-716  Rohan Mehta  PASS"),
            on=on,
        )

    world.diary.note(12, report)


def _disputed(world: World, contoso: Partner) -> None:
    helena, day = world.someone("Helena Costa"), month_end(world.diary.today, 1)

    def dispute(on: date) -> None:
        credit.dispute_figure(
            user=helena.user,
            organisation=contoso.row,
            metric="azure-consumption",
            day=day,
            amount=Decimal(6_900),
            note="Two subscriptions of a customer are missing.",
            file=_score_report("Azure consumption  6,900 USD"),
            on=on,
        )

    def answer(on: date) -> None:
        credit.answer(
            report=CreditReport.objects.about_figures().get(reporter=helena.user),
            text="You are right: one of the two was linked late. The next monthly file has the amount.",
            on=on,
            by=world.specialist,
        )

    world.diary.note(4, dispute)
    world.diary.note(2, answer)


def _follows(world: World, contoso: Partner) -> None:
    """Somebody whose later exams come by the vendor's files and count at once."""
    chioma = contoso.certified(
        "Chioma Nwosu",
        "70-410",
        since=95,
        note="My achievements: what she earns follows by itself; 70-411 did",
    )
    chioma.follows(contoso, 92)
    world.vendor.certifies(chioma, "70-411", 12, earned=17)


def _may_claim(contoso: Partner) -> None:
    """A transcript that waits for its owner, who is told MCID and code in the table of accounts."""
    sofia = contoso.newcomer("Sofia Lindgren", "70-480 70-483", since=6)
    contoso.world.may_sign_in(
        sofia,
        contoso,
        [Role.EMPLOYEE],
        f"My achievements: claim the transcript with MCID {sofia.mcid} and access code {sofia.access_code}",
    )


def _score_report(text: str) -> bytes:
    """A picture that says so."""
    picture = Image.new("RGB", (420, 120), "white")
    ImageDraw.Draw(picture).text((20, 50), text, fill="black")
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()
