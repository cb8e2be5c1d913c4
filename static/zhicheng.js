/* What the pages do more when script runs. ES5; each part stands alone, so that one failing leaves the others. */
(function () {
  "use strict";
  var page = document, root = page.documentElement, NEAR = 0.9, PAUSE = 3000, alive = function () {};

  function all(selector, within) { return Array.prototype.slice.call((within || page).querySelectorAll(selector)); }
  function part(work) { try { work(); } catch (error) { console.error(error); } }
  function make(tag, kind, text) {
    var element = page.createElement(tag);
    element.className = kind;
    element.textContent = text;
    if (tag === "button") { element.type = "button"; } else { element.setAttribute("role", "status"); }
    return element;
  }
  function after(element, added) { element.parentNode.insertBefore(added, element.nextSibling); return added; }
  function on(element, name, work) { element.addEventListener(name, work); }
  function byId(id) { return page.getElementById(id); }
  function quiet(label) { return make("button", "quiet", label); }
  function say(sentence) {
    var region = byId("said");
    region.textContent = sentence;
    region.className = "over";
  }
  function store(key, text) {
    try {
      if (text === null) { localStorage.removeItem(key); } else if (text !== undefined) { localStorage.setItem(key, text); }
      return localStorage.getItem(key);
    } catch (error) { return null; }
  }
  function characters(text) {
    return text.replace(/\r\n?/g, "\n").replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g, "x").trim().length;
  }

  /* live counts: seen at once, spoken after a pause and only near the limit */
  function counted(box) {
    var limit = +box.getAttribute("data-limit"), shown = byId(box.id + "-limit"), spoken, wait;
    if (!limit || !shown || box.counted) { return; }
    box.counted = true;
    spoken = after(shown, make("span", "away", ""));
    function count() {
      var used = characters(box.value), over = used - limit, sentence = "您已输入 " + used + " 个字";
      sentence += over > 0 ? "，超出 " + over + " 个字" : "，还可以输入 " + -over + " 个字";
      shown.textContent = "最多 " + limit + " 个字，" + sentence;
      clearTimeout(wait);
      wait = setTimeout(function () {
        spoken.textContent = used < limit * NEAR ? "" : sentence;
      }, 1500);
    }
    on(box, "input", count);
    count();
    clearTimeout(wait);
  }

  /* only: writing */
  function shownPassword(box) {
    var button;
    if (box.toggled) { return; }
    box.toggled = true;
    button = after(box, quiet("显示密码"));
    on(button, "click", function () {
      box.type = box.type === "password" ? "text" : "password";
      button.textContent = box.type === "password" ? "显示密码" : "隐藏密码";
    });
    if (box.form) { on(box.form, "submit", function () { box.type = "password"; }); }
  }

  /* long texts save themselves: what could not be sent stays on this computer until it can */
  function autosaved(form) {
    var url = form.getAttribute("data-autosave"), boxes = all("textarea", form), wait, busy;
    if (!url || !window.fetch || !window.FormData || form.autosaved) { return; }
    form.autosaved = true;
    function key(box) { return url + "#" + box.name; }
    function note(box, sentence) {
      if (!box.note) { box.note = after(box, make("p", "hint", "")); }
      box.note.textContent = sentence;
    }
    function changed() { return boxes.filter(function (box) { return box.value !== box.kept; }); }
    function body(list) {
      var data = new FormData();
      all("input[type=hidden]", form).forEach(function (box) { data.append(box.name, box.value); });
      list.forEach(function (box) { data.append(box.name, box.value); });
      return data;
    }
    function later() { clearTimeout(wait); wait = setTimeout(send, PAUSE); }
    function keep() { changed().forEach(function (box) { store(key(box), box.value); }); }
    function send() {
      var list = changed(), sent = list.map(function (box) { return box.value; });
      clearTimeout(wait);
      if (!list.length || busy) { return; }
      busy = true;
      fetch(url, { method: "POST", body: body(list), credentials: "same-origin", redirect: "error" })
        .then(function (answer) {
          if (!answer.ok) { throw answer; }
          return answer.json();
        }).then(function (told) {
          busy = false;
          alive();
          all("input[type=hidden]", form).forEach(function (box) { if (box.name in told) { box.value = told[box.name]; } });
          list.forEach(function (box, n) {
            box.kept = sent[n];
            store(key(box), null);
            note(box, told.said || "已自动保存 " + new Date().toTimeString().slice(0, 5));
          });
          later();
        })["catch"](function () {
          busy = false;
          keep();
          list.forEach(function (box) { note(box, "还没有存到服务器。文字已留在这台电脑上，过一会儿再试。"); });
          wait = setTimeout(send, 30000);
        });
    }
    boxes.forEach(function (box) {
      var left = store(key(box));
      box.kept = box.value;
      if (left !== null && left.trim() !== box.value.trim()) {
        note(box, "这台电脑上留有一份没有存到服务器的文字。");
        on(after(box.note, quiet("填回这份文字")), "click", function () {
          box.value = left;
          box.focus();
          this.parentNode.removeChild(this);
          later();
        });
      } else { store(key(box), null); }
      on(box, "input", later);
    });
    on(form, "submit", function () { clearTimeout(wait); keep(); form.leaving = true; });
    on(window, "pagehide", function () {
      var list = form.leaving ? [] : changed();
      keep();
      if (list.length && navigator.sendBeacon) { navigator.sendBeacon(url, body(list)); }
    });
  }

  /* all */

  function ready() {
    all("textarea[data-limit]").forEach(counted);
    /* only: writing */
    all("input[type=password]").forEach(shownPassword);
    all("form[data-autosave]").forEach(autosaved);
    /* all */
  }

  /* a session near its end says so, five minutes before, and can be extended */
  function watched() {
    var body = page.body, whole = +body.getAttribute("data-expires"), wait;
    if (!whole) { return; }
    function ask() {
      var button = quiet("继续填写");
      say("您有一段时间没有操作，5 分钟后需要重新登录。");
      byId("said").appendChild(button);
      on(button, "click", function () {
        fetch(location.href, { credentials: "same-origin", redirect: "error" }).then(function (answer) {
          if (!answer.ok) { throw answer; }
          say("已延长，可以继续填写。");
          start();
        })["catch"](function () { say("没有延长成功。请先保存，或把文字另存一份。"); });
      });
    }
    function start() { clearTimeout(wait); wait = setTimeout(ask, Math.max(whole - 300, 30) * 1000); }
    alive = start;
    start();
    on(page, "htmx:after:request", start);
  }

  /* htmx: requests carry what is needed; what was typed or chosen survives a failure and a late answer; focus lands where
     work goes on */
  function rows() { return all("fieldset.row[id]").map(function (row) { return row.id; }); }
  function legend(id) { return id && page.querySelector("#" + id + " legend"); }
  function focus(element) { if (element) { element.focus(); } }
  function lightened(event) {
    var ctx = event.detail.ctx, source = ctx.sourceElement, sends = source.getAttribute("data-sends"), body = ctx.request.body, keep;
    delete ctx.request.headers["HX-Current-URL"];
    if (sends === null && /^(INPUT|SELECT|TEXTAREA)$/.test(source.tagName)) { sends = source.name; }
    if (sends === null || !body || !body.keys) { return; }
    keep = sends.split(" ").concat("token");
    all("[name]", ctx.request.form).forEach(function (box) { if (keep.indexOf(box.name) < 0) { body["delete"](box.name); } });
  }
  function refused(event) {
    var status = event.detail.ctx.response.status;
    if (status >= 500 || status === 413 || status === 429) {
      event.preventDefault();
      say("没有保存（" + status + "）。您填写的内容还在页面上，请稍后再试。");
    }
  }
  function marked(box) {
    var field = box, own = box.id + "-complaint", wrong;
    while (!/\bfield\b/.test(field.className)) { field = field.parentNode; }
    wrong = byId(own);
    box.setAttribute("aria-invalid", wrong ? "true" : "false");
    box.setAttribute("aria-describedby", (box.getAttribute("aria-describedby") || "").replace(own, "").trim() + (wrong ? " " + own : ""));
    field.className = field.className.replace(" wrong", "") + (wrong ? " wrong" : "");
  }
  function rechosen(chosen) {
    all("select[id]").forEach(function (box) {
      var mine = chosen[box.id], theirs = box.value;
      if (!mine || mine === theirs) { return; }
      box.value = mine;
      if (box.value === mine) { box.dispatchEvent(new Event("change", { bubbles: true })); } else { box.value = theirs; }
    });
  }
  function swaps() {
    var before = [], was = "", chosen = {};
    on(page, "change", function (event) { if (event.target.tagName === "SELECT") { chosen[event.target.id] = event.target.value; } });
    on(page, "htmx:config:request", lightened);
    on(page, "htmx:before:response", refused);
    on(page, "htmx:error", function () { say("网络不通，没有保存。您填写的内容还在页面上，请稍后再试。"); });
    on(page, "htmx:before:swap", function () {
      before = rows();
      was = byId("said").textContent;
    });
    on(page, "htmx:after:swap", function (event) {
      var now = rows(), target = event.detail.ctx.target, status = byId("said"), added, gone;
      ready();
      setTimeout(rechosen, 0, chosen);
      if (target && /\bword\b/.test(target.className)) { marked(event.detail.ctx.sourceElement); return; }
      if (status.textContent && status.textContent !== was) { status.className = "over"; }
      added = now.filter(function (id) { return before.indexOf(id) < 0; })[0];
      gone = before.filter(function (id) { return now.indexOf(id) < 0; })[0];
      if (added) { focus(legend(added)); }
      else if (gone) { focus(legend(before[before.indexOf(gone) - 1]) || page.querySelector("#more button")); }
    });
    root.className += " js";
  }

  part(function () { ready(); });
  part(function () { var errors = byId("errors"); if (errors) { errors.focus(); } });
  part(watched);
  part(function () { if (window.htmx && window.fetch) { swaps(); } });
  part(function () {
    on(page, "click", function (event) {
      var region = byId("said");
      if (region && region.className && !region.contains(event.target)) { region.className = ""; }
    });
  });
}());
