"""Sign-in, lock, language, profile, passwords, health."""

import re

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.urls import reverse

from organizations.models import User
from tests.factories import PASSWORD, MembershipFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def amir():
    return UserFactory(email="amir@acme.example", name="Amir", language="")


def try_to_sign_in(client, email, password=PASSWORD, address="10.0.0.1", **data):
    return client.post(LOGIN, {"username": email, "password": password, **data}, REMOTE_ADDR=address)


def is_signed_in(client):
    return "_auth_user_id" in client.session


class TestSignIn:
    def test_the_field_is_called_what_it_is(self, client):
        assert "E-mail address" in client.get(LOGIN, HTTP_ACCEPT_LANGUAGE="en").content.decode()

    @pytest.mark.parametrize("email", ["amir@acme.example", "AMIR@Acme.Example", "  amir@acme.example "])
    def test_the_case_of_the_address_does_not_matter(self, client, amir, email):
        try_to_sign_in(client, email)
        assert is_signed_in(client)

    def test_a_wrong_password_is_refused(self, client, amir):
        try_to_sign_in(client, amir.email, "wrong")
        assert not is_signed_in(client)

    def test_an_unknown_address_reads_like_a_wrong_password(self, client, amir):
        errors = [
            try_to_sign_in(client, email, "wrong").context["form"].non_field_errors()
            for email in (amir.email, "nobody@acme.example")
        ]
        assert errors[0] == errors[1]

    def test_a_deactivated_person_stays_out(self, client):
        try_to_sign_in(client, UserFactory(is_active=False).email)
        assert not is_signed_in(client)

    def test_a_person_without_password_stays_out(self, client):
        user = UserFactory()
        user.set_unusable_password()
        user.save()
        try_to_sign_in(client, user.email, "")
        assert not is_signed_in(client)

    @pytest.mark.parametrize("text", ["", "amir", "a" * 300 + "@acme.example", "\0@acme.example", "'; --"])
    def test_what_is_no_address_is_answered_with_the_form(self, client, text):
        assert try_to_sign_in(client, text).status_code == 200

    def test_a_page_that_was_asked_for_opens_afterwards(self, client, amir):
        assert try_to_sign_in(client, amir.email, next="/profile/")["Location"] == "/profile/"

    @pytest.mark.parametrize(
        "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "https:evil.example"]
    )
    def test_nobody_is_sent_to_another_site(self, client, amir, target):
        assert "evil" not in try_to_sign_in(client, amir.email, next=target)["Location"]

    def test_a_sign_in_leaves_no_trace_in_the_persons_history(self, client, amir):
        try_to_sign_in(client, amir.email)
        assert amir.history.count() == 1

    def test_the_demo_shows_its_accounts(self, client, settings):
        settings.DEMO_ACCOUNTS_SHOWN = True
        assert "admin@dinas.example" in client.get(LOGIN).content.decode()

    def test_otherwise_no_account_is_shown(self, client, settings):
        settings.DEMO_ACCOUNTS_SHOWN = False
        assert "selaras-demo" not in client.get(LOGIN).content.decode()

    def test_signing_out_takes_a_post(self, sign_in, amir):
        client = sign_in(amir)
        client.get("/accounts/logout/")
        assert is_signed_in(client)
        client.post("/accounts/logout/")
        assert not is_signed_in(client)

    @pytest.mark.parametrize(
        "path", ["/profile/", "/profile/history/", "/accounts/password_change/", "/admin/"]
    )
    def test_pages_about_somebody_ask_for_a_sign_in(self, client, path):
        assert client.get(path, follow=True).redirect_chain[-1][0].startswith(LOGIN)


