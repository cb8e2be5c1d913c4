"""3,000 accounts from one sheet with 40 bad rows, through the pages: python -m tests.bench.accounts [sqlite|postgres]."""

import sys
import time

from tests.offices import browser_of, province_on
from tests.web.office.test_accounts import reasons, sent, three_thousand, workbook

MOST_SECONDS = 20


def main() -> int:
    """Sends the sheet, reads the report, opens the accounts; prints what each took."""
    which = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    rows, wrong = three_thousand()
    body = workbook(rows)
    for _ in province_on(which):
        browser = browser_of("卫老师")
        began = time.perf_counter()
        page = sent(browser, body)
        reported = time.perf_counter() - began
        assert [(row[0], row[3]) for row in reasons(page)] == wrong
        page = browser.press("开通 2960 个账号")
        took = time.perf_counter() - began
        assert page.heading in ("激活单，共 2960 份", "已开通 2960 个账号"), page.heading
    print(f"{which}: report {reported:.1f} s, with the accounts opened {took:.1f} s, {len(wrong)} rows named")
    return 0 if took < MOST_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
