"""The page of `convert --report FILE.html`, as a browser shows it: lost places, filters, narrow screens, contrast, and no script at all."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from typer.testing import CliRunner

from interlingua.cli.app import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.remote.webelement import WebElement

EVIL: Final = (
    """</pre></section><script>document.title='owned'</script><img src=x onerror="document.title='owned'"><a href="javascript:x">\u202e"""
)
WIDE: Final = "wide" * 500

LINES: Final = [
    {
        "model": "gpt-5",
        "messages": [
            {"role": "system", "content": "Be brief.\nAlways."},
            *[{"role": "user", "content": f"Question {number}\nin two lines"} for number in range(60)],
            {"role": "user", "name": "bob", "content": EVIL},
        ],
        "seed": 4,
    },
    {"model": "gpt-5", "messages": [{"role": "user", "content": WIDE}], "logit_bias": {"5": 1}, EVIL: WIDE},
    {"model": "gpt-5", "messages": [{"role": "robot", "content": EVIL}]},
]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a report on lines that lose something, and some that are set aside."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES) + f"no {EVIL}\n")
    arguments = (str(folder / "in.jsonl"), str(folder / "out.jsonl"), "--from", "openai.chat", "--to", "anthropic.messages")
    assert CliRunner().invoke(build(), ["convert", *arguments, "--report", str(folder / "r.html")]).exit_code == 10
    return (folder / "r.html").as_uri()


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    """Debian's Chromium and its driver."""
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    service = shutil.which("chromedriver")
    if browser is None or service is None:
        pytest.fail("there is no Chromium or no chromedriver: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    quiet = ("disable-gpu", "disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync")
    for flag in ("headless", "no-sandbox", *quiet, f"user-data-dir={tmp_path_factory.mktemp('profile')}", "window-size=1200,800"):
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(service))
    yield driver
    driver.quit()


def look(driver: webdriver.Chrome, page: str, width: int = 1200, scheme: str = "light") -> None:
    """Open the page anew on a screen of a width and in a colour scheme."""
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False})
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
    driver.get("about:blank")
    driver.get(page)


def is_seen(driver: webdriver.Chrome, element: WebElement) -> bool:
    """Tell whether an element is within the window, at least its first line."""
    place = "const box = arguments[0].getClientRects()[0]; return box.height > 0 && box.top >= 0 && box.bottom <= innerHeight"
    return bool(driver.execute_script(place, element))


def shown(driver: webdriver.Chrome) -> list[str]:
    """Give the lines that are shown."""
    return [line.get_attribute("id") or "" for line in driver.find_elements(By.CSS_SELECTOR, "section.line") if line.is_displayed()]


@pytest.mark.parametrize("width", [1200, 360])
def test_a_lost_place_is_scrolled_to(driver: webdriver.Chrome, page: str, width: int) -> None:
    """From the list of losses and from the summary; the place is marked, and what was lost is said beside it."""
    look(driver, page, width)
    links = [link.get_attribute("href") for link in driver.find_elements(By.CSS_SELECTOR, "a[href^='#lost-']")]

    assert len(links) >= 6
    for link in dict.fromkeys(links):
        look(driver, page, width)
        driver.find_element(By.CSS_SELECTOR, f"a[href='#{str(link).partition('#')[2]}']").click()
        target = driver.find_element(By.CSS_SELECTOR, ":target")
        mark = driver.find_element(By.CSS_SELECTOR, ".note:has(:target) + .lost mark")
        assert is_seen(driver, target)
        assert is_seen(driver, mark)
        assert mark.value_of_css_property("outline-style") == "solid"


def test_a_filter_shows_its_lines_alone(driver: webdriver.Chrome, page: str) -> None:
    """Two of them the lines of either; a button shows all again."""
    look(driver, page)
    reasons = driver.find_elements(By.CSS_SELECTOR, ".reasons label")
    by_words = {reason.text: reason for reason in reasons}
    everything = shown(driver)
    by_words["hint this wire has no seed"].click()
    seed = shown(driver)
    next(reason for words, reason in by_words.items() if words.startswith("set aside not JSON")).click()
    both = shown(driver)
    driver.find_element(By.CSS_SELECTOR, "button").click()

    assert ["line-1", "line-2", "line-3", "line-4"] == everything
    assert ["line-1"] == seed
    assert ["line-1", "line-4"] == both
    assert everything == shown(driver)


