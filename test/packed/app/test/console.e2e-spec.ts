import { ExpressAdapter } from '@nestjs/platform-express';
import { describeConsole } from './describe-console';

describeConsole('Express', () => new ExpressAdapter());
