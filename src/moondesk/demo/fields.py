"""Custom fields of the demo: what a travel agency and an optician always have to ask for."""

import datetime
import random
from typing import Any

from moondesk.demo.cast import House
from moondesk.fields.actions import add_field
from moondesk.fields.forms import Access, Item
from moondesk.fields.models import Field
from moondesk.fields.rules import Kind, Option
from moondesk.organizations.actor import Actor
from moondesk.tickets.actions import change_form
from moondesk.tickets.actions.fields import index_values
from moondesk.tickets.field_models import FieldValue
from moondesk.tickets.models import Ticket

type Names = tuple[str, str]
_FIELDS: dict[str, tuple[tuple[str, Kind, Names, tuple[tuple[str, str, str], ...]], ...]] = {
    "acme": (
        ("booking", Kind.TEXT, ("Booking number", "Número de reserva"), ()),
        ("travel_date", Kind.DATE, ("Date of travel", "Fecha del viaje"), ()),
        ("fare", Kind.NUMBER, ("Fare in euros", "Tarifa en euros"), ()),
        (
            "cabin",
            Kind.SELECT,
            ("Cabin", "Cabina"),
            (
                ("economy", "Economy", "Turista"),
                ("premium", "Premium", "Premium"),
                ("business", "Business", "Business"),
            ),
        ),
        ("group", Kind.CHECKBOX, ("Group booking", "Reserva de grupo"), ()),
        (
            "cause",
            Kind.SELECT,
            ("Cause", "Causa"),
            (("airline", "Airline", "Aerolínea"), ("hotel", "Hotel", "Hotel"), ("us", "Our mistake", "Error nuestro")),
        ),
    ),
    "optica": (
        ("order", Kind.TEXT, ("Order number", "Número de pedido"), ()),
        (
            "product",
            Kind.SELECT,
            ("Product", "Producto"),
            (("glasses", "Glasses", "Gafas"), ("lenses", "Contact lenses", "Lentillas"), ("care", "Care", "Cuidado")),
        ),
        ("collect_on", Kind.DATE, ("Ready on", "Listo el"), ()),
    ),
}
_FORMS = {
    "acme": (
        Item("booking", customers=Access.EDIT),
        Item("travel_date", customers=Access.EDIT),
        Item("cabin", customers=Access.SEE, when={"field": "booking", "filled": True}),
        Item("fare"),
        Item("group"),
        Item("cause", when={"ticket": "type", "is": ["problem", "incident"]}),
    ),
    "optica": (
        Item("order", customers=Access.EDIT),
        Item("product", customers=Access.EDIT),
        Item("collect_on", customers=Access.SEE, when={"field": "order", "filled": True}),
    ),
}


def set_up_fields(house: House, *, by: Actor) -> None:
    """Make the fields of a house and the form on which they stand."""
    for key, kind, (english, spanish), options in _FIELDS.get(house.slug, ()):
        made = [Option(one, {"en": name, "es": nombre}) for one, name, nombre in options]
        add_field(kind, key=key, labels={"en": english, "es": spanish}, options=made, by=by)
    if house.slug in _FORMS:
        change_form("", "", _FORMS[house.slug], by=by)


def fill_in(house: House, tickets: list[Ticket]) -> None:
    """Give two of three tickets values, with the index by which they are found."""
    pick = random.Random(f"moondesk-fields-{house.slug}")  # noqa: S311 - demo data, not secrets
    fields = list(Field.objects.all())
    filled = [ticket for ticket in tickets if pick.random() < 0.67]
    for ticket in filled:
        ticket.field_values = {one.key: _value(one, pick, ticket) for one in fields if pick.random() < 0.8}
        ticket.field_values = {key: value for key, value in ticket.field_values.items() if value is not None}
    Ticket.objects.bulk_update(filled, ["field_values"], batch_size=500)
    FieldValue.objects.bulk_create(index_values(filled, fields), batch_size=2000)


def _value(field: Field, pick: random.Random, ticket: Ticket) -> Any:
    if field.kind == Kind.TEXT:
        return f"{'ACM' if field.key == 'booking' else 'OP'}-{pick.randint(10_000, 99_999)}"
    if field.kind == Kind.DATE:
        return (ticket.created_at + datetime.timedelta(days=pick.randint(3, 60))).date().isoformat()
    if field.kind == Kind.NUMBER:
        return round(pick.randint(4_000, 120_000) / 100, 2)
    if field.kind == Kind.CHECKBOX:
        return True if pick.random() < 0.2 else None
    return pick.choice(field.options)["key"]
