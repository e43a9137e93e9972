import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import { DeliveryUnavailableError } from '../../../index.js';
import { errorLine } from '../../../common/error-text.js';
import { isInstance } from '../../../common/is-instance.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import type { AdapterRequest } from '../../../http/adapter/adapter-request.js';
import { type AdapterResponse, isAnswered } from '../../../http/adapter/adapter-response.js';
import { refusalStatus } from '../../../http/adapter/refusal-status.js';
import { ConsoleAnswers } from './console-answers.js';

/** Answers whatever the guards of the app or the controller threw, in the console's own shape. */
@Injectable()
@Catch()
export class ConsoleFilter implements ExceptionFilter {
  constructor(
    private readonly answers: ConsoleAnswers,
    private readonly registrations: ConsoleRegistrations,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<AdapterRequest>();
    const response = host.switchToHttp().getResponse<AdapterResponse>();
    // For example by a guard that redirects to a login.
    if (isAnswered(response)) return;
    const status = isInstance(exception, DeliveryUnavailableError) ? 503 : refusalStatus(exception);
    if (status !== undefined) {
      this.answers.fault(request, response, status, errorLine(exception));
      return;
    }
    const [registration] = this.registrations.all;
    registration?.lifecycle.report('fault', { message: 'the console could not answer', error: exception });
    this.answers.fault(request, response, 500, 'the console failed: the log of the app has the error');
  }
}
