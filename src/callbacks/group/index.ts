import { GroupInfoChangedDto } from './group-info-changed.dto.js';
import { GroupQuotaAlarmDto } from './group-quota-alarm.dto.js';

export const groupCallbacks = [GroupInfoChangedDto, GroupQuotaAlarmDto] as const;
