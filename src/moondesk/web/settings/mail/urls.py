"""The addresses of the pages of mail, below ``settings/mail``."""

from django.urls import path

from moondesk.web.settings.mail import addresses, consent, dead, domains, hooks, mailboxes, surveys, ways, wording

urlpatterns = [
    path("", addresses.first, name="mail"),
    path("/addresses", addresses.addresses, name="mail_addresses"),
    path("/addresses/<uuid:address_id>", addresses.address, name="mail_address"),
    path("/addresses/<uuid:address_id>/check", domains.check, name="check_mail_address"),
    path("/addresses/<uuid:address_id>/removal", addresses.remove, name="remove_mail_address"),
    path("/templates", wording.templates, name="mail_templates"),
    path("/templates/<slug:kind>/<slug:language>", wording.template, name="mail_template"),
    path("/templates/<slug:kind>/<slug:language>/preview", wording.preview, name="preview_mail_template"),
    path("/templates/<slug:kind>/<slug:language>/sample", wording.send_sample, name="sample_mail_template"),
    path("/templates/<slug:kind>/<slug:language>/reset", wording.reset, name="reset_mail_template"),
    path("/ways-out", ways.ways_out, name="mail_ways_out"),
    path("/ways-out/<uuid:way_id>", ways.way_out, name="mail_way_out"),
    path("/ways-out/<uuid:way_id>/test", ways.test, name="test_mail_way_out"),
    path("/ways-out/<uuid:way_id>/pause", ways.pause, name="pause_mail_way_out"),
    path("/ways-out/<uuid:way_id>/removal", ways.remove, name="remove_mail_way_out"),
    path("/survey", surveys.survey, name="mail_survey"),
    path("/dead", dead.dead_addresses, name="mail_dead"),
    path("/dead/lift", dead.lift, name="lift_mail_dead"),
    path("/mailboxes", mailboxes.mailboxes, name="mailboxes"),
    path("/mailboxes/consent", consent.consent, name="mailbox_consent"),
    path("/mailboxes/consent/done", consent.consented, name="mailbox_consented"),
    path("/mailboxes/<uuid:mailbox_id>", mailboxes.mailbox, name="mailbox"),
    path("/mailboxes/<uuid:mailbox_id>/test", mailboxes.test, name="test_mailbox"),
    path("/mailboxes/<uuid:mailbox_id>/pause", mailboxes.pause, name="pause_mailbox"),
    path("/mailboxes/<uuid:mailbox_id>/removal", mailboxes.remove, name="remove_mailbox"),
    path("/providers", hooks.hooks, name="mail_hooks"),
    path("/providers/<uuid:hook_id>/removal", hooks.close, name="close_mail_hook"),
]
