/**
 * Holds whether a registration calls handlers and accepts callbacks. `RegistrationLifetime` alone changes it; everyone else
 * reads it.
 */
export class RegistrationState {
  /** Whether the `@OnEvent` methods of the app are bound. Until then, "no listener" does not mean that none exists. */
  isBound = false;
  /** Whether binding the app's listeners has failed, so that no callback will ever be handled. */
  hasFailed = false;
  /** Whether the app shuts down, so that no further callback is accepted. */
  isClosing = false;
}
