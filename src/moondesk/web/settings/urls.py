"""The addresses of settings, below the organization's slug."""

from django.urls import path

from moondesk.web.settings import (
    departments,
    fields,
    files,
    members,
    organization,
    responses,
    start,
    tokens,
    trash,
    workflow,
)  # fmt: skip

app_name = "settings"

urlpatterns = [
    path("start", start.start, name="start"),
    path("start/closing", start.close, name="close_start"),
    path("organization", organization.organization, name="organization"),
    path("members", members.members, name="members"),
    path("members/invitations", members.invitations, name="invitations"),
    path("members/invitations/<uuid:invitation_id>", members.invitation, name="invitation"),
    path("members/<uuid:member_id>/role", members.role, name="role"),
    path("members/<uuid:member_id>/departments", members.departments, name="member_departments"),
    path("members/<uuid:member_id>/activity", members.activity, name="activity"),
    path("departments", departments.departments, name="departments"),
    path("departments/new", departments.add, name="add_department"),
    path("departments/<uuid:department_id>", departments.change, name="change_department"),
    path("departments/<uuid:department_id>/removal", departments.remove, name="remove_department"),
    path("workflow", workflow.workflow, name="workflow"),
    path("workflow/statuses", workflow.add, name="add_status"),
    path("workflow/statuses/<slug:key>/retirement", workflow.retire, name="retire_status"),
    path("workflow/statuses/<slug:key>/return", workflow.restore, name="restore_status"),
    path("workflow/transitions", workflow.limit, name="limit_move"),
    path("workflow/times", workflow.times, name="workflow_times"),
    path("workflow/undo", workflow.undo, name="undo_workflow"),
    path("files", files.files, name="files"),
    path("trash", trash.trash, name="trash"),
    path("trash/<str:number>/restoration", trash.restore, name="restore_ticket"),
    path("trash/<str:number>/purge", trash.purge, name="purge_ticket"),
    path("responses", responses.responses, name="responses"),
    path("responses/preview", responses.preview, name="preview_response"),
    path("responses/<uuid:macro_id>", responses.response, name="response"),
    path("responses/<uuid:macro_id>/removal", responses.remove, name="remove_response"),
    path("fields", fields.fields, name="fields"),
    path("fields/order", fields.order, name="order_fields"),
    path("fields/form", fields.form, name="field_form"),
    path("fields/form/removal", fields.remove, name="remove_form"),
    path("fields/new", fields.add, name="add_field"),
    path("fields/<slug:key>", fields.change, name="change_field"),
    path("fields/<slug:key>/retirement", fields.retire, name="retire_field"),
    path("fields/<slug:key>/return", fields.restore, name="restore_field"),
    path("tokens", tokens.tokens, name="tokens"),
    path("tokens/<uuid:token_id>/revocation", tokens.revoke, name="revoke_token"),
]
