import { notifications } from "@mantine/notifications";
import { createContext, type ReactNode, use, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useI18n } from "../../i18n";
import { audioDevices, useAudioDevices } from "./audioDevices";
import { Phone, type PhoneState } from "./phone";

const PhoneContext = createContext<Phone | null>(null);

/** The browser's telephone, which goes on whatever screen is shown. */
export function PhoneProvider({ children }: { children: ReactNode }) {
  const [phone] = useState(() => new Phone());
  useEffect(() => () => phone.close(), [phone]);
  return (
    <PhoneContext value={phone}>
      <Devices phone={phone} />
      {children}
    </PhoneContext>
  );
}

export function usePhone(): [Phone, PhoneState] {
  const phone = use(PhoneContext);
  if (!phone) throw new Error("usePhone outside PhoneProvider");
  return [phone, useSyncExternalStore(phone.subscribe, phone.snapshot)];
}

/** Lets the telephone use the chosen devices, and says when one goes or another takes its place. */
function Devices({ phone }: { phone: Phone }) {
  const { latest } = useI18n();
  const { choices } = useAudioDevices();
  const { microphone: inUse, ref } = useSyncExternalStore(phone.subscribe, phone.snapshot);
  const { microphone, speaker } = choices;
  useEffect(() => void phone.use(microphone.device.id, speaker.device.id), [phone, microphone.device.id, speaker.device.id]);

  const missing = microphone.missing?.label ?? speaker.missing?.label ?? "";
  useEffect(() => {
    if (!missing || !ref) return;
    notifications.show({ color: "yellow", message: latest()("audio.gone", { device: missing }), autoClose: 10_000, role: "alert" });
  }, [missing, ref, latest]);

  const before = useRef("");
  useEffect(() => {
    if (inUse) audioDevices.look();
    if (inUse && before.current && inUse !== before.current) {
      notifications.show({ message: latest()("audio.nowUsed", { device: inUse }), autoClose: 6_000, role: "status" });
    }
    before.current = inUse;
  }, [inUse, latest]);
  return null;
}
