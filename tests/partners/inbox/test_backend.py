"""The backend: every message a file of its own, whole, private and in order."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection, send_mail

from partners.inbox.mails import keys, read


def sent(subject="Hello", text="Text", to="ada@contoso.example"):
    return send_mail(subject, text, "portal@assay.example", [to])


def test_a_message_becomes_one_file_for_its_owner_only(folder):
    assert sent() == 1
    (file,) = folder.iterdir()
    assert file.suffix == ".eml"
    assert file.stat().st_mode & 0o077 == 0
    assert folder.stat().st_mode & 0o077 == 0
    message = message_from_bytes(file.read_bytes(), policy=default)
    assert (message["From"], message["To"]) == ("portal@assay.example", "ada@contoso.example")
    assert message["Date"]


def test_the_latest_comes_first(folder):
    for subject in ("first", "second", "third"):
        sent(subject)
    assert [read(folder, key).subject for key in keys(folder)] == ["third", "second", "first"]


def test_all_of_a_message_comes_back(folder):
    text = "您好，\n\nA line of its own — and another.\n.\nFrom the portal" + "\n" + "x" * 2000
    sent("關於 DevOps 銀級", text, "Zoë Ængström <zoe@contoso.example>")
    mail = read(folder, keys(folder)[0])
    assert (mail.subject, mail.to, mail.text) == (
        "關於 DevOps 銀級", "Zoë Ængström <zoe@contoso.example>", text,
    )  # fmt: skip
    assert mail.sender == "portal@assay.example"


def test_of_a_message_with_html_the_plain_text_is_read(folder):
    message = EmailMultiAlternatives("Both", "plain", to=["ada@contoso.example"])
    message.attach_alternative("<p>html</p>", "text/html")
    message.attach("report.csv", "a,b", "text/csv")
    message.send()
    assert read(folder, keys(folder)[0]).text == "plain"


def test_a_message_without_plain_text_has_none(folder):
    message = EmailMessage("Html", "<script>alert(1)</script>", to=["ada@contoso.example"])
    message.content_subtype = "html"
    message.send()
    assert read(folder, keys(folder)[0]).text == ""


def test_many_at_once_and_nobody_to_send_to(folder):
    messages = [EmailMessage("One", "1", to=["ada@contoso.example"]), EmailMessage("Nobody", "2")]
    assert get_connection().send_messages(messages) == 1
    assert len(keys(folder)) == 1


def test_a_folder_that_cannot_be_made_is_an_error(folder):
    folder.parent.write_text("in the way")
    with pytest.raises(OSError, match="var"):
        sent()
    assert send_mail("Hello", "", None, ["ada@contoso.example"], fail_silently=True) == 0


def test_what_is_not_finished_or_not_ours_is_no_mail(folder):
    sent()
    for name in ("20260101T000000000000-00000000.unfinished", "notes.eml", "old.log"):
        (folder / name).write_text("Subject: none\n\n")
    assert len(keys(folder)) == 1


def test_there_is_no_mail_before_the_first(folder):
    assert keys(folder) == []
    assert read(folder, "20260101T000000000000-00000000") is None
