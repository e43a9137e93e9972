export { LiveRoomThresholdReachedDto } from './live-room-threshold-reached.dto.js';
