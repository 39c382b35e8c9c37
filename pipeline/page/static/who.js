import { ask } from "./page.js";

const form = document.getElementById("who");
const problem = document.getElementById("problem");

async function be(name) {
  try {
    await ask("POST", "/who", { name });
    location.assign(form.dataset.to);
  } catch (refusal) {
    problem.textContent = `${refusal.message} ${refusal.hint}`;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  be(form.elements.name.value);
});
for (const button of document.querySelectorAll("[data-name]")) {
  button.addEventListener("click", () => be(button.dataset.name));
}
form.elements.name.focus();