class TestLock:
    @pytest.fixture(autouse=True)
    def _three_attempts(self, settings):
        settings.AXES_FAILURE_LIMIT = 3

    def fail(self, client, email, address="10.0.0.1", times=3):
        for _time in range(times):
            answer = try_to_sign_in(client, email, "wrong", address)
        return answer

    def test_too_many_failures_are_answered_with_a_page(self, client, amir):
        answer = self.fail(client, amir.email)
        assert answer.status_code == 429
        assert "registration/locked_out.html" in [template.name for template in answer.templates]

    def test_then_even_the_right_password_is_refused(self, client, amir):
        self.fail(client, amir.email)
        try_to_sign_in(client, amir.email)
        assert not is_signed_in(client)

    def test_writing_the_address_differently_gives_no_more_attempts(self, client, amir):
        for email in ("Amir@acme.example", "aMir@acme.example", "amIr@acme.example"):
            self.fail(client, email, times=1)
        try_to_sign_in(client, amir.email)
        assert not is_signed_in(client)

    def test_a_colleague_in_the_same_office_signs_in(self, client, amir):
        self.fail(client, amir.email)
        try_to_sign_in(client, UserFactory().email)
        assert is_signed_in(client)

    def test_the_person_signs_in_from_elsewhere(self, client, amir):
        self.fail(client, amir.email)
        try_to_sign_in(client, amir.email, address="10.0.0.2")
        assert is_signed_in(client)

    def test_the_admin_has_no_way_around_the_lock(self, client, amir):
        answer = client.post("/admin/login/", {"username": amir.email, "password": PASSWORD})
        assert answer.status_code == 405


class TestLanguage:
    def choose(self, client, language, **data):
        return client.post("/i18n/", {"language": language, **data})

    def test_a_visitor_keeps_the_language_in_a_cookie(self, client):
        self.choose(client, "en")
        assert client.cookies["django_language"].value == "en"

    def test_a_person_keeps_the_language_in_the_profile(self, sign_in, amir):
        self.choose(sign_in(amir), "en")
        amir.refresh_from_db()
        assert amir.language == "en"

    def test_the_choice_leaves_a_trace(self, sign_in, amir):
        self.choose(sign_in(amir), "en")
        assert amir.history.first().history_user == amir

    def test_the_same_choice_again_leaves_none(self, sign_in, amir):
        client = sign_in(amir)
        self.choose(client, "en")
        self.choose(client, "en")
        assert amir.history.count() == 2

    def test_the_profile_wins_over_the_browser(self, sign_in):
        client = sign_in(UserFactory(language="en"))
        answer = client.get("/profile/", HTTP_ACCEPT_LANGUAGE="id")
        assert 'lang="en"' in answer.content.decode()

    @pytest.mark.parametrize("language", ["", "nl", "xx-yy", "../id", "e" * 500])
    def test_another_language_changes_nothing(self, sign_in, amir, language):
        assert self.choose(sign_in(amir), language).status_code == 302
        amir.refresh_from_db()
        assert amir.language == ""

    def test_the_visitor_comes_back_to_the_page(self, client):
        assert self.choose(client, "en", next="/accounts/login/?next=/profile/")["Location"] == (
            "/accounts/login/?next=/profile/"
        )

    def test_nobody_is_sent_to_another_site(self, client):
        assert "evil" not in self.choose(client, "en", next="https://evil.example/")["Location"]

    def test_a_link_does_not_switch_the_language(self, client):
        assert client.get("/i18n/?language=en").status_code == 405


