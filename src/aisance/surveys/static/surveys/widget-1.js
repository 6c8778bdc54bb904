/* Aisance widget, version 1. It opens the questions of one link in a corner of the page: no cookie, no tracking.
   <script src="https://.../static/surveys/widget-1.js" data-link="CODE" data-after="30" defer></script>
   data-after      seconds, or the name of an event of the window; without it the page calls aisance.ask()
   data-again      days until the same browser is asked again, 90 without it
   data-customer   a reference signed by your server: then contact pressure decides for this customer
   data-lang       fr or en; the language of the page without it */
(function () {
  "use strict";
  var me = document.currentScript, given = me && me.dataset, shown;
  if (!me || !given.link) return;
  var home = new URL(me.src).origin + "/l/" + encodeURIComponent(given.link) + "/";
  var lang = (given.lang || document.documentElement.lang || navigator.language || "en").slice(0, 2).toLowerCase();
  var words = lang === "fr" ? ["Votre avis", "Fermer"] : ["Your opinion", "Close"];
  var key = "aisance-asked-" + given.link;

  /* Whoever asked not to be tracked is left alone: to remember that they were asked would be a trace. */
  function leftAlone() {
    return navigator.globalPrivacyControl === true || [navigator.doNotTrack, window.doNotTrack].indexOf("1") >= 0;
  }

  /* A browser that remembers nothing would be asked on each page, so it is not asked at all. */
  function askedLately() {
    try {
      var at = Number(localStorage.getItem(key));
      localStorage.setItem(key, at || 0);
      return at > 0 && Date.now() - at < (Number(given.again) || 90) * 864e5;
    } catch (error) {
      return true;
    }
  }

  function ask() {
    if (shown || leftAlone() || askedLately()) return Promise.resolve(false);
    shown = true;
    var body = new URLSearchParams(given.customer ? { customer: given.customer } : {});
    return fetch(home + "ask/", { method: "POST", body: body, credentials: "omit" })
      .then(function (answer) { return answer.ok ? answer.json() : { ask: false }; })
      .then(function (said) {
        if (said.ask) open();
        else shown = false;
        return said.ask;
      })
      .catch(function () { shown = false; return false; });
  }

  function dress(node, styles) {
    Object.keys(styles).forEach(function (name) { node.style[name] = styles[name]; });
    return node;
  }

  function open() {
    var before = document.activeElement, dark = matchMedia("(prefers-color-scheme: dark)").matches;
    /* The reader's own choice of light or dark, whatever the page's: the frame below follows it too. */
    var box = dress(document.createElement("section"), {
      position: "fixed", right: "16px", bottom: "16px", zIndex: 2147483000, width: "min(400px, calc(100vw - 32px))",
      height: "min(600px, calc(100vh - 32px))", colorScheme: "light dark", background: dark ? "#161918" : "#f7f4ed",
      border: "1px solid #868579", borderRadius: "6px",
      boxShadow: "0 6px 24px rgba(0,0,0,.25)", overflow: "hidden", display: "flex", flexDirection: "column"
    });
    var shut = dress(document.createElement("button"), {
      alignSelf: "flex-end", minWidth: "44px", minHeight: "44px", padding: "0 14px", border: "0", background: "none",
      color: dark ? "#ece8de" : "#1d2322", font: "600 15px sans-serif", cursor: "pointer"
    });
    var frame = dress(document.createElement("iframe"), { flex: "1", width: "100%", border: "0" });
    function close() {
      box.remove();
      document.removeEventListener("keydown", escape);
      if (before && before.focus) before.focus();
    }
    function escape(event) { if (event.key === "Escape") close(); }
    box.setAttribute("aria-label", words[0]);
    shut.type = "button";
    shut.textContent = words[1];
    shut.addEventListener("click", close);
    document.addEventListener("keydown", escape);
    frame.title = words[0];
    frame.referrerPolicy = "no-referrer";
    frame.setAttribute("sandbox", "allow-forms allow-same-origin");
    frame.src = home + "?all=1&lang=" + lang;
    box.append(shut, frame);
    document.body.append(box);
    localStorage.setItem(key, Date.now());
  }

  window.aisance = { ask: ask };
  var after = given.after || "";
  if (/^\d+$/.test(after)) setTimeout(ask, after * 1000);
  else if (after) window.addEventListener(after, ask);
})();
