"""How the organization is set up and what the viewer may do in it, said when either is another than before."""

import dataclasses
from dataclasses import dataclass

from moondesk.organizations.actor import Actor
from moondesk.organizations.models import Organization
from moondesk.realtime.frames import Channel, Frame, Name, encode


@dataclass(frozen=True)
class Config:
    """What of an organization every page shows.

    ``version`` rises with its statuses, categories, departments, members, fields, tags and templates: the database
    raises it, whoever changed them.
    """

    version: int
    name: str
    language: str
    time_zone: str
    brand_hue: int
    icon: str
    number_prefix: str


def config_of(organization: Organization) -> Config:
    """Return how an organization is set up."""
    own = {field.name: getattr(organization, field.name) for field in dataclasses.fields(Config)[1:]}
    return Config(version=organization.config_version, **own)


def config_frame(config: Config) -> Frame:
    """Return the setting-up as it is told to members."""
    return Frame(encode(Name.CONFIG, dataclasses.asdict(config)), channel=Channel.CONFIG)


def rights_frame(actor: Actor) -> Frame:
    """Return what a viewer may do now, and where."""
    data = {
        "permissions": sorted(one.value for one in actor.permissions),
        "departments": sorted(str(one) for one in actor.scope.departments),
    }
    return Frame(encode(Name.RIGHTS, data), channel=Channel.CONFIG)
