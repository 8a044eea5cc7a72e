/** The microphones and loudspeakers of this computer, and which of them this browser is to use. */
import { useSyncExternalStore } from "react";
import { choose, type Choice, type Device, type Devices, listed, NONE, ofUse, type Use, wish, wishOf } from "./devices";

export const uses: Use[] = ["microphone", "speaker", "ring"];

interface State {
  devices: Devices;
  choices: Record<Use, Choice>;
}

class AudioDevices {
  private state: State = { devices: NONE, choices: choicesOf(NONE) };
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void) => {
    if (this.listeners.size === 0) {
      navigator.mediaDevices?.addEventListener("devicechange", this.look);
      this.look();
    }
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) navigator.mediaDevices?.removeEventListener("devicechange", this.look);
    };
  };

  readonly snapshot = () => this.state;

  /** Names are told only once the microphone was allowed, so look again after that. */
  readonly look = () =>
    void navigator.mediaDevices?.enumerateDevices().then(
      (found) => this.set(listed(found)),
      () => undefined,
    );

  choose(use: Use, id: string) {
    const device = ofUse(this.state.devices, use).find((each) => each.id === id);
    wish(use, device ?? { id: "", label: "" });
    this.set(this.state.devices);
  }

  private set(devices: Devices) {
    this.state = { devices, choices: choicesOf(devices) };
    for (const listener of this.listeners) listener();
  }
}

/** Where no list is to be had, nothing is missing: the computer's own choice is used. */
const choicesOf = (devices: Devices): Record<Use, Choice> => {
  const of = (use: Use): Choice => {
    const there: Device[] = ofUse(devices, use);
    return there.length > 0 ? choose(there, wishOf(use)) : { device: { id: "", label: "" }, missing: null };
  };
  return { microphone: of("microphone"), speaker: of("speaker"), ring: of("ring") };
};

export const audioDevices = new AudioDevices();

export const useAudioDevices = () => useSyncExternalStore(audioDevices.subscribe, audioDevices.snapshot);
