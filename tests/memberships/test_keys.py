"""Product keys: pools, files, giving and showing, and what nobody may see of them (E5)."""

import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from memberships import key_files, sealing
from memberships.actions import key_pools, keys
from memberships.models import KeyFile, KeyGrant, KeyPool, ProductKey
from partners.models import JournalEntry, Message, MessageKind
from tests.refusing import refused


@pytest.fixture
def contoso(world):
    """An organisation with an Action Pack, which brings a key of Windows."""
    made = world.organisation("Contoso")
    world.buyer(made)
    world.term(made, "action-pack")
    return made


@pytest.fixture
def windows(world, contoso):
    return world.benefit(contoso, "windows")


def reveal(world, entitlement):
    return keys.reveal(entitlement=entitlement, on=world.on, by=world.buyer(entitlement.organisation))


def test_the_first_view_gives_a_key_and_every_later_one_shows_the_same(world, windows):
    world.pool("WINDOWS-1", "WINDOWS-2")
    assert [reveal(world, windows) for _view in range(3)] == ["WINDOWS-1"] * 3
    assert ProductKey.objects.left().count() == 1
    assert JournalEntry.objects.filter(kind="key-given").count() == 1
    assert JournalEntry.objects.filter(kind="key-revealed").count() == 3


def test_another_organisation_gets_another(world, windows):
    world.pool("WINDOWS-1", "WINDOWS-2")
    fabrikam = world.organisation("Fabrikam")
    world.term(fabrikam, "action-pack")
    other = world.benefit(fabrikam, "windows")
    assert {reveal(world, windows), reveal(world, other)} == {"WINDOWS-1", "WINDOWS-2"}


def test_activated_anew_after_its_end_it_gets_another(world, contoso, windows):
    world.pool("WINDOWS-1", "WINDOWS-2")
    reveal(world, windows)
    world.on = contoso.terms.get().grace_until
    world.term(contoso, "action-pack")
    assert reveal(world, world.benefit(contoso, "windows")) == "WINDOWS-2"


def test_not_after_its_end_nor_of_what_has_none(world, contoso, windows):
    world.pool("WINDOWS-1")
    refused("no-keys", reveal, world=world, entitlement=world.benefit(contoso))
    world.on = contoso.terms.get().grace_until
    refused("over", reveal, world=world, entitlement=windows)


def test_without_one_left_the_vendor_is_told_once(world, windows):
    world.pool()
    assert [reveal(world, windows), reveal(world, windows)] == [None, None]
    assert KeyPool.objects.get().wanted_on == world.on
    assert Message.objects.get(kind=MessageKind.KEYS_WANTED).address == world.manager().email
    assert not KeyGrant.objects.exists()
    world.key_file(KeyPool.objects.get(), "WINDOWS-1")
    assert reveal(world, windows) is None  # checked is not added
    key_pools.add(file=KeyFile.objects.get(), on=world.on, by=world.manager())
    assert (KeyPool.objects.get().wanted_on, reveal(world, windows)) == (None, "WINDOWS-1")


def test_a_benefit_for_which_nobody_opened_a_pool(world, windows):
    assert reveal(world, windows) is None
    assert KeyPool.objects.get().benefit == "windows"


def test_a_key_that_cannot_be_read_is_not_given(world, windows, settings):
    world.pool("WINDOWS-1")
    settings.BENEFIT_KEYS_SECRETS = ["another-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"]
    refused("unreadable", reveal, world=world, entitlement=windows)
    assert not KeyGrant.objects.exists()


def test_no_table_log_or_journal_holds_it(
    world,
    windows,
    caplog,
    security_log,
    django_capture_on_commit_callbacks,
):
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        world.pool("SECRET-WINDOWS-1", "no key")
        world.key_file(KeyPool.objects.get(), "SECRET-WINDOWS-2")
        assert reveal(world, windows) == "SECRET-WINDOWS-1"
    assert "SECRET" not in security_log.text
    assert "SECRET" not in caplog.text
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 our own tables
            assert "SECRET-WINDOWS" not in str(cursor.fetchall()), table
    assert {"event": "revealed", "organisation": windows.organisation_id}.items() <= security_log.lines[
        -1
    ].items()


def test_the_same_key_is_sealed_otherwise_each_time_and_found_all_the_same():
    one, other = sealing.seal("WINDOWS-1"), sealing.seal("WINDOWS-1")
    assert one.secret != other.secret
    assert sealing.fingerprint("WINDOWS-1") == sealing.fingerprint(" windows1 ")
    assert sealing.fingerprint("WINDOWS-1") != sealing.fingerprint("WINDOWS-2")


def test_the_fingerprint_has_a_key_of_its_own(settings):
    before = sealing.fingerprint("WINDOWS-1")
    settings.BENEFIT_KEYS_SECRETS = ["another-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG"]
    assert sealing.fingerprint("WINDOWS-1") == before
    settings.BENEFIT_KEYS_FINGERPRINT_SECRET = "another"
    assert sealing.fingerprint("WINDOWS-1") != before


def test_a_portal_without_keys_takes_none_in(world, settings):
    pool = world.pool()
    settings.BENEFIT_KEYS_SECRETS = []
    by = {"on": world.on, "by": world.manager()}
    refused("not-set-up", key_pools.upload, pool=pool, content=b"WINDOWS-1", **by)


NEW = "new-key-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJK"


