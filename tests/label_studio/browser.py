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

FIND_TEXT = """
() => {
  const holder = [...document.querySelectorAll('[class*="richtext"]')]
    .filter(e => e.textContent.length > 0).pop();
  return holder;
}
"""

RECTANGLES = """
([start, end]) => {
  const holders = [...document.querySelectorAll('[class*="htx-richtext"], [class*="richtext__line"]')];
  const holder = document.querySelector('.tb-text [class*="richtext__container"]')
    || document.querySelector('.tb-text [class*="richtext"]');
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


def drag_over(page, start, end):
    """Select the characters [start, end) of the text with the mouse; returns what they are."""
    page.evaluate(RECTANGLES, [start, end])
    place = page.evaluate(RECTANGLES, [start, end])
    page.mouse.move(place["from"][0] + 0.5, place["from"][1])
    page.mouse.down()
    page.mouse.move(*[(a + b) / 2 for a, b in zip(place["from"], place["to"], strict=True)])
    page.mouse.move(place["to"][0] - 0.5, place["to"][1])
    page.mouse.up()
    return place["text"]
