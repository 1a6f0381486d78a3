"""Building the demo world where it cannot be built: nothing is left behind."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from memberships.demo import build
from partners.models import Organisation, User

pytestmark = pytest.mark.django_db


def test_it_refuses_without_editions(tmp_path):
    with pytest.raises(CommandError, match="load_editions"):
        call_command("build_demo", accounts=tmp_path / "accounts.json")
    assert not User.objects.exists()


def test_it_refuses_to_write_into_a_folder_that_is_there(tmp_path):
    (tmp_path / "demo-feeds").mkdir()
    (tmp_path / "demo-feeds" / "own.csv").write_text("mine")
    call_command("load_editions", stdout=StringIO())
    with pytest.raises(CommandError, match="demo-feeds"):
        call_command("build_demo", accounts=tmp_path / "accounts.json")
    assert (tmp_path / "demo-feeds" / "own.csv").read_text() == "mine"


def test_it_leaves_nothing_of_a_building_that_failed(tmp_path, monkeypatch):
    def tell(world):
        coffee = world.partner(
            "Fourth Coffee", legal_name="Fourth Coffee", country="IT", city="Turin", joined=4
        )
        coffee.certified("Elisa Conti", "70-480", since=3)
        world.diary.note(0, lambda on: 1 / 0)

    monkeypatch.setattr(build, "STORIES", [tell])
    call_command("load_editions", stdout=StringIO())
    with pytest.raises(ZeroDivisionError):
        call_command("build_demo", accounts=tmp_path / "accounts.json")
    assert not Organisation.objects.exists()
    assert not User.objects.exists()
    assert list(tmp_path.iterdir()) == []
