let context: AudioContext | null = null;

/** Play two soft notes; silent where the browser does not allow it. */
export function chime(): void {
  try {
    context ??= new AudioContext();
    note(context, 660, 0);
    note(context, 880, 0.12);
  } catch {
    // no audio device, or not allowed before the first click: a sound is never worth an error
  }
}

function note(audio: AudioContext, frequency: number, after: number): void {
  const at = audio.currentTime + after;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = frequency;
  volume.gain.setValueAtTime(0.08, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.4);
}
