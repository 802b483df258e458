"""What the browser loads is ours: vendored, listed with its hash, and never fetched from elsewhere."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "static" / "vendor"
SUMS = VENDOR / "SHA256SUMS"
OURS = [
    *sorted((ROOT / "templates").rglob("*.html")),
    *sorted((ROOT / "templates").rglob("*.svg")),
    *sorted((ROOT / "static" / "css").glob("*.css")),
    *sorted((ROOT / "static" / "js").glob("*.js")),
    *sorted((ROOT / "static" / "img").glob("*.svg")),
]
XML_NAMESPACE = re.compile(
    r"""xmlns(?::\w+)?\s*=\s*\\?["']https?://www\.w3\.org/[^"']*|https?://www\.w3\.org/2000/svg"""
)
OUTSIDE = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)
INLINE = re.compile(
    r"""<style\b|\sstyle\s*=|\son[a-z]+\s*=|<script(?![^>]*(?:\bsrc=|application/json))|javascript:""",
    re.IGNORECASE,
)


def read_sums() -> dict[str, str]:
    """Relative path to SHA-256, as listed beside the vendored files."""
    lines = SUMS.read_text().splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def vendored_files() -> set[str]:
    return {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file() and path != SUMS}


def test_every_vendored_file_is_listed_and_nothing_else() -> None:
    assert vendored_files() == set(read_sums())


@pytest.mark.parametrize("path", sorted(read_sums()))
def test_a_vendored_file_has_its_listed_hash(path: str) -> None:
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == read_sums()[path]


@pytest.mark.parametrize("package", ["bootstrap", "htmx", "echarts", "inter"])
def test_a_vendored_package_keeps_its_licence_beside_it(package: str) -> None:
    assert f"{package}/LICENSE" in read_sums()


@pytest.mark.parametrize("path", sorted(path for path in read_sums() if path.endswith((".css", ".js"))))
def test_a_vendored_file_names_no_source_map(path: str) -> None:
    assert "sourceMappingURL" not in (VENDOR / path).read_text()


@pytest.mark.parametrize("path", OURS, ids=lambda path: str(path.relative_to(ROOT)))
def test_our_file_fetches_nothing_from_another_host(path: Path) -> None:
    text = XML_NAMESPACE.sub("", path.read_text())
    assert OUTSIDE.findall(text) == []


@pytest.mark.parametrize(
    "path", [path for path in OURS if path.suffix == ".html"], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_template_has_no_inline_script_or_style(path: Path) -> None:
    assert INLINE.findall(path.read_text()) == []