class TestProfile:
    def test_it_shows_ones_roles(self, sign_in):
        member = MembershipFactory(unit__name="Press shop")
        assert "Press shop" in sign_in(member.user).get("/profile/").content.decode()

    def test_it_shows_what_one_holds(self, sign_in):
        desk = UnitFactory(kind="person", name="Desk of Budi", holder=UserFactory())
        assert "Desk of Budi" in sign_in(desk.holder).get("/profile/").content.decode()

    def test_name_language_and_reminders_are_saved(self, sign_in, amir):
        data = {"name": "Amir Hamzah", "language": "id", "reminders": "weekly"}
        assert sign_in(amir).post("/profile/", data).status_code == 302
        amir.refresh_from_db()
        assert (amir.name, amir.language, amir.reminders) == ("Amir Hamzah", "id", "weekly")

    @pytest.mark.parametrize(
        ("field", "value"), [("name", ""), ("name", "A" * 151), ("language", "nl"), ("reminders", "hourly")]
    )
    def test_what_cannot_be_saved_is_shown_again_with_its_error(self, sign_in, amir, field, value):
        answer = sign_in(amir).post("/profile/", {"name": "A", "reminders": "daily", field: value})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]

    def test_nobody_becomes_somebody_else_by_post(self, sign_in, amir):
        sign_in(amir).post(
            "/profile/", {"name": "A", "reminders": "daily", "email": "x@acme.example", "is_superuser": "on"}
        )
        amir.refresh_from_db()
        assert (amir.email, amir.is_superuser) == ("amir@acme.example", False)

    def test_its_history_is_readable(self, sign_in, amir):
        client = sign_in(amir)
        client.post("/profile/", {"name": "Amir Hamzah", "language": "en", "reminders": "weekly"})
        assert "Amir Hamzah" in client.get("/profile/history/").content.decode()

    def test_the_history_takes_no_post(self, sign_in, amir):
        assert sign_in(amir).post("/profile/history/").status_code == 405


class TestPasswords:
    NEW = "lima belas roda gigi"

    def test_one_changes_the_own(self, sign_in, amir):
        data = {"old_password": PASSWORD, "new_password1": self.NEW, "new_password2": self.NEW}
        assert sign_in(amir).post("/accounts/password_change/", data)["Location"] == reverse(
            "password_change_done"
        )
        amir.refresh_from_db()
        assert amir.check_password(self.NEW)

    @pytest.mark.parametrize("name", ["password_change", "password_change_done", "password_reset"])
    def test_the_pages_open(self, sign_in, amir, name):
        assert sign_in(amir).get(reverse(name)).status_code == 200

    @pytest.mark.parametrize("name", ["password_reset", "password_reset_done", "password_reset_complete"])
    def test_a_forgotten_one_needs_no_sign_in(self, client, name):
        assert client.get(reverse(name)).status_code == 200

    def reset(self, client, email):
        return client.post(reverse("password_reset"), {"email": email})

    def test_a_forgotten_one_is_chosen_anew_by_mail(self, client, amir):
        self.reset(client, "AMIR@acme.example")
        path = re.search(r"//testserver(/\S+)", mail.outbox[0].body)[1]
        form = client.get(path, follow=True)
        data = {"new_password1": self.NEW, "new_password2": self.NEW}
        client.post(form.request["PATH_INFO"], data)
        amir.refresh_from_db()
        assert amir.check_password(self.NEW)

    def test_an_unknown_address_gets_no_mail_and_the_same_answer(self, client, amir):
        assert self.reset(client, "nobody@acme.example").status_code == 302
        assert mail.outbox == []

    def test_a_broken_mail_server_breaks_no_page(self, client, amir, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        assert self.reset(client, amir.email).status_code == 302

    def test_a_made_up_link_says_so(self, client, amir):
        answer = client.get(reverse("password_reset_confirm", kwargs={"uidb64": "AAAA", "token": "a-b"}))
        assert answer.status_code == 200
        assert not answer.context["validlink"]

    def test_the_password_stands_in_no_history(self, amir):
        fields = {field.name for field in User.history.model._meta.concrete_fields}
        assert "password" not in fields


class TestHealth:
    def test_it_answers_a_monitor(self, client):
        answer = client.get("/health/")
        assert (answer.status_code, answer.content) == (200, b"ok\n")

    def test_it_takes_no_post(self, client):
        assert client.post("/health/").status_code == 405

    def test_a_database_that_does_not_answer_is_told(self, client, broken_database):
        assert client.get("/health/").status_code == 503


@pytest.fixture
def broken_database():
    """Refuses every query, as a database that is down does."""

    def refuse(*_query):
        raise OperationalError("down")

    with connection.execute_wrapper(refuse):
        yield
