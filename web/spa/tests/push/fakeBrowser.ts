/** What a browser offers for notifications and jsdom lacks: the permission, a service worker's push manager, notifications of the page. */
import { vi } from "vitest";

interface Options {
  /** What the person answers when the browser asks. */
  answer?: NotificationPermission;
  /** Whether the browser reaches a push service. */
  hasPushService?: boolean;
}

export class FakeBrowser {
  /** The notifications that the page showed. */
  shown: FakeNotification[] = [];
  subscription: FakeSubscription | null = null;
  /** Addresses whose subscription the page ended. */
  ended: string[] = [];
  private readonly worker = new EventTarget();
  private count = 0;

  constructor(private readonly options: Options = {}) {
    const registration = { pushManager: this.pushManager() };
    Object.assign(this.worker, {
      getRegistration: async () => registration,
      register: async () => registration,
      ready: Promise.resolve(registration),
    });
    give(window, "Notification", this.notificationClass());
    give(window, "PushManager", class {});
    give(navigator, "serviceWorker", this.worker);
    vi.spyOn(document, "hasFocus").mockReturnValue(false);
  }

  /** A person clicks a push message, and the service worker leads this page to its link. */
  clickMessage(link: string): void {
    this.worker.dispatchEvent(new MessageEvent("message", { data: { type: "open", link } }));
  }

  remove(): void {
    Reflect.deleteProperty(window, "Notification");
    Reflect.deleteProperty(window, "PushManager");
    Reflect.deleteProperty(navigator, "serviceWorker");
  }

  private pushManager() {
    return {
      getSubscription: async () => this.subscription,
      subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
        if (this.options.hasPushService === false) throw new DOMException("no service");
        this.subscription = this.makeSubscription(applicationServerKey);
        return this.subscription;
      },
    };
  }

  private makeSubscription(key: Uint8Array): FakeSubscription {
    this.count += 1;
    const endpoint = `https://push.example.com/${this.count}`;
    return {
      endpoint,
      options: { applicationServerKey: key },
      toJSON: () => ({ endpoint, keys: { p256dh: "p", auth: "a" } }),
      unsubscribe: async () => {
        this.ended.push(endpoint);
        this.subscription = null;
        return true;
      },
    };
  }

  private notificationClass() {
    const { shown, options } = this;
    class PageNotification extends FakeNotification {
      static permission: NotificationPermission = "default";
      static async requestPermission() {
        PageNotification.permission = options.answer ?? "granted";
        return PageNotification.permission;
      }
      constructor(title: string) {
        super(title);
        shown.push(this);
      }
    }
    return PageNotification;
  }
}

function give(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true });
}

interface FakeSubscription {
  endpoint: string;
  options: { applicationServerKey: Uint8Array };
  toJSON: () => unknown;
  unsubscribe: () => Promise<boolean>;
}

class FakeNotification {
  onclick: (() => void) | null = null;
  constructor(readonly title: string) {}
  close(): void {}
}
