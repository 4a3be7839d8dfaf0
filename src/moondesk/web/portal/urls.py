"""Addresses of the portal, under ``/{slug}/help/``."""

from django.urls import URLPattern, path

from moondesk.web.portal import home, lookup, new, ticket, tickets

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("new", new.new, name="new"),
    path("sent", new.sent, name="sent"),
    path("lookup", lookup.lookup, name="lookup"),
    path("tickets", tickets.tickets, name="tickets"),
    path("tickets/<str:number>", ticket.ticket, name="ticket"),
    path("tickets/<str:number>/messages", ticket.ticket_messages, name="ticket_messages"),
    path("t/<str:secret>", ticket.link, name="link"),
    path("t/<str:secret>/messages", ticket.link_messages, name="link_messages"),
]
