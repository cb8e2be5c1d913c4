"""首页, the front page and the tree, as who looks at them finds them."""

from tests.browser import Browser
from tests.cast import ZHANG


def table(browser: Browser) -> list[list[str]]:
    rows = browser.page.tree.xpath("(//main//table)[1]/tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def test_the_front_page_tells_each_window_once_and_the_general_one_last(town: str) -> None:
    browser = Browser()
    browser.open("/")
    of_2026 = [row[1] for row in table(browser) if row[0] == "2026 年度"]
    assert of_2026 == ["助理级、员级", "民航飞行", "其它系列、级别"]
    assert [row[1] for row in table(browser) if row[0] == "2027 年度"] == ["各系列、各级别"]
    assert "截止" in table(browser)[0][3]


def test_the_years_page_says_the_windows_in_the_same_words(town: str) -> None:
    text = ZHANG.browser().open("/declarations").text
    assert "助理级、员级：2026年3月1日 00:00 至 2026年12月31日 24:00" in text
    assert "00:30" not in text


def marked(browser: Browser, path: str) -> list[str]:
    page = browser.open(path)
    return [each.text_content() for each in page.tree.xpath("//nav[@id='tree']//a[@aria-current]")]


def test_one_place_of_the_tree_is_marked(town: str) -> None:
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}"
    for path in (f"{url}/eligibility", f"{url}/choice", f"{url}/submit", url):
        assert marked(browser, path) == ["2026 年度概览"]
    assert len(marked(browser, "/profile/training")) == 1


def test_the_tree_of_the_library_stands_in_the_order_of_the_next_steps(town: str) -> None:
    browser = ZHANG.browser()
    browser.open("/profile/basic")
    places = [each.get("href") for each in browser.page.tree.xpath("//nav[@id='tree']//a")]
    mine = [href for href in places if href.startswith("/profile/") and href != "/profile/photo"]
    walked = [mine[0]]
    while len(walked) < len(mine):
        page = browser.open(walked[-1])
        onward = page.tree.xpath("//nav[@aria-label='前后步骤']//a[contains(., '下一步')]/@href")
        walked.append(onward[0] if onward else mine[len(walked)])
    assert walked == mine


def test_looking_at_a_page_completes_nothing(town: str) -> None:
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}"
    page = browser.open(f"{url}/forms")
    assert "上传承诺书" in page.text and "上传上传" not in page.text
    page = browser.open(url)
    item = page.tree.xpath("//main//ul[@class='tasks']/li[.//a='相关表格']")
    assert " ".join(item[0].text_content().split()) == "相关表格 选填"


def test_the_check_says_whether_the_conditions_are_met(town: str) -> None:
    browser, url = ZHANG.browser(), f"/declarations/{ZHANG.declaration()}"
    page = browser.open(f"{url}/check")
    item = page.tree.xpath("//main//li[.//a='逐条对照申报条件']")[0]
    result = item.xpath("string(.//strong)")
    assert result in ("符合", "需人工核对", "不符合")
    page = browser.open(f"{url}/eligibility")
    said = {
        "符合": "按所填情况，符合申报条件",
        "需人工核对": "有的条件要由工作人员核对",
        "不符合": "按所填情况，还不符合申报条件",
    }
    assert said[result] in page.text


def test_both_ends_of_a_time_are_one_cell_of_a_list(town: str) -> None:
    page = ZHANG.browser().open("/profile/education")
    assert page.tree.xpath("string(//main//table//th[1])") == "起止时间"
    assert " 至 " in page.tree.xpath("string(//main//table/tbody/tr[1]/th)")


def test_the_notice_is_set_as_text_without_line_ends_of_its_source(town: str) -> None:
    browser = ZHANG.browser()
    page = browser.open(f"/declarations/{ZHANG.declaration()}/submit")
    assert page.tree.xpath("//section[@aria-labelledby='commitment-title'][not(@class)]//li")
    said = {" ".join(each.text_content().split()) for each in page.tree.xpath("//main//dl/div")}
    assert any(each.startswith("申报职称") for each in said) and any("报送单位" in each for each in said)


def test_a_visitor_is_told_what_follows_from_the_answers_and_the_rest_is_quoted(town: str) -> None:
    browser = Browser()
    browser.open("/eligibility")
    form = {
        "token": browser.token, "series": "gongcheng", "level": "zhong_ji", "type": "", "education": "bachelor",
        "graduated_on": "2012-06-30", "degree": "", "held": "zhu_li", "obtained_on": "2015-12-20", "engaged_on": "",
        "working_since": "2012-07-01", "specialty_since": "", "born": "1990-03-15", "sex": "1",
    }  # fmt: skip
    page = browser.post("/eligibility", form)
    judged = [
        " ".join(each.text_content().split()) for each in page.tree.xpath("//section[@class='verdict']/h3")
    ]
    assert judged == ["学历和任职年限 符合", "在职 符合", "逐级申报 符合"]
    assert "按所填情况，符合申报条件" in page.text
    rest = page.tree.xpath("//h2[.='还要符合、这里没有问的条件']/following-sibling::ul[1]/li")
    said = [each.text.strip().partition("：")[0] for each in rest]
    assert said == ["公务员、参公人员", "处分期", "诚信", "一年一职称", "年度考核", "继续教育"]
