"""Logos: judged by content, within limits, encoded anew (F1)."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from memberships.models import LogoType
from memberships.profiles import logos
from partners.refusals import Refused
from tests.memberships.files import picture


def opened(picture_made: logos.Picture) -> Image.Image:
    return Image.open(BytesIO(picture_made.content))


@pytest.mark.parametrize(
    ("kind", "kept"), [("PNG", LogoType.PNG), ("GIF", LogoType.PNG), ("JPEG", LogoType.JPEG)]
)
def test_each_kind_is_kept_as_one_that_only_shows(kind, kept):
    made = logos.encoded(picture(kind, size=(20, 10)))
    assert (made.content_type, made.width, made.height) == (kept, 20, 10)
    assert opened(made).format == kept.label


@pytest.mark.parametrize(
    ("size", "scaled"), [((600, 100), (300, 50)), ((100, 900), (33, 300)), ((300, 300), (300, 300))]
)
def test_it_is_scaled_to_300_pixels(size, scaled):
    made = logos.encoded(picture(size=size))
    assert (made.width, made.height) == scaled


def test_comments_profiles_and_places_go():
    exif = Image.Exif()
    exif[0x010E] = "made by Anna at home"
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "a secret")
    file, other = BytesIO(), BytesIO()
    Image.new("RGB", (8, 8)).save(file, "JPEG", exif=exif, comment=b"a secret")
    Image.new("RGB", (8, 8)).save(other, "PNG", pnginfo=notes, icc_profile=b"a secret profile")
    for content in (file.getvalue(), other.getvalue()):
        made = logos.encoded(content)
        assert b"secret" not in made.content
        assert b"Anna" not in made.content
        assert not opened(made).getexif()


def test_it_stands_upright_as_its_camera_meant():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    file = BytesIO()
    Image.new("RGB", (30, 10)).save(file, "JPEG", exif=exif)
    made = logos.encoded(file.getvalue())
    assert (made.width, made.height) == (10, 30)


def test_what_moves_stands_still_and_what_is_clear_stays_clear():
    frames = [Image.new("RGB", (5, 5), colour) for colour in ("red", "blue")]
    file, clear = BytesIO(), BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:])
    Image.new("RGBA", (5, 5), (255, 0, 0, 0)).save(clear, "PNG")
    assert getattr(opened(logos.encoded(file.getvalue())), "n_frames", 1) == 1
    assert opened(logos.encoded(clear.getvalue())).getpixel((0, 0))[3] == 0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"<html>",
        b"GIF89a",
        b"GIF89a=1;alert(1)",
        b"RIFF0000WEBPVP8 ",
        b"BM" + bytes(60),
        b"%PDF-1.7",
        picture()[:40],
        picture("JPEG")[:100],
    ],
)
def test_anything_else_is_refused(content):
    with pytest.raises(Refused) as refusal:
        logos.encoded(content)
    assert refusal.value.code == "not-a-picture"


def test_what_would_unfold_too_far_is_refused_before_it_is_decoded(monkeypatch):
    def decode(*_arguments):
        raise AssertionError("it was decoded")

    content = picture(size=(5000, 4001))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decode)
    with pytest.raises(Refused) as refusal:
        logos.encoded(content)
    assert refusal.value.code == "too-many-pixels"


def test_a_few_bytes_that_claim_gigabytes_are_refused_as_too_many_pixels():
    head = b"IHDR" + struct.pack(">II", 50_000, 50_000) + picture()[24:29]
    content = picture()[:12] + head + struct.pack(">I", zlib.crc32(head)) + picture()[33:]
    with pytest.raises(Refused) as refusal:
        logos.encoded(content)
    assert refusal.value.code == "too-many-pixels"


def test_over_five_megabytes_is_refused():
    with pytest.raises(Refused) as refusal:
        logos.encoded(picture() + bytes(logos.LARGEST))
    assert refusal.value.code == "too-large"
