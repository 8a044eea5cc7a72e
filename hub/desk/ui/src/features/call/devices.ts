/** Which microphone and loudspeakers are used: what was wished for, else what there is. */
import { recall, remember } from "../../lib/storage";

export type Use = "microphone" | "speaker" | "ring";

export interface Device {
  id: string;
  label: string;
}

export interface Devices {
  microphones: Device[];
  speakers: Device[];
}

/** The computer's own choice has the id "". Ids change when a browser forgets a site, labels do not. */
export const DEFAULT: Device = { id: "", label: "" };

export interface Choice {
  device: Device;
  /** What was wished for and is not there. */
  missing: Device | null;
}

export const ofUse = ({ microphones, speakers }: Devices, use: Use) => (use === "microphone" ? microphones : speakers);

export function choose(there: Device[], wish: Device): Choice {
  if (!wish.id) return { device: DEFAULT, missing: null };
  const found = there.find((each) => each.id === wish.id) ?? there.find((each) => each.label !== "" && each.label === wish.label);
  return found ? { device: found, missing: null } : { device: DEFAULT, missing: wish };
}

/** What a browser calls "default" and "communications" are other names for devices that are listed anyway. */
export function listed(found: Pick<MediaDeviceInfo, "deviceId" | "kind" | "label">[]): Devices {
  const of = (kind: MediaDeviceKind): Device[] =>
    found
      .filter((each) => each.kind === kind && each.deviceId && each.deviceId !== "default" && each.deviceId !== "communications")
      .map((each) => ({ id: each.deviceId, label: each.label }));
  return { microphones: of("audioinput"), speakers: of("audiooutput") };
}

export const NONE: Devices = { microphones: [], speakers: [] };

/** What this browser is to use; the ring goes where speech goes unless told otherwise. */
export function wishOf(use: Use): Device {
  try {
    const kept = JSON.parse(recall(`audio.${use}`) ?? "null") as Partial<Device> | null;
    return typeof kept?.id === "string" ? { id: kept.id, label: String(kept.label ?? "") } : DEFAULT;
  } catch {
    return DEFAULT;
  }
}

export const wish = (use: Use, device: Device) => remember(`audio.${use}`, device.id ? JSON.stringify(device) : "");
