"""The demo's people. Everybody may know the password, so the demo is for trying out only."""

from dataclasses import dataclass

from organizations.models import Membership

PASSWORD = "selaras-demo"  # noqa: S105 (published on purpose)


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the demo with the role at the root of one organization."""

    organization: str
    email: str
    name: str
    role: Membership.Role


ACCOUNTS = (
    Account("BERDIKARI", "admin@berdikari.example", "Administrator Berdikari", Membership.Role.ADMINISTRATOR),
    Account("BERDIKARI", "hr@berdikari.example", "Staf SDM Berdikari", Membership.Role.STAFF),
    Account("BERDIKARI", "manager@berdikari.example", "Manajer Berdikari", Membership.Role.MANAGER),
    Account("BERDIKARI", "auditor@berdikari.example", "Auditor Berdikari", Membership.Role.VIEWER),
    Account("DINAS", "admin@dinas.example", "Administrator Dinas", Membership.Role.ADMINISTRATOR),
)
