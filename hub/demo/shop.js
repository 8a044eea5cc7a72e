// The shop's own "call us" buttons: all a page has to do to offer calls through the widget.
const buttons = document.querySelectorAll(".call-us");

async function offer() {
  const possible = await Switchboard.canCall();
  for (const button of buttons) button.hidden = !possible;
  if (!possible) setTimeout(offer, 5000); // the telephone may still be starting
}

function start() {
  for (const button of buttons) button.addEventListener("click", () => Switchboard.call());
  offer();
}

if (window.Switchboard) start();
else addEventListener("switchboard:ready", start);
