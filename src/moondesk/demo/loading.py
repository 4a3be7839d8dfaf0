"""Writing the demo organizations."""

import datetime
import random
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from moondesk.accounts.models import User
from moondesk.channels.models import MailAddress
from moondesk.contacts.models import Company, Contact
from moondesk.demo.booking import book_time
from moondesk.demo.cast import HOUSES, House
from moondesk.demo.fields import fill_in, set_up_fields
from moondesk.demo.files import attach_samples
from moondesk.demo.macros import write_macros
from moondesk.demo.story import Teller
from moondesk.demo.templates import set_up_templates
from moondesk.demo.tickets import TicketWriter
from moondesk.demo.views import save_views
from moondesk.demo.workflow import set_up_workflow
from moondesk.kit import tenancy
from moondesk.kit.clock import now
from moondesk.kit.database import crossing
from moondesk.organizations.actions import add_member, create_department, create_organization
from moondesk.organizations.actor import system_actor
from moondesk.organizations.models import Department, Member, Organization
from moondesk.organizations.permissions import Role
from moondesk.tickets.actions import create_default_workflow
from moondesk.tickets.models import Category

CONTACTS = 60
TICKETS = 400


def load(password: str | None = "moondesk-demo") -> list[tuple[str, str]]:  # noqa: S107 - the demo's known password
    """Write both organizations, unless they are there; returns the main sign-ins.

    ``password`` None gives every sign-in a random one, for a desk that others can reach.
    """
    signs: list[tuple[str, str]] = []
    for house in HOUSES:
        if not crossing("organization_by_slug", house.slug):
            with transaction.atomic():
                signs += _Loader(house, password).load()
    return signs


class _Loader:
    def __init__(self, house: House, password: str | None) -> None:
        self.house = house
        self.random = random.Random(f"moondesk-people-{house.slug}")  # noqa: S311 - people, not secrets
        self.given = password
        self.known_hash = make_password(password) if password else ""
        self.signs: list[tuple[str, str]] = []

    def load(self) -> list[tuple[str, str]]:
        house = self.house
        owner = self._user(house.colleagues[0].login, house.colleagues[0].name)
        organization = create_organization(
            name=house.name,
            slug=house.slug,
            owner=owner,
            language=house.language,
            time_zone=house.time_zone,
            brand_hue=house.hue,
            icon=house.icon,
            is_demo=True,
        )
        with tenancy.organization(organization.pk):
            create_default_workflow()
            set_up_workflow(house.slug, by=system_actor(organization.pk))
            set_up_fields(house, by=system_actor(organization.pk))
            write_macros(house.slug, by=system_actor(organization.pk))
            departments = self._departments(organization)
            self._categories(departments)
            set_up_templates(house.slug, by=system_actor(organization.pk))
            members = self._members(organization, departments)
            MailAddress.objects.create(address=f"support@{house.domain}", name=house.name, is_default=True)
            contacts = self._contacts()
            stories = Teller(house.slug, len(contacts), now()).stories(TICKETS, [_names(one) for one in contacts])
            writer = TicketWriter(house, organization, members, contacts)
            writer.write(stories)
            fill_in(house, writer.tickets)
            book_time(house)
            save_views(house)
            attach_samples(writer.messages, organization)
        return self.signs

    def _user(self, login: str, name: str, *, shown: bool = True) -> User:
        email = f"{login}@{self.house.domain}"
        password = self.given or secrets.token_urlsafe(12)
        user = User(email=email, name=name, language=self.house.language, time_zone=self.house.time_zone)
        user.password = self.known_hash or make_password(password)
        user.save(force_insert=True)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        if shown and login in ("owner", "admin", "agent", "viewer", "customer"):
            self.signs.append((email, password))
        return user

    def _departments(self, organization: Organization) -> dict[str, Department]:
        by = system_actor(organization.pk)
        made: dict[str, Department] = {}
        for name, parent, icon in self.house.departments:
            made[name] = create_department(name, parent=made[parent] if parent else None, by=by)
            Department.objects.filter(pk=made[name].pk).update(icon=icon)
        return made

    def _categories(self, departments: dict[str, Department]) -> None:
        Category.objects.bulk_create(
            Category(key=key, labels={"en": english, "es": spanish}, position=10 + position)
            for position, (key, english, spanish) in enumerate(self.house.categories)
        )

    def _members(self, organization: Organization, departments: dict[str, Department]) -> list[Member]:
        by = system_actor(organization.pk)
        members = [Member.objects.get()]
        for colleague in self.house.colleagues[1:]:
            user = self._user(colleague.login, colleague.name)
            places = [departments[name] for name in colleague.departments]
            member = add_member(user, roles=[colleague.role], departments=places, by=by)
            if colleague.role is Role.CATEGORY_MANAGER:
                member.managed_categories = list(Category.objects.filter(key="billing").values_list("pk", flat=True))
            if colleague.role is Role.TYPE_MANAGER:
                member.managed_types = ["incident"]
            member.save(update_fields=["managed_categories", "managed_types"])
            members.append(member)
        return members

    def _contacts(self) -> list[Contact]:
        house, pick = self.house, self.random
        companies = Company.objects.bulk_create(Company(name=name, domain=domain) for name, domain in house.companies)
        customer = self._user("customer", house.customer)
        contacts = [
            Contact(
                name=house.customer,
                email=customer.email,
                user=customer,
                language=house.language,
                time_zone=house.time_zone,
                email_verified_at=now(),
                created_at=now() - datetime.timedelta(days=400),
            )
        ]
        pairs = [(first, last) for first in house.first_names for last in house.last_names]
        for first, last in pick.sample(pairs, CONTACTS - 1):
            company = pick.choice(companies) if pick.random() < 0.45 else None
            contacts.append(Contact(**self._contact(first, last, company)))
        return list(Contact.objects.bulk_create(contacts))

    def _contact(self, first: str, last: str, company: Company | None) -> dict[str, Any]:
        login = f"{first}.{last}".lower().translate(str.maketrans("áàãäåéèíìñóòöøúùüç", "aaaaaeeiinoooouuuc"))
        return {
            "name": f"{first} {last}",
            "email": f"{login}@{company.domain if company else 'mail.example'}",
            "phone": f"{self.house.country_code} {self.random.randint(600, 989)} {self.random.randint(100, 999)} "
            f"{self.random.randint(100, 999)}",
            "language": self.house.language,
            "time_zone": self.house.time_zone,
            "company": company,
            "created_at": now() - datetime.timedelta(days=self.random.randint(95, 1200)),
        }


def _names(contact: Contact) -> tuple[str, str]:
    first, _space, last = contact.name.partition(" ")
    return first, last
