// Filters the price list while one types; without it the form does the same.

const form = document.getElementById("price-filter");
const none = document.getElementById("price-none");

function show() {
  const words = form.elements.q.value.trim().toLowerCase();
  let any = false;
  for (const group of document.querySelectorAll("[data-group]")) {
    let left = 0;
    for (const model of group.querySelectorAll("[data-model]")) {
      model.hidden = !model.dataset.words.includes(words);
      if (!model.hidden) left++;
    }
    group.hidden = left === 0;
    any ||= left > 0;
  }
  none.hidden = any;
}

if (form) {
  // What the server has left out cannot come back by itself: choices and a shorter search ask it again.
  const asked = form.elements.q.value.trim().toLowerCase();
  form.elements.q.addEventListener("input", () => {
    if (form.elements.q.value.trim().toLowerCase().includes(asked)) show();
    else form.requestSubmit();
  });
  for (const choice of form.querySelectorAll("select")) choice.addEventListener("change", () => form.requestSubmit());
}
