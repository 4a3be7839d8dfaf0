"""Addresses of the pages for those who try Moondesk out."""

from django.urls import path

from moondesk.web.dev import components, mail

app_name = "dev"
urlpatterns = [
    path("components", components.components, name="components"),
    path("mail", mail.mails, name="mails"),
    path("mail/<str:caught>", mail.mail, name="mail"),
    path("mail/<str:caught>/html", mail.html, name="mail_html"),
    path("mail/<str:caught>/raw", mail.raw, name="mail_raw"),
]
