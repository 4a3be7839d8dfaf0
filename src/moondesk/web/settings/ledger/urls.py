"""The addresses of the pages of the mail ledger, below ``settings/ledger``."""

from django.urls import path

from moondesk.web.settings.ledger import deciding, received, senders, sent

urlpatterns = [
    path("", received.ledger, name="ledger"),
    path("/waiting", received.waiting, name="ledger_waiting"),
    path("/decision", deciding.many, name="ledger_decision"),
    path("/undo/<uuid:operation>", deciding.undo, name="ledger_undo"),
    path("/mails/<uuid:mail_id>", received.mail, name="ledger_mail"),
    path("/mails/<uuid:mail_id>/raw", received.raw, name="ledger_raw"),
    path("/mails/<uuid:mail_id>/decision", deciding.one, name="ledger_mail_decision"),
    path("/mails/<uuid:mail_id>/sender", senders.of_mail, name="ledger_mail_sender"),
    path("/sent", sent.sent, name="ledger_sent"),
    path("/sent/<uuid:mail_id>/again", sent.again, name="ledger_send_again"),
    path("/senders", senders.senders, name="ledger_senders"),
    path("/senders/<uuid:listed_id>/removal", senders.remove, name="ledger_sender_removal"),
    path("/keeping", senders.keep, name="ledger_keeping"),
]
