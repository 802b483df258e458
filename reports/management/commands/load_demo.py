"""`manage.py load_demo`: PT Berdikari and a public body, with their accounts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from reports.demo.accounts import ACCOUNTS, PASSWORD
from reports.demo.loader import database_is_empty, demo_is_loaded, load


class Command(BaseCommand):
    help = "Loads the demo organizations and accounts. Refuses a database that holds other data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--when-empty", action="store_true", help="do nothing unless the database is empty"
        )
        parser.add_argument(
            "--accounts", action="store_true", help="only print the accounts, if the demo is loaded"
        )

    @override("en")
    def handle(self, *, when_empty: bool, accounts: bool, **options: Any) -> None:
        if accounts:
            self.print_accounts()
        elif not when_empty or database_is_empty():
            self.load()

    def load(self) -> None:
        try:
            loaded = load()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            "The demo is loaded." if loaded else "The demo is already there; nothing was changed."
        )

    def print_accounts(self) -> None:
        if not demo_is_loaded():
            return
        self.stdout.write(f"Demo accounts, password {PASSWORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:28} {account.role.label}")
