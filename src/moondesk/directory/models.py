"""What an external directory says: its people, its groups, and the rules that make members of them."""

import datetime

from django.db import models
from django.db.models.functions import Lower

from moondesk.directory.pull_rules import Proof, RunState, Schedule
from moondesk.directory.rules import Done, RuleKind, Source
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel
from moondesk.organizations.models import Department, Member

NAME_LENGTH = 254


class DirectorySetup(TenantModel):
    """One organization's way with its directory, made when somebody first sets it up."""

    is_on = models.BooleanField(default=False, help_text="Whether what the directory says is carried out")
    set_up_by = TenantForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="directory_setup_once")]

    def __str__(self) -> str:
        return "on" if self.is_on else "off"


class DirectoryPerson(TenantModel):
    """One person of the directory, as it wrote them, and the member they are here."""

    refused = ""
    """Why what was planned for them just now could not be done, in words. It is not kept."""

    source = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Source])
    user_name = models.CharField(max_length=NAME_LENGTH)
    external_id = models.CharField(max_length=NAME_LENGTH, blank=True)
    email = models.CharField(max_length=NAME_LENGTH, blank=True)
    document = models.JSONField(default=dict)
    member = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    invited_at = models.DateTimeField(null=True)
    sent_away = models.BooleanField(
        default=False, db_default=False, help_text="Whether it was the directory that deactivated the member"
    )
    left_out = models.BooleanField(default=False, db_default=False, help_text="Somebody here said: let them be")
    gone_at = models.DateTimeField(
        null=True, help_text="When the directory removed them, while their leaving waits to be confirmed"
    )
    said_at = models.DateTimeField(null=True, help_text="When the other system changed them, if it says so")
    was_pulled = models.BooleanField(
        default=False, db_default=False, help_text="Whether a pull that was removed wrote them, and nobody since"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name_plural = "directory people"
        ordering = ("user_name", "id")
        constraints = [
            models.UniqueConstraint("organization", Lower("user_name"), name="directory_user_name"),
            models.UniqueConstraint(
                fields=["organization", "member"], name="directory_member", condition=models.Q(member__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "external_id"], name="directory_external"),
            models.Index(fields=["organization", "email"], name="directory_email"),
        ]

    def __str__(self) -> str:
        return self.user_name


class DirectoryGroup(TenantModel):
    """One group of the directory."""

    source = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Source])
    name = models.CharField(max_length=NAME_LENGTH)
    external_id = models.CharField(max_length=NAME_LENGTH, blank=True)
    people: "models.ManyToManyField[DirectoryPerson, DirectoryMembership]" = models.ManyToManyField(
        DirectoryPerson, through="DirectoryMembership", related_name="groups"
    )
    was_pulled = models.BooleanField(
        default=False, db_default=False, help_text="Whether a pull that was removed wrote it, and nobody since"
    )
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ("name", "id")
        constraints = [models.UniqueConstraint("organization", Lower("name"), name="directory_group_name")]

    def __str__(self) -> str:
        return self.name


class DirectoryMembership(TenantModel):
    """One person's place in one group of the directory."""

    group = TenantForeignKey(DirectoryGroup, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = TenantForeignKey(DirectoryPerson, on_delete=models.CASCADE, related_name="+", db_index=False)
    display = models.CharField(max_length=NAME_LENGTH, blank=True, help_text="How the directory calls them there")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "group", "person"], name="directory_in_group")]
        indexes = [models.Index(fields=["organization", "person"], name="directory_groups_of")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.group_id}"


class DirectoryRule(TenantModel):
    """One rule: who of the directory gets which role, which department, or both."""

    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in RuleKind])
    attribute = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=NAME_LENGTH, blank=True)
    role = models.CharField(max_length=40, blank=True)
    department = TenantForeignKey(Department, on_delete=models.CASCADE, null=True, related_name="+", db_index=False)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"


class DirectoryEntry(TenantModel):
    """One thing that a directory brought about: who joined, was invited, moved or left, and when."""

    done = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Done])
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=NAME_LENGTH, blank=True)
    member = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    old = models.JSONField(default=dict, help_text="Role and names of departments before")
    new = models.JSONField(default=dict, help_text="Role and names of departments after")
    unasked = models.BooleanField(default=True, help_text="Whether nobody here confirmed it")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name_plural = "directory entries"
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="directory_done")]

    def __str__(self) -> str:
        return f"{self.done} {self.name}"


class DirectoryPull(TenantModel):
    """One organization's way to the system that its people are read from by the clock, and how far that is.

    ``revision`` grows when somebody changes where and how is asked: what was asked before is not taken any more.
    """

    url = models.CharField(max_length=1000)
    proof = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Proof])
    name = models.CharField(max_length=NAME_LENGTH, blank=True, help_text="The user name, or the header's name")
    sealed_secret = models.BinaryField(help_text="The token, password or header's value, encrypted")
    schedule = models.CharField(max_length=9, choices=[(one.value, one.value) for one in Schedule])
    daily_at = models.TimeField(default=datetime.time(3))
    is_on = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    etag = models.CharField(max_length=300, blank=True)
    etag_of = models.CharField(max_length=4000, blank=True, help_text="Of which address the tag is")
    as_of = models.CharField(max_length=500, blank=True, help_text="How far it is read, in the other system's words")
    whole_at = models.DateTimeField(null=True, help_text="When a whole listing was taken last")
    running = models.UUIDField(null=True, help_text="The reading that may be taken")
    next_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=12, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    last_success_at = models.DateTimeField(null=True)
    last_failure_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="directory_pull_once")]

    def __str__(self) -> str:
        return self.url


class DirectoryRun(TenantModel):
    """One reading of the other system: how it ended, what it said and what came of that."""

    state = models.CharField(max_length=8, choices=[(one.value, one.value) for one in RunState])
    asked_by = TenantForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False)
    was_asked = models.BooleanField(
        default=False, db_default=False, help_text="Whether a person or program asked for it: then all of it is read"
    )
    takes_fewer = models.BooleanField(default=False, help_text="Whether somebody said that far fewer people are right")
    is_full = models.BooleanField(default=True)
    pages = models.PositiveIntegerField(default=0)
    read = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=12, blank=True)
    detail = models.CharField(max_length=300, blank=True)
    notes = models.JSONField(default=list, help_text="What was said about whom: code, id, detail")
    created_at = models.DateTimeField(default=now, editable=False)
    began_at = models.DateTimeField(null=True, help_text="When a worker took it up, the last time")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=["organization", "-created_at", "-id"], name="directory_runs")]

    def __str__(self) -> str:
        return f"{self.state} {self.created_at:%Y-%m-%d %H:%M}"
