"""Who works and who writes in the demo organizations."""

from dataclasses import dataclass

from moondesk.organizations.permissions import Role


@dataclass(frozen=True)
class Colleague:
    """A member: login before the @, name, role, departments by name."""

    login: str
    name: str
    role: Role
    departments: tuple[str, ...] = ()


@dataclass(frozen=True)
class House:
    """A demo organization: what it is called, how it is divided, who is in it."""

    slug: str
    name: str
    domain: str
    language: str
    time_zone: str
    hue: int
    icon: str
    departments: tuple[tuple[str, str | None, str], ...]
    categories: tuple[tuple[str, str, str], ...]
    colleagues: tuple[Colleague, ...]
    companies: tuple[tuple[str, str], ...]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    customer: str
    country_code: str


_ACME_DEPARTMENTS = (
    ("Bookings", None, "ticket"),
    ("Flights", "Bookings", "plane"),
    ("Hotels", "Bookings", "bed-double"),
    ("Refunds & changes", None, "undo-2"),
    ("Groups", None, "users"),
    ("Corporate travel", None, "briefcase"),
)
_ACME_COLLEAGUES = (
    Colleague("owner", "Helen Ward", Role.OWNER),
    Colleague("admin", "Jonas Weber", Role.ADMINISTRATOR),
    Colleague("agent", "Marta Ruiz", Role.SUPPORT_AGENT, ("Bookings", "Refunds & changes")),
    Colleague("viewer", "Olivia Stone", Role.VIEWER),
    Colleague("priya", "Priya Nair", Role.DEPARTMENT_MANAGER, ("Corporate travel", "Groups")),
    Colleague("tom", "Tom Okafor", Role.SUPPORT_AGENT, ("Flights", "Hotels")),
    Colleague("lucia", "Lucía Vidal", Role.SUPPORT_AGENT, ("Groups", "Hotels")),
    Colleague("hannah", "Hannah Lind", Role.SUPPORT_AGENT, ("Refunds & changes", "Corporate travel")),
    Colleague("daniel", "Daniel Moreau", Role.SUPPORT_AGENT, ("Flights", "Refunds & changes")),
    Colleague("grace", "Grace Kim", Role.CATEGORY_MANAGER, ("Refunds & changes",)),
    Colleague("samuel", "Samuel Adeyemi", Role.TYPE_MANAGER, ("Flights",)),
    Colleague("employee", "Ruth Alvarez", Role.EMPLOYEE),
)
ACME = House(
    slug="acme",
    name="Acme Travel",
    domain="acme.test",
    language="en",
    time_zone="Europe/Lisbon",
    hue=225,
    icon="plane",
    departments=_ACME_DEPARTMENTS,
    categories=(
        ("flights", "Flights", "Vuelos"),
        ("hotels", "Hotels", "Hoteles"),
        ("refunds", "Refunds", "Reembolsos"),
        ("baggage", "Baggage", "Equipaje"),
        ("documents", "Documents", "Documentos"),
    ),
    colleagues=_ACME_COLLEAGUES,
    companies=(
        ("Nortia Design", "nortia.example"),
        ("Fjord Kapital", "fjord.example"),
        ("Lycée Pasteur", "pasteur.example"),
        ("Brandt & Söhne", "brandt.example"),
        ("Kestrel Labs", "kestrel.example"),
    ),
    first_names=tuple(
        "Elena Oliver Sofia Hiroshi Ines Carlos Hannah Grace Yusuf Aisha Paulo Mei Liam Chloe Anders Freya Mateo Nora "
        "Omar Leila Pavel Tess Victor Zoe".split()
    ),
    last_names=tuple(
        "Costa Grant Lindqvist Tanaka Moreau Méndez Fischer Mbeki Demir Rahman Silva Chen Byrne Laurent Holm "
        "Nilsen Rossi Novak Haddad Petrov Walsh Braun Kaya Osei".split()
    ),
    customer="Maya Bennett",
    country_code="+351",
)
_OPTICA_DEPARTMENTS = (
    ("Tiendas", None, "store"),
    ("Citas", "Tiendas", "calendar"),
    ("Pedidos", None, "package"),
    ("Taller", None, "wrench"),
    ("Contactología", None, "eye"),
    ("Administración", None, "receipt"),
)
_OPTICA_COLLEAGUES = (
    Colleague("owner", "Rosa Mirador", Role.OWNER),
    Colleague("admin", "Javier Soto", Role.ADMINISTRATOR),
    Colleague("agent", "Lucía Ferrer", Role.SUPPORT_AGENT, ("Taller", "Pedidos")),
    Colleague("viewer", "Teresa Gil", Role.VIEWER),
    Colleague("irene", "Irene Campos", Role.DEPARTMENT_MANAGER, ("Contactología", "Citas")),
    Colleague("pablo", "Pablo Nieto", Role.SUPPORT_AGENT, ("Pedidos", "Administración")),
    Colleague("carla", "Carla Robles", Role.SUPPORT_AGENT, ("Citas", "Contactología")),
    Colleague("andres", "Andrés Vega", Role.SUPPORT_AGENT, ("Taller",)),
    Colleague("nuria", "Nuria Pons", Role.SUPPORT_AGENT, ("Administración", "Citas")),
    Colleague("oscar", "Óscar Duarte", Role.CATEGORY_MANAGER, ("Pedidos",)),
    Colleague("elena", "Elena Marín", Role.TYPE_MANAGER, ("Taller",)),
    Colleague("employee", "Hugo Salas", Role.EMPLOYEE),
)
OPTICA = House(
    slug="optica",
    name="Óptica Mirador",
    domain="optica.test",
    language="es",
    time_zone="Europe/Madrid",
    hue=350,
    icon="glasses",
    departments=_OPTICA_DEPARTMENTS,
    categories=(
        ("gafas", "Glasses", "Gafas"),
        ("lentillas", "Contact lenses", "Lentillas"),
        ("pedidos", "Orders", "Pedidos"),
        ("citas", "Appointments", "Citas"),
        ("documentos", "Documents", "Documentos"),
    ),
    colleagues=_OPTICA_COLLEAGUES,
    companies=(
        ("Colegio San Jorge", "sanjorge.example"),
        ("Talleres Ribera", "ribera.example"),
        ("Seguros Alba", "alba.example"),
    ),
    first_names=tuple(
        "Carmen Manuel Lola Sergio Pilar Raúl Beatriz Iván Marina Tomás Alba Diego Rocío Bruno Inés Gonzalo Celia "
        "Mario Vera Adrián Olga Félix Noelia Ramón".split()
    ),
    last_names=tuple(
        "Romero Castillo Ibáñez Prieto Cano Méndez Serrano Rubio Lozano Peña Crespo Vidal Santos Bravo Mora Arias "
        "Cuesta Reyes Pascual Herrero Sanz Luque Ortega Parra".split()
    ),
    customer="Carmen Rey",
    country_code="+34",
)
HOUSES = (ACME, OPTICA)
