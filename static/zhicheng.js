/* What the pages do more when script runs. ES5; each part stands alone, so that one failing leaves the others. */
(function () {
  "use strict";
  var page = document, root = page.documentElement, NEAR = 0.9, PAUSE = 3000;

  function all(selector, within) { return Array.prototype.slice.call((within || page).querySelectorAll(selector)); }
  function part(work) { try { work(); } catch (error) { console.error(error); } }
  function make(tag, attributes, text) {
    var element = page.createElement(tag), name;
    for (name in attributes) { element.setAttribute(name, attributes[name]); }
    if (text) { element.appendChild(page.createTextNode(text)); }
    return element;
  }
  function after(element, added) { element.parentNode.insertBefore(added, element.nextSibling); return added; }
  function on(element, name, work) { element.addEventListener(name, work); }
  function byId(id) { return page.getElementById(id); }
  function quiet(label) { return make("button", { type: "button", "class": "quiet" }, label); }
  function say(sentence) {
    var region = byId("status");
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
    spoken = after(shown, make("span", { "class": "away", role: "status" }));
    function count() {
      var used = characters(box.value), over = used - limit;
      var sentence = over > 0 ? "已写 " + used + " 个字，超出 " + over + " 个字" : "已写 " + used + " 个字";
      shown.textContent = "最多 " + limit + " 个字，" + sentence;
      clearTimeout(wait);
      wait = setTimeout(function () {
        spoken.textContent = used < limit * NEAR ? "" : over > 0 ? sentence : "还可以写 " + (limit - used) + " 个字";
      }, 1500);
    }
    on(box, "input", count);
    count();
    clearTimeout(wait);
  }

  function shownPassword(box) {
    var button;
    if (box.toggled) { return; }
    box.toggled = true;
    button = after(box, quiet("显示密码"));
    on(button, "click", function () {
      box.type = box.type === "password" ? "text" : "password";
      button.textContent = box.type === "password" ? "显示密码" : "隐藏密码";
    });
    if (box.form) { box.on(form, "submit", function () { box.type = "password"; }); }
  }

  /* long texts save themselves: what could not be sent stays on this computer until it can */
  function autosaved(form) {
    var url = form.getAttribute("data-autosave"), boxes = all("textarea", form), wait, busy;
    if (!url || !window.fetch || !window.FormData || form.autosaved) { return; }
    form.autosaved = true;
    function key(box) { return url + "#" + box.name; }
    function note(box, sentence) {
      if (!box.note) { box.note = after(box, make("p", { "class": "hint", role: "status" })); }
      box.note.textContent = sentence;
    }
    function changed() { return boxes.filter(function (box) { return box.value !== box.kept; }); }
    function body(list) {
      var data = new FormData();
      all("input[type=hidden]", form).forEach(function (box) { data.append(box.name, box.value); });
      list.forEach(function (box) { data.append(box.name, box.value); });
      return data;
    }
    function failed(list, why) {
      list.forEach(function (box) {
        store(key(box), box.value);
        note(box, (why || "网络不通，") + "还没有存到服务器；文字已留在这台电脑上，会再试。");
      });
      wait = setTimeout(send, 30000);
    }
    function send() {
      var list = changed(), sent = list.map(function (box) { return box.value; });
      clearTimeout(wait);
      if (!list.length || busy) { return; }
      busy = true;
      fetch(url, { method: "POST", body: body(list), credentials: "same-origin", redirect: "error" })
        .then(function (answer) {
          if (!answer.ok) { throw new Error(answer.status === 401 ? "登录已过期，" : "服务器没有收下，"); }
          return answer.json();
        }).then(function (told) {
          var name;
          busy = false;
          for (name in told) { if (form.elements[name] && form.elements[name].type === "hidden") { form.elements[name].value = told[name]; } }
          list.forEach(function (box, n) { box.kept = sent[n]; store(key(box), null); note(box, told.said || "已自动保存 " + new Date().toTimeString().slice(0, 5)); });
          if (changed().length) { wait = setTimeout(send, PAUSE); }
        })["catch"](function (error) { busy = false; failed(list, /，$/.test(error.message) ? error.message : ""); });
    }
    boxes.forEach(function (box) {
      var left = store(key(box));
      box.kept = box.value;
      if (left !== null && left !== box.value) {
        note(box, "这台电脑上留有一份没有存到服务器的文字。");
        var back = after(box.note, quiet("填回这份文字"));
        on(back, "click", function () {
          box.value = left; box.focus(); back.parentNode.removeChild(back); box.dispatchEvent(new Event("input", { bubbles: true }));
        });
      }
      on(box, "input", function () { clearTimeout(wait); wait = setTimeout(send, PAUSE); });
    });
    on(form, "submit", function () { clearTimeout(wait); form.leaving = true; });
    on(window, "pagehide", function () {
      var list = form.leaving ? [] : changed();
      if (!list.length) { return; }
      list.forEach(function (box) { store(key(box), box.value); });
      if (navigator.sendBeacon) { navigator.sendBeacon(url, body(list)); }
    });
  }

  function ready(within) {
    all("textarea[data-limit]", within).forEach(counted);
    all("input[type=password]", within).forEach(shownPassword);
    all("form[data-autosave]", within).forEach(autosaved);
  }

  /* a session near its end says so, five minutes before, and can be extended */
  function watched() {
    var body = page.body, whole = +body.getAttribute("data-expires"), wait;
    if (!whole) { return; }
    function ask() {
      var button = quiet("继续填写");
      say("您有一段时间没有操作，5 分钟后需要重新登录。");
      byId("status").appendChild(button);
      on(button, "click", function () {
        fetch(location.href, { credentials: "same-origin", redirect: "error" }).then(function (answer) {
          if (!answer.ok) { throw answer; }
          say("已延长，可以继续填写。");
          start();
        })["catch"](function () { say("没有延长成功。请先保存，或把文字另存一份。"); });
      });
    }
    function start() { clearTimeout(wait); wait = setTimeout(ask, Math.max(whole - 300, 30) * 1000); }
    start();
    on(page, "htmx:after:request", start);
  }

  /* htmx: requests carry what is needed; what was typed survives a failure; focus lands where work goes on */
  function rows() { return all("fieldset.row[id]").map(function (row) { return row.id; }); }
  function legend(id) { return page.querySelector("#" + id + " legend"); }
  function focus(element) {
    if (element) { if (element.tabIndex < 0) { element.setAttribute("tabindex", "-1"); } element.focus(); }
  }
  function lightened(event) {
    var ctx = event.detail.ctx, sends = ctx.sourceElement.getAttribute("data-sends"), body = ctx.request.body, keep;
    delete ctx.request.headers["HX-Current-URL"];
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
  function marked(word) {
    var box = byId(word.id.slice(0, -5)), complaint = byId(box && box.id + "-complaint"), ids;
    if (!box) { return; }
    ids = (box.getAttribute("aria-describedby") || "").split(" ").filter(function (id) { return id && id !== box.id + "-complaint"; });
    if (complaint) { ids.push(complaint.id); box.setAttribute("aria-invalid", "true"); } else { box.removeAttribute("aria-invalid"); }
    if (ids.length) { box.setAttribute("aria-describedby", ids.join(" ")); } else { box.removeAttribute("aria-describedby"); }
    while (box && !/\bfield\b/.test(box.className)) { box = box.parentElement; }
    if (box) { box.className = box.className.replace(/ ?\bwrong\b/, "") + (complaint ? " wrong" : ""); }
  }
  function swaps() {
    var before = [], was = "";
    on(page, "htmx:config:request", lightened);
    on(page, "htmx:before:response", refused);
    on(page, "htmx:error", function () { say("网络不通，没有保存。您填写的内容还在页面上，请稍后再试。"); });
    on(page, "htmx:before:swap", function () {
      before = rows();
      was = byId("status").textContent;
    });
    on(page, "htmx:after:swap", function (event) {
      var now = rows(), added = now.filter(function (id) { return before.indexOf(id) < 0; })[0], gone, status, errors, target;
      target = event.detail.ctx.target;
      ready(page);
      if (target && /-word$/.test(target.id)) { marked(byId(target.id) || target); return; }
      status = byId("status");
      if (status.textContent && status.textContent !== was) { status.className = "over"; }
      before.forEach(function (id, n) { if (gone === undefined && now.indexOf(id) < 0) { gone = n; } });
      errors = byId("errors");
      if (errors) { errors.focus(); }
      else if (added) { focus(legend(added)); }
      else if (gone !== undefined) {
        focus(gone > 0 ? legend(before[gone - 1]) : page.querySelector("#more button"));
      }
    });
    root.className += " js";
  }

  part(function () { ready(page); });
  part(function () { var errors = byId("errors"); if (errors) { errors.focus(); } });
  part(watched);
  part(function () { if (window.htmx && window.fetch) { swaps(); } });
  part(function () {
    on(page, "click", function (event) {
      var region = byId("status");
      if (region && region.className && !region.contains(event.target)) { region.className = ""; }
    });
  });
}());
