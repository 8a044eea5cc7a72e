/** Short tones made on the spot, so that no sound file has to be loaded. */
let context: AudioContext | undefined;

function tone(audio: AudioContext, frequency: number, at: number, length: number) {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.type = "sine";
  oscillator.frequency.value = frequency;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(0.18, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + length);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + length);
}

/** Play notes (Hz) one after the other. Browsers stay silent until the page was clicked once. */
function play(notes: number[], length: number) {
  context ??= new AudioContext();
  const audio = context;
  if (audio.state === "suspended") void audio.resume().catch(() => undefined);
  notes.forEach((note, place) => tone(audio, note, audio.currentTime + place * length * 0.8, length));
}

export const soundOffer = () => play([660, 880, 660, 880], 0.22);
export const soundMessage = () => play([740], 0.14);
