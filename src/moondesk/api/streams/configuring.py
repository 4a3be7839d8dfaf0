"""How the organization is set up and what the viewer may do in it, said when either is another than before."""

import dataclasses

from moondesk.organizations.actor import Actor
from moondesk.organizations.configuration import Config, mark_of, rights_mark
from moondesk.realtime.frames import Channel, Frame, Name, encode


def config_frame(config: Config) -> Frame:
    """Return the setting-up as it is told to members."""
    return Frame(encode(Name.CONFIG, dataclasses.asdict(config) | {"mark": mark_of(config)}), channel=Channel.CONFIG)


def rights_frame(actor: Actor) -> Frame:
    """Return what a viewer may do now, and where."""
    data = {
        "permissions": sorted(one.value for one in actor.permissions),
        "departments": sorted(str(one) for one in actor.scope.departments),
        "mark": rights_mark(actor),
    }
    return Frame(encode(Name.RIGHTS, data), channel=Channel.CONFIG)
