/**
 * Holds whether a registration calls handlers and accepts callbacks. `RegistrationLifetime` alone changes it; everyone else
 * reads it.
 */
export class RegistrationState {
  private bound = false;
  private closing = false;
  private failed = false;

  /** Whether the `@OnEvent` methods of the app are bound. Until then, "no listener" does not mean that none exists. */
  get isBound(): boolean {
    return this.bound;
  }

  /** Whether binding the app's listeners has failed, so that no callback will ever be handled. */
  get hasFailed(): boolean {
    return this.failed;
  }

  /** Whether the app shuts down, so that no further callback is accepted. */
  get isClosing(): boolean {
    return this.closing;
  }

  bind(): void {
    this.bound = true;
  }

  fail(): void {
    this.failed = true;
  }

  close(): void {
    this.closing = true;
  }
}
