"""Whether a definition is whole: pure functions, and what is wrong in plain words."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from moondesk.fields.rules import LARGEST, MOST_PLACES, WITH_OPTIONS, Definition, Kind, Option
from moondesk.kit.lines import line_problem

LABEL_LENGTH = 60
HELP_LENGTH = 200
MOST_OPTIONS = 300
MOST_FIELDS = 100
DEEPEST_TREE = 5

type Flaw = tuple[str, str]
"""Which part of the definition, and a code."""


def flaws_of(definition: Definition, languages: Collection[str]) -> list[Flaw]:
    """Return all that is wrong with a definition in an organization that speaks ``languages``."""
    found = list(_label_flaws("labels", definition.labels, languages, LABEL_LENGTH))
    if not any(text.strip() for text in definition.labels.values()):
        found.append(("labels", "missing"))
    found += _label_flaws("help", definition.help, languages, HELP_LENGTH)
    if definition.kind in WITH_OPTIONS:
        found += _option_flaws(definition, languages)
    elif definition.options:
        found.append(("options", "no_options"))
    if definition.kind is Kind.NUMBER:
        found += _bound_flaws(definition)
    return found


def _label_flaws(name: str, labels: Mapping[str, str], languages: Collection[str], most: int) -> Iterator[Flaw]:
    for language, text in labels.items():
        if language not in languages:
            yield f"{name}.{language}", "unknown_language"
        elif text and (problem := line_problem(text, most)):
            yield f"{name}.{language}", problem


def _bound_flaws(definition: Definition) -> Iterator[Flaw]:
    if not 0 <= definition.places <= MOST_PLACES:
        yield "places", "places"
    for name, bound in (("least", definition.least), ("most", definition.most)):
        if bound is not None and (not bound.is_finite() or abs(bound) >= LARGEST or round(bound, 6) != bound):
            yield name, "bound"
    if definition.least is not None and definition.most is not None and definition.least > definition.most:
        yield "most", "crossed"


def _option_flaws(definition: Definition, languages: Collection[str]) -> Iterator[Flaw]:
    if not any(not one.is_retired for one in definition.options):
        yield "options", "no_option"
    if len(definition.options) > MOST_OPTIONS:
        yield "options", "too_many"
    seen: set[tuple[str, str, str]] = set()
    for one in definition.options:
        place = f"options.{one.key}"
        if not any(text.strip() for text in one.labels.values()):
            yield place, "missing"
        yield from ((place, code) for _name, code in _label_flaws("labels", one.labels, languages, LABEL_LENGTH))
        for language, text in one.labels.items():
            word = (one.parent, language, text.strip().lower())
            if text.strip() and not one.is_retired and word in seen:
                yield place, "taken"
            seen.add(word)
        yield from ((place, code) for code in _place_flaws(definition, one))


def _place_flaws(definition: Definition, option: Option) -> Iterator[str]:
    if not option.parent:
        return
    path = definition.path(option.key)
    if definition.kind is not Kind.TREE_SELECT or definition.option(option.parent) is None:
        yield "parent"
    elif path[0].parent:
        yield "circle"
    elif len(path) > DEEPEST_TREE:
        yield "too_deep"


def in_order(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """Return the options of a tree with each branch together; beside each other their order stays."""
    keys = {one.key for one in options}

    def below(parent: str) -> Iterator[Option]:
        for one in options:
            if (one.parent if one.parent in keys else "") == parent:
                yield one
                if one.key != parent:
                    yield from below(one.key)

    found = tuple(below(""))
    return found if len(found) == len(options) else options


def text_of(code: str) -> str:
    """Return what is wrong with a definition in plain words."""
    return {
        "missing": _("Give it a name in at least one language."),
        "unknown_language": _("Moondesk does not speak this language."),
        "too_long": _("Keep it shorter."),
        "control": _("It has characters that cannot be shown."),
        "empty": _("Give it a name in at least one language."),
        "no_options": _("A field of this kind has no options."),
        "no_option": _("Add at least one option."),
        "too_many": _("A field can have %(most)s options.") % {"most": MOST_OPTIONS},
        "taken": _("Another option has this name."),
        "parent": _("The option above it is not there."),
        "circle": _("An option cannot stand below itself."),
        "too_deep": _("Options can stand %(most)s levels deep.") % {"most": DEEPEST_TREE},
        "places": _("A number can have up to %(most)s decimals.") % {"most": MOST_PLACES},
        "bound": _("This is not a number that can be kept."),
        "crossed": _("The largest number is below the smallest."),
    }.get(code, _("This cannot be chosen."))


def plain_number(number: Decimal | None) -> int | float | None:
    """Return a bound as JSON has it."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)
