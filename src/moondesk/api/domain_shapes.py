"""Shapes of what DNS says of the domain of a mail address."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from moondesk.api.inputs import Input
from moondesk.channels.domains.checking import Checked
from moondesk.channels.domains.rules import Part, Standing
from moondesk.channels.domains.words import sentence


class DomainCheckIn(Input):
    """How a domain is checked."""

    selector: Annotated[str, StringConstraints(max_length=63)] = Field(
        default="",
        description="Under which name mail is signed (DKIM), where the provider does not tell",
        examples=["s1"],
    )


class DomainFindingOut(BaseModel):
    """What was found of one part."""

    model_config = ConfigDict(extra="forbid")

    part: Part
    standing: Standing
    code: str = Field(description="What exactly it is", examples=["spf_lacks"])
    text: str = Field(description="The same in plain words")
    name: str = Field(description="Of the record")
    type: str
    found: list[str] = Field(description="What stands there now")
    record: str = Field(description="What should stand there; empty where nothing is to be done, or nobody knows")


class DomainCheckOut(BaseModel):
    """What DNS says of a domain now."""

    model_config = ConfigDict(extra="forbid")

    domain: str
    is_right: bool = Field(description="Nothing is missing or wrong")
    findings: list[DomainFindingOut]


def domain_shown(checked: Checked) -> dict[str, Any]:
    """Return what was found in the shape of ``DomainCheckOut``."""
    names = ("part", "standing", "code", "name", "type", "record")
    return {
        "domain": checked.domain,
        "is_right": checked.is_right,
        "findings": [
            {name: getattr(one, name) for name in names} | {"text": sentence(one.code), "found": list(one.found)}
            for one in checked.findings
        ],
    }
