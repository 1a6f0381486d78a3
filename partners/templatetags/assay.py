"""What every template of the portal needs: icons, initials, text in the reader's language."""

from functools import lru_cache

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)  # a page has up to a hundred of them, of some dozen kinds
def icon(name: str, classes: str = "") -> SafeString:
    """The symbol `i-<name>` of the sprite; words beside it carry the meaning."""
    css = f"icon {classes}".strip()
    return format_html('<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>', css, name)


@register.simple_tag
@lru_cache(maxsize=512)
def verdict(met: bool, words: str) -> SafeString:
    """A requirement's mark, which screen readers hear as `words`."""
    state, symbol = ("met", "disc") if met else ("unmet", "half")
    markup = '<svg class="icon verdict verdict-{}" role="img" aria-label="{}"><use href="#i-{}"/></svg>'
    return format_html(markup, state, words, symbol)


@register.filter
def initials(name: str) -> str:
    """Up to two letters for an avatar: "Mei-Ling Chen" is "MC", "陳美玲" is "陳"."""
    words = name.split()
    picked = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in picked).upper()


@register.filter
def unlocalised(value: float) -> str:
    """A number as SVG attributes want it: "145.5" in every language."""
    return f"{value:g}"


@register.filter
def ungrouped(number: int) -> str:
    """A number that is a name, such as an MPN ID: "1207745" in every language."""
    return str(number)


@register.filter
def dressed(field: BoundField, css: str) -> SafeString:
    """The field's widget in the portal's look, tied to its error for screen readers (Django ties help)."""
    attrs: dict[str, str | bool] = {"class": f"{css} is-wrong" if field.errors else css}
    if field.errors:
        described = f"{field.auto_id}_error"
        attrs["aria-describedby"] = f"{field.auto_id}_helptext {described}" if field.help_text else described
    return field.as_widget(attrs=attrs)
