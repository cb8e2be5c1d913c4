"""A slow line: what is chosen while the answer to an earlier choice is on its way stays chosen."""

from playwright.sync_api import Route

from tests.cast import ZHANG
from tests.journeys.drivers import Chromium
from tests.journeys.office_route import sign_in


def test_an_answer_that_comes_last_takes_no_later_choice_away(address, chromium):
    context = chromium.new_context()
    driver = Chromium(context.new_page(), address, script=True)
    sign_in(driver, ZHANG)
    driver.follow("申报职称")
    driver.follow("2026 年度")
    driver.follow("重选系列")
    driver.fill({"申报系列": "工程"})
    held: list[Route] = []
    driver.tab.route("**/choice/options?of=level", lambda each: held.append(each))
    driver.fill({"申报级别": "助理级"})
    driver.fill({"评审类型": "初聘"})
    driver.tab.wait_for_timeout(100)
    held[0].continue_()
    driver.fill({"申报专业": "建筑施工", "申报职称": "助理工程师"})
    chosen = [driver.tab.locator(f"#{name}") for name in ("level", "type", "specialty", "title")]
    kept = [box.input_value() for box in chosen]
    assert all(kept)
    with driver.tab.expect_response("**/choice/options?of=level"):
        driver.tab.unroute("**/choice/options?of=level")
        driver.tab.locator("#level").dispatch_event("change")
    driver.tab.wait_for_timeout(500)
    assert [box.input_value() for box in chosen] == kept
    context.close()
