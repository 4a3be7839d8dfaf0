"""Editing, deleting, restoring and voting on messages."""

import uuid

from django.http import HttpResponse
from ninja import Router

from moondesk.api.answers import answer, no_content
from moondesk.api.edge import ApiRequest, edge, needs
from moondesk.api.inputs import MessageEditIn, VoteIn
from moondesk.api.shapes import VersionList, VoteList
from moondesk.conversations.actions.editing import delete_message, edit_message, restore_message
from moondesk.conversations.actions.voting import vote
from moondesk.conversations.attachments import files_of
from moondesk.conversations.models import Message
from moondesk.conversations.revisions import find_message, versions_of, votes_of
from moondesk.conversations.rules import Vote
from moondesk.conversations.schemas import MessageOut, message_out, version_out, vote_out
from moondesk.organizations.permissions import Permission
from moondesk.tickets.queries import get_for_change, get_visible

router = Router(tags=["Messages"])
router.add_decorator(edge, mode="view")
_MESSAGE = "/{number}/messages/{message_id}"


def _to_change(request: ApiRequest, number: str, message_id: uuid.UUID) -> Message:
    return find_message(request.actor, get_for_change(request.actor, number), message_id)


def _seen(request: ApiRequest, number: str, message_id: uuid.UUID) -> Message:
    return find_message(request.actor, get_visible(request.actor, number), message_id)


def _said(message: Message) -> HttpResponse:
    return answer(message_out(message, files_of([message.pk]).get(message.pk, [])))


@router.get(_MESSAGE, response=MessageOut, summary="Read a message", operation_id="get_message")
@needs(Permission.TICKET_VIEW)
def get_message(request: ApiRequest, number: str, message_id: uuid.UUID) -> HttpResponse:
    """One message of the conversation."""
    return _said(_seen(request, number, message_id))


@router.patch(_MESSAGE, response=MessageOut, summary="Edit a message", operation_id="edit_message")
@needs(Permission.TICKET_VIEW)
def edit(request: ApiRequest, number: str, message_id: uuid.UUID, new: MessageEditIn) -> HttpResponse:
    """Gives one of your messages other words; moderators also those of colleagues. What it said before is kept.

    A customer who has it by mail keeps that mail. Nobody edits what a customer wrote.
    """
    message = _to_change(request, number, message_id)
    return _said(edit_message(message, new.body, by=request.actor, version=new.version))


@router.delete(_MESSAGE, response={204: None}, summary="Delete a message", operation_id="delete_message")
@needs(Permission.TICKET_VIEW)
def delete(request: ApiRequest, number: str, message_id: uuid.UUID) -> HttpResponse:
    """Deletes one of your messages; moderators anybody's. Its place stays, its text and files are given out no more."""
    delete_message(_to_change(request, number, message_id), by=request.actor)
    return no_content()


@router.post(
    f"{_MESSAGE}/restoration", response=MessageOut, summary="Restore a message", operation_id="restore_message"
)
@needs(Permission.TICKET_VIEW)
def restore(request: ApiRequest, number: str, message_id: uuid.UUID) -> HttpResponse:
    """Brings a deleted message back: by whoever deleted it, or a moderator."""
    return _said(restore_message(_to_change(request, number, message_id), by=request.actor))


@router.get(
    f"{_MESSAGE}/versions",
    response=VersionList,
    summary="List what was done to a message",
    operation_id="list_message_versions",
)
@needs(Permission.DESK_OPEN)
def list_versions(request: ApiRequest, number: str, message_id: uuid.UUID) -> HttpResponse:
    """Who edited it when, and what it said before; of a deleted one only for those who may restore it."""
    versions = versions_of(request.actor, _seen(request, number, message_id))
    return answer({"items": [version_out(one) for one in versions]})


@router.get(
    f"{_MESSAGE}/votes", response=VoteList, summary="List votes on a message", operation_id="list_message_votes"
)
@needs(Permission.DESK_OPEN)
def list_votes(request: ApiRequest, number: str, message_id: uuid.UUID) -> HttpResponse:
    """Who voted how: members, and customers on public answers."""
    return answer({"items": [vote_out(one) for one in votes_of(request.actor, _seen(request, number, message_id))]})


@router.put(f"{_MESSAGE}/vote", response=MessageOut, summary="Vote on a message", operation_id="vote_on_message")
@needs(Permission.TICKET_REPLY)
def cast_vote(request: ApiRequest, number: str, message_id: uuid.UUID, new: VoteIn) -> HttpResponse:
    """Sets your vote, or with null takes it back."""
    message = _to_change(request, number, message_id)
    return _said(vote(message, Vote(new.vote) if new.vote else None, by=request.actor))
