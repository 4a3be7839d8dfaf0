"""Asking customers by mail whether the answer helped."""

from dataclasses import asdict
from typing import Literal

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from moondesk.api.answers import answer
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import Input
from moondesk.channels.surveys.asking import Asking, asking, set_asking
from moondesk.organizations.permissions import Permission

router = Router(tags=["Mail"])
router.add_decorator(edge, mode="view")


class MailSurveyShape(Input):
    """Whether customers are asked if the answer helped, and when."""

    is_on: bool
    hours: Literal[1, 4, 24, 72, 168] = Field(default=24, description="How many hours after a ticket is done")


@router.get("/mail-survey", response=MailSurveyShape, summary="How customers are asked", operation_id="mail_survey")
@needs(Permission.MAIL_MANAGE)
def read_survey(request: ApiRequest) -> HttpResponse:
    """Whether customers are asked by mail if the answer helped, and how long after a ticket is done."""
    return answer(asdict(asking()))


@router.put("/mail-survey", response=MailSurveyShape, summary="Ask customers", operation_id="set_mail_survey")
@needs(Permission.MAIL_MANAGE)
def change_survey(request: ApiRequest, wanted: MailSurveyShape) -> HttpResponse:
    """Changes it for tickets that are done from now on. Answers are votes on the last answer of the team."""
    set_asking(Asking(wanted.is_on, wanted.hours), by=request.actor)
    return answer(asdict(asking()))
