import { ask, make, say } from "./page.js";

const form = document.getElementById("start");
const problem = document.getElementById("problem");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.textContent = "";
  const guide = form.elements.guide.files[0];
  try {
    const made = await ask("POST", "/studies", {
      folder: form.elements.folder.value,
      guide: guide ? await guide.text() : "",
    });
    form.hidden = true;
    document.getElementById("done").hidden = false;
    document.getElementById("warnings").append(...made.warnings.map((text) => make("li", {}, text)));
    const next = document.getElementById("next");
    if (made.shown) next.append(make("a", { class: "button primary", href: "/" }, say("start.open")));
    else next.textContent = say("start.elsewhere", { folder: made.folder });
    document.getElementById("done").querySelector("h2").focus();
  } catch (refusal) {
    problem.textContent = `${refusal.message} ${refusal.hint}`;
  }
});
form.elements.folder.focus();
