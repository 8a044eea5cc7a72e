/** Desktop notifications, for when the page is not in front. */

const ASKED = "switchboard.notificationsAsked";

/** Ask for permission once in this browser; must be called from a click. */
export function askNotifications() {
  if (!("Notification" in window) || Notification.permission !== "default") return;
  if (localStorage.getItem(ASKED)) return;
  localStorage.setItem(ASKED, "1");
  void Notification.requestPermission();
}

export function notifyDesktop(title: string, body: string, tag: string) {
  if (!("Notification" in window) || Notification.permission !== "granted" || document.hasFocus()) return;
  const notification = new Notification(title, { body, tag, icon: "/desk/favicon.svg" });
  notification.onclick = () => {
    window.focus();
    notification.close();
  };
}
