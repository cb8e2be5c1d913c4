/* Pages with an upload form. Photos shrink before they travel, what broke goes on where it stopped (tus 1.0), also after
   a reload. ES5; without it, or where anything of it is missing, the plain form sends the files. */
(function () {
  "use strict";
  var page = document, LONG = 2000, SMALL = 400000, STALL = 60000, PATIENCE = 10, DOOR = 5000, DOORS = 360;

  function byId(id) { return page.getElementById(id); }
  function memory(key, text) {
    try {
      if (text === null) { localStorage.removeItem(key); } else if (text !== undefined) { localStorage.setItem(key, text); }
      return localStorage.getItem(key);
    } catch (error) { return null; }
  }
  function encoded(text) { return btoa(unescape(encodeURIComponent(text))); }

  /* a photo no larger than what the server keeps: only where the browser turns it by EXIF itself */
  function shrunk(file, done) {
    var picture, address, canvas = page.createElement("canvas");
    function leave(blob) {
      if (address) { URL.revokeObjectURL(address); }
      done(blob && blob.size < file.size ? blob : file);
    }
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < SMALL || !canvas.toBlob || !window.URL ||
        getComputedStyle(page.documentElement).imageOrientation !== "from-image") { return leave(); }
    picture = new Image();
    address = URL.createObjectURL(file);
    picture.onerror = function () { leave(); };
    picture.onload = function () {
      var width = picture.naturalWidth, height = picture.naturalHeight, scale = Math.min(1, LONG / Math.max(width, height)), pen;
      if (Math.max(width, height) > 2.5 * Math.min(width, height)) { return leave(); } /* a long capture is cut, not shrunk */
      try {
        canvas.width = Math.round(width * scale);
        canvas.height = Math.round(height * scale);
        pen = canvas.getContext("2d");
        pen.fillStyle = "#fff";
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.imageSmoothingQuality = "high";
        pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(leave, "image/jpeg", 0.88);
      } catch (error) { leave(); }
    };
    picture.src = address;
  }

  /* one file, from its first byte to its final word */
  function send(file, form, say, done) {
    var target = form.getAttribute("action"), key = ["up", target, file.name, file.size, file.lastModified].join("|");
    var url = memory(key), blob, failed = 0, outside = 0, quarter = -1, narrow = false;

    function ask(method, address, headers, body, answered, moved) {
      var request = new XMLHttpRequest(), watch, name;
      function alive() { clearTimeout(watch); watch = setTimeout(function () { request.abort(); }, STALL); }
      function over(work) { return function () { clearTimeout(watch); work(); }; }
      request.open(narrow && method === "PATCH" ? "POST" : method, address);
      request.setRequestHeader("Tus-Resumable", "1.0.0");
      request.setRequestHeader("X-Form-Token", form.elements.token.value);
      if (narrow && method === "PATCH") { request.setRequestHeader("X-HTTP-Method-Override", method); }
      for (name in headers) { request.setRequestHeader(name, headers[name]); }
      if (moved) { request.upload.onprogress = function (event) { alive(); moved(event.loaded); }; }
      request.onload = over(function () {
        if (method === "PATCH" && !narrow && !request.getResponseHeader("Tus-Resumable") && /^(400|403|405|501)$/.test(request.status)) {
          narrow = true; /* something on the way knows only GET and POST */
          stand();
        } else if (request.status >= 500) { later(); }
        else if (request.status === 401) { knock(); }
        else if (!request.getResponseHeader("Tus-Resumable")) {
          end(false, request.status === 404 || request.status === 409 ? "现在不能上传到这里，请刷新页面看一看。" :
            "登录已超时。请重新登录，再选同一个文件，会接着传。");
        } else { failed = outside = 0; answered(request); }
      });
      request.onerror = request.onabort = over(later);
      alive();
      request.send(body);
    }
    function part(bytes) { return Math.min(100, Math.floor(bytes * 100 / blob.size)) + "%"; }
    function tell(bytes) {
      var now = Math.floor(bytes * 4 / blob.size);
      if (now > quarter) { quarter = now; say("已传 " + Math.min(100, now * 25) + "%"); }
    }
    function end(taken, sentence, look) {
      if (taken !== null) { say(sentence, taken, look ? target + "/compare/" + look : ""); }
      done(taken);
    }
    function later() {
      failed += 1;
      if (failed > PATIENCE) { return end(false, "网络不通，没有传完。已传的部分留着，网络恢复后再选同一个文件，会接着传。"); }
      say("网络不通，会自动接着传");
      quarter = -1;
      setTimeout(stand, Math.min(30, Math.pow(2, failed - 1)) * 1000);
    }
    function knock() {
      outside += 1;
      if (outside > DOORS) { return end(false, "登录已超时。请重新登录，再选同一个文件，会接着传。"); }
      if (outside === 1) { say("登录已超时，请另开一个窗口重新登录，这里会自动接着传"); }
      quarter = -1;
      setTimeout(stand, DOOR);
    }
    function stand() {
      if (!url) { return create(); }
      ask("HEAD", url, {}, null, function (answer) {
        var offset = +answer.getResponseHeader("Upload-Offset");
        if (answer.status !== 200 || +answer.getResponseHeader("Upload-Length") !== blob.size) { create(); }
        else if (offset === blob.size) { result(); }
        else { go(offset); }
      });
    }
    function create() {
      memory(key, null);
      ask("POST", "/uploads", {
        "Upload-Length": String(blob.size),
        "Upload-Metadata": "filename " + encoded(file.name) + ",target " + encoded(target)
      }, null, function (answer) {
        if (answer.status !== 201) { return end(false, answer.responseText || "没有收下。"); }
        url = answer.getResponseHeader("Location");
        memory(key, url);
        go(0);
      });
    }
    function go(offset) {
      tell(offset);
      ask("PATCH", url, { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" },
        blob.slice(offset), function (answer) {
          if (answer.status === 204) { tell(blob.size); result(); }
          else if (answer.status === 409) { stand(); }
          else { memory(key, null); end(false, answer.responseText || "没有收下，请再试一次。"); }
        }, function (bytes) { tell(offset + bytes); });
    }
    function result() {
      ask("GET", url, {}, null, function (answer) {
        var told = answer.status === 200 ? JSON.parse(answer.responseText) : { state: "refused", sentence: "没有收下，请再试一次。" };
        if (told.state === "waiting") { say(told.sentence); return setTimeout(result, 3000); }
        if (told.state === "arriving") { return stand(); }
        memory(key, null);
        end(told.state === "taken", told.sentence, told.look);
      });
    }
    shrunk(file, function (ready) {
      blob = ready;
      say("正在上传");
      stand();
    });
  }

  /* the whole form: one file after another, a line of words for each */
  function takeOver(form) {
    var input = form.querySelector("input[type=file]"), list = page.createElement("div"), button = form.querySelector("button");
    list.className = "progress";
    list.setAttribute("role", "status");
    form.parentNode.insertBefore(list, form.nextSibling);
    function line(file) {
      var item = list.appendChild(page.createElement("p"));
      return function (sentence, taken, look) {
        var link;
        item.textContent = taken === undefined ? file.name + "：" + sentence + "。" : sentence.indexOf(file.name) < 0 ? "“" + file.name + "”：" + sentence : sentence;
        if (taken === false) { item.className = "complaint"; }
        if (look) {
          link = item.appendChild(page.createElement("a"));
          link.href = look;
          link.textContent = "看一看压缩后的页面";
        }
      };
    }
    function finished(count, all) {
      if (!input.multiple && count) { location.href = form.getAttribute("action") + "?said=taken"; return; }
      fresh(function () {
        var last = list.appendChild(page.createElement("p"));
        button.disabled = false;
        form.reset();
        last.textContent = count === all ? "都收下了，共 " + all + " 个文件。" : "收下 " + count + " 个，有 " + (all - count) + " 个没有收下。";
      });
    }
    function fresh(then) {
      var request = new XMLHttpRequest(), have = byId("have");
      request.open("GET", form.getAttribute("action"));
      request.onload = function () {
        var other = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("have");
        if (have && other) { have.parentNode.replaceChild(page.importNode(other, true), have); }
        then();
      };
      request.onerror = then;
      request.send();
    }
    form.addEventListener("submit", function (event) {
      var files = Array.prototype.slice.call(input.files), all = files.length, count = 0;
      if (!all) { return; }
      event.preventDefault();
      list.textContent = "";
      button.disabled = true;
      function next(taken) {
        var file = files.shift();
        if (taken) { count += 1; }
        if (file) { send(file, form, line(file), next); } else { finished(count, all); }
      }
      next(false);
    });
  }

  /* the ID photo follows the finger; the buttons do the same */
  function dragged(form, picture) {
    var from = null;
    function put(name, value) {
      var box = form.appendChild(page.createElement("input"));
      box.type = "hidden";
      box.name = name;
      box.value = value;
    }
    picture.style.touchAction = "none";
    picture.style.cursor = "move";
    picture.addEventListener("dragstart", function (event) { event.preventDefault(); });
    picture.addEventListener("pointerdown", function (event) {
      from = event;
      picture.setPointerCapture(event.pointerId);
    });
    picture.addEventListener("pointermove", function (event) {
      if (from) { picture.style.transform = "translate(" + (event.clientX - from.clientX) + "px," + (event.clientY - from.clientY) + "px)"; }
    });
    picture.addEventListener("pointerup", function (event) {
      var across = event.clientX - from.clientX, down = event.clientY - from.clientY;
      from = null;
      if (Math.abs(across) + Math.abs(down) < 4) { return; }
      put("move", "drag");
      put("across", Math.round(across * 1000 / picture.offsetWidth));
      put("down", Math.round(down * 1000 / picture.offsetHeight));
      form.submit();
    });
    picture.addEventListener("pointercancel", function () { from = null; picture.style.transform = ""; });
  }

  try {
    if (window.XMLHttpRequest && window.Blob && Blob.prototype.slice && window.btoa && window.DOMParser && "upload" in new XMLHttpRequest()) {
      Array.prototype.slice.call(page.querySelectorAll("form[data-upload]")).forEach(takeOver);
    }
    if (window.PointerEvent && byId("moves") && byId("crop")) { dragged(byId("moves"), byId("crop")); }
  } catch (error) { console.error(error); }
}());
