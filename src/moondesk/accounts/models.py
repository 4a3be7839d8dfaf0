"""The user: one person with one e-mail login, across organizations. A global table, not a tenant's."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from moondesk.kit.clock import now
from moondesk.kit.ids import new_id


class UserManager(BaseUserManager["User"]):
    """Creates users with the e-mail in its one normal form."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create a user; ``password`` None makes one that cannot sign in by password."""
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the user of an e-mail in any case."""
        return self.get(email=normal_email(username or ""))


def normal_email(email: str) -> str:
    """Return the form in which an address is compared and stored."""
    return email.strip().lower()


class Theme(models.TextChoices):
    """The themes of the interface."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    MOON = "moon"
    GREEN = "green"


class User(AbstractBaseUser):
    """One person who can sign in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True, max_length=254)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    theme = models.CharField(max_length=10, choices=Theme.choices, default=Theme.SYSTEM)
    has_shortcuts = models.BooleanField(default=True, db_default=True, help_text="Whether single keys do things")
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False, db_default=False, help_text="Whether they run the installation")
    created_at = models.DateTimeField(default=now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.email

    def get_full_name(self) -> str:
        """Return the name shown to others."""
        return self.name or self.email.partition("@")[0]


class SignIn(models.Model):
    """One place where a session was opened, so that its owner knows it again and can end it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True, help_text="The session; shown to nobody")
    address = models.GenericIPAddressField(null=True, help_text="The network address it was opened from")
    agent = models.CharField(max_length=300, blank=True, help_text="What the browser calls itself")
    created_at = models.DateTimeField(default=now, editable=False)
    last_seen_at = models.DateTimeField(default=now, help_text="To ten minutes")

    class Meta:
        ordering = ("-last_seen_at",)

    def __str__(self) -> str:
        return f"{self.user_id} from {self.address}"
