"""How an organization looks: any colour can be read, a logo is drawn anew, links are plain."""

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from moondesk.branding.rules import hue_of, is_web_address
from moondesk.channels.mail.colours import brand_of, oklch
from moondesk.kit import tenancy
from moondesk.organizations.models import Organization
from tests.harness.people import Cast

PAGE = "/acme/settings/branding"


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_whatever_colour_is_picked_text_on_it_and_links_in_it_can_be_read() -> None:
    picked = [f"#{red:02x}{green:02x}{blue:02x}" for red in range(0, 256, 51) for green in range(0, 256, 51)
              for blue in range(0, 256, 51)]  # fmt: skip
    hues = {hue for one in picked if (hue := hue_of(one)) is not None}
    assert len(hues) > 60
    for hue in hues:
        brand = brand_of(hue)
        assert contrast(brand.solid, "#ffffff") >= 4.5
        assert contrast(brand.link, "#ffffff") >= 4.5
        assert contrast(brand.link_dark, "#1f2125") >= 4.5


@pytest.mark.parametrize("hue", range(0, 360, 45))
def test_a_hue_comes_back_from_its_colour(hue: int) -> None:
    found = hue_of(oklch(0.5, 0.1, hue))
    assert found is not None
    assert min((found - hue) % 360, (hue - found) % 360) <= 4


@pytest.mark.parametrize("text", ["", "#fff", "red", "#12345g", "#808080", "#000000", "#ffffff", "url(x)", "#7a2e63;"])
def test_what_has_no_hue_is_refused(text: str) -> None:
    assert hue_of(text) is None


@pytest.mark.parametrize(("text", "good"), [
    ("https://example.com/terms?a=1#b", True), ("http://example.com", True), ("javascript:alert(1)", False),
    ("//example.com", False), ("https://", False), ("https://user@example.com", False), ("data:text/html,x", False),
    ("https://exa mple.com", False), ("https://example.com/\\n", False), ("https://[", False), ("/terms", False),
])  # fmt: skip
def test_links_are_whole_addresses(text: str, good: bool) -> None:
    assert is_web_address(text) is good


def picture(kind: str = "PNG", size: tuple[int, int] = (900, 300)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (122, 46, 99)).save(out, kind, **({"comment": b"secret"} if kind == "JPEG" else {}))
    return out.getvalue()


@pytest.mark.django_db
class TestPages:
    def test_a_look_is_saved_shown_and_taken_back(self, cast: Cast, client_of) -> None:
        owner, anybody = client_of(cast.owner), client_of(None)
        logo = SimpleUploadedFile("logo.jpg", picture("JPEG"), "image/jpeg")
        given = {"colour": "#7a2e63", "logo": logo, "heading-en": "Ahoy", "welcome-es": "Hola", "url-0": "https://x.test",
                 "label-0-en": "Terms", "label-0-es": "Condiciones"}  # fmt: skip
        assert owner.post(PAGE, given).status_code == 302
        with tenancy.organization(cast.acme.pk):
            saved = Organization.objects.get()
        assert (saved.brand_hue, len(saved.logo_mark)) == (hue_of("#7a2e63"), 16)
        page = anybody.get("/acme/help/").content.decode()
        address = f"/acme/help/logo/{saved.logo_mark}"
        assert all(one in page for one in ("Ahoy", "Terms", "https://x.test", address))
        spanish = anybody.get("/acme/help/", headers={"Accept-Language": "es"}).content.decode()
        assert "Hola" in spanish
        assert "Condiciones" in spanish
        given_out = anybody.get(address)
        drawn = Image.open(io.BytesIO(given_out.content))
        assert (given_out["Content-Type"], drawn.format, drawn.size) == ("image/png", "PNG", (320, 107))
        assert b"secret" not in given_out.content
        assert address in owner.get("/acme/desk/").content.decode()
        assert anybody.get(f"/globex/help/logo/{saved.logo_mark}").status_code == 404
        assert owner.post(PAGE, {"drop_logo": "on"}).status_code == 302
        assert anybody.get(address).status_code == 404

    @pytest.mark.parametrize("wrong", ["svg", "text", "empty", "bomb"])
    def test_what_is_no_picture_is_no_logo(self, cast: Cast, client_of, wrong: str) -> None:
        content = {"svg": b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "text": b"hello",
                   "empty": b"\x89PNG\r\n\x1a\n", "bomb": picture()[:60]}[wrong]  # fmt: skip
        name = {"svg": "a.svg", "text": "a.txt"}.get(wrong, "a.png")
        answer = client_of(cast.owner).post(PAGE, {"logo": SimpleUploadedFile(name, content, "image/png")})
        assert answer.status_code == 422
        with tenancy.organization(cast.acme.pk):
            assert Organization.objects.get().logo_mark == ""

    def test_what_does_not_fit_is_told_beside_its_field_and_nothing_is_saved(self, cast: Cast, client_of) -> None:
        owner = client_of(cast.owner)
        for given in ({"colour": "#808080"}, {"url-0": "javascript:alert(1)", "label-0-en": "x"}, {"url-0": "https://x.test"},
                      {"heading-en": "x" * 81}, {"label-0-en": "Terms"}):  # fmt: skip
            answer = owner.post(PAGE, {"welcome-en": "New", **given})
            assert answer.status_code == 422, json.dumps(given)
        page = owner.post(PAGE, {"colour": "grey", "url-0": "terms", "heading-es": "x" * 81}).content.decode()
        assert all(f'id="f-{name}-error"' in page for name in ("colour", "url-0", "heading-es")), "all at once"
        assert "New" not in client_of(None).get("/acme/help/").content.decode()
        assert client_of(cast.agent).get(PAGE).status_code == 403
