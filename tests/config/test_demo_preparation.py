"""What `make demo` does before it serves: one demo at a time, a free port, a whole world or none."""

import json
import socket

import pytest

from config.demo import __main__ as demo
from config.demo import accounts, places, world


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Keep the demo's files in a temporary folder."""
    for name, value in vars(places).items():
        if name.isupper() and name not in {"ROOT"}:
            monkeypatch.setattr(places, name, tmp_path / value.name if name != "VAR" else tmp_path)


def test_a_taken_port_is_said_in_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"^assay: port {number} is taken; choose another.*PORT="):
            demo.main(["--port", str(number)])


@pytest.mark.parametrize("text", ["", "web", "0", "70000"])
def test_a_wrong_port_is_refused(text, capsys):
    with pytest.raises(SystemExit):
        demo.main(["--port", text])
    assert "is no port" in capsys.readouterr().err


def test_two_demos_of_one_folder_are_refused():
    with demo.only_one(), pytest.raises(SystemExit, match="already running"):
        demo.main(["--reset"])


def test_the_secret_is_made_once_and_is_private():
    first = places.secret()
    assert places.secret() == first
    assert len(first) >= 50
    assert places.SECRET.stat().st_mode & 0o077 == 0


def test_an_interrupted_building_leaves_no_world(monkeypatch):
    def interrupted(commands, environment):
        places.UNFINISHED.write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(world, "manage", interrupted)
    with pytest.raises(KeyboardInterrupt):
        world.build({})
    assert not places.DATABASE.exists()

    monkeypatch.setattr(world, "manage", lambda commands, environment: places.UNFINISHED.write_text("whole"))
    world.build({})
    assert places.DATABASE.read_text() == "whole"


def test_a_world_that_is_there_is_kept(monkeypatch):
    seen = []
    monkeypatch.setattr(world, "manage", lambda commands, environment: seen.extend(commands))
    monkeypatch.setattr(world, "collect_static", lambda environment: None)
    monkeypatch.setattr(world.translations, "compile_changed", list)
    places.DATABASE.write_text("kept")
    world.prepare({})
    assert seen == world.UPGRADE
    assert places.DATABASE.read_text() == "kept"


def test_static_files_are_collected_once(monkeypatch):
    seen = []
    monkeypatch.setattr(world, "manage", lambda commands, environment: seen.extend(commands))
    world.collect_static({})
    world.collect_static({})
    assert len(seen) == 1


def test_reset_forgets_the_world():
    places.DATABASE.write_text("old")
    places.BROKER.mkdir()
    (places.BROKER / "appendonly.aof").write_text("old")
    places.ACCOUNTS.write_text("[]")
    for folder in (places.MAIL, places.FEEDS):
        folder.mkdir()
        (folder / "one").write_text("old")
    assert demo.main(["--reset"]) == 0
    forgotten = (places.DATABASE, places.BROKER, places.ACCOUNTS, places.MAIL, places.FEEDS)
    assert [path for path in forgotten if path.exists()] == []


def test_the_table_of_accounts():
    account = {
        "role": "admin",
        "organisation": "Contoso",
        "mpn_id": 1,
        "email": "ada@contoso.example",
        "password": "x",
    }
    staff = {
        "role": "staff",
        "organisation": None,
        "mpn_id": None,
        "email": "s@assay.example",
        "password": "y",
    }
    places.ACCOUNTS.write_text(
        json.dumps([{**account, "note": "lands on the competencies"}, {**staff, "note": ""}])
    )
    assert accounts.table() == [
        "role   organisation  email                password  note",
        "admin  Contoso       ada@contoso.example  x         lands on the competencies",
        "staff  -             s@assay.example      y         -",
    ]
