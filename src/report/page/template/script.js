(() => {
  "use strict";
  const form = document.getElementById("filter");
  const box = document.getElementById("filter-box");
  const text = document.getElementById("f-text");
  const kind = document.getElementById("f-kind");
  const source = document.getElementById("f-source");
  const onlyNew = document.getElementById("f-new");
  const onlyOpen = document.getElementById("f-open");
  const say = form.dataset;
  const result = document.getElementById("result");
  const verdicts = [...form.querySelectorAll("input[name=v]")];
  const sections = [...document.querySelectorAll("section.verdict")];
  const findings = [...document.querySelectorAll(".finding")].map((element) => ({
    element,
    verdict: element.dataset.v,
    kind: element.dataset.t,
    sources: ` ${element.dataset.s} `,
    isNew: "new" in element.dataset,
    isOpen: "open" in element.dataset,
    words: element.querySelector(".subject").textContent.toLowerCase(),
    section: element.closest("section.verdict"),
  }));

  const state = () => {
    const parts = new URLSearchParams();
    const chosen = verdicts.filter((input) => input.checked).map((input) => input.value);
    if (chosen.length) parts.set("verdict", chosen.join(" "));
    if (kind.value) parts.set("type", kind.value);
    if (source.value) parts.set("source", source.value);
    if (text.value.trim()) parts.set("subject", text.value.trim());
    if (onlyNew.checked) parts.set("new", "1");
    if (onlyOpen.checked) parts.set("unreviewed", "1");
    return parts.toString();
  };

  const apply = () => {
    const chosen = new Set(verdicts.filter((input) => input.checked).map((input) => input.value));
    const words = text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const option = source.selectedOptions[0];
    const wanted = option && option.dataset.n ? ` ${option.dataset.n} ` : "";
    const filled = new Set();
    let count = 0;
    for (const finding of findings) {
      const show =
        (!chosen.size || chosen.has(finding.verdict)) &&
        (!kind.value || finding.kind === kind.value) &&
        (!wanted || finding.sources.includes(wanted)) &&
        (!onlyNew.checked || finding.isNew) &&
        (!onlyOpen.checked || finding.isOpen) &&
        words.every((word) => finding.words.includes(word));
      finding.element.hidden = !show;
      if (show) {
        count += 1;
        filled.add(finding.section);
      }
    }
    for (const section of sections) section.hidden = !filled.has(section);
    result.textContent = say.shown.replace("{shown}", count).replace("{all}", findings.length);
  };

  const remember = () => {
    const hash = state();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    apply();
  };

  // Cards above it get their true heights when they are first drawn, which moves it.
  const show = (target, frames) => {
    target.scrollIntoView();
    if (frames) requestAnimationFrame(() => show(target, frames - 1));
  };

  const restore = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) {
      const target = hash && document.getElementById(hash);
      if (!target) return;
      if (target.hidden || target.closest("[hidden]")) {
        form.reset();
        apply();
      }
      show(target, 12);
      return;
    }
    const parts = new URLSearchParams(hash);
    const chosen = (parts.get("verdict") || "").split(" ");
    for (const input of verdicts) input.checked = chosen.includes(input.value);
    kind.value = parts.get("type") || "";
    source.value = parts.get("source") || "";
    text.value = parts.get("subject") || "";
    onlyNew.checked = parts.has("new");
    onlyOpen.checked = parts.has("unreviewed");
    apply();
  };

  const copy = async (button) => {
    const citation = button.closest(".finding").querySelector(".citation").textContent;
    let done = true;
    try {
      await navigator.clipboard.writeText(citation);
    } catch {
      const area = document.createElement("textarea");
      area.value = citation;
      document.body.append(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = done ? say.copied : say.notCopied;
    result.textContent = done ? say.citationCopied : say.citationNotCopied;
    setTimeout(() => { button.textContent = say.copy; }, 2000);
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", remember);
  form.addEventListener("reset", () => setTimeout(remember));
  window.addEventListener("hashchange", restore);
  for (const button of document.querySelectorAll("button.copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  box.open = matchMedia("(min-width: 64em)").matches;
  form.hidden = false;
  form.reset();
  apply();
  restore();
})();
