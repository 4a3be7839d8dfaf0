"""What may be sent to change the workflow."""

import uuid
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from moondesk.api.inputs import Input, Key
from moondesk.tickets.rules import LONGEST_DAYS, Stage
from moondesk.tickets.schemas import StatusColour
from moondesk.tickets.workflow import LABEL_LENGTH

type Label = Annotated[str, StringConstraints(max_length=LABEL_LENGTH)]
type LanguageKey = Annotated[str, StringConstraints(max_length=10)]
type Labels = Annotated[dict[LanguageKey, Label], Field(max_length=40)]
type Days = Annotated[int, Field(ge=0, le=LONGEST_DAYS)]
_LIMIT = "How many tickets its column on a board should hold; null for no limit"
_WAITS = "Whom a ticket waits for in it; only, and always, in the stage `waiting`"


class StatusIn(Input):
    """A new status."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "stage": "waiting",
                    "labels": {"en": "With the airline", "es": "Con la aerolínea"},
                    "customer_labels": {"en": "We asked the airline", "es": "Hemos preguntado a la aerolínea"},
                    "colour": "teal",
                    "waits_for": "someone_else",
                }
            ]
        },
    )

    stage: Stage = Field(description="What it means, for ever: reports and clocks count on it")
    labels: Labels = Field(description="What agents call it, by language; at least one")
    customer_labels: Labels = Field(default={}, description="What customers call it; the agents' names if left out")
    colour: StatusColour | None = Field(default=None, description="The colour of its stage if left out")
    waits_for: Literal["customer", "someone_else"] | None = Field(default=None, description=_WAITS)
    is_default: bool = Field(default=False, description="Takes the place of the stage's default")
    needs_note: bool = False
    wip_limit: int | None = Field(default=None, ge=1, le=9999, description=_LIMIT)


class StatusPatch(Input):
    """Changes of a status; what is left out stays as it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"labels": {"en": "Held up", "es": "Parado"}}]}
    )

    stage: Stage | None = Field(default=None, description="Cannot change; here so that the answer can say why")
    labels: Labels = {}
    customer_labels: Labels = {}
    colour: StatusColour | None = Field(default=None, description="Null for the colour of its stage")
    waits_for: Literal["customer", "someone_else"] | None = Field(default=None, description=_WAITS)
    is_default: bool = Field(default=False, description="True takes the place of the stage's default")
    needs_note: bool = False
    wip_limit: int | None = Field(default=None, ge=1, le=9999, description=_LIMIT)
    position: int = Field(default=0, ge=0, le=99, description="Its place inside its stage, from 0")


class RetirementIn(Input):
    """Where the tickets of a retired status go."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"to": "pending"}]})

    to: Key = Field(description="The key of the status that its tickets get")


class TransitionIn(Input):
    """Who may make one move."""

    from_: Key = Field(alias="from")
    to: Key
    roles: list[Key] | None = Field(description="Null: everybody who may change tickets; empty: nobody")


class TransitionsIn(Input):
    """Who may make some moves; all others stay as they are."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"transitions": [{"from": "closed", "to": "open", "roles": ["department_manager"]}]}]
        },
    )

    transitions: Annotated[list[TransitionIn], Field(min_length=1, max_length=1600)]


class DepartmentTimesIn(Input):
    """The times of one department."""

    department: uuid.UUID
    reopen_days: Days | None = Field(default=None, description="Null for the organization's")
    close_days: Days | None = Field(default=None, description="Null for the organization's")


class TimesPatch(Input):
    """Changes of the times; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"reopen_days": 30, "close_days": 5}]})

    reopen_days: Days = Field(default=0, description="For how long an answer reopens a closed ticket; 0: never")
    close_days: Days = Field(default=0, description="After how long resolved tickets close by themselves; 0: never")
    departments: list[DepartmentTimesIn] = Field(default=[], max_length=500)
