export { AlertRequestOverLimitDto } from './alert-request-over-limit.dto.js';
