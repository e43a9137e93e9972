import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import { DeliveryUnavailableError } from '../../../index.js';
import { errorLine } from '../../../common/error-text.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import type { AdapterRequest } from '../../../http/adapter/adapter-request.js';
import { type AdapterResponse, isAnswered } from '../../../http/adapter/adapter-response.js';
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
    if (exception instanceof HttpException) {
      this.answers.fault(request, response, exception.getStatus(), errorLine(exception));
      return;
    }
    if (exception instanceof DeliveryUnavailableError) {
      this.answers.fault(request, response, 503, errorLine(exception));
      return;
    }
    const [registration] = this.registrations.all;
    registration?.lifecycle.report('fault', { message: 'the console could not answer', error: exception });
    this.answers.fault(request, response, 500, 'the console failed: the log of the app has the error');
  }
}
