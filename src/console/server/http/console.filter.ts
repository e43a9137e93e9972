import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import { DeliveryUnavailableError } from '../../../index.js';
import { errorLine } from '../../../common/error-text.js';
import { ConsoleRegistrations } from '../registrations/console-registrations.js';
import { ConsoleAnswers, isAnswered } from './console-answers.js';
import type { ConsoleRequest, ConsoleResponse } from './console-request.js';

/** Answers whatever was thrown on the way to the controller, by the guards of the app or in it, in the console's own shape. */
@Injectable()
@Catch()
export class ConsoleFilter implements ExceptionFilter {
  constructor(
    private readonly answers: ConsoleAnswers,
    private readonly registrations: ConsoleRegistrations,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<ConsoleRequest>();
    const response = host.switchToHttp().getResponse<ConsoleResponse>();
    // By a guard that leads to a login, for one.
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
    this.answers.fault(request, response, 500, 'the console failed: the log of the app says how');
  }
}