@pytest.mark.parametrize("width", [320, 360, 700, 1200])
def test_no_screen_is_too_narrow(driver: webdriver.Chrome, page: str, width: int) -> None:
    """Nothing goes beyond the right edge, also where all is unfolded."""
    look(driver, page, width)
    for fold in driver.find_elements(By.CSS_SELECTOR, "summary"):
        fold.click()

    wide, room = driver.execute_script("return [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert room <= width
    assert wide <= room


def test_texts_have_their_line_breaks(driver: webdriver.Chrome, page: str) -> None:
    """A line each, before and after."""
    look(driver, page)
    texts = [line.text.strip() for line in driver.find_elements(By.CSS_SELECTOR, "#line-1 .a .l")]

    assert '"text": "Be brief.' in texts
    assert 'Always."' in texts


def test_both_sides_stand_beside_or_below_one_another(driver: webdriver.Chrome, page: str) -> None:
    """What is the same on both is said once on a narrow screen."""
    look(driver, page)
    beside = [driver.find_element(By.CSS_SELECTOR, f"#line-1 .same > .{side}").rect for side in "ba"]
    look(driver, page, 360)
    same = driver.find_element(By.CSS_SELECTOR, "#line-1 .same > .a")

    assert beside[0]["y"] == beside[1]["y"]
    assert beside[0]["x"] + beside[0]["width"] < beside[1]["x"]
    assert not same.is_displayed()


@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_keeps_to_wcag(driver: webdriver.Chrome, page: str, scheme: str, width: int) -> None:
    """Contrast and all else that axe knows of levels A and AA; a target and a filter are set, everything is unfolded."""
    spec = find_spec("axe_playwright_python")
    assert spec is not None
    assert spec.origin is not None
    axe = Path(spec.origin).parent / "axe.min.js"
    look(driver, page, width, scheme)
    driver.find_element(By.CSS_SELECTOR, ".losses a").click()
    for fold in driver.find_elements(By.CSS_SELECTOR, "summary"):
        driver.execute_script("arguments[0].parentElement.open = true", fold)
    driver.execute_script(axe.read_text(encoding="utf-8"))
    asked = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    script = "const done = arguments[1]; axe.run(document, arguments[0]).then(done, error => done({error: String(error)}))"
    found = driver.execute_async_script(script, asked)

    assert found.get("error") is None
    assert [(fault["id"], [node["html"] for node in fault["nodes"]][:3]) for fault in found["violations"]] == []
    assert [fault["id"] for fault in found["passes"] if fault["id"] == "color-contrast"] == ["color-contrast"]


def test_nothing_from_the_data_runs_or_is_fetched(driver: webdriver.Chrome, page: str) -> None:
    """No tag of the data's becomes one, no script runs even where one is put in, and nothing is loaded."""
    look(driver, page)
    loaded = driver.execute_script("return performance.getEntriesByType('resource').map(entry => entry.name)")
    put_in = "document.body.insertAdjacentHTML('beforeend', \"<img src=x onerror=\\\"document.title='owned'\\\">\")"
    driver.execute_script(put_in)
    scripted = "document.body.append(Object.assign(document.createElement('script'), {textContent: \"document.title='owned'\"}))"
    driver.execute_script(scripted)

    assert "owned" not in driver.title
    assert driver.find_elements(By.CSS_SELECTOR, "main :is(script, img, iframe, object, embed, form, input, style, link)") == []
    assert {link.get_attribute("href") or "" for link in driver.find_elements(By.CSS_SELECTOR, "main a")} <= {
        f"{page}{anchor}" for anchor in ("#summary", *(f"#lost-{line}-{index}" for line in range(1, 5) for index in range(9)))
    }
    assert loaded == []
