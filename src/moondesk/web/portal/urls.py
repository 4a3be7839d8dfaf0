"""Addresses of the portal, under ``/{slug}/help/``."""

from django.urls import URLPattern, path

from moondesk.web.portal import (
    acting,
    embedding,
    files,
    home,
    leaving,
    lookup,
    new,
    printing,
    ticket,
    tickets,
    votes,
    web_form_sent,
    web_forms,
)

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("new", new.new, name="new"),
    path("new/files", files.form_files, name="form_files"),
    path("new/files/<uuid:file_id>/removal", files.form_file, name="form_file"),
    path("sent", new.sent, name="sent"),
    path("forms/embed.js", embedding.script, name="embed_script"),
    path("forms/<slug:key>", web_forms.web_form, name="web_form"),
    path("forms/<slug:key>/files", web_forms.web_form_files, name="web_form_files"),
    path("forms/<slug:key>/files/<uuid:file_id>/removal", web_forms.web_form_file, name="web_form_file"),
    path("forms/<slug:key>/sent", web_form_sent.sent, name="web_form_sent"),
    path("confirm/<str:mark>", web_form_sent.confirm, name="confirm_request"),
    path("leave/<str:mark>", leaving.leaving, name="leaving"),
    path("lookup", lookup.lookup, name="lookup"),
    path("tickets", tickets.tickets, name="tickets"),
    path("tickets/<str:number>", ticket.ticket, name="ticket"),
    path("tickets/<str:number>/print", printing.ticket_print, name="ticket_print"),
    path("tickets/<str:number>/messages", ticket.ticket_messages, name="ticket_messages"),
    path("tickets/<str:number>/messages/<uuid:message>/vote", votes.ticket_vote, name="ticket_vote"),
    path("tickets/<str:number>/files", files.ticket_files, name="ticket_files"),
    path("tickets/<str:number>/files/<uuid:file_id>", files.ticket_file, name="ticket_file"),
    path("tickets/<str:number>/files/<uuid:file_id>/<path:part>", files.ticket_file, name="ticket_file_part"),
    *(path(f"tickets/<str:number>/{one}", acting.ticket_act, {"what": one}, f"ticket_{one}") for one in acting.ACTS),
    *(path(f"t/<str:secret>/{one}", acting.link_act, {"what": one}, f"link_{one}") for one in acting.ACTS),
    path("t/<str:secret>", ticket.link, name="link"),
    path("t/<str:secret>/print", printing.link_print, name="link_print"),
    path("t/<str:secret>/messages", ticket.link_messages, name="link_messages"),
    path("t/<str:secret>/messages/<uuid:message>/vote", votes.link_vote, name="link_vote"),
    path("t/<str:secret>/files", files.link_files, name="link_files"),
    path("t/<str:secret>/files/<uuid:file_id>", files.link_file, name="link_file"),
    path("t/<str:secret>/files/<uuid:file_id>/<path:part>", files.link_file, name="link_file_part"),
]
