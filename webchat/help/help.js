// "Ask us" opens the chat; everything else works without scripts.
const button = document.querySelector("[data-ask]");
const open = () => window.Switchboard.open();
const ready = () => {
  button.hidden = false;
  button.addEventListener("click", open);
};
if (button) {
  if (window.Switchboard) ready();
  else addEventListener("switchboard:ready", ready, { once: true });
}
