import type { Delivery, Interaction, Message } from "../../api/types";

/** What became of a message: chat customers tell how far they have read, not of each message apart. */
export function deliveryOf(message: Message, interactions: Interaction[]): Delivery {
  if (message.delivery !== "sent" || message.seq === 0) return message.delivery;
  const episode = interactions.find((each) => each.id === message.interaction);
  if (!episode) return message.delivery;
  if (message.seq <= episode.seen_seq) return "read";
  return message.seq <= episode.delivered_seq ? "delivered" : "sent";
}
