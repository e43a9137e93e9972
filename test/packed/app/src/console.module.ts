import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
  Module,
  UnauthorizedException,
} from '@nestjs/common';
import { TencentChatConsoleModule } from 'nestjs-tencent-chat-webhook/console';
import { AppModule } from './app.module';

export const COOKIE = 'admin=ann';

@Injectable()
export class AdminGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<{ headers: { cookie?: string } }>();
    if (headers.cookie !== COOKIE) throw new UnauthorizedException();
    return true;
  }
}

/** Apart from the AppModule, which one app bundles to a single file: the console has to find the files of its page. */
@Module({ imports: [AppModule, TencentChatConsoleModule.forRoot({ guards: [AdminGuard] })] })
export class ConsoleModule {}
