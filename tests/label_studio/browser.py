"""A real browser, driven by mouse and keyboard as an annotator's hands would."""

from contextlib import contextmanager

CHROMIUM = "/usr/bin/chromium"
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

RECTANGLES = """
([start, end]) => {
  const holder = document.querySelector('.tb-text [class*="richtext__container"]');
  const walker = document.createTreeWalker(holder, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0, begun = false, node;
  while ((node = walker.nextNode())) {
    const units = node.data.length;
    const points = [...node.data].length;
    const unit = (point) => [...node.data].slice(0, point).join('').length;
    if (!begun && start < at + points) { range.setStart(node, unit(start - at)); begun = true; }
    if (end <= at + points) { range.setEnd(node, unit(end - at)); break; }
    at += points;
  }
  range.startContainer.parentElement.scrollIntoView({block: 'center'});
  const boxes = [...range.getClientRects()];
  const first = boxes[0], last = boxes[boxes.length - 1];
  return {
    text: range.toString(),
    from: [first.left, first.top + first.height / 2],
    to: [last.right, last.top + last.height / 2],
  };
}
"""


@contextmanager
def open_browser(width=1600, height=1000):
    """A fresh browser page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        try:
            yield browser.new_page(viewport={"width": width, "height": height})
        finally:
            browser.close()


def log_in(page, url, email, password):
    page.goto(f"{url}/user/login/")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "login" not in address)


def open_task(page, url, project, task):
    page.goto(f"{url}/projects/{project}/data?task={task}")
    page.wait_for_selector('.tb-text [class*="richtext__container"] span', timeout=60_000)
    page.wait_for_timeout(1500)


def _place(page, start, end):
    page.evaluate(RECTANGLES, [start, end])
    page.wait_for_timeout(200)
    return page.evaluate(RECTANGLES, [start, end])


def mark(page, key, start, end):
    """Press a label's key and select the characters [start, end) with the mouse."""
    place = _place(page, start, end)
    page.keyboard.press(key)
    page.mouse.move(place["from"][0] + 0.5, place["from"][1])
    page.mouse.down()
    page.mouse.move(*[(a + b) / 2 for a, b in zip(place["from"], place["to"], strict=True)])
    page.mouse.move(place["to"][0] - 0.5, place["to"][1])
    page.mouse.up()
    page.wait_for_timeout(300)
    return place["text"]


def click_on(page, start, end):
    """Click on the beginning of the characters [start, end)."""
    place = _place(page, start, end)
    page.mouse.click(place["from"][0] + 3, place["from"][1])
    page.wait_for_timeout(400)


def unselect(page):
    """As annotators do between two regions: leave any field, then the region."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.keyboard.press("u")
    page.wait_for_timeout(300)


def choose(page, ask, words, position=0):
    """Open the list below ``ask``, type ``words``, take a line of what is found."""
    header = page.locator(".tb-side h4:visible", has_text=ask)
    header.locator("xpath=following::div[contains(@class,'ant-select')][1]").click()
    page.wait_for_timeout(300)
    page.keyboard.type(words)
    page.wait_for_timeout(500)
    page.locator(".ant-select-tree-treenode:visible .ant-select-tree-checkbox").nth(
        position
    ).click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)


def fill(page, name, words):
    """Type into a field of the selected region; leaving it is enough."""
    page.locator(f"[name={name}]:visible").click()
    page.keyboard.type(words)
    page.wait_for_timeout(150)


def submit(page):
    page.locator("[data-testid=bottombar-submit-button]").click()
    page.wait_for_timeout(1500)


def warning(page):
    """The words of the page's warning, which is closed; ``None`` where there is none."""
    shown = page.locator(".ant-modal-confirm-content:visible")
    if not shown.count():
        return None
    words = shown.inner_text()
    page.get_by_role("button", name="OK").click()
    page.wait_for_timeout(500)
    return words
