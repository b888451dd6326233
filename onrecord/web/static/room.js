"use strict";
// The reading room works without this file. It adds keys that go from statement to statement, dropping of files, the
// selected words where a quotation is to end, and progress without loading the page anew.

(() => {
  const notes = [...document.querySelectorAll("[data-note]")];

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  const here = () => notes.findIndex((note) => note.contains(document.activeElement) || note.matches(":target"));

  const go = (step) => {
    const now = here();
    const next = notes[Math.min(notes.length - 1, Math.max(0, now < 0 ? 0 : now + step))];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    history.replaceState(null, "", `#${next.id}`);
  };

  if (notes.length) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
      if (event.key === "j") go(1);
      else if (event.key === "k") go(-1);
      else if (event.key === "t" && here() >= 0) document.getElementById(`s${notes[here()].id.slice(1)}`)?.focus();
      else return;
      event.preventDefault();
    });
  }

  for (const field of document.querySelectorAll("[data-selection]")) {
    document.addEventListener("selectionchange", () => {
      const chosen = getSelection();
      const block = chosen.anchorNode && chosen.anchorNode.parentElement?.closest(".block");
      if (!block || chosen.isCollapsed) return;
      const words = chosen.getRangeAt(0).cloneContents();
      for (const number of words.querySelectorAll("sup")) number.remove();
      field.value = words.textContent.trim().slice(-1000);
    });
  }

  for (const form of document.querySelectorAll("[data-drop]")) {
    const field = form.querySelector("input[type=file]");
    for (const name of ["dragenter", "dragover"]) {
      form.addEventListener(name, (event) => {
        event.preventDefault();
        form.classList.add("over");
      });
    }
    for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      field.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }

  for (const place of document.querySelectorAll("[data-progress]")) {
    const told = place.querySelector("[data-state]");
    const many = (count, noun) => `${count} ${noun}${count === 1 ? "" : "s"}`;
    const look = async () => {
      const answer = await fetch(place.dataset.progress, { headers: { accept: "application/json" } });
      const item = answer.ok ? (await answer.json()).item : null;
      if (!item || item.state === "done" || item.state === "failed") {
        location.reload();
        return;
      }
      if (item.state === "reading") {
        told.textContent = `It is being read: ${many(item.articles, "article")}, ${many(item.statements, "statement")} so far.`;
      }
      setTimeout(look, 700);
    };
    setTimeout(look, 400);
  }
})();
