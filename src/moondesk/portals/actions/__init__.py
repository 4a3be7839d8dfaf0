"""What can be done with how customers come to the help pages."""

from moondesk.portals.actions.changing import PortalEdit, change_portal
from moondesk.portals.actions.proving import prove_domain
from moondesk.portals.actions.signing_in import end_other_sign_ins, end_sign_in, make_link, use_link

__all__ = [
    "PortalEdit",
    "change_portal",
    "end_other_sign_ins",
    "end_sign_in",
    "make_link",
    "prove_domain",
    "use_link",
]
