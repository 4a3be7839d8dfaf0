"""The addresses of the pages of mail, below ``settings/mail``."""

from django.urls import path

from moondesk.web.settings.mail import addresses

urlpatterns = [
    path("", addresses.first, name="mail"),
    path("/addresses", addresses.addresses, name="mail_addresses"),
    path("/addresses/<uuid:address_id>", addresses.address, name="mail_address"),
    path("/addresses/<uuid:address_id>/removal", addresses.remove, name="remove_mail_address"),
]
