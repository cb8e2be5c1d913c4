/* The offline form of a reader. It talks to nobody: answers stay in this browser and in the file that is saved. ES5. */
(function () {
  "use strict";
  var page = document, holder = page.getElementById("answers"), answers = JSON.parse(holder.textContent), unsaved = false;
  var boxes = Array.prototype.slice.call(page.querySelectorAll("[data-answer]")), key = "offline " + answers.ticket.slice(-32);

  function say(sentence) { page.getElementById("status").textContent = sentence; }
  function stored(text) {
    try {
      if (text) { localStorage.setItem(key, text); }
      return localStorage.getItem(key);
    } catch (error) { return null; }
  }
  function mine(box) { return answers.readings[box.getAttribute("data-answer")]; }
  function text() { return JSON.stringify(answers).replace(/&/g, "\\u0026").replace(/</g, "\\u003c").replace(/>/g, "\\u003e"); }
  function keep() {
    boxes.forEach(function (box) { mine(box)[box.getAttribute("data-part")] = box.value; });
    unsaved = true;
    say(stored(JSON.stringify(answers.readings)) ? "已留在这台电脑的浏览器里，还没有保存成文件。" : "还没有保存成文件，请不要关闭。");
  }
  function save() {
    var link = page.createElement("a"), copy = page.documentElement.cloneNode(true), body;
    keep();
    copy.querySelector("#answers").textContent = text();
    copy.querySelector("#status").textContent = "";
    body = "<!DOCTYPE html>\n" + copy.outerHTML;
    link.href = URL.createObjectURL(new Blob([body], { type: "text/html" }));
    link.download = (page.title || "offline").replace(/[\\\/:*?"<>|]/g, " ") + ".html";
    page.body.appendChild(link);
    link.click();
    page.body.removeChild(link);
    unsaved = false;
    say("已保存成文件，请在下载的文件夹里找到它，有网络时上传。");
  }

  (function () {
    var left = stored();
    if (left) {
      left = JSON.parse(left);
      Object.keys(answers.readings).forEach(function (number) { if (left[number]) { answers.readings[number] = left[number]; } });
      say("已填回上次留在这台电脑里的内容。");
    }
  }());
  boxes.forEach(function (box) {
    box.value = mine(box)[box.getAttribute("data-part")];
    box.addEventListener("input", keep);
    box.addEventListener("change", keep);
  });
  Array.prototype.forEach.call(page.querySelectorAll("[data-save]"), function (button) { button.addEventListener("click", save); });
  window.addEventListener("beforeunload", function (event) { if (unsaved) { event.preventDefault(); event.returnValue = ""; } });
}());
