import { Injectable } from '@nestjs/common';
import type { CallerContext } from '../context/index.js';
import { Announcements, type Topic, type Topics } from '../events/index.js';
import { Feed } from './feed.js';

export interface FeedOptions<T extends Topic> {
  /** What the message is about, if the subscriber may and wants to know; else null. */
  readonly keyOf: (message: Topics[T]) => string | null;
  /** Reads the root value of a key, `{ [field]: value }`, as the caller may see it now; null: nothing to tell. */
  readonly read: (ctx: CallerContext, key: string) => Promise<object | null>;
}

interface Listening {
  readonly hearers: Map<Feed, (message: never) => void>;
  readonly stop: () => void;
}

/** Brings announcements to subscriptions: one listener a topic, however many of them there are; none without. */
@Injectable()
export class Feeds {
  private readonly topics = new Map<Topic, Listening>();

  constructor(private readonly announcements: Announcements) {
    announcements.onGap(() => {
      for (const { hearers } of this.topics.values()) for (const feed of hearers.keys()) feed.tellAgain();
    });
  }

  /** Hears from now on; whoever opens it has to end it, by `return` at the latest. */
  open<T extends Topic>(topic: T, { keyOf, read }: FeedOptions<T>): Feed {
    const listening = this.topics.get(topic) ?? this.listen(topic);
    const feed: Feed = new Feed(read, () => {
      listening.hearers.delete(feed);
      if (listening.hearers.size > 0) return;
      listening.stop();
      this.topics.delete(topic);
    });
    listening.hearers.set(feed, (message: Topics[T]) => {
      const key = keyOf(message);
      if (key !== null) feed.tell(key);
    });
    return feed;
  }

  /** How many listen, and how many listeners that takes. */
  get counts(): { readonly feeds: number; readonly listeners: number } {
    const feeds = [...this.topics.values()].reduce((sum, { hearers }) => sum + hearers.size, 0);
    return { feeds, listeners: this.topics.size };
  }

  private listen(topic: Topic): Listening {
    const hearers: Listening['hearers'] = new Map();
    const stop = this.announcements.on(topic, (message) => {
      for (const hear of hearers.values()) hear(message as never);
    });
    const listening = { hearers, stop };
    this.topics.set(topic, listening);
    return listening;
  }
}
