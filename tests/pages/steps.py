"""What a visitor does in a browser."""


def follow(page, to) -> None:
    """Click what leads to another page, the first of a selector or a locator, and wait until that page is there.

    A click alone returns before the browser has begun to leave, so that a test would look at either page.
    """
    target = page.locator(to).first if isinstance(to, str) else to
    with page.expect_navigation():
        target.click()