def test_sealed_anew_the_old_key_can_go(world, windows, settings, capsys):
    pool = world.pool("WINDOWS-1", "WINDOWS-2")
    world.key_file(pool, "WINDOWS-3")
    reveal(world, windows)
    (old,) = settings.BENEFIT_KEYS_SECRETS
    settings.BENEFIT_KEYS_SECRETS = [NEW, old]
    assert reveal(world, windows) == "WINDOWS-1"
    call_command("reseal_product_keys")
    call_command("reseal_product_keys")
    assert capsys.readouterr().out.split("\n")[:2] == ["3 sealed anew", "0 sealed anew"]
    settings.BENEFIT_KEYS_SECRETS = [NEW]
    assert reveal(world, windows) == "WINDOWS-1"
    assert key_pools.add(file=KeyFile.objects.latest("pk"), on=world.on, by=world.manager()).added == 1


def test_broken_off_it_goes_on_with_what_is_left(world, settings, monkeypatch):
    world.pool(*(f"WINDOWS-{number}" for number in range(5)))
    settings.BENEFIT_KEYS_SECRETS = [NEW, *settings.BENEFIT_KEYS_SECRETS]
    monkeypatch.setattr("memberships.resealing.CHUNK", 2)
    sealed, calls = sealing.seal, []

    def dies(text):
        calls.append(text)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return sealed(text)

    monkeypatch.setattr("memberships.resealing.seal", dies)
    with pytest.raises(KeyboardInterrupt):
        call_command("reseal_product_keys")
    assert ProductKey.objects.filter(sealed_by=sealing.newest()).count() == 2
    call_command("reseal_product_keys")
    assert ProductKey.objects.exclude(sealed_by=sealing.newest()).count() == 0


def test_what_no_key_opens_is_said_and_left(world, settings):
    world.pool("WINDOWS-1")
    settings.BENEFIT_KEYS_SECRETS = [NEW]
    with pytest.raises(CommandError, match="1 cannot be read"):
        call_command("reseal_product_keys")


def test_a_good_key_is_added_and_every_bad_line_has_its_reason(world):
    pool = world.pool("KNOWN-1")
    file = world.key_file(pool, "KEY-1", "", "key-1", "known1", "a b c", "x", "KEY-2,KEY-3")
    reasons = [[3, "twice"], [4, "known"], [5, "not-a-key"], [6, "not-a-key"], [7, "columns"]]
    assert (file.ready, file.problems) == (1, reasons)
    added = key_pools.add(file=file, on=world.on, by=world.manager())
    assert (added.added, added.problems, added.content) == (1, reasons, "")
    assert ProductKey.objects.filter(pool=pool).count() == 2


def test_of_two_files_with_one_key_the_second_finds_it(world):
    pool = world.pool()
    files = [world.key_file(pool, "KEY-1", f"KEY-{number}") for number in (2, 3)]
    by = {"on": world.on, "by": world.manager()}
    assert [key_pools.add(file=each, **by).added for each in files] == [2, 1]
    assert KeyFile.objects.latest("pk").problems == [[1, "known"]]


def test_added_once_or_discarded(world):
    pool, by = world.pool(), {"on": world.on, "by": world.manager()}
    added, discarded = world.key_file(pool, "KEY-1"), world.key_file(pool, "KEY-2")
    key_pools.add(file=added, **by)
    key_pools.discard(file=discarded, **by)
    for file in (added, discarded):
        refused("settled", key_pools.add, file=file, **by)
        refused("settled", key_pools.discard, file=file, **by)
    assert ProductKey.objects.count() == 1
    bad = world.key_file(pool, "x")
    refused("nothing-ready", key_pools.add, file=bad, **by)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KEY-1\r\nKEY-2", ["KEY-1", "KEY-2"]),
        ("name,key\nOne,KEY-1", ["KEY-1"]),
        ("Product key;note\nKEY-1;a note", ["KEY-1"]),
        ("KEY-1,\nKEY-2,", ["KEY-1", "KEY-2"]),
        ('"KEY-1"', ["KEY-1"]),
    ],
)
def test_how_a_file_may_be_written(text, found):
    lines = key_files.read(key_files.decoded(b"\xef\xbb\xbf" + text.encode()))
    assert [(line.key, line.problem) for line in lines] == [(key, "") for key in found]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-rows"),
        (b"\n \n", "no-rows"),
        (b"key\n", "no-rows"),
        (b"\xff\xfe", "no-utf-8"),
        (b"KEY\x00", "no-text"),
        (b'"KEY-1', "no-csv"),
        (b"a" * (key_files.MOST_BYTES + 1), "too-large"),
        (b"KEY-1\n" * (key_files.MOST_ROWS + 1), "too-many-rows"),
    ],
)
def test_what_is_no_such_file(world, content, code):
    pool = world.pool()
    refused(code, key_pools.upload, pool=pool, content=content, on=world.on, by=world.manager())


def test_many_keys_are_few_statements(world, django_assert_max_num_queries):
    pool = world.pool()
    file = world.key_file(pool, *(f"KEY-{number}" for number in range(2_000)))
    with django_assert_max_num_queries(30):
        key_pools.add(file=file, on=world.on, by=world.manager())
    assert ProductKey.objects.count() == 2_000


def test_it_runs_low_at_its_own_number(world, contoso, windows):
    world.pool("WINDOWS-1", "WINDOWS-2", low_at=1)
    assert not KeyPool.objects.low().exists()
    reveal(world, windows)
    assert KeyPool.objects.low().get().left == 1


@pytest.mark.parametrize(
    ("benefit", "low_at", "code"),
    [
        ("office", 1, "no-such-benefit"),
        ("windows", 10_000, "not-counted"),
        ("windows", -1, "not-counted"),
    ],
)
def test_what_is_no_pool(world, benefit, low_at, code):
    world.offers()
    by = {"on": world.on, "by": world.manager()}
    refused(code, key_pools.set_pool, benefit=benefit, low_at=low_at, **by)
