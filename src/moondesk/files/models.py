"""Files, what an organization takes, and how much it keeps."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from moondesk.files.rules import BLOCKED, DEFAULT_LIMIT, GIVEN_OUT, Drawing, Preview, State, drawing_of
from moondesk.kit.clock import now
from moondesk.kit.tenancy import TenantForeignKey, TenantModel


def _blocked() -> list[str]:
    return list(BLOCKED)


class File(TenantModel):
    """One file as it was sent. ``type`` is what its content is; ``key`` names it in the storage.

    Until it is attached it is an upload of its owner (``owner_kind``, ``owner_id``; for the public form ``claim``, the
    digest of what only that form knows). ``original`` is the first version of the same thing.
    """

    name = models.CharField(max_length=150)
    declared_type = models.CharField(max_length=100, blank=True)
    type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.BinaryField()
    key = models.CharField(max_length=120)
    state = models.CharField(max_length=10, default=State.UNSCANNED)
    finding = models.CharField(max_length=120, blank=True)
    preview = models.CharField(max_length=8, default=Preview.NONE)
    pictures = models.PositiveSmallIntegerField(default=0, help_text="How many pages are drawn")
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    pages = models.PositiveIntegerField(null=True)
    purpose = models.CharField(max_length=10)
    owner_kind = models.CharField(max_length=8)
    owner_id = models.UUIDField(null=True)
    claim = models.BinaryField(null=True)
    created_by = models.CharField(max_length=254)
    original = TenantForeignKey("self", on_delete=models.CASCADE, null=True, related_name="versions", db_index=False)
    version = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(default=now, editable=False)
    attached_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(
                fields=["organization", "created_at"], name="file_uploads", condition=models.Q(attached_at=None)
            ),
            models.Index(
                fields=["organization", "original", "version"],
                name="file_versions",
                condition=models.Q(original__isnull=False),
            ),
            models.Index(fields=["organization", "key"], name="file_key"),
            models.Index(
                fields=["organization", "created_at"],
                name="file_unexamined",
                condition=models.Q(state="scanning") | models.Q(preview="pending"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_given_out(self) -> bool:
        """Whether anybody may have the content."""
        return self.state in GIVEN_OUT

    @property
    def drawing(self) -> Drawing | None:
        """How it is previewed."""
        return drawing_of(self.type)

    @property
    def has_picture(self) -> bool:
        """Whether there is a small picture of it."""
        return self.is_given_out and self.preview == Preview.READY and self.drawing in (Drawing.IMAGE, Drawing.PDF)

    @property
    def has_preview(self) -> bool:
        """Whether there is something to look at without downloading it."""
        return self.is_given_out and self.preview == Preview.READY

    @property
    def root_id(self) -> object:
        """The id of the first version."""
        return self.original_id or self.pk


class FileLimits(TenantModel):
    """One organization's say on which files it takes. Without a row the defaults of ``rules.Limits`` hold."""

    most = models.BigIntegerField(default=DEFAULT_LIMIT)
    quota = models.BigIntegerField(default=0, help_text="Bytes; 0 is without end")
    allowed = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    blocked = ArrayField(models.CharField(max_length=20), default=_blocked, blank=True)
    from_forms = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="file_limits_once")]
        verbose_name_plural = "file limits"

    def __str__(self) -> str:
        return f"{self.most} bytes"


class FileUse(TenantModel):
    """One organization's sum of bytes kept, counted as files come and go."""

    used = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="file_use_once")]

    def __str__(self) -> str:
        return f"{self.used} bytes"
